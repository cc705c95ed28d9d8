"""What a plan must answer beyond itself: why not, at what price, what else, and what trades off."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.decisions import Decisions, contradictions
from models.errors import NoPlanError, UndecidedError
from models.options import Options
from models.parameters import Floats
from models.plan import Plan, build, plan_of, possible, pruned, solve
from models.policy import job_losses
from models.rulebook import Ceiling, Chain, Eased, Rule, active, allowed

# Each plan is asked to differ; the first ways of differing weigh most.
EARLIER_PLAN = 1.0
QUICK_SECONDS = 5.0
# A plan nearly as good is searched for this long from the best one: eight in a quarter of a minute.
NEXT_SECONDS = 1.0
SMALLEST = 1e-3
# How alike two plans are is counted in offices and members: one office of three is near enough.
NEAR_ENOUGH = 3.0
# A thousandth of a million a year is below what is printed of a point.
PRINTED_SEK = 1_000.0


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why there is no plan: decisions that do not go together, and the least easing of each.

    `together` is a set of which any one, taken away, lets the others be followed among themselves;
    `openings` pairs a rule's words with what alone would open a plan. `sure` is False when the time
    ran out on some of it: then `together` may hold more than it must and `openings` less.
    """

    together: tuple[str, ...]
    openings: tuple[tuple[str, str], ...]
    sure: bool = True


def in_the_way(options: Options, decisions: Decisions) -> Blocked:
    """Return what keeps a plan from existing, in the screen's words."""
    everything = active(options.case, decisions)
    # What forbids no arrangement cannot be in anything's way.
    idle = [r for r in everything if r.forbids and not r.forbids(options, decisions).any()]
    rules = [rule for rule in everything if rule not in idle]
    conflict, answers = list(rules), []
    for rule in rules:
        rest = [r for r in conflict if r is not rule]
        answers.append(_possible(options, decisions, rest))
        if answers[-1] is False:
            conflict = rest
    openings = []
    for rule in conflict:
        answers.append(_possible(options, decisions, [r for r in rules if r is not rule]))
        if answers[-1]:
            words = _least_easing(options, decisions, rules, rule)
            if words is not None:
                openings.append((rule.words, words))
    return Blocked(
        tuple(rule.stated(options.case, decisions) for rule in conflict),
        tuple(openings),
        None not in answers,
    )


def _possible(options: Options, decisions: Decisions, rules: Sequence[Rule]) -> bool | None:
    """Say whether any plan follows the rules; None when there was no time to find out."""
    try:
        return possible(options, decisions, rules, QUICK_SECONDS)
    except UndecidedError:
        return None


def _least_easing(
    options: Options, decisions: Decisions, rules: Sequence[Rule], rule: Rule
) -> str | None:
    """Return what opens a plan when only this rule is eased, and no more than needed.

    None when nothing does, or nothing is shown to in the time there is: a rule that was idle beside
    it, such as the least number of partners where nothing may be merged, holds once it is eased.
    """
    if rule.ceiling is not None:
        try:
            return least_limit(options, decisions, rules, rule, rule.ceiling).words
        except UndecidedError:
            return None
    for chain in rule.eased(options, decisions):
        found = _first_possible(options, chain)
        if found is not None:
            return found.words
    return None


def _first_possible(options: Options, chain: Chain) -> Eased | None:
    """Return the least easing in the chain that opens a plan: by halving, for later allow more."""
    low, high = 0, len(chain)
    while low < high:
        middle = (low + high) // 2
        eased = chain[middle].decisions
        if not contradictions(options.case, eased) and _possible(
            options, eased, active(options.case, eased)
        ):
            high = middle
        else:
            low = middle + 1
    return chain[low] if low < len(chain) else None


def least_limit(
    options: Options, decisions: Decisions, rules: Sequence[Rule], rule: Rule, ceiling: Ceiling
) -> Eased:
    """Return the lowest limit with which a plan exists: the limit itself is what is minimised."""
    others = [r for r in rules if r is not rule]
    kept = pruned(allowed(options, decisions, others), decisions, rules)
    program = build(kept, decisions, others)
    program.minimise_largest(ceiling.coefs(kept))
    solved = program.solve(QUICK_SECONDS)
    if solved is None:
        raise NoPlanError("Ingen plan finns ens utan gränsen.")
    least = float(ceiling.coefs(kept)[list(solved.chosen)].sum(axis=0).max())
    rounded = np.ceil(max(least, 0.0) / ceiling.step - 1e-9) * ceiling.step
    return ceiling.at(decisions, float(rounded))


@dataclass(frozen=True, slots=True)
class Price:
    """What one binding rule costs: SEK/year gained by easing it one step, and that plan."""

    rule: str
    step: str
    sek: float
    plan: Plan


def prices(options: Options, decisions: Decisions, plan: Plan) -> Iterator[Price]:
    """Yield the price of each rule that binds, one at a time, by solving again with it eased.

    A rule whose easing gains nothing is not binding and is left out.
    """
    for rule in active(options.case, decisions):
        for eased in _one_step(options, decisions, rule):
            try:
                better = solve(options, eased.decisions, seconds=QUICK_SECONDS, known=plan.choices)
            except NoPlanError:  # none found in the time: nothing is claimed of this rule
                continue
            gained = plan.objective - better.objective
            if gained > 1.0:
                yield Price(rule.words, eased.words, gained, better)


