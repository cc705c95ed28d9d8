"""Dates that contradict each other on the way to a common decision, each told in Swedish."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from models.calendar_of_law import APPROVAL_DAYS, POSTING_DAYS
from models.council_dates import STEPS, CouncilDates
from models.errors import Fault
from models.words import day

# (the step that comes first, the step that may not lie before it, what the law or the order says)
_ORDER = (
    (
        "union_info",
        "union_talks",
        "att de fackliga organisationerna informeras innan förhandlingen hålls",
    ),
    (
        "union_info",
        "executive_committee",
        "att de fackliga organisationerna informeras innan kommunstyrelsen lägger sitt förslag",
    ),
    (
        "union_talks",
        "council",
        "att förhandlingen är avslutad innan kommunen beslutar (11 § medbestämmandelagen)",
    ),
    (
        "committee",
        "executive_committee",
        "att nämnden bereder före kommunstyrelsen (5 kap. 26–28 §§ kommunallagen)",
    ),
    (
        "committee",
        "council",
        "att nämnden bereder före fullmäktige (5 kap. 26 § kommunallagen)",
    ),
    (
        "executive_committee",
        "council",
        "att kommunstyrelsen yttrar sig före fullmäktige (5 kap. 28 § kommunallagen)",
    ),
    (
        "council",
        "posted",
        "att justeringen tillkännages efter sammanträdet (8 kap. 12 § kommunallagen)",
    ),
)


def faults_in(councils: Sequence[CouncilDates], signing_days: int) -> tuple[Fault, ...]:
    """Return every contradiction in the dates, all at once."""
    faults = []
    if signing_days < 0:
        faults.append(
            Fault(
                "Underskrift",
                None,
                "",
                f"{signing_days} dagar",
                "noll dagar eller fler",
                "ange hur många dagar underskriften tar",
            )
        )
    for code, times in Counter(c.code for c in councils).items():
        if times > 1:
            name = next(c.name for c in councils if c.code == code)
            faults.append(
                Fault(
                    name,
                    None,
                    "",
                    f"kommunen {times} gånger",
                    "en rad med datum per kommun",
                    "ta bort en av raderna",
                    code,
                )
            )
    for dates in councils:
        faults += [*_out_of_order(dates), *_posted_too_late(dates)]
    return tuple(faults)


def _out_of_order(dates: CouncilDates) -> Iterator[Fault]:
    for first, then, expected in _ORDER:
        before, after = dates.on(first), dates.on(then)
        if before is None or after is None or before <= after:
            continue
        yield Fault(
            dates.name,
            None,
            STEPS[then],
            f"{day(after)}, före {STEPS[first]} {day(before)}",
            expected,
            f"flytta {STEPS[then]} till {day(before)} eller senare, eller ta steget före tidigare",
            dates.code,
        )


def _posted_too_late(dates: CouncilDates) -> Iterator[Fault]:
    if dates.council is None or dates.posted is None:
        return
    last = dates.council + timedelta(days=APPROVAL_DAYS + POSTING_DAYS)
    if dates.posted > last:
        yield Fault(
            dates.name,
            None,
            STEPS["posted"],
            day(dates.posted),
            f"senast {day(last)} (5 kap. 69 § och 8 kap. 12 § kommunallagen)",
            "kontrollera datumet mot kommunens anslagstavla",
            dates.code,
        )
