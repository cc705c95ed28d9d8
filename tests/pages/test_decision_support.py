"""Förankring: each part is kept under its own key, told when it does not hold, and read again."""

from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from documents.context import Context as Matter
from models.legal_entities import MatterType
from models.mandate import Mandate
from models.pack import Pack
from models.press_approval import Approval, PressRelease
from models.staff_dialogue import LocalBox
from scenarios.frozen import Package
from scenarios.support import Mandates, Press
from store.codec import record_of, to_body
from tests.pages.deciding import (
    AREA,
    AT,
    beslut,
    failed,
    field,
    lay,
    made,
    press,
    said,
    store_in,
    succeeded,
    type_in,
)
from tests.pages.seeing import FIVE, assert_whole, table_about

CODES = ("0513", "0509", "0560", "0512", "0687")
PARTS = (
    "Remiss",
    "Facklig grupp och MBL",
    "Mandat",
    "Presidieträffar",
    "Underlag",
    "Pressmeddelande",
    "Ansvar",
    "Genomförande",
)


@pytest.fixture(scope="module")
def frozen(pack: Pack) -> Package:
    """A package in which nothing is missing, made once."""
    return made(pack)


pytestmark = pytest.mark.usefixtures("folder")


def part(name: str, **state: object) -> AppTest:
    """Return the view Förankring opened on one of its parts."""
    return beslut("Förankring", forankring_vy=name, **state)


def keep(folder: Path, kind: str, key: str, record: object) -> None:
    """Save a record as if somebody had entered it."""
    store_in(folder).save(kind, key, to_body(record), who="test", at=AT, what="Lade", seen=0)


@pytest.mark.parametrize("name", PARTS)
def test_every_part_says_something_before_anything_is_entered(name: str, folder: Path) -> None:
    """No stack trace, no empty page, and nothing is written by looking."""
    app = part(name)
    assert_whole(app)
    bold = any("**" in str(one.value) for one in app.markdown)
    assert bold or any("<strong>" in one.proto.body for one in app.get("html"))
    assert not folder.exists()


@pytest.mark.parametrize("name", PARTS)
def test_what_cannot_be_read_is_said_in_words(name: str, folder: Path, frozen: Package) -> None:
    """A record of another kind under the part's key: an error in Swedish and no stack trace."""
    lay(folder, frozen)
    keys = {
        "Remiss": ("remiss", AREA),
        "Facklig grupp och MBL": ("facklig", "gruppen"),
        "Mandat": ("mandat", CODES[0]),
        "Presidieträffar": ("presidietraff", "2026-11-10"),
        "Underlag": ("handling", "en"),
        "Pressmeddelande": ("press", frozen.version),
        "Ansvar": ("ansvar", f"{AREA}:gemensam_namnd"),
        "Genomförande": ("aterrapport", "en"),
    }
    kind, key = keys[name]
    store_in(folder).save(kind, key, {"annat": 1}, who="test", at=AT, what="Lade", seen=0)
    app = part(name)
    assert [e.message for e in app.exception] == []
    assert "går inte att läsa" in failed(app)


# ---- Remiss --------------------------------------------------------------------------------------


def test_a_consultation_names_who_is_late_and_what_was_changed(folder: Path) -> None:
    """Asked, late, answered and dealt with; another reader sees the change."""
    app = part("Remiss")
    assert "Ingen har fått remissen än" in said(app)
    type_in(app, Mottagare="Ydre", Svar_senast="2026-10-01")
    app = press(app, "Spara raden")
    assert "Svar inväntas från Ydre" in said(app)
    assert "svaret skulle ha kommit 1 oktober 2026" in said(app)
    choice = field(app, "selectbox", "Vad gör du?")
    choice.set_value(choice.options[1]).run()
    field(app, "selectbox", "Läge").set_value("har svarat")
    type_in(app, Svarade_den="2026-10-20")
    field(app, "text_area", "Svaret i korthet").set_value("Kontoret ska vara kvar")
    field(app, "text_area", "Vad som ändrades").set_value("Kontoret är kvar till 2029")
    app = press(app, "Spara raden")
    assert_whole(app)
    again = part("Remiss")
    assert "Texten kan bli slutlig" in said(again)
    assert table_about(again, "ändrat i texten")[1] == [
        "Ydre",
        "Kontoret ska vara kvar",
        "Kontoret är kvar till 2029",
        "2026-10-20",
    ]
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert "Tog bort remissen till Ydre." in succeeded(again)
    assert "Ingen har fått remissen än" in said(again)


