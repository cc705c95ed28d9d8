"""How long the uncertainty takes: all groups in many draws, and what a meeting asks of one plan.

Run: python benchmarks/uncertainty.py. Not a test: a slow machine is no fault in the code, and a
busy one no measure of it. The least of several runs, in seconds, with the load when they ended.
"""

import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from models.amounts import added_up  # noqa: E402 - the path comes first
from models.case import Case  # noqa: E402 - the path comes first
from models.decisions import Choice  # noqa: E402 - the path comes first
from models.entities import Alternative, LevelChoice, Placement  # noqa: E402 - the path comes first
from models.every_draw import annual_by_choice, best, cheapest_of_each_group, menus  # noqa: E402 - the path comes first
from models.pack import read_pack  # noqa: E402 - the path comes first
from models.parameters import (  # noqa: E402 - the path comes first
    Floats,
    Suppositions,
    draws_in_blocks,
    suppositions_of,
)
from models.posts import NOISE, STEP_FTE  # noqa: E402 - the path comes first
from models.transition import PROJECT_YEARS, annuity, reached  # noqa: E402 - the path comes first
from scenarios.candidates import PLAN, Candidate, Subject, of_activity, of_plan, planned_first  # noqa: E402 - as above
from scenarios.drivers import drivers, indices  # noqa: E402 - the path comes first
from scenarios.run import Question, run  # noqa: E402 - the path comes first
from scenarios.scenario import readable  # noqa: E402 - the path comes first
from scenarios.uncertainty import DRAWS, sureness  # noqa: E402 - the path comes first

RUNS = 5
SCENARIO = "02_sarbarhet"
ACTIVITY = "bygglov"
EVERY, MANY, SLIDER = 10_000, 100_000, 1 << 12
SEED = 1
# How near the bare evaluation has to come, SEK/year, to be the same arithmetic.
NEAR = 1e-6
# What a meeting has fixed with its sliders.
FIXED = ("realisering_sammanslagen", "samordning_sammanslagen", "diskontering")
MB = 1 << 20


def cheapest(question: Question) -> tuple[Choice, ...]:
    """Return each activity's, group's and alternative's cheapest seat and placement at mode."""
    options = question.options
    every = [options.choice(i) for i in range(len(options))]
    return cheapest_of_each_group(every, options.burden.tolist())


def every_draw(question: Question, choices: tuple[Choice, ...], count: int) -> None:
    """Reckon every choice, the best partition and its sharing in every draw."""
    setting = question.setting
    players = len(setting.case.municipalities)
    asked = menus(choices)
    for _, values in draws_in_blocks(setting.factors, SEED, count):
        sup = suppositions_of(setting.factors, values)
        annual = annual_by_choice(setting.case, sup, choices, setting.scenario.decide.level)
        for menu in asked:
            best(menu, annual, players)


@dataclass(frozen=True, slots=True)
class Laid:
    """What the bare evaluation reads of one activity and way: numbers only, already summed.

    By member (M, 1) or by slot (Z, 1), with `starts` (G,) where each group's slots begin.
    """

    rows: list[int]
    merged: bool
    j: int
    pay: str
    member: np.ndarray
    group: np.ndarray
    starts: np.ndarray
    log_own: np.ndarray
    log_whole: np.ndarray
    weight: np.ndarray
    fte: np.ndarray
    managers: np.ndarray
    away: np.ndarray
    k1: np.ndarray
    k2: np.ndarray
    joint: np.ndarray
    exposed: np.ndarray
    exposed_joint: np.ndarray
    exposed_system: np.ndarray
    x: tuple[float, float]
    systems: tuple[float, float]
    budget: tuple[float, float, float]
    straight: np.ndarray
    km: np.ndarray
    minutes: np.ndarray
    bought: float
    taxed: float
    limit: str


def laid_out(case: Case, choices: tuple[Choice, ...]) -> Iterator[Laid]:
    """Yield what is read, activity by activity and way by way."""
    k1, k2, k10 = (case.cost_index(key) for key in ("K1", "K2", "K10"))
    joint = case.joint.astype(float)
    for j, way in dict.fromkeys((c.activity, c.alternative) for c in choices):
        rows = [i for i, c in enumerate(choices) if (c.activity, c.alternative) == (j, way)]
        slots = [(g, m, choices[i].seat) for g, i in enumerate(rows) for m in choices[i].members]
        group, member, seat = np.array(slots).T
        starts = np.flatnonzero(np.diff(group, prepend=-1))
        size, cost, x = case.size[:, j], case.cost[:, j], case.exposure[j]
        whole = added_up(size[member], starts)
        yield Laid(
            rows,
            way is Alternative.MERGED,
            j,
            case.pay[j],
            member,
            group,
            starts,
            np.log(size)[:, None],
            np.log(whole)[:, None],
            (size[member] / whole[group])[:, None],
            case.fte[member, j][:, None],
            case.manager_fte[:, j][:, None],
            (seat != member)[:, None].astype(float),
            cost[:, k1, None],
            cost[:, k2, None],
            (cost @ joint)[:, None],
            (cost @ x)[:, None],
            (cost @ (x * joint))[:, None],
            (cost @ (x * case.system))[:, None],
            (float(x[k1]), float(x[k2])),
            (float((x * case.system)[k1]), float((x * case.system)[k2])),
            (joint[k1], joint[k2], joint[k10]),
            case.straight_km[seat, member][:, None],
            case.road_km[seat, member][:, None],
            case.minutes[seat, member][:, None],
            float(case.bought[j]),
            float(1 - case.fee[j]),
            case.activities[j].exhaustion,
        )


