"""The same question with free integer staffing, kept only to compare the time with.

run[a, S, h] ∈ {0, 1}        group S runs activity a in way h
seat[a, S, h, t] ∈ {0, 1}    … led from (or hosted by) town t
open[a, S, t, u] ∈ {0, 1}    … with an office in town u when it is merged and led from t
staff[a, S, t, u] ∈ ℤ        quarters of a performer's post in that office
move[a, S, t, m, p] ∈ [0, 1] the part of municipality m's staff that is placed by pattern p

A group may place each member's staff in any mixture of the patterns and have more staff than it
needs, at what a post costs: everything `models.plan` can choose, and more. Its optimum is therefore
no higher. Managers sit in the leading town. What single rules forbid leaves out ways, seats and
patterns just as there; the least team is a constraint on the offices instead.

Not used by the planner, and never to be: this is why it reckons whole arrangements beforehand.
"""

import time
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import pulp

from benchmarks.plan.instances import Instance
from models.alternatives import merged
from models.arrangements import arrange
from models.commuting import minutes_between
from models.decisions import YEARS, comes_after
from models.entities import Alternative, Placement
from models.options import PATTERNS, WAYS, Options
from models.place import minutes_to_nearest, open_offices, travel_by_member
from models.policy import (
    TOLERANCE_FTE,
    TOLERANCE_SEK,
    coordination_share,
    earliest_after_contracts,
    job_losses,
)
from models.rulebook import active, allowed
from models.transition import transition

