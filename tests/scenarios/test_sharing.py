"""What each pays and gains adds up, and whoever would rather leave is found by counting."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from models.case import Case
from models.decisions import Choice
from models.entities import Alternative
from models.game import in_core
from models.joint_cost import KEYS
from models.pack import Pack
from models.parameters import Suppositions
from models.plan import plan_of
from models.sharing import NO_GAIN, NO_KEY, RULES
from scenarios.run import Outcome, Question, ask, outcome_of, run
from scenarios.scenario import Scenario
from scenarios.sharing import (
    BY_KEY,
    Key,
    Shared,
    ShareRow,
    Stake,
    activity_stake,
    bears,
    choice_to_share,
    every_sharing,
    group_bears,
    groups_alone,
    joint_choices,
    joint_drawn,
    joint_part,
    paid_by_key,
    paid_drawn,
    plan_stake,
    share,
    stability,
)

SEK = 1.0
OERE = 0.01
EVERY_KEY = [key.key for key in KEYS]
EVERY_RULE = [rule.key for rule in RULES]
# One in which somebody loses by the key, and one mixed.
CHOSEN = (Key("inhabitants"), Key("historic", 0.3))
MERGED = Alternative.MERGED
PRICED, PLAIN = "02_sarbarhet", "01_lagsta_kostnad"


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The plan in which a day without staff has a price, so that much is joint."""
    return outcomes[PRICED]


@pytest.fixture(scope="module")
def stake(outcome: Outcome) -> Stake:
    """What that plan gives to share."""
    return plan_stake(outcome, list(groups_alone(outcome.question)))


@pytest.fixture(scope="module")
def sharings(stake: Stake) -> list[Shared]:
    """Every rule under both keys, and every pure key."""
    return [
        *(share(stake, key, rule) for key in CHOSEN for rule in EVERY_RULE),
        *(share(stake, Key(key), BY_KEY) for key in EVERY_KEY),
    ]


@pytest.fixture(scope="module")
def activities(outcomes: Mapping[str, Outcome]) -> dict[tuple[str, str], Stake]:
    """What every activity that can be joint gives to share, with and without prices."""
    found = {}
    for name in (PRICED, PLAIN):
        outcome = outcomes[name]
        for activity in outcome.setting.case.activities:
            choice = choice_to_share(outcome, activity.key) if activity.optimised else None
            if choice is not None:
                found[name, activity.key] = activity_stake(outcome.question, choice)
    return found


def altered(
    stake: Stake,
    case: Case | None = None,
    draws: Suppositions | None = None,
    coordination: float | None = None,
) -> Stake:
    """Return the stake with another case, other draws or another coordination behind it."""
    question = stake.question
    setting, decisions = question.setting, question.decisions
    setting = replace(setting, case=case or setting.case, draws=draws or setting.draws)
    if coordination is not None:
        decisions = replace(decisions, coordination_sek=coordination)
    changed = Question(setting, decisions, question.options)
    return replace(stake, question=changed, effects={}, rows={})


def one_draw(setting_draws: Suppositions, d: int) -> Suppositions:
    """Return a single draw, as if it were all there is."""
    return Suppositions(
        {key: values[d : d + 1] for key, values in setting_draws.common.items()},
        setting_draws.elasticity[d : d + 1],
        setting_draws.base[d : d + 1],
    )


def coordination(stake: Stake) -> float:
    """Return what the coordination of the whole costs, SEK/year."""
    return float(stake.question.setting.principal.of("samordning_helheten")[0])


def values(rows: tuple[ShareRow, ...], name: str) -> list[float]:
    """Return a column's figures without their ranges."""
    return [float(getattr(row, name).value) for row in rows]


def costs_alone(stake: Stake, group: tuple[int, ...]) -> float:
    """Return what some players bear alone: what it costs today and what they would do."""
    alone = stake.alone[sum(1 << i for i in group)]
    return float(stake.own[list(group)].sum()) + alone.burden