def bare(laid: list[Laid], manager_pay: str, sup: Suppositions) -> Floats:
    """Return what `annual_by_choice` does, for own levels and work that stays, in plain NumPy."""
    p = sup.common
    rate, horizon = p["diskontering"], round(float(p["horisont"][0]))
    discount = (1 + rate[:, None]) ** -np.arange(horizon + 1)
    yearly = annuity(rate, horizon)
    whole = discount[:, 1:].sum(axis=1) * yearly
    not_yet = (discount[:, 1:] * (1 - reached(sup, horizon))).sum(axis=1) * yearly
    project = discount[:, :PROJECT_YEARS].mean(axis=1) * yearly
    overrun = 1 + p["omstallning_overdrag"]
    leading = p[manager_pay] * 12
    total = np.empty((sum(len(some.rows) for some in laid), sup.draws))
    for a in laid:
        e, b = sup.elasticity[:, a.j], sup.base[:, a.j]
        limit = np.log(p[a.limit])
        wanted = a.managers * leading
        k1, k2 = a.k1 * b, a.k2 * b
        led1, led2 = np.minimum(wanted, k1), np.minimum(wanted * p["po"], k2)
        exposed = a.exposed * b - led1 * a.x[0] - led2 * a.x[1]
        floor = a.joint * b * p["omstallning_golv"]
        of_group = np.exp(e * np.minimum(a.log_whole, limit))
        of_member = np.exp(-e * np.minimum(a.log_own, limit))
        power = of_group[a.group] * of_member[a.member]
        if a.merged:
            factor = (power - 1) * p["realisering_sammanslagen"]
            staff = (1 + factor * a.x[0]) * a.fte
            needed = added_up(staff, a.starts)
            posts = np.ceil(needed / STEP_FTE - NOISE) * STEP_FTE
            rounding = np.where(needed > 0, posts / np.where(needed > 0, needed, 1), 1)[a.group]
            staff *= rounding
            heads = np.ceil(posts / p["kontrollspann"] / STEP_FTE - NOISE) * STEP_FTE
            heads = np.where(posts > 0, np.maximum(heads, p["minsta_ledning"]), 0)
            led = heads[a.group] * a.weight * leading - wanted[a.member]
            km = np.where(np.isnan(a.km), a.straight * p["omvagsfaktor"], a.km)
            minutes = np.where(np.isnan(a.minutes), km / p["reshastighet"] * 60, a.minutes)
            trips = staff * 2 * p["gemensamma_moten"]
            hours = trips * minutes / 60 * (p[a.pay] * 12 / p["arbetstid"])
            share = p["samordning_sammanslagen"]
            w1, w2, w10 = (1 + part * share for part in a.budget)
            up = 1 + p["loneharmonisering"]
            own1, own2 = (k1 - led1) * w1, (k2 - led2) * w2
            scaled = own1 * a.x[0] + own2 * a.x[1]
            budget = a.exposed_joint * b - (
                led1 * a.x[0] * a.budget[0] + led2 * a.x[1] * a.budget[1]
            )
            rest = exposed + budget * share - scaled
            stays = (led1 * w1 + led2 * w2) * up - k1 * w1 - k2 * w2 + a.joint * b * share
            change = (scaled[a.member] * factor + (own1 + own2)[a.member]) * rounding * up
            change += rest[a.member] * factor + stays[a.member]
            change += led * ((w1 + w2 * p["po"]) * up)
            change += hours * (w1 + w2 * p["po"]) + km * trips * (p["milkostnad"] * w10)
            gain = -(exposed[a.member] * factor + led * (1 + p["po"]))
        else:
            extent = p["samverkansgrad"]
            gain = (power - 1) * (p["realisering_samverkan"] * extent) * -exposed[a.member]
            bought = exposed[a.member] * a.away * (a.bought * extent)
            systems = a.exposed_system * b - led1 * a.systems[0] - led2 * a.systems[1]
            together = added_up(bought + systems[a.member] * extent, a.starts)
            change = bought * (1 - p["undvikbar_andel"]) - gain
            change += (together * p["samordning_samverkan"])[a.group] * a.weight
        cost = np.maximum(gain * p["omstallning_multipel"], floor[a.member]) * overrun
        annual = change * whole + gain * not_yet + cost * project
        total[a.rows] = added_up(annual, a.starts) * a.taxed
    return total


