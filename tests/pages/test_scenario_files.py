"""Scenarios saved, copied, sent in and logged on the page: nothing is lost in silence."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from models.decisions import Decisions
from models.pack import Pack
from pages.parts import kept
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, Scenario, read_scenario
from store.codec import to_body
from store.meeting_log import KEY, read_log
from store.meeting_log import KIND as LOG
from store.saved import KIND, saved, texts
from store.store import Revision, Store, StoreError
from tests.pages.seeing import assert_whole, store_in, table_about, text

FIRST = "01_lagsta_kostnad"
TODAY = "06_nulage"
SENT = """\
title = "Skickat ![x](http://exempel.se)"
question = "Vad säger *grannen*?"
base = "06_nulage"
[suppose]
franvaro = 0.25
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own for what is saved."""
    path = tmp_path / "sparat"
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(path))
    return path


def page(pack: Pack, log: bool = False, link: str = "", **state: object) -> AppTest:
    """Return the parts on a page of their own; `asked` is the scenario that is shown."""

    def script(pack: "Pack", log: bool) -> None:
        import streamlit as st

        from pages.parts import controls, scenario_files, scenario_log

        controls.ask_in_sidebar(pack)
        here = controls.context()
        st.session_state["asked"] = here.scenario
        scenario_files.show_files(here)
        if log:
            scenario_log.show_log(here, controls.plan_or_stop(here))

    app = AppTest.from_function(script, default_timeout=60, kwargs={"pack": pack, "log": log})
    for key, value in state.items():
        app.session_state[key] = value
    if link:
        app.query_params["scenario"] = link
    return app.run()


def widget(app: AppTest, kind: str, label: str) -> Any:
    """Return the one field or button with a label."""
    (found,) = (element for element in app.get(kind) if element.label == label)
    return found


def done(app: AppTest) -> str:
    """Return what the page says has been done."""
    return "\n".join(str(element.value).replace("\\", "") for element in app.success)


def saved_as(app: AppTest, title: str) -> AppTest:
    """Type a name and save."""
    widget(app, "text_input", "Namn").set_value(title)
    return widget(app, "button", "Spara som").click().run()


def somebody_else_saves(folder: Path, key: str, toml: str, who: str = "Cia") -> Revision:
    """Save a text from another screen, over whatever stands there."""
    seen = len(store_in(folder).history(KIND, key))
    return store_in(folder).save(
        KIND, key, {"toml": toml}, who=who, at="2026-11-22 10:00", what="Ersatte", seen=seen
    )


def decide(app: AppTest, **table: object) -> AppTest:
    """Decide something on the screen, as the panel on the page Plan does."""
    app.session_state["utkast"].table.update(table)
    return app.run()


def toml_of(folder: Path, key: str) -> str:
    """Return a saved scenario as a file."""
    return texts(store_in(folder))[key]


def test_what_is_saved_is_chosen_and_listed(pack: Pack, folder: Path) -> None:
    """A group saves its own variant and goes on with it; the address and the list show it."""
    app = decide(page(pack, scenario=TODAY), price_uncovered_day=7000.0)
    assert app.session_state["asked"].base == TODAY
    app = saved_as(app, "Vårt förslag")
    assert_whole(app)
    assert "”Vårt förslag” är sparat och valt." in done(app)
    (kept,) = saved(store_in(folder), pack)
    assert kept.scenario is not None
    assert app.session_state["asked"] == kept.scenario
    assert kept.scenario.base == TODAY
    assert kept.scenario.decide.price_uncovered_day_sek == 7000
    assert app.selectbox(key="scenario").value == "vart_forslag"
    assert "Vårt förslag (sparat)" in app.selectbox(key="scenario").options
    row = table_about(app, "Sparade scenarier")[1]
    assert row[0] == "Vårt förslag"
    assert row[2] == "Som i dag"
    # Said once: the next click does not say it again.
    assert done(app.run()) == ""


def test_nothing_is_overwritten_unless_it_is_meant(pack: Pack, folder: Path) -> None:
    """The same name twice is asked about; ticked, it is replaced."""
    app = saved_as(page(pack), "Samma")
    app = saved_as(decide(app, least_team=4.0), "Samma")
    assert "Det finns redan ett sparat scenario" in text(app)
    (before,) = saved(store_in(folder), pack)
    assert before.scenario is not None
    assert before.scenario.decide.least_team is None
    widget(app, "checkbox", REPLACING).check()
    app = saved_as(app, "Samma")
    (after,) = saved(store_in(folder), pack)
    assert after.scenario is not None
    assert after.scenario.decide.least_team == 4
    assert app.session_state["asked"] == after.scenario


def test_a_name_that_says_nothing_is_asked_for_again(pack: Pack, folder: Path) -> None:
    """Nothing is written and what was typed stands in the field."""
    app = saved_as(page(pack), "../..")
    assert "minst en bokstav" in text(app)
    assert not folder.exists()
    assert widget(app, "text_input", "Namn").value == "../.."


REPLACING = "Ersätt om det redan finns ett sparat med det namnet"


def test_who_saved_is_kept_and_told(pack: Pack, folder: Path) -> None:
    """When, who and what, the latest first; who has written a name need not write it again."""
    app = page(pack)
    widget(app, "text_input", "Av").set_value("Anna *i* Kisa")
    app = saved_as(app, "Vårt")
    app = widget(app, "button", "Duplicera").click().run()
    rows = table_about(app, "Senast ändrat")
    assert rows[0] == ["När", "Vem", "Vad"]
    assert [row[1:] for row in rows[1:]] == [
        ["Anna *i* Kisa", "Sparade scenariot ”Vårt, kopia”"],
        ["Anna *i* Kisa", "Sparade scenariot ”Vårt”"],
    ]


def test_what_somebody_else_changed_meanwhile_is_not_replaced(pack: Pack, folder: Path) -> None:
    """Who it was and what differs is shown; whoever has seen that may replace it."""
    app = saved_as(page(pack), "Vårt")
    theirs = 'title = "Vårt"\nquestion = "Deras?"\n[decide]\nleast_team = 3.0\n'
    app = decide(app, least_team=2.0)
    somebody_else_saves(folder, "vart", theirs)
    # However many times the screen has been drawn since: what was begun on is the older one.
    app = app.run()
    widget(app, "checkbox", REPLACING).check()
    app = saved_as(app, "Vårt")
    assert_whole(app)
    assert "Cia har ändrat det här medan du arbetade" in text(app)
    assert ["decide.least_team", "–", "2.0", "3.0"] in table_about(app, "Vad som skiljer")
    assert toml_of(folder, "vart") == theirs
    assert "Vad som skiljer" not in str(app.run().get("html"))
    app = saved_as(app, "Vårt")
    (kept,) = saved(store_in(folder), pack)
    assert kept.scenario is not None
    assert kept.scenario.decide.least_team == 2
    assert kept.revision.number == 3


def test_what_somebody_else_changes_is_shown_to_who_has_decided_nothing(
    pack: Pack, folder: Path
) -> None:
    """It is their scenario as it is now, and not mine, changed back."""
    app = saved_as(decide(page(pack), least_team=2.0), "Vårt")
    somebody_else_saves(folder, "vart", toml_of(folder, "vart").replace("2.0", "3.0"))
    app = app.run()
    asked = app.session_state["asked"]
    assert (asked.title, asked.decide.least_team) == ("Vårt", 3)
    # Also when only the words are theirs: mine in the field would go over them at the next save.
    theirs = toml_of(folder, "vart").replace('question = "', 'question = "Ny: ')
    somebody_else_saves(folder, "vart", theirs)
    assert widget(app.run(), "text_input", "Fråga").value.startswith("Ny: ")


def test_a_name_that_somebody_took_meanwhile_is_not_replaced(pack: Pack, folder: Path) -> None:
    """It was not in the list of the one who replaces."""
    app = page(pack)
    somebody_else_saves(folder, "vart", SENT)
    widget(app, "checkbox", REPLACING).check()
    app = saved_as(app, "Vårt")
    assert "Cia har ändrat" in text(app)
    assert toml_of(folder, "vart") == SENT


def test_the_last_change_is_taken_back_and_done_again(pack: Pack, folder: Path) -> None:
    """Twice undone is done again; the first save undone is removed, and can be had back."""
    app = saved_as(page(pack), "Vårt")
    app = decide(app, least_team=4.0)
    widget(app, "checkbox", REPLACING).check()
    app = saved_as(app, "Vårt")
    for expected in (None, 4.0):
        app = widget(app, "button", "Ångra senaste ändringen").click().run()
        assert_whole(app)
        assert "Den senaste ändringen av ”Vårt” är ångrad." in done(app)
        (kept,) = saved(store_in(folder), pack)
        assert kept.scenario is not None
        assert kept.scenario.decide.least_team == expected
        assert app.session_state["asked"].decide.least_team == expected


def test_what_was_removed_can_be_had_back(pack: Pack, folder: Path) -> None:
    """It stands last in the list, as removed, and cannot be removed again."""
    app = saved_as(page(pack), "Bort")
    widget(app, "checkbox", "Ja, ta bort det").check().run()
    app = widget(app, "button", "Ta bort").click().run()
    assert widget(app, "selectbox", "Sparat scenario").options == ["Bort (borttaget)"]
    widget(app, "checkbox", "Ja, ta bort det").check().run()
    assert widget(app, "button", "Ta bort").disabled
    app = widget(app, "button", "Ångra senaste ändringen").click().run()
    assert_whole(app)
    assert [one.key for one in saved(store_in(folder), pack)] == ["bort"]
    assert widget(app, "selectbox", "Sparat scenario").options == ["Bort"]


def test_a_removal_of_what_somebody_else_changed_is_told(pack: Pack, folder: Path) -> None:
    """Nothing is removed that the one who clicked has not seen."""
    app = saved_as(page(pack), "Vårt")
    widget(app, "checkbox", "Ja, ta bort det").check().run()
    somebody_else_saves(folder, "vart", SENT)
    app = widget(app, "button", "Ta bort").click().run()
    assert_whole(app)
    assert "Cia har ändrat" in text(app)
    assert len(saved(store_in(folder), pack)) == 1


@pytest.mark.parametrize("address", ["postgresql://anna:hemligt@127.0.0.1:1/x", "mysql://x"])
def test_a_store_that_cannot_be_opened_stops_nothing_else(
    address: str, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message where it is needed, a line in the margin; what only reckons goes on."""
    monkeypatch.setenv("DATABASE_URL", address)
    app = page(pack)
    assert [e.message for e in app.exception] == []
    assert len(app.error) == 1
    assert "hemligt" not in text(app)
    assert "går inte att läsa just nu" in str([e.value for e in app.sidebar.caption])
    assert app.session_state["asked"].key == FIRST
    app = saved_as(app, "Vårt")
    assert [e.message for e in app.exception] == []
    assert len(app.error) == 2


