"""What is held against what: the whole plan against today, or one activity's alternatives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.amounts import amounts
from models.decisions import Choice
from models.entities import Alternative, Placement
from models.parameters import (
    BLOCK,
    Floats,
    Suppositions,
    draws_in_blocks,
    modes,
    suppositions_of,
)
from models.timing import Timing
from scenarios.run import Outcome
from scenarios.setting import Setting, positions
from scenarios.uncertainty import COORDINATION, DRAWS

PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to do it: `key` is an alternative, or what somebody calls a plan."""

    key: str
    choices: tuple[Choice, ...]

    @property
    def changed(self) -> bool:
        """Whether anything is run in another way than today."""
        return any(choice.changed for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Subject:
    """Candidates to hold against each other; the first is always today's way.

    `whole` plans pay the coordination of the whole; `only` looks at one municipality, by position.
    """

    setting: Setting
    candidates: tuple[Candidate, ...]
    whole: bool
    only: int | None = None

    def annual(self, values: Floats) -> Floats:
        """Return each candidate's yearly effect with the factors at some values (D, F), (K, D)."""
        return self.reckoned(suppositions_of(self.setting.factors, values))

    def reckoned(self, sup: Suppositions) -> Floats:
        """Return each candidate's yearly effect against today, SEK/year (K, D)."""
        case = self.setting.case
        choices = tuple(dict.fromkeys(c for part in self.candidates for c in part.choices))
        found = amounts(case, sup, choices, self.setting.scenario.decide.level)
        annual = Timing.of(case, sup, found, choices).annual(found)
        seen = np.ones(len(found.member)) if self.only is None else found.member == self.only
        rows = np.array(
            [
                [choices[i] in candidate.choices for i in found.choice] * seen
                for candidate in self.candidates
            ],
            dtype=np.float64,
        )
        total: Floats = rows @ annual
        if self.whole and self.only is None:
            joint = np.array([any(c.joint for c in part.choices) for part in self.candidates])
            total += joint[:, None] * sup.of(COORDINATION)
        return total

    def at_mode(self) -> Floats:
        """Return each candidate's yearly effect with every factor at its mode, SEK/year (K,)."""
        return self.annual(modes(self.setting.factors)[None])[:, 0]

    def in_pieces(self, values: Floats) -> Floats:
        """Return `annual`, some draws at a time: in memory that does not grow with them."""
        pieces = [values[start : start + BLOCK] for start in range(0, len(values), BLOCK)]
        return np.concatenate([self.annual(piece) for piece in pieces], axis=1)

    def drawn(self, draws: int = DRAWS) -> Floats:
        """Return each candidate's yearly effect in the scenario's draws, SEK/year (K, D)."""
        setting = self.setting
        blocks = draws_in_blocks(setting.factors, setting.scenario.seed, draws)
        return np.concatenate([self.annual(values) for _, values in blocks], axis=1)


def today(setting: Setting, activities: Sequence[int]) -> Candidate:
    """Return the activities run as they are, by each municipality for itself."""
    return Candidate(
        Alternative.OWN,
        tuple(
            Choice(j, (m,), Alternative.OWN, m, Placement.LOCAL)
            for j in activities
            for m in range(len(setting.case.municipalities))
        ),
    )


def of_plan(outcome: Outcome, only: str | None = None) -> Subject:
    """Return the plan held against today."""
    setting = outcome.setting
    planned = [j for j, activity in enumerate(setting.case.activities) if activity.optimised]
    return Subject(
        setting,
        (today(setting, planned), Candidate(PLAN, outcome.plan.choices)),
        whole=True,
        only=None if only is None else positions(setting.case, [only])[0],
    )


def of_activity(outcome: Outcome, activity: str, only: str | None = None) -> Subject:
    """Return an activity's alternatives, the joint ones with all who may take part in one group.

    Who has been decided to stand outside runs it as today, and hires no contractor. Each group
    works from the town and with the placement that are cheapest in the principal run, the decided
    prices included. Alternatives that the pack does not allow are left out. What the plan does with
    the activity is one more, where it is none of these.
    """
    setting, options = outcome.setting, outcome.question.options
    j = setting.case.index(activity)
    found = [today(setting, [j])]
    mine = options.keep(options.of_activity(j))
    decide = setting.scenario.decide
    outside = {*decide.outside, *decide.forbidden.get(activity, ())}
    inside = np.array([m.code not in outside for m in setting.case.municipalities])
    at_home = tuple(c for c in found[0].choices if not inside[c.members[0]])
    for alternative in Alternative:
        rows = mine.keep(mine.way == list(Alternative).index(alternative))
        if alternative is Alternative.CONTRACTED:
            rows = rows.keep((rows.members & inside).any(axis=1))
            chosen = tuple(rows.choice(i) for i in range(len(rows)))
        else:
            rows = rows.keep((rows.members == inside).all(axis=1))
            chosen = (rows.choice(int(np.argmin(rows.burden))),) if len(rows) else ()
        if chosen and alternative is not Alternative.OWN:
            found.append(Candidate(alternative, (*chosen, *at_home)))
    planned = tuple(choice for choice in outcome.plan.choices if choice.activity == j)
    if all(set(planned) != set(candidate.choices) for candidate in found):
        found.append(Candidate(PLAN, planned))
    return Subject(
        setting,
        tuple(found),
        whole=False,
        only=None if only is None else positions(setting.case, [only])[0],
    )


def planned_first(subject: Subject, outcome: Outcome) -> int:
    """Return the position to look at first: what the plan does, else the cheapest that is not own.

    0, which is today's way, only where nothing else may be done.
    """
    plan = set(outcome.plan.choices)
    for k, candidate in enumerate(subject.candidates):
        if candidate.changed and set(candidate.choices) <= plan:
            return k
    at_mode = subject.at_mode()
    return int(np.argmin(at_mode[1:])) + 1 if len(at_mode) > 1 else 0
