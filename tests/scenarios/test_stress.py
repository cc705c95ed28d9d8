"""Whatever happens to a sharing, money changes hands and none appears, and each can see why."""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest

from models.decisions import Choice
from models.joint_cost import KEYS
from models.sharing import RULES
from models.stress import Exit, PaidBy
from scenarios.run import Outcome
from scenarios.setting import HIGH_PERCENT, LOW_PERCENT, Range
from scenarios.sharing import (
    BY_KEY,
    Key,
    Stake,
    activity_stake,
    choice_to_share,
    groups_alone,
    joint_drawn,
    joint_part,
    paid_by_key,
    plan_stake,
    pure_keys,
    share,
)
from scenarios.stress import (
    Balance,
    ExitOutcome,
    exits,
    joins_late,
    new_key,
    other_towns,
    overruns,
    portfolio_balance,
)

SEK, OERE = 1.0, 0.01
EVERY_KEY = [key.key for key in KEYS]
EVERY_RULE = [rule.key for rule in RULES]
PLAYERS = range(5)
BEFORE = Key("inhabitants")
MIXED = Key("historic", 0.3)


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The plan in which a day without staff has a price, so that much is joint."""
    return outcomes["02_sarbarhet"]


@pytest.fixture(scope="module")
def stake(outcome: Outcome) -> Stake:
    """What that plan gives to share."""
    return plan_stake(outcome, list(groups_alone(outcome.question)))


@pytest.fixture(scope="module")
def left(stake: Stake) -> Mapping[tuple[int, PaidBy], ExitOutcome]:
    """Every municipality's exit, whoever pays what is left behind."""
    return {
        (one, paid_by): exits(stake, BEFORE, leaving(one, paid_by))
        for one in PLAYERS
        for paid_by in PaidBy
    }


@pytest.fixture(scope="module")
def balances(stake: Stake) -> Mapping[str, Balance]:
    """The balance of the plan under every rule."""
    return {rule: portfolio_balance(stake, MIXED, rule) for rule in EVERY_RULE}


def leaving(one: int, paid_by: PaidBy) -> Exit:
    """Return an exit with two years' notice, of which 40 per cent of the cost stays three years."""
    return Exit(leaver=one, notice_years=2, fixed=0.4, adjusted_after=3, paid_by=paid_by)


def held(*ranges: Range) -> bool:
    """Say whether every range holds its value."""
    return all(r.low <= r.value <= r.high for r in ranges)


def alone_without(stake: Stake, one: int) -> list[Choice]:
    """Return what is done when one has left: the others' best, and its own."""
    rest = stake.game.everybody - (1 << one)
    return [*stake.alone[rest].choices, *stake.alone[1 << one].choices]


# ---- New key -------------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [0, 1, 4])
@pytest.mark.parametrize("after", [*map(Key, EVERY_KEY), MIXED], ids=str)
def test_a_new_key_moves_money_and_makes_none_in_any_year(
    after: Key, years: int, stake: Stake
) -> None:
    """What one is promised by a new key another has to pay, also on the way there."""
    changed = new_key(stake, BEFORE, after, years)

    assert [c.code for c in changed] == list(stake.codes)
    assert sum(c.change.value for c in changed) == pytest.approx(0.0, abs=OERE)
    yearly = np.array([c.yearly for c in changed])
    assert yearly.shape == (5, years + 1)
    assert yearly.sum(axis=0) == pytest.approx(0.0, abs=OERE)
    by_hand = paid_by_key(stake, after) - paid_by_key(stake, BEFORE)
    assert [c.change.value for c in changed] == pytest.approx(by_hand, abs=OERE)
    assert yearly[:, -1] == pytest.approx(by_hand, abs=OERE)
    assert not years or yearly[:, 0] == pytest.approx(0.0, abs=OERE)
    assert held(*(c.change for c in changed))
    # Two municipalities' kronor in different draws are not added: an end is each one's own.
    assert after == BEFORE or any(c.change.low < c.change.high for c in changed)


