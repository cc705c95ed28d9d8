"""What decides: the assumptions that move the result, where it turns, and what else tells apart."""

import altair as alt
import pandas as pd
import streamlit as st

from models.entities import Alternative, Status
from models.parameters import Parameter
from pages.parts import scenario_kept, swedish, tables
from pages.parts.charts import (
    AXIS_HEIGHT,
    LEGEND_HEIGHT,
    LESS,
    MORE,
    QUIET,
    axis_for,
    broken,
    broken_labels,
    finish,
)
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.plain import plain
from pages.parts.planning import label_of
from pages.parts.scenario_kept import WHOLE
from pages.parts.spreads import PERCENT, amount
from pages.parts.tables import with_span
from pages.parts.wording import ALTERNATIVES, STATUSES
from scenarios.candidates import PLAN
from scenarios.drivers import Assumption, Drivers, Finding, Standing, Swing, at_values
from scenarios.result_sure import assumption_label, in_sentence, sentence
from scenarios.run import Outcome

SHOWN = 10  # bars in the chart
SLIDERS = 4
BARE = {"elasticitet", "faktor", "kvot"}  # units that say nothing after a number
STEPS = 20
TALL_ROW = 36  # pixels: a label of two lines
SIDES = {"låg": "låg ände av spannet", "hög": "hög ände"}


def show_deciders(outcome: Outcome, here: Context) -> None:
    """Ask what to look at, and show what decides there."""
    what, chosen = _ask(outcome, here)
    if what is None:
        st.markdown("Ingen verksamhet kan drivas på annat sätt än i dag. Det finns inget att väga.")
        return
    found = scenario_kept.found_drivers(outcome, what, here.only, chosen)
    if not found.swings:
        st.markdown(f"Inget antagande ändrar något här för {plain(here.whose)}.")
        return
    activity = None if what == WHOLE else what
    who = "" if here.only is None else here.whose
    st.markdown(f"**{plain(sentence(activity, found, here.pack, who))}**")
    for finding in found.findings:
        st.markdown(f"- {finding_words(finding, here)}")
    left, right = halves()
    with left:
        title = swings_title(found, here)
        show_chart(swings_chart(found, here, title=title), title)
    with right:
        _show_standings(found, outcome, what, here)
        _show_sliders(found, what, here)
    with st.expander("Visa alla antaganden, störst utslag först"):
        _show_swings(found, here)
    _show_indices(outcome, what, found, here)


def _ask(outcome: Outcome, here: Context) -> tuple[str | None, int | None]:
    """Ask for the whole plan or an activity, and for one of its alternatives; None is neither."""
    several = scenario_kept.with_alternatives(outcome)
    changes = outcome.chance is not None
    whats = [WHOLE, *several] if changes else list(several)
    if not whats:
        return None, None
    left, right = st.columns(2)
    with left:
        what = st.selectbox(
            "Titta på",
            whats,
            format_func=lambda key: "Hela planen" if key == WHOLE else label_of(here.pack, key),
            key="avgor",
            bind="query-params",
        )
    what = what or whats[0]
    if what == WHOLE:
        return what, None
    first = scenario_kept.found_drivers(outcome, what, here.only)
    keys = [s.key for s in first.standings]
    with right:
        chosen = st.segmented_control(
            "Driftform",
            keys[1:],
            format_func=_candidate,
            default=keys[first.chosen] if first.chosen else None,
            key=f"avgor_driftform_{what}",
        )
    return what, keys.index(chosen) if chosen else first.chosen


def _candidate(key: str) -> str:
    """Return what a candidate is called."""
    return "Planen" if key == PLAN else ALTERNATIVES[Alternative(key)]


def value_words(value: float, p: Parameter | None) -> str:
    """Return an assumption's value as it is written, with its unit."""
    if p is None:
        return f"{swedish.number(value, 2)} gånger"
    if p.unit == "andel" or p.unit.startswith("andel "):
        return swedish.percent(value, 0 if abs(value) >= 0.1 else 1)
    text = swedish.number(value, 0 if abs(value) >= 100 else 2)
    return text if p.unit in BARE else f"{text} {p.unit}"


def _value(assumption: Assumption, value: float, here: Context) -> str:
    return value_words(value, here.pack.parameters.get(assumption.parameter))


def finding_words(finding: Finding, here: Context) -> str:
    """Return a rule found in the draws: when it does, or does not, pay."""
    bounds = [
        f"{plain(in_sentence(assumption_label(b.assumption, here.pack)))} är "
        f"{'över' if b.above else 'högst'} {_value(b.assumption, b.limit, here)}"
        for b in finding.bounds
    ]
    often = finding.share >= finding.elsewhere
    what = "besparingarna" if often else "fallen utan besparing"
    return (
        f"{'Lönar sig oftast' if often else 'Lönar sig sällan'} när {swedish.listed(bounds)}: "
        f"besparing i **{swedish.chance(finding.share)}** av de dragningarna, annars i "
        f"{swedish.chance(finding.elsewhere)}. Det är {swedish.percent(finding.support)} av alla "
        f"dragningar och rymmer {swedish.percent(finding.coverage)} av {what}."
    )


