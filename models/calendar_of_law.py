"""The dates that the local government act sets: appeal, elections and the budget's last days."""

from datetime import date, timedelta

# Kommunallagen 5 kap. 69 §, 8 kap. 12 § and 13 kap. 5 §.
APPROVAL_DAYS, POSTING_DAYS, APPEAL_DAYS = 14, 2, 21
LONGEST_CHAIN = APPROVAL_DAYS + POSTING_DAYS + APPEAL_DAYS
CHAIN_SECTIONS = "5:69;8:12;13:5"
# General elections are held every fourth year; 2022 was one.
_AN_ELECTION_YEAR, _YEARS_BETWEEN = 2022, 4
_SUNDAY = 6


def is_election_year(year: int) -> bool:
    """Return whether councils are elected in the whole country that year."""
    return (year - _AN_ELECTION_YEAR) % _YEARS_BETWEEN == 0


def election_day(year: int) -> date:
    """Return the second Sunday of September, the day of the election in an election year."""
    first = date(year, 9, 1)
    return first + timedelta(days=(_SUNDAY - first.weekday()) % 7 + 7)


def new_council_day(year: int) -> date:
    """Return the day the newly elected council's term begins (kommunallagen 5 kap. 9 §)."""
    return date(year, 10, 15)


def budget_proposal_by(year: int) -> date:
    """Return the last day of the board's proposal for a year's budget (11 kap. 8 §)."""
    return date(year - 1, 10, 31)


def budget_by(year: int) -> date:
    """Return the last day the council adopts a year's budget (11 kap. 10 §)."""
    return date(year - 1, 11, 30)


def is_weekend(when: date) -> bool:
    """Return whether the day is a Saturday or a Sunday; other holidays are not known here."""
    return when.weekday() >= _SUNDAY - 1
