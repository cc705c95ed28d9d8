"""Who pays, who gains and who would rather leave: what a plan or an activity gives to share.

What is shared is what the plan weighs: cost, and days without staff, posts moved and longer travel
where the decisions give them a price. Kronor can be moved between municipalities, a day without
staff cannot: it is borne where it occurs, and a rule that is about the whole is met with kronor.

A rule is carried out as a fixed amount a year on top of the cost key, reckoned on the mode of each
assumption; the range shows what the key then gives when the costs turn out otherwise.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.alone import Alone, alone_in_activity, alone_in_plan, open_alone
from models.coalitions import EmptyError, least_from_outside, least_transfers
from models.decisions import Choice
from models.game import Game, in_core, most_eager, sums, worse_off
from models.joint_cost import KEYS, CostKey, JointCost, cost_key, joint_cost, key_shares
from models.parameters import Floats
from models.sharing import (
    RULES,
    Basis,
    CannotShareError,
    full_cost_price,
    in_proportion,
    rule,
)
from scenarios.effects import Effect, effect_of
from scenarios.run import Outcome, Question
from scenarios.setting import Range, with_range

BY_KEY = "by_key"
# What one group's plan may take; what is not proven by then is said.
SECONDS_A_GROUP = 5.0
# An öre a year makes nobody leave.
LEAST_SEK = 0.01


@dataclass(frozen=True, slots=True)
class Key:
    """How joint costs are paid: the key for the variable part, and the part in equal shares."""

    key: str = "inhabitants"
    fixed: float = 0.0

    @property
    def weights(self) -> CostKey:
        """Return the cost key."""
        return cost_key(self.key)


def pure_keys() -> tuple[Key, ...]:
    """Return every cost key by itself."""
    return tuple(Key(found.key) for found in KEYS)


@dataclass(frozen=True, slots=True)
class Stake:
    """What is shared and between whom: some choices, and the game of what each group would do.

    `players` are positions of municipalities, in the pack's order; every array is by player (n,).
    `alone` is by bit mask over the players. `coordination` says whether the coordination of the
    whole is part of it.
    """

    question: Question
    players: tuple[int, ...]
    choices: tuple[Choice, ...]
    alone: Mapping[int, Alone]
    game: Game
    coordination: bool
    effects: dict[Choice, Effect] = field(default_factory=dict, compare=False, repr=False)
    rows: dict[Choice, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the players' municipality codes."""
        return self.game.players

    @property
    def proven(self) -> bool:
        """Say whether what every group would do alone is proven the best for it."""
        return all(alone.proven for alone in self.alone.values())

    @property
    def own(self) -> Floats:
        """Return what each pays today for the activities, tax-funded and gross, SEK/year."""
        return sum_of([cost.own for cost in self.costs()])[list(self.players)]

    @property
    def priced(self) -> Floats:
        """Return each one's days, moves and travel at the decided prices, SEK/year."""
        return self.priced_in(self.choices)

    @property
    def priced_alone(self) -> Floats:
        """Return the same for what each would do alone."""
        rows = [self.priced_in(self.alone[1 << i].choices) for i in range(len(self.players))]
        return np.diagonal(np.array(rows)).copy()

    @property
    def joint(self) -> bool:
        """Say whether anything at all is joint."""
        return any(choice.joint for choice in self.choices)

    def costs(self, choices: Sequence[Choice] | None = None) -> list[JointCost]:
        """Return each choice's cost in the principal run."""
        options, case = self.question.options, self.question.setting.case
        one = np.ones(())
        return [
            joint_cost(case, choice, options.annual[self._row(choice)], one)
            for choice in (self.choices if choices is None else choices)
        ]

    def drawn(self, choices: Sequence[Choice]) -> list[JointCost]:
        """Return each choice's cost in every draw, (D, …)."""
        setting = self.question.setting
        return [
            joint_cost(
                setting.case,
                choice,
                self.effect(choice).annual_drawn,
                setting.draws.base[:, choice.activity],
            )
            for choice in choices
        ]

    def effect(self, choice: Choice) -> Effect:
        """Return a choice's effect, reckoned once."""
        if choice not in self.effects:
            self.effects[choice] = effect_of(self.question.setting, choice)
        return self.effects[choice]

    def priced_in(self, choices: Sequence[Choice]) -> Floats:
        """Return each one's days, moves and travel in some choices at the decided prices."""
        rows = self.question.options.priced[[self._row(choice) for choice in choices]]
        return np.asarray(rows.sum(axis=0)[list(self.players)])

    def _row(self, choice: Choice) -> int:
        if choice not in self.rows:
            self.rows[choice] = _row(self.question, choice)
        return self.rows[choice]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What a sharing means to one municipality, SEK/year; plus is more to pay, or more gained.

    `pays` the whole cost after sharing, `against_today` that less what it pays today, `transfer`
    the amount on top of the key, `priced` what its days, moves and travel are worth less than
    alone; `gains` what it gains against being alone, and the chance that it does.
    """

    code: str
    own: float
    inhabitants: float
    pays: Range
    against_today: Range
    transfer: float
    priced: float
    gains: Range
    chance: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A key and a rule applied: every municipality's row, and whether anyone would rather leave.

    `leaving` is the group that gains most by leaving, () when none does; `excess` how much, where
    ranges were asked for.
    `worse` are those that bear more than alone. `why` is set, and the rest empty, when the key or
    the rule has no answer.
    """

    key: Key
    rule: str
    rows: tuple[ShareRow, ...] = ()
    leaving: tuple[str, ...] = ()
    excess: Range | None = None
    worse: tuple[str, ...] = ()
    holds: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Stability:
    """Whether any sharing keeps everybody in.

    `transfers` (n,) is the least that would have to change hands for nobody to leave, None when no
    sharing does; then `from_outside` SEK/year is what must come from outside.
    """

    stable: bool
    core_empty: bool
    transfers: tuple[float, ...] | None
    from_outside: float


