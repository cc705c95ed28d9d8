"""Random decisions, and the best plan under them by trying everything in plain Python."""

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import strategies as st

from models.case import Case
from models.decisions import YEARS, Choice, Decisions, WorseOff
from models.entities import Alternative, LevelChoice, Placement
from models.parameters import Suppositions
from models.plan_check import recount
from models.plan_check_rules import PACED, SINGLE, WHOLE, Held, Recount, changed_activities
from tests.models.small import PATTERNS

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
WAYS = ((OWN,), (MERGED,), (OWN, MERGED), (OWN, COOPERATION), (COOPERATION, MERGED), (CONTRACTED,))
OPENED = ((), ("stad",), ("by", "stad"))


@st.composite
def decisions(draw: st.DrawFn, case: Case) -> Decisions:
    """Draw decisions over every kind of rule, each of them off most of the time."""
    keys = [a.key for a in case.activities]
    codes = [m.code for m in case.municipalities]

    def some(*values: object, off: object = None, idle: int = 3) -> object:
        return draw(st.sampled_from([off] * idle + list(values)))

    def by_activity(*values: object, idle: int = 5) -> dict[str, object]:
        drawn = {key: some(*values, idle=idle) for key in keys}
        return {key: value for key, value in drawn.items() if value is not None}

    extra = draw(st.sampled_from(OPENED))
    towns = [*(m.seat for m in case.municipalities), *extra]
    alone = [(code,) for code in codes]
    return Decisions(
        how=by_activity(*WAYS),  # type: ignore[arg-type]
        least_partners=by_activity(2, len(codes)),  # type: ignore[arg-type]
        level=draw(st.sampled_from(list(LevelChoice))),
        price_uncovered_day_sek=some(20_000.0, off=0.0),  # type: ignore[arg-type]
        price_moved_fte_sek=some(10_000.0, off=0.0),  # type: ignore[arg-type]
        price_travel_minute_sek=some(10_000.0, off=0.0),  # type: ignore[arg-type]
        coordination_sek=some(20_000.0, 500_000.0, off=0.0),  # type: ignore[arg-type]
        required=by_activity(*alone, tuple(codes)),  # type: ignore[arg-type]
        forbidden=by_activity(*alone),  # type: ignore[arg-type]
        apart=some((tuple(codes[:2]),), off=(), idle=6),  # type: ignore[arg-type]
        placement=by_activity(  # type: ignore[arg-type]
            (Placement.ONE_TOWN,), (Placement.LOCAL, Placement.HYBRID), PATTERNS
        ),
        least_team=some(0.25, 2.0, 6.0),  # type: ignore[arg-type]
        competence_depth=some(0.5, 2.0),  # type: ignore[arg-type]
        largest_job_loss=some(0.0, 0.5, 2.0, 5.0, idle=4),  # type: ignore[arg-type]
        office_in=some(*((town,) for town in towns), off=(), idle=6),  # type: ignore[arg-type]
        some_merge=some(*((key,) for key in keys), off=(), idle=6),  # type: ignore[arg-type]
        extra_towns=extra,
        longest_travel=some(0.0, 15.0, 40.0),  # type: ignore[arg-type]
        worse_off=draw(st.sampled_from(list(WorseOff))),
        one_off_ceiling_sek=some(0.0, 100_000.0, 1e6),  # type: ignore[arg-type]
        starts_per_year=some(1, 2),  # type: ignore[arg-type]
        in_order=draw(st.booleans()),
        no_notice=draw(st.booleans()),
        contracts_run_out=draw(st.booleans()),
        legal_form=draw(st.sampled_from(["", "namnd", "bolag"])),
        start=by_activity(1, 3),  # type: ignore[arg-type]
        locked={
            key: (draw(st.sampled_from(list(every_choice(case, extra, j)))),)
            for j, key in enumerate(keys)
            if draw(st.integers(0, 7)) == 7
        },
        outside=some(*alone, off=(), idle=8),  # type: ignore[arg-type]
        after=some(*orders(keys), off={}),  # type: ignore[arg-type]
    )


