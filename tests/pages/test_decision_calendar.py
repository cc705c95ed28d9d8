"""Beslutsklockan: the answer first, every municipality's days, and nothing saved with a fault."""

import json
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from models.council_dates import CouncilDates
from models.council_register import CouncilDecision, DecisionStatus
from models.pack import Pack
from models.staff_dialogue import LocalBox
from pages.parts.timeline_charts import Mark, steps_chart
from scenarios.desk import CouncilFile
from store.codec import record_of, to_body
from tests.pages.deciding import (
    beslut,
    failed,
    field,
    file_of,
    lay_file,
    press,
    said,
    store_in,
    succeeded,
    type_in,
)
from tests.pages.seeing import FIVE, assert_whole, table_about

CODES = ("0513", "0509", "0560", "0512", "0687")
COUNCILS = ("2027-01-25", "2027-02-01", "2027-02-22", "2027-03-01", "2027-03-15")
VIEW = "Beslutsklockan"


pytestmark = pytest.mark.usefixtures("folder")


def lay_councils(pack: Pack, folder: Path) -> None:
    """Plan every council."""
    for code, day in zip(CODES, COUNCILS, strict=True):
        lay_file(folder, file_of(pack, code, {"council": date.fromisoformat(day)}))


def charts(app: AppTest) -> int:
    """Return how many charts there are."""
    return len(app.get("arrow_vega_lite_chart")) + len(app.get("vega_lite_chart"))


def test_without_days_it_is_said_what_is_missing(folder: Path) -> None:
    """No start, every municipality named, no empty chart and nothing written."""
    app = beslut(VIEW)
    assert_whole(app)
    assert "Ingen gemensam start kan räknas: datum för fullmäktige saknas i Kinda" in said(app)
    assert [row[1] for row in table_about(app, "till laga kraft")[1:]] == ["uppgift saknas"] * 5
    assert charts(app) == 0
    assert not folder.exists()


def test_the_answer_comes_first_with_who_decides_it(pack: Pack, folder: Path) -> None:
    """Tranås is last: 37 days after 15 March, and the others have room until then."""
    lay_councils(pack, folder)
    app = beslut(VIEW)
    assert_whole(app)
    assert "Tidigaste gemensamma start är den 21 april 2027. Tranås avgör" in said(app)
    found = table_about(app, "till laga kraft")
    assert found[1] == [
        "Kinda",
        "2027-01-25",
        "2027-02-08",
        "senast 2027-02-10",
        "2027-03-03",
        "49",
        "2027-03-15",
    ]
    assert found[5][-2:] == ["0", "2027-03-15"]
    assert charts(app) == 1
    later = field(app, "number_input", "Dagar för underskrift efter laga kraft").set_value(10).run()
    assert "Tidigaste gemensamma start är den 1 maj 2027." in said(later)
    assert "5 kap. 69 § kommunallagen" in said(app)


def test_the_municipality_looked_at_comes_first_and_is_told_its_room(
    pack: Pack, folder: Path
) -> None:
    """Ydre's own days in a sentence, and its row above the others."""
    lay_councils(pack, folder)
    app = beslut(VIEW, kommun="0512")
    assert "Ydre: laga kraft 7 april 2027, 14 dagar till godo" in said(app)
    assert [row[0] for row in table_about(app, "till laga kraft")[1:3]] == ["Ydre", "Kinda"]


def test_days_are_typed_as_people_write_them_and_kept(pack: Pack, folder: Path) -> None:
    """Two municipalities at once; another reader sees them, and the others are untouched."""
    app = beslut(VIEW)
    type_in(app, **{"Kinda,_fullmäktige": "25 januari 2027", "Ydre,_nämnd": "2027-01-12"})
    app = press(app, "Spara datumen")
    assert_whole(app)
    assert "Tidplanen är sparad för Kinda och Ydre." in succeeded(app)
    again = beslut(VIEW)
    assert field(again, "text_input", "Kinda, fullmäktige").value == "2027-01-25"
    assert table_about(again, "till laga kraft")[1][4] == "2027-03-03"
    store = store_in(folder)
    row = store.latest("kommun", "2:0512")
    assert row is not None
    assert record_of(CouncilFile, row).dates == CouncilDates(
        "0512", "Ydre", committee=date(2027, 1, 12)
    )
    assert store.latest("kommun", "2:0687") is None
    assert "Inget datum är ändrat." in succeeded(press(again, "Spara datumen"))