def sum_of(parts: Sequence[Floats]) -> Floats:
    """Return the sum of arrays of the same shape; there is at least one."""
    return np.asarray(np.sum(np.stack(parts), axis=0))


def _row(question: Question, choice: Choice) -> int:
    found = question.options.find(choice)
    if found is None:
        raise KeyError(choice)
    return found


# ---- What is at stake ----------------------------------------------------------------------------


def activity_stake(question: Question, choice: Choice) -> Stake:
    """Return what the members of a joint choice have to share; coordination of the whole apart."""
    options = open_alone(question.options, question.decisions)
    alone = {a.mask: a for a in alone_in_activity(options, choice.activity, choice.members)}
    return _stake(question, choice.members, (choice,), alone, coordination=False)


def joint_choices(question: Question, activity: str) -> tuple[Choice, ...]:
    """Return the cheapest joint choice of each group, what the decisions allow and all first."""
    j = question.setting.case.index(activity)
    everything = question.options.keep(question.options.of_activity(j) & question.options.joint)
    permitted = open_alone(everything, question.decisions) if len(everything) else everything
    found: dict[tuple[int, ...], Choice] = {}
    for options in (permitted, everything):
        for row in np.lexsort((options.order, options.burden)):
            choice = options.choice(int(row))
            found.setdefault(choice.members, choice)
    allowed_groups = {permitted.choice(i).members for i in range(len(permitted))}
    return tuple(
        sorted(
            found.values(),
            key=lambda c: (c.members not in allowed_groups, -len(c.members), c.members),
        )
    )


def choice_to_share(outcome: Outcome, activity: str) -> Choice | None:
    """Return what to share of an activity: as planned where joint, else the first that could be.

    None when the activity cannot be run jointly at all.
    """
    j = outcome.setting.case.index(activity)
    planned = [c for c in outcome.plan.choices if c.activity == j and c.joint]
    if planned:
        return max(planned, key=lambda c: len(c.members))
    could = joint_choices(outcome.question, activity)
    return could[0] if could else None


def groups_alone(question: Question) -> Iterator[Alone]:
    """Yield what each group of municipalities would do in the whole plan, for a progress bar."""
    yield from alone_in_plan(question.options, question.decisions, SECONDS_A_GROUP)


def plan_stake(outcome: Outcome, groups: Sequence[Alone]) -> Stake:
    """Return what a plan gives to share, from what each group would do alone."""
    players = tuple(range(len(outcome.setting.case.municipalities)))
    found = {group.mask: group for group in groups}
    stake = _stake(outcome.question, players, outcome.plan.choices, found, coordination=True)
    return replace(stake, effects={e.choice: e for e in outcome.effects})


