"""The dialogue with the unions: one group for all, and one negotiation in every municipality.

Each municipality is an employer of its own and negotiates under 11 § MBL before its council
decides. The joint group informs and prepares; it never stands in for that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.entered import MISSING, NOTE, Clearance, fault, text_faults
from models.errors import Fault
from models.words import listed


@dataclass(frozen=True, slots=True)
class Seat:
    """One union's seat for one municipality in the joint group; no person is named."""

    code: str
    union: str
    filled: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SeatCount:
    """How many seats are filled, of how many, and which are not: (code, union) in order."""

    filled: int
    total: int
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupMeeting:
    """A meeting of the joint group; it ticks nobody's box."""

    on: date
    place: str
    subjects: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class LocalBox:
    """What one municipality has done with its own unions; None or empty where it has not.

    `informed` is 19 § MBL, `negotiated` is 11 § MBL or the local agreement's like, with `protocol`
    as its reference.
    """

    code: str
    informed: date | None = None
    risk_assessed: date | None = None
    negotiated: date | None = None
    protocol: str = ""
    note: str = ""


def seat_count(seats: Sequence[Seat], codes: Sequence[str], unions: Sequence[str]) -> SeatCount:
    """Return how the group is manned; a seat that nobody has entered is missing too."""
    filled = {(seat.code, seat.union) for seat in seats if seat.filled}
    wanted = [(code, union) for code in codes for union in unions]
    missing = tuple(seat for seat in wanted if seat not in filled)
    return SeatCount(len(wanted) - len(missing), len(wanted), missing)


def seats_sentence(count: SeatCount, names: Mapping[str, str]) -> str:
    """Return how many seats are filled, and which are not."""
    sentence = f"{count.filled} av {count.total} platser i den fackliga gruppen är tillsatta."
    missing = [f"{union} i {names[code]}" for code, union in count.missing]
    return f"{sentence} Saknas: {listed(missing)}." if missing else sentence


def ready_for_council(
    code: str, boxes: Sequence[LocalBox], names: Mapping[str, str], today: date
) -> Clearance:
    """Return whether a municipality may take the matter to its council, as of `today`.

    Only its own 11 § box opens the gate: not another municipality's, and no meeting of the group.
    """
    done = [box.negotiated for box in boxes if box.code == code and box.negotiated]
    if done and max(done) <= today:
        return Clearance(True, f"{names[code]}: förhandlingen enligt 11 § MBL är klar {max(done)}.")
    when = f" är satt till {max(done)}" if done else " saknas"
    return Clearance(
        False,
        f"{names[code]}: förhandlingen enligt 11 § MBL{when}. Ärendet kan inte gå till fullmäktige "
        "förrän den är klar.",
    )


def still_local(boxes: Sequence[LocalBox], names: Mapping[str, str], today: date) -> str:
    """Return the reminder under the notes of a group meeting: what each employer has left."""
    left = [
        name
        for code, name in names.items()
        if not ready_for_council(code, boxes, names, today).passes
    ]
    if not left:
        return "Förhandlingen enligt 11 § MBL är klar i varje kommun."
    return (
        "Gruppens möte ersätter inte den lokala förhandlingen. "
        f"Förhandling enligt 11 § MBL återstår i {listed(left)}."
    )


def dialogue_faults(
    seats: Sequence[Seat],
    boxes: Sequence[LocalBox],
    codes: Mapping[str, str],
    unions: Sequence[str],
    council_days: Mapping[str, date],
) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the dialogue that does not hold; all at once.

    `codes` are the municipalities' names by code, `council_days` the days their councils decide or
    are to decide, where there is one.
    """
    return (
        *_seat_faults(seats, codes, unions),
        *(found for code, name in codes.items() for found in _box_faults(code, name, boxes)),
        *council_too_early(boxes, council_days, codes),
        *(
            _unknown("De lokala rutorna", code, codes)
            for code in sorted({box.code for box in boxes} - set(codes))
        ),
    )


def council_too_early(
    boxes: Sequence[LocalBox], council_days: Mapping[str, date], names: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Return a fault for each council that decides before its own 11 § negotiation is done.

    The same day is let in: the minutes say which came first.
    """
    found = []
    for code, name in names.items():
        day = council_days.get(code)
        done = [box.negotiated for box in boxes if box.code == code and box.negotiated]
        if day and not (done and max(done) <= day):
            negotiated = f"förhandling först {max(done)}" if done else "ingen förhandling"
            found.append(
                fault(
                    f"{name}, fullmäktige {day}",
                    f"{negotiated} enligt 11 § MBL",
                    "en avslutad förhandling före beslutet",
                    "flytta fullmäktiges behandling, eller för in dagen för förhandlingen",
                )
            )
    return tuple(found)


def _seat_faults(
    seats: Sequence[Seat], names: Mapping[str, str], unions: Sequence[str]
) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for seat in sorted(seats, key=lambda one: (one.code, one.union, repr(one))):
        where = f"Fackliga gruppen, {seat.union} i {names.get(seat.code, seat.code)}"
        if seat.code not in names:
            yield _unknown("Fackliga gruppen", seat.code, names)
        if seat.union not in unions:
            yield fault(where, f"”{seat.union}”", "en av " + ", ".join(unions), "rätta förbundet")
        if (seat.code, seat.union) in seen:
            yield fault(where, "två platser", "en plats", "ta bort den ena")
        seen.add((seat.code, seat.union))
        yield from text_faults(seat.note, f"{where}, anteckning", NOTE, lines=True)


def _box_faults(code: str, name: str, boxes: Sequence[LocalBox]) -> Iterator[Fault]:
    own = [box for box in boxes if box.code == code]
    if len(own) > 1:
        yield fault(name, f"{len(own)} rader", "en rad för varje kommun", "slå ihop raderna")
    for box in own:
        yield from text_faults(box.note, f"{name}, anteckning", NOTE, lines=True)
        yield from text_faults(
            box.protocol, f"{name}, protokoll enligt 11 §", required=box.negotiated is not None
        )
        for label, day in (
            ("informationen enligt 19 § MBL", box.informed),
            ("riskbedömningen", box.risk_assessed),
        ):
            if box.negotiated and day is None:
                yield fault(f"{name}, {label}", MISSING, "en dag", "för in dagen")
            elif box.negotiated and day and day > box.negotiated:
                yield fault(
                    f"{name}, {label}",
                    f"{day}, efter förhandlingen {box.negotiated}",
                    "en dag före förhandlingen",
                    "rätta den dag som är fel",
                )


def _unknown(where: str, code: str, names: Mapping[str, str]) -> Fault:
    return fault(
        where,
        f"kommunen ”{code}”",
        "en av " + ", ".join(names.values()),
        "välj en kommun som deltar",
    )
