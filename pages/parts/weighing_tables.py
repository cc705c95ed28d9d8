"""What a weighing says: the headline, the points as a table and a chart, and what would flip it."""

from html import escape

import altair as alt
import pandas as pd
import streamlit as st

from models.entities import Alternative
from pages.parts import charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import show_chart
from pages.parts.summaries import name
from pages.parts.wording import ALTERNATIVE_COLOURS, ALTERNATIVES
from scenarios.criteria import CRITERIA, NEARNESS, Standing
from scenarios.weighing import CriterionRow, Weighing, beyond

STANDINGS = {
    Standing.RECKONED: "räknad",
    Standing.ASSUMPTION: "antagande",
    Standing.JUDGED: "bedömd i rummet",
}
# Short enough to stand inside a bar or above a narrow field, in the order of the criteria.
SHORT = {
    "cost": "Kostnad",
    "quality": "Kvalitet",
    "cover": "Sårbarhet",
    "jobs": "Jobb",
    "nearness": "Närhet",
    "feasibility": "Genomförande",
    "democracy": "Styrning",
}
# Kronor are shown in thousands everywhere.
SHOWN_UNITS = {"kr/år": "tkr/år mot i dag"}
BAR_HEIGHT = 46
# A letter inside a bar takes about this many points of the whole width.
POINTS_A_LETTER = 1.0


def alternative_words(alternative: Alternative) -> str:
    """Return an alternative inside a sentence."""
    words = ALTERNATIVES[alternative].lower()
    return f"{words} verksamhet" if alternative is Alternative.OWN else words


def weight_words(weight: float) -> str:
    """Return a weight with a tenth where it has one."""
    return swedish.number(weight, 0 if abs(weight - round(weight)) < 0.05 else 1)


def headline(found: Weighing, here: Context) -> str:
    """Return the finding: who is first, which weight would change it, and how sure it is."""
    first = [alternative_words(row.alternative) for row in found.first]
    score = swedish.number(found.first[0].score)
    who = swedish.listed(first)
    who = who[:1].upper() + who[1:]
    if len(first) == 1:
        lead = f"{who} får flest poäng, {score} av 100"
    else:
        lead = f"{who} delar första platsen, {score} poäng av 100"
    parts = (f"**{lead}; {_what_decides(found)}**", _how_sure(found), _with_own(found, here))
    return " ".join(part for part in parts if part)


def _what_decides(found: Weighing) -> str:
    decider = found.decider
    if decider is None:
        return "ingen ändring av en enda vikt ändrar det."
    to = beyond(decider.now, decider.at)
    way = "sänkas" if decider.at < decider.now else "höjas"
    by = swedish.listed([alternative_words(h) for h in decider.by])
    return (
        f"vikten på {decider.criterion.label.lower()} behöver {way} från "
        f"{weight_words(decider.now)} till {weight_words(to)} för att {by} ska gå om."
    )


def _how_sure(found: Weighing) -> str:
    if not found.varies:
        return "Inget av det som vägs har något spann."
    level = [alternative_words(row.alternative) for row in (*found.first, *found.level_with_first)]
    if found.level_with_first:
        return f"Inom osäkerheten är {swedish.listed(level)} lika."
    if len(found.first) > 1:
        return ""
    share = swedish.chance(found.first[0].first)
    return f"Skillnaden är större än osäkerheten: först i {share} av dragningarna."


def _with_own(found: Weighing, here: Context) -> str:
    """Say what the municipality that is looked at would choose, when all weigh for themselves."""
    mine = next((row for row in found.municipalities if row.code == here.only), None)
    if mine is None or found.same_weights:
        return ""
    best = [
        alternative_words(row.alternative)
        for row, place in zip(found.alternatives, mine.ranks, strict=True)
        if place == 1
    ]
    return (
        f"Med egna vikter ger {name(here.pack, mine.code)} flest poäng åt {swedish.listed(best)}."
    )


def show_left_out(found: Weighing) -> None:
    """Say which criteria are not weighed and where their weight has gone."""
    left = [row.criterion.label.lower() for row in found.criteria if row.left_out]
    if left:
        words = swedish.listed(left)
        st.caption(
            f"{words[:1].upper()}{words[1:]} räknas inte: {swedish.MISSING}. Vikten går till de "
            "andra i proportion. Den som ändå vill väga in det kan bedöma det i rummet."
        )