def test_an_answer_without_a_day_or_a_recipient_is_not_kept(folder: Path) -> None:
    """Everything missing is said at once."""
    app = part("Remiss")
    field(app, "selectbox", "Läge").set_value("har svarat")
    type_in(app, Svar_senast="2026-10-01")
    app = press(app, "Spara raden")
    assert "mottagare" in failed(app)
    assert "svarsdag" in failed(app)
    app = press(part("Remiss"), "Spara raden")
    assert "svar senast: fann uppgift saknas" in failed(app)
    assert store_in(folder).all_latest("remiss") == ()


# ---- Facklig grupp och MBL -----------------------------------------------------------------------


def test_fifteen_seats_are_counted_and_the_missing_named(folder: Path) -> None:
    """One seat filled of fifteen; kept for the next reader."""
    app = part("Facklig grupp och MBL")
    assert "0 av 15 platser i den fackliga gruppen är tillsatta. Saknas: Kommunal i Kinda" in said(
        app
    )
    field(app, "checkbox", "SACO, Ydre").check()
    app = press(app, "Spara platserna")
    assert_whole(app)
    again = part("Facklig grupp och MBL")
    assert "1 av 15 platser" in said(again)
    assert table_about(again, "Platserna")[4] == ["Ydre", "saknas", "saknas", "tillsatt"]


def test_a_meeting_of_the_group_ticks_nobodys_box(folder: Path) -> None:
    """The five local negotiations are still to be held."""
    app = part("Facklig grupp och MBL")
    type_in(app, Mötets_datum="2026-11-10", Mötets_plats="Kisa", Frågor="Plan och bygg")
    app = press(app, "Spara mötet")
    assert_whole(app)
    assert table_about(app, "Gruppens möten")[1][:3] == ["2026-11-10", "Kisa", "Plan och bygg"]
    assert "0 av 5 kommuner har avslutat förhandlingen" in said(app)
    assert "Gruppens möte ersätter inte den lokala förhandlingen" in said(app)
    assert store_in(folder).all_latest("mbl") == ()


def test_a_municipality_ticks_its_own_box_and_no_other(folder: Path) -> None:
    """Order and minutes are needed; then the decision of that council may be entered."""
    app = part("Facklig grupp och MBL", kommun="0512")
    talks, told = "Förhandling enligt 11 §", "Information enligt 19 §"
    type_in(app, **{talks: "2026-11-10", told: "2026-11-12"})
    app = press(app, "Spara stegen")
    for words in ("efter förhandlingen", "riskbedömningen", "protokoll enligt 11 §"):
        assert words in failed(app)
    type_in(app, **{told: "2026-10-01"}, Riskbedömning="2026-10-15", Protokoll="MBL 7/26")
    app = press(app, "Spara stegen")
    assert "1 av 5 kommuner har avslutat" in said(app)
    row = store_in(folder).latest("mbl", f"{AREA}:0512")
    assert row is not None
    assert record_of(LocalBox, row).negotiated == date(2026, 11, 10)
    again = part("Facklig grupp och MBL")
    assert table_about(again, "egna organisationer")[4] == [
        "Ydre",
        "2026-10-01",
        "2026-10-15",
        "2026-11-10",
        "MBL 7/26",
    ]


@pytest.mark.parametrize(("council", "refused"), [("2026-11-09", True), ("2026-11-10", False)])
def test_a_council_waits_for_the_box_of_its_own(
    council: str, refused: bool, folder: Path, frozen: Package
) -> None:
    """The decision is let in on the day of the negotiation and not the day before."""
    lay(folder, frozen)
    keep(folder, "mbl", f"{AREA}:0513", LocalBox("0513", negotiated=date(2026, 11, 10)))
    app = beslut("Kommunerna")
    type_in(app, Datum=council)
    app = press(app, "Spara beslutet")
    assert ("11 § MBL" in failed(app)) is refused
    assert (store_in(folder).latest("kommun", f"{AREA}:0513") is None) is refused


# ---- Mandat --------------------------------------------------------------------------------------


def give(folder: Path, codes: tuple[str, ...], matter: str) -> None:
    """Let the committees of these municipalities delegate a sort of matter."""
    for code in codes:
        mandate = Mandate(code, "nämnden", (matter,), date(2026, 1, 1), None, "§ 1")
        keep(folder, "mandat", code, Mandates(code, (mandate,)))


