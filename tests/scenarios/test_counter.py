"""What a council may say instead of no is reckoned for all of them."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from scenarios.counter import other_towns
from scenarios.freeze import effects_in, freeze
from scenarios.places import with_choice
from scenarios.run import Outcome
from scenarios.sharing import BY_KEY, Key

TIME = "2026-11-22 10:00"


def test_every_town_is_what_moving_the_offices_there_by_hand_gives(
    outcomes: Mapping[str, Outcome],
):
    """The page Orter moves one office at a time; moving all three one by one says the same."""
    outcome = outcomes["04_kobyt_inriktning"]
    frozen = freeze(outcome, "2", Key(), BY_KEY, time=TIME)
    found = {row.key: row for row in other_towns(outcome, frozen)}
    case = outcome.setting.case
    seat = case.town_index("kisa")
    moved = outcome
    for e in effects_in(outcome, "2"):
        moved = with_choice(moved.question, moved, e.choice, replace(e.choice, seat=seat))
    by_hand = freeze(moved, "2", Key(), BY_KEY, time=TIME)

    assert "ort_kisa" in found
    assert "ort_tranas" not in found
    assert [change.value for change in found["ort_kisa"].changes] == pytest.approx(
        [row.change.value for row in by_hand.economy]
    )


def test_an_area_without_anything_merged_has_no_office_to_move(outcomes: Mapping[str, Outcome]):
    """Who sells a service does so from its own town."""
    outcome = outcomes["04_kobyt_inriktning"]
    frozen = freeze(outcome, "1", Key(), BY_KEY, time=TIME)

    assert list(other_towns(outcome, frozen)) == []