def test_a_key_that_is_not_new_changes_nothing(stake: Stake) -> None:
    """Nobody has to wonder whether rounding made them pay."""
    for changed in new_key(stake, MIXED, MIXED, 3):
        assert changed.change == Range(0.0, 0.0, 0.0)
        assert not any(changed.yearly)


# ---- Overrun -------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.0, 0.1, 1.0])
def test_an_overrun_is_as_much_as_was_overrun_by_every_key(part: float, stake: Stake) -> None:
    """Ten per cent more is ten per cent of what is joint, whoever the key lets pay for it."""
    joint = joint_part(stake, BEFORE).sum()
    found = overruns(stake, part, [*pure_keys(), MIXED])

    assert [o.key for o in found] == [*map(Key, EVERY_KEY), MIXED]
    for one in found:
        assert one.why == ""
        assert one.total is not None
        assert one.total.value == pytest.approx(part * joint, abs=OERE)
        assert sum(r.value for r in one.shares) == pytest.approx(part * joint, abs=OERE)
        by_hand = part * joint_part(stake, one.key)
        assert [r.value for r in one.shares] == pytest.approx(by_hand, abs=OERE)
        assert held(one.total, *one.shares)
        assert not part or all(r.low < r.high for r in one.shares)


# ---- Late joiner ---------------------------------------------------------------------------------


@pytest.mark.parametrize("years", [0, 1, 5])
@pytest.mark.parametrize("joiner", PLAYERS)
def test_what_a_late_joiner_pays_extra_the_others_get(
    joiner: int, years: int, stake: Stake
) -> None:
    """The premium is a thank-you to those who went first, never money that nobody receives."""
    found = joins_late(stake, BEFORE, joiner, 0.2, years)

    yearly = np.array([c.yearly for c in found])
    assert yearly.shape == (5, years + 1)
    assert yearly.sum(axis=0) == pytest.approx(0.0, abs=OERE)
    assert sum(c.change.value for c in found) == pytest.approx(0.0, abs=OERE)
    # Over no years at all there is no premium.
    extra = 0.2 * joint_part(stake, BEFORE)[joiner] if years else 0.0
    assert found[joiner].change.value == pytest.approx(extra, abs=OERE)
    assert not years or all(c.change.value < 0 for i, c in enumerate(found) if i != joiner)
    assert [c.change.value for c in found] == pytest.approx(yearly[:, 0], abs=OERE)
    assert not years or yearly[:, -1] == pytest.approx(0.0, abs=OERE)
    # It falls and never rises again.
    assert (np.diff(np.abs(yearly), axis=1) <= OERE).all()
    assert held(*(c.change for c in found))


# ---- Exit ----------------------------------------------------------------------------------------


def test_who_leaves_and_pays_for_it_leaves_the_others_as_they_were(
    stake: Stake, left: Mapping[tuple[int, PaidBy], ExitOutcome]
) -> None:
    """With the bill on the leaver nobody else notices until the organisation is adjusted."""
    for one in PLAYERS:
        found = left[one, PaidBy.LEAVER]
        assert found.stranded.value == pytest.approx(0.4 * joint_part(stake, BEFORE)[one], abs=OERE)
        for i, row in enumerate(found.rows):
            if i != one:
                assert row.meanwhile == Range(0.0, 0.0, 0.0)
        mine = found.rows[one]
        extra = mine.meanwhile.value - mine.after.value
        assert extra == pytest.approx(found.stranded.value, abs=OERE)


def test_those_who_remain_share_what_is_left_behind_and_not_a_krona_more(
    left: Mapping[tuple[int, PaidBy], ExitOutcome],
) -> None:
    """With the bill on those who remain, all of it is on them and none on the one that left."""
    for one in PLAYERS:
        found = left[one, PaidBy.REMAINING]
        others = [row.meanwhile for i, row in enumerate(found.rows) if i != one]
        assert sum(r.value for r in others) == pytest.approx(found.stranded.value, abs=OERE)
        assert all(r.value > 0 for r in others)
        mine = found.rows[one]
        assert mine.meanwhile.value == pytest.approx(mine.after.value, abs=OERE)
        # Who pays meanwhile decides nothing about how it ends.
        assert [r.after for r in found.rows] == [r.after for r in left[one, PaidBy.LEAVER].rows]


