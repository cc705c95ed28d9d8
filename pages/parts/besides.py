"""Up to four scenarios side by side, what sets them apart, and why, in a sentence."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import charts, controls, scenario_kept, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import show_chart
from pages.parts.plain import plain
from pages.parts.planning import label_of
from pages.parts.spreads import PERCENT, as_range, published_sentence
from pages.parts.tables import with_span
from scenarios.beside import Apart, Side, changed_choices
from scenarios.roadmap import roadmap
from scenarios.run import Outcome
from scenarios.scenario import Scenario
from scenarios.setting import Range

MOST = 4


def show_beside(outcome: Outcome, here: Context) -> None:
    """Ask for up to three more scenarios and show them beside the one that is chosen."""
    sides = [scenario_kept.side(outcome), *_others(here)]
    first = sides[0]
    st.markdown(headline(sides))
    show_everybody(here)
    title = _chart_title(sides)
    rows = [(f"{s.outcome.scenario.title} ({_chance(s)})", as_range(s.annual)) for s in sides]
    show_chart(charts.range_chart(rows, unit="mnkr/år", divisor=1e6, title=title), title)
    _show_table(sides, here)
    if len(sides) > 1:
        st.subheader("Varför skiljer de?")
        for other in sides[1:]:
            found = scenario_kept.apart(first.outcome, other.outcome)
            st.markdown(why(first.outcome, other.outcome, found))
    for s in sides:
        critique = s.outcome.scenario.critique
        if critique:
            st.info(plain(f"{s.outcome.scenario.title}. Publicerad kritik: {critique}"))


def show_everybody(here: Context) -> None:
    """Say so where one municipality is looked at and the figures are everybody's."""
    if here.only:
        who = plain(here.whose)
        st.caption(
            f"Här räknas alla kommuner tillsammans. Vad det blir för {who} står under "
            "”Hur säkert?”."
        )


def chosen_others(here: Context) -> list[Scenario]:
    """Ask which scenarios to hold beside the chosen one.

    At first the one it builds on, or else the first of the others.
    """
    known, titles = controls.scenarios_known(here.pack)
    others = [key for key in known if key != here.base.key]
    at_first = [key for key in others if key == here.base.base] or others[:1]
    chosen = st.multiselect(
        "Jämför med",
        others,
        default=at_first,
        format_func=titles.__getitem__,
        max_selections=MOST - 1,
        key="jamfor",
        bind="query-params",
        placeholder="Välj upp till tre scenarier",
    )
    return [known[key] for key in chosen]


def _others(here: Context) -> list[Side]:
    found = []
    for scenario in chosen_others(here):
        reckoned = controls.outcome(here.pack, scenario)
        if isinstance(reckoned, controls.NoPlan):
            st.warning(plain(f"{scenario.title}: {reckoned.words}"))
        else:
            found.append(scenario_kept.side(reckoned))
    return found


def headline(sides: Sequence[Side]) -> str:
    """Return the message: the chosen scenario, and the cheapest of those shown."""
    first = sides[0]
    if first.annual.chance is None:
        text = f"**{plain(first.outcome.scenario.title)}:** allt drivs som i dag."
    else:
        text = (
            f"**{plain(first.outcome.scenario.title)}: "
            f"{swedish.chance(first.annual.chance)} chans till besparing, "
            f"{swedish.span_mnkr(first.annual.low, first.annual.high)} mnkr per år** "
            f"({PERCENT}; typvärde {swedish.signed_mnkr(first.annual.value)}). "
            f"{published_sentence(first.outcome)}"
        )
    if len(sides) > 1:
        cheapest = min(sides, key=lambda s: s.annual.value)
        text += f" Lägst på typvärdena är {plain(cheapest.outcome.scenario.title)}."
    return text


def _chance(s: Side) -> str:
    return "som i dag" if s.annual.chance is None else swedish.chance(s.annual.chance)


def _chart_title(sides: Sequence[Side]) -> str:
    known = [s for s in sides if s.annual.chance is not None]
    if not known:
        return "Allt drivs som i dag"
    low = max(s.annual.low for s in known)
    high = min(s.annual.high for s in known)
    if len(known) == 1:
        wide = (
            "rymmer både besparing och kostnad" if low < 0 < high else "ligger på en sida om noll"
        )
        return f"{known[0].outcome.scenario.title}: spannet {wide}"
    return "Spannen går in i varandra" if low <= high else "Spannen går isär"


