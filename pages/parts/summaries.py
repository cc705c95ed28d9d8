"""Sentences and rows that say what an outcome is, in Swedish: areas, effects and jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from models.entities import Alternative
from models.pack import Pack
from models.rounding import round_to_total
from pages.parts import swedish, tables
from pages.parts.plain import plain
from pages.parts.wording import ALTERNATIVES, RANGE_NOTE
from scenarios.balance import balance
from scenarios.compare import Comparison
from scenarios.published import AgainstPublished
from scenarios.run import AreaRow, Outcome, TownRow
from scenarios.setting import Range

AREA_HEADINGS = (
    "Område",
    "Driftform i planen",
    "Kostnad i dag, mnkr/år",
    "Effekt, tkr/år",
    "5–95\u00a0%, tkr/år",
    "Chans till besparing",
    "Dagar utan bemanning",
)


@dataclass(frozen=True, slots=True)
class AreaTable:
    """The rows of the areas' table and the ranges drawn beside it."""

    cells: tuple[tuple[str | tables.Cell, ...], ...]
    sums: tuple[int, ...]
    ranges: tuple[tuple[str, Range], ...]


def headline(outcome: Outcome, only: str | None) -> str:
    """Return the page's one message."""
    r = effect(outcome, only)
    chance = _chance(outcome, only)
    count = len(outcome.pack.municipalities)
    who = f"de {swedish.count(count)} tillsammans" if only is None else name(outcome.pack, only)
    if chance is None:
        return (
            f"**{plain(outcome.scenario.title)}:** planen behåller egen verksamhet i alla områden "
            f"för {who}. Ingen förändring räknas då fram."
        )
    direction = "lägre" if r.value < 0 else "högre"
    text = (
        f"**{plain(outcome.scenario.title)}:** planen ger {who} "
        f"**{swedish.mnkr(abs(r.value))} mnkr {direction} nettokostnad per år** i snitt över "
        f"{_horizon(outcome)} med omställningen inräknad "
        f"(spann {swedish.span_mnkr(r.low, r.high)} mnkr). "
        f"Chansen att det blir en besparing är {swedish.chance(chance)}."
    )
    if only and outcome.coordination.value:
        text += (
            " Någon andel av samordningen av helheten, "
            f"{swedish.tkr(outcome.coordination.value)} tkr, är inte inräknad."
        )
    if outcome.scenario.decide.price_uncovered_day_sek:
        text += (
            f" Planen väger också in att en dag utan bemanning är värd "
            f"{swedish.number(outcome.scenario.decide.price_uncovered_day_sek)} kr att slippa."
        )
    return text


def effect(outcome: Outcome, only: str | None) -> Range:
    """Return the plan's yearly effect for everybody or for one municipality, before sharing."""
    if only is None:
        return outcome.annual
    return next(row.annual for row in outcome.municipalities if row.code == only)


def show_status(outcome: Outcome, assigned: int | None, frozen: int | None) -> None:
    """Show where the four parts of the assignment stand; each from its own data.

    `assigned` is how many areas have a goal that can be measured, and `frozen` how many have a
    decision that councils can take; None when what has been saved cannot be read.
    """
    count = len(outcome.areas)
    done = sum(len(_ways_open(outcome.pack, row)) >= 3 for row in outcome.areas)
    st.markdown(
        f"**Mål** {_begun(assigned, count, 'med mätbart mål')} · **Områden** {done} av {count} "
        "räknade i minst tre alternativ · **Jämförelse** ej påbörjad · "
        f"**Förankring** {_begun(frozen, count, 'med fryst beslutspaket')}"
    )


def _begun(some: int | None, count: int, words: str) -> str:
    if some is None:
        return swedish.MISSING
    return f"{some} av {count} {words}" if some else "ej påbörjad"


