"""Numbers as Swedish readers write them; what is missing, and kronor in tkr and mnkr."""

from models.words import listed
from scenarios import written
from scenarios.written import MINUS, NBSP, chance, count, span_mnkr

__all__ = [
    "MINUS",
    "MISSING",
    "NBSP",
    "chance",
    "count",
    "listed",
    "mnkr",
    "number",
    "percent",
    "signed",
    "signed_mnkr",
    "signed_percent",
    "signed_tkr",
    "span_mnkr",
    "span_tkr",
    "tkr",
]

MISSING = "uppgift saknas"


def number(value: float | None, decimals: int = 0) -> str:
    """Return 1 234,5 with no-break spaces, decimal comma and a true minus sign."""
    return MISSING if value is None else written.number(value, decimals)


def signed(value: float | None, decimals: int = 0) -> str:
    """Return the number with + or −; a rounded zero has no sign."""
    return MISSING if value is None else written.signed(value, decimals)


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share of 1 as a percentage."""
    return MISSING if share is None else written.percent(share, decimals)


def signed_percent(share: float, decimals: int = 0) -> str:
    """Return a change as a share of 1 in per cent, with its sign."""
    return f"{signed(share * 100, decimals)}{NBSP}%"


def tkr(sek: float | None) -> str:
    """Return kronor in whole thousands, without the unit."""
    return number(None if sek is None else sek / 1e3)


def signed_tkr(sek: float | None) -> str:
    """Return a change in whole thousands of kronor, without the unit."""
    return signed(None if sek is None else sek / 1e3)


def mnkr(sek: float | None, decimals: int = 1) -> str:
    """Return kronor in millions, without the unit."""
    return number(None if sek is None else sek / 1e6, decimals)


def signed_mnkr(sek: float | None, decimals: int = 1) -> str:
    """Return a change in millions of kronor, without the unit."""
    return signed(None if sek is None else sek / 1e6, decimals)


def span_tkr(low: float, high: float) -> str:
    """Return the ends of a range of changes in thousands of kronor."""
    return f"{signed_tkr(low)} till {signed_tkr(high)}"
