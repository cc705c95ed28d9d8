"""The meeting's log: what was tried can be opened again and gives the same figures."""

import json
from collections.abc import Mapping

from models.pack import Pack
from scenarios.meeting_log import entry_of, figures_hash, reopen
from scenarios.result import as_dict
from scenarios.run import Outcome, run

TRIED = "10_utan_tranas"
TIME = "2026-11-22 14:05"


def test_a_row_says_what_was_tried_and_what_came_out(outcomes: Mapping[str, Outcome]) -> None:
    """With the time and the note that are given: nothing here reads a clock."""
    tried = outcomes[TRIED]
    row = entry_of(tried, TIME, "Tranås tvekar\nfrågan hänskjuts")
    assert (row.time, row.note) == (TIME, "Tranås tvekar\nfrågan hänskjuts")
    assert row.title == "Utan Tranås"
    assert row.stamp == str(tried.stamp)
    assert row.fingerprint == tried.stamp.scenario
    assert (row.annual, row.change, row.one_off) == (tried.annual, tried.change, tried.one_off)


def test_a_row_opened_again_gives_identical_figures(
    pack: Pack, outcomes: Mapping[str, Outcome]
) -> None:
    """The secretary's log can be trusted a year later."""
    entry = entry_of(outcomes[TRIED], TIME, "")
    again = reopen(entry, pack)
    assert again.fingerprint() == outcomes[TRIED].scenario.fingerprint()
    assert figures_hash(as_dict(run(pack, again))) == entry.figures


def test_the_hash_follows_the_figures_and_nothing_else(outcomes: Mapping[str, Outcome]) -> None:
    """Another title or a rounding in the twelfth place is the same; a krona in a million is not."""
    result = as_dict(outcomes[TRIED])
    same = figures_hash(result)
    assert figures_hash(json.loads(json.dumps(result))) == same
    titled = {**result, "scenario": {}, "stamp": {}}
    assert figures_hash(titled) == same
    total = result["total"]
    assert isinstance(total, dict)
    for factor, alike in ((1 + 1e-12, True), (1 + 1e-4, False)):
        value = total["annual_sek"]["value"] * factor
        moved = {
            **result,
            "total": {**total, "annual_sek": {**total["annual_sek"], "value": value}},
        }
        assert (figures_hash(moved) == same) is alike
    assert figures_hash({"total": -0.0}) == figures_hash({"total": 0.0})