def _stake(
    question: Question,
    players: tuple[int, ...],
    choices: tuple[Choice, ...],
    alone: Mapping[int, Alone],
    *,
    coordination: bool,
) -> Stake:
    """Return the stake, with the game of what every group would bear of cost and priced burdens."""
    case, options = question.setting.case, question.options
    activities = sorted({choice.activity for choice in choices})
    own = sum_of([case.cost[:, j].sum(axis=-1) * (1 - case.fee[j]) for j in activities])
    burdens = sums(own[list(players)])
    for mask, group in alone.items():
        burdens[mask] += group.burden
    whole = sum(float(options.burden[_row(question, choice)]) for choice in choices)
    if coordination and any(choice.joint for choice in choices):
        whole += question.decisions.coordination_sek
    burdens[-1] = float(own[list(players)].sum()) + whole
    game = Game(tuple(case.municipalities[m].code for m in players), burdens, LEAST_SEK)
    return Stake(question, players, choices, alone, game, coordination)


# ---- What each pays ------------------------------------------------------------------------------


def paid_by_key(stake: Stake, key: Key, choices: Sequence[Choice] | None = None) -> Floats:
    """Return what each pays by the key, SEK/year (n,), for the stake's choices or some others.

    Raises:
        CannotShareError: when the key's weights are not known.
    """
    chosen = stake.choices if choices is None else choices
    together = _coordination(stake, chosen)
    return _paid(stake, key, stake.costs(chosen), np.asarray(together))


def paid_drawn(stake: Stake, key: Key, choices: Sequence[Choice] | None = None) -> Floats:
    """Return the same in every draw, (D, n).

    Raises:
        CannotShareError: when the key's weights are not known.
    """
    chosen = stake.choices if choices is None else choices
    together = _coordination(stake, chosen) > 0
    coordination = stake.question.setting.draws.of("samordning_helheten") * together
    return _paid(stake, key, stake.drawn(chosen), coordination)


def joint_drawn(stake: Stake, key: Key) -> Floats:
    """Return what each pays of what is joint in every draw, (D, n)."""
    kept = sum_of([cost.kept for cost in stake.drawn(stake.choices)])[:, list(stake.players)]
    drawn: Floats = paid_drawn(stake, key) - kept
    return drawn


def joint_part(stake: Stake, key: Key) -> Floats:
    """Return what each pays of what is joint by the key, coordination included, SEK/year (n,)."""
    kept = sum_of([cost.kept for cost in stake.costs()])[list(stake.players)]
    return paid_by_key(stake, key) - kept


def _coordination(stake: Stake, choices: Sequence[Choice]) -> float:
    together = stake.coordination and any(choice.joint for choice in choices)
    return stake.question.decisions.coordination_sek * together


def _paid(stake: Stake, key: Key, costs: Sequence[JointCost], coordination: Floats) -> Floats:
    """Return what each pays, (…, n); the coordination is shared as what else is joint.

    The weights of the coordination are those of the principal run, in every draw: what is agreed.
    """
    case = stake.question.setting.case
    total = sum_of([cost.kept for cost in costs])
    joint = [cost for cost in costs if cost.choice.joint]
    if joint:
        shares = [key_shares(case, cost.choice, key.weights, key.fixed) for cost in joint]
        agreed = stake.costs([cost.choice for cost in joint])
        weights = sum_of([max(float(c.pool), 0.0) * s for c, s in zip(agreed, shares, strict=True)])
        total = total + sum_of([c.pool[..., None] * s for c, s in zip(joint, shares, strict=True)])
        if np.any(coordination):
            # Where nothing joint costs anything it is shared as the keys of what is joint say.
            by = weights if weights.max() > 0 else sum_of(shares)
            total = total + coordination[..., None] * in_proportion(by, 1.0)
    return np.asarray(total[..., list(stake.players)])


def share(stake: Stake, key: Key, rule_key: str, *, ranges: bool = True) -> Shared:
    """Return what a key and a rule mean to each, and whether anybody would rather leave.

    Without `ranges` the rows are left out, which is all that many stakes at once need.
    """
    found = rule(rule_key)
    try:
        paid = paid_by_key(stake, key)
        basis = basis_of(stake, paid)
        bears = found.share(basis)
    except CannotShareError as error:
        return Shared(key, rule_key, why=error.why)
    eager = most_eager(stake.game, bears)
    leaves = eager.excess > stake.game.tolerance
    return Shared(
        key=key,
        rule=rule_key,
        rows=_rows(stake, key, bears - stake.priced - paid) if ranges else (),
        leaving=stake.game.names(eager.mask) if leaves else (),
        excess=(
            _excess(stake, key, bears - stake.priced - paid, eager.mask, eager.excess)
            if leaves and ranges
            else None
        ),
        worse=tuple(stake.codes[i] for i in worse_off(stake.game, bears)),
        holds=found.holds(basis, bears),
    )


