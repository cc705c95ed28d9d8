"""How sure it is, in words, tables and charts: spreads, chances and when it pays."""

from collections.abc import Sequence

import altair as alt
import pandas as pd
import streamlit as st

from pages.parts import charts, controls, scenario_kept, swedish, tables
from pages.parts.charts import AXIS_HEIGHT, LESS, QUIET, ROW_HEIGHT, axis_for, finish
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.plain import plain
from pages.parts.planning import label_of
from pages.parts.summaries import name
from pages.parts.tables import with_span
from pages.parts.wording import ALTERNATIVES
from scenarios.hindsight import Hindsight, hindsight
from scenarios.published import published_key
from scenarios.run import Outcome
from scenarios.setting import Range
from scenarios.uncertainty import Payback, Spread, Sureness, sureness_in_steps

PERCENT = "5–95\u00a0%"
MANY = 100_000
LEAST_IN_MNKR = 0.95e6  # SEK: below this a sentence speaks of thousands of kronor


def as_range(spread: Spread) -> Range:
    """Return the spread as the range that a chart draws; the principal run may lie outside."""
    return Range(spread.value, min(spread.low, spread.value), max(spread.high, spread.value))


def amount(spread: Spread) -> str:
    """Return ”−0,3 till +0,9 mnkr per år”, in tkr where the numbers are small."""
    if _in_mnkr(spread):
        return f"{swedish.span_mnkr(spread.low, spread.high)} mnkr per år"
    return f"{swedish.span_tkr(spread.low, spread.high)} tkr per år"


def _in_mnkr(spread: Spread) -> bool:
    return max(abs(spread.low), abs(spread.high)) >= LEAST_IN_MNKR


def spread_cells(spread: Spread) -> tuple[str | tables.Cell, ...]:
    """Return the principal run with 5–95 %, the middle draw, and the chance of a saving."""
    if spread.chance is None:
        return "oförändrad", "–", "–"
    ends = swedish.span_tkr(spread.low, spread.high)
    return (
        with_span(swedish.signed_tkr(spread.value), ends),
        swedish.signed_tkr(spread.middle),
        swedish.chance(spread.chance),
    )


def show_sureness(outcome: Outcome, here: Context) -> None:
    """Show how sure the effect is: in all, by activity and municipality, and when it pays."""
    found = scenario_kept.sureness(outcome)
    st.markdown(headline(found, outcome, here))
    if _seen(found, here).chance is None:
        return
    left, right = halves()
    with left:
        rows = _by_activity(found, here)
        title = _activities_title(rows, here)
        drawn = [
            (f"{label} ({swedish.chance(spread.chance)})", as_range(spread))
            for label, spread in rows
        ]
        if drawn:
            show_chart(charts.range_chart(drawn, unit="tkr/år", divisor=1e3, title=title), title)
    with right:
        who = dict(found.payback_by_municipality)
        payback = found.payback if here.only is None else who[here.only]
        title = payback_title(payback, outcome)
        show_chart(payback_chart(payback, outcome, title=title), title)
    with st.expander("Visa tabellen: varje verksamhet och kommun"):
        _show_table(found, outcome, here)
    st.caption(_note(found))
    _show_many(outcome)
    _show_hindsight(outcome, here)


def headline(found: Sureness, outcome: Outcome, here: Context) -> str:
    """Return the message in a sentence or two, with the published band beside it."""
    whole = _seen(found, here)
    title = plain(outcome.scenario.title)
    if whole.chance is None:
        who = plain(here.whose if here.only else here.whose.lower())
        return f"**{title}:** allt drivs som i dag för {who}. Inget är osäkert."
    return (
        f"**{title}, {plain(here.whose)}: {swedish.chance(whole.chance)} chans till besparing, "
        f"{amount(whole)}** ({PERCENT} av {swedish.number(found.draws)} dragningar; "
        f"typvärde {_same_unit(whole.value, whole)}, mitten {_same_unit(whole.middle, whole)}). "
        f"{'' if here.only else published_sentence(outcome)}"
    )


