"""The register takes every municipality's own way of writing, and says all that does not hold."""

from dataclasses import replace
from datetime import date

import pytest

from models.council_register import (
    BOARD,
    COUNCIL,
    WHOLE,
    CouncilDecision,
    DecisionStatus,
    Position,
    Stance,
    register_faults,
)
from models.staff_dialogue import LocalBox

NAMES = {"0513": "Kinda", "0509": "Ödeshög", "0560": "Boxholm"}
TODAY = date(2006, 5, 1)
KINDA = CouncilDecision(
    "0513", COUNCIL, date(2006, 3, 27), "§ 21", "", "abc", DecisionStatus.ADOPTED
)
DOUBT = Position(
    "0509", "ekonomi", Stance.DOUBTFUL, "nyckeln", "ekonomichefen", BOARD, date(2006, 1, 1)
)


def found(*entries: CouncilDecision | Position, today: date = TODAY) -> list[str]:
    """Return the faults as sentences."""
    decisions = [e for e in entries if isinstance(e, CouncilDecision)]
    positions = [e for e in entries if isinstance(e, Position)]
    return [str(f) for f in register_faults(decisions, positions, NAMES, today)]


def test_a_whole_register_has_no_faults() -> None:
    """What is right is let in without a word."""
    board = replace(KINDA, organ=BOARD, on=date(2006, 3, 1))
    committee = replace(KINDA, organ="Miljönämnden", on=date(2006, 2, 1))
    assert found(KINDA, board, committee, DOUBT) == []


@pytest.mark.parametrize(
    "printed",
    [
        "Kf 2006-03-27 §21",
        "KF 86/05 Dnr 150/05",
        "Kf 11/2006, 2006-01-30, Dnr 2005.110.005",
        "§16 dnr KS 2005/0097",
        "§138 dnr 338/05",
    ],
)
def test_five_municipalities_write_their_number_in_five_ways(printed: str) -> None:
    """A form that the app preferred would be wrong in four minute books of five."""
    assert found(replace(KINDA, dnr=printed, paragraph=printed, printed=printed)) == []


def test_a_number_with_a_letter_that_is_not_seen_is_refused() -> None:
    """It would never be found again by who searches for it."""
    (fault,) = found(replace(KINDA, dnr="KS\x002005"))
    assert fault.startswith("Kinda, KF, diarienummer: fann tecken som inte syns")


def test_an_overlong_text_is_refused() -> None:
    """A register is not where the minutes are kept."""
    (fault,) = found(replace(KINDA, note="a" * 2001))
    assert "2001 tecken" in fault


def test_the_council_before_the_board_is_said() -> None:
    """The board has its say before the council decides, so one of the two days is wrong."""
    (fault,) = found(KINDA, replace(KINDA, organ=BOARD, on=date(2006, 4, 3)))
    assert "2006-03-27, före styrelsens 2006-04-03" in fault
    assert fault.startswith("Kinda")


def test_the_council_and_the_board_on_one_day_are_let_in() -> None:
    """It happens, in a hurry."""
    assert found(KINDA, replace(KINDA, organ=BOARD)) == []


def test_a_decision_without_a_day_is_said() -> None:
    """Without it nobody can say when the fifth council was the last."""
    (fault,) = found(replace(KINDA, on=None))
    assert "uppgift saknas; väntade sammanträdets dag" in fault


def test_a_decision_that_has_not_been_is_said() -> None:
    """A planned day is no decision, and today is one that has been."""
    assert "inte har varit" in found(KINDA, today=date(2006, 3, 26))[0]
    assert found(KINDA, today=date(2006, 3, 27)) == []


def test_adopting_without_words_is_said() -> None:
    """Five councils have not adopted the same when nobody knows what one of them adopted."""
    (fault,) = found(replace(KINDA, text_hash=""))
    assert "vilken text som antogs" in fault


@pytest.mark.parametrize("on", [date(2006, 3, 27), date(2006, 4, 24)])
def test_the_same_council_twice_is_said(on: date) -> None:
    """Typed twice, on one day or on two, it is still one council."""
    (fault,) = found(KINDA, replace(KINDA, on=on, note="igen"))
    assert "samma beslut två gånger" in fault


def test_remitted_and_then_adopted_is_no_repetition() -> None:
    """A matter may come back."""
    remitted = replace(KINDA, on=date(2006, 2, 27), status=DecisionStatus.REMITTED)
    assert found(remitted, KINDA) == []


@pytest.mark.parametrize(
    ("link", "faults"),
    [("https://kinda.se/p.pdf", 0), ("protokoll.pdf", 0), ("javascript:alert(1)", 1)],
)
def test_a_link_leads_to_a_page_or_a_file(link: str, faults: int) -> None:
    """What is typed as a link is clicked by somebody else."""
    assert len(found(replace(KINDA, link=link))) == faults


@pytest.mark.parametrize("stance", [Stance.DOUBTFUL, Stance.AGAINST])
def test_a_doubt_has_a_reason_and_an_owner(stance: Stance) -> None:
    """A doubt that nobody owns is never settled."""
    faults = found(replace(DOUBT, stance=stance, reason=" ", owner=""))
    assert [("skäl" in f, "äger frågan" in f) for f in faults] == [(True, False), (False, True)]
    assert all(f.startswith("Ödeshög, ställningstagande till ”ekonomi”") for f in faults)


def test_a_position_says_who_took_it_and_when() -> None:
    """What the other four have said is of use only with body and date."""
    faults = found(Position("0509", WHOLE, Stance.FOR))
    assert len(faults) == 2
    assert found(Position("0509", WHOLE, Stance.NOT_TREATED)) == []


def test_an_unknown_municipality_is_said_with_the_known_ones() -> None:
    """Who has typed the wrong code sees the right ones."""
    (fault,) = found(replace(KINDA, code="0561"))
    assert "0561" in fault
    assert "Kinda, Ödeshög, Boxholm" in fault


def test_everything_is_said_at_once_in_the_order_of_the_municipalities() -> None:
    """Eight faults are one list, not eight visits."""
    entries = [
        replace(KINDA, code="0560", on=None, dnr="\x00"),
        replace(DOUBT, owner=""),
        replace(KINDA, text_hash=""),
    ]
    faults = found(*entries)
    assert [f.split(",")[0] for f in faults] == ["Kinda", "Ödeshög", "Boxholm", "Boxholm"]
    assert found(*reversed(entries)) == faults


@pytest.mark.parametrize("organ", ["Kf", "kommunfullmäktige", " KF", "Ks", "Kommunstyrelsen"])
def test_a_council_under_another_name_is_asked_about(organ: str) -> None:
    """Taken for a committee, it would be waited for for ever."""
    (fault,) = found(replace(KINDA, organ=organ))
    assert "som inte räknas som K" in fault


def test_a_council_before_its_own_negotiation_is_said_with_the_rest() -> None:
    """Where the boxes are kept they count; in a round of long ago nobody has them."""
    late = LocalBox("0513", negotiated=date(2006, 4, 1), protocol="MBL 1")
    (fault,) = register_faults([KINDA], [], NAMES, TODAY, [late])
    assert "Kinda, fullmäktige 2006-03-27" in str(fault)
    assert len(register_faults([KINDA], [], NAMES, TODAY, [])) == 1
    assert register_faults([KINDA], [], NAMES, TODAY) == ()
    done = replace(late, negotiated=date(2006, 3, 27))
    assert register_faults([KINDA], [], NAMES, TODAY, [done]) == ()
