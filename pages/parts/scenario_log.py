"""The meeting's log on the page: what was tried, and what was frozen as a version on paper."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from models.errors import ScenarioError
from pages.parts import controls, kept, scenario_kept, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.saying import say, show_said
from scenarios.meeting_log import Entry, entry_of, reopen
from scenarios.run import Outcome
from scenarios.scenario import as_toml
from scenarios.stamp import version_id
from store.errors import StoreError
from store.meeting_log import append, read_log

LOG = "logg"
FREEZE_HELP = (
    "Skriver i loggen med en versions id. Sedan kan versionen hämtas som PDF, nu eller när "
    "scenariot öppnas igen."
)
NOTE, ROW, PAPER = "logg_anteckning", "logg_rad", "logg_papper"
PAPERS: tuple[Literal["A4", "A3"], ...] = ("A4", "A3")


def show_log(here: Context, outcome: Outcome) -> None:
    """Ask for a note to write in the log, and show what has been tried."""
    st.text_input("Anteckning", key=NOTE, placeholder="vad som sades, vem som vill pröva vad")
    st.button("Skriv i loggen", on_click=_logged, args=(outcome,))
    st.button("Frys som version (PDF)", on_click=_froze, args=(outcome,), help=FREEZE_HELP)
    show_said(LOG)
    try:
        entries, broken = read_log(kept.store())
    except StoreError as error:
        st.error(plain(str(error)))
        return
    for words in broken:
        st.warning(plain(words))
    if not entries:
        st.markdown("Inget är skrivet i loggen än.")
        return
    _show_same(entries, outcome)
    _show_frozen(here, outcome, entries)
    tables.show_table(
        (
            "Tid",
            "Scenario",
            "Anteckning",
            "Snitt per år (5–95\u00a0%)",
            "Fullt genomförd (5–95\u00a0%)",
            "Engångskostnad (5–95\u00a0%)",
            "Talens avtryck",
        ),
        [_log_row(entry) for entry in reversed(entries)],
        caption="Prövade scenarier, det senaste först; tkr/år, engångskostnaden i tkr",
        text_columns=(0, 1, 2, 6),
    )
    numbers = list(range(len(entries)))
    picked = st.selectbox(
        "Rad i loggen",
        numbers[::-1],
        # Numbered: two rows of one minute must not look the same, or the first is what is opened.
        format_func=lambda n: f"{n + 1}. {entries[n].time} {entries[n].title}",
        key=ROW,
    )
    st.button("Öppna igen", on_click=_reopened, args=(here, entries[picked]))


def _log_row(entry: Entry) -> tuple[str | tables.Cell, ...]:
    return (
        entry.time,
        entry.title,
        entry.note or "–",
        tables.change_cell(entry.annual),
        tables.change_cell(entry.change),
        tables.cost_cell(entry.one_off),
        entry.figures,
    )


def _logged(outcome: Outcome) -> None:
    note = str(st.session_state.get(NOTE, "")).strip()
    entry = entry_of(outcome, kept.now(), note, controls.figures(outcome))
    _add(entry, "Scenariot är skrivet i loggen.")


def _add(entry: Entry, done: str) -> None:
    """Write a row and say how it went."""
    try:
        append(kept.store(), entry, who=kept.who(), at=entry.time)
    except StoreError as error:
        say("fault", [str(error)], LOG)
        return
    st.session_state.pop(NOTE, None)
    say("done", [done], LOG)


def _reopened(here: Context, entry: Entry) -> None:
    try:
        found = reopen(entry, here.pack)
    except ScenarioError as error:
        words = "Scenariot i loggen passar inte datapaketet som det är nu:"
        say("fault", [words, *map(str, error.faults)], LOG)
        return
    controls.open_scenario(found)
    say("done", [f"”{entry.title}” från {entry.time} är öppnat."], LOG)


def _show_same(entries: Sequence[Entry], outcome: Outcome) -> None:
    """Say whether a scenario opened from the log gives the figures that the log has."""
    mine = [entry for entry in entries if entry.fingerprint == outcome.stamp.scenario]
    if not mine:
        return
    now, then = controls.figures(outcome), mine[-1].figures
    if now == then:
        st.caption(f"Talen är desamma som när det här scenariot prövades {mine[-1].time}.")
    else:
        st.warning(
            f"Talen är inte desamma som när det här scenariot prövades {mine[-1].time}. "
            f"Då: {plain(mine[-1].stamp)}. Nu: {plain(str(outcome.stamp))}."
        )


# ---- A frozen version ---------------------------------------------------------------------------


def _froze(outcome: Outcome) -> None:
    """Write a row whose note ends with the version's id."""
    note, time = str(st.session_state.get(NOTE, "")).strip(), kept.now()
    figures = controls.figures(outcome)
    version = version_id(outcome.stamp, figures, time)
    entry = entry_of(outcome, time, f"{note} {_mark(version)}".strip(), figures)
    _add(entry, f"Version {version} är fryst och står i loggen.")


def _mark(version: str) -> str:
    return f"[fryst version {version}]"


def _version(entry: Entry) -> str:
    """Return the version that a row froze, empty where it froze none."""
    version = version_id(entry.stamp, entry.figures, entry.time)
    return version if entry.note.endswith(_mark(version)) else ""


def _show_frozen(here: Context, outcome: Outcome, entries: Sequence[Entry]) -> None:
    """Offer on paper the last version frozen of what is shown, where its figures still hold."""
    toml = as_toml(outcome.scenario, outcome.pack)
    mine = [e for e in entries if e.toml == toml and e.stamp == str(outcome.stamp) and _version(e)]
    if not mine or mine[-1].figures != controls.figures(outcome):
        return
    frozen, version = mine[-1], _version(mine[-1])
    note = frozen.note.removesuffix(_mark(version)).strip()
    paper = st.radio("Papper", PAPERS, key=PAPER, horizontal=True)
    st.download_button(
        f"Hämta version {version} som PDF",
        # Made when somebody asks for it: what decides takes seconds to find.
        lambda: scenario_kept.printed(outcome, frozen.time, note, version, paper, here.only),
        file_name=f"samstamt-{version}-{paper}.pdf",
        mime="application/pdf",
        on_click="ignore",
    )
