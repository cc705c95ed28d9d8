"""What would be best in each draw, had one known it: each activity by itself, cost alone."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.entities import Alternative
from models.every_draw import (
    MOST_MUNICIPALITIES,
    annual_by_choice,
    best,
    cheapest_of_each_group,
    menus,
    partitions,
)
from models.parameters import draws_in_blocks, suppositions_of
from scenarios.run import Question

DRAWS = 1 << 12


@dataclass(frozen=True, slots=True)
class Hindsight:
    """One activity over the draws, each given its best division of the municipalities.

    `ways` are (alternative, share of the draws in which some group runs it so); `alone` the share
    in which everybody is best off as today; `everybody` that in which all are in one group;
    `saved` the mean saving, SEK/year, and `shapley` its mean sharing by municipality (M,).
    """

    activity: str
    ways: tuple[tuple[Alternative, float], ...]
    alone: float
    everybody: float
    saved: float
    shapley: tuple[float, ...]


def hindsight(question: Question, draws: int = DRAWS) -> Iterator[float | tuple[Hindsight, ...]]:
    """Yield the share done, and last every activity.

    Each group's office is where it is cheapest in the principal run. Yields nothing when there are
    too many municipalities to try every division.
    """
    setting, options = question.setting, question.options
    case = setting.case
    count = len(case.municipalities)
    if count > MOST_MUNICIPALITIES:
        return
    every = [options.choice(i) for i in range(len(options))]
    choices = cheapest_of_each_group(every, options.burden.tolist())
    activities = menus(choices)
    ways = np.array([list(Alternative).index(choice.alternative) for choice in choices])
    divisions = partitions(count)
    used = np.zeros((len(activities), len(Alternative)))
    alone, everybody, saved = (np.zeros(len(activities)) for _ in range(3))
    shapley = np.zeros((len(activities), count))
    own = list(Alternative).index(Alternative.OWN)
    for rows, values in draws_in_blocks(setting.factors, setting.scenario.seed, draws):
        sup = suppositions_of(setting.factors, values)
        annual = annual_by_choice(case, sup, choices, setting.scenario.decide.level)
        for i, menu in enumerate(activities):
            found = best(menu, annual, count)
            here = np.arange(annual.shape[1])
            way = np.zeros((len(here), len(Alternative)), dtype=bool)
            for p, groups in enumerate(divisions):
                drawn = here[found.partition == p]
                for mask in groups:
                    way[drawn, ways[found.choice[mask, drawn]]] = True
            used[i] += way.sum(axis=0)
            alone[i] += (way.sum(axis=1) == 1)[way[:, own]].sum()
            everybody[i] += (found.partition == divisions.index(((1 << count) - 1,))).sum()
            saved[i] -= found.cost[-1].sum()
            shapley[i] -= found.shapley.sum(axis=0)
        yield rows.stop / draws
    yield tuple(
        Hindsight(
            case.activities[menu.activity].key,
            tuple(
                (way, float(used[i, k] / draws)) for k, way in enumerate(Alternative) if used[i, k]
            ),
            float(alone[i] / draws),
            float(everybody[i] / draws),
            float(saved[i] / draws),
            tuple(float(share) for share in shapley[i] / draws),
        )
        for i, menu in enumerate(activities)
    )