def _same_unit(sek: float, spread: Spread) -> str:
    """Return an amount in the unit that `amount` writes the spread in."""
    return swedish.signed_mnkr(sek) if _in_mnkr(spread) else swedish.signed_tkr(sek)


def _seen(found: Sureness, here: Context) -> Spread:
    """Return the whole, or what it is for the municipality that is looked at."""
    return found.whole if here.only is None else dict(found.by_municipality)[here.only]


def published_sentence(outcome: Outcome) -> str:
    """Say where the plan's effect lies against what has been published about whole efforts."""
    if outcome.chance is None:
        return ""
    p = outcome.pack.parameters[published_key({row.alternative for row in outcome.choices})]
    effect = swedish.signed_percent(outcome.relative, 1)
    band = f"{swedish.signed_percent(p.low)} till {swedish.signed_percent(p.high)}"
    inside = "utanför" if outcome.outside_published else "inom"
    return (
        f"Fullt genomfört är effekten {effect} av det planerade, {inside} det publicerade spannet "
        f"{band}."
    )


def _by_activity(found: Sureness, here: Context) -> list[tuple[str, Spread]]:
    rows = [
        (key, spread if here.only is None else found.by_both[key, here.only])
        for key, spread in found.by_activity
    ]
    changed = [(label_of(here.pack, key), s) for key, s in rows if s.chance is not None]
    return sorted(changed, key=lambda row: row[1].value)


def _activities_title(rows: Sequence[tuple[str, Spread]], here: Context) -> str:
    if not rows:
        return f"Inget ändras för {here.whose}"
    likely = [label for label, spread in rows if (spread.chance or 0) >= 0.5]
    if not likely:
        return "Ingen verksamhet sparar i mer än hälften av dragningarna"
    return f"{swedish.listed(likely)} sparar i minst hälften av dragningarna"


def payback_title(payback: Payback, outcome: Outcome) -> str:
    """Say in what share of the draws the money comes back, and when at the latest for half."""
    back = 1 - payback.never
    text = f"Omställningen är återbetald inom horisonten i {swedish.chance(back)} av dragningarna"
    if payback.middle is None:
        return text
    return f"{text}, i hälften senast {outcome.scenario.decide.first_year + payback.middle}"


def payback_chart(payback: Payback, outcome: Outcome, *, title: str) -> alt.Chart:
    """Draw the share of the draws that are repaid by each year."""
    first = outcome.scenario.decide.first_year
    frame = pd.DataFrame(
        [
            {"år": str(first + year), "andel": share * 100, "slag": "återbetald"}
            for year, share in payback.years
        ]
        + [{"år": "aldrig", "andel": payback.never * 100, "slag": "aldrig"}]
    )
    scale, axis = axis_for([0.0, *frame["andel"]])
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("år:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)),
            y=alt.Y("andel:Q", title="% av dragningarna", scale=scale, axis=axis),
            color=alt.Color(
                "slag:N",
                legend=None,
                scale=alt.Scale(domain=["återbetald", "aldrig"], range=[LESS, QUIET]),
            ),
            tooltip=[
                alt.Tooltip("år:N", title="För gott återbetald"),
                alt.Tooltip("andel:Q", title="% av dragningarna", format=",.1f"),
            ],
        )
    )
    return finish(bars, title, 8 * ROW_HEIGHT + AXIS_HEIGHT)


def _show_table(found: Sureness, outcome: Outcome, here: Context) -> None:
    paid = dict(found.payback_by_activity)
    rows: list[tuple[str | tables.Cell, ...]] = []
    for key, spread in found.by_activity:
        seen = spread if here.only is None else found.by_both[key, here.only]
        rows.append(
            (label_of(here.pack, key), *spread_cells(seen), _paid(paid[key], outcome, seen))
        )
    of_member = dict(found.payback_by_municipality)
    for code, spread in found.by_municipality:
        if here.only in {None, code}:
            label = f"{name(here.pack, code)}, alla verksamheter"
            rows.append((label, *spread_cells(spread), _paid(of_member[code], outcome, spread)))
    sums: tuple[int, ...] = ()
    if here.only is None:
        sums = (len(rows),)
        rows.append(
            (
                "Hela planen, med samordningen",
                *spread_cells(found.whole),
                _paid(found.payback, outcome, found.whole),
            )
        )
    tables.show_table(
        ("Vad", f"Effekt, tkr/år ({PERCENT})", "Mitten", "Chans till besparing", "Återbetald"),
        rows,
        caption=f"Mot i dag, tkr/år i {here.pack.price_year} års priser; minus är billigare",
        sums=sums,
    )