def matter_of(pack: Pack, *, delegable: bool) -> MatterType:
    """Return the first sort of matter that may be delegated, or may not."""
    return next(one for one in pack.legal.matters.values() if one.delegable is delegable)


def test_four_mandates_of_five_prepare_and_five_decide(pack: Pack, folder: Path) -> None:
    """The missing one is named; with all five the meeting decides."""
    matter = matter_of(pack, delegable=True)
    give(folder, CODES[:4], matter.key)
    app = part("Mandat", arendeslag=matter.key)
    assert_whole(app)
    assert "4 av 5 mandat: mötet bereder. Mandat saknas från Tranås" in said(app)
    give(folder, CODES[4:], matter.key)
    again = part("Mandat", arendeslag=matter.key)
    assert "Alla har gett mandat: mötet beslutar" in said(again)


def test_what_may_not_be_delegated_is_prepared_whatever_is_entered(
    pack: Pack, folder: Path
) -> None:
    """It is not offered among what a mandate may cover, and five mandates do not help."""
    matter = matter_of(pack, delegable=False)
    give(folder, CODES, matter.key)
    app = part("Mandat", arendeslag=matter.key)
    assert "får inte delegeras: mötet bereder" in said(app)
    offered = field(app, "multiselect", "Ärenden som presidiet får besluta").options
    assert matter.label not in offered
    assert matter_of(pack, delegable=True).label in offered


def test_a_mandate_is_entered_kept_and_taken_away(pack: Pack, folder: Path) -> None:
    """Without committee, day and matter it is refused, all at once."""
    matter = matter_of(pack, delegable=True)
    app = press(part("Mandat", arendeslag=matter.key), "Spara mandatet")
    for words in ("beslutets dag", "nämnd", "ärenden"):
        assert f"Kinda, mandat, {words}: fann uppgift saknas" in failed(app)
    type_in(app, Nämnd="byggnämnden", Beslutat_den="2026-02-01", Nämndens_paragraf="§ 14")
    field(app, "multiselect", "Ärenden som presidiet får besluta").set_value([matter.key])
    app = press(app, "Spara mandatet")
    assert_whole(app)
    again = part("Mandat", arendeslag=matter.key)
    assert table_about(again, "delegerat")[1] == [
        "Kinda",
        "byggnämnden",
        matter.label,
        "2026-02-01",
        "tills vidare",
        "§ 14",
    ]
    assert "1 av 5 mandat" in said(again)
    field(again, "checkbox", "Ja, ta bort den").check().run()
    assert "0 av 5 mandat" in said(press(again, "Ta bort"))


# ---- Presidieträffar -----------------------------------------------------------------------------


def test_a_meeting_leaves_a_proposal_and_five_next_steps(folder: Path) -> None:
    """A meeting, an item with a proposal, and every board named; nothing is decided."""
    app = part("Presidieträffar")
    type_in(app, Träffens_datum="2026-11-10", Plats="Rimforsa")
    field(app, "multiselect", "Vilkas presidier deltog?").set_value(["0513", "0512"])
    app = press(app, "Spara träffen")
    assert_whole(app)
    field(app, "selectbox", "Träff").set_value("2026-11-10").run()
    type_in(app, Punktens_rubrik="Gemensam byggnämnd")
    field(app, "selectbox", "Vad kom träffen fram till?").set_value("nytt förslag")
    points = "Förslaget som träffen lämnar det, en punkt per rad"
    field(app, "text_area", points).set_value("En gemensam nämnd inrättas.\nTranås är värd.")
    field(app, "text_area", "Vad som sades").set_value("Man beslutade om nämnden.")
    refused = press(app, "Spara punkten")
    assert "den bereder och fattar inga beslut" in failed(refused)
    field(app, "text_area", "Vad som sades").set_value("Man föreslår en nämnd.")
    app = press(app, "Spara punkten")
    assert_whole(app)
    again = part("Presidieträffar")
    assert "lämnat ett förslag" in said(again)
    assert table_about(again, "nu lyder")[1][:3] == ["Gemensam byggnämnd", "1", "2026-11-10"]
    for name in FIVE:
        assert f"Kommunstyrelsen i {name} behandlar förslaget ”Gemensam byggnämnd”" in said(again)
    assert "Presidierna från Kinda och Ydre deltog" in said(again)
    assert store_in(folder).all_latest("kommun") == ()


