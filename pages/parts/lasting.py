"""Which plan holds: regret over the draws, and the plans other futures would have asked for."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import controls, scenario_kept, swedish, tables
from pages.parts.besides import chosen_others, show_everybody
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.planning import label_of
from pages.parts.spreads import PERCENT
from pages.parts.tables import with_span
from scenarios.answers import alternatives_to
from scenarios.regret import Named, Regret, Replanned, as_today, plans_found, replanned
from scenarios.run import Outcome
from scenarios.uncertainty import DRAWS

TODAY, PLAN = "Allt som i dag", "Planen"
FUTURES = 16  # draws planned anew
NEARLY, SLACK = 4, 0.005
MOST_FOUND = 5


def show_lasting(outcome: Outcome, here: Context) -> None:
    """Show which of several plans is never much worse than the best of them."""
    st.markdown(
        "Varje plan räknas i samma dragningar. Ångern är hur mycket dyrare den är än den bästa av "
        "planerna här, i just den dragningen. Den plan som aldrig är mycket sämre är den som "
        "håller."
    )
    plans = [Named(PLAN, outcome.plan.choices), as_today(outcome.setting, TODAY)]
    plans += _of_scenarios(here)
    left, right = st.columns(2)
    with left:
        near = controls.long_work(
            "nastan_angrat",
            controls.key_of(outcome),
            "Ta med planer som är nästan lika bra",
            NEARLY,
            lambda: alternatives_to(outcome, SLACK, NEARLY),
        )
    with right:
        futures = controls.long_work(
            "framtider",
            controls.key_of(outcome),
            f"Planera om i {FUTURES} dragningar",
            FUTURES,
            lambda: replanned(outcome, FUTURES),
        )
    plans += [Named(f"Nästan lika bra {i}", o.plan.choices) for i, o in enumerate(near.found, 1)]
    commonest = plans_found(futures.found)[:MOST_FOUND]
    plans += [Named(f"Omplanerad {i}", p.choices) for i, (p, _) in enumerate(commonest, 1)]
    rows = scenario_kept.regrets(outcome, tuple(plans))
    st.markdown(headline(rows))
    show_everybody(here)
    _show_table(rows, outcome)
    if futures.found:
        _show_futures(futures.found, outcome, here)


def _of_scenarios(here: Context) -> list[Named]:
    """Return the plans of the scenarios chosen to compare with, where there are any."""
    found = []
    for scenario in chosen_others(here):
        reckoned = controls.outcome(here.pack, scenario)
        if isinstance(reckoned, Outcome):
            found.append(Named(scenario.title, reckoned.plan.choices))
        else:
            st.warning(plain(f"{scenario.title}: {reckoned.words}"))
    return found


def headline(rows: Sequence[Regret]) -> str:
    """Say which plan is never much worse, and how much that is."""
    if len(rows) == 1:
        return "Alla planer är samma plan: det finns inget att ångra. Ta med fler planer ovan."
    best = rows[0]
    if not best.worst:
        return (
            f"**{plain(best.plan.name)} är bäst av de {swedish.count(len(rows))} planerna i var "
            f"och en av {swedish.number(DRAWS)} dragningar.**"
        )
    return (
        f"**{plain(best.plan.name)} är aldrig mer än {swedish.mnkr(best.worst, 2)} mnkr per år "
        f"dyrare än den bästa av de {swedish.count(len(rows))} planerna**, i någon av "
        f"{swedish.number(DRAWS)} dragningar, och bäst i {swedish.chance(best.best)}."
    )


def _show_table(rows: Sequence[Regret], outcome: Outcome) -> None:
    priced = any(row.priced for row in rows)
    headings = [
        "Plan",
        f"Kostnad mot i dag, mnkr/år ({PERCENT})",
        "Ånger i snitt",
        "Ånger, 95\u00a0%",
        "Största ånger",
        "Bäst i",
    ]
    if priced:
        headings.insert(2, "Prissatta dagar m.m., mnkr/år")
    body = []
    for row in rows:
        cells: list[str | tables.Cell] = [
            row.plan.name,
            with_span(
                swedish.signed_mnkr(row.annual.value),
                swedish.span_mnkr(row.annual.low, row.annual.high),
            ),
            *([swedish.mnkr(row.priced)] if priced else []),
            swedish.mnkr(row.mean, 2),
            swedish.mnkr(row.high, 2),
            swedish.mnkr(row.worst, 2),
            swedish.percent(row.best),
        ]
        body.append(tuple(cells))
    note = ", de beslutade priserna inräknade med typvärdenas dagar" if priced else ""
    tables.show_table(
        tuple(headings),
        body,
        caption=f"Ånger, mnkr/år{note}; under antagandena i {outcome.scenario.title}",
    )


def _show_futures(found: Sequence[Replanned], outcome: Outcome, here: Context) -> None:
    """Show in how many of the draws each plan would have been the best, and what it does."""
    counted = plans_found(found)
    without = sum(one.plan is None for one in found)
    same = next((n for p, n in counted if set(p.choices) == set(outcome.plan.choices)), 0)
    st.subheader("Hade planen varit en annan?")
    st.markdown(
        f"**I {swedish.count(same)} av {swedish.count(len(found))} dragningar hade samma plan "
        f"valts, om man vetat.** {swedish.count(len(counted)).capitalize()} olika planer förekom."
        + (f" I {swedish.count(without)} fanns ingen plan i tid." if without else "")
    )
    rows = []
    for i, (plan, count) in enumerate(counted[:MOST_FOUND], 1):
        joint = dict.fromkeys(c.activity for c in plan.choices if c.joint)
        labels = [label_of(here.pack, here.pack.activities[j].key) for j in joint]
        rows.append(
            (f"Omplanerad {i}", f"{count} av {len(found)}", swedish.listed(labels) or "inget")
        )
    tables.show_table(
        ("Plan", "Dragningar", "Görs gemensamt"),
        rows,
        caption="Planerna som var bäst i dragningarna, vanligast först",
        text_columns=(0, 2),
    )