def orders(keys: list[str]) -> tuple[dict[str, str], ...]:
    """Return other orders than the pack's: the last after the first, the other way, and none."""
    first, last = keys[0], keys[-1]
    return () if first == last else ({last: first}, {first: last, last: ""}, {last: ""})


def every_choice(case: Case, extra: tuple[str, ...], j: int) -> Iterator[Choice]:
    """Yield every way some municipalities can run an activity, the impossible left out."""
    opened = [t for t, town in enumerate(case.towns) if town.key in extra]
    for size in range(1, len(case.municipalities) + 1):
        for group in combinations(range(len(case.municipalities)), size):
            if size == 1:
                yield Choice(j, group, OWN, group[0], Placement.LOCAL)
                if CONTRACTED in case.activities[j].alternatives:
                    yield Choice(j, group, CONTRACTED, group[0], Placement.LOCAL)
                continue
            for host in group:
                yield Choice(j, group, COOPERATION, host, Placement.LOCAL)
            for seat in (*group, *opened):
                for pattern in PATTERNS:
                    yield Choice(j, group, MERGED, seat, pattern)


def by_trying_everything(
    case: Case,
    sup: Suppositions,
    decided: Decisions,
    counted: dict[Choice, Recount] | None = None,
) -> tuple[float, tuple[Choice, ...]] | None:
    """Return the least burden and its choices, None when no plan follows the decisions.

    Every partition of every activity is put together with every one of the others, and where the
    decisions are about time with every start year, and held against the second opinion's rules.
    `counted` remembers the choices between questions that differ in nothing but their rules.
    """
    counted = {} if counted is None else counted
    by_activity = []
    for j in range(len(case.activities)):
        open_to = []
        for choice in every_choice(case, decided.extra_towns, j):
            if choice not in counted:
                counted[choice] = recount(case, sup, decided.level, choice)
            if follows(counted[choice], case, sup, decided):
                open_to.append(counted[choice])
        everyone = frozenset(range(len(case.municipalities)))
        by_activity.append(list(_partitions(open_to, everyone)))
    plans = [tuple(x for part in parts for x in part) for parts in product(*by_activity)]
    burdens = {id(x): burden(case, decided, x) for plan in plans for x in plan}

    def total(plan: tuple[Recount, ...]) -> float:
        together = any(len(x.choice.members) > 1 for x in plan)
        return sum(burdens[id(x)] for x in plan) + decided.coordination_sek * together

    for plan in sorted(plans, key=total):
        if _holds_as_a_whole(case, sup, decided, plan):
            return total(plan), tuple(x.choice for x in plan)
    return None


def follows(x: Recount, case: Case, sup: Suppositions, decided: Decisions) -> bool:
    """Say whether one choice by itself follows the decisions."""
    held = Held(case, sup, decided, (x,), {})
    return not any(True for rule in SINGLE for _ in rule(held, x))


def burden(case: Case, decided: Decisions, x: Recount) -> float:
    """Return what a choice weighs in the plan, SEK/year."""
    visited = case.activities[x.choice.activity].visited
    return (
        sum(x.annual.values())
        + decided.price_uncovered_day_sek * x.days
        + decided.price_moved_fte_sek * x.moved
        + decided.price_travel_minute_sek * x.longer * visited
    )


def _partitions(open_to: list[Recount], unserved: frozenset[int]) -> Iterator[tuple[Recount, ...]]:
    if not unserved:
        yield ()
        return
    for x in open_to:
        inside = frozenset(x.choice.members)
        if min(unserved) in inside and inside <= unserved:
            for rest in _partitions(open_to, unserved - inside):
                yield (x, *rest)


def _holds_as_a_whole(
    case: Case, sup: Suppositions, decided: Decisions, plan: tuple[Recount, ...]
) -> bool:
    held = Held(case, sup, decided, plan, {})
    if any(True for rule in WHOLE for _ in rule(held)):
        return False
    changed = sorted(changed_activities(held))
    for years in product(range(1, YEARS + 1), repeat=len(changed)):
        timed = Held(case, sup, decided, plan, dict(zip(changed, years, strict=True)))
        if not any(True for rule in PACED for _ in rule(timed)):
            return True
    return False