def basis_of(stake: Stake, paid: Floats) -> Basis:
    """Return what the rules stand on when the key makes each pay so much."""
    inhabitants = stake.question.setting.case.inhabitants[list(stake.players)]
    return Basis(stake.game, stake.own, paid + stake.priced, inhabitants)


@dataclass(frozen=True, slots=True)
class Paid:
    """What each player pays today and after sharing, and gains by it, SEK/year (n,).

    With `drawn` in the name the same in every draw, (D, n). `transfers` (n,) come on top of the
    key.
    """

    own: Floats
    own_drawn: Floats
    pays: Floats
    pays_drawn: Floats
    transfers: Floats
    gains: Floats
    gains_drawn: Floats


def paid(stake: Stake, key: Key, rule_key: str) -> Paid:
    """Return what a key and a rule mean to each, as arrays that can be added up.

    Raises:
        CannotShareError: when the key or the rule has no answer.
    """
    by_key = paid_by_key(stake, key)
    borne = rule(rule_key).share(basis_of(stake, by_key))
    return _paid_after(stake, key, borne - stake.priced - by_key)


def _paid_after(stake: Stake, key: Key, transfers: Floats) -> Paid:
    players, count = list(stake.players), range(len(stake.players))
    pays, drawn = paid_by_key(stake, key) + transfers, paid_drawn(stake, key) + transfers
    worth = stake.priced_alone - stake.priced
    alone = [_cost(stake, stake.alone[1 << i].choices, 1 << i) for i in count]
    alone_drawn = [_cost_drawn(stake, stake.alone[1 << i].choices, 1 << i) for i in count]
    return Paid(
        own=stake.own,
        own_drawn=sum_of([cost.own for cost in stake.drawn(stake.choices)])[:, players],
        pays=pays,
        pays_drawn=drawn,
        transfers=transfers,
        gains=np.asarray(alone) - pays + worth,
        gains_drawn=np.stack(alone_drawn, axis=1) - drawn + worth,
    )


def _rows(stake: Stake, key: Key, transfers: Floats) -> tuple[ShareRow, ...]:
    found, worth = _paid_after(stake, key, transfers), stake.priced_alone - stake.priced
    change, change_drawn = found.pays - found.own, found.pays_drawn - found.own_drawn
    inhabitants = stake.question.setting.case.inhabitants
    return tuple(
        ShareRow(
            code=stake.codes[i],
            own=float(found.own[i]),
            inhabitants=float(inhabitants[m]),
            pays=with_range(float(found.pays[i]), found.pays_drawn[:, i]),
            against_today=with_range(float(change[i]), change_drawn[:, i]),
            transfer=float(transfers[i]),
            priced=float(worth[i]),
            gains=with_range(float(found.gains[i]), found.gains_drawn[:, i]),
            chance=float((found.gains_drawn[:, i] > 0).mean()),
        )
        for i, m in enumerate(stake.players)
    )


def _cost(stake: Stake, choices: Sequence[Choice], mask: int) -> float:
    """Return what a group pays when it runs things so by itself, SEK/year."""
    members = [m for i, m in enumerate(stake.players) if mask >> i & 1]
    cost = sum(float(c.kept[members].sum()) + float(c.pool) for c in stake.costs(choices))
    return cost + _coordination(stake, choices)


def _cost_drawn(stake: Stake, choices: Sequence[Choice], mask: int) -> Floats:
    """Return the same in every draw, (D,)."""
    members = [m for i, m in enumerate(stake.players) if mask >> i & 1]
    cost = sum_of([c.kept[:, members].sum(axis=1) + c.pool for c in stake.drawn(choices)])
    together = _coordination(stake, choices) > 0
    drawn: Floats = cost + stake.question.setting.draws.of("samordning_helheten") * together
    return drawn