def _show_table(sides: Sequence[Side], here: Context) -> None:
    def row(label: str, cells: Sequence[str | tables.Cell]) -> tuple[str | tables.Cell, ...]:
        return label, *cells

    rows = [
        row("Fråga", [s.outcome.scenario.question for s in sides]),
        row(
            f"Effekt, mnkr/år ({PERCENT})",
            [_amount(s.annual.value, s.annual.low, s.annual.high) for s in sides],
        ),
        row("Chans till besparing", [swedish.chance(s.annual.chance) for s in sides]),
        row("Fullt genomfört, % av det planerade", [_relative(s.outcome) for s in sides]),
        row(
            f"Engångskostnad, mnkr ({PERCENT})",
            [
                with_span(swedish.mnkr(r.value), f"{swedish.mnkr(r.low)}–{swedish.mnkr(r.high)}")
                for r in (s.outcome.one_off for s in sides)
            ],
        ),
        row("Återbetald på typvärdena", [_paid(s) for s in sides]),
        row("Görs gemensamt", [_joint(s, here) for s in sides]),
        row(
            "Dagar utan bemanning per år",
            [f"{swedish.number(s.days_before)} → {swedish.number(s.days_after)}" for s in sides],
        ),
        row("Arbetsplatser som flyttar, årsarbetare", [swedish.number(s.moved, 1) for s in sides]),
        row("Största förlust i en ort, årsarbetare", [swedish.number(s.lost, 1) for s in sides]),
        row("Bevis", [str(s.outcome.plan.proof) for s in sides]),
    ]
    tables.show_table(
        ("", *(s.outcome.scenario.title for s in sides)),
        rows,
        caption=f"Planen i varje scenario mot i dag, {here.pack.price_year} års priser; minus är "
        "billigare",
        text_columns=range(len(sides) + 1),
    )


def _amount(value: float, low: float, high: float) -> tables.Cell:
    return with_span(swedish.signed_mnkr(value), swedish.span_mnkr(low, high))


def _relative(outcome: Outcome) -> str:
    text = swedish.signed_percent(outcome.relative, 1)
    return f"{text}, utanför publicerat spann" if outcome.outside_published else text


def _paid(s: Side) -> str:
    if s.annual.chance is None:
        return "–"
    year = roadmap(s.outcome).payback
    return "aldrig inom horisonten" if year is None else str(year)


def _joint(s: Side, here: Context) -> str:
    if not s.joint:
        return "inget"
    labels = [label_of(here.pack, key) for key in s.joint]
    return f"{len(labels)}: {swedish.listed(labels)}"


def why(one: Outcome, other: Outcome, found: Apart) -> str:
    """Return what sets another scenario apart, by decisions and by assumptions."""
    title = plain(other.scenario.title)
    whole = found.whole
    if not (whole.low or whole.high):
        return f"**{title}** ger samma plan och samma kostnad i varje dragning."
    direction = "billigare" if whole.value < 0 else "dyrare"
    equal = whole.low <= 0 <= whole.high
    text = (
        f"**{title}** är {swedish.mnkr(abs(whole.value))} mnkr per år {direction} än "
        f"{plain(one.scenario.title)} på typvärdena (skillnaden "
        f"{swedish.span_mnkr(whole.low, whole.high)} i samma dragningar)"
        + ("; det är lika inom osäkerheten" if equal else "")
        + "."
    )
    parts = []
    if found.decided.low or found.decided.high:
        changed = len(changed_choices(one, other))
        activities = f"{swedish.count(changed)} verksamhet{'er' if changed != 1 else ''}"
        parts.append(f"{_signed(found.decided)} mnkr av besluten, som ändrar {activities}")
    if found.supposed.low or found.supposed.high:
        count = len(set(one.scenario.suppose.items()) ^ set(other.scenario.suppose.items()))
        parts.append(
            f"{_signed(found.supposed)} mnkr av antagandena"
            + (f" ({swedish.count(count)} skiljer)" if count else "")
        )
    return f"{text} Av det kommer {swedish.listed(parts)}."


def _signed(r: Range) -> str:
    return f"{swedish.signed_mnkr(r.value)} ({swedish.span_mnkr(r.low, r.high)})"
