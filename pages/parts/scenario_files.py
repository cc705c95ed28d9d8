"""Scenarios saved, copied, fetched, sent in and removed; who changed what, and back again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from models.errors import Fault, ScenarioError
from pages.parts import controls, kept, tables
from pages.parts.controls import Context
from pages.parts.kept import AUTHOR
from pages.parts.plain import plain
from pages.parts.saying import say, show_said
from scenarios.scenario import LIBRARY, TODAY, Scenario, as_toml, read_text, readable
from store import earlier_files, meeting_log
from store import saved as saving
from store.errors import ConflictError, StoreError
from store.saved import Saved, duplicate, key_of, remove, save, title_of, undo

FILES = "filer"
NAME, QUESTION, REPLACE = "filer_namn", "filer_fraga", "filer_ersatt"
PICKED, SURE = "filer_sparat", "filer_saker"
KINDS = (saving.KIND, meeting_log.KIND, earlier_files.KIND)
LATEST = 10


def show_files(here: Context) -> None:
    """Ask under which name to save, and show what is saved; fetch and send in as files."""
    show_said(FILES)
    kept.show_conflict()
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
    try:
        if unread := kept.not_taken_in():
            st.warning(plain(unread))
        texts = saving.texts(kept.store())
    except StoreError as error:
        _show_upload(here, {})
        st.error(plain(str(error)))
        return
    _show_upload(here, texts)
    _show_saved(here)
    _show_latest()


# ---- Save and copy ------------------------------------------------------------------------------


def _trying(do: Callable[[], Scenario], done: str) -> None:
    """Do something that ends in a saved scenario, choose it and say so; or say why not."""
    try:
        made = do()
    except ConflictError as error:
        kept.remember_conflict(error)
        return
    except StoreError as error:
        say("fault", [str(error)], FILES)
        return
    controls.choose(made)
    for key in (NAME, QUESTION, AUTHOR, REPLACE):
        st.session_state.pop(key, None)
    say("done", [done.format(title=made.title)], FILES)


def _show_save(here: Context) -> None:
    asked = here.scenario
    # Drawn anew for each scenario, with its own words in the fields.
    drawn = asked.fingerprint(), asked.title, asked.question
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
        written=kept.now()[:10],
    )
    _trying(
        lambda: save(
            kept.store(),
            here.pack,
            named,
            who=kept.who(),
            at=kept.now(),
            replacing=bool(st.session_state[REPLACE]),
            seen=kept.seen(key_of(title)),
        ),
        "”{title}” är sparat och valt.",
    )


def _saved_as_copy(here: Context) -> None:
    _trying(
        lambda: duplicate(kept.store(), here.pack, here.scenario, who=kept.who(), at=kept.now()),
        "Kopian ”{title}” är sparad och vald.",
    )


def _portable(here: Context) -> str:
    """Return the scenario as a file that anybody can read: on a shipped base, or written out."""
    shipped, _ = readable(here.pack)
    base = next((one for one in shipped if one.key == here.scenario.base), None)
    return as_toml(here.scenario, here.pack, base)


# ---- Sent in ------------------------------------------------------------------------------------


def _show_upload(here: Context, texts: Mapping[str, str]) -> None:
    sent = st.file_uploader(
        "Läs in en scenariofil",
        type=["toml"],
        key="filer_inlast",
        help="Filen prövas mot datapaketet. Den sparas inte förrän ni väljer Spara som.",
    )
    if sent is None:
        return
    try:
        found = read_text(sent.getvalue(), sent.name, here.pack, texts)
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
    found = saving.saved(kept.store(), here.pack)
    removed = _removed_lately(found)
    if not found and not removed:
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
    titles |= {key: f"{title} (borttaget)" for key, title in removed.items()}
    picked = st.selectbox(
        "Sparat scenario",
        [*(one.key for one in found), *removed],
        format_func=lambda key: titles.get(key, f"{key}.toml"),
        key=PICKED,
    )
    asked = (here, picked, titles)
    st.button(
        "Ångra senaste ändringen",
        on_click=_undone,
        args=asked,
        help="Det som stod före sparas igen. Ångra en gång till för att få tillbaka ändringen.",
    )
    sure = st.checkbox("Ja, ta bort det", key=SURE)
    st.button("Ta bort", on_click=_removed, args=asked, disabled=not sure or picked in removed)


def _removed_lately(found: Sequence[Saved]) -> dict[str, str]:
    """Return what was removed among the latest changes, by key, with what it was called."""
    store, there = kept.store(), {one.key for one in found}
    lately = dict.fromkeys(one.key for one in store.recent(LATEST, (saving.KIND,)))
    return {
        key: title_of(store.history(saving.KIND, key)[-2]) or key
        for key in lately
        if key not in there
    }


def _show_latest() -> None:
    rows = kept.store().recent(LATEST, KINDS)
    if rows:
        tables.show_table(
            ("När", "Vem", "Vad"),
            [(one.at, one.who or "–", one.what) for one in rows],
            caption="Senast ändrat",
            text_columns=(0, 1, 2),
        )


def _titles(here: Context, found: Sequence[Saved]) -> dict[str, str]:
    """Return what each scenario that can be a base is called."""
    shipped = {one.key: one.title for one in readable(here.pack, LIBRARY)[0]}
    kept = {one.key: one.scenario.title for one in found if one.scenario is not None}
    return {TODAY: "i dag"} | shipped | kept


def _removed(here: Context, key: str, titles: Mapping[str, str]) -> None:
    _change(here, key, remove, f"”{titles.get(key, key)}” är borttaget.")


def _undone(here: Context, key: str, titles: Mapping[str, str]) -> None:
    _change(here, key, undo, f"Den senaste ändringen av ”{titles.get(key, key)}” är ångrad.")


def _change(here: Context, key: str, change: Callable[..., None], done: str) -> None:
    """Change something that is saved and say so, or why not."""
    try:
        store = kept.store()
        # What has been removed is in no list, where its number would be remembered.
        seen = kept.seen(key) or len(store.history(saving.KIND, key))
        change(store, here.pack, key, who=kept.who(), at=kept.now(), seen=seen)
        gone = store.latest(saving.KIND, key) is None
    except ConflictError as error:
        kept.remember_conflict(error)
        return
    except StoreError as error:
        say("fault", [str(error)], FILES)
        return
    for name in (PICKED, SURE):
        st.session_state.pop(name, None)
    if gone and st.session_state.get("scenario") == key:
        # The address follows the list, which may be set before it is drawn but not emptied.
        controls.choose(next(iter((*readable(here.pack)[0], here.base))))
    say("done", [done], FILES)
