"""The chair freezes what the meeting came to: a row in the log, and the same paper whenever."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from models.pack import Pack
from pages.parts import scenario_kept, scenario_log
from scenarios.meeting_log import entry_of
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, read_scenario
from scenarios.stamp import version_id
from store.meeting_log import read_log
from tests.pages.seeing import assert_whole, store_in, table_about, text

TODAY = "06_nulage"
NOTE = "Ydre vill vänta *en* vecka"
TIME = "2026-11-22 08:12"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own for the log."""
    path = tmp_path / "sparat"
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(path))
    return path


@pytest.fixture(scope="module")
def today(pack: Pack) -> Outcome:
    """The plan in which nothing is changed."""
    return run(pack, read_scenario(LIBRARY / f"{TODAY}.toml", pack))


def page(pack: Pack) -> AppTest:
    """Return the meeting's log on a page of its own."""

    def script(pack: "Pack") -> None:
        from pages.parts import controls, scenario_log

        controls.ask_in_sidebar(pack)
        here = controls.context()
        scenario_log.show_log(here, controls.plan_or_stop(here))

    app = AppTest.from_function(script, default_timeout=60, kwargs={"pack": pack})
    app.session_state["scenario"] = TODAY
    return app.run()


def widget(app: AppTest, kind: str, label: str) -> Any:
    """Return the one field or button with a label."""
    (found,) = (element for element in app.get(kind) if element.label == label)
    return found


def offered(app: AppTest) -> list[str]:
    """Return what is offered to fetch."""
    return [element.proto.label for element in app.get("download_button")]


def frozen(pack: Pack) -> AppTest:
    """Write a note and freeze."""
    app = page(pack)
    assert offered(app) == []
    widget(app, "text_input", "Anteckning").set_value(NOTE)
    app = widget(app, "button", "Frys som version (PDF)").click().run()
    assert_whole(app)
    return app


def test_freezing_writes_a_row_with_the_version_and_offers_the_paper(
    pack: Pack, folder: Path
) -> None:
    """The id on the paper is found in the log, with the question and the figures behind it."""
    app = frozen(pack)
    ((entry,), _) = read_log(store_in(folder))
    version = version_id(entry.stamp, entry.figures, entry.time)
    assert entry.note == f"{NOTE} [fryst version {version}]"
    assert version in table_about(app, "Prövade scenarier")[1][2]
    assert any(f"Version {version} är fryst" in str(said.value) for said in app.success)
    assert offered(app) == [f"Hämta version {version} som PDF"]
    assert widget(app, "radio", "Papper").options == ["A4", "A3"]
    assert widget(app, "text_input", "Anteckning").value == ""


def test_the_paper_is_offered_again_as_long_as_the_figures_hold(pack: Pack, folder: Path) -> None:
    """Next week, in another session, the same version; but never other figures under its id."""
    first = offered(frozen(pack))
    again = page(pack)
    assert offered(again) == first
    again.session_state["utkast"].table.update(least_team=4.0)
    again = again.run()
    assert_whole(again)
    assert offered(again) == []


def test_an_ordinary_row_offers_no_paper(pack: Pack, folder: Path) -> None:
    """What was only tried has no version, whatever its note says."""
    app = page(pack)
    widget(app, "text_input", "Anteckning").set_value("[fryst version 0a1b2c3d4e]")
    app = widget(app, "button", "Skriv i loggen").click().run()
    assert_whole(app)
    assert offered(app) == []


def test_a_log_that_cannot_be_written_is_said(pack: Pack, folder: Path) -> None:
    """A version that nobody can find again is not frozen."""
    app = page(pack)
    folder.write_text("en fil där mappen skulle vara", encoding="utf-8")
    app = widget(app, "button", "Frys som version (PDF)").click().run()
    assert_whole(app)
    assert "Det gick inte att skriva i loggen" in text(app)
    assert offered(app) == []


def test_the_paper_has_the_note_without_the_mark_of_the_log(today: Outcome) -> None:
    """The note as it was typed; the version stands on its own line."""
    entry = entry_of(today, TIME, "")
    version = version_id(entry.stamp, entry.figures, entry.time)
    mark = scenario_log._mark(version)
    assert scenario_log._version(entry_of(today, TIME, f"Ja. {mark}", entry.figures)) == version
    assert scenario_log._version(entry_of(today, TIME, "Ja.", entry.figures)) == ""
    content = scenario_kept.printed(today, TIME, "Ja.", version, "A3", None)
    first = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "Anteckning: Ja." in first
    assert f"Fryst version {version}, {TIME}" in first
    assert mark not in first
