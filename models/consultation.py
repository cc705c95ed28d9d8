"""A consultation (remiss): who was asked, what they answered and what it changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.entered import MISSING, NOTE, Clearance, fault, text_faults
from models.errors import Fault
from models.words import listed


class RecipientKind(StrEnum):
    """What kind of body has been asked."""

    MUNICIPALITY = "kommun"
    PARTY_GROUP = "partigrupp"
    COMMITTEE = "nämnd"
    UNION = "facklig organisation"


class Reply(StrEnum):
    """What has become of the question."""

    AWAITED = "inväntas"
    ANSWERED = "har svarat"
    ABSTAINED = "avstår"
    NONE = "inget svar i tid"


@dataclass(frozen=True, slots=True)
class Referral:
    """One recipient of a consultation, with the answer and what it led to.

    `change` is what was changed in the text; `unchanged` is why nothing was. An answer is dealt
    with when one of them is filled in.
    """

    recipient: str
    kind: RecipientKind
    due: date
    reply: Reply = Reply.AWAITED
    on: date | None = None
    response: str = ""
    change: str = ""
    unchanged: str = ""

    @property
    def open(self) -> bool:
        """Whether the answer is awaited, or has come and is not yet dealt with."""
        if self.reply is Reply.ANSWERED:
            return not (self.change.strip() or self.unchanged.strip())
        return self.reply is Reply.AWAITED


@dataclass(frozen=True, slots=True)
class Edit:
    """One line of the change log: who said what, when, and what was changed."""

    on: date | None
    recipient: str
    response: str
    change: str


def may_be_final(referrals: Sequence[Referral]) -> Clearance:
    """Return whether the text may be called final: nobody is awaited, every answer dealt with.

    Nobody asked is no consultation, and holds the text back too.
    """
    if not referrals:
        return Clearance(False, "Ingen har fått remissen än.")
    awaited = sorted(one.recipient for one in referrals if one.reply is Reply.AWAITED)
    undealt = sorted(
        one.recipient for one in referrals if one.open and one.recipient not in awaited
    )
    parts = []
    if awaited:
        parts.append(f"Svar inväntas från {listed(awaited)}.")
    if undealt:
        parts.append(f"Svaret är inte hanterat från {listed(undealt)}.")
    if parts:
        return Clearance(False, "Texten kan inte bli slutlig. " + " ".join(parts))
    return Clearance(True, f"Alla {len(referrals)} remissvar är hanterade. Texten kan bli slutlig.")


def overdue_referrals(referrals: Sequence[Referral], today: date) -> tuple[Referral, ...]:
    """Return those awaited whose last day has passed, the longest overdue first."""
    late = (one for one in referrals if one.reply is Reply.AWAITED and one.due < today)
    return tuple(sorted(late, key=lambda one: (one.due, one.recipient)))


def change_log(referrals: Sequence[Referral]) -> tuple[Edit, ...]:
    """Return what was changed because of whose answer, in the order that the answers came."""
    edits = [
        Edit(one.on, one.recipient, one.response, one.change)
        for one in referrals
        if one.change.strip()
    ]
    return tuple(sorted(edits, key=lambda edit: (edit.on or date.max, edit.recipient, edit.change)))


def consultation_faults(referrals: Sequence[Referral], today: date) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the consultation that does not hold; all at once."""
    found: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for one in sorted(referrals, key=lambda one: (one.recipient, one.kind, repr(one))):
        if (one.recipient, one.kind) in seen:
            found.append(
                fault(f"Remissen till {one.recipient}", "två rader", "en rad", "slå ihop raderna")
            )
        seen.add((one.recipient, one.kind))
        found += _faults(one, today)
    return tuple(found)


def _faults(one: Referral, today: date) -> Iterator[Fault]:
    where = f"Remissen till {one.recipient or 'okänd mottagare'}"
    answered = one.reply is Reply.ANSWERED
    yield from text_faults(one.recipient, f"{where}, mottagare", required=True)
    for label, value, needed in (
        ("svar", one.response, answered),
        ("ändring", one.change, False),
        ("skäl att inte ändra", one.unchanged, False),
    ):
        yield from text_faults(value, f"{where}, {label}", NOTE, required=needed, lines=True)
    if answered and one.on is None:
        yield fault(f"{where}, svarsdag", MISSING, "dagen då svaret kom", "för in dagen")
    if one.on and one.on > today:
        yield fault(
            f"{where}, svarsdag",
            f"{one.on}, som inte har varit",
            f"en dag till och med {today}",
            "rätta dagen",
        )
    if not answered and any(text.strip() for text in (one.response, one.change, one.unchanged)):
        yield fault(
            where,
            f"ett svar eller en ändring, men ”{one.reply}”",
            f"”{Reply.ANSWERED}” där det finns ett svar",
            "välj vad som har hänt",
        )
    if one.change.strip() and one.unchanged.strip():
        yield fault(
            where, "både en ändring och ett skäl att inte ändra", "det ena", "ta bort det andra"
        )
    if one.reply is Reply.NONE and one.due >= today:
        yield fault(
            where,
            f"”{Reply.NONE}” före sista dagen {one.due}",
            f"”{Reply.AWAITED}” till och med den dagen",
            "vänta ut tiden, eller fråga om mottagaren avstår",
        )
