"""What happens to a sharing when something changes: new key, exit, late joiner, office, overrun.

Every amount is by the key, in kronor, with its range; priced days count in whether it still pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.decisions import Choice
from models.parameters import Floats
from models.sharing import CannotShareError, in_proportion
from models.stress import Exit, PaidBy, chain_of_exits, change_of_key, late_joiner, leave, overrun
from scenarios.setting import Range, with_range
from scenarios.sharing import (
    BY_KEY,
    Key,
    ShareRow,
    Stake,
    activity_stake,
    bears,
    group_bears,
    joint_drawn,
    joint_part,
    paid_by_key,
    paid_drawn,
    share,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """What one municipality pays more (+) or less (−), SEK/year, in the end and year by year."""

    code: str
    change: Range
    yearly: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What an exit does to one municipality, SEK/year against today's sharing.

    `meanwhile` until the organisation has been adjusted and `after` from then on; `gains` what is
    left of its gain against being alone after that, None for the one that has left.
    """

    code: str
    meanwhile: Range
    after: Range
    gains: float | None


@dataclass(frozen=True, slots=True)
class ExitOutcome:
    """An exit: the rows, what is left behind, and who leaves next in turn."""

    rows: tuple[Left, ...]
    yearly: Floats
    stranded: Range
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overrun:
    """How an overrun falls under one key, SEK/year; `why` is set where the key has no answer."""

    key: Key
    shares: tuple[Range, ...] = ()
    total: Range | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class OtherTown:
    """What each would pay more (+) or less (−) by the key with the office in another town.

    `rows` is what the key then means to each, against today and against being alone.
    """

    town: str
    change: tuple[Range, ...]
    total: Range
    rows: tuple[ShareRow, ...]


def _ranges(values: Floats, drawn: Floats) -> tuple[Range, ...]:
    """Return a range for each municipality from values (n,) and draws (D, n)."""
    return tuple(with_range(float(v), drawn[:, i]) for i, v in enumerate(values))


def new_key(stake: Stake, before: Key, after: Key, years: int) -> tuple[Changed, ...]:
    """Return what a new key changes for each, evenly over some years; every year sums to 0.

    Raises:
        CannotShareError: when either key has no answer.
    """
    yearly = change_of_key(paid_by_key(stake, before), paid_by_key(stake, after), years)
    drawn = paid_drawn(stake, after) - paid_drawn(stake, before)
    return tuple(
        Changed(code, found, tuple(map(float, yearly[:, i])))
        for i, (code, found) in enumerate(zip(stake.codes, _ranges(yearly[-1], drawn), strict=True))
    )


def overruns(stake: Stake, part: float, keys: Sequence[Key]) -> tuple[Overrun, ...]:
    """Return how an overrun by a part 0–1 of what is joint falls under each key."""
    found = []
    for key in keys:
        try:
            extra = overrun(joint_part(stake, key), part)
            drawn = part * joint_drawn(stake, key)
        except CannotShareError as error:
            found.append(Overrun(key, why=error.why))
            continue
        total = with_range(float(extra.sum()), drawn.sum(axis=1))
        found.append(Overrun(key, _ranges(extra, drawn), total))
    return tuple(found)


def joins_late(
    stake: Stake, key: Key, joiner: int, premium: float, years: int
) -> tuple[Changed, ...]:
    """Return what a late joiner's premium means to each, against the common key, year by year.

    `change` is that of the first year. Every year sums to 0.

    Raises:
        CannotShareError: when the key has no answer.
    """
    common = joint_part(stake, key)
    yearly = late_joiner(common, joiner, premium, years) - common
    extra = premium * (years > 0) * joint_drawn(stake, key)[:, joiner]
    others = np.maximum(common, 0.0)
    others[joiner] = 0.0
    first = -extra[:, None] * in_proportion(others, 1.0)
    first[:, joiner] = extra
    return tuple(
        Changed(code, found, tuple(map(float, yearly[:, i])))
        for i, (code, found) in enumerate(zip(stake.codes, _ranges(yearly[0], first), strict=True))
    )


