"""What the page Plan says: who runs what, what it changes, for whom, under which decisions."""

from collections.abc import Sequence

import streamlit as st

from models.entities import Alternative
from models.pack import Pack
from pages.parts import swedish, tables
from pages.parts.plain import plain
from pages.parts.summaries import change_in_days, name
from pages.parts.wording import ALTERNATIVES, PLACEMENTS
from scenarios.run import ChoiceRow, Outcome
from scenarios.setting import Range

CHOICE_HEADINGS = (
    "Verksamhet",
    "Driftform",
    "Kommuner",
    "Kontor",
    "Effekt per år (5–95\u00a0%)",
    "Chans till besparing",
    "Engångskostnad (5–95\u00a0%)",
    "Dagar utan bemanning",
)
GROUP_LETTERS = "ABCDEFGHIJ"


def proof(outcome: Outcome) -> str:
    """Say how sure it is that no better plan exists, and that it has been checked."""
    plan = outcome.plan
    priced = outcome.scenario.price_uncovered_day_sek
    measure = "billigast på typvärdena" + (
        ", inräknat priset på dagar utan bemanning," if priced else ""
    )
    text = (
        f"Planen är **{plan.proof}**: {measure} av {swedish.number(plan.considered)} sätt att "
        "driva verksamheterna under besluten längst ned."
    )
    if plan.gap > 1e-9:
        text += f" Avståndet till bästa möjliga är högst {swedish.percent(plan.gap, 2)}."
    if priced:
        worth = outcome.days_avoided * priced
        text += (
            f" Den tar bort {swedish.number(outcome.days_avoided)} dagar utan bemanning om året, "
            f"med det valda priset värda {swedish.mnkr(worth)} mnkr."
        )
    if outcome.faults:
        return text + " **Efterkontrollen fann fel:** " + " ".join(outcome.faults)
    return text + " Den är omräknad från grunden utan optimeraren och stämmer."


def matrix_rows(outcome: Outcome) -> list[tuple[str | tables.Cell, ...]]:
    """Return activity × municipality: the alternative in its colour, a letter for each group."""
    by_cell = {(row.activity, code): row for row in outcome.choices for code in row.members}
    rows = []
    for activity in outcome.pack.activities:
        if not activity.optimised:
            continue
        groups = [
            row for row in outcome.choices if row.activity == activity.key and len(row.members) > 1
        ]
        letters = dict(zip((row.members for row in groups), GROUP_LETTERS, strict=False))
        cells: list[str | tables.Cell] = [activity.label]
        for m in outcome.pack.municipalities:
            row = by_cell[activity.key, m.code]
            words = ALTERNATIVES[row.alternative]
            if row.members in letters:
                words += f" {letters[row.members]}" + (" ●" if row.seat == m.code else "")
            if any(known.activity == activity.key for known in m.existing):
                words += " ◆"
            cells.append(tables.chip(row.alternative, words))
        rows.append(tuple(cells))
    return rows


def changed(outcome: Outcome, only: str | None) -> list[ChoiceRow]:
    """Return the choices that are not own, for everybody or for one municipality."""
    return [
        row
        for row in outcome.choices
        if row.alternative is not Alternative.OWN and (only is None or only in row.members)
    ]


def choice_rows(
    outcome: Outcome, chosen: Sequence[ChoiceRow]
) -> list[tuple[str | tables.Cell, ...]]:
    """Return the plan's joint and contracted choices as a table's rows."""
    activities = {a.key: a.label for a in outcome.pack.activities}
    return [
        (
            activities[row.activity],
            tables.chip(row.alternative),
            _members(outcome.pack, row.members),
            _seat_name(outcome.pack, row),
            _change(row.annual),
            swedish.chance(row.chance),
            _one_off(row.one_off),
            change_in_days(row.days_before, row.days_after),
        )
        for row in chosen
    ]


def sum_rows(outcome: Outcome) -> list[tuple[str | tables.Cell, ...]]:
    """Return what is added to the choices, and the sum that the headline states."""
    rows: list[tuple[str | tables.Cell, ...]] = []
    if outcome.coordination.value:
        rows.append(
            ("Samordning av helheten", "", "", "", _change(outcome.coordination), "", "", "")
        )
    rows.append(
        (
            "Summa",
            "",
            "",
            "",
            _change(outcome.annual),
            swedish.chance(outcome.chance),
            _one_off(outcome.one_off),
            "",
        )
    )
    return rows


def last_row(rows: Sequence[object]) -> tuple[int]:
    """Return the position of the sum."""
    return (len(rows) - 1,)


def _change(r: Range) -> tables.Cell:
    return tables.with_span(swedish.signed_tkr(r.value), swedish.span_tkr(r.low, r.high))


