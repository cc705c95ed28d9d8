"""Whether the councils have adopted the same words, since when, and what stands in the way.

A matter is in accord (samstämmigt) when every council that must has adopted decision points with
the same hash. Until then nothing here says that anything has been decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.council_register import (
    COUNCIL,
    WHOLE,
    CouncilDecision,
    DecisionStatus,
    Position,
    Stance,
    is_adopted,
)
from models.words import listed

# The worst first: of two entries on one day the worse one counts, so that nothing looks settled
# by the order in which it was typed.
_DECISIONS = (
    DecisionStatus.REJECTED,
    DecisionStatus.REMITTED,
    DecisionStatus.DEFERRED,
    DecisionStatus.ADOPTED,
)
_STANCES = (Stance.AGAINST, Stance.DOUBTFUL, Stance.NOT_TREATED, Stance.FOR)


class Light(StrEnum):
    """How a matter stands, for who has a minute."""

    RED = "röd"
    AMBER = "gul"
    GREEN = "grön"


@dataclass(frozen=True, slots=True)
class Required:
    """Whose councils must adopt which words: everyone among `codes`, or at least `quorum`."""

    codes: tuple[str, ...]
    text_hash: str
    quorum: int | None = None

    @property
    def least(self) -> int:
        """How many councils it takes; nobody at all is never enough."""
        return max(1, len(set(self.codes)) if self.quorum is None else self.quorum)


@dataclass(frozen=True, slots=True)
class Accord:
    """How a matter stands: `since` is the day it came into accord, or None.

    `adopted` and `waiting` are codes in the order asked for; `reasons` are why the light is not
    green, each naming the municipality and the item.
    """

    since: date | None
    adopted: tuple[str, ...]
    waiting: tuple[str, ...]
    light: Light
    reasons: tuple[str, ...]
    sentence: str

    @property
    def reached(self) -> bool:
        """Whether the councils are in accord."""
        return self.since is not None


@dataclass(frozen=True, slots=True)
class _Seen:
    """One municipality as of today: its council's last word, and where it stands on each item."""

    name: str
    last: CouncilDecision | None
    adopted_on: date | None
    stances: Mapping[str, Position | None]


def accord_of(
    required: Required,
    decisions: Sequence[CouncilDecision],
    positions: Sequence[Position],
    names: Mapping[str, str],
    items: Mapping[str, str],
    today: date,
    *,
    unfilled: Sequence[str] = (),
) -> Accord:
    """Return how the matter stands on `today`; what is dated later has not happened.

    `items` are the decision points by key; `unfilled` names those not yet written. A council that
    adopts the words has settled what its municipality doubted on an earlier day. With a quorum,
    only those who have adopted are looked at once it is reached.
    """
    codes = tuple(dict.fromkeys(required.codes))
    seen = {
        code: _seen(code, required.text_hash, decisions, positions, names, items, today)
        for code in codes
    }
    adopted = tuple(code for code in codes if seen[code].adopted_on)
    days = sorted(day for code in codes if (day := seen[code].adopted_on))
    since = days[required.least - 1] if len(days) >= required.least else None
    looked_at = adopted if since else codes
    light, reasons = _light([seen[code] for code in looked_at], items, unfilled, required.least)
    waiting = tuple(code for code in codes if code not in adopted)
    return Accord(since, adopted, waiting, light, reasons, _sentence(required, since, seen, names))


def _light(
    looked_at: Sequence[_Seen], items: Mapping[str, str], unfilled: Sequence[str], least: int
) -> tuple[Light, tuple[str, ...]]:
    """Return the light, red only when too few can still be brought to adopt, and its reasons."""
    told = [tuple(_reasons(one, items)) for one in looked_at]
    blocked = sum(any(light is Light.RED for light, _ in each) for each in told)
    reasons = [f"Punkten ”{name}” är inte ifylld." for name in unfilled]
    reasons += [why for each in told for _, why in each]
    if len(looked_at) - blocked < least:
        return Light.RED, tuple(reasons or ["För få kommuner deltar."])
    return (Light.AMBER if reasons else Light.GREEN), tuple(reasons)


