"""From every council's date to the first day that something decided together may start.

Pure arithmetic on dates: council → minutes approved within 14 days → approval posted within 2 →
three weeks to appeal. Approved and posted as late as the law allows, a decision is final 37 days
after the council; once the posting is known it is counted from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.calendar_of_law import APPEAL_DAYS, APPROVAL_DAYS, POSTING_DAYS
from models.clock_faults import faults_in
from models.clock_warnings import Warned, warnings_of
from models.council_dates import STEPS, Chain, CouncilDates
from models.errors import Fault
from models.words import day, listed

MISSING = "uppgift saknas"


@dataclass(frozen=True, slots=True)
class Missing:
    """The steps of one municipality that have no date."""

    code: str
    name: str
    steps: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return ”Kinda: kommunstyrelse och kommunfullmäktige – uppgift saknas”."""
        return f"{self.name}: {listed([STEPS[step] for step in self.steps])} – {MISSING}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The chains of every municipality, and the common start they give.

    `start` is None while a council has no date or the dates contradict each other. `critical` names
    every municipality that decides the start; `gain_days` is how much earlier it would be if the
    only critical one were early enough, 0 when several share it and None when nobody else is left.
    """

    chains: tuple[Chain, ...]
    missing: tuple[Missing, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Warned, ...]
    signing_days: int
    last_final: date | None
    start: date | None
    critical: tuple[str, ...]
    gain_days: int | None

    @property
    def without_council(self) -> tuple[str, ...]:
        """Return the municipalities whose council has no date."""
        return tuple(m.name for m in self.missing if "council" in m.steps)

    @property
    def sentence(self) -> str:
        """Return the answer, or why there is none, in Swedish."""
        if self.start is not None:
            return f"Tidigaste gemensamma start är den {day(self.start)}. {self._moving()}"
        if self.faults:
            return "Ingen gemensam start kan räknas förrän datumen är rättade."
        names = listed(self.without_council) or "alla kommuner"
        return f"Ingen gemensam start kan räknas: datum för fullmäktige saknas i {names}."

    def _moving(self) -> str:
        """What moving a date would change."""
        if len(self.critical) > 1:
            return (
                f"{listed(self.critical)} avgör tillsammans: beslutar bara en tidigare ändras "
                "inget, beslutar en senare flyttas starten lika mycket."
            )
        text = f"{self.critical[0]} avgör"
        if not self.gain_days:
            return f"{text}: flyttas fullmäktige där flyttas starten lika mycket."
        return (
            f"{text}: beslutar den kommunen tidigare kan starten bli {_days(self.gain_days)}, "
            "beslutar den senare flyttas starten lika mycket."
        )


def clock(councils: Sequence[CouncilDates], signing_days: int = 0) -> Clock:
    """Return the clock of the municipalities' dates; signing comes after the last final decision.

    Negative signing days and a municipality given twice are faults as well.
    """
    faults = faults_in(councils, signing_days)
    chains = tuple(map(_chain, (c for c in councils if c.council is not None)))
    missing = tuple(Missing(c.code, c.name, steps) for c in councils if (steps := _without_date(c)))
    if faults or not councils or len(chains) < len(councils):
        warned = warnings_of(councils, chains, None)
        return Clock(chains, missing, faults, warned, signing_days, None, None, (), None)
    last = max(chain.ready for chain in chains)
    start = last + timedelta(days=signing_days)
    chains = tuple(chain.with_room_until(last) for chain in chains)
    critical = tuple(chain.name for chain in chains if chain.ready == last)
    return Clock(
        chains,
        missing,
        faults,
        warnings_of(councils, chains, start),
        signing_days,
        max(chain.final for chain in chains),
        start,
        critical,
        _gain(chains, last),
    )


def _without_date(dates: CouncilDates) -> tuple[str, ...]:
    # That nothing has been posted yet is no gap: it is what the longest chain is for.
    return tuple(step for step in STEPS if step != "posted" and dates.on(step) is None)


def _chain(dates: CouncilDates) -> Chain:
    council = dates.council
    if council is None:
        raise ValueError(dates.code)
    approved_by = council + timedelta(days=APPROVAL_DAYS)
    posted_by = approved_by + timedelta(days=POSTING_DAYS)
    final = (dates.posted or posted_by) + timedelta(days=APPEAL_DAYS)
    later = [when for when in (dates.union_info, dates.union_talks) if when is not None]
    return Chain(
        code=dates.code,
        name=dates.name,
        council=council,
        approved_by=approved_by,
        posted_by=posted_by,
        posted=dates.posted,
        final=final,
        ready=max([final, *later]),
    )


def _gain(chains: Sequence[Chain], last: date) -> int | None:
    """Return the days from the second last municipality to the last."""
    others = sorted(chain.ready for chain in chains)[:-1]
    return (last - others[-1]).days if others else None


def _days(count: int) -> str:
    return "en dag tidigare" if count == 1 else f"upp till {count}\u00a0dagar tidigare"
