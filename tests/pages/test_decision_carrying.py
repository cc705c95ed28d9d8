"""Förankring, Genomförande: carried out only what is adopted, told at home, and reported back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from models.council_register import CouncilDecision, DecisionStatus
from models.implementation import ImplementationDecision
from models.pack import Pack
from models.report_back import DirectionDecision
from pages.parts import on_table
from scenarios.frozen import Package
from scenarios.support import TwoSteps
from store.codec import record_of, to_body
from tests.pages.deciding import (
    AREA,
    AT,
    beslut,
    failed,
    field,
    file_of,
    lay,
    lay_file,
    made,
    press,
    said,
    store_in,
    succeeded,
    type_in,
)
from tests.pages.seeing import FIVE, assert_whole, table_about

ADOPTED = date(2026, 9, 1)
SAVE = "Spara genomförandebeslutet"
TEXT = "Gemensam telefonväxel från den 1 mars."


@pytest.fixture(scope="module")
def frozen(pack: Pack) -> Package:
    """A package in which nothing is missing, made once."""
    return made(pack)


pytestmark = pytest.mark.usefixtures("folder")


def carrying() -> AppTest:
    """Return the part Genomförande."""
    return beslut("Förankring", forankring_vy="Genomförande")


def adopt(folder: Path, found: Package, pack: Pack, most: int = 5) -> None:
    """Let the first councils adopt the package's words."""
    lay(folder, found)
    for party in found.frozen.parties[:most]:
        decision = CouncilDecision(
            party.code, "KF", ADOPTED, "§ 1", "1/26", found.text_hash, DecisionStatus.ADOPTED
        )
        file = file_of(pack, party.code)
        head = replace(file.head, receivers=("Kommunrevisionen",))
        lay_file(folder, replace(file, head=head, decisions=(decision,)))


def buttons(app: AppTest) -> list[str]:
    """Return what the buttons say."""
    return [one.label for one in app.get("button")]


def fill(app: AppTest, day: str = "2026-10-01", text: str = TEXT) -> None:
    """Fill in a decision with every municipality's own delegation."""
    type_in(app, Beslutets_dag=day)
    field(app, "text_area", "Beslutet").set_value(text)
    for name in FIVE:
        field(app, "text_input", f"Nämnd, {name}").set_value("kommunstyrelsen")
        field(app, "text_input", f"Punkt i delegationsordningen, {name}").set_value(f"4 {name}")


@pytest.mark.parametrize("most", [0, 4])
def test_nothing_is_carried_out_before_the_last_council(
    most: int, folder: Path, pack: Pack, frozen: Package
) -> None:
    """Four of five is not in accord: there is no form, and it is said who is left."""
    adopt(folder, frozen, pack, most)
    app = carrying()
    assert_whole(app)
    assert "Det finns inget att genomföra för Plan och bygg än" in said(app)
    assert f"{most} av 5 fullmäktige har antagit texten" in said(app)
    assert SAVE not in buttons(app)


def test_a_decision_gives_a_notice_in_each_municipality(
    folder: Path, pack: Pack, frozen: Package
) -> None:
    """Five notices under five delegations; kept, and taken away with the decision."""
    adopt(folder, frozen, pack)
    app = carrying()
    assert "Inga genomförandebeslut för Plan och bygg" in said(app)
    fill(app)
    app = press(app, SAVE)
    assert_whole(app)
    assert "Förde in genomförandebeslutet 2026-10-01: Gemensam" in succeeded(app)
    again = carrying()
    assert "Ett genomförandebeslut för Plan och bygg" in said(again)
    rows = table_about(again, "Anmälan i varje kommun")
    assert [row[0] for row in rows[1:]] == list(FIVE)
    for name, row in zip(FIVE, rows[1:], strict=True):
        assert row[1:3] == ["kommunstyrelsen", f"4 {name}"]
        assert row[3].startswith(f"Anmälan till kommunstyrelsen i {name}: beslut 2026-10-01")
        assert row[3].endswith(TEXT)
    (kept,) = store_in(folder).all_latest("genomforande")
    assert record_of(ImplementationDecision, kept).parent == AREA
    fill(again)
    assert "redan är infört" in failed(press(again, SAVE))
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert "Tog bort genomförandebeslutet" in succeeded(again)
    assert store_in(folder).all_latest("genomforande") == ()
    # What was taken away by mistake can be entered anew in the same words.
    fill(again)
    press(again, SAVE)
    assert len(store_in(folder).all_latest("genomforande")) == 1


def test_what_is_not_carrying_out_is_refused(folder: Path, pack: Pack, frozen: Package) -> None:
    """Quality is the committee's own; the day before the accord and a missing delegation too."""
    adopt(folder, frozen, pack)
    app = carrying()
    fill(app, day="2026-08-31", text="")
    field(app, "selectbox", "Vad rör beslutet?").set_value("kvalitet")
    type_in(app, **{"Nämnd,_Ydre": "", "Punkt_i_delegationsordningen,_Ydre": ""})
    type_in(app, **{"Nämnd,_Kinda": ""})
    app = press(app, SAVE)
    for words in (
        "ett beslut om kvalitet",
        "före det samstämmiga beslutet 2026-09-01",
        "text: fann uppgift saknas",
        "Ydre: fann ingen delegation",
        "Kinda, nämnd: fann uppgift saknas",
    ):
        assert words in failed(app)
    type_in(app, Beslutets_dag="")
    assert "dag: fann uppgift saknas" in failed(press(app, SAVE))
    assert store_in(folder).all_latest("genomforande") == ()