def _one_step(options: Options, decisions: Decisions, rule: Rule) -> list[Eased]:
    """Return the last chain's first easing: for all activities at once where there are several."""
    if rule.ceiling is not None:
        step = max(rule.ceiling.step * 4, rule.ceiling.limit(decisions) * 0.25)
        limit = rule.ceiling.limit(decisions) + round(step / rule.ceiling.step) * rule.ceiling.step
        return [rule.ceiling.at(decisions, limit)]
    chains = [chain for chain in rule.eased(options, decisions) if chain]
    return [chains[-1][0]] if chains else []


def nearly_as_good(
    options: Options, decisions: Decisions, best: Plan, slack: float, count: int
) -> Iterator[Plan]:
    """Yield plans at most `slack` SEK/year dearer that differ from all before them.

    Each is asked to have its offices in other towns and its gains with other municipalities than
    the plans so far; only what still differs is yielded. After SPORES in Calliope and MGA in PyPSA.
    """
    rules = active(options.case, decisions)
    kept = pruned(allowed(options, decisions, rules), decisions, rules, seats=True)
    found = [best]
    misses = 0
    while len(found) <= count and misses < len(kept.case.municipalities) + 2:
        program = build(kept, decisions, rules)
        burden = program.sum_of(kept.burden) + decisions.coordination_sek * program.together
        program.require(burden <= best.objective + slack, "nearly_as_good", "cost")
        program.minimise(_sameness(kept, decisions, found, slack, misses))
        try:
            solved = program.solve(NEXT_SECONDS, NEAR_ENOUGH, known=best.choices)
        except UndecidedError:
            return
        if solved is None:
            return
        plan = plan_of(options, decisions, [kept.choice(i) for i in solved.chosen])
        if any(plan.choices == other.choices for other in found):
            misses += 1
            continue
        found.append(plan)
        yield plan


def _sameness(
    options: Options, decisions: Decisions, found: Sequence[Plan], slack: float, miss: int
) -> Floats:
    """Return what it costs an option to be like the plans found, (X,): offices and winners.

    An office counts as many times as it has been used for the municipality and activity. The
    municipality that has gained least in the plans so far is asked to gain now; each miss asks for
    another.
    """
    case = options.case
    used = np.zeros((len(case.activities), len(case.municipalities), len(case.towns)))
    gains = np.zeros(len(case.municipalities))
    for plan in found:
        for x in plan.options:
            for m, annual in zip(x.choice.members, x.annual, strict=True):
                gains[m] -= annual / case.inhabitants[m]
                if x.choice.changed:
                    used[x.choice.activity, m, x.choice.seat] += EARLIER_PLAN
    seated = used[options.activity, :, options.seat]
    offices = (seated * options.members).sum(axis=1) * options.changed
    wanting = int(np.argsort(gains, kind="stable")[miss % len(gains)])
    winner = options.annual[:, wanting] / max(slack, 1.0)
    return np.asarray(offices + winner)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a frontier: the least burden (SEK/year) with the measure at this value."""

    measure: float
    plan: Plan


def frontier(
    options: Options,
    decisions: Decisions,
    coefs: Callable[[Options], Floats],
    points: int,
    step: float,
) -> Iterator[Point]:
    """Yield Pareto points of burden against max_k Σ coefs[x, k], the cheapest plan first.

    ε-constraint: the measure is let down from what the cheapest plan has towards 0 in equal steps,
    at least `step` long, and the cheapest plan within each limit is found. Among plans that cost
    the same to the krona the one with the least measure is taken, so that no point is dominated by
    another. Ends where no plan is left, or none is found in the time a point may take.
    """
    rules = active(options.case, decisions)
    measured = Rule("frontier", "", lambda _c, _d: "", measures=lambda o, _d: coefs(o))
    kept = pruned(allowed(options, decisions, rules), decisions, [*rules, measured])
    values = coefs(kept)
    limit, span = np.inf, step
    for _ in range(points):
        program = build(kept, decisions, rules)
        program.minimise_burden(spread=values, limit=limit)
        try:
            solved = program.solve(QUICK_SECONDS, PRINTED_SEK)
        except UndecidedError:
            return
        if solved is None:
            return
        at = max(0.0, float(values[list(solved.chosen)].sum(axis=0).max()))
        if np.isinf(limit):
            span = max(step, at / max(1, points - 1))
        yield Point(at, plan_of(options, decisions, [kept.choice(i) for i in solved.chosen]))
        if at < SMALLEST:
            return
        limit = max(0.0, min(at, limit) - span)


def largest_job_loss(options: Options) -> Floats:
    """Return what the frontier against jobs measures, (X, T)."""
    return job_losses(options)


def uncovered_days(options: Options) -> Floats:
    """Return what the frontier against thin cover measures, (X, 1)."""
    return options.days[:, None]
