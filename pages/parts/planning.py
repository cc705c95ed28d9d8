"""What the page Plan says: who runs what, what it changes, for whom, under which decisions."""

from collections.abc import Sequence

import streamlit as st

from models.decisions import Choice
from models.entities import Alternative
from models.pack import Pack
from models.plan import planned_cost
from models.rulebook import active
from pages.parts import swedish, tables
from pages.parts.plain import plain
from pages.parts.summaries import change_in_days, name
from pages.parts.wording import ALTERNATIVES, PLACEMENTS
from scenarios.decide import possible_towns
from scenarios.differences import supposition_words
from scenarios.roadmap import Roadmap
from scenarios.run import ChoiceRow, Outcome
from scenarios.scenario import as_toml
from scenarios.setting import Range

CHOICE_HEADINGS = (
    "Verksamhet",
    "Driftform",
    "Kommuner",
    "Kontor",
    "Startar",
    "Effekt per år (5–95\u00a0%)",
    "Chans till besparing",
    "Engångskostnad (5–95\u00a0%)",
    "Dagar utan bemanning",
)
GROUP_LETTERS = "ABCDEFGHIJ"
# The numbers the cooperation document gives the alternatives.
NUMBERED = {
    Alternative.OWN: "1",
    Alternative.COOPERATION: "2",
    Alternative.MERGED: "3",
    Alternative.CONTRACTED: "4",
}


def proof(outcome: Outcome) -> str:
    """Say how sure it is that no better plan exists, and that it has been checked."""
    plan = outcome.plan
    decide = outcome.scenario.decide
    priced = decide.price_uncovered_day_sek
    weighed = priced or decide.price_moved_fte_sek or decide.price_travel_minute_sek
    measure = "billigast på typvärdena" + (", inräknat de beslutade priserna," if weighed else "")
    text = (
        f"Planen är **{plan.proof}**: {measure} av {swedish.number(plan.considered)} upplägg, "
        "under besluten."
    )
    if plan.gap > 1:
        text += (
            f" Ingen plan kan vara mer än {swedish.tkr(plan.gap)} tkr per år billigare "
            f"({swedish.percent(plan.gap / planned_cost(outcome.setting.case), 2)} av det "
            "planerade)."
        )
    if priced:
        worth = outcome.days_avoided * priced
        text += (
            f" Den tar bort {swedish.number(outcome.days_avoided)} dagar utan bemanning om året, "
            f"med det valda priset värda {swedish.mnkr(worth)} mnkr."
        )
    if outcome.faults:
        return text + " **Efterkontrollen fann fel:** " + " ".join(outcome.faults)
    return text + " Den är omräknad från grunden utan optimeraren och stämmer."


def legend() -> str:
    """Return what the numbers in the matrix mean, in the alternatives' colours."""
    chips = " ".join(
        tables.chip(way, f"{NUMBERED[way]} {ALTERNATIVES[way].lower()}").html for way in NUMBERED
    )
    return f"<p>{chips}</p>"


def matrix_rows(outcome: Outcome) -> list[tuple[str | tables.Cell, ...]]:
    """Return activity × municipality: the alternative's number in its colour, a letter a group."""
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
            words = NUMBERED[row.alternative]
            if row.members in letters:
                words += f" {letters[row.members]}" + (" ●" if row.seat == m.seat else "")
            if any(known.activity == activity.key for known in m.existing):
                words += " ◆"
            cells.append(tables.chip(row.alternative, words))
        rows.append(tuple(cells))
    return rows


def choice_rows(
    outcome: Outcome, chosen: Sequence[ChoiceRow]
) -> list[tuple[str | tables.Cell, ...]]:
    """Return the plan's joint and contracted choices as a table's rows."""
    activities = {a.key: a.label for a in outcome.pack.activities}
    return [
        (
            activities[row.activity],
            tables.chip(row.alternative),
            members_words(outcome.pack, row.members),
            _seat_name(outcome, row),
            "–" if row.start is None else str(outcome.scenario.decide.first_year + row.start - 1),
            tables.change_cell(row.annual),
            swedish.chance(row.chance),
            tables.cost_cell(row.one_off),
            change_in_days(row.days_before, row.days_after),
        )
        for row in chosen
    ]


def sum_rows(outcome: Outcome) -> list[tuple[str | tables.Cell, ...]]:
    """Return what is added to the choices, and the sum that the headline states."""
    rows: list[tuple[str | tables.Cell, ...]] = []
    if outcome.coordination.value:
        rows.append(
            (
                "Samordning av helheten",
                "",
                "",
                "",
                "",
                tables.change_cell(outcome.coordination),
                "",
                "",
                "",
            )
        )
    rows.append(
        (
            "Summa",
            "",
            "",
            "",
            "",
            tables.change_cell(outcome.annual),
            swedish.chance(outcome.chance),
            tables.cost_cell(outcome.one_off),
            "",
        )
    )
    return rows


def last_row(rows: Sequence[object]) -> tuple[int]:
    """Return the position of the sum."""
    return (len(rows) - 1,)


def members_words(pack: Pack, codes: Sequence[str]) -> str:
    """Return the members' names, or that all of them take part."""
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


def _seat_name(outcome: Outcome, row: ChoiceRow) -> str:
    if len(row.members) == 1:
        return "–"
    town = next(t.name for t in outcome.setting.case.towns if t.key == row.seat)
    if row.alternative is Alternative.MERGED:
        return f"{town} ({PLACEMENTS[row.pattern]})"
    return f"{town} säljer"