def area_rows(outcome: Outcome, only: str | None) -> AreaTable:
    """Return the nine areas with chosen alternatives, effect and range, and the sum."""
    names = {area.key: area.label for area in outcome.pack.areas}
    position = None if only is None else _position(outcome.pack, only)
    cells = []
    ranges = []
    effects = [
        row.annual if position is None else row.annual_by_municipality[position]
        for row in outcome.areas
    ]
    costs = [
        row.cost_today if position is None else row.cost_by_municipality[position]
        for row in outcome.areas
    ]
    together = outcome.coordination.value if only is None else 0.0
    # Rounded so that the column adds up to its printed sum.
    *printed, coordination = round_to_total([*(r.value for r in effects), together], 1e3)
    for row, r, change, cost in zip(
        outcome.areas, effects, printed, round_to_total(costs, 1e5), strict=True
    ):
        days = (
            (row.days_before, row.days_after)
            if position is None
            else row.days_by_municipality[position]
        )
        chance = row.chance if position is None else row.chance_by_municipality[position]
        ways = _ways(outcome, row, only)
        kept = all(way is Alternative.OWN for way in ways)
        label = f"{row.area} {names[row.area]}"
        cells.append(
            (
                label,
                tables.chips(ways),
                ("minst " if row.at_least else "") + swedish.mnkr(cost),
                "oförändrad" if kept else swedish.signed_tkr(change),
                "–" if kept else swedish.span_tkr(r.low, r.high),
                swedish.chance(None if kept else chance),
                change_in_days(*days),
            )
        )
        ranges.append((label, r))
    whole = effect(outcome, only)
    if together:
        cells.append(
            (
                "Samordning av helheten",
                "",
                "",
                swedish.signed_tkr(coordination),
                swedish.span_tkr(outcome.coordination.low, outcome.coordination.high),
                "",
                "",
            )
        )
        ranges.append(("Samordning av helheten", outcome.coordination))
    cells.append(
        (
            "Summa",
            "",
            ("minst " if any(row.at_least for row in outcome.areas) else "")
            + swedish.mnkr(sum(costs)),
            swedish.signed_tkr(whole.value),
            swedish.span_tkr(whole.low, whole.high),
            swedish.chance(_chance(outcome, only)),
            "",
        )
    )
    ranges.append(("Summa", whole))
    return AreaTable(tuple(cells), (len(cells) - 1,), tuple(ranges))


def alternative_ranges(
    pack: Pack, areas: Sequence[tuple[str, Comparison]]
) -> list[tuple[str, Alternative, Range]]:
    """Return each area's change by alternative, fully in place, as a share of today's cost."""
    names = {area.key: area.label for area in pack.areas}
    return [
        (
            f"{key} {names[key]}",
            column.alternative,
            Range(
                *(
                    getattr(column.change, end) / comparison.columns[0].gross
                    for end in ("value", "low", "high")
                )
            ),
        )
        for key, comparison in areas
        for column in comparison.columns[1:]
        if comparison.columns[0].gross
    ]


def alternatives_title(areas: Sequence[tuple[str, Comparison]]) -> str:
    """Return the finding of the alternatives' chart: where the reckoned cost is lower."""
    lower: dict[Alternative, list[str]] = {}
    certain = True
    for key, comparison in areas:
        for column in comparison.columns[1:]:
            if column.change.value < 0:
                lower.setdefault(column.alternative, []).append(key)
                certain = certain and column.change.high < 0
    if not lower:
        return "Alla tillsammans, fullt genomfört: i inget område är kostnaden lägre"
    parts = [
        f"{ALTERNATIVES[alternative].lower()} i område {swedish.listed(keys)}"
        for alternative, keys in lower.items()
    ]
    found = f"Alla tillsammans, fullt genomfört: lägre kostnad med {swedish.listed(parts)}"
    return found if certain else f"{found}; inte säkert"


def published_note(found: Sequence[AgainstPublished]) -> str:
    """Return the whole effect of each alternative beside what research has published."""
    parts = []
    for row in found:
        verdict = "utanför" if row.outside else "inom"
        parts.append(
            f"{ALTERNATIVES[row.alternative].lower()} {swedish.signed_percent(row.effect, 1)} av "
            f"kostnaden, **{verdict}** det publicerade spannet {swedish.signed_percent(row.low)} "
            f"till {swedish.signed_percent(row.high)}"
        )
    return (
        "Allt tillsammans och fullt genomfört, på typvärdena: " + "; ".join(parts) + ". Spannen "
        "står under Underlag, Antaganden."
    )


def show_alternatives(pack: Pack, areas: Sequence[tuple[str, Comparison]]) -> None:
    """Show each area's alternatives in tkr with range and chance."""
    names = {area.key: area.label for area in pack.areas}
    rows = [
        (
            f"{key} {names[key]}",
            tables.chip(column.alternative),
            swedish.signed_tkr(column.change.value),
            swedish.span_tkr(column.change.low, column.change.high),
            swedish.signed_tkr(column.annual.value),
            swedish.span_tkr(column.annual.low, column.annual.high),
            swedish.chance(column.chance),
        )
        for key, comparison in areas
        for column in comparison.columns[1:]
    ]
    tables.show_table(
        (
            "Område",
            "Alternativ",
            "Fullt genomfört",
            "5–95\u00a0%",
            "Snitt per år med omställning",
            "5–95\u00a0%",
            "Chans till besparing",
        ),
        rows,
        caption="Alla kommuner tillsammans, tkr/år mot i dag",
        text_columns=(0, 1),
    )


def effect_title(outcome: Outcome, only: str | None) -> str:
    """Return the finding of the effects' chart."""
    r = effect(outcome, only)
    if _chance(outcome, only) is None:
        return "Planen ändrar inte kostnaden"
    if r.low < 0 < r.high:
        return "Spannet täcker noll: det går inte att lova en besparing"
    return "Planen sänker kostnaden" if r.high <= 0 else "Planen höjer kostnaden"