def test_a_server_that_is_silent_is_not_waited_for_at_every_click(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked again after a while; meanwhile the same is said."""
    asked = []

    def silent(url: str) -> Store:
        asked.append(url)
        raise StoreError("tyst")

    monkeypatch.setenv("DATABASE_URL", "postgresql://tyst/x")
    monkeypatch.setattr(kept, "open_store", silent)
    monkeypatch.setattr(kept, "LONG", -1.0)
    app = page(pack).run()
    assert "tyst" in text(app)
    assert len(asked) == 1
    monkeypatch.setattr(kept, "A_WHILE", 0.0)
    app.run()
    assert len(asked) > 1


def test_earlier_files_that_cannot_be_taken_in_are_told_of(
    pack: Pack, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the store can be read all the same."""
    somebody_else_saves(folder, "skickat", SENT)

    def refuse(*_: object) -> None:
        raise StoreError("Disken är full.")

    monkeypatch.setattr(kept, "take_in", refuse)
    app = page(pack)
    assert_whole(app)
    assert "tidigare sparats som filer kunde inte läsas in. Disken är full." in text(app)
    assert len(table_about(app, "Sparade scenarier")) == 2


def test_a_copy_is_the_same_under_another_name(pack: Pack, folder: Path) -> None:
    """From a shipped scenario or one's own."""
    app = page(pack, scenario="05_konsultlage")
    app = widget(app, "button", "Duplicera").click().run()
    assert_whole(app)
    (kept,) = saved(store_in(folder), pack)
    assert kept.scenario is not None
    original = read_scenario(LIBRARY / "05_konsultlage.toml", pack)
    assert kept.scenario.fingerprint() == original.fingerprint()
    assert kept.scenario.critique == original.critique
    assert app.session_state["asked"] == kept.scenario


def test_a_saved_scenario_is_removed_when_it_is_meant(pack: Pack, folder: Path) -> None:
    """The button waits for a tick; what was shown falls back on the first in the list."""
    app = saved_as(page(pack), "Bort")
    assert widget(app, "button", "Ta bort").disabled
    widget(app, "checkbox", "Ja, ta bort det").check().run()
    app = widget(app, "button", "Ta bort").click().run()
    assert_whole(app)
    assert saved(store_in(folder), pack) == ()
    assert app.session_state["asked"].key == FIRST
    assert "”Bort” är borttaget." in done(app)


def test_what_others_lean_on_is_not_removed(pack: Pack, folder: Path) -> None:
    """Who leans on it is said, and both files stand."""
    app = saved_as(page(pack), "Grund")
    app = saved_as(decide(app, least_team=4.0), "På grunden")
    widget(app, "selectbox", "Sparat scenario").select("grund").run()
    widget(app, "checkbox", "Ja, ta bort det").check().run()
    app = widget(app, "button", "Ta bort").click().run()
    assert "”På grunden” utgår från" in text(app)
    assert len(saved(store_in(folder), pack)) == 2


def test_what_cannot_be_read_is_shown_with_its_faults(pack: Pack, folder: Path) -> None:
    """The others are offered all the same, and it is left to whoever wrote it."""
    toml = 'title = "T"\nquestion = "F?"\n[decide]\nleast_team = "<b>"\n'
    somebody_else_saves(folder, "trasig", toml)
    app = page(pack)
    assert_whole(app)
    assert "trasig.toml går inte att läsa och har lämnats orörd" in text(app)
    assert "decide.least_team" in text(app)
    assert len(store_in(folder).history(KIND, "trasig")) == 1


def test_what_lay_in_the_folder_as_files_is_taken_in_and_told(pack: Pack, folder: Path) -> None:
    """Whoever has saved with an earlier version finds it again, and the file where it was."""
    folder.mkdir()
    (folder / "skickat.toml").write_text(SENT, encoding="utf-8")
    app = page(pack)
    assert_whole(app)
    assert len(saved(store_in(folder), pack)) == 1
    told = table_about(app, "Senast ändrat")
    assert "Läste in 1 sparade scenarier och 0 rader i loggen ur mappen ”sparat”" in str(told)
    assert (folder / "skickat.toml").exists()


@pytest.mark.parametrize("linked", [True, False])
def test_a_link_to_what_is_not_saved_here_is_said(linked: bool, pack: Pack) -> None:
    """A colleague's saved scenario, or one removed: no stack trace, and no silence either."""
    app = page(pack, link="borta") if linked else page(pack, scenario="borta")
    assert_whole(app)
    assert "Scenariot i länken finns inte kvar" in text(app)
    assert app.session_state["asked"].key == FIRST
    assert "finns inte kvar" not in text(app.run())


def test_a_file_that_is_sent_in_is_used_when_it_is_asked_for(pack: Pack, folder: Path) -> None:
    """What stands in it is text on the page; nothing is saved until somebody saves it."""
    app = page(pack)
    app.file_uploader[0].set_value(("mitt.toml", SENT.encode(), "application/toml")).run()
    assert "Vad säger *grannen*?" in text(app)
    assert "![x]" not in "".join(str(e.value) for e in app.markdown)
    app = widget(app, "button", "Använd scenariot").click().run()
    assert [e.message for e in app.exception] == []
    asked = app.session_state["asked"]
    assert asked.suppose == {"franvaro": 0.25}
    assert asked.base == TODAY
    assert not folder.exists()
    app = saved_as(app, "Inläst")
    (kept,) = saved(store_in(folder), pack)
    assert kept.scenario is not None
    assert kept.scenario.fingerprint() == asked.fingerprint()


def test_a_scenario_that_somebody_else_removes_is_said_to_be_gone(pack: Pack, folder: Path) -> None:
    """Two screens in one room: what one removes, the other is told of at the next click."""
    app = saved_as(page(pack), "Vårt")
    store_in(folder).remove(KIND, "vart", who="Cia", at="2026-11-22", what="Tog bort", seen=1)
    app = app.run()
    assert_whole(app)
    assert "finns inte kvar" in text(app)
    assert app.session_state["asked"].key == FIRST


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[decide", SENT.replace("0.25", "9").encode()])
def test_a_file_that_does_not_hold_is_told_of(data: bytes, pack: Pack) -> None:
    """All its faults, and the scenario shown stands."""
    app = page(pack)
    app.file_uploader[0].set_value(("fel.toml", data, "application/toml")).run()
    assert [e.message for e in app.exception] == []
    assert "Filen kan inte användas förrän det här är rättat" in text(app)
    assert "fel.toml" in text(app)
    assert app.session_state["asked"].key == FIRST


def test_what_is_logged_can_be_opened_again_with_the_same_figures(pack: Pack, folder: Path) -> None:
    """The secretary writes a note; a week later the same scenario and figures are shown."""
    app = decide(page(pack, log=True, scenario=TODAY), least_team=4.0)
    tried = app.session_state["asked"]
    widget(app, "text_input", "Anteckning").set_value("Ydre <b>vill</b> *pröva*")
    app = widget(app, "button", "Skriv i loggen").click().run()
    assert_whole(app)
    ((entry,), _) = read_log(store_in(folder))
    assert entry.note == "Ydre <b>vill</b> *pröva*"
    row = table_about(app, "Prövade scenarier")[1]
    assert (row[1], row[2], row[6]) == (tried.title, entry.note, entry.figures)
    assert "Talen är desamma" in text(app)
    assert widget(app, "text_input", "Anteckning").value == ""

    other = page(pack, log=True)
    assert "Talen är desamma" not in text(other)
    other = widget(other, "button", "Öppna igen").click().run()
    assert_whole(other)
    assert other.session_state["asked"].fingerprint() == tried.fingerprint()
    assert other.session_state["asked"].title == tried.title
    assert "Talen är desamma" in text(other)


def test_a_broken_row_and_a_scenario_of_another_pack_are_said(pack: Pack, folder: Path) -> None:
    """Neither hides the rest of the log nor breaks the page."""
    app = page(pack, log=True, scenario=TODAY)
    app = widget(app, "button", "Skriv i loggen").click().run()
    ((entry,), _) = read_log(store_in(folder))
    other = replace(entry, toml=entry.toml.replace("egen", "ajen"))
    for seen, body in enumerate((to_body(other), {"time": "x"}), 1):
        store_in(folder).save(LOG, KEY, body, who="", at="2026-11-22", what="", seen=seen)
    app = app.run()
    assert "Loggen, rad 3" in text(app)
    app = widget(app, "selectbox", "Rad i loggen").select_index(0).run()
    app = widget(app, "button", "Öppna igen").click().run()
    assert_whole(app)
    assert "passar inte datapaketet" in text(app)
    assert app.session_state["asked"].key == TODAY


def test_what_is_supposed_and_what_speaks_against_it_are_said_where_the_plan_is(
    pack: Pack,
) -> None:
    """A number in the range in Swedish form with its unit; an end by name; the critique whole."""
    asked = Scenario(
        "prov",
        "Prov",
        "Vad?",
        critique="Forskningen *säger* emot.",
        decide=Decisions(how={a.key: (a.alternatives[0],) for a in pack.activities}),
        suppose={"franvaro": 0.25, "samordning_helheten": "high"},
    )

    def script(outcome: "Outcome") -> None:
        from pages.parts import planning

        planning.show_decisions(outcome)

    app = AppTest.from_function(
        script, default_timeout=60, kwargs={"outcome": run(pack, asked)}
    ).run()
    assert_whole(app)
    seen = text(app)
    assert "Antaget: Andel av arbetstiden en person inte är på plats: 0,25\u00a0andel." in seen
    assert "Samordning av helheten: spannets högsta, 796\u00a0665\u00a0kr/år." in seen
    assert "Forskningen *säger* emot." in seen