def _paid(payback: Payback, outcome: Outcome, spread: Spread) -> str:
    if spread.chance is None:
        return "–"
    if payback.middle is None:
        return f"aldrig i {swedish.chance(payback.never)}"
    year = outcome.scenario.decide.first_year + payback.middle
    return f"{year} (aldrig i {swedish.chance(payback.never)})"


def _note(found: Sureness) -> str:
    return (
        f"{swedish.number(found.draws)} dragningar ur antagandenas spann, skramlad Sobolföljd med "
        f"frö {found.seed}; samma dragningar för alla alternativ och scenarier. De andra sidorna "
        "visar de 512 första av dem, så att sista siffran kan skilja. Återbetald är det år från "
        "vilket summan aldrig mer blir en kostnad. En kommuns del är före fördelning och utan "
        "samordningen av helheten."
    )


def _show_many(outcome: Outcome) -> None:
    """Offer a hundred thousand draws, with progress and a stop."""
    work = controls.long_work(
        "manga",
        controls.key_of(outcome),
        f"Räkna {swedish.number(MANY)} dragningar",
        MANY // 1024 + 2,
        lambda: sureness_in_steps(outcome, MANY),
    )
    done = work.found[-1] if work.found else None
    if isinstance(done, Sureness):
        st.markdown(
            f"Med {swedish.number(done.draws)} dragningar: {swedish.chance(done.whole.chance)} "
            f"chans till besparing, {amount(done.whole)} (mitten "
            f"{swedish.signed_mnkr(done.whole.middle, 2)} mnkr)."
        )


def _show_hindsight(outcome: Outcome, here: Context) -> None:
    """Offer what would have been best in each draw, had one known it."""
    st.subheader("Om man visste hur det går")
    st.markdown(
        "I varje dragning får varje verksamhet den indelning av kommunerna som då är billigast, "
        "utan andra beslut. Det visar hur ofta ett gemensamt upplägg är rätt, och för vem."
    )
    work = controls.long_work(
        "facit",
        controls.key_of(outcome),
        "Räkna bästa indelning i varje dragning",
        5,
        lambda: hindsight(outcome.question),
    )
    rows = work.found[-1] if work.found else None
    if isinstance(rows, tuple):
        _hindsight_table(rows, here)
    elif work.state == controls.DONE:
        st.markdown("Med så många kommuner går inte alla indelningar att pröva.")


def _hindsight_table(rows: Sequence[Hindsight], here: Context) -> None:
    often = [row for row in rows if row.alone < 0.5]
    names = [label_of(here.pack, row.activity) for row in often]
    st.markdown(
        f"**{swedish.listed(names)} görs billigast på annat sätt än i dag i mer än hälften av "
        "dragningarna.**"
        if names
        else "**I ingen verksamhet är annat än i dag billigast i mer än hälften av dragningarna.**"
    )
    tables.show_table(
        (
            "Verksamhet",
            "Alla som i dag",
            "Alla i en grupp",
            *ALTERNATIVES.values(),
            "Besparing i snitt, tkr/år",
            *(m.name for m in here.pack.municipalities),
        ),
        [
            (
                label_of(here.pack, row.activity),
                swedish.percent(row.alone),
                swedish.percent(row.everybody),
                *(swedish.percent(dict(row.ways).get(way, 0.0)) for way in ALTERNATIVES),
                swedish.tkr(row.saved),
                *(swedish.tkr(share) for share in row.shapley),
            )
            for row in rows
        ],
        caption="Andel av dragningarna, och besparingens snitt delat efter Shapleyvärdet, tkr/år",
    )