def printed_towns(outcome: Outcome) -> list[TownRow]:
    """Return the towns in tenths of FTE, each column adding up to its printed sum, as on Orter."""
    before, after = (
        round_to_total([getattr(row, of) for row in outcome.towns], 0.1)
        for of in ("before", "after")
    )
    return [replace(row, before=before[i], after=after[i]) for i, row in enumerate(outcome.towns)]


def jobs_title(outcome: Outcome) -> str:
    """Return the finding of the towns' chart: who gains and who loses most workplaces."""
    changes = sorted(printed_towns(outcome), key=lambda row: row.after - row.before)
    least, most = changes[0], changes[-1]
    if most.after - most.before < 0.05 and least.before - least.after < 0.05:
        return "Arbetsplatserna ligger kvar där de är"
    lost = swedish.number(least.before - least.after, 1)
    gained = swedish.number(most.after - most.before, 1)
    if most.after - most.before < 0.05:
        return f"{least.town} mister {lost} årsarbetare, ingen ort får fler"
    if least.before - least.after < 0.05:
        return f"{most.town} får {gained} årsarbetare, ingen ort mister några"
    return f"{most.town} får {gained} årsarbetare, {least.town} mister {lost}"


def show_towns(outcome: Outcome) -> None:
    """Show FTE by town before and after."""
    rows = [
        (
            row.town,
            swedish.number(row.before, 1),
            swedish.number(row.after, 1),
            swedish.signed(row.after - row.before, 1),
        )
        for row in printed_towns(outcome)
    ]
    tables.show_table(
        ("Ort", "I dag", "Med planen", "Förändring"),
        rows,
        caption="Årsarbetare i planens verksamheter efter arbetsplatsens ort",
    )


def show_rest(pack: Pack, only: str | None) -> None:
    """Show comparison rows and what the official totals hold beyond the activities."""
    rows = []
    for row in balance(pack, only):
        covered, rest = round_to_total([row.covered, row.rest or 0.0], 1e5)
        rows.append(
            (
                row.label,
                swedish.mnkr(row.official),
                swedish.mnkr(covered),
                swedish.mnkr(None if row.rest is None else rest),
            )
        )
    tables.show_table(
        ("Räkenskapsrad", "Officiell kostnad", "Verksamheter i paketet", "Övrig verksamhet"),
        rows,
        caption=f"Officiella rader {pack.base_year}, mnkr",
    )
    st.caption(
        "I officiell statistik ligger gemensam administration fördelad på raderna. Här är den egna "
        "verksamheter, så övrig verksamhet är minst vad som står."
    )


def range_note(outcome: Outcome) -> str:
    """Return what the range is, and whether the plan falls outside published experience."""
    note = (
        f"Effekt: nettokostnad mot i dag, snitt per år över {_horizon(outcome)} med "
        f"engångskostnad, i {outcome.pack.price_year} års priser; minus är lägre kostnad. "
        f"{RANGE_NOTE} Dagar utan bemanning: i snitt per kommun, verksamhet och år."
    )
    if outcome.outside_published:
        p = outcome.pack.parameters[outcome.outside_published]
        note += (
            f" **Obs:** den fullt genomförda effekten är {swedish.percent(outcome.relative, 1)} av "
            f"kostnaden, utanför det publicerade spannet {swedish.percent(p.low)} till "
            f"{swedish.percent(p.high)}."
        )
    return note


def _horizon(outcome: Outcome) -> str:
    return f"{swedish.count(round(outcome.pack.parameters['horisont'].value))} år"


def _ways(outcome: Outcome, row: AreaRow, only: str | None) -> tuple[Alternative, ...]:
    used = {
        choice.alternative
        for choice in outcome.choices
        if choice.activity in row.activities and (only is None or only in choice.members)
    }
    return tuple(alternative for alternative in Alternative if alternative in used)


def _chance(outcome: Outcome, only: str | None) -> float | None:
    if only is None:
        return outcome.chance
    return next(row.chance for row in outcome.municipalities if row.code == only)


def change_in_days(before: float | None, after: float | None) -> str:
    """Return days before → after, or the days once when nothing changes."""
    if before is None or after is None or before == after:
        return _days(before)
    return f"{_days(before)} → {_days(after)}"


def _days(days: float | None) -> str:
    return "–" if days is None else swedish.number(days, 1)


def _ways_open(pack: Pack, row: AreaRow) -> set[Alternative]:
    return {h for a in pack.activities if a.key in row.activities for h in a.alternatives}


def name(pack: Pack, code: str) -> str:
    """Return a municipality's name."""
    return next(m.name for m in pack.municipalities if m.code == code)


def _position(pack: Pack, code: str) -> int:
    return [m.code for m in pack.municipalities].index(code)