def same_and_plain(question: Question, choices: tuple[Choice, ...]) -> tuple[float, float, float]:
    """Return seconds for the merged and cooperation alternatives, ours and bare, and how near."""
    setting = question.setting
    case, level = setting.case, setting.scenario.decide.level
    joint = tuple(
        c for c in choices if c.alternative in (Alternative.MERGED, Alternative.COOPERATION)
    )
    if level is not LevelChoice.OWN or any(c.pattern is not Placement.LOCAL for c in joint):
        raise SystemExit("the bare evaluation knows own levels and work that stays only")
    laid = list(laid_out(case, joint))
    blocks = [
        suppositions_of(setting.factors, values)
        for _, values in draws_in_blocks(setting.factors, SEED, EVERY)
    ]
    apart = max(
        float(
            np.abs(annual_by_choice(case, s, joint, level) - bare(laid, case.manager_pay, s)).max()
        )
        for s in blocks[:2]
    )
    if not apart < NEAR:
        raise SystemExit(f"the bare evaluation is {apart} SEK/year away: not the same arithmetic")
    ours = least(lambda: [annual_by_choice(case, s, joint, level) for s in blocks])
    plain = least(lambda: [bare(laid, case.manager_pay, s) for s in blocks])
    return ours, plain, apart


def least(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the least time of the work, in seconds: what others do on the machine only adds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def traced(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of one run, the tracing included, and the most memory it had, MB."""
    tracemalloc.start()
    seconds = least(work, 1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return seconds, most / MB


def row(what: str, goal: float | None, value: float, unit: str = "s") -> None:
    """Print one line of the table."""
    verdict = "" if goal is None else ("  ok" if value < goal else "  NOT REACHED")
    shown = "" if goal is None else f"{goal:g}"
    print(f"{what:<66} {shown:>6} {value:>8.2f} {unit:<5}{verdict}", flush=True)


def main() -> None:
    """Print a table of goals and what was measured."""
    pack = read_pack(ROOT / "data" / "municipalities").pack
    if pack is None:
        raise SystemExit("the shipped pack is faulty")
    scenario = next(s for s in readable(pack)[0] if s.key == SCENARIO)
    outcome = run(pack, scenario)
    question, setting = outcome.question, outcome.setting
    choices = cheapest(question)
    plan, activity = of_plan(outcome), of_activity(outcome, ACTIVITY)
    fixed = np.array([f.parameter in FIXED for f in setting.factors])
    modes = np.array([f.mode for f in setting.factors])
    only = Subject(setting, (Candidate(PLAN, outcome.plan.choices),), whole=True)

    def slider() -> None:
        for _, values in draws_in_blocks(setting.factors, SEED, SLIDER):
            only.annual(np.where(fixed, modes, values))

    def all_groups() -> None:
        every_draw(question, choices, EVERY)

    def all_groups_of_many() -> None:
        every_draw(question, choices, MANY)

    asked = len(menus(choices))
    print(f"{len(choices)} choices of {asked} activities, {len(setting.factors)} factors")
    print(f"{'what':<66} {'goal':>6} {'least':>8}")
    row(f"{EVERY} draws: every group, best partition, Shapley", 1.5, least(all_groups))
    ours, plain, apart = same_and_plain(question, choices)
    row("  merged and cooperation alone", None, ours)
    row(f"  bare NumPy, the same to {apart:.0e} SEK/year", None, plain)
    row("  times the bare evaluation", 3.0, ours / plain, "times")
    row("  most memory at once", 1024, traced(all_groups)[1], "MB")
    seconds, most = traced(all_groups_of_many)
    row(f"{MANY} draws of the same", None, seconds)
    row("  most memory at once", 1024, most, "MB")
    row(f"how sure the plan is, {DRAWS} draws", None, least(lambda: sureness(outcome), 3))
    seconds, most = traced(lambda: sureness(outcome, MANY))
    row(f"how sure the plan is, {MANY} draws", None, seconds)
    row("  most memory at once", 1024, most, "MB")
    for what, subject in ((f"what decides: {ACTIVITY}", activity), ("what decides: plan", plan)):
        chosen = planned_first(subject, outcome)
        found = drivers(subject, chosen)
        row(what, None, least(lambda s=subject, k=chosen: drivers(s, k), 3))
        row("  its Sobol indices", None, least(lambda f=found: indices(f), 1))
    row(
        f"a slider: {SLIDER} draws of the plan, {int(fixed.sum())} factors fixed",
        0.5,
        least(slider),
    )
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row("most memory of the whole process", 1024, resident, "MB")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
