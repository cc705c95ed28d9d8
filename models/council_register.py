"""The register of one matter: what every council and board has decided, and where each one stands.

Nothing here says what the decisions come to together; that is `models.accord`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.entered import MISSING, NOTE, fault, text_faults
from models.errors import Fault
from models.staff_dialogue import LocalBox, council_too_early

COUNCIL, BOARD = "KF", "KS"  # kommunfullmäktige and kommunstyrelsen; a committee goes by its name
# What a council or a board may be called, and would then pass for a committee.
_SHORT = {
    **dict.fromkeys(("kf", "fullmäktige", "kommunfullmäktige"), COUNCIL),
    **dict.fromkeys(("ks", "styrelsen", "kommunstyrelsen"), BOARD),
}
WHOLE = ""  # a position on the proposal as a whole, and not on one of its points


class DecisionStatus(StrEnum):
    """What a decision-making body did with the proposal."""

    ADOPTED = "antaget"
    REJECTED = "avslaget"
    DEFERRED = "bordlagt"
    REMITTED = "återremitterat"


class Stance(StrEnum):
    """Where a municipality stands on a point of the proposal."""

    FOR = "för"
    DOUBTFUL = "tveksam"
    AGAINST = "emot"
    NOT_TREATED = "ej behandlat"


@dataclass(frozen=True, slots=True)
class CouncilDecision:
    """What one body of one municipality decided, as its minutes have it.

    `organ` is KF, KS or the name of a committee. `paragraph` and `dnr` are free text in each
    municipality's own form; `printed` is the whole reference as the source prints it, or empty.
    `text_hash` stands for the decision points that were adopted; empty when nobody has said which
    words they were.
    """

    code: str
    organ: str
    on: date | None
    paragraph: str
    dnr: str
    text_hash: str
    status: DecisionStatus
    note: str = ""
    link: str = ""
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where one municipality stands on one item, who said so and when.

    `item` is the key of a decision point, or `WHOLE`. A doubt or a no has a reason and an owner:
    the office that will settle it.
    """

    code: str
    item: str
    stance: Stance
    reason: str = ""
    owner: str = ""
    organ: str = ""
    on: date | None = None


def is_adopted(decision: CouncilDecision) -> bool:
    """Whether a council has adopted words that are known, on a day that is known."""
    return (
        decision.organ == COUNCIL
        and decision.status is DecisionStatus.ADOPTED
        and decision.on is not None
        and bool(decision.text_hash)
    )