def _seen(
    code: str,
    text_hash: str,
    decisions: Sequence[CouncilDecision],
    positions: Sequence[Position],
    names: Mapping[str, str],
    items: Mapping[str, str],
    today: date,
) -> _Seen:
    words = [
        (d.on, -_DECISIONS.index(d.status), d.text_hash != text_hash, d)
        for d in decisions
        if d.code == code and d.organ == COUNCIL and d.on is not None and d.on <= today
    ]
    last = max(words, key=lambda word: word[:3])[3] if words else None
    same = last is not None and is_adopted(last) and last.text_hash == text_hash
    adopted_on = last.on if last and same else None
    standing: dict[str, Position | None] = dict.fromkeys(items)
    standing.update({p.item: None for p in positions if p.code == code})
    for item in standing:
        standing[item] = _last_position(code, item, positions, adopted_on, today)
    return _Seen(names.get(code, code), last, adopted_on, standing)


def _last_position(
    code: str, item: str, positions: Sequence[Position], adopted_on: date | None, today: date
) -> Position | None:
    """Return the last word on an item, unless the council has settled it on a later day."""
    said = [
        (p.on or date.min, -_STANCES.index(p.stance), p.reason, p.owner, p)
        for p in positions
        if p.code == code and p.item == item and (p.on or date.min) <= today
    ]
    if not said:
        return None
    last = max(said, key=lambda word: word[:4])
    return None if adopted_on and last[0] < adopted_on else last[4]


def _reasons(seen: _Seen, items: Mapping[str, str]) -> Iterator[tuple[Light, str]]:
    """Return each thing that keeps one municipality from a green light, and how grave it is."""
    if seen.last and not seen.adopted_on:
        day = f" {seen.last.on}" if seen.last.on else ""
        if seen.last.status is DecisionStatus.REJECTED:
            yield Light.RED, f"{seen.name}: fullmäktige har avslagit förslaget{day}."
        elif seen.last.status is DecisionStatus.ADOPTED:
            yield Light.AMBER, f"{seen.name}: orden skiljer. Fullmäktige antog en annan text{day}."
        else:
            yield Light.AMBER, f"{seen.name}: ärendet är {seen.last.status} i fullmäktige{day}."
    whole = seen.stances.get(WHOLE)
    untreated = []
    for item, said in seen.stances.items():
        label = items.get(item, item) or "förslaget som helhet"
        stance = said.stance if said else Stance.NOT_TREATED
        if said and stance in {Stance.AGAINST, Stance.DOUBTFUL}:
            light = Light.RED if stance is Stance.AGAINST else Light.AMBER
            yield light, f"{seen.name}, {label}: {stance}. {_why(said)}"
        elif stance is Stance.NOT_TREATED and (said or item in items):
            stands_for_all = said is None and whole is not None and whole.stance is Stance.FOR
            # What the council has done with the whole is already said.
            if not seen.last and not stands_for_all:
                untreated.append(label)
    if untreated or not (seen.last or seen.stances):
        # Named one by one only where some of them have been.
        what = listed(untreated) if 0 < len(untreated) < len(items) else "hela förslaget"
        yield Light.AMBER, f"{seen.name}: ej behandlat ({what})."


def _why(position: Position) -> str:
    reason = position.reason.strip().rstrip(".") or "uppgift saknas"
    owner = position.owner.strip().rstrip(".") or "uppgift saknas"
    return f"Skäl: {reason}. Ägs av: {owner}."


def _sentence(
    required: Required, since: date | None, seen: Mapping[str, _Seen], names: Mapping[str, str]
) -> str:
    adopted = [one.name for one in seen.values() if one.adopted_on]
    if since:
        condition = (
            f" Villkoret om minst {required.least} kommuner är uppfyllt."
            if required.least < len(seen)
            else ""
        )
        return (
            f"Samstämmigt sedan {since}: fullmäktige i {listed(adopted)} har antagit samma text."
            + condition
        )
    left = [one.name for one in seen.values() if not one.adopted_on]
    least = f", och minst {required.least} behövs" if required.least != len(seen) else ""
    return (
        f"{len(adopted)} av {len(seen)} fullmäktige har antagit texten{least}. "
        f"Återstår: {listed(left) or 'ingen kommun är vald'}."
    )
