"""How long the plan takes, against its goals. Run: python benchmarks/plan_speed.py [--all].

Not a test: a slow machine is no fault in the code. Every solve is on one thread. `--all` compares
all twenty seeded instances with the compact formulation instead of five; `--quick` leaves that,
and the county, out; `--binding` counts where each limit binds. docs/prestanda.md holds the figures
of the last full run.
"""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.plan import compact  # noqa: E402 - the path comes first
from benchmarks.plan.instances import (  # noqa: E402 - the path comes first
    GAP,
    Instance,
    as_shipped,
    county,
    real,
    rules_off,
    seeded,
    shipped,
)
from models.answers import frontier, largest_job_loss, nearly_as_good  # noqa: E402 - as above
from models.decisions import WorseOff  # noqa: E402 - the path comes first
from models.errors import NoPlanError, UndecidedError  # noqa: E402 - the path comes first
from models.options import Options  # noqa: E402 - the path comes first
from models.plan import Plan, planned_cost, pruned, solve  # noqa: E402 - the path comes first
from models.rulebook import active, allowed  # noqa: E402 - the path comes first

SEEDS = range(20)
COMPARED = 5
LIMIT = 20.0  # what a meeting waits for, as in scenarios.run
SIZES = range(3, 14)
COUNTY_GAP = 1e-3
# A limit this much wider no longer binds; how many instances gain by it is told.
NO_LIMIT = {
    "job loss": {"largest_job_loss": None},
    "one-off ceiling": {"one_off_ceiling_sek": None},
    "worse off in total": {"worse_off": WorseOff.ANYWHERE},
    "office in a town": {"office_in": ()},
}


@dataclass(frozen=True, slots=True)
class Run:
    """One question answered: seconds to reckon and to solve, to the first plan, and the plan.

    `cpu` is the processor's seconds, which a machine that others use does not stretch as much.
    """

    options: Options
    plan: Plan
    reckoned: float
    solved: float
    first: float
    cpu: float

    @property
    def seconds(self) -> float:
        """Everything, building included."""
        return self.reckoned + self.solved


@dataclass(frozen=True, slots=True)
class Goal:
    """A line of the table: what was asked, what came out, and in which unit."""

    what: str
    goal: float
    measured: float
    unit: str = "s"
    at_least: bool = False

    def line(self) -> str:
        """Return the line, with how much is lacking where the goal is not met."""
        met = self.measured >= self.goal if self.at_least else self.measured <= self.goal
        by = self.goal - self.measured if self.at_least else self.measured - self.goal
        verdict = "ok" if met else f"NOT MET by {by:.2g} {self.unit}"
        sign = "≥" if self.at_least else "≤"
        asked = f"{sign} {self.goal:g} {self.unit}"
        return f"{self.what:<66} {asked:>10} {self.measured:>10.3g}  {verdict}"


def run(instance: Instance, gap: float | None = None, seconds: float = LIMIT) -> Run:
    """Answer a question from the beginning."""
    began, cpu = time.perf_counter(), time.process_time()
    options = instance.options()
    reckoned = time.perf_counter()
    first: list[float] = []
    plan = solve(
        options,
        instance.decisions,
        seconds=seconds,
        gap=instance.gap if gap is None else gap,
        progress=lambda *_: first.append(time.perf_counter() - began),
    )
    done = time.perf_counter()
    used = time.process_time() - cpu
    return Run(options, plan, reckoned - began, done - reckoned, (first or [done - began])[0], used)


# ---- Twenty instances and the real one ----------------------------------------------------------


