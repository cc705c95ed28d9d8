"""How long a sharing takes, for five municipalities and for many. Run: python benchmarks/games.py.

Not a test: a slow machine is no fault in the code. Medians of several runs, in milliseconds.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models.coalitions import least_from_outside, nucleolus  # noqa: E402 - the path comes first
from models.game import Game, shapley, sums  # noqa: E402 - the path comes first
from models.pack import read_pack  # noqa: E402 - the path comes first
from scenarios.run import run  # noqa: E402 - the path comes first
from scenarios.scenario import readable  # noqa: E402 - the path comes first
from scenarios.sharing import Key, every_sharing, groups_alone, plan_stake  # noqa: E402 - as above

RUNS = 7
SEED = 1
# Number of players and the goal for one sharing, ms.
GOALS = {5: 5.0, 10: None, 13: 50.0, 18: 300.0}
# The real five, with days without staff priced: what is asked, and the goal, ms.
REAL = "02_sarbarhet"
REAL_GOALS = {"all 31 groups": 3_000.0, "every key and rule": 2_000.0}
REAL_RUNS = 3


def with_core(n: int, rng: np.random.Generator) -> Game:
    """Return a cost that rises more slowly than the inhabitants: the more that join the better."""
    return game(1e4 * sums(rng.uniform(3_000, 40_000, n)) ** 0.85)


def without_core(n: int, rng: np.random.Generator) -> Game:
    """Return a game in which any group may save as much as all: they cannot all be kept in."""
    alone = rng.uniform(1e6, 2e7, n)
    saved = rng.uniform(0.0, 1e6, 2**n)
    saved[[0, *(1 << np.arange(n))]] = 0.0
    saved[-1] = 1e6
    return game(sums(alone) - saved)


def with_ties(n: int, rng: np.random.Generator) -> Game:
    """Return a game of only large and small ones: thousands of groups cost the same."""
    large = rng.permutation(np.arange(n) < n // 3)
    return game(1e6 * np.sqrt(sums(np.where(large, 3.0, 1.0))))


def game(costs: np.ndarray) -> Game:
    """Return the game, with players named by number."""
    return Game(tuple(str(i) for i in range(len(costs).bit_length() - 1)), costs)


def measured(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of the work, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def main() -> None:
    """Print a table of goals and medians."""
    kinds = {"core": with_core, "no core": without_core, "ties": with_ties}
    print(f"{'game':<10} {'players':>7} {'what':<10} {'goal, ms':>9} {'median, ms':>11}")
    for n, goal in GOALS.items():
        for kind, make in kinds.items():
            shared = make(n, np.random.default_rng(SEED))
            if (least_from_outside(shared) > 0) != (kind == "no core"):
                raise SystemExit(f"{kind} with {n} players is another kind of game")
            for rule in (shapley, nucleolus):
                ms = measured(partial(rule, shared))
                verdict = "" if goal is None else ("  ok" if ms < goal else "  TOO SLOW")
                shown = "" if goal is None else f"{goal:.0f}"
                print(f"{kind:<10} {n:>7} {rule.__name__:<10} {shown:>9} {ms:>11.2f}{verdict}")
    real_five()


def real_five() -> None:
    """Print what the real five take: every group's own plan, and all sharings of the plan."""
    pack = read_pack(ROOT / "data" / "municipalities").pack
    if pack is None:
        raise SystemExit("the shipped pack is faulty")
    scenario = next(s for s in readable(pack)[0] if s.key == REAL)
    outcome = run(pack, scenario)
    groups = list(groups_alone(outcome.question))
    stake = plan_stake(outcome, groups)
    every_sharing(stake, Key())  # effects are reckoned once and then kept
    asked: dict[str, Callable[[], object]] = {
        "all 31 groups": lambda: list(groups_alone(outcome.question)),
        "every key and rule": lambda: every_sharing(stake, Key()),
    }
    print(f"\n{REAL + ', the real five':<28} {'goal, ms':>9} {'median, ms':>11}")
    for what, goal in REAL_GOALS.items():
        ms = measured(asked[what], REAL_RUNS)
        verdict = "  ok" if ms < goal else "  TOO SLOW"
        print(f"{what:<28} {goal:>9.0f} {ms:>11.0f}{verdict}")


if __name__ == "__main__":
    main()