def test_a_meeting_needs_a_day_and_a_place_and_can_be_taken_away(folder: Path) -> None:
    """Faults first; then entered, and removed as a whole."""
    app = press(part("Presidieträffar"), "Spara träffen")
    assert "Presidieträffen, datum: fann uppgift saknas" in failed(app)
    type_in(app, Träffens_datum="2026-11-10")
    app = press(app, "Spara träffen")
    assert "plats" in failed(app)
    type_in(app, Plats="Rimforsa")
    app = press(app, "Spara träffen")
    field(app, "selectbox", "Träff").set_value("2026-11-10").run()
    field(app, "checkbox", "Ja, ta bort den").check().run()
    app = press(app, "Ta bort")
    assert "Tog bort presidieträffen 2026-11-10." in succeeded(app)
    assert store_in(folder).all_latest("presidietraff") == ()


# ---- Underlag ------------------------------------------------------------------------------------


def test_documents_come_oldest_first_and_stand_while_cited(pack: Pack, folder: Path) -> None:
    """A cited document is not taken away; its own way of writing the date is kept."""
    app = part("Underlag")
    type_in(app, **{"Titel": "Utredning", "Slag": "utredning"})
    type_in(app, **{"Datum,_som_det_står_på_handlingen": "våren 2026"})
    field(app, "multiselect", "Områden vars beslut vilar på den").set_value([AREA])
    app = press(app, "Spara handlingen")
    assert_whole(app)
    type_in(app, **{"Titel": "Policy", "Slag": "policy"})
    type_in(app, **{"Datum,_som_det_står_på_handlingen": "juni 2003"})
    app = press(app, "Spara handlingen")
    again = part("Underlag")
    assert [row[:2] for row in table_about(again, "tidsordning")[1:]] == [
        ["Policy", "juni 2003"],
        ["Utredning", "våren 2026"],
    ]
    field(again, "selectbox", "Rad att ta bort").set_value("Utredning")
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert "hänvisningar från ”Plan och bygg”" in failed(again)
    assert len(store_in(folder).all_latest("handling")) == 2
    field(again, "selectbox", "Rad att ta bort").set_value("Policy").run()
    press(again, "Ta bort")
    assert [row.key for row in store_in(folder).all_latest("handling")] == ["utredning_varen_2026"]


def test_a_document_without_title_or_day_is_not_kept(folder: Path) -> None:
    """Each missing thing is named."""
    app = press(part("Underlag"), "Spara handlingen")
    for words in ("datum", "titel", "slag"):
        assert f", {words}: fann uppgift saknas" in failed(app)
    assert store_in(folder).all_latest("handling") == ()


# ---- Pressmeddelande -----------------------------------------------------------------------------


def test_a_changed_word_makes_approvals_void(folder: Path, frozen: Package) -> None:
    """Approved by one of five; after a change nobody has approved, and it is said who had."""
    lay(folder, frozen)
    app = part("Pressmeddelande")
    app = press(app, "Spara texten")
    assert "rubrik" in failed(app)
    type_in(app, Rubrik="Gemensam byggnämnd", Får_gå_ut_den="2026-12-01")
    field(app, "text_area", "Text").set_value("Fem kommuner går samman.")
    app = press(app, "Spara texten")
    assert_whole(app)
    assert "0 av 5 har godkänt texten" in said(app)
    app = press(app, "Godkänn de här orden")
    assert "vem" in failed(app)
    type_in(app, **{"Vem_godkänner?": "kommunchefen"})
    app = press(app, "Godkänn de här orden")
    again = part("Pressmeddelande")
    assert "1 av 5 har godkänt texten" in said(again)
    assert table_about(again, "ord för ord")[1][:3] == ["Kinda", "godkänd", "kommunchefen"]
    field(again, "text_area", "Text").set_value("Fem kommuner går ihop.")
    again = press(again, "Spara texten")
    assert "0 av 5 har godkänt texten" in said(again)
    assert "ändrad sedan godkännandet från Kinda" in said(again)
    assert table_about(again, "ord för ord")[1][1] == "godkände en tidigare text"