def swings_title(found: Drivers, here: Context) -> str:
    """Say which assumption alone can turn the result."""
    turning = [s for s in found.swings if s.turns]
    if not turning:
        return "Inget antagande kan ensamt ändra vilken driftform som är billigast"
    names = [in_sentence(assumption_label(s.assumption, here.pack)) for s in turning[:2]]
    more = len(turning) - len(names)
    text = f"Billigast driftform kan vända ensamt av {swedish.listed(names)}"
    return f"{text} och {swedish.count(more)} till" if more else text


def swings_chart(found: Drivers, here: Context, *, title: str) -> alt.Chart:
    """Draw the tornado: the yearly effect with each assumption at its low and its high end."""
    unit, divisor = ("mnkr/år", 1e6) if found.swings[0].width >= 1e6 else ("tkr/år", 1e3)
    rows = []
    for swing in found.swings[:SHOWN]:
        label = broken(assumption_label(swing.assumption, here.pack))
        for end, value, at in (
            ("låg", swing.at_low, swing.assumption.low),
            ("hög", swing.at_high, swing.assumption.high),
        ):
            rows.append(
                {
                    "antagande": label,
                    "ände": SIDES[end],
                    "från": found.at_mode / divisor,
                    "till": value / divisor,
                    "värde": _value(swing.assumption, at, here),
                }
            )
    frame = pd.DataFrame(rows)
    scale, axis = axis_for([0.0, *frame["från"], *frame["till"]])
    order = list(dict.fromkeys(frame["antagande"]))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y(
                "antagande:N",
                sort=order,
                title=None,
                axis=broken_labels(),
            ),
            x=alt.X("från:Q", title=f"Effekt, {unit}", scale=scale, axis=axis),
            x2="till:Q",
            color=alt.Color(
                "ände:N",
                title=None,
                legend=alt.Legend(orient="bottom"),
                scale=alt.Scale(domain=list(SIDES.values()), range=[LESS, MORE]),
            ),
            tooltip=[
                alt.Tooltip("antagande:N", title="Antagande"),
                alt.Tooltip("värde:N", title="Värde"),
                alt.Tooltip("till:Q", title=f"Effekt, {unit}", format=",.2f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"noll": [0]})).mark_rule(color=QUIET).encode(x="noll:Q")
    height = TALL_ROW * max(4, len(order)) + AXIS_HEIGHT + LEGEND_HEIGHT
    return finish(bars + zero, title, height)


def _show_swings(found: Drivers, here: Context) -> None:
    known = [here.pack.parameters.get(swing.assumption.parameter) for swing in found.swings]
    guesses = sum(p is not None and p.status is Status.ASSUMPTION for p in known)
    st.markdown(
        f"{swedish.count(len(known)).capitalize()} antaganden flyttar svaret. "
        f"{swedish.count(guesses).capitalize()} av dem är bedömningar utan källa som säger talet; "
        "sidan Underlag visar vad varje tal lutar sig mot."
    )
    tables.show_table(
        (
            "Antagande",
            "Spann",
            "Typvärde",
            "Effekt i låg ände, tkr/år",
            "Effekt i hög ände, tkr/år",
            "Utslag",
            "Billigast vänder vid",
            "Status",
        ),
        [_swing_row(swing, here) for swing in found.swings],
        caption="Ett antagande i taget, de andra på typvärdet",
        text_columns=(0, 1, 7),
    )


def _swing_row(swing: Swing, here: Context) -> tuple[str, ...]:
    a = swing.assumption
    p = here.pack.parameters.get(a.parameter)
    turns = [_value(a, value, here) for value in swing.turns]
    return (
        assumption_label(a, here.pack),
        f"{_value(a, a.low, here)} till {_value(a, a.high, here)}",
        _value(a, a.mode, here),
        swedish.signed_tkr(swing.at_low),
        swedish.signed_tkr(swing.at_high),
        swedish.tkr(swing.width),
        swedish.listed(turns) if turns else "inte inom spannet",
        "underlagets spann" if p is None else STATUSES[p.status],
    )


def _show_standings(found: Drivers, outcome: Outcome, what: str, here: Context) -> None:
    """Show the alternatives with the dead-band: which are equal, and what else tells them apart."""
    best = min(found.standings, key=lambda s: s.spread.value)
    equal = [s for s in found.standings if s.equal and s is not best]
    name = _candidate(best.key)
    if equal:
        others = swedish.listed([_candidate(s.key).lower() for s in equal])
        st.markdown(
            f"**{name} är lägst på typvärdena, men lika inom osäkerheten med {others}.** Kostnaden "
            f"avgör inte; det gör {_what_else(outcome, what, here)}."
        )
    else:
        st.markdown(f"**{name} är lägst också när osäkerheten räknas in.**")
    tables.show_table(
        (
            "Driftform",
            f"Mot i dag, tkr/år ({PERCENT})",
            "Billigast i",
            f"Mot {name.lower()}, tkr/år",
        ),
        [_standing_row(s, best) for s in found.standings],
        caption="Driftformerna i samma dragningar; alla som får delta i en grupp",
    )


def _standing_row(s: Standing, best: Standing) -> tuple[str | tables.Cell, ...]:
    d = s.against_best
    return (
        _candidate(s.key),
        with_span(swedish.signed_tkr(s.spread.value), swedish.span_tkr(s.spread.low, s.spread.high))
        if s.spread.chance is not None
        else "0",
        swedish.percent(s.cheapest),
        "–"
        if s is best
        else with_span(swedish.signed_tkr(d.value), swedish.span_tkr(d.low, d.high)),
    )


def _what_else(outcome: Outcome, what: str, here: Context) -> str:
    """Say what tells the plan from today when the cost does not."""
    rows = [r for r in outcome.choices if what in {WHOLE, r.activity}]
    before = sum(r.days_before * len(r.members) for r in rows)
    after = sum(r.days_after * len(r.members) for r in rows)
    moved = sum(r.moved_fte for r in rows)
    if all(r.alternative is Alternative.OWN for r in rows):
        return "sårbarhet, service och närhet, som sidan Verksamhet visar"
    text = (
        f"dagarna utan bemanning ({swedish.number(before)} → {swedish.number(after)} per år med "
        "planen)"
    )
    if moved >= 0.05:
        return f"{text} och att {swedish.number(moved, 1)} årsarbetare får ny arbetsort"
    return f"{text}; ingen får ny arbetsort"


def _show_sliders(found: Drivers, what: str, here: Context) -> None:
    """Let the few assumptions that matter be moved; the answer comes at once."""
    st.markdown("**Pröva själv**")
    held: dict[int, float] = {}
    for swing in found.swings[:SLIDERS]:
        a = swing.assumption
        points = slider_points(a, here)
        if len(points) < 2:
            continue  # too narrow a span to be written
        value = st.select_slider(
            assumption_label(a, here.pack),
            points,
            value=a.mode,
            format_func=lambda point, a=a: _value(a, point, here),
            key=f"prova_{what}_{found.chosen}_{a.factor}",
        )
        if value != a.mode:
            held[a.factor] = value
    if held:
        spread = at_values(found.subject, found.chosen, held)
        st.markdown(
            f"**Då: {swedish.chance(spread.chance)} chans till besparing, {amount(spread)}** "
            f"(typvärde {swedish.signed_tkr(spread.value)} tkr; förut "
            f"{swedish.chance(found.spread.chance)}, {amount(found.spread)}). Det som inte "
            "flyttats dras ur sina spann som förut."
        )
    else:
        st.caption("Flytta ett reglage: det antagandet hålls där, de andra dras ur sina spann.")


def slider_points(a: Assumption, here: Context) -> list[float]:
    """Return the values of a slider, the ends and the mode among them.

    Each is written in its own words: they are all that the browser sends back.
    """
    points = [a.low + (a.high - a.low) * i / STEPS for i in range(STEPS + 1)]
    nearest = min(points, key=lambda point: abs(point - a.mode))
    points[points.index(nearest)] = a.mode
    written = {_value(a, point, here): point for point in reversed(points)}
    written |= {_value(a, end, here): end for end in (a.high, a.mode)}
    return sorted(written.values())


def _show_indices(outcome: Outcome, what: str, found: Drivers, here: Context) -> None:
    """Offer how much of the uncertainty each assumption stands for."""
    if not st.toggle("Visa hur mycket av osäkerheten varje antagande står för"):
        return
    rows = scenario_kept.indices(outcome, what, here.only, found)
    tables.show_table(
        ("Antagande", "Ensamt", "Med samspel"),
        [
            (
                "Alla andra tillsammans" if a is None else assumption_label(a, here.pack),
                _index(index.first, index.first_error),
                _index(index.total, index.total_error),
            )
            for index, a in rows
        ],
        caption="Andel av variansen (Sobolindex, ± 95 % konfidens)",
    )


def _index(value: float, error: float) -> str:
    return f"{swedish.percent(max(0.0, value))} ± {swedish.percent(error)}"
