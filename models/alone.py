"""What every group of municipalities would do without the others, under the same decisions.

What limits the joint forms (how many, who not together, where, how thin) holds for a smaller group
too. What the decisions demand to be joint is the very thing a group leaves, and falls away; and
whoever goes alone can always do as today. That nobody be worse off is left out as well: a group
shares its gain as it likes. Groups are bit masks over the municipalities, as in `models.game`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from models.case import Bools
from models.decisions import Choice, Decisions, WorseOff
from models.entities import Alternative
from models.errors import UndecidedError
from models.options import WAYS, Options
from models.plan import Proof, cheapest
from models.rulebook import active, allowed

OWN = WAYS.index(Alternative.OWN)


@dataclass(frozen=True, slots=True)
class Alone:
    """What a group does alone: its choices, their burden (SEK/year) and whether that is proven."""

    mask: int
    choices: tuple[Choice, ...]
    burden: float
    proven: bool


def going_alone(decisions: Decisions) -> Decisions:
    """Return the decisions without those that a group leaving is not bound by."""
    return replace(
        decisions,
        some_merge=(),
        office_in=(),
        required={},
        locked={},
        worse_off=WorseOff.ANYWHERE,
        how={key: (*ways, Alternative.OWN) for key, ways in decisions.how.items()},
    )


def open_alone(options: Options, decisions: Decisions) -> Options:
    """Return what is open to a group that goes alone: what is allowed, and always as today."""
    loosened = going_alone(decisions)
    permitted = allowed(options, loosened, active(options.case, loosened))
    rows = np.union1d(
        np.searchsorted(options.order, permitted.order), np.flatnonzero(options.way == OWN)
    )
    return options.keep(rows)


def alone_in_activity(options: Options, j: int, players: tuple[int, ...]) -> list[Alone]:
    """Return what each group of the players would do in one activity, by mask from 1.

    best[S] = min over groups G ⊆ S with S's first member of least[G] + best[S∖G]

    `options` as from `open_alone`. The mask's bits are positions among the players. Rules for the
    plan as a whole are left out here; they have no meaning for one activity.
    """
    bit = np.zeros(options.members.shape[1], dtype=np.int64)
    bit[list(players)] = 1 << np.arange(len(players))
    outside = np.ones(len(bit), dtype=bool)
    outside[list(players)] = False
    mine = options.keep(options.of_activity(j) & ~(options.members & outside).any(axis=1))
    masks = mine.members @ bit
    least: dict[int, int] = {}
    for row in np.lexsort((mine.order, mine.burden)):
        least.setdefault(int(masks[row]), int(row))
    best: list[Alone] = [Alone(0, (), 0.0, True)]
    for mask in range(1, 1 << len(players)):
        first = mask & -mask
        found: Alone | None = None
        group = mask
        while group:
            if group & first and group in least:
                row, rest = least[group], best[mask - group]
                burden = float(mine.burden[row]) + rest.burden
                if found is None or burden < found.burden:
                    found = Alone(mask, (mine.choice(row), *rest.choices), burden, True)
            group = (group - 1) & mask
        if found is None:
            raise ArithmeticError("whoever goes alone can do as today")
        best.append(found)
    return best[1:]


def alone_in_plan(options: Options, decisions: Decisions, seconds: float) -> Iterator[Alone]:
    """Yield what each group of municipalities would do in the whole plan, smallest mask first.

    Everybody together comes last, on the same terms as the others. At most `seconds` for each; what
    is not proven by then is the best found, and as today where nothing was found. The coordination
    of the whole is paid by any group that does something jointly.
    """
    everything = open_alone(options, decisions)
    loosened = going_alone(decisions)
    rules = [rule for rule in active(options.case, loosened) if rule.adds is not None]
    count = len(options.case.municipalities)
    own = everything.way == OWN
    for mask in range(1, 1 << count):
        inside: Bools = np.array([bool(mask >> m & 1) for m in range(count)])
        within = ~(everything.members & ~inside).any(axis=1)
        outsiders = own & ~(everything.members & inside).any(axis=1)
        try:
            plan = cheapest(everything.keep(within | outsiders), loosened, rules, seconds=seconds)
        except UndecidedError:
            yield _as_today(everything.keep(own & within), mask)
            continue
        mine = [option for option in plan.options if inside[list(option.choice.members)].all()]
        together = any(option.choice.joint for option in mine)
        burden = sum(option.burden for option in mine) + loosened.coordination_sek * together
        yield Alone(
            mask, tuple(option.choice for option in mine), burden, plan.proof is Proof.OPTIMAL
        )


def _as_today(own: Options, mask: int) -> Alone:
    """Return a group that does as today, which no search has shown to be its best."""
    choices = tuple(own.choice(i) for i in range(len(own)))
    return Alone(mask, choices, float(own.burden.sum()), proven=False)