# ---- What is paid ------------------------------------------------------------------------------


def test_the_plan_has_much_to_share(stake: Stake) -> None:
    """What the tests below stand on: many joint activities, prices and a gain, all proven."""
    assert sum(choice.joint for choice in stake.choices) >= 5
    assert stake.joint
    assert stake.proven
    assert stake.priced.sum() > 0
    assert stake.game.gain > 1_000_000
    assert stake.question.decisions.coordination_sek == coordination(stake) > 500_000


@pytest.mark.parametrize("fixed", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("key", EVERY_KEY)
def test_what_is_paid_is_what_it_costs(
    key: str, fixed: float, stake: Stake, outcome: Outcome
) -> None:
    """To the krona: what stays at home, the pools and the coordination; and the plan's own sum."""
    paid = paid_by_key(stake, Key(key, fixed))
    costs = stake.costs()
    kept, pools = sum(c.kept.sum() for c in costs), sum(float(c.pool) for c in costs)

    assert paid.sum() == pytest.approx(kept + pools + coordination(stake), abs=OERE)
    assert paid.sum() == pytest.approx(stake.own.sum() + outcome.annual.value, abs=SEK)
    part = joint_part(stake, Key(key, fixed))
    assert part.sum() == pytest.approx(pools + coordination(stake), abs=OERE)
    assert (part > 0).all()


def test_what_each_pays_today_is_in_the_accounts(stake: Stake, outcome: Outcome) -> None:
    """Own cost is the accounts of the planned activities less what fees bear, and nothing else."""
    case = outcome.setting.case
    for i, own in enumerate(stake.own):
        by_hand = sum(
            float(case.cost[i, j].sum()) * (1 - float(case.fee[j]))
            for j, activity in enumerate(case.activities)
            if activity.optimised
        )
        assert own == pytest.approx(by_hand, abs=SEK)


def test_each_rule_shares_what_everybody_bears_together(
    stake: Stake, outcome: Outcome, sharings: list[Shared]
) -> None:
    """No rule may make or lose a krona: paid and priced are the whole plan, whoever has what."""
    together = float(stake.own.sum()) + outcome.plan.objective
    assert stake.game.together == pytest.approx(together, abs=SEK)
    for shared in sharings:
        assert shared.why == ""
        assert [row.code for row in shared.rows] == list(stake.codes)
        paid = sum(values(shared.rows, "pays"))
        assert paid + stake.priced.sum() == pytest.approx(together, abs=SEK), shared.rule
        assert sum(row.transfer for row in shared.rows) == pytest.approx(0.0, abs=SEK)


def test_a_row_adds_up(stake: Stake, sharings: list[Shared]) -> None:
    """Against today is paid less own; gains are what alone costs, less what is borne."""
    for shared in sharings:
        key_paid = paid_by_key(stake, shared.key)
        for i, row in enumerate(shared.rows):
            assert row.against_today.value == pytest.approx(row.pays.value - row.own, abs=OERE)
            assert row.pays.value == pytest.approx(key_paid[i] + row.transfer, abs=OERE)
            borne = row.pays.value + stake.priced[i]
            assert row.gains.value == pytest.approx(costs_alone(stake, (i,)) - borne, abs=OERE)
            assert row.priced == pytest.approx(stake.priced_alone[i] - stake.priced[i], abs=OERE)
            assert row.own == pytest.approx(stake.own[i])
            assert row.inhabitants == stake.question.setting.case.inhabitants[i]


@pytest.mark.parametrize("sek", [500_000.0, None], ids=["as in 2005", "in the prices of today"])
def test_without_coordination_exactly_that_much_less_is_paid(
    sek: float | None, stake: Stake
) -> None:
    """K-35: half a million is shared as what is joint otherwise, once, and nothing else changes."""
    with_it, without = altered(stake, coordination=sek), altered(stake, coordination=0.0)
    amount = coordination(stake) if sek is None else sek
    for key in EVERY_KEY:
        paid, free = paid_by_key(with_it, Key(key)), paid_by_key(without, Key(key))
        assert paid.sum() - free.sum() == pytest.approx(amount, abs=OERE)
        part = joint_part(without, Key(key))
        assert paid - free == pytest.approx(amount * part / part.sum(), abs=OERE)


@pytest.mark.parametrize("key", EVERY_KEY)
def test_the_fixed_part_leads_from_the_key_to_equal_parts(key: str, stake: Stake) -> None:
    """S-07: at 0 the key itself, at 1 equal parts, and half-way is half-way."""
    none, half, whole = (paid_by_key(stake, Key(key, fixed)) for fixed in (0.0, 0.5, 1.0))

    assert none == pytest.approx(paid_by_key(stake, Key(key)), abs=OERE)
    assert whole == pytest.approx(paid_by_key(stake, Key("equal")), abs=OERE)
    assert half == pytest.approx((none + whole) / 2, abs=OERE)
    assert key == "equal" or np.abs(none - whole).max() > 100_000


def test_another_key_moves_money_and_makes_none(stake: Stake) -> None:
    """What one municipality pays less when the key is changed, others pay more."""
    paid = [paid_by_key(stake, Key(key)) for key in EVERY_KEY]
    for one, other in combinations(paid, 2):
        assert np.abs(one - other).max() > 1_000
        assert (one - other).sum() == pytest.approx(0.0, abs=OERE)


def test_only_members_pay_for_a_pool(stake: Stake) -> None:
    """One choice at a time: who stands outside a group pays what it pays today and no more."""
    for choice in stake.choices:
        if choice.joint and len(choice.members) < len(stake.players):
            part = activity_stake(stake.question, choice)
            assert part.players == choice.members
            paid = paid_by_key(replace(stake, coordination=False), Key("volume"), [choice])
            outside = [m for m in stake.players if m not in choice.members]
            assert not paid[outside].any()
            assert paid[list(choice.members)] == pytest.approx(paid_by_key(part, Key("volume")))


def test_a_key_that_nobody_knows_says_so_and_has_no_rows(stake: Stake, outcome: Outcome) -> None:
    """A volume that is missing for one makes the key unanswerable; the other keys still answer."""
    case = outcome.setting.case
    choice = next(c for c in stake.choices if c.joint and len(c.members) > 3)
    volume = case.volume.copy()
    volume[choice.members[0], choice.activity] = 0.0
    gone = altered(stake, case=replace(case, volume=volume))
    for rule in EVERY_RULE:
        shared = share(gone, Key("volume", 0.3), rule)
        assert shared == Shared(Key("volume", 0.3), rule, why=NO_KEY)
        assert shared.rows == ()
    for key in set(EVERY_KEY) - {"volume"}:
        assert share(gone, Key(key), BY_KEY).rows == share(stake, Key(key), BY_KEY).rows

    # Who stands outside an activity does not have to know its volume.
    outside = next(c for c in stake.choices if c.joint and len(c.members) < len(stake.players))
    stranger = next(m for m in stake.players if m not in outside.members)
    volume = case.volume.copy()
    volume[stranger, outside.activity] = 0.0
    still = altered(stake, case=replace(case, volume=volume))
    assert paid_by_key(still, Key("volume")) == pytest.approx(paid_by_key(stake, Key("volume")))


# ---- What each rule promises ---------------------------------------------------------------------


def by_rule(sharings: list[Shared], rule: str) -> list[Shared]:
    """Return what a rule gave under the chosen keys."""
    return [s for s in sharings if s.rule == rule and s.key in CHOSEN]


def test_equal_percentage_saves_everybody_the_same_share_of_its_own_cost(
    stake: Stake, sharings: list[Shared]
) -> None:
    """The promise as it would be read out in a council: so many per cent for each."""
    percent = stake.game.gain / stake.own.sum()
    for shared in by_rule(sharings, "equal_percentage"):
        shares = [row.gains.value / row.own for row in shared.rows]
        assert shares == pytest.approx([percent] * len(shares), rel=1e-6)


def test_equal_gain_and_equal_per_inhabitant_are_what_they_say(
    stake: Stake, sharings: list[Shared]
) -> None:
    """The same kronor to each municipality, or to each inhabitant."""
    for shared in by_rule(sharings, "equal_gain"):
        assert values(shared.rows, "gains") == pytest.approx([stake.game.gain / 5] * 5, abs=SEK)
    people = stake.question.setting.case.inhabitants.sum()
    for shared in by_rule(sharings, "equal_per_inhabitant"):
        each = [row.gains.value / row.inhabitants for row in shared.rows]
        assert each == pytest.approx([stake.game.gain / people] * 5, rel=1e-6)


def test_with_a_floor_nobody_is_below_nothing(stake: Stake, sharings: list[Shared]) -> None:
    """Who loses by the key is made whole, as long as there is a gain to take it from."""
    assert stake.game.gain >= 0
    assert any(s.worse for s in by_rule(sharings, BY_KEY))
    for key in EVERY_KEY:
        before, after = share(stake, Key(key), BY_KEY), share(stake, Key(key), "floor")
        assert min(values(after.rows, "gains")) >= -SEK
        assert after.worse == ()
        assert after.holds
        for one, other in zip(before.rows, after.rows, strict=True):
            # Nobody gets more than made whole, and nobody who gains pays more than it gained.
            assert other.gains.value <= max(one.gains.value, 0.0) + SEK


def test_what_loses_as_a_whole_has_no_floor(activities: dict[tuple[str, str], Stake]) -> None:
    """When everybody together loses somebody must: the rules that promise otherwise say so."""
    losing = [stake for stake in activities.values() if stake.game.gain < -SEK]
    assert losing
    for stake in losing:
        for rule in ("floor", "nucleolus"):
            assert share(stake, Key(), rule, ranges=False).why == NO_GAIN


# ---- Who is worse off, and who would rather leave ------------------------------------------------


def test_worse_off_are_those_who_gain_less_than_nothing(
    stake: Stake, sharings: list[Shared]
) -> None:
    """The list and the column say the same, in every rule."""
    assert {bool(s.worse) for s in sharings} == {True, False}
    for shared in sharings:
        below = [row.code for row in shared.rows if row.gains.value < -stake.game.tolerance]
        assert list(shared.worse) == below


def test_the_group_that_would_leave_is_found_by_counting_every_group(
    stake: Stake, sharings: list[Shared]
) -> None:
    """Thirty groups, one after the other: the one with most to gain, or nobody."""
    left, stayed = 0, 0
    for shared in sharings:
        borne = [row.pays.value + stake.priced[i] for i, row in enumerate(shared.rows)]
        gain = {
            group: sum(borne[i] for i in group) - costs_alone(stake, group)
            for size in range(1, len(stake.players))
            for group in combinations(range(len(stake.players)), size)
        }
        assert len(gain) == 30
        most = max(gain, key=lambda group: gain[group])
        if gain[most] <= SEK:
            assert shared.leaving == ()
            assert shared.excess is None
            stayed += 1
            continue
        left += 1
        assert shared.excess is not None
        assert shared.excess.value == pytest.approx(gain[most], abs=SEK)
        chosen = tuple(stake.codes.index(code) for code in shared.leaving)
        assert gain[chosen] == pytest.approx(gain[most], abs=SEK)
        assert len(chosen) == min(len(g) for g in gain if gain[g] > gain[most] - OERE)
    assert left
    assert stayed


def test_a_sharing_that_keeps_everybody_in_is_found_where_there_is_one(stake: Stake) -> None:
    """Either money from outside is needed, or transfers that add up to nothing will do."""
    for key in EVERY_KEY:
        borne = bears(stake, Key(key), BY_KEY)
        found = stability(stake, borne)
        assert found.stable is (share(stake, Key(key), BY_KEY, ranges=False).leaving == ())
        assert found.core_empty is (found.from_outside > stake.game.tolerance)
        assert found.core_empty is (found.transfers is None)
        if found.transfers is not None:
            assert sum(found.transfers) == pytest.approx(0.0, abs=SEK)
            assert in_core(stake.game, borne + np.array(found.transfers))
            assert found.stable is (max(map(abs, found.transfers)) < SEK)


def test_without_ranges_the_answer_is_the_same(stake: Stake, sharings: list[Shared]) -> None:
    """What many stakes at once are asked for is not another reckoning."""
    for shared in sharings:
        bare = share(stake, shared.key, shared.rule, ranges=False)
        assert bare == replace(shared, rows=(), excess=None)


# ---- Ranges ------------------------------------------------------------------------------------


def test_ranges_contain_their_value(sharings: list[Shared]) -> None:
    """A value outside its own range would end the discussion; and nothing here is certain."""
    for shared in sharings:
        ranges = [r for row in shared.rows for r in (row.pays, row.against_today, row.gains)]
        for r in (*ranges, *([shared.excess] if shared.excess else [])):
            assert r.low <= r.value <= r.high
            assert r.low < r.high
        assert all(0 <= row.chance <= 1 for row in shared.rows)


def test_where_nothing_is_uncertain_the_range_is_its_value(stake: Stake) -> None:
    """The draws go the same way as the figures in the middle, the coordination with them."""
    setting = stake.question.setting
    certain = altered(stake, draws=setting.principal)
    for rule in EVERY_RULE:
        shared = share(certain, CHOSEN[0], rule)
        for row in shared.rows:
            for r in (row.pays, row.against_today, row.gains):
                assert r.high - r.low == pytest.approx(0.0, abs=SEK), rule
            # A gain of nothing, as a floor gives, is on neither side of it.
            assert abs(row.gains.value) < SEK or row.chance == float(row.gains.value > 0)
        if shared.excess is not None:
            assert shared.excess.high - shared.excess.low == pytest.approx(0.0, abs=SEK)


@pytest.mark.parametrize("d", [0, 17])
def test_what_is_paid_is_what_it_costs_in_every_draw(d: int, stake: Stake) -> None:
    """Also when the costs turn out otherwise nobody's krona is missing."""
    draws = one_draw(stake.question.setting.draws, d)
    drawn = altered(stake, draws=draws)
    cost = float(draws.of("samordning_helheten")[0])
    for choice in stake.choices:
        cost += float(drawn.effect(choice).annual_drawn.sum())
        cost += float(stake.costs([choice])[0].own.sum()) * float(draws.base[0, choice.activity])
    for key in EVERY_KEY:
        rows = share(drawn, Key(key), BY_KEY).rows
        # With a single draw one end is the value and the other the draw.
        paid = sum(row.pays.low + row.pays.high - row.pays.value for row in rows)
        assert paid == pytest.approx(cost, abs=SEK)
        assert abs(paid - sum(values(rows, "pays"))) > 1_000


@pytest.mark.parametrize("key", EVERY_KEY)
def test_what_is_joint_is_the_pools_and_the_coordination_in_every_draw(
    key: str, stake: Stake
) -> None:
    """What overruns and exits are reckoned on: what is paid less what stays at home, no less."""
    costs = stake.drawn(stake.choices)
    kept = np.sum([cost.kept for cost in costs], axis=0)
    pools = np.sum([cost.pool for cost in costs], axis=0)
    together = stake.question.setting.draws.of("samordning_helheten")

    joint = joint_drawn(stake, Key(key))
    assert joint.sum(axis=1) == pytest.approx(pools + together, abs=OERE)
    whole = paid_drawn(stake, Key(key)).sum(axis=1) - kept.sum(axis=1)
    assert joint.sum(axis=1).mean() == pytest.approx(whole.mean(), abs=OERE)
    assert np.ptp(joint.sum(axis=1)) > 1_000


# ---- Groups ------------------------------------------------------------------------------------


def test_what_a_group_bears_by_itself_is_what_it_would_cost_it(stake: Stake) -> None:
    """Shared by the key within the group, nothing is lost: it adds up to its value in the game."""
    jointly = 0
    for key in EVERY_KEY:
        of = group_bears(stake, Key(key))
        for mask, alone in stake.alone.items():
            group = tuple(i for i in range(len(stake.players)) if mask >> i & 1)
            found = of(mask)
            assert len(found) == len(group)
            assert found.sum() == pytest.approx(costs_alone(stake, group), abs=SEK)
            if mask != stake.game.everybody:
                assert stake.game.costs[mask] == pytest.approx(costs_alone(stake, group), abs=OERE)
            jointly += any(choice.joint for choice in alone.choices)
    assert jointly


def test_everybody_and_nobody_have_their_place_in_the_game(stake: Stake, outcome: Outcome) -> None:
    """Alone is what each does without the others; together is the plan that has been made."""
    assert sorted(stake.alone) == list(range(1, 32))
    assert stake.codes == tuple(m.code for m in outcome.setting.case.municipalities)
    assert stake.alone[31].burden <= outcome.plan.objective + SEK
    for i, cost in enumerate(stake.game.alone):
        assert cost == pytest.approx(stake.own[i] + stake.alone[1 << i].burden, abs=OERE)


# ---- One activity ------------------------------------------------------------------------------


def test_every_activity_that_can_be_joint_says_who_is_worse_off_by_every_key(
    activities: dict[tuple[str, str], Stake],
) -> None:
    """No stack trace in the middle of a table over all activities, with prices or without."""
    assert {name for name, _ in activities} == {PRICED, PLAIN}
    assert len(activities) > 20
    someone = 0
    for (_, activity), stake in activities.items():
        for key in EVERY_KEY:
            shared = share(stake, Key(key), BY_KEY, ranges=False)
            if key == "volume" and shared.why:
                case = stake.question.setting.case
                unknown = case.volume[list(stake.players), case.index(activity)] <= 0
                assert unknown.any()
                continue
            assert shared.why == "", (activity, key)
            paid = paid_by_key(stake, Key(key))
            worse = [
                code
                for i, code in enumerate(stake.codes)
                if paid[i] + stake.priced[i] > costs_alone(stake, (i,)) + stake.game.tolerance
            ]
            assert list(shared.worse) == worse
            someone += bool(worse)
    assert someone


def test_an_activity_borne_by_fees_has_nothing_to_share_and_still_answers(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """When fee payers bear everything the pool is 0: nobody pays, which is an answer."""
    charged = tuple(
        replace(a, fee_share=1.0) if a.key == "fastighetsovervakning" else a
        for a in pack.activities
    )
    question = ask(replace(pack, activities=charged), shipped[PLAIN])
    stake = activity_stake(question, joint_choices(question, "fastighetsovervakning")[0])
    assert stake.own == pytest.approx(0.0)
    assert float(stake.costs()[0].pool) == pytest.approx(0.0, abs=OERE)
    for key in EVERY_KEY:
        shared = share(stake, Key(key), BY_KEY, ranges=False)
        assert (shared.why, shared.worse, shared.leaving) == ("", (), ()), key


def test_one_alone_in_an_activity_bears_its_own_cost(
    activities: dict[tuple[str, str], Stake],
) -> None:
    """As today costs what it costs today, and a day without staff what has been decided."""
    as_today = 0
    for (name, activity), stake in activities.items():
        price = stake.question.decisions.price_uncovered_day_sek
        assert price == (5_000 if name == PRICED else 0)
        case = stake.question.setting.case
        j = case.index(activity)
        for i, m in enumerate(stake.players):
            (choice,) = stake.alone[1 << i].choices
            own = float(case.cost[m, j].sum()) * (1 - float(case.fee[j]))
            days = float(stake.effect(choice).days_before[m])
            ceiling = own + price * days
            assert stake.game.alone[i] <= ceiling + SEK
            if choice.alternative is Alternative.OWN:
                assert stake.game.alone[i] == pytest.approx(ceiling, abs=SEK)
                as_today += 1
    assert as_today > len(activities)


def test_an_activity_shares_what_its_group_bears_without_the_coordination(
    activities: dict[tuple[str, str], Stake],
) -> None:
    """The coordination of the whole is no single activity's; the rest adds up to the krona."""
    for (_, activity), stake in activities.items():
        (choice,) = stake.choices
        assert stake.codes == tuple(
            stake.question.setting.case.municipalities[m].code for m in choice.members
        )
        row = stake.question.options.find(choice)
        assert row is not None
        burden = float(stake.question.options.burden[row])
        assert stake.game.together == pytest.approx(stake.own.sum() + burden, abs=SEK), activity
        borne = paid_by_key(stake, Key("historic")) + stake.priced
        assert borne.sum() == pytest.approx(stake.game.together, abs=SEK)
        again = paid_by_key(altered(stake, coordination=0.0), Key("historic"))
        assert again == pytest.approx(paid_by_key(stake, Key("historic")))


def test_an_activity_with_every_rule_has_its_ranges(
    activities: dict[tuple[str, str], Stake],
) -> None:
    """Merged and in cooperation, with prices and without: rows that add up, or a reason."""
    chosen = [stake for (_, key), stake in activities.items() if key in {"information", "lon"}]
    assert chosen
    for stake in chosen:
        for shared in every_sharing(stake, CHOSEN[1]):
            if shared.why:
                assert shared.why == NO_GAIN
                assert stake.game.gain < 0
                continue
            paid = sum(values(shared.rows, "pays"))
            assert paid + stake.priced.sum() == pytest.approx(stake.game.together, abs=SEK)
            for row in shared.rows:
                for r in (row.pays, row.against_today, row.gains):
                    assert r.low <= r.value <= r.high


def test_every_key_and_every_rule_is_asked_once(stake: Stake) -> None:
    """Four keys, a mix that is none of them, and seven rules under the chosen key."""
    for key, extra in ((Key("volume"), []), (CHOSEN[1], [CHOSEN[1]])):
        found = every_sharing(stake, key)
        keys = [Key(name) for name in EVERY_KEY] + extra
        assert [s.key for s in found if s.rule == BY_KEY] == keys
        others = [s for s in found if s.rule != BY_KEY]
        assert [s.rule for s in others] == [r for r in EVERY_RULE if r != BY_KEY]
        assert {s.key for s in others} == {key}


# ---- What there is to choose between -------------------------------------------------------------


def test_each_group_is_offered_its_cheapest_way_and_the_allowed_come_first(
    outcomes: Mapping[str, Outcome],
) -> None:
    """What may be decided stands before what may not; the largest group before the smaller."""
    question = outcomes[PRICED].question
    case, options = question.setting.case, question.options
    # Only merged, and by four at the least: the smaller groups are shown, but after.
    four = replace(
        question,
        decisions=replace(
            question.decisions,
            how={"information": (Alternative.MERGED,)},
            least_partners={"information": 4},
        ),
    )
    for asked in (question, four):
        found = joint_choices(asked, "information")
        assert len(found) == 26
        sizes = [len(choice.members) for choice in found]
        assert sizes == sorted(sizes, reverse=True)
        strict = asked is four
        for choice in found:
            ways = [
                float(options.burden[i])
                for i in range(len(options))
                if (other := options.choice(i)).members == choice.members
                and other.activity == choice.activity
                # What no decision allows for a group is the cheapest of all its ways.
                and (
                    may_be(asked, other) and (not strict or other.alternative is MERGED)
                    if not strict or len(choice.members) >= 4
                    else True
                )
            ]
            row = options.find(choice)
            assert row is not None
            assert options.burden[row] == pytest.approx(min(ways))
    assert case.activities[found[0].activity].key == "information"
    apart = replace(
        question,
        decisions=replace(
            question.decisions, apart=((case.municipalities[0].code, case.municipalities[1].code),)
        ),
    )
    inside = [{0, 1} <= set(choice.members) for choice in joint_choices(apart, "information")]
    assert inside == sorted(inside)
    assert inside.count(True) == 8
    assert joint_choices(question, "sma_skolenheter") == ()


def may_be(question: Question, choice: Choice) -> bool:
    """Say whether the pack's least number of partners and placement let a choice be made."""
    case, j = question.setting.case, choice.activity
    if choice.alternative is not MERGED:
        return True
    key = case.activities[j].key
    least = question.decisions.least_partners.get(key, case.activities[j].least_partners)
    return len(choice.members) >= least and choice.pattern in case.patterns(j)


def test_what_is_shared_of_an_activity_is_what_is_planned(outcome: Outcome) -> None:
    """As planned where joint, else the first that could be, and nothing where none can."""
    planned_and_not = set()
    for activity in outcome.setting.case.activities:
        if activity.optimised:
            j = outcome.setting.case.index(activity.key)
            chosen = choice_to_share(outcome, activity.key)
            planned = [c for c in outcome.plan.choices if c.joint and c.activity == j]
            could = joint_choices(outcome.question, activity.key)
            planned_and_not.add((bool(planned), bool(could)))
            if chosen is None:
                assert could == ()
            elif planned:
                assert chosen in planned
                assert len(chosen.members) == max(len(c.members) for c in planned)
            else:
                assert chosen == could[0]
    assert planned_and_not == {(True, True), (False, True), (False, False)}


def test_where_nothing_is_joint_there_is_nothing_to_share(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """Everybody as today: nobody pays anything more, by any key or rule, and nobody leaves."""
    only_own = {a.key: (Alternative.OWN,) for a in pack.activities if a.optimised}
    scenario = shipped[PRICED]
    found = run(pack, replace(scenario, decide=replace(scenario.decide, how=only_own)))
    stake = plan_stake(found, list(groups_alone(found.question)))

    assert not stake.joint
    for key in CHOSEN:
        for rule in EVERY_RULE:
            shared = share(stake, key, rule)
            assert (shared.why, shared.worse, shared.leaving) == ("", (), ())
            for row in shared.rows:
                assert row.pays.value == pytest.approx(row.own, abs=SEK)
                assert row.gains.value == pytest.approx(0.0, abs=SEK)
                assert row.transfer == pytest.approx(0.0, abs=SEK)


def test_a_plan_put_together_by_hand_is_shared_as_it_stands(stake: Stake, outcome: Outcome) -> None:
    """With one thing joint only its members pay for it, and they pay the whole coordination."""
    kept = next(c for c in stake.choices if c.joint and len(c.members) < len(stake.players))
    today = [
        Choice(j, (m,), Alternative.OWN, m, stake.alone[1].choices[0].pattern)
        for j in sorted({c.activity for c in stake.choices})
        for m in stake.players
        if (j, m) not in {(kept.activity, n) for n in kept.members}
    ]
    plan = plan_of(outcome.question.options, outcome.question.decisions, [kept, *today])
    by_hand = plan_stake(outcome_of(outcome.question, plan), list(stake.alone.values()))

    part = joint_part(by_hand, Key("inhabitants"))
    people = outcome.setting.case.inhabitants
    pool = float(by_hand.costs([kept])[0].pool)
    inside = list(kept.members)
    shares = people[inside] / people[inside].sum()
    assert part[inside] == pytest.approx((pool + coordination(stake)) * shares, abs=OERE)
    assert part.sum() == pytest.approx(part[inside].sum())
