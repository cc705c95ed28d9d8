"""What the page Scenarier keeps between reruns: pure answers, by what they were asked about."""

from typing import Literal

import streamlit as st

from models.sensitivity import Index
from pages.parts.controls import key_of
from scenarios import beside, candidates, drivers, regret, uncertainty
from scenarios.beside import Apart, Side
from scenarios.drivers import Assumption, Drivers
from scenarios.regret import Named, Regret
from scenarios.run import Outcome
from scenarios.uncertainty import Sureness

WHOLE = "hela_planen"


@st.cache_resource(max_entries=16, show_spinner="Drar ur spannen …")
def _sureness(key: tuple[str, ...], _outcome: Outcome) -> Sureness:
    return uncertainty.sureness(_outcome)


def sureness(outcome: Outcome) -> Sureness:
    """Return what the plan does in every draw."""
    return _sureness(key_of(outcome), outcome)


@st.cache_resource(max_entries=16, show_spinner="Jämför scenarierna …")
def _side(key: tuple[str, ...], _outcome: Outcome) -> Side:
    return beside.side(_outcome)


def side(outcome: Outcome) -> Side:
    """Return what a scenario is shown by."""
    return _side(key_of(outcome), outcome)


@st.cache_resource(max_entries=32, show_spinner="Jämför scenarierna …")
def _apart(key: tuple[tuple[str, ...], ...], _one: Outcome, _other: Outcome) -> Apart:
    return beside.apart(_one, _other)


def apart(one: Outcome, other: Outcome) -> Apart:
    """Return what sets another scenario apart from one."""
    return _apart((key_of(one), key_of(other)), one, other)


@st.cache_resource(max_entries=32, show_spinner=False)
def _with_alternatives(key: tuple[str, ...], _outcome: Outcome) -> tuple[str, ...]:
    planned = [a.key for a in _outcome.pack.activities if a.optimised]
    return tuple(k for k in planned if len(candidates.of_activity(_outcome, k).candidates) > 1)


def with_alternatives(outcome: Outcome) -> tuple[str, ...]:
    """Return the planned activities that can be run in another way than today, by key."""
    return _with_alternatives(key_of(outcome), outcome)


@st.cache_resource(max_entries=64, show_spinner="Räknar vad som avgör …")
def _drivers(
    key: tuple[object, ...], _outcome: Outcome, what: str, only: str | None, chosen: int | None
) -> Drivers:
    if what == WHOLE:
        subject = candidates.of_plan(_outcome, only)
    else:
        subject = candidates.of_activity(_outcome, what, only)
    first = candidates.planned_first(subject, _outcome) if chosen is None else chosen
    return drivers.drivers(subject, first)


def found_drivers(
    outcome: Outcome, what: str, only: str | None, chosen: int | None = None
) -> Drivers:
    """Return what decides for the plan, or for an activity's candidate by position.

    Without a position it is what the plan does, or the cheapest that is not as today.
    """
    return _drivers(key_of(outcome), outcome, what, only, chosen)


@st.cache_resource(max_entries=32, show_spinner="Fördelar osäkerheten på antagandena …")
def _indices(
    key: tuple[object, ...], _found: Drivers
) -> tuple[tuple[Index, Assumption | None], ...]:
    return drivers.indices(_found)


def indices(
    outcome: Outcome, what: str, only: str | None, found: Drivers
) -> tuple[tuple[Index, Assumption | None], ...]:
    """Return how much of the variance each assumption stands for."""
    return _indices((*key_of(outcome), what, only, found.chosen), found)


@st.cache_resource(max_entries=16, show_spinner="Håller planerna mot varandra …")
def _regrets(
    key: tuple[object, ...], _outcome: Outcome, _plans: tuple[Named, ...]
) -> tuple[Regret, ...]:
    return regret.regrets(_outcome, _plans)


def regrets(outcome: Outcome, plans: tuple[Named, ...]) -> tuple[Regret, ...]:
    """Return every plan's regret in the same draws."""
    return _regrets((*key_of(outcome), str(plans)), outcome, plans)


@st.cache_resource(max_entries=8, show_spinner=False)
def _printed(
    key: tuple[str, ...],
    _outcome: Outcome,
    time: str,
    note: str,
    version: str,
    paper: Literal["A4", "A3"],
    only: str | None,
) -> bytes:
    # What sets the pages takes seconds to load: nobody waits for it who does not print.
    from scenarios.printed import meeting_pdf

    return meeting_pdf(_outcome, time, note, version, paper, only)


def printed(
    outcome: Outcome,
    time: str,
    note: str,
    version: str,
    paper: Literal["A4", "A3"],
    only: str | None,
) -> bytes:
    """Return a frozen version as a PDF."""
    return _printed(key_of(outcome), outcome, time, note, version, paper, only)