def test_words_that_nobody_has_read_are_not_approved(folder: Path, frozen: Package) -> None:
    """The text is changed by somebody else before the button is pressed: told, and not approved."""
    lay(folder, frozen)
    keep(folder, "press", frozen.version, Press(PressRelease(frozen.version, "Nytt", "Ett.")))
    reader, writer = part("Pressmeddelande"), part("Pressmeddelande")
    field(writer, "text_area", "Text").set_value("Två.")
    press(writer, "Spara texten")
    type_in(reader, **{"Vem_godkänner?": "kommunchefen"})
    reader = press(reader, "Godkänn de här orden")
    assert [e.message for e in reader.exception] == []
    assert "Inget har sparats" in failed(reader)
    assert "0 av 5 har godkänt texten" in said(reader)
    assert "Två." in said(reader)
    # Who has been told and presses again has read the new words.
    reader = press(reader, "Godkänn de här orden")
    assert "1 av 5 har godkänt texten" in said(reader)


def test_a_number_from_elsewhere_is_neither_approved_nor_released(
    folder: Path, frozen: Package
) -> None:
    """It is said which number and where; put right, the same text may be approved."""
    stray = "Kostnaden sänks med 987 654 kr."
    release = PressRelease(frozen.version, "Nytt", stray, datetime(2026, 1, 1, 9))
    given = tuple(
        Approval(code, release.text_hash, date(2026, 1, 1), "kommunchefen") for code in CODES
    )
    lay(folder, frozen)
    keep(folder, "press", frozen.version, Press(release, given))
    app = part("Pressmeddelande")
    assert [e.message for e in app.exception] == []
    assert "får inte godkännas eller gå ut: ett tal i den står inte i det frysta paketet" in said(
        app
    )
    assert f"fann ”987 654” i ”{stray}”" in failed(app)
    assert "Den får gå ut" not in said(app)
    assert "Godkänn de här orden" not in [one.label for one in app.get("button")]
    known = next(f.shown for f in frozen.figures if f.shown.isdecimal())
    field(app, "text_area", "Text").set_value(f"Talet är {known}, och det går ut 2026-01-01.")
    app = press(app, "Spara texten")
    assert failed(app) == ""
    assert "0 av 5 har godkänt texten" in said(app)
    type_in(app, **{"Vem_godkänner?": "kommunchefen"})
    assert "1 av 5 har godkänt texten" in said(press(app, "Godkänn de här orden"))


def test_a_contact_may_have_a_number_of_its_own(folder: Path, frozen: Package) -> None:
    """The telephone number entered as contact is known; the day it goes out is, too."""
    lay(folder, frozen)
    text = "Ring 0494-190 00 efter 2026-12-01."
    release = PressRelease(frozen.version, "Nytt", text, datetime(2026, 12, 1, 9))
    keep(folder, "press", frozen.version, Press(release))
    assert "”0494” i" in failed(part("Pressmeddelande"))
    keep(folder, "arende", AREA, Matter(contact="Kommunchefen, 0494-190 00"))
    again = part("Pressmeddelande")
    assert failed(again) == ""
    assert "0 av 5 har godkänt texten" in said(again)


# ---- Ansvar --------------------------------------------------------------------------------------


def test_one_answers_for_each_task_and_a_change_is_kept(folder: Path, frozen: Package) -> None:
    """Two who answer are refused; what holds is kept, and the proposal can be taken back."""
    lay(folder, frozen)
    app = part("Ansvar")
    assert_whole(app)
    before = table_about(app, "Vem som gör vad")
    assert "Gemensam nämnd" in before[0]
    body = before[0][1]
    for heading in before[0][1:3]:
        type_in(app, **{heading.replace(" ", "_"): "A/R"})
    app = press(app, "Spara uppgiften")
    assert "2 ansvariga" in failed(app)
    type_in(app, **{body.replace(" ", "_"): "Ja"})
    app = press(app, "Spara uppgiften")
    assert "R, A, C, I eller flera som A/R" in failed(app)
    type_in(app, **{body.replace(" ", "_"): "a r"})
    for heading in before[0][2:]:
        type_in(app, **{heading.replace(" ", "_"): "I"})
    app = press(app, "Spara uppgiften")
    assert_whole(app)
    again = part("Ansvar")
    changed = table_about(again, "Vem som gör vad")
    assert changed[1][1:] == ["R/A", *["I"] * (len(before[0]) - 2)]
    assert changed[2:] == before[2:]
    field(again, "checkbox", "Ja, ta bort den").check().run()
    again = press(again, "Ta bort")
    assert table_about(again, "Vem som gör vad") == before