def test_every_fault_is_told_at_once_and_nothing_is_saved(folder: Path) -> None:
    """A day that is none and a council before its own talks: row and column are named."""
    app = beslut(VIEW)
    type_in(
        app,
        **{
            "Kinda,_fullmäktige": "31 februari 2027",
            "Ydre,_förhandling,_11_§": "2027-03-01",
            "Ydre,_fullmäktige": "2027-02-01",
            "Tranås,_styrelsen": "2027-02-01",
        },
    )
    app = press(app, "Spara datumen")
    assert_whole(app)
    told = failed(app)
    assert "Kinda, kommunfullmäktige: fann ”31 februari 2027”, en dag som inte finns" in told
    assert "Ydre, kolumn ”kommunfullmäktige”" in told
    assert "förhandlingen är avslutad innan kommunen beslutar" in told
    assert store_in(folder).all_latest("kommun") == ()
    assert field(app, "text_input", "Tranås, styrelsen").value == "2027-02-01"


def test_what_the_minutes_say_goes_before_the_plan(pack: Pack, folder: Path) -> None:
    """A council held earlier than planned moves the clock."""
    planned = file_of(pack, "0513", {"council": date(2027, 1, 25)})
    held = CouncilDecision("0513", "KF", date(2026, 11, 16), "", "", "abc", DecisionStatus.ADOPTED)
    lay_file(folder, CouncilFile("2", planned.head, planned.dates, (held,)))
    app = beslut(VIEW)
    row = table_about(app, "till laga kraft")[1]
    assert (row[1], row[6]) == ("2026-11-16", "har beslutat")


def test_an_election_autumn_is_warned_of_with_its_paragraphs(pack: Pack, folder: Path) -> None:
    """The new councils of 2026 also have a budget to adopt."""
    lay_file(folder, file_of(pack, "0513", {"council": date(2026, 11, 30)}))
    app = beslut(VIEW)
    assert_whole(app)
    assert "är nyvalda, som det året också fastställer budgeten" in said(app)
    assert "11 kap. 10 § kommunallagen" in said(app)


def test_the_chart_writes_days_in_swedish() -> None:
    """No English month, every step with a shape of its own."""
    steps = {"council": "Fullmäktige", "final": "Laga kraft"}
    marks = [Mark(name, step, date(2027, 5, 1)) for name in FIVE for step in steps]
    drawn = json.dumps(
        steps_chart(marks, steps, title="Stegen").to_dict(), ensure_ascii=False, default=str
    )
    assert "1\u00a0maj\u00a02027" in drawn
    assert "'okt'" in drawn
    assert "%b" not in drawn


def test_talks_that_have_been_held_go_before_the_plan(pack: Pack, folder: Path) -> None:
    """A negotiation entered after the council is a contradiction that the clock tells of."""
    lay_councils(pack, folder)
    box = LocalBox("0513", negotiated=date(2027, 1, 26))
    store_in(folder).save(
        "mbl", "2:0513", to_body(box), who="test", at="2026-11-22 10:00", what="Lade", seen=0
    )
    app = beslut(VIEW)
    assert_whole(app)
    assert "Ingen gemensam start kan räknas förrän datumen är rättade" in said(app)
    assert "förhandlingen är avslutad innan kommunen beslutar" in failed(app)


def test_two_who_plan_the_same_municipality_are_told(pack: Pack, folder: Path) -> None:
    """The first stands; the second keeps what was typed and may save it knowingly."""
    lay_file(folder, file_of(pack, "0513", {"council": date(2027, 1, 25)}))
    first, second = beslut(VIEW), beslut(VIEW)
    type_in(first, **{"Kinda,_fullmäktige": "2027-02-01"})
    type_in(second, **{"Kinda,_fullmäktige": "2027-03-01", "Ydre,_nämnd": "2027-01-12"})
    press(first, "Spara datumen")
    second = press(second, "Spara datumen")
    assert [e.message for e in second.exception] == []
    assert "Inget har sparats" in failed(second)
    assert table_about(second, "till laga kraft")[1][1] == "2027-02-01"
    assert "Det sparades inte. Överst på sidan står varför." in failed(second)
    assert field(second, "text_input", "Kinda, fullmäktige").value == "2027-03-01"
    second = press(second, "Spara datumen")
    assert "Tidplanen är sparad för Kinda och Ydre." in succeeded(second)
    assert table_about(beslut(VIEW), "till laga kraft")[1][1] == "2027-03-01"


def test_one_who_plans_another_municipality_is_let_in(folder: Path) -> None:
    """Fields that nobody has touched are not saved over what somebody else wrote there."""
    first, second = beslut(VIEW), beslut(VIEW)
    type_in(first, **{"Kinda,_fullmäktige": "2027-02-01"})
    type_in(second, **{"Ydre,_fullmäktige": "2027-03-01"})
    press(first, "Spara datumen")
    second = press(second, "Spara datumen")
    assert "Tidplanen är sparad för Ydre." in succeeded(second)
    assert field(second, "text_input", "Kinda, fullmäktige").value == "2027-02-01"
