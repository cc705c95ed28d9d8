"""Kommunerna: what the minutes say is entered, kept and shown; what does not hold is refused."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from models.council_register import CouncilDecision, DecisionStatus
from models.pack import Pack
from scenarios.frozen import Package
from tests.pages.deciding import (
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

KINDA, YDRE = "0513", "0512"
VIEW = "Kommunerna"


@pytest.fixture(scope="module")
def frozen(pack: Pack) -> Package:
    """A package in which nothing is missing, made once."""
    return made(pack)


pytestmark = pytest.mark.usefixtures("folder")


def test_nothing_is_decided_before_anything_is_frozen(folder: Path) -> None:
    """Every council waits, a decision cannot be entered and it is said why."""
    app = beslut(VIEW)
    assert_whole(app)
    seen = said(app)
    assert "ej påbörjat" in "".join(e.proto.body for e in app.get("html"))
    assert "Ingen dag är satt för fullmäktige i Kinda" in seen
    assert "Ett beslut kan föras in först när området har ett fryst paket" in seen
    assert [row[0] for row in table_about(app, "enligt protokollen")[1:]] == list(FIVE)
    assert {cell for row in table_about(app, "enligt protokollen")[1:] for cell in row[1:]} == {"–"}
    assert not folder.exists()


def test_a_decision_is_entered_kept_and_taken_away(
    pack: Pack, folder: Path, frozen: Package
) -> None:
    """The package's words, in the municipality's own numbering; still there for the next reader."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    app = beslut(VIEW)
    assert "antaget" not in str(table_about(app, "enligt protokollen"))
    type_in(app, Datum="16 november 2026", Paragraf="§ 121", Diarienummer="KS 2026/0097")
    app = press(app, "Spara beslutet")
    assert_whole(app)
    assert "Förde in beslut för Kinda: KF, 2026-11-16, § 121, KS 2026/0097: antaget." in succeeded(
        app
    )
    again = beslut(VIEW)
    row = table_about(again, "enligt protokollen")[1]
    assert row == [
        "Kinda",
        "–",
        "antaget 2026-11-16§ 121, dnr KS 2026/0097",
        "samma",
        "2026-12-23",
    ]
    assert "1 av 5 fullmäktige har antagit texten" in "".join(
        e.proto.body for e in again.get("html")
    )
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert "Tog bort beslut för Kinda" in succeeded(again)
    assert table_about(again, "enligt protokollen")[1][2] == "–"
    history = store_in(folder).history("kommun", f"2:{KINDA}")
    assert [one.what.split(":")[0] for one in history] == [
        "Lade",
        "Förde in beslut för Kinda",
        "Tog bort beslut för Kinda",
    ]


def test_a_council_before_its_own_talks_is_refused_with_every_other_fault(
    folder: Path, frozen: Package
) -> None:
    """A day that has not been, no negotiation: both are said, nothing is saved."""
    lay(folder, frozen)
    app = beslut(VIEW)
    type_in(app, Datum="2027-11-16")
    app = press(app, "Spara beslutet")
    assert_whole(app)
    assert "som inte har varit" in failed(app)
    assert "ingen förhandling enligt 11 § MBL" in failed(app)
    assert "Inget har sparats" in failed(app)
    assert store_in(folder).latest("kommun", f"2:{KINDA}") is None
    # What was typed stands in the field, to be mended.
    assert field(app, "text_input", "Datum").value == "2027-11-16"


def test_a_day_that_may_be_two_is_asked_about_once(folder: Path, frozen: Package) -> None:
    """3/4 2026 is never guessed, and is not also said to be missing."""
    lay(folder, frozen)
    app = beslut(VIEW)
    type_in(app, Datum="3/4 2026")
    app = press(app, "Spara beslutet")
    assert "kan läsas på två sätt" in failed(app)
    assert "sammanträdets dag" not in failed(app)


