"""The six points: what is still to be said is named, and nothing else."""

from dataclasses import replace

import pytest

from models.joint_decision import Goal, GoalLevel, Point, Seats, Words, goals_met, missing
from tests.scenarios.deciding_words import CODES, ready_words

GENERIC = ("Klara kompetensen och kontinuiteten",)


def test_nothing_is_missing_when_everything_is_said():
    """The words that the other tests take something away from are whole."""
    assert missing(ready_words(), CODES, GENERIC) == ()


def test_every_point_is_named_when_nothing_is_said():
    """An empty decision is stopped at each of the six, never at some of them only."""
    assert {found.point for found in missing(Words(), CODES, GENERIC)} == set(Point)


@pytest.mark.parametrize(
    ("part", "name", "point"),
    [
        ("money", "financing", Point.ECONOMY),
        ("money", "settlement", Point.ECONOMY),
        ("jobs", "premises", Point.EMPLOYMENT),
        ("evaluation", "method", Point.EVALUATION),
        ("governance", "rights", Point.GOVERNANCE),
        ("governance", "form", Point.GOVERNANCE),
        ("governance", "chair", Point.GOVERNANCE),
        ("leadership", "post", Point.LEADERSHIP),
    ],
)
def test_a_part_left_blank_is_named_under_its_point(part: str, name: str, point: Point):
    """Blanks are no words, so spaces alone do not make a decision ready."""
    words = ready_words()
    words = replace(words, **{part: replace(getattr(words, part), **{name: "  "})})

    (found,) = missing(words, CODES, GENERIC)

    assert found.point is point
    assert "saknas" in str(found)


def test_a_goal_in_general_words_is_refused():
    """Case, spaces and a full stop do not make a general goal specific."""
    words = ready_words()
    goals = (*words.goals[:1], Goal(GoalLevel.GENERAL, "klara  kompetensen och kontinuiteten."))

    found = missing(replace(words, goals=(*goals, *words.goals[2:])), CODES, GENERIC)

    assert [f.point for f in found] == [Point.GOALS]
    assert "allmänna texten" in found[0].what


def test_the_vision_may_stand_as_it_is():
    """It is common to everything, and nobody is asked to rewrite it."""
    words = ready_words()
    goals = (Goal(GoalLevel.VISION, GENERIC[0]), *words.goals[1:])

    assert missing(replace(words, goals=goals), CODES, GENERIC) == ()


@pytest.mark.parametrize("name", ["indicator", "baseline", "target", "year", "owner", "source"])
def test_an_assignment_without_a_measure_is_not_ready(name: str):
    """Each of indicator, baseline, target, year, source and owner is asked for by name."""
    words = ready_words()
    goal = words.goals[2]
    lacking = replace(goal, **{name: "" if isinstance(getattr(goal, name), str) else None})

    (found,) = missing(replace(words, goals=(*words.goals[:2], lacking)), CODES, GENERIC)

    assert found.point is Point.GOALS


def test_a_municipality_without_a_seat_is_counted_where_the_form_has_a_body():
    """Four of five with seats is one short; a form without a joint body needs none."""
    words = ready_words()
    four = replace(words.governance, seats=words.governance.seats[:4])
    none = replace(words.governance, seats=(Seats("0513", 0, 0),), joint_body=False)

    (found,) = missing(replace(words, governance=four), CODES, GENERIC)

    assert "1 av 5" in found.what
    assert missing(replace(words, governance=none), CODES, GENERIC) == ()


def test_three_goals_met_of_four():
    """A target below the baseline is met from above; a goal without outcome is not counted."""
    up = Goal(GoalLevel.ASSIGNMENT, "upp", baseline=1, target=5)
    down = Goal(GoalLevel.ASSIGNMENT, "ned", baseline=9, target=5)
    goals = [
        replace(goal, outcome=outcome)
        for goal, outcome in ((up, 5.0), (up, 4.0), (down, 5.0), (down, 4.0), (up, None))
    ]

    assert goals_met(goals) == (3, 4)
    assert goals_met((up, down)) == (0, 0)
