"""What would have been best in each draw, had one known it, for the shipped pack."""

from collections.abc import Mapping

import numpy as np
import pytest

from models.entities import Alternative
from models.parameters import draws_in_blocks
from scenarios.candidates import of_activity
from scenarios.hindsight import Hindsight, hindsight
from scenarios.run import Outcome

DRAWS = 512


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """A scenario in which something is worth doing jointly."""
    return outcomes["02_sarbarhet"]


@pytest.fixture(scope="module")
def rows(outcome: Outcome) -> Mapping[str, Hindsight]:
    """Every activity, by key."""
    *shares, found = hindsight(outcome.question, DRAWS)
    assert shares == [1.0]
    assert isinstance(found, tuple)
    return {row.activity: row for row in found}


def test_every_planned_activity_is_there_and_its_shares_add_up(
    rows: Mapping[str, Hindsight], outcome: Outcome
) -> None:
    """Each draw gives every municipality some way; what is saved is shared out to the krona."""
    case = outcome.setting.case
    assert list(rows) == [a.key for a in case.activities if a.optimised]
    for row in rows.values():
        ways = dict(row.ways)
        assert sum(ways.values()) >= 1 - 1e-9
        assert 0 <= row.alone <= ways.get(Alternative.OWN, 0.0)
        assert row.everybody <= 1
        assert row.saved >= 0
        assert sum(row.shapley) == pytest.approx(row.saved, abs=0.01)


def test_hindsight_saves_at_least_as_much_as_any_one_way_for_all(
    rows: Mapping[str, Hindsight], outcome: Outcome
) -> None:
    """Choosing anew in each draw cannot be dearer than a choice that is kept through all."""
    setting = outcome.setting
    _, values = next(draws_in_blocks(setting.factors, setting.scenario.seed, DRAWS))
    for key in ("lon", "ekonomi", "plan"):
        annual = of_activity(outcome, key).annual(values)
        kept = -float(np.minimum(annual, 0).min(axis=0).mean())
        assert rows[key].saved >= kept - 0.01
        assert rows[key].alone <= float((annual >= 0).all(axis=0).mean()) + 1e-9