def test_other_words_are_not_the_same(pack: Pack, folder: Path, frozen: Package) -> None:
    """Pasted words have a hash of their own; the light says that the words differ."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    app = beslut(VIEW)
    type_in(app, Datum="2026-11-16")
    field(app, "radio", "Vilken text?").set_value("en annan text")
    empty = press(app, "Spara beslutet")
    assert "vilken text som antogs" in failed(empty)
    pasted = "Om det var en annan text: klistra in beslutssatserna, en per rad"
    field(app, "text_area", pasted).set_value("1. Samverkan införs.\n2. Kostnaden delas.")
    app = press(app, "Spara beslutet")
    assert table_about(app, "enligt protokollen")[1][3] == "annan"
    assert "orden skiljer" in "".join(e.proto.body for e in app.get("html"))


def test_the_points_pasted_in_full_are_the_packages_own_words(frozen: Package) -> None:
    """Who pastes what the package says has adopted the package, and a hash is a hash."""
    from pages.parts.council_decisions import hash_of_typed
    from scenarios.decision_text import as_written
    from scenarios.frozen import Head

    lines = "\n".join(as_written(frozen.points, Head(KINDA, "Kinda")))
    assert hash_of_typed(lines) == frozen.text_hash
    assert hash_of_typed(f" {frozen.text_hash}\n") == frozen.text_hash
    assert hash_of_typed("  \n") == ""


def test_a_doubt_has_a_reason_and_an_owner(folder: Path, frozen: Package) -> None:
    """Without them nothing is saved; with them the point, the day and the organ are shown."""
    lay(folder, frozen)
    app = beslut(VIEW, kommun=YDRE)
    field(app, "segmented_control", "Vad förs in?").set_value("Ställningstagande").run()
    field(app, "selectbox", "Ställningstagande").set_value("tveksam")
    field(app, "selectbox", "Vad gäller det?").set_value("2")
    type_in(app, Datum="2026-11-10", **{"Vem_har_sagt_det?": "KS presidium"})
    app = press(app, "Spara ställningstagandet")
    assert "skäl" in failed(app)
    assert "vem som äger frågan" in failed(app)
    type_in(
        app,
        **{
            "Skäl_(krävs_vid_tveksam_och_emot)": "Underskottet *är* inte löst",
            "Vem_äger_frågan?": "ekonomichefen",
        },
    )
    app = press(app, "Spara ställningstagandet")
    assert_whole(app)
    again = beslut(VIEW, kommun=YDRE)
    row = table_about(again, "till varje punkt")[1]
    assert row[0] == "Ydre"
    assert row[3] == "tveksam2026-11-10, KS presidium"
    shown = "".join(e.proto.body for e in again.get("html"))
    assert "Ydre, Ekonomi: tveksam. Skäl: Underskottet *är* inte löst" in shown


def test_a_row_is_corrected_and_not_doubled(pack: Pack, folder: Path, frozen: Package) -> None:
    """The fields hold what was entered; the corrected row takes the old one's place."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    app = beslut(VIEW)
    type_in(app, Datum="2026-11-16", Paragraf="§ 12")
    app = press(app, "Spara beslutet")
    choice = field(app, "selectbox", "Vad gör du?")
    choice.set_value(choice.options[1]).run()
    assert field(app, "text_input", "Paragraf").value == "§ 12"
    type_in(app, Paragraf="§ 21")
    app = press(app, "Spara beslutet")
    assert "Rättade beslut för Kinda" in succeeded(app)
    assert table_about(app, "enligt protokollen")[1][2] == "antaget 2026-11-16§ 21"


def test_two_who_write_at_once_both_get_their_rows_in(
    pack: Pack, folder: Path, frozen: Package
) -> None:
    """What is added is added to what is there; what was typed is never lost."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    first, second = beslut(VIEW), beslut(VIEW)
    for app, paragraph in ((first, "§ 121"), (second, "§ 88")):
        type_in(app, Datum="2026-11-16", Paragraf=paragraph)
    field(second, "selectbox", "Vem beslutade?").set_value("KS")
    press(first, "Spara beslutet")
    second = press(second, "Spara beslutet")
    assert_whole(second)
    assert table_about(second, "enligt protokollen")[1][1:3] == [
        "antaget 2026-11-16§ 88",
        "antaget 2026-11-16§ 121",
    ]


def test_the_same_decision_is_not_entered_twice_by_two(
    pack: Pack, folder: Path, frozen: Package
) -> None:
    """The second is told that it stands there already, and keeps what was typed."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    first, second = beslut(VIEW), beslut(VIEW)
    for app in (first, second):
        type_in(app, Datum="2026-11-16")
    press(first, "Spara beslutet")
    second = press(second, "Spara beslutet")
    assert "samma beslut två gånger" in failed(second)
    assert field(second, "text_input", "Datum").value == "2026-11-16"


def test_a_row_that_somebody_else_has_changed_is_not_corrected(
    pack: Pack, folder: Path, frozen: Package
) -> None:
    """Two correct one row: the first stands, the second is told and has saved nothing."""
    lay(folder, frozen)
    lay_file(folder, file_of(pack, KINDA, {"union_talks": date(2026, 10, 1)}))
    first = beslut(VIEW)
    type_in(first, Datum="2026-11-16", Paragraf="§ 1")
    first = press(first, "Spara beslutet")
    second = beslut(VIEW)
    for app, paragraph in ((first, "§ 2"), (second, "§ 3")):
        choice = field(app, "selectbox", "Vad gör du?")
        choice.set_value(choice.options[1]).run()
        type_in(app, Paragraf=paragraph)
    press(first, "Spara beslutet")
    second = press(second, "Spara beslutet")
    assert_whole(second)
    assert "någon annan ändrat under tiden" in said(second)
    assert table_about(second, "enligt protokollen")[1][2] == "antaget 2026-11-16§ 2"


def test_a_matter_put_off_has_no_legal_force_until_a_new_day_is_planned(
    pack: Pack, folder: Path, frozen: Package
) -> None:
    """Deferred: no day; with a new council planned, the day if the plan holds."""
    lay(folder, frozen)
    planned = file_of(pack, KINDA, {"council": date(2026, 11, 16)})
    deferred = CouncilDecision(
        KINDA, "KF", date(2026, 11, 16), "§ 1", "", "", DecisionStatus.DEFERRED
    )
    lay_file(folder, replace(planned, decisions=(deferred,)))
    assert table_about(beslut(VIEW), "enligt protokollen")[1][2:] == [
        "bordlagt 2026-11-16§ 1",
        "–",
        "–",
    ]
    later = file_of(pack, YDRE, {"council": date(2027, 1, 25)})
    lay_file(folder, replace(later, decisions=(replace(deferred, code=YDRE),)))
    row = table_about(beslut(VIEW, kommun=YDRE), "enligt protokollen")[1]
    assert row[4] == "2027-03-03 om planen håller"


@pytest.mark.parametrize("view", ["Kommunerna", "Beslutsklockan", "Förankring"])
def test_a_store_that_cannot_be_read_is_told_of(
    view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file where the folder should be: Swedish words and no stack trace."""
    (tmp_path / "fil").write_text("", encoding="utf-8")
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(tmp_path / "fil" / "mapp"))
    app = beslut(view)
    assert [e.message for e in app.exception] == []
    assert failed(app)
