"""What a council may say instead of no: each with what it does to all, and who proposed it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models.decisions import Choice
from models.entities import Alternative
from models.plan import plan_of
from scenarios.freeze import effects_in, freeze
from scenarios.frozen import Frozen, KeyRow
from scenarios.places import possible_seats
from scenarios.run import Outcome, outcome_of
from scenarios.sharing import Key


@dataclass(frozen=True, slots=True)
class CounterProposal:
    """What one municipality proposes instead: in words, with what it does to each by code.

    `changes` are written as they were shown when it was proposed; empty where it costs nothing.
    """

    area: str
    version: str
    code: str
    label: str
    text: str
    who: str
    at: str
    changes: tuple[tuple[str, str], ...] = ()


def other_towns(outcome: Outcome, frozen: Frozen) -> Iterator[KeyRow]:
    """Yield what each pays more (+) or less (−) than today with the office in each other town.

    Everything that the area merges moves there, in the towns that the decisions open for all of it.
    """
    sharing, area = frozen.sharing, frozen.area
    merged = [
        e.choice
        for e in effects_in(outcome, area)
        if e.choice.joint and e.choice.alternative is Alternative.MERGED
    ]
    towns = outcome.setting.case.towns
    seats = {t for choice in merged for t in possible_seats(outcome.question, choice)}
    for seat in sorted(seats):
        if all(choice.seat == seat for choice in merged) or not all(
            seat in possible_seats(outcome.question, choice) for choice in merged
        ):
            continue
        moved = _moved(outcome, merged, seat)
        by = Key(sharing.key, sharing.fixed)
        anew = freeze(moved, area, by, sharing.rule, time="")
        changes = tuple(row.change for row in anew.economy)
        yield KeyRow(f"ort_{towns[seat].key}", f"Kontoret i {towns[seat].name}", changes)


def _moved(outcome: Outcome, merged: Sequence[Choice], seat: int) -> Outcome:
    """Return the plan with some organisations' offices in another town, all at once."""
    question = outcome.question
    choices = [
        replace(choice, seat=seat) if choice in merged else choice
        for choice in outcome.plan.choices
    ]
    return outcome_of(
        question, plan_of(question.options, question.decisions, choices), outcome.effects
    )