QUARTER = 0.25
# What a constraint of this model expresses instead of leaving out arrangements.
EXPRESSED = ("team_in_every_office",)
MERGED = WAYS.index(Alternative.MERGED)
PLACED = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
Terms = list[tuple[pulp.LpVariable, float]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What it came to. `gap` is in SEK/year, infinite when no plan was found."""

    seconds: float
    cpu: float
    gap: float
    objective: float
    bound: float
    variables: int


@dataclass(slots=True)
class Sums:
    """Terms gathered arrangement by arrangement, until all are in and constraints can be made."""

    cost: Terms = field(default_factory=list)
    served: dict[tuple[int, int], Terms] = field(default_factory=lambda: defaultdict(list))
    joint: dict[tuple[int, int], Terms] = field(default_factory=lambda: defaultdict(list))
    changed: dict[tuple[int, int], Terms] = field(default_factory=lambda: defaultdict(list))
    any_changed: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))
    late: dict[tuple[int, int, int], Terms] = field(default_factory=lambda: defaultdict(list))
    annual: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))
    one_off: Terms = field(default_factory=list)
    loss: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))
    led: dict[int, Terms] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Placed:
    """A merged organisation by member and pattern, (A, M, P): figures that its placement moves."""

    annual: np.ndarray
    one_off: np.ndarray
    moved: np.ndarray
    longer: np.ndarray
    fte: np.ndarray
    managers: np.ndarray


class Compact:
    """The program under construction."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.case, self.decisions = instance, instance.case, instance.decisions
        self.problem = pulp.LpProblem("compact", pulp.LpMinimize)
        self.sums = Sums()
        self.planned = [j for j, a in enumerate(self.case.activities) if a.optimised]
        self.together = self.binary("together")
        self.start = {
            (j, y): self.binary(f"start({j},{y})")
            for j in self.planned
            for y in range(1, YEARS + 1)
        }

    def binary(self, name: str) -> pulp.LpVariable:
        """Return a new variable that is 0 or 1."""
        return self.problem.add_variable(name, cat="Binary")

    def require(self, terms: Terms, sense: int, right: float) -> None:
        """Add Σ terms ≤, = or ≥ a number."""
        self.problem.addConstraint(
            pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, rhs=right)
        )

    def at_most(self, terms: Terms, right: float = 0.0) -> None:
        """Add Σ terms ≤ a number."""
        self.require(terms, pulp.LpConstraintLE, right)

    def equal(self, terms: Terms, right: float = 0.0) -> None:
        """Add Σ terms = a number."""
        self.require(terms, pulp.LpConstraintEQ, right)

    def add_arrangements(self, options: Options) -> None:
        """Add the variables of everything that is open, one activity and group at a time."""
        earliest = np.maximum(
            options.no_notice_year if self.decisions.no_notice else 1.0,
            earliest_after_contracts(options, self.decisions.first_year)
            if self.decisions.contracts_run_out
            else 1.0,
        )
        rows: dict[tuple[int, tuple[int, ...], int], dict[int, list[int]]] = {}
        for x in range(len(options)):
            group = tuple(int(m) for m in np.flatnonzero(options.members[x]))
            key = (int(options.activity[x]), group, int(options.way[x]))
            rows.setdefault(key, {}).setdefault(int(options.seat[x]), []).append(x)
        placed = self.placements(
            {(g, t) for (_, g, h), by in rows.items() for t in by if h == MERGED}
        )
        for (j, group, way), by_seat in rows.items():
            run = self.binary(f"run({j},{group},{way})")
            seats: Terms = []
            for t, found in by_seat.items():
                seat = self.binary(f"seat({j},{group},{way},{t})")
                seats.append((seat, 1))
                if way == MERGED:
                    self.add_merged(options, found, seat, placed[group, t])
                else:
                    self.add_plain(options, found[0], seat)
                late = min(float(earliest[x]) for x in found)
                for y in range(1, YEARS + 1) if way else ():
                    if late > y:
                        for m in group:
                            self.sums.late[j, m, y].append((seat, 1))
            self.equal([*seats, (run, -1)])
            for m in group:
                self.sums.served[j, m].append((run, 1))
                if len(group) > 1:
                    self.sums.joint[j, m].append((run, 1))
                if way:
                    self.sums.changed[j, m].append((run, 1))
            if way:
                self.sums.any_changed[j].append((run, 1))

    def add_plain(self, options: Options, x: int, seat: pulp.LpVariable) -> None:
        """Add what follows from a way with one placement: own, cooperation and contracted."""
        self.sums.cost.append((seat, float(options.burden[x])))
        self.sums.one_off.append((seat, float(options.one_off[x])))
        for m in np.flatnonzero(options.annual[x]):
            self.sums.annual[int(m)].append((seat, float(options.annual[x, m])))
        losses = job_losses(options.keep(np.array([x])))[0]
        for t in np.flatnonzero(losses):
            self.sums.loss[int(t)].append((seat, float(losses[t])))

    def add_merged(
        self, options: Options, found: list[int], seat: pulp.LpVariable, placed: Placed
    ) -> None:
        """Add the placing of a merged organisation's staff, and what it costs and moves."""
        x, sums, d = found[0], self.sums, self.decisions
        j, t = int(options.activity[x]), int(options.seat[x])
        group = [int(m) for m in np.flatnonzero(options.members[x])]
        patterns = [PATTERNS[options.pattern[i]] for i in found]
        p0 = PLACED.index(patterns[0])
        priced = d.price_moved_fte_sek * placed.moved + d.price_travel_minute_sek * placed.longer
        # What is left does not depend on the placement: the days without staff.
        rest = float(options.burden[x] - (placed.annual + priced)[j, group, p0].sum())
        sums.cost.append((seat, rest))
        sums.led[t].append((seat, 1))
        at: dict[int, Terms] = defaultdict(list)
        for m in group:
            shares: Terms = []
            for p in (PLACED.index(q) for q in patterns):
                name = f"move({j},{_name(group)},{t},{m},{p})"
                share = self.problem.add_variable(name, lowBound=0)
                shares.append((share, 1))
                annual = float(placed.annual[j, m, p])
                sums.cost.append((share, annual + float(priced[j, m, p])))
                sums.annual[m].append((share, annual))
                sums.one_off.append((share, float(placed.one_off[j, m, p])))
                moved = float(placed.moved[j, m, p])
                at[t].append((share, moved))
                at[m].append((share, float(placed.fte[j, m]) - moved))
            self.equal([*shares, (seat, -1)])
        self.add_offices(j, group, t, seat, at, placed)

    def add_offices(
        self,
        j: int,
        group: list[int],
        t: int,
        seat: pulp.LpVariable,
        at: dict[int, Terms],
        placed: Placed,
    ) -> None:
        """Add open[u] and staff[u]: whole quarters within a quarter of what is placed, or more."""
        need = float(placed.fte[j, group].sum())
        most = np.ceil(need / QUARTER + len(at))
        surplus: Terms = [(seat, -need)]
        before = self.case.fte[group, j] + self.case.manager_fte[group, j]
        for u, terms in at.items():
            name = f"({j},{_name(group)},{t},{u})"
            staff = self.problem.add_variable(f"staff{name}", lowBound=0, cat="Integer")
            is_open = self.binary(f"open{name}")
            surplus.append((staff, QUARTER))
            self.at_most([(staff, 1), (is_open, -float(most))])
            self.at_most([(is_open, 1), (seat, -1)])
            if self.decisions.least_team:
                least = self.decisions.least_team - TOLERANCE_FTE
                self.at_most([(is_open, least), (staff, -QUARTER)])
            self.at_most([*terms, (staff, -QUARTER), (seat, -QUARTER + 1e-6)])
            if u < len(self.case.municipalities) or self.case.town_owner[u] >= 0:
                self.loss_at(u, [(staff, -QUARTER)])
        for m, posts in zip(group, before, strict=True):
            self.loss_at(m, [(seat, float(posts))])
        self.loss_at(t, [(seat, -float(placed.managers[j, t]))])
        self.at_most([(var, -value) for var, value in surplus])
        wage = float(self.instance.sup.of(self.case.pay[j])[0]) * 12
        wage *= 1 + float(self.instance.sup.of("po")[0])
        weight = self.case.size[group, j] / self.case.size[group, j].sum()
        for var, value in surplus:
            self.sums.cost.append((var, value * wage))
            for m, w in zip(group, weight, strict=True):
                self.sums.annual[m].append((var, value * wage * float(w)))

    def loss_at(self, t: int, terms: Terms) -> None:
        """Gather jobs lost in a town of a member."""
        if self.case.town_owner[t] >= 0:
            self.sums.loss[t].extend(terms)

    def placements(
        self, pairs: set[tuple[tuple[int, ...], int]]
    ) -> dict[tuple[tuple[int, ...], int], Placed]:
        """Return each group and leading town's figures by activity, member and pattern."""
        case, sup, found = self.case, self.instance.sup, {}
        minutes = minutes_between(case, sup)[0]
        visited = np.array([a.visited for a in case.activities])
        for group, t in sorted(pairs):
            arr = arrange(len(case.municipalities), [(group, t, p) for p in PLACED])
            done = merged(case, sup, arr, self.decisions.level)
            moves = transition(case, sup, done)
            travel, home = (
                travel_by_member(
                    case, arr, minutes_to_nearest(case, minutes, open_offices(case, arr, way))
                )
                for way in (Alternative.MERGED, Alternative.OWN)
            )
            found[group, t] = Placed(
                annual=moves.annual[0].transpose(2, 1, 0),
                one_off=moves.one_off[0].transpose(2, 1, 0),
                moved=done.moved_fte[0].transpose(2, 1, 0),
                longer=(travel - home).T[None] * visited[:, None, None],
                fte=done.fte[0, 0].T,
                managers=done.town_managers[0, 0],
            )
        return found

    def add_rules(self) -> None:
        """Add what makes a plan, and what has been decided for it as a whole."""
        case, d, sums = self.case, self.decisions, self.sums
        for terms in sums.served.values():
            self.equal(terms, 1.0)
        for terms in sums.joint.values():
            self.at_most([*terms, (self.together, -1)])
        sums.cost.append((self.together, d.coordination_sek))
        self.add_starts()
        if d.largest_job_loss is not None:
            for terms in sums.loss.values():
                self.at_most(terms, d.largest_job_loss)
        if d.one_off_ceiling_sek is not None:
            self.at_most(sums.one_off, d.one_off_ceiling_sek)
        share = coordination_share(case) * d.coordination_sek
        for m, terms in sums.annual.items():
            self.at_most([*terms, (self.together, float(share[m]))], TOLERANCE_SEK)
        for key in d.office_in:
            led = sums.led[case.town_index(key)]
            self.at_most([(var, -value) for var, value in led], -1.0)

    def add_starts(self) -> None:
        """Add the start years: the pace, the order, departures, contracts and decided years."""
        d, sums, years = self.decisions, self.sums, range(1, YEARS + 1)

        def started(j: int, when: range, sign: int = 1) -> Terms:
            return [(self.start[j, y], sign) for y in when]

        for j in self.planned:
            self.at_most(started(j, years), 1.0)
            self.at_most([*started(j, years), *((v, -c) for v, c in sums.any_changed[j])])
        for (j, _m), terms in sums.changed.items():
            self.at_most([*terms, *started(j, years, -1)])
        for (j, _m, y), terms in sums.late.items():
            self.at_most([*terms, *started(j, range(y + 1, YEARS + 1), -1)])
        for y in years if d.starts_per_year else ():
            self.at_most([(self.start[j, y], 1) for j in self.planned], float(d.starts_per_year))
        index = {a.key: j for j, a in enumerate(self.case.activities)}
        for key, first in comes_after(self.case.activities, d).items() if d.in_order else ():
            for y in years:
                before = started(index[first], range(1, y), -1)
                self.at_most([*started(index[key], range(1, y + 1)), *before])
        for key, year in d.start.items():
            others = [(self.start[index[key], y], 1) for y in years if y != year]
            self.at_most(others)


