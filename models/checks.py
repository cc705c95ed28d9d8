"""What must hold in the accounts of one municipality as a whole; each fault told in Swedish."""

from collections.abc import Mapping, Sequence

from models.account import Account
from models.entities import Activity, Figure, Item, Line
from models.errors import Fault
from models.tables import Row

# An account entered in whole kronor may differ this much from its stated total.
ROUNDING_SEK = 1.0


def account_totals_hold(
    folder: str,
    accounts: Sequence[Account],
    tables: Mapping[str, Sequence[Row]],
    items: Sequence[Item],
    year: int,
) -> list[Fault]:
    """Return a fault where an entered total differs from the cost types entered beside it."""
    entered: dict[str, int] = {}
    for row in tables["accounts"]:
        if row.text["item"] == "kostnad" and int(row.number_of("year")) == year:
            entered[row.text["line"]] = row.number
    faults = []
    for account in accounts:
        if account.activity not in entered or "kostnad" not in account.figures:
            continue
        costs = account.of_kind(items, "cost").values()
        # A rule's split adds up by construction; only figures somebody typed in can disagree.
        if all(figure.formula for figure in costs):
            continue
        total = account.figures["kostnad"].value
        summed = sum(figure.value for figure in costs)
        if abs(total - summed) > ROUNDING_SEK:
            faults.append(
                Fault(
                    f"{folder}/accounts.csv",
                    entered[account.activity],
                    "value",
                    f"kostnad {total:.0f} kr men kostnadsslagen blir {summed:.0f} kr",
                    "en summa som stämmer",
                    "rätta kostnadsslagen eller ta bort raden kostnad",
                    folder,
                )
            )
    return faults


def stays_within_official_totals(
    folder: str,
    code: str,
    accounts: Sequence[Account],
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]],
    activities: Sequence[Activity],
    lines: Sequence[Line],
    items: Sequence[Item],
    year: int,
) -> list[Fault]:
    """Return a fault for each official line that the activities within it exceed."""
    faults = []
    for line, total, covered in coverage(code, accounts, official, activities, lines, items, year):
        if total is not None and covered > total + ROUNDING_SEK:
            faults.append(
                Fault(
                    f"{folder}/accounts.csv",
                    None,
                    line.key,
                    f"verksamheter för {covered:.0f} kr inom ”{line.label}”",
                    f"högst den officiella kostnaden {total:.0f} kr",
                    "kontrollera de egna uppgifterna eller sänk andelarna i parameters.toml",
                    folder,
                )
            )
    return faults


def coverage(
    code: str,
    accounts: Sequence[Account],
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]],
    activities: Sequence[Activity],
    lines: Sequence[Line],
    items: Sequence[Item],
    year: int,
) -> list[tuple[Line, float | None, float]]:
    """Return (line, official SEK/year or None, SEK/year covered by the activities within it).

    What is not covered is ”övrig verksamhet”. Official lines carry their share of common
    administration, which is counted here as activities of its own: the rest is therefore at least
    what is said.
    """
    within: dict[str, float] = {}
    for activity in activities:
        for account in accounts:
            if account.municipality == code and account.activity == activity.key:
                cost = account.total_cost(items) or 0.0
                within[activity.within] = within.get(activity.within, 0.0) + cost

    def covered(line: Line) -> float:
        inner = sum(covered(child) for child in lines if child.parent == line.key)
        return within.get(line.key, 0.0) + inner

    def total(line: Line) -> float | None:
        figures = official.get((code, line.key, "kostnad"), ())
        return next((f.value for f in figures if f.year == year), None)

    return [(line, total(line), covered(line)) for line in lines]


def staff_within_total(
    folder: str,
    accounts: Sequence[Account],
    employed: float | None,
) -> list[Fault]:
    """Return a fault when the activities' FTE are more than the municipality employs."""
    counted = sum(
        account.figures[key].value
        for account in accounts
        for key in ("fte", "fte_chef")
        if key in account.figures
    )
    if employed is None or counted <= employed:
        return []
    return [
        Fault(
            f"{folder}/staffing.csv",
            None,
            "value",
            f"verksamheter med {counted:.0f} årsarbetare",
            f"högst kommunens {employed:.0f} årsarbetare (key_figures.csv, arsarbetare)",
            "kontrollera de egna uppgifterna",
            folder,
        )
    ]
