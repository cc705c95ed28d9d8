"""What the councils have adopted may be carried out; nothing else, and each is told at home."""

from dataclasses import replace
from datetime import date

import pytest

from models.accord import Accord, Light
from models.implementation import (
    Concern,
    Delegation,
    ImplementationDecision,
    implementation_faults,
    notices,
)

NAMES = {"a": "Kinda", "b": "Ödeshög", "c": "Boxholm"}
SINCE = date(2027, 4, 24)
TODAY = date(2027, 6, 1)
REACHED = Accord(SINCE, tuple(NAMES), (), Light.GREEN, (), "Samstämmigt.")
WAITING = Accord(None, ("a", "b"), ("c",), Light.AMBER, (), "Återstår: Boxholm.")
PARENTS = {"it": REACHED, "plan": WAITING}
DECISION = ImplementationDecision(
    "1",
    "it",
    date(2027, 5, 1),
    "Gemensam telefonväxel från den 1 september.",
    Concern.CARRYING_OUT,
    tuple(Delegation(code, f"punkt 4 ({code})", "Kommunstyrelsen") for code in NAMES),
)


def faults(decision: ImplementationDecision) -> list[str]:
    """Return the faults as sentences."""
    return [str(found) for found in implementation_faults(decision, PARENTS, NAMES, TODAY)]


def test_one_decision_gives_one_notice_in_each_municipality() -> None:
    """Each committee is told under its own delegation."""
    assert faults(DECISION) == []
    given = notices(DECISION, PARENTS, NAMES, TODAY)
    assert [notice.code for notice in given] == ["a", "b", "c"]
    assert given[1].sentence == (
        "Anmälan till Kommunstyrelsen i Ödeshög: beslut 2027-05-01 om genomförande, med stöd av "
        "punkt 4 (b). Gemensam telefonväxel från den 1 september."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"parent": "miljo"}, "inget samstämmigt beslut att genomföra"),
        ({"parent": "plan"}, "inget samstämmigt beslut att genomföra (Återstår: Boxholm)"),
        ({"on": date(2027, 4, 23)}, "före det samstämmiga beslutet 2027-04-24"),
        ({"on": date(2027, 6, 2)}, "inte har varit"),
        ({"text": " "}, "text: fann uppgift saknas"),
        ({"delegations": DECISION.delegations[:2]}, "Boxholm: fann ingen delegation"),
        ({"delegations": (*DECISION.delegations, DECISION.delegations[0])}, "2 delegationer"),
        ({"delegations": (*DECISION.delegations, Delegation("x", "1", "KS"))}, "från ”x”"),
    ],
)
def test_a_decision_that_nobody_may_take_is_refused_without_notice(
    changed: dict[str, object], said: str
) -> None:
    """No parent, no mandate, no delegation: no decision, and nothing to tell anyone."""
    refused = replace(DECISION, **changed)  # type: ignore[arg-type]
    (fault,) = faults(refused)
    assert said in fault
    assert notices(refused, PARENTS, NAMES, TODAY) == ()


@pytest.mark.parametrize("concern", [c for c in Concern if c is not Concern.CARRYING_OUT])
def test_goals_extent_and_the_decision_itself_are_not_carrying_out(concern: Concern) -> None:
    """What the councils decide is not changed by their servants."""
    (fault,) = faults(replace(DECISION, concern=concern))
    assert f"ett beslut om {concern}" in fault


def test_the_day_of_the_last_council_is_early_enough() -> None:
    """From that day there is something to carry out."""
    assert faults(replace(DECISION, on=SINCE)) == []


def test_everything_is_said_at_once() -> None:
    """Three faults are one list."""
    assert len(faults(replace(DECISION, parent="plan", concern=Concern.GOALS, text=""))) == 3
