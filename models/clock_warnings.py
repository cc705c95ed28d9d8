"""What to look out for in dates that hold: elections, the budget's last days and weekends."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from models.calendar_of_law import (
    budget_by,
    budget_proposal_by,
    election_day,
    is_election_year,
    is_weekend,
    new_council_day,
)
from models.council_dates import Chain, CouncilDates
from models.law import cite
from models.words import day, listed


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning about one municipality (or all, then no code) with the paragraphs it rests on."""

    code: str
    text: str
    section: str

    @property
    def sentence(self) -> str:
        """Return the warning with its paragraphs written out."""
        return f"{self.text} ({cite(self.section)})."


def warnings_of(
    councils: Sequence[CouncilDates], chains: Sequence[Chain], start: date | None
) -> tuple[Warned, ...]:
    """Return every warning, municipality by municipality and then those about all of them."""
    found: list[Warned] = []
    for dates in councils:
        found += _in_an_election_autumn(dates)
        found += _beside_the_budget(dates, start)
    found += [
        Warned(
            chain.code,
            f"Sista dagen att överklaga i {chain.name}, den {day(chain.final)}, är en lördag eller "
            "söndag; tiden går då ut nästa söckendag enligt lagen (1930:173) om beräkning av "
            "lagstadgad tid",
            "13:5",
        )
        for chain in chains
        if is_weekend(chain.final)
    ]
    return (*found, *_councils_change(chains), *_next_council_budgets(start))


def _in_an_election_autumn(dates: CouncilDates) -> Iterator[Warned]:
    council, board = dates.council, dates.executive_committee
    if council is None or not is_election_year(council.year):
        return
    change = new_council_day(council.year)
    if election_day(council.year) <= council < change:
        yield Warned(
            dates.code,
            f"Fullmäktige i {dates.name} den {day(council)} hålls efter valet: de avgående "
            f"ledamöterna beslutar, de nyvalda tillträder den {day(change)}",
            "5:9",
        )
    elif council >= change:
        yield Warned(
            dates.code,
            f"Fullmäktige i {dates.name} den {day(council)} är nyvalda, som det året också "
            "fastställer budgeten",
            "5:9;11:10",
        )
        if board is not None and board < change:
            yield Warned(
                dates.code,
                f"Kommunstyrelsen i {dates.name} lägger sitt förslag den {day(board)}, före de "
                "nyvalda som beslutar",
                "5:9;5:28",
            )


def _beside_the_budget(dates: CouncilDates, start: date | None) -> Iterator[Warned]:
    if start is None or dates.council is None:
        return
    adopted, proposed = budget_by(start.year), budget_proposal_by(start.year)
    if dates.council > adopted:
        yield Warned(
            dates.code,
            f"Budgeten för {start.year} ska vara fastställd senast den {day(adopted)}. Beslutet i "
            f"{dates.name} kommer senare; en utgift som beslutas under budgetåret måste få sin "
            "finansiering anvisad i samma beslut",
            "11:10;11:15",
        )
    elif dates.executive_committee is not None and dates.executive_committee > proposed:
        yield Warned(
            dates.code,
            f"Kommunstyrelsens förslag till budget för {start.year} ska finnas senast "
            f"den {day(proposed)}, om det inte finns särskilda skäl. Styrelsen i {dates.name} "
            "behandlar ärendet senare",
            "11:8",
        )


def _councils_change(chains: Sequence[Chain]) -> Iterator[Warned]:
    """Newly elected councils on one side of the change, outgoing ones on the other."""
    if not chains:
        return
    held = [chain.council for chain in chains]
    for year in range(min(held).year, max(held).year + 1):
        change = new_council_day(year)
        before = [chain.name for chain in chains if chain.council < change]
        after = [chain.name for chain in chains if chain.council >= change]
        if is_election_year(year) and before and after:
            yield Warned(
                "",
                f"Fullmäktige byts den {day(change)} mellan besluten: {listed(before)} beslutar "
                f"före, {listed(after)} efter",
                "5:9",
            )


def _next_council_budgets(start: date | None) -> Iterator[Warned]:
    if start is not None and is_election_year(start.year - 1):
        yield Warned(
            "",
            f"Budgeten för {start.year} fastställs av nyvalda fullmäktige efter valet den "
            f"{day(election_day(start.year - 1))}",
            "11:10",
        )
