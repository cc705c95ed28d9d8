"""One municipality's dates on the way to a common decision, and the chain its council starts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

# In the order they are taken; the names are those of the fields below.
STEPS = {
    "union_info": "information enligt 19 § medbestämmandelagen",
    "union_talks": "förhandling enligt 11 § medbestämmandelagen",
    "committee": "nämnd",
    "executive_committee": "kommunstyrelse",
    "council": "kommunfullmäktige",
    "posted": "tillkännagivande av justeringen",
}


@dataclass(frozen=True, slots=True)
class CouncilDates:
    """The dates of one municipality's steps; None where no date is known."""

    code: str
    name: str
    union_info: date | None = None
    union_talks: date | None = None
    committee: date | None = None
    executive_committee: date | None = None
    council: date | None = None
    posted: date | None = None

    def on(self, step: str) -> date | None:
        """Return the date of a step named in STEPS."""
        found: date | None = getattr(self, step)
        return found


@dataclass(frozen=True, slots=True)
class Chain:
    """What follows on one council's decision.

    `final` is the last day of the appeal, after which the decision has gained legal force. `ready`
    is later only when a step with the unions is. `latest_council` and `slack_days` say how far the
    council may move without moving the common start; None when that is not known or already held.
    """

    code: str
    name: str
    council: date
    approved_by: date
    posted_by: date
    posted: date | None
    final: date
    ready: date
    slack_days: int | None = None
    latest_council: date | None = None

    def with_room_until(self, last: date) -> "Chain":
        """Return the chain with its slack to the day when the last municipality is ready."""
        if self.posted is not None:
            return self
        slack = (last - self.final).days
        return replace(self, slack_days=slack, latest_council=self.council + timedelta(days=slack))
