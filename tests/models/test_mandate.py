"""A meeting of presidia decides only with every mandate, and never what may not be delegated."""

from datetime import date

import pytest

from models.mandate import Mandate, Party, Role, mandate_faults, meeting_standing
from models.pack import Pack

NAMES = {"0513": "Kinda", "0509": "Ödeshög", "0560": "Boxholm", "0512": "Ydre", "0687": "Tranås"}
PARTIES = [Party(code, name, "miljönämnden") for code, name in NAMES.items()]
TODAY = date(2027, 3, 1)


def mandates(*matters: str) -> list[Mandate]:
    """Return the same mandate from every committee."""
    return [
        Mandate(party.code, party.committee, tuple(sorted(matters)), date(2027, 1, 15))
        for party in PARTIES
    ]


def test_five_of_five_mandates_decide(pack: Pack) -> None:
    """Each for its own committee."""
    matter = pack.legal.matters["genomforande"]
    standing = meeting_standing(matter, PARTIES, mandates("genomforande"), TODAY)
    assert standing.role is Role.DECIDING
    assert standing.missing == ()
    assert "6 kap. 37 §" in standing.sentence


@pytest.mark.parametrize("without", range(5))
def test_four_of_five_mandates_prepare_and_the_missing_one_is_named(
    pack: Pack, without: int
) -> None:
    """Whichever it is."""
    given = mandates("genomforande")
    del given[without]
    standing = meeting_standing(pack.legal.matters["genomforande"], PARTIES, given, TODAY)
    assert standing.role is Role.PREPARING
    assert standing.role == "beredande"
    assert standing.missing == (PARTIES[without],)
    assert "4 av 5" in standing.sentence
    assert PARTIES[without].name in standing.sentence


def test_what_may_not_be_delegated_is_prepared_even_with_every_mandate(pack: Pack) -> None:
    """Every sort of matter that 6 kap. 38 § keeps with the committee, and the council's own."""
    kept = [matter for matter in pack.legal.matters.values() if not matter.delegable]
    assert {"omfattning", "medborgarforslag", "fullmaktiges"} <= {matter.key for matter in kept}
    for matter in kept:
        standing = meeting_standing(matter, PARTIES, mandates(matter.key), TODAY)
        assert standing.role is Role.PREPARING, matter.key
        assert "får inte delegeras" in standing.sentence
        assert standing.section == matter.section


@pytest.mark.parametrize(
    ("when", "role"),
    [
        (date(2027, 1, 14), Role.PREPARING),
        (date(2027, 1, 15), Role.DECIDING),
        (date(2027, 6, 30), Role.DECIDING),
        (date(2027, 7, 1), Role.PREPARING),
    ],
)
def test_a_mandate_holds_from_its_day_to_its_last(pack: Pack, when: date, role: Role) -> None:
    """Both days are within."""
    given = [Mandate("0513", "miljönämnden", ("rutiner",), date(2027, 1, 15), date(2027, 6, 30))]
    matter = pack.legal.matters["rutiner"]
    assert meeting_standing(matter, PARTIES[:1], given, when).role is role


def test_a_mandate_covers_its_own_committee_and_matter_alone(pack: Pack) -> None:
    """The building committee's mandate says nothing of the environment committee's."""
    day = date(2027, 1, 15)
    other = [Mandate("0513", "byggnadsnämnden", ("rutiner",), day)]
    matter = pack.legal.matters["rutiner"]
    assert meeting_standing(matter, PARTIES[:1], other, TODAY).missing == (PARTIES[0],)
    wrong = [Mandate("0513", "miljönämnden", ("upphandling",), day)]
    assert meeting_standing(matter, PARTIES[:1], wrong, TODAY).missing == (PARTIES[0],)


def test_a_meeting_without_committees_decides_nothing(pack: Pack) -> None:
    """Nobody missing is not everybody present."""
    standing = meeting_standing(pack.legal.matters["rutiner"], [], [], TODAY)
    assert standing.role is Role.PREPARING


def test_every_fault_in_the_mandates_is_told_at_once(pack: Pack) -> None:
    """What is not delegable, what is not known, and an end before the beginning."""
    given = [
        Mandate("0513", "miljönämnden", ("okand", "omfattning"), date(2027, 1, 15)),
        Mandate("0512", "miljönämnden", ("rutiner",), date(2027, 1, 15), date(2026, 1, 15)),
    ]
    faults = mandate_faults(given, pack.legal.matters, NAMES)
    assert len(faults) == 3
    said = "\n".join(map(str, faults))
    for part in ("Kinda, miljönämnden", "Ydre", "omfattning", "6 kap. 38 §", "”okand”"):
        assert part in said
    assert mandate_faults(mandates("rutiner"), pack.legal.matters, NAMES) == ()