def twenty(instances: list[Instance]) -> tuple[list[Run], list[Goal]]:
    """Measure the seeded instances and the real one, and whether they answer the same again."""
    runs, same = [], 0
    print(
        f"{'instance':<10} {'options':>8} {'kept':>6} {'reckon':>7} {'solve':>7} {'first':>6} gap"
    )
    for instance in instances:
        done = run(instance)
        same += run(instance).plan.choices == done.plan.choices
        runs.append(done)
        rules = active(instance.case, instance.decisions)
        kept = pruned(allowed(done.options, instance.decisions, rules), instance.decisions, rules)
        share = done.plan.gap / planned_cost(instance.case)
        print(
            f"{instance.name:<10} {len(done.options):>8} {len(kept):>6} {done.reckoned:>7.2f} "
            f"{done.solved:>7.2f} {done.first:>6.2f} {done.cpu:>7.2f} {share:.0e}",
            flush=True,
        )
    seconds = [r.seconds for r in runs]
    firsts = [r.first for r in runs]
    gaps = [r.plan.gap / planned_cost(i.case) for r, i in zip(runs, instances, strict=True)]
    return runs, [
        Goal("five, every rule on, to gap 1e-4: median", 1.5, statistics.median(seconds)),
        Goal("five, every rule on, to gap 1e-4: worst", 6.0, max(seconds)),
        Goal("  processor's seconds: median", 1.5, statistics.median(r.cpu for r in runs)),
        Goal("  processor's seconds: worst", 6.0, max(r.cpu for r in runs)),
        Goal("  gap reached, worst", GAP, max(gaps), "of cost"),
        Goal("  first plan: median", 0.7, statistics.median(firsts)),
        Goal("  first plan: worst", 0.7, max(firsts)),
        Goal("  same plan when asked again", len(runs), same, "of all", at_least=True),
    ]


def binding(instances: list[Instance], runs: list[Run]) -> None:
    """Print in how many instances each limit binds: the plan is cheaper without it."""
    for name, change in NO_LIMIT.items():
        gained = 0
        for instance, done in zip(instances, runs, strict=True):
            free = replace(instance.decisions, **change)
            better = solve(done.options, free, gap=instance.gap, seconds=10.0)
            gained += better.objective < done.plan.objective - 1.0
        print(f"{name} binds in {gained} of {len(runs)}", flush=True)


def compared(instances: list[Instance], runs: list[Run]) -> list[Goal]:
    """Measure the compact formulation on the same instances, in the processor's seconds.

    What times out counts as the limit.
    """
    ratios, reached = [], 0
    for instance, done in zip(instances, runs, strict=True):
        other = compact.answer(instance, LIMIT)
        ok = other.gap <= instance.gap * 1.001
        reached += ok
        ratios.append(other.cpu / done.cpu)
        share = other.gap / planned_cost(instance.case)
        faster = f"{'' if ok else '≥ '}{ratios[-1]:.1f} times"
        note = (
            "" if other.bound <= done.plan.objective + 1.0 else "  BOUND ABOVE OUR PLAN: an error"
        )
        print(
            f"{instance.name:<10} compact {other.seconds:>6.1f} s, cpu {other.cpu:.1f} s, "
            f"gap {share:.1e}, {other.variables} variables; {faster}{note}",
            flush=True,
        )
    print(f"compact reached the gap in {reached} of {len(ratios)} within {LIMIT:.0f} s")
    return [
        Goal("  times faster than compact: median", 8.0, statistics.median(ratios), "×", True),
        Goal("  times faster than compact: least", 8.0, min(ratios), "×", True),
    ]


# ---- What else a plan answers -------------------------------------------------------------------


def timed(work: Callable[[], Iterator[object]], most: int) -> tuple[float, int]:
    """Return the seconds for going through an iterator, and how many came out."""
    began = time.perf_counter()
    count = sum(1 for _ in islice(work(), most))
    return time.perf_counter() - began, count


def questions(instance: Instance, done: Run) -> list[Goal]:
    """Measure eight nearly-as-good plans and a frontier of 21 points."""
    o, d = done.options, instance.decisions
    slack = 0.005 * planned_cost(instance.case)
    seconds, found = timed(lambda: nearly_as_good(o, d, done.plan, slack, 8), 8)
    free = replace(d, largest_job_loss=None)
    along, points = timed(lambda: frontier(o, free, largest_job_loss, 21, 0.25), 21)
    return [
        Goal(f"eight nearly as good, {instance.name} ({found} found)", 15.0, seconds),
        Goal(f"frontier of 21 points, {instance.name} ({points} found)", 30.0, along),
    ]


