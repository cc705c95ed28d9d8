"""What the support for a decision consists of, as it is kept: one record under each key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from models.consultation import Referral
from models.mandate import Mandate, Party
from models.presidium_meeting import MeetingNotes, Proposal, after_meeting
from models.press_approval import Approval, PressRelease
from models.report_back import DirectionDecision, ReportBack
from models.staff_dialogue import GroupMeeting, Seat

UNIONS = ("Kommunal", "TCO", "SACO")


@dataclass(frozen=True, slots=True)
class Consultation:
    """Everybody who has been asked about one area's decision."""

    area: str
    referrals: tuple[Referral, ...] = ()


@dataclass(frozen=True, slots=True)
class UnionGroup:
    """The joint group with the unions: who sits in it, and when it has met."""

    unions: tuple[str, ...] = UNIONS
    seats: tuple[Seat, ...] = ()
    meetings: tuple[GroupMeeting, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandates:
    """What the committees of one municipality have let their presidiums decide."""

    code: str
    mandates: tuple[Mandate, ...] = ()

    @property
    def committees(self) -> tuple[str, ...]:
        """Return the committees that have given a mandate, in the order entered."""
        return tuple(dict.fromkeys(mandate.committee for mandate in self.mandates))


@dataclass(frozen=True, slots=True)
class Press:
    """The press release of one package, and who has approved which words."""

    release: PressRelease
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True, slots=True)
class TwoSteps:
    """A decision on direction, and the reports that have been given on it."""

    decision: DirectionDecision
    reports: tuple[ReportBack, ...] = ()


def proposals_after(meetings: Sequence[MeetingNotes]) -> tuple[Proposal, ...]:
    """Return the proposals as the meetings have left them, whatever order they come in."""
    in_order = sorted(meetings, key=lambda notes: notes.on)
    return reduce(after_meeting, in_order, ())


def parties(
    names: Mapping[str, str],
    mandates: Mapping[str, Mandates],
    chosen: Mapping[str, str],
    other: str,
) -> tuple[Party, ...]:
    """Return a committee for each municipality: the chosen, else its first, else `other`."""
    found = []
    for code, name in names.items():
        known = mandates[code].committees if code in mandates else ()
        found.append(Party(code, name, chosen.get(code) or (known[0] if known else other)))
    return tuple(found)
