"""Scenarios as files: saved, copied, fetched, sent in and removed; and the meeting's log."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

import streamlit as st

from models.errors import Fault, ScenarioError
from pages.parts import controls, scenario_kept, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from scenarios.meeting_log import Entry, append, entry_of, read_log, reopen
from scenarios.run import Outcome
from scenarios.saved import CannotSaveError, Saved, duplicate, key_of, remove, save, saved
from scenarios.scenario import LIBRARY, TODAY, Scenario, as_toml, read_text, readable
from scenarios.stamp import version_id

SAID = "filer_sagt"
FILES, LOG = "filer", "logg"
FREEZE_HELP = (
    "Skriver i loggen med en versions id. Sedan kan versionen hämtas som PDF, nu eller när "
    "scenariot öppnas igen."
)
NAME, QUESTION, AUTHOR = "filer_namn", "filer_fraga", "filer_av"
REPLACE, NOTE, ROW = "filer_ersatt", "logg_anteckning", "logg_rad"
PAPER = "logg_papper"
PAPERS: tuple[Literal["A4", "A3"], ...] = ("A4", "A3")


def show_files(here: Context) -> None:
    """Ask under which name to save, and show what is saved; fetch and send in as files."""
    _show_said(FILES)
    _show_save(here)
    columns = st.columns(2)
    with columns[0]:
        st.download_button(
            "Hämta scenariot som fil",
            _portable(here).encode(),
            file_name=f"{key_of(here.scenario.title) or here.scenario.fingerprint()}.toml",
            mime="application/toml",
        )
    with columns[1]:
        st.button(
            "Duplicera",
            on_click=_saved_as_copy,
            args=(here,),
            help="Sparar en kopia med samma beslut och antaganden, och väljer den.",
        )
    _show_upload(here)
    _show_saved(here)


# ---- What has just been done --------------------------------------------------------------------


def _say(kind: str, words: Sequence[str], place: str = FILES) -> None:
    st.session_state[SAID] = (place, kind, tuple(words))


def _show_said(place: str) -> None:
    """Say, once and where it was asked for, how the last thing went: done before the drawing."""
    said = st.session_state.get(SAID)
    if said is None or said[0] != place:
        return
    _, kind, words = st.session_state.pop(SAID)
    show = {"done": st.success, "fault": st.error}[kind]
    show("\n\n".join(plain(sentence) for sentence in words))


def _trying(do: Callable[[], Scenario], done: str) -> None:
    """Do something that ends in a saved scenario, choose it and say so; or say why not."""
    try:
        kept = do()
    except CannotSaveError as error:
        _say("fault", [str(error)])
        return
    controls.choose(kept)
    for key in (NAME, QUESTION, AUTHOR, REPLACE):
        st.session_state.pop(key, None)
    _say("done", [done.format(title=kept.title)])


# ---- Save and copy ------------------------------------------------------------------------------


def _show_save(here: Context) -> None:
    asked = here.scenario
    # Drawn anew for each scenario, with its own words in the fields.
    drawn = asked.fingerprint(), asked.title
    if st.session_state.get("filer_for") != drawn:
        st.session_state["filer_for"] = drawn
        for key, text in ((NAME, asked.title), (QUESTION, asked.question), (AUTHOR, "")):
            st.session_state[key] = text
    st.text_input("Namn", key=NAME)
    st.text_input("Fråga", key=QUESTION)
    st.text_input("Av", key=AUTHOR, placeholder="vem eller vilka som föreslår det")
    st.checkbox(
        "Ersätt om det redan finns ett sparat med det namnet",
        key=REPLACE,
        help="Annars frågas efter ett annat namn.",
    )
    st.button("Spara som", on_click=_saved_as, args=(here,), type="primary")


def _saved_as(here: Context) -> None:
    title, question = (str(st.session_state[key]).strip() for key in (NAME, QUESTION))
    named = replace(
        here.scenario,
        title=title,
        question=question or here.scenario.question,
        author=str(st.session_state[AUTHOR]).strip() or here.scenario.author,
        written=_now()[:10],
    )
    replacing = bool(st.session_state[REPLACE])
    folder = controls.saved_folder()
    _trying(
        lambda: save(folder, here.pack, named, replacing=replacing), "”{title}” är sparat och valt."
    )


def _saved_as_copy(here: Context) -> None:
    folder = controls.saved_folder()
    _trying(
        lambda: duplicate(folder, here.pack, here.scenario), "Kopian ”{title}” är sparad och vald."
    )


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")


def _portable(here: Context) -> str:
    """Return the scenario as a file that anybody can read: on a shipped base, or written out."""
    shipped, _ = readable(here.pack)
    base = next((one for one in shipped if one.key == here.scenario.base), None)
    return as_toml(here.scenario, here.pack, base)


# ---- Sent in ------------------------------------------------------------------------------------


def _show_upload(here: Context) -> None:
    sent = st.file_uploader(
        "Läs in en scenariofil",
        type=["toml"],
        key="filer_inlast",
        help="Filen prövas mot datapaketet. Den sparas inte förrän ni väljer Spara som.",
    )
    if sent is None:
        return
    folders = (controls.saved_folder(),)
    try:
        found = read_text(sent.getvalue(), sent.name, here.pack, folders)
    except ScenarioError as error:
        _show_faults("Filen kan inte användas förrän det här är rättat:", error.faults)
        return
    st.markdown(f"**{plain(found.title)}**  \n{plain(found.question)}")
    st.button("Använd scenariot", on_click=controls.open_scenario, args=(found,))


def _show_faults(heading: str, faults: Sequence[Fault]) -> None:
    lines = "\n".join(f"- {plain(str(fault))}" for fault in faults)
    st.error(f"{heading}\n\n{lines}")


# ---- What is saved ------------------------------------------------------------------------------


def _show_saved(here: Context) -> None:
    found = saved(controls.saved_folder(), here.pack)
    if not found:
        st.markdown("Inget scenario är sparat än.")
        return
    titles = _titles(here, found)
    tables.show_table(
        ("Scenario", "Fråga", "Utgår från", "Av", "Skrivet"),
        [
            (
                one.scenario.title,
                one.scenario.question,
                titles.get(one.scenario.base, one.scenario.base),
                one.scenario.author or "–",
                one.scenario.written or "–",
            )
            for one in found
            if one.scenario is not None
        ],
        caption="Sparade scenarier",
        text_columns=(0, 1, 2, 3, 4),
    )
    for one in found:
        if one.faults:
            _show_faults(
                f"{plain(one.key)}.toml går inte att läsa och har lämnats orörd:", one.faults
            )
    picked = st.selectbox(
        "Sparat scenario",
        [one.key for one in found],
        format_func=lambda key: titles.get(key, f"{key}.toml"),
        key="filer_sparat",
    )
    sure = st.checkbox("Ja, ta bort det", key="filer_saker")
    st.button("Ta bort", on_click=_removed, args=(here, picked, titles), disabled=not sure)


def _titles(here: Context, found: Sequence[Saved]) -> dict[str, str]:
    """Return what each scenario that can be a base is called."""
    shipped = {one.key: one.title for one in readable(here.pack, LIBRARY)[0]}
    kept = {one.key: one.scenario.title for one in found if one.scenario is not None}
    return {TODAY: "i dag"} | shipped | kept


def _removed(here: Context, key: str, titles: dict[str, str]) -> None:
    try:
        remove(controls.saved_folder(), here.pack, key)
    except CannotSaveError as error:
        _say("fault", [str(error)])
        return
    for name in ("filer_sparat", "filer_saker"):
        st.session_state.pop(name, None)
    if st.session_state.get("scenario") == key:
        # The address follows the list, which may be set before it is drawn but not emptied.
        controls.choose(next(iter((*readable(here.pack)[0], here.base))))
    _say("done", [f"”{titles.get(key, key)}” är borttaget."])


# ---- The log ------------------------------------------------------------------------------------


def show_log(here: Context, outcome: Outcome) -> None:
    """Ask for a note to write in the log, and show what has been tried."""
    st.text_input("Anteckning", key=NOTE, placeholder="vad som sades, vem som vill pröva vad")
    st.button("Skriv i loggen", on_click=_logged, args=(outcome,))
    st.button("Frys som version (PDF)", on_click=_froze, args=(outcome,), help=FREEZE_HELP)
    _show_said(LOG)
    entries, broken = read_log(controls.saved_folder())
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
        format_func=lambda n: f"{entries[n].time} {entries[n].title}",
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
    try:
        append(controls.saved_folder(), entry_of(outcome, _now(), note, controls.figures(outcome)))
    except CannotSaveError as error:
        _say("fault", [str(error)], LOG)
        return
    st.session_state.pop(NOTE, None)
    _say("done", ["Scenariot är skrivet i loggen."], LOG)


def _reopened(here: Context, entry: Entry) -> None:
    try:
        found = reopen(entry, here.pack)
    except ScenarioError as error:
        words = "Scenariot i loggen passar inte datapaketet som det är nu:"
        _say("fault", [words, *map(str, error.faults)], LOG)
        return
    controls.open_scenario(found)
    _say("done", [f"”{entry.title}” från {entry.time} är öppnat."], LOG)


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
    note, time = str(st.session_state.get(NOTE, "")).strip(), _now()
    figures = controls.figures(outcome)
    version = version_id(outcome.stamp, figures, time)
    entry = entry_of(outcome, time, f"{note} {_mark(version)}".strip(), figures)
    try:
        append(controls.saved_folder(), entry)
    except CannotSaveError as error:
        _say("fault", [str(error)], LOG)
        return
    st.session_state.pop(NOTE, None)
    _say("done", [f"Version {version} är fryst och står i loggen."], LOG)


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