def show_points(found: Weighing) -> None:
    """Show every criterion's value and points in every alternative, and what they come to."""
    alternatives = [row.alternative for row in found.alternatives]
    rows: list[tuple[str | tables.Cell, ...]] = [
        (
            _criterion_cell(row),
            weight_words(row.used) if not row.left_out else "–",
            *(_value_cell(found, row, h) for h in range(len(alternatives))),
        )
        for row in found.criteria
    ]
    rows.append(
        (
            "Viktade poäng av 100",
            weight_words(sum(row.used for row in found.criteria)),
            *(swedish.number(row.score, 1) for row in found.alternatives),
        )
    )
    sums = [len(rows) - 1]
    rows.append(("Plats", "", *(str(row.rank) for row in found.alternatives)))
    if found.varies:
        rows.append(
            (
                "Först i så stor del av dragningarna",
                "",
                *(swedish.chance(row.first) for row in found.alternatives),
            )
        )
        rows.append(
            (
                "Mot den som är först",
                "",
                *(_against_first(row.rank, row.level) for row in found.alternatives),
            )
        )
    tables.show_table(
        (
            "Kriterium",
            "Vikt" if found.same_weights else "Vikt, medel",
            *(ALTERNATIVES[h] for h in alternatives),
        ),
        rows,
        caption="Värde och poäng (p) per kriterium: sämst 0, bäst 100; alla lika ger alla 100",
        sums=sums,
    )


def _criterion_cell(row: CriterionRow) -> tables.Cell:
    unit = SHOWN_UNITS.get(row.criterion.unit, row.criterion.unit)
    if row.standing is not Standing.RECKONED:
        unit = f"{unit}; {STANDINGS[row.standing]}"
    return tables.with_span(row.criterion.label, unit)


def _value_cell(found: Weighing, row: CriterionRow, h: int) -> tables.Cell | str:
    """Return a value, its range where it has one, and the points it gives, on a line each."""
    if row.ranges is not None and row.ranges[h].low < row.ranges[h].high:
        said = tables.change_cell(row.ranges[h]).html
    else:
        said = f"{escape(_value_words(found, row, h))}<br>"
    if row.points is None:
        return swedish.MISSING
    return tables.Cell(f"{said} {swedish.number(row.points[h])} p")


def _value_words(found: Weighing, row: CriterionRow, h: int) -> str:
    if row.measured is None:
        return swedish.MISSING
    if row.criterion.key == NEARNESS and not found.grounds.visited:
        return "besöks inte"
    if row.ranges is not None:
        return swedish.signed_tkr(row.measured[h])
    return swedish.number(row.measured[h], 1)


def _against_first(rank: int, level: bool) -> str:
    if rank == 1:
        return "först"
    return "lika inom osäkerheten" if level else "säkert efter"


def points_title(found: Weighing) -> str:
    """Return the chart's finding: the scores, the highest first."""
    ordered = sorted(found.alternatives, key=lambda row: row.rank)
    parts = [f"{alternative_words(row.alternative)} {swedish.number(row.score)}" for row in ordered]
    words = swedish.listed(parts)
    return f"{words[:1].upper()}{words[1:]} poäng av 100"


def points_chart(found: Weighing, *, title: str) -> alt.Chart:
    """Draw each alternative's weighted points as a bar with a segment for every criterion."""
    frame = pd.DataFrame(_segments(found))
    order = [ALTERNATIVES[row.alternative] for row in found.alternatives]
    colours = [ALTERNATIVE_COLOURS[row.alternative] for row in found.alternatives]
    y = alt.Y("alternativ:N", sort=order, title=None)
    scale, axis = charts.axis_for([0.0, 100.0])
    base = alt.Chart(frame)
    bars = base.mark_bar(stroke="white", strokeWidth=2).encode(
        y=y,
        x=alt.X("från:Q", title="Viktade poäng", scale=scale, axis=axis),
        x2="till:Q",
        color=alt.Color("alternativ:N", legend=None, scale=alt.Scale(domain=order, range=colours)),
        tooltip=[
            alt.Tooltip("alternativ:N", title="Driftform"),
            alt.Tooltip("kriterium:N", title="Kriterium"),
            alt.Tooltip("vikt:Q", title="Vikt", format=",.1f"),
            alt.Tooltip("poäng:Q", title="Poäng", format=",.0f"),
            alt.Tooltip("viktade:Q", title="Viktade poäng", format=",.1f"),
        ],
    )
    words = base.mark_text(color="white").encode(y=y, x="mitt:Q", text="ord:N")
    return charts.finish(bars + words, title, BAR_HEIGHT * len(order) + charts.AXIS_HEIGHT)