def register_faults(
    decisions: Sequence[CouncilDecision],
    positions: Sequence[Position],
    names: Mapping[str, str],
    today: date,
    boxes: Sequence[LocalBox] | None = None,
) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the register that does not hold; all at once.

    `names` are the municipalities by code; faults come in their order, whatever order the entries
    came in. With `boxes`, a council must have its own 11 § negotiation behind it; a round of which
    nobody knows the negotiations has None.
    """
    found: list[Fault] = []
    entered = {d.code for d in decisions} | {p.code for p in positions}
    for code in (*names, *sorted(entered - set(names))):
        name = names.get(code, code)
        own = sorted((d for d in decisions if d.code == code), key=_by_day)
        if code not in names:
            found.append(
                fault(
                    "Beslutsregistret",
                    f"kommunen ”{code}”",
                    "en av " + ", ".join(names.values()),
                    "välj en kommun som deltar",
                )
            )
        for decision in own:
            found += _decision_faults(decision, name, today)
        found += _twins(own, name)
        found += _too_early(own, name)
        for position in sorted((p for p in positions if p.code == code), key=_by_item):
            found += _position_faults(position, name, today)
    if boxes is not None:
        found += council_too_early(boxes, council_days(decisions), names)
    return tuple(found)


def council_days(decisions: Sequence[CouncilDecision]) -> dict[str, date]:
    """Return the first day that each council adopted anything, by code."""
    days: dict[str, date] = {}
    for d in decisions:
        if d.organ == COUNCIL and d.status is DecisionStatus.ADOPTED and d.on:
            days[d.code] = min(days.get(d.code, d.on), d.on)
    return days


def _by_day(decision: CouncilDecision) -> tuple[date, str, str, str]:
    return decision.on or date.max, decision.organ, decision.status, repr(decision)


def _by_item(position: Position) -> tuple[str, date, str]:
    return position.item, position.on or date.max, repr(position)


def _decision_faults(decision: CouncilDecision, name: str, today: date) -> Iterator[Fault]:
    where = f"{name}, {decision.organ or 'beslut utan organ'}"
    yield from text_faults(decision.organ, f"{name}, beslutande organ", required=True)
    if (meant := _SHORT.get(decision.organ.strip().casefold(), decision.organ)) != decision.organ:
        yield fault(
            f"{name}, beslutande organ",
            f"”{decision.organ}”, som inte räknas som {meant}",
            meant,
            f"skriv {meant}; en nämnd skrivs med sitt namn",
        )
    yield from text_faults(decision.paragraph, f"{where}, paragraf")
    yield from text_faults(decision.dnr, f"{where}, diarienummer")
    yield from text_faults(decision.printed, f"{where}, hänvisning")
    yield from text_faults(decision.text_hash, f"{where}, avtryck av texten")
    yield from text_faults(decision.note, f"{where}, anteckning", NOTE, lines=True)
    yield from text_faults(decision.link, f"{where}, länk", NOTE)
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", decision.link)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        yield fault(
            f"{where}, länk",
            f"en adress som börjar med {scheme[1]}:",
            "en adress som börjar med https://",
            "ange protokollets adress på webben, eller ett filnamn",
        )
    if decision.on is None:
        yield fault(
            f"{where}, datum", MISSING, "sammanträdets dag", "ange dagen som står i protokollet"
        )
    elif decision.on > today:
        yield fault(
            f"{where}, datum",
            f"{decision.on}, som inte har varit",
            f"en dag till och med {today}",
            "skriv in sammanträdet först när det har ägt rum; en planerad dag hör till tidplanen",
        )
    if decision.organ == COUNCIL and decision.status is DecisionStatus.ADOPTED:
        yield from text_faults(
            decision.text_hash, f"{where}, vilken text som antogs", NOTE, required=True
        )


def _twins(own: Sequence[CouncilDecision], name: str) -> Iterator[Fault]:
    seen: set[tuple[str, object]] = set()
    for decision in own:
        same_day = (decision.organ, decision.on)
        same_words = (decision.organ, (decision.status, decision.text_hash))
        adopted = decision.status is DecisionStatus.ADOPTED
        if same_day in seen or (adopted and same_words in seen):
            yield fault(
                f"{name}, {decision.organ}",
                f"samma beslut två gånger ({decision.on or 'utan dag'})",
                "en rad för varje beslut",
                "ta bort den ena raden, eller rätta dagen",
            )
        seen |= {same_day, same_words} if adopted else {same_day}


def _too_early(own: Sequence[CouncilDecision], name: str) -> Iterator[Fault]:
    prepared = [d.on for d in own if d.organ == BOARD and d.on is not None]
    if not prepared:
        return
    for decision in own:
        if decision.organ == COUNCIL and decision.on is not None and decision.on < min(prepared):
            yield fault(
                f"{name}, fullmäktige",
                f"{decision.on}, före styrelsens {min(prepared)}",
                "styrelsens yttrande före fullmäktiges beslut",
                "rätta den dag som är fel",
            )


def _position_faults(position: Position, name: str, today: date) -> Iterator[Fault]:
    where = f"{name}, ställningstagande" + (f" till ”{position.item}”" if position.item else "")
    yield from text_faults(position.item, f"{where}, punkt")
    wavers = position.stance in {Stance.DOUBTFUL, Stance.AGAINST}
    for label, value, needed in (
        ("skäl", position.reason, wavers),
        ("vem som äger frågan", position.owner, wavers),
        ("organ", position.organ, position.stance is not Stance.NOT_TREATED),
    ):
        yield from text_faults(value, f"{where}, {label}", NOTE, required=needed, lines=True)
    if position.stance is not Stance.NOT_TREATED and position.on is None:
        yield fault(
            f"{where}, datum", MISSING, "dagen för ställningstagandet", "ange när det gjordes"
        )
    if position.on is not None and position.on > today:
        yield fault(
            f"{where}, datum",
            f"{position.on}, som inte har varit",
            f"en dag till och med {today}",
            "rätta dagen",
        )