def seat_words(pack: Pack, choice: Choice) -> str:
    """Return where a choice is led from, and how it is placed."""
    town = possible_towns(pack)[choice.seat].name
    if choice.alternative is Alternative.MERGED:
        return f"{town} ({PLACEMENTS[choice.pattern]})"
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
            tables.change_cell(row.annual),
            tables.change_cell(row.change),
            swedish.chance(row.chance),
        )
        for row in outcome.municipalities
    ]
    tables.show_table(
        (
            "Kommun",
            "Snitt per år med omställning (5–95\u00a0%)",
            "Fullt genomförd (5–95\u00a0%)",
            "Chans till besparing",
        ),
        rows,
        caption="Förändrad nettokostnad före fördelning, tkr/år, utan samordning av helheten",
    )


def show_decisions(outcome: Outcome) -> None:
    """Show what the scenario decides and supposes, in plain words."""
    scenario, pack, case = outcome.scenario, outcome.pack, outcome.setting.case
    decide = scenario.decide
    lines = [f"**{plain(scenario.question)}**", ""]
    for rule in active(case, decide):
        text = rule.stated(case, decide)
        lines.append(f"- {plain(text[:1].upper() + text[1:])}.")
    priced = (
        ("En dag utan bemanning", decide.price_uncovered_day_sek, "kr att slippa"),
        ("En flyttad årsarbetare", decide.price_moved_fte_sek, "kr om året"),
        ("En minuts längre resa", decide.price_travel_minute_sek, "kr om året"),
    )
    lines += [
        f"- {what} räknas som värd {swedish.number(price)} {unit}."
        for what, price, unit in priced
        if price
    ]
    lines.append(f"- Servicenivå i sammanslagen organisation: {decide.level}.")
    for key, at in scenario.suppose.items():
        where = plain(supposition_words(key, at, pack))
        lines.append(f"- Antaget: {plain(pack.parameters[key].label)}: {where}.")
    if scenario.follows_trend:
        lines.append("- Antaget: volymerna följer åldersgruppernas trend.")
    if scenario.critique:
        lines.append(f"- Vad forskningen säger mot scenariot: {plain(scenario.critique)}")
    st.markdown("\n".join(lines))


def roadmap_title(outcome: Outcome, roads: Roadmap) -> str:
    """Return the finding of the roadmap: how much starts when."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    if roads.unplaced:
        names = swedish.listed([labels[key] for key in roads.unplaced])
        return f"Inget startår ryms i den beslutade takten för {names}"
    begun = [(year.year, len(year.starts)) for year in roads.years if year.starts]
    if not begun:
        return "Inget ändras, så inget behöver starta"
    parts = [f"{swedish.count(n)} startar {year}" for year, n in begun]
    return f"Vägen dit: {swedish.listed(parts)}"


def cumulative_title(roads: Roadmap) -> str:
    """Return the finding of the summed effect: when all of it is repaid, or that it is not."""
    last = roads.years[-1]
    if roads.payback is not None and last.cumulative.value < 0:
        return f"På typvärdena är allt återbetalt {roads.payback}"
    return f"På typvärdena är planen inte återbetald {last.year}"


def show_roadmap(outcome: Outcome, roads: Roadmap) -> None:
    """Show the years one by one."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    rows = [
        (
            str(year.year),
            swedish.listed([labels[key] for key in year.starts]) or "–",
            tables.change_cell(year.flow),
            tables.change_cell(year.cumulative),
        )
        for year in roads.years
    ]
    rows.append(("Nuvärde", "", tables.change_cell(roads.present_value), ""))
    tables.show_table(
        ("År", "Startar", "Året (5–95\u00a0%)", "Summerat (5–95\u00a0%)"),
        rows,
        caption=f"Effekt år för år, tkr i {outcome.pack.price_year} års priser; plus är dyrare",
        text_columns=(0, 1),
        sums=last_row(rows),
    )


SLACKS = (0.001, 0.0025, 0.005, 0.01, 0.02)


def choose_slack(outcome: Outcome) -> float:
    """Ask how much dearer a plan may be, as a share of what the planned activities cost."""
    cost = planned_cost(outcome.setting.case)
    chosen = st.select_slider(
        "Får kosta högst så mycket mer",
        SLACKS,
        value=0.005,
        format_func=lambda share: (
            f"{swedish.tkr(share * cost)} tkr/år ({swedish.percent(share, 2)} av det planerade)"
        ),
    )
    return float(chosen)


def choose_activity(outcome: Outcome) -> str:
    """Ask for an activity that may be run by several together."""
    joinable = [
        a.key
        for a in outcome.pack.activities
        if a.optimised and {Alternative.COOPERATION, Alternative.MERGED} & set(a.alternatives)
    ]
    chosen = st.selectbox(
        "Verksamhet", joinable, format_func=lambda key: label_of(outcome.pack, key)
    )
    return str(chosen)


def label_of(pack: Pack, activity: str) -> str:
    """Return an activity's name."""
    return next(a.label for a in pack.activities if a.key == activity)


def show_downloads(outcome: Outcome, workbook: bytes) -> None:
    """Offer the plan as a workbook to recount and the decisions as a scenario file."""
    stem = f"plan-{outcome.scenario.fingerprint()}"
    st.download_button(
        "Hämta planen till Excel",
        workbook,
        file_name=f"{stem}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    st.download_button(
        "Hämta besluten som scenariofil",
        as_toml(outcome.scenario, outcome.pack).encode(),
        file_name=f"{stem}.toml",
        mime="application/toml",
    )
