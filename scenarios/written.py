"""Figures as Swedish readers write them, in a document and on the screen; and a few words."""

from models.entities import Placement, Status
from scenarios.setting import Range

NBSP, MINUS = "\u00a0", "\u2212"
UNITS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio")
WORDS = (*UNITS, "tio", "elva", "tolv")
TKR, MNKR = 1e3, 1e6
STATUSES = {
    Status.OFFICIAL: "officiell",
    Status.PUBLISHED: "publicerad",
    Status.REPORTED: "kommunens egen",
    Status.ESTIMATE: "uppskattning",
    Status.ASSUMPTION: "antagande",
}
PLACEMENTS = {
    Placement.ONE_TOWN: "en ort",
    Placement.LOCAL: "decentraliserad",
    Placement.HYBRID: "hybrid",
    Placement.FREE: "fri",
}


def number(value: float, decimals: int = 0) -> str:
    """Return 1 234,5 with no-break spaces, decimal comma and a true minus sign."""
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def signed(value: float, decimals: int = 0) -> str:
    """Return the number with + or −; a rounded zero has no sign."""
    return ("+" if round(value, decimals) > 0 else "") + number(value, decimals)


def mnkr(sek: float) -> str:
    """Return kronor in millions, without the unit."""
    return number(sek / MNKR, 1)


def span_mnkr(low: float, high: float, decimals: int = 1) -> str:
    """Return the ends of a range of changes in millions of kronor."""
    return f"{signed(low / MNKR, decimals)} till {signed(high / MNKR, decimals)}"


def change(r: Range) -> str:
    """Return a change in tkr with its range."""
    ends = f"{signed(r.low / TKR)} till {signed(r.high / TKR)}"
    return f"{signed(r.value / TKR)} ({ends})"


def cost(r: Range) -> str:
    """Return a cost in tkr with its range."""
    return f"{number(r.value / TKR)} ({number(r.low / TKR)}–{number(r.high / TKR)})"


def percent(share: float, decimals: int = 0) -> str:
    """Return a share of 1 as a percentage."""
    return f"{number(share * 100, decimals)}{NBSP}%"


def chance(share: float | None) -> str:
    """Return a simulated chance in words that do not promise more than the draws can."""
    if share is None:
        return "–"
    if share < 0.01:
        return f"under{NBSP}1{NBSP}%"
    return f"över{NBSP}99{NBSP}%" if share > 0.99 else percent(share)


def days(before: float, after: float) -> str:
    """Return days before → after, or the days once when nothing changes."""
    return number(before, 1) if before == after else f"{number(before, 1)} → {number(after, 1)}"


def count(number_of: int) -> str:
    """Return a small number as a word, as running text has it."""
    return WORDS[number_of] if number_of < len(WORDS) else str(number_of)