def _name(group: list[int]) -> str:
    return "+".join(map(str, group))


def build(instance: Instance) -> Compact:
    """Return the whole program."""
    program = Compact(instance)
    options = instance.options()
    rules = [r for r in active(instance.case, instance.decisions) if r.name not in EXPRESSED]
    program.add_arrangements(allowed(options, instance.decisions, rules))
    program.add_rules()
    program.problem.setObjective(pulp.LpAffineExpression(program.sums.cost))
    return program


def answer(instance: Instance, seconds: float = 60.0) -> Answer:
    """Return how it went within so many seconds of solving, building included in the time."""
    began, cpu = time.perf_counter(), time.process_time()
    program = build(instance)
    program.problem.solve(
        pulp.HiGHS(msg=False, timeLimit=seconds, gapRel=0.0, gapAbs=instance.gap, threads=1)
    )
    info = program.problem.solverModel.getInfo()
    objective, bound = float(info.objective_function_value), float(info.mip_dual_bound)
    found = program.problem.sol_status in {
        pulp.LpSolutionOptimal,
        pulp.LpSolutionIntegerFeasible,
    }
    return Answer(
        seconds=time.perf_counter() - began,
        cpu=time.process_time() - cpu,
        gap=max(0.0, objective - bound) if found else float("inf"),
        objective=objective if found else float("nan"),
        bound=bound,
        variables=len(program.problem.variables()),
    )