def _one_off(r: Range) -> tables.Cell:
    return tables.with_span(swedish.tkr(r.value), f"{swedish.tkr(r.low)}–{swedish.tkr(r.high)}")


def _members(pack: Pack, codes: Sequence[str]) -> str:
    if len(codes) == len(pack.municipalities):
        return f"alla {swedish.count(len(codes))}"
    return swedish.listed([name(pack, code) for code in codes])


def existing_note(pack: Pack) -> str:
    """Return what ◆ means: cooperation that exists today and is not reckoned here."""
    labels = {a.key: a.label for a in pack.activities}
    found: dict[str, list[str]] = {}
    for m in pack.municipalities:
        for known in m.existing:
            found.setdefault(labels[known.activity], []).append(m.name)
    if not found:
        return ""
    parts = [f"{label} ({swedish.listed(names)})" for label, names in found.items()]
    return (
        "◆ Samverkar redan i dag: "
        + "; ".join(parts)
        + ". Kontona räknas här som egna; utträde, uppsägningstid och var den personalen sitter i "
        "dag ingår inte. Villkoren står under Verksamhet."
    )


def _seat_name(pack: Pack, row: ChoiceRow) -> str:
    if len(row.members) == 1:
        return "–"
    seats = {m.code: m.seat for m in pack.municipalities}
    town = next(
        t.name for t in pack.towns if t.key == seats[row.seat] and t.municipality == row.seat
    )
    if row.alternative is Alternative.MERGED:
        return f"{town} ({PLACEMENTS[row.pattern]})"
    return f"{town} säljer"


def municipality_ranges(outcome: Outcome) -> list[tuple[str, Range]]:
    """Return each municipality's yearly effect with its range."""
    return [(name(outcome.pack, row.code), row.annual) for row in outcome.municipalities]


def municipalities_title(outcome: Outcome) -> str:
    """Return the finding of the municipalities' chart: only what the whole range says."""
    lower = [name(outcome.pack, r.code) for r in outcome.municipalities if r.annual.high < 0]
    higher = [name(outcome.pack, r.code) for r in outcome.municipalities if r.annual.low > 0]
    if all(r.annual.low == r.annual.high == 0 for r in outcome.municipalities):
        return "Ingen kommun får ändrad kostnad"
    if not lower and not higher:
        return "Före fördelning: för ingen kommun är riktningen säker"
    parts = []
    if lower:
        parts.append(f"säkert lägre kostnad för {swedish.listed(lower)}")
    if higher:
        parts.append(f"säkert högre kostnad för {swedish.listed(higher)}")
    return "Före fördelning: " + ", ".join(parts)


def show_municipalities(outcome: Outcome) -> None:
    """Show each municipality's effect and chance."""
    rows = [
        (
            name(outcome.pack, row.code),
            swedish.signed_tkr(row.annual.value),
            swedish.span_tkr(row.annual.low, row.annual.high),
            swedish.signed_tkr(row.change.value),
            swedish.span_tkr(row.change.low, row.change.high),
            swedish.chance(row.chance),
        )
        for row in outcome.municipalities
    ]
    tables.show_table(
        (
            "Kommun",
            "Snitt per år med omställning",
            "5–95\u00a0%",
            "Fullt genomförd",
            "5–95\u00a0%",
            "Chans till besparing",
        ),
        rows,
        caption="Förändrad nettokostnad före fördelning, tkr/år, utan samordning av helheten",
    )


def show_decisions(outcome: Outcome) -> None:
    """Show what the scenario decides and supposes, in plain words."""
    scenario, pack = outcome.scenario, outcome.pack
    labels = {a.key: a.label for a in pack.activities}
    lines = [f"**{plain(scenario.question)}**", ""]
    for key, ways in scenario.how.items():
        words = swedish.listed([ALTERNATIVES[way].lower() for way in ways])
        lines.append(f"- {labels[key]} ska drivas som {words}.")
    least = {a.key: a.least_partners for a in pack.activities if a.optimised}
    least |= scenario.least_partners
    for key, number in least.items():
        if number > 2:
            lines.append(
                f"- {labels[key]}: minst {swedish.count(number)} kommuner i en sammanslagen "
                "organisation."
            )
    price = swedish.number(scenario.price_uncovered_day_sek)
    lines.append(f"- En dag utan bemanning räknas som värd {price} kr att slippa.")
    lines.append(f"- Servicenivå i sammanslagen organisation: {scenario.level}.")
    for key, end in scenario.suppose.items():
        p = pack.parameters[key]
        words = {"low": "spannets lägsta", "value": "typvärdet", "high": "spannets högsta"}
        lines.append(f"- Antaget: {p.label.lower()} på {words[end]}.")
    st.markdown("\n".join(lines))