# ---- Size ---------------------------------------------------------------------------------------


def one_size(count: int, generous: bool) -> None:
    """Print one size's figures as JSON: run in a process of its own, for its peak memory."""
    instance = county(shipped(), count, generous=generous)
    rules = active(instance.case, instance.decisions)
    figures: dict[str, object] = {"count": count, "groups": len(instance.groups or ())}
    try:
        done = run(instance, COUNTY_GAP * planned_cost(instance.case))
        kept = pruned(allowed(done.options, instance.decisions, rules), instance.decisions, rules)
        figures |= {
            "options": len(done.options),
            "kept": len(kept),
            "reckoned": done.reckoned,
            "solved": done.solved,
            "first": done.first,
            "cpu": done.cpu,
            "gap": done.plan.gap / planned_cost(instance.case),
            "joint": sum(choice.joint for choice in done.plan.choices),
        }
    except (NoPlanError, UndecidedError) as error:
        figures["error"] = str(error)
    figures["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def sizes() -> list[Goal]:
    """Print the table of time and memory by number of municipalities, and measure the county."""
    goals = []
    for generous in (False, True):
        print(f"\n{'generous' if generous else 'as the pack supposes'}:")
        print(
            "| kommuner | grupper | upplägg | kvar | räkna, s | lösa, s | processor, s | gap "
            "| minne, MB |"
        )
        for count in SIZES:
            found = _in_own_process(count, generous)
            if "error" in found:
                print(f"| {count} | {found['groups']} | {found['error']} |", flush=True)
                continue
            print(
                f"| {count} | {found['groups']} | {found['options']} | {found['kept']} "
                f"| {found['reckoned']:.2f} | {found['solved']:.2f} | {found['cpu']:.2f} "
                f"| {found['gap']:.1e} | {found['mb']:.0f} | ({found['joint']} joint)",
                flush=True,
            )
        if "error" not in found:
            name = f"county of 13{', generous' if generous else ''}"
            goals += [
                Goal(f"{name}, to 1e-3", 60.0, found["reckoned"] + found["solved"]),
                Goal("  gap reached", COUNTY_GAP, found["gap"], "of cost"),
            ]
    return goals


def _in_own_process(count: int, generous: bool) -> dict[str, float]:
    shown = subprocess.run(
        [sys.executable, __file__, "--one", str(count), str(int(generous))],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return dict(json.loads(shown.stdout.splitlines()[-1]))


def main() -> None:
    """Run everything and print one table of goals."""
    if "--one" in sys.argv:
        one_size(int(sys.argv[-2]), sys.argv[-1] == "1")
        return
    load = os.getloadavg()[0]
    print(
        f"{time.strftime('%Y-%m-%d %H:%M')}, {platform.processor() or platform.machine()}, ", end=""
    )
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load:.2f}")
    instances = [*(seeded(seed) for seed in SEEDS), real(shipped())]
    drawn = sum(i.refused for i in instances)
    print(
        f"drawn anew for want of a plan: {drawn}; rules off: {sorted({*map(rules_off, instances)})}"
    )
    runs, goals = twenty(instances)
    if "--quick" not in sys.argv:
        several = len(SEEDS) if "--all" in sys.argv else COMPARED
        goals += compared(instances[:several], runs[:several])
    plain = as_shipped(shipped())
    goals.append(Goal("the five as shipped, to gap 0", 1.5, run(plain, 0.0).seconds))
    for i in (0, -1):
        goals += questions(instances[i], runs[i])
    if "--quick" not in sys.argv:
        goals += sizes()
    if "--binding" in sys.argv:
        binding(instances, runs)
    print(f"\n{'what':<66} {'goal':>10} {'measured':>10}")
    for goal in goals:
        print(goal.line())
    print(f"load now {os.getloadavg()[0]:.2f}")


if __name__ == "__main__":
    main()