def _excess(stake: Stake, key: Key, transfers: Floats, mask: int, value: float) -> Range:
    """Return what a group would gain by leaving, with its range."""
    paid = paid_drawn(stake, key) + transfers
    members = [i for i in range(len(stake.players)) if mask >> i & 1]
    alone = stake.alone[mask].choices
    worth = float(stake.priced[members].sum() - stake.priced_in(alone)[members].sum())
    drawn = paid[:, members].sum(axis=1) - _cost_drawn(stake, alone, mask) + worth
    return with_range(value, drawn)


def every_sharing(stake: Stake, key: Key) -> tuple[Shared, ...]:
    """Return every pure key by itself, the chosen mix if it is none of them, and every rule."""
    pure = pure_keys()
    keys = pure if key in pure else (*pure, key)
    by_key = [share(stake, one, BY_KEY) for one in keys]
    rules = [share(stake, key, found.key) for found in RULES if found.key != BY_KEY]
    return (*by_key, *rules)


def stability(stake: Stake, shared_bears: Floats) -> Stability:
    """Return whether a sharing keeps everybody in, and the least that would."""
    game = stake.game
    outside = least_from_outside(game)
    try:
        transfers = least_transfers(game, shared_bears)
    except EmptyError:
        return Stability(False, True, None, outside)
    return Stability(in_core(game, shared_bears), False, tuple(map(float, transfers)), outside)


def bears(stake: Stake, key: Key, rule_key: str) -> Floats:
    """Return what each bears under a key and a rule, priced burdens included, SEK/year (n,).

    Raises:
        CannotShareError: when the key or the rule has no answer.
    """
    return rule(rule_key).share(basis_of(stake, paid_by_key(stake, key)))


def group_bears(stake: Stake, key: Key) -> Callable[[int], Floats]:
    """Return what the members of a group bear by the key when they go on by themselves."""

    def of(mask: int) -> Floats:
        alone = stake.alone[mask].choices
        members = [i for i in range(len(stake.players)) if mask >> i & 1]
        return (paid_by_key(stake, key, alone) + stake.priced_in(alone))[members]

    return of


@dataclass(frozen=True, slots=True)
class ActivityView:
    """Who would rather leave an activity's joint form under each pure key, on the modes alone.

    `gains` says whether the members together gain by it.
    """

    activity: str
    choice: Choice
    planned: bool
    gains: bool
    by_key: tuple[Shared, ...]


def every_activity(outcome: Outcome) -> tuple[ActivityView, ...]:
    """Return every activity that can be joint: as planned, or as it cheapest could be."""
    found = []
    for activity in outcome.pack.activities:
        if not activity.optimised:
            continue
        choice = choice_to_share(outcome, activity.key)
        if choice is None:
            continue
        stake = activity_stake(outcome.question, choice)
        found.append(
            ActivityView(
                activity.key,
                choice,
                choice in outcome.plan.choices,
                stake.game.gain > stake.game.tolerance,
                tuple(share(stake, key, BY_KEY, ranges=False) for key in pure_keys()),
            )
        )
    return tuple(found)


def unit_price(stake: Stake) -> Range:
    """Return SEK per unit that covers the joint cost of a stake of one choice, at these volumes.

    Raises:
        CannotShareError: when the volumes are not known.
    """
    (choice,) = stake.choices
    volumes = cost_key("volume").weights(stake.question.setting.case, choice.activity)
    mine = volumes[list(choice.members)]
    (cost,), (drawn,) = stake.costs(), stake.drawn(stake.choices)
    return with_range(
        full_cost_price(mine, float(cost.pool)), drawn.pool * full_cost_price(mine, 1.0)
    )


def fewer_days(stake: Stake, player: int) -> float:
    """Return how many days a year without staff one of the players is spared."""
    m = stake.players[player]
    return sum(float(e.days_before[m] - e.days_after[m]) for e in map(stake.effect, stake.choices))


def fee_payers(stake: Stake) -> Range | None:
    """Return what fee payers pay more (+) or less (−), SEK/year; None where none are involved."""
    case = stake.question.setting.case
    found = [stake.effect(c) for c in stake.choices if c.changed and case.fee[c.activity] > 0]
    if not found:
        return None
    drawn = sum_of([e.fees_drawn.sum(axis=1) for e in found])
    return with_range(sum(float(e.fees.sum()) for e in found), drawn)
