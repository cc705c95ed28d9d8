"""How long the reckoning takes, against the goals of issue A. Run: python benchmarks/speed.py.

Not a test: a slow machine is no fault in the code. Medians of several runs, in seconds.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models.alternatives import arrangements, contracted, cooperation, merged, own  # noqa: E402 - the path comes first
from models.case import build_case  # noqa: E402 - the path comes first
from models.decisions import Decisions  # noqa: E402 - the path comes first
from models.entities import Placement  # noqa: E402 - the path comes first
from models.options import enumerate_options  # noqa: E402 - the path comes first
from models.pack import Pack, read_pack  # noqa: E402 - the path comes first
from models.parameters import draw, factors_of, principal  # noqa: E402 - the path comes first
from models.plan import solve  # noqa: E402 - the path comes first
from models.transition import transition  # noqa: E402 - the path comes first

RUNS = 7


def shipped() -> Pack:
    """Return the shipped pack."""
    pack = read_pack(ROOT / "data" / "municipalities").pack
    if pack is None:
        raise SystemExit("The shipped pack has faults: python -m scenarios check-data")
    return pack


def measured(work: Callable[[], object]) -> float:
    """Return the median time of the work, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print a table of goals and medians."""
    pack = shipped()
    case = build_case(pack)
    elasticities = [a.elasticity for a in pack.activities]
    sup = principal(pack.parameters, elasticities)
    factors = factors_of(pack.parameters, elasticities, (case.base_low, case.base_high))
    drawn = draw(factors, seed=1)
    groups = arrangements(5, range(1, 6), (Placement.LOCAL,), lambda group: group[:1])
    singles = arrangements(5, [1], (Placement.LOCAL,))
    five = arrangements(5, [5], (Placement.LOCAL,), lambda group: group[:1])
    decisions = Decisions()

    def all_alternatives() -> None:
        own(case, groups)
        cooperation(case, sup, groups)
        merged(case, sup, groups)
        contracted(case, sup, singles)

    def first_plan() -> None:
        solve(enumerate_options(case, sup, decisions), decisions)

    def draws_of_one_group() -> None:
        transition(case, drawn, merged(case, drawn, five))

    rows: list[tuple[str, float | None, Callable[[], object]]] = [
        ("read and check the pack", None, shipped),
        ("the pack's numbers as arrays", None, lambda: build_case(pack)),
        (
            f"all alternatives × {len(case.activities)} activities × {groups.count} groups",
            0.3,
            all_alternatives,
        ),
        ("first plan: enumerate, build and solve", 2.0, first_plan),
        (f"{drawn.draws} draws for one group, all activities", None, draws_of_one_group),
    ]
    print(f"{'what':<55} {'goal, s':>8} {'median, s':>10}")
    for name, goal, work in rows:
        seconds = measured(work)
        verdict = "" if goal is None else ("  ok" if seconds < goal else "  TOO SLOW")
        shown = "" if goal is None else f"{goal:.1f}"
        print(f"{name:<55} {shown:>8} {seconds:>10.3f}{verdict}")


if __name__ == "__main__":
    main()
