"""What can be filled in of a joint decision before anybody has written a word: the rest is gaps.

Only what the plan itself says, and the general goals it starts from. A goal's general text must be
made specific, and everything suggested can be written over.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from models.joint_decision import (
    Evaluation,
    Goal,
    GoalLevel,
    Governance,
    Leadership,
    Measure,
    Words,
)
from scenarios.frozen import Frozen, Organisation

GOALS = Path(__file__).parents[1] / "data" / "decisions" / "goals.csv"


def general_goals(area: str, path: Path = GOALS) -> tuple[Goal, ...]:
    """Return the general goals of an area, those common to all first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area"] in {"", area}]
    return tuple(
        Goal(GoalLevel(row["level"]), row["text"], source=row["source"])
        for row in sorted(rows, key=lambda row: row["area"])
    )


def general_texts(area: str) -> tuple[str, ...]:
    """Return the texts that have to be made specific before anybody decides."""
    return tuple(goal.text for goal in general_goals(area))


def suggested(frozen: Frozen) -> Words:
    """Return the words a joint decision begins with."""
    main = _main(frozen.joint or frozen.organisations)
    starts = [one.start for one in frozen.organisations if one.start is not None]
    first = min(starts) if starts else None
    return Words(
        goals=general_goals(frozen.area),
        evaluation=Evaluation(
            dates=() if first is None else (f"{first + 1}-12-31", f"{first + 3}-12-31"),
            measures=_measures(frozen),
        ),
        governance=Governance(host=main.host, seat=main.host),
        leadership=Leadership(employer=main.host, town=main.town),
        start="" if first is None else f"{first}-01-01",
    )


def _main(organisations: Sequence[Organisation]) -> Organisation:
    """Return the organisation with most members, the first of those."""
    return max(organisations, key=lambda one: len(one.members))


def _measures(frozen: Frozen) -> tuple[Measure, ...]:
    """Return the key figures that the plan has a value for today, with where it comes from."""
    year, source = frozen.origin.base_year, f"Samstämt, datapaket {frozen.origin.pack}"
    found = []
    if frozen.service:
        days = sum(row.days_before for row in frozen.service) / len(frozen.service)
        name = "Dagar utan bemanning, snitt över kommunerna"
        found.append(Measure(name, "dagar per år", round(days, 1), year, source))
    staff = sum(town.before for town in frozen.towns)
    found.append(Measure("Årsarbetare i området", "årsarbetare", round(staff, 1), year, source))
    cost = round(frozen.total.own.value / 1e3)
    found.append(
        Measure(
            "Skattefinansierad kostnad för området",
            f"tkr per år i {frozen.origin.price_year} års priser",
            cost,
            year,
            source,
        )
    )
    return tuple(found)
