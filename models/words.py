"""Numbers and lists inside Swedish sentences that models say themselves."""

from collections.abc import Sequence
from datetime import date

MONTH_NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


def amount(value: float) -> str:
    """Return a small number with a decimal comma and no needless decimals."""
    return f"{value:.10g}".replace(".", ",").replace("-", "\u2212")


def exact(value: float) -> str:
    """Return ”12 345,6”: a number of any size as it was given, no needless decimals."""
    return f"{value:,.15g}".replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def figure(value: float, unit: str) -> str:
    """Return ”5 000 kr per dag”: a number of any size with its unit, no needless decimals."""
    text = f"{value:,.12g}".replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")
    return f"{text}\u00a0{unit}"


def rounded(value: float) -> float:
    """Return the value on six significant digits, for what has been reckoned and not typed."""
    return float(f"{value:.6g}")


def mnkr(sek: float) -> str:
    """Return kronor as ”5 mnkr” or ”0,45 mnkr”."""
    return f"{amount(round(sek / 1e6, 3))}\u00a0mnkr"


def listed(names: Sequence[str]) -> str:
    """Return ”a, b och c”."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " och " + names[-1]


def day(when: date) -> str:
    """Return ”15 oktober 2026”, held together by no-break spaces."""
    return f"{when.day}\u00a0{MONTH_NAMES[when.month - 1]}\u00a0{when.year}"