def test_after_an_exit_the_rows_are_what_everybody_together_pays_more(
    stake: Stake, left: Mapping[tuple[int, PaidBy], ExitOutcome]
) -> None:
    """What is lost by splitting up is seen in full: after less before, shared out and no more."""
    before = paid_by_key(stake, BEFORE).sum()
    for (one, _), found in left.items():
        after = paid_by_key(stake, BEFORE, alone_without(stake, one))
        assert sum(r.after.value for r in found.rows) == pytest.approx(
            after.sum() - before, abs=SEK
        )
        rest = stake.game.everybody - (1 << one)
        borne = after.sum() + stake.priced_in(alone_without(stake, one)).sum()
        game = stake.game.costs[rest] + stake.game.alone[one]
        assert borne == pytest.approx(game, abs=SEK)


def test_an_exit_goes_year_by_year_from_notice_to_the_end(
    stake: Stake, left: Mapping[tuple[int, PaidBy], ExitOutcome]
) -> None:
    """Nothing changes during the notice, and the last year is the end that the rows tell of."""
    for (one, _), found in left.items():
        assert found.yearly.shape == (2 + 1 + 3 + 1, 5)
        assert found.yearly[:3] == pytest.approx(0.0, abs=OERE)
        priced = stake.priced_in(alone_without(stake, one)) - stake.priced
        for i, row in enumerate(found.rows):
            assert found.yearly[-1, i] == pytest.approx(row.after.value + priced[i], abs=SEK)
            if i != one:
                assert found.yearly[3:6, i] == pytest.approx(row.meanwhile.value, abs=OERE)


def test_an_exit_says_what_is_left_of_each_ones_gain(
    stake: Stake, left: Mapping[tuple[int, PaidBy], ExitOutcome]
) -> None:
    """Whoever is left can see whether it still pays; the one that has left has nothing to gain."""
    for (one, _), found in left.items():
        priced = stake.priced_in(alone_without(stake, one))
        paid = paid_by_key(stake, BEFORE, alone_without(stake, one))
        for i, row in enumerate(found.rows):
            if i == one:
                assert row.gains is None
            else:
                by_hand = stake.game.alone[i] - paid[i] - priced[i]
                assert row.gains == pytest.approx(by_hand, abs=SEK)


def test_an_exit_has_ranges_that_hold_their_value(
    left: Mapping[tuple[int, PaidBy], ExitOutcome],
) -> None:
    """A figure outside its own range would end the discussion."""
    for found in left.values():
        assert held(found.stranded)
        for row in found.rows:
            assert held(row.meanwhile, row.after)


@pytest.mark.parametrize("key", EVERY_KEY)
def test_a_chain_of_exits_begins_with_the_one_that_leaves(key: str, stake: Stake) -> None:
    """Nobody leaves twice, and each that follows bears more than alone with those then left."""
    for one in PLAYERS:
        chain = exits(stake, Key(key), leaving(one, PaidBy.LEAVER)).chain
        assert chain[0] == stake.codes[one]
        assert len(set(chain)) == len(chain) < 5
        rest = stake.game.everybody - (1 << one)
        for _, code in pairwise(chain):
            i = stake.codes.index(code)
            choices = stake.alone[rest].choices
            borne = paid_by_key(stake, Key(key), choices) + stake.priced_in(choices)
            assert borne[i] > stake.game.alone[i]
            rest -= 1 << i


# ---- The office in another town ------------------------------------------------------------------