def exits(stake: Stake, key: Key, plan: Exit) -> ExitOutcome:
    """Return what an exit does to everybody, and who would leave next.

    Raises:
        CannotShareError: when the key has no answer.
    """
    game, one = stake.game, plan.leaver
    paid, joint = paid_by_key(stake, key), joint_part(stake, key)
    now = bears(stake, key, BY_KEY)
    found = leave(game, now, joint, group_bears(stake, key), plan)
    remaining = game.everybody - (1 << one)
    others = [i for i in range(game.count) if i != one]
    paid_d, joint_d = paid_drawn(stake, key), joint_drawn(stake, key)
    after, after_d = _after(stake, key, remaining, one)
    stranded_d = plan.fixed * joint_d[:, one]
    meanwhile, meanwhile_d = np.zeros(game.count), np.zeros_like(paid_d)
    meanwhile[one], meanwhile_d[:, one] = after[one] - paid[one], after_d[:, one] - paid_d[:, one]
    if plan.paid_by is PaidBy.LEAVER:
        meanwhile[one] += found.stranded
        meanwhile_d[:, one] += stranded_d
    elif found.stranded:
        weights = in_proportion(np.maximum(joint[others], 0.0), 1.0)
        meanwhile[others] = found.stranded * weights
        meanwhile_d[:, others] = stranded_d[:, None] * weights
    gains = found.alone - found.bears
    chain = chain_of_exits(game, group_bears(stake, key), one)
    return ExitOutcome(
        rows=tuple(
            Left(code, m, a, None if i == one else float(gains[i]))
            for i, (code, m, a) in enumerate(
                zip(
                    stake.codes,
                    _ranges(meanwhile, meanwhile_d),
                    _ranges(after - paid, after_d - paid_d),
                    strict=True,
                )
            )
        ),
        yearly=found.yearly - now,
        stranded=with_range(found.stranded, stranded_d),
        chain=tuple(stake.codes[step.left] for step in chain),
    )


def _after(stake: Stake, key: Key, remaining: int, one: int) -> tuple[Floats, Floats]:
    """Return what each pays when one has left and all have done the best they can, and drawn."""
    choices = [*stake.alone[remaining].choices, *stake.alone[1 << one].choices]
    return paid_by_key(stake, key, choices), paid_drawn(stake, key, choices)


def other_towns(stake: Stake, key: Key) -> tuple[OtherTown, ...]:
    """Return what another office town would mean to each, for a stake of one merged choice.

    Raises:
        CannotShareError: when the key has no answer.
    """
    (choice,) = stake.choices
    options = stake.question.options
    same = (
        options.of_activity(choice.activity)
        & (options.members.sum(axis=1) == len(choice.members))
        & options.members[:, list(choice.members)].all(axis=1)
    )
    found = []
    for i in np.flatnonzero(same):
        other = options.choice(int(i))
        alike = replace(other, seat=choice.seat) == choice
        if not alike or other == choice:
            continue
        found.append(_other_town(stake, key, other))
    return tuple(found)


def _other_town(stake: Stake, key: Key, other: Choice) -> OtherTown:
    change = paid_by_key(stake, key, [other]) - paid_by_key(stake, key)
    drawn = paid_drawn(stake, key, [other]) - paid_drawn(stake, key)
    town = stake.question.setting.case.towns[other.seat].key
    total = with_range(float(change.sum()), drawn.sum(axis=1))
    there = share(activity_stake(stake.question, other), key, BY_KEY)
    return OtherTown(town, _ranges(change, drawn), total, there.rows)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What one activity gives each municipality of the gain, SEK/year; plus is gained."""

    activity: str
    gains: tuple[Range, ...]
    kept_home: float


@dataclass(frozen=True, slots=True)
class Balance:
    """Gains and losses over everything that is joint: one row an activity, then what is common.

    `coordination` is each one's share of the coordination of the whole and `transfers` what the
    rule adds on top of the key, both as gains (minus is paid); `total` is the sum of it all.
    """

    rows: tuple[BalanceRow, ...]
    coordination: tuple[Range, ...]
    transfers: tuple[float, ...]
    total: tuple[Range, ...]


def portfolio_balance(stake: Stake, key: Key, rule_key: str) -> Balance:
    """Return the balance of a whole plan against doing as today, priced burdens included.

    Raises:
        CannotShareError: when the key or the rule has no answer.
    """
    case, options = stake.question.setting.case, stake.question.options
    players = list(stake.players)
    today = {
        (c.activity, c.members[0]): c
        for c in (options.choice(int(i)) for i in np.flatnonzero(~options.changed))
    }
    apart = replace(stake, coordination=False)
    rows, total, total_d = [], np.zeros(len(players)), np.zeros(())
    changed = sorted({c.activity for c in stake.choices if c.changed})
    for j in changed:
        chosen = [c for c in stake.choices if c.activity == j]
        before = [today[j, m] for m in players]
        worth = stake.priced_in(before) - stake.priced_in(chosen)
        gain = paid_by_key(apart, key, before) - paid_by_key(apart, key, chosen) + worth
        drawn = paid_drawn(apart, key, before) - paid_drawn(apart, key, chosen) + worth
        kept = sum(float(c.kept.sum()) for c in stake.costs([c for c in chosen if c.joint]))
        rows.append(BalanceRow(case.activities[j].key, _ranges(gain, drawn), kept))
        total, total_d = total + gain, total_d + drawn
    coordination = paid_by_key(apart, key) - paid_by_key(stake, key)
    coordination_d = paid_drawn(apart, key) - paid_drawn(stake, key)
    transfers = paid_by_key(stake, key) + stake.priced - bears(stake, key, rule_key)
    total = total + coordination + transfers
    total_d = total_d + coordination_d + transfers
    return Balance(
        tuple(rows),
        _ranges(coordination, coordination_d),
        tuple(map(float, transfers)),
        _ranges(total, total_d),
    )