def test_a_decision_whose_ground_is_gone_gives_no_notice(
    folder: Path, pack: Pack, frozen: Package
) -> None:
    """A council that changes its mind: nothing more is entered, and the old one says why."""
    adopt(folder, frozen, pack)
    app = carrying()
    fill(app)
    press(app, SAVE)
    writer = carrying()
    fill(writer, text="Ett beslut till.")
    key = f"{AREA}:{frozen.frozen.parties[4].code}"
    store = store_in(folder)
    row = store.latest(on_table.COUNCIL, key)
    assert row is not None
    empty = to_body(file_of(pack, frozen.frozen.parties[4].code))
    store.save(on_table.COUNCIL, key, empty, who="test", at=AT, what="Tog", seen=row.number)
    writer = press(writer, SAVE)
    assert "Det finns inget att genomföra" in said(writer)
    warned = "\n".join(str(one.value).replace("\\", "") for one in writer.warning)
    assert "Beslutet ger ingen anmälan" in warned
    assert "inget samstämmigt beslut att genomföra" in warned
    assert len(store_in(folder).all_latest("genomforande")) == 1


def test_the_other_four_boards_are_always_sent_the_decision(
    folder: Path, pack: Pack, frozen: Package
) -> None:
    """And one's own receivers after them, before anything is adopted too."""
    assert len(table_about(carrying(), "Expedieringslista")) == 6
    adopt(folder, frozen, pack, 1)
    rows = table_about(carrying(), "Expedieringslista")[1:]
    for name, row in zip(FIVE, rows, strict=True):
        boards = [f"Kommunstyrelsen i {other}" for other in FIVE if other != name]
        own = ["Kommunrevisionen"] if name == frozen.frozen.parties[0].name else []
        assert row == [name, "; ".join([*boards, *own])]


# ---- Återrapporter -------------------------------------------------------------------------------


def test_a_direction_owes_a_report_until_it_is_given(folder: Path) -> None:
    """Entered, late, given and opened again; then the decision is taken away."""
    app = carrying()
    assert "Ingen återrapport är öppen." in said(app)
    type_in(
        app,
        Inriktningsbeslutets_rubrik="Kontorsort",
        Organ_som_ska_få_återrapporten="KS i Ydre",
        Inriktningsbeslutets_dag="2026-03-01",
        Återrapport_senast="2026-06-01",
    )
    field(app, "text_area", "Vad som ska återrapporteras").set_value("Bemanning.")
    app = press(app, "Spara inriktningsbeslutet")
    assert_whole(app)
    again = carrying()
    assert "En återrapport är öppen, och den är försenad." in said(again)
    owed = ["Kontorsort", "KS i Ydre", "2026-06-01", "försenad", "Bemanning."]
    assert table_about(again, "Öppna återrapporter")[1:] == [owed]
    type_in(again, Återrapporterat_den="2026-02-01")
    again = press(again, "Lämna återrapporten")
    assert "före beslutet 2026-03-01" in failed(again)
    assert "hänvisning: fann uppgift saknas" in failed(again)
    type_in(again, Återrapporterat_den="2026-07-01", Protokoll_eller_diarienummer="KS § 9")
    again = press(again, "Lämna återrapporten")
    assert_whole(again)
    assert "Ingen återrapport är öppen." in said(again)
    given = ["Kontorsort", "KS i Ydre", "2026-07-01", "KS § 9", "kan fattas"]
    assert table_about(again, "Lämnade återrapporter")[1:] == [given]
    assert "Lämna återrapporten" not in buttons(again)
    # The report is the first row, the decision the second.
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert "En återrapport är öppen" in said(again)
    field(again, "checkbox", "Ja, ta bort den").check().run()
    press(again, "Ta bort")
    assert store_in(folder).all_latest("aterrapport") == ()


def test_the_soonest_due_comes_first_and_the_late_are_counted(folder: Path) -> None:
    """Two open, one of them late; a report due today is still in time."""
    today = on_table.today()
    for key, due in (("senare", today), ("forst", today - timedelta(1))):
        decision = DirectionDecision(key, key, "KS", date(2026, 3, 1), due, "Frågan.")
        store_in(folder).save(
            "aterrapport", key, to_body(TwoSteps(decision)), who="test", at=AT, what="Lade", seen=0
        )
    app = carrying()
    assert "Två återrapporter är öppna, varav en försenad." in said(app)
    rows = table_about(app, "Öppna återrapporter")[1:]
    assert [(row[0], row[3]) for row in rows] == [("forst", "försenad"), ("senare", "väntas")]


def test_a_direction_without_a_last_day_is_not_kept(folder: Path) -> None:
    """A question that nobody has to answer by any day is refused, with all else that is missing."""
    app = press(carrying(), "Spara inriktningsbeslutet")
    assert "dag: fann uppgift saknas" in failed(app)
    type_in(app, Inriktningsbeslutets_dag=(on_table.today() + timedelta(1)).isoformat())
    app = press(app, "Spara inriktningsbeslutet")
    for words in (
        "som inte har varit",
        "sista dag för återrapporten",
        "rubrik: fann uppgift saknas",
        "organ: fann uppgift saknas",
        "vad som ska återrapporteras: fann uppgift saknas",
    ):
        assert words in failed(app)
    type_in(app, Återrapport_senast="våren")
    assert "”våren”" in failed(press(app, "Spara inriktningsbeslutet"))
    assert store_in(folder).all_latest("aterrapport") == ()