def test_another_town_for_the_office_costs_what_the_members_pay_for_it(outcome: Outcome) -> None:
    """The whole and its parts are the same kronor, so that a town is chosen on what it costs."""
    seen = 0
    for activity in outcome.setting.case.activities:
        choice = choice_to_share(outcome, activity.key) if activity.optimised else None
        if choice is None:
            continue
        stake = activity_stake(outcome.question, choice)
        found = other_towns(stake, BEFORE)
        towns = [other.town for other in found]
        assert len(set(towns)) == len(towns)
        assert outcome.setting.case.towns[choice.seat].key not in towns
        for other in found:
            assert len(other.change) == len(choice.members)
            total = sum(r.value for r in other.change)
            assert total == pytest.approx(other.total.value, abs=OERE)
            assert held(other.total, *other.change)
        seen += len(found)
    assert seen


# ---- Everything that is joint --------------------------------------------------------------------


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_the_balance_ends_in_what_each_gains_by_the_rule(
    rule: str, stake: Stake, balances: Mapping[str, Balance]
) -> None:
    """Two tables that tell of the same plan may not differ by a krona."""
    balance, shared = balances[rule], share(stake, MIXED, rule)
    assert shared.why == ""
    for total, row in zip(balance.total, shared.rows, strict=True):
        assert total.value == pytest.approx(row.gains.value, abs=SEK)
        assert total.low == pytest.approx(row.gains.low, abs=SEK)
        assert total.high == pytest.approx(row.gains.high, abs=SEK)


def test_the_balance_adds_up_downwards_and_across(
    stake: Stake, outcome: Outcome, balances: Mapping[str, Balance]
) -> None:
    """Activity by activity, the coordination and the transfers: the total hides nothing."""
    case = outcome.setting.case
    changed = {case.activities[c.activity].key for c in stake.choices if c.changed}
    for rule, balance in balances.items():
        assert {row.activity for row in balance.rows} == changed
        assert len(balance.rows) == len(changed)
        for i, total in enumerate(balance.total):
            column = sum(row.gains[i].value for row in balance.rows)
            column += balance.coordination[i].value + balance.transfers[i]
            assert total.value == pytest.approx(column, abs=OERE), rule
        paid = -sum(r.value for r in balance.coordination)
        assert paid == pytest.approx(stake.question.decisions.coordination_sek, abs=OERE)
        assert sum(balance.transfers) == pytest.approx(0.0, abs=SEK)
        for row in balance.rows:
            assert held(*row.gains)
        assert held(*balance.coordination, *balance.total)
    assert balances[BY_KEY].transfers == pytest.approx([0.0] * 5, abs=OERE)


def test_a_row_of_the_balance_is_what_its_activity_saves(
    stake: Stake, balances: Mapping[str, Balance]
) -> None:
    """An activity's row over all municipalities is its own saving, however the key shares it."""
    case, options = stake.question.setting.case, stake.question.options
    for row in balances[BY_KEY].rows:
        chosen = [c for c in stake.choices if c.activity == case.index(row.activity)]
        after = sum(float(options.burden[options.find(c)]) for c in chosen)
        today = [
            options.choice(int(i))
            for i in np.flatnonzero(~options.changed & options.of_activity(chosen[0].activity))
        ]
        before = sum(float(options.burden[options.find(c)]) for c in today)
        assert sum(r.value for r in row.gains) == pytest.approx(before - after, abs=SEK)
        kept = sum(float(c.kept.sum()) for c in stake.costs([c for c in chosen if c.joint]))
        assert row.kept_home == pytest.approx(kept, abs=OERE)


def test_what_is_joint_in_the_draws_is_what_falls_under_an_overrun(stake: Stake) -> None:
    """The ends of an overrun's range are its share of the joint cost's, in the same draws."""
    for one in overruns(stake, 0.1, pure_keys()):
        ends = np.percentile(
            0.1 * joint_drawn(stake, one.key).sum(axis=1), [LOW_PERCENT, HIGH_PERCENT]
        )
        assert one.total is not None
        assert one.total.low == pytest.approx(min(ends[0], one.total.value), abs=SEK)
        assert one.total.high == pytest.approx(max(ends[1], one.total.value), abs=SEK)