def _segments(found: Weighing) -> list[dict[str, object]]:
    """Return the bars' segments, each starting where the one before ends."""
    segments: list[dict[str, object]] = []
    for h, one in enumerate(found.alternatives):
        start = 0.0
        for row in found.criteria:
            if row.points is None:
                continue
            weighted = row.used * row.points[h] / 100
            words = SHORT[row.criterion.key]
            segments.append(
                {
                    "alternativ": ALTERNATIVES[one.alternative],
                    "kriterium": row.criterion.label,
                    "vikt": row.used,
                    "poäng": row.points[h],
                    "viktade": weighted,
                    "från": start,
                    "till": start + weighted,
                    "mitt": start + weighted / 2,
                    "ord": words if weighted >= POINTS_A_LETTER * len(words) else "",
                }
            )
            start += weighted
    return segments


def show_bars(found: Weighing) -> None:
    """Show the weighted points as bars."""
    title = points_title(found)
    show_chart(points_chart(found, title=title), title)


def show_flips(found: Weighing) -> None:
    """Show, for every criterion, to what its weight must fall or rise for somebody to pass."""
    alternatives = [row.alternative for row in found.alternatives]
    rows = []
    for row in found.criteria:
        if row.flip is None:
            continue
        ends = []
        for at in (row.flip.down, row.flip.up):
            if at is None:
                ends.append("–")
                continue
            to = weight_words(beyond(row.flip.now, at.weight))
            by = swedish.listed([alternative_words(alternatives[h]) for h in at.by])
            ends.append(f"{to}: {by} går om")
        rows.append((row.criterion.label, weight_words(row.flip.now), *ends))
    tables.show_table(
        ("Kriterium", "Vikt nu", "Om den sänks till", "Om den höjs till"),
        rows,
        caption="Minsta ändring av en vikt som ändrar vem som är först",
        text_columns=(0, 2, 3),
    )
    st.caption(
        "En vikt ändras i taget och de andra behåller sina proportioner, så att summan är 100. "
        "Streck: ingen vikt mellan 0 och 100 ändrar vem som är först."
    )


def show_by_municipality(found: Weighing, here: Context) -> None:
    """Show what each municipality's own weights give, and the mean."""
    alternatives = [row.alternative for row in found.alternatives]
    rows: list[tuple[str | tables.Cell, ...]] = [
        (
            name(here.pack, row.code),
            *(swedish.number(score, 1) for score in row.scores),
            tables.chips(
                [h for h, place in zip(alternatives, row.ranks, strict=True) if place == 1]
            ),
        )
        for row in found.municipalities
    ]
    rows.append(
        (
            "Medel",
            *(swedish.number(row.score, 1) for row in found.alternatives),
            tables.chips([row.alternative for row in found.first]),
        )
    )
    tables.show_table(
        ("Kommun", *(ALTERNATIVES[h] for h in alternatives), "Flest poäng"),
        rows,
        caption="Viktade poäng med varje kommuns egna vikter",
        text_columns=(0, len(alternatives) + 1),
        sums=(len(rows) - 1,),
    )


def show_how() -> None:
    """Show how every criterion is reckoned and how the points are made."""
    lines = [
        f"- **{criterion.label}** ({STANDINGS[criterion.standing]}, "
        f"{'högre' if criterion.higher_is_better else 'lägre'} är bättre). {criterion.how}"
        for criterion in CRITERIA
    ]
    st.markdown(
        "\n".join(
            [
                *lines,
                "",
                "Den bästa av driftformerna får 100 poäng och den sämsta 0, också när de skiljer "
                "sig lite; titta därför på värdena. Det rummet bedömer används som det är. Bara "
                "kostnaden varierar mellan dragningarna.",
            ]
        )
    )
