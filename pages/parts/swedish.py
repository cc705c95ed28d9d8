"""Numbers as Swedish readers write them; the one place that knows tkr and mnkr."""

NBSP = "\u00a0"
MINUS = "\u2212"
MISSING = "uppgift saknas"


def number(value: float | None, decimals: int = 0) -> str:
    """Return 1 234,5 with no-break spaces, decimal comma and a true minus sign."""
    if value is None:
        return MISSING
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return (MINUS if rounded < 0 else "") + text


def signed(value: float | None, decimals: int = 0) -> str:
    """Return the number with + or −; a rounded zero has no sign."""
    if value is None:
        return MISSING
    text = number(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share of 1 as a percentage."""
    return MISSING if share is None else f"{number(share * 100, decimals)}{NBSP}%"


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


def span_mnkr(low: float, high: float, decimals: int = 1) -> str:
    """Return the ends of a range of changes in millions of kronor."""
    return f"{signed_mnkr(low, decimals)} till {signed_mnkr(high, decimals)}"


def chance(share: float | None) -> str:
    """Return a simulated chance in words that do not promise more than 512 draws can."""
    if share is None:
        return "–"
    if share < 0.01:
        return f"under{NBSP}1{NBSP}%"
    if share > 0.99:
        return f"över{NBSP}99{NBSP}%"
    return percent(share)


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Return ”a, b och c”."""
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " och " + names[-1]


def count(number_of: int) -> str:
    """Return a small number as a word, as running text has it."""
    words = [
        "noll",
        "en",
        "två",
        "tre",
        "fyra",
        "fem",
        "sex",
        "sju",
        "åtta",
        "nio",
        "tio",
        "elva",
        "tolv",
    ]
    return words[number_of] if number_of < len(words) else str(number_of)
