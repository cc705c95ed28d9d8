"""A form is complete when each municipality has decided and no required point is missing."""

import pytest

from models.form_gates import (
    complete,
    gate_key,
    gates,
    missing,
    notice_warning,
    point_key,
    yearly,
)
from models.legal_entities import Kind
from models.pack import Pack

FIVE = {"0513": "Kinda", "0509": "Ödeshög", "0560": "Boxholm", "0512": "Ydre", "0687": "Tranås"}


def everything(pack: Pack, form: str) -> dict[str, bool]:
    """Return every tick that a form's gates can be given."""
    ticks = {
        gate_key(r, code): True
        for r in pack.legal.required_by(form)
        for code in (FIVE if r.each else ("",))
    }
    return ticks | {point_key(p): True for p in pack.legal.points if p.form == form}


def test_a_joint_committee_needs_five_decisions_an_agreement_and_its_rules(pack: Pack) -> None:
    """9 kap. 19, 22 and 33 §§: each council decides and adopts the same rules."""
    found = gates(pack.legal, "gemensam_namnd", FIVE, {})
    decisions = [g for g in found if g.requirement.kind is Kind.DECISION]
    assert [g.name for g in decisions] == list(FIVE.values())
    assert {g.requirement.section for g in decisions} == {"9:19"}
    assert [g.municipality for g in found if g.requirement.key == "overenskommelse"] == [""]
    assert [g.municipality for g in found if g.requirement.key == "reglemente"] == list(FIVE)


def test_an_agreement_creates_the_yearly_report_and_does_not_wait_for_it(pack: Pack) -> None:
    """9 kap. 38 §: the board to the council, each year, in each municipality."""
    found = gates(pack.legal, "avtal", FIVE, {})
    tasks = yearly(found)
    assert [t.name for t in tasks] == list(FIVE.values())
    assert {t.requirement.rests_on for t in tasks} == {"9 kap. 38 § kommunallagen"}
    assert not any("rapport" in name for name in missing(found))


@pytest.mark.parametrize("form", ["avtal", "gemensam_namnd", "kommunalforbund", "bolag"])
def test_a_form_is_complete_when_everything_is_ticked_and_not_before(pack: Pack, form: str) -> None:
    """Taking away any one required tick makes it incomplete and names what is missing."""
    done = everything(pack, form)
    assert complete(gates(pack.legal, form, FIVE, done))
    assert missing(gates(pack.legal, form, FIVE, done)) == ()
    assert not complete(gates(pack.legal, form, FIVE, {}))
    for gate in gates(pack.legal, form, FIVE, done):
        less = gates(pack.legal, form, FIVE, done | {gate.key: False})
        needed = gate.requirement.mandatory and not gate.yearly
        assert complete(less) is not needed, gate.key
        assert missing(less) == ((gate.label,) if needed else ()), gate.key


@pytest.mark.parametrize("number", range(1, 19))
def test_each_of_the_eighteen_points_holds_the_association_up(pack: Pack, number: int) -> None:
    """Seventeen are not enough, and the missing one is named by its number."""
    done = everything(pack, "kommunalforbund")
    done[f"kommunalforbund/forbundsordning/punkt {number}"] = False
    found = gates(pack.legal, "kommunalforbund", FIVE, done)
    assert not complete(found)
    (name,) = missing(found)
    assert f"punkt {number}: " in name


def test_the_decision_of_the_municipality_that_lacks_it_is_named(pack: Pack) -> None:
    """Four of five is not all."""
    done = everything(pack, "gemensam_namnd") | {"gemensam_namnd/beslut/0512": False}
    found = gates(pack.legal, "gemensam_namnd", FIVE, done)
    assert missing(found) == ("Ydre: Beslut att nämnden ska vara gemensam",)


def test_an_optional_point_may_be_left_out(pack: Pack) -> None:
    """The act does not ask how the cost is shared in an agreement."""
    done = everything(pack, "avtal")
    for point in pack.legal.points_of("avtal", "avtal"):
        if not point.mandatory:
            done[point_key(point)] = False
    found = gates(pack.legal, "avtal", FIVE, done)
    assert complete(found)
    (agreement,) = [g for g in found if g.requirement.key == "avtal"]
    assert len(agreement.missing_points) == 4


def test_a_requirement_of_another_law_says_which(pack: Pack) -> None:
    """The local government act is silent on purchases."""
    found = {g.requirement.key: g for g in gates(pack.legal, "tjanstekop", {"0513": "Kinda"}, {})}
    assert found["upphandling"].requirement.rests_on == "lagen (2016:1145) om offentlig upphandling"
    assert found["upphandling"].label.startswith("Kinda: ")


def test_a_form_there_is_none_of_is_an_error(pack: Pack) -> None:
    """An empty list of gates would read as complete."""
    with pytest.raises(KeyError):
        gates(pack.legal, "stiftelse", FIVE, {})


@pytest.mark.parametrize(
    ("form", "years", "warned"),
    [
        ("kommunalforbund", 3.0, False),
        ("kommunalforbund", 3.5, True),
        ("kommunalforbund", None, False),
        ("kommunalforbund", 1.0, False),
        ("gemensam_namnd", 10.0, False),
    ],
)
def test_a_notice_longer_than_three_years_is_warned_of(
    pack: Pack, form: str, years: float | None, warned: bool
) -> None:
    """9 kap. 18 § lets the association shorten the three years; of a committee it says nothing."""
    text = notice_warning(pack.legal.form(form), years)
    assert bool(text) is warned
    if warned:
        assert "3,5 år" in text
        assert "9 kap. 18" in text
