"""Every figure a joint decision may state, listed once and written once.

The texts take a figure from here by its key, so that they cannot say anything else than the table;
amounts are rounded so that the municipalities add up to the printed sum.
"""

from collections.abc import Iterator, Sequence

from models.joint_decision import Words
from models.rounding import round_to_total
from models.words import exact
from scenarios import written
from scenarios.frozen import EconomyRow, Figure, Frozen
from scenarios.setting import Range

ALL = "alla"
RECKONED = "räknat"
TKR_A_YEAR, TKR = "tkr/år", "tkr"
FTE, DAYS = "årsarbetare", "dagar per år"
# What the columns of the economy are called in keys and in words; plus and minus where it changes.
COLUMNS: tuple[tuple[str, str, str, str, bool], ...] = (
    ("own", "idag", "kostnad i dag", TKR_A_YEAR, False),
    ("pays", "betalar", "betalar efter nyckel och regel", TKR_A_YEAR, False),
    ("change", "forandring", "förändring mot i dag", TKR_A_YEAR, True),
    ("gains", "vinst", "vinst mot att göra det ensam", TKR_A_YEAR, True),
    ("one_off", "engang", "engångskostnad", TKR, False),
    ("coordination", "samordning", "andel av samordningen av helheten", TKR_A_YEAR, False),
)


def figures(frozen: Frozen, words: Words) -> tuple[Figure, ...]:
    """Return every figure of a joint decision, each key once."""
    return (
        *_economy(frozen),
        *_years(frozen),
        *_transfers(frozen),
        *_other_keys(frozen),
        *_towns(frozen),
        *_service(frozen),
        *_alternatives(frozen),
        *_whole(frozen),
        *_said(words),
    )


def _rows(frozen: Frozen) -> tuple[tuple[str, EconomyRow], ...]:
    return (*((row.code, row) for row in frozen.economy), (ALL, frozen.total))


def _of_column(values: Sequence[float], total: float) -> list[float]:
    """Return the municipalities' amounts in whole thousands, adding up to the rounded sum."""
    whole = round_to_total(list(values), written.TKR)
    return [*whole, round(total / written.TKR) * written.TKR]


def _economy(frozen: Frozen) -> Iterator[Figure]:
    rows = _rows(frozen)
    for field, key, label, unit, signed in COLUMNS:
        ranges: list[Range] = [getattr(row, field) for _, row in rows]
        rounded = _of_column([r.value for r in ranges[:-1]], ranges[-1].value)
        for (code, row), r, value in zip(rows, ranges, rounded, strict=True):
            name = row.name
            yield _money(
                frozen, f"ekonomi.{code}.{key}", f"{name}: {label}", unit, r, value, signed
            )


def _years(frozen: Frozen) -> Iterator[Figure]:
    rows = _rows(frozen)
    for n, of_all in enumerate(frozen.total.years):
        ranges = [row.years[n].amount for _, row in rows]
        rounded = _of_column([r.value for r in ranges[:-1]], ranges[-1].value)
        for (code, row), r, value in zip(rows, ranges, rounded, strict=True):
            yield _money(
                frozen,
                f"ekonomi.{code}.ar.{of_all.year}",
                f"{row.name}: förändring mot i dag år {of_all.year}",
                TKR,
                r,
                value,
                signed=True,
                year=of_all.year,
            )


def _transfers(frozen: Frozen) -> Iterator[Figure]:
    rounded = round_to_total([row.transfer for row in frozen.economy], written.TKR)
    for row, value in zip(frozen.economy, rounded, strict=True):
        yield Figure(
            f"ekonomi.{row.code}.utjamning",
            f"{row.name}: fast belopp utöver nyckeln",
            TKR_A_YEAR,
            row.transfer,
            None,
            None,
            written.signed(value / written.TKR),
            RECKONED,
            frozen.origin.stamp,
            None,
            frozen.origin.price_year,
        )


def _other_keys(frozen: Frozen) -> Iterator[Figure]:
    for row in frozen.other_keys:
        if row.why:
            continue
        rounded = round_to_total([r.value for r in row.changes], written.TKR)
        for mine, r, value in zip(frozen.economy, row.changes, rounded, strict=True):
            label = f"{mine.name}: förändring mot i dag med {row.label.lower()}"
            key = f"annars.{row.key}.{mine.code}"
            yield _money(frozen, key, label, TKR_A_YEAR, r, value, signed=True)


def _towns(frozen: Frozen) -> Iterator[Figure]:
    before = round_to_total([town.before for town in frozen.towns], 0.1)
    after = round_to_total([town.after for town in frozen.towns], 0.1)
    rows = [(t.town, b, a) for t, b, a in zip(frozen.towns, before, after, strict=True)]
    for town, b, a in (*rows, (ALL, sum(before), sum(after))):
        where = "alla orter" if town == ALL else town
        for key, value, label in (("fore", b, "i dag"), ("efter", a, "med planen")):
            shown = written.number(value, 1)
            yield _count(frozen, f"ort.{town}.{key}", f"{where}: {label}", FTE, value, shown)
        change = written.signed(round(a - b, 1), 1)
        yield _count(frozen, f"ort.{town}.andring", f"{where}: förändring", FTE, a - b, change)


def _service(frozen: Frozen) -> Iterator[Figure]:
    for row in frozen.service:
        for key, value, label in (
            ("fore", row.days_before, "utan bemanning i dag"),
            ("efter", row.days_after, "utan bemanning med planen"),
        ):
            shown = written.number(value, 1)
            name = f"{row.name}: {label}"
            yield _count(frozen, f"service.{row.code}.{key}", name, DAYS, value, shown)


def _alternatives(frozen: Frozen) -> Iterator[Figure]:
    for n, line in enumerate(frozen.alternatives.lines):
        for heading, r in zip(frozen.alternatives.headings, line.values, strict=True):
            if r is None:
                continue
            key, label = f"alternativ.{n}.{heading}", f"{line.label}, {heading.lower()}"
            if line.unit == TKR_A_YEAR:
                yield _money(frozen, key, label, line.unit, r, r.value, signed=False)
            else:
                shown = written.number(r.value, 1)
                yield _count(frozen, key, label, line.unit, r.value, shown)


def _whole(frozen: Frozen) -> Iterator[Figure]:
    moved = written.number(frozen.moved_fte, 1)
    yield _count(frozen, "flyttade", "årsarbetare som byter ort", FTE, frozen.moved_fte, moved)
    r = frozen.leaving
    yield Figure(
        "slutar",
        "årsarbetare som väntas sluta för att arbetsplatsen flyttar",
        FTE,
        r.value,
        r.low,
        r.high,
        f"{written.number(r.value, 1)} ({written.number(r.low, 1)}–{written.number(r.high, 1)})",
        RECKONED,
        frozen.origin.stamp,
        None,
        None,
    )
    known = written.percent(frozen.share_known)
    label = "andel av dagens kostnad som inte är antagande"
    yield _count(frozen, "kanda_uppgifter", label, "andel", frozen.share_known, known)
    if frozen.chance is not None:
        shown = written.chance(frozen.chance)
        yield _count(frozen, "chans", "chans till besparing", "andel", frozen.chance, shown)


def _said(words: Words) -> Iterator[Figure]:
    """Yield the figures that people have written themselves, with the source they give."""
    for n, goal in enumerate(words.goals, 1):
        for key, value, year in (
            ("nulage", goal.baseline, goal.baseline_year),
            ("mal", goal.target, goal.year),
        ):
            if value is not None:
                label = f"{goal.indicator}: {'nuläge' if key == 'nulage' else 'mål'}"
                yield _stated(f"mal.{n}.{key}", label, goal.unit, value, goal.source, year)
    for n, measure in enumerate(words.evaluation.measures, 1):
        if measure.baseline is not None:
            yield _stated(
                f"nyckeltal.{n}",
                f"{measure.name}: nuläge",
                measure.unit,
                measure.baseline,
                measure.source,
                measure.baseline_year,
            )


def _stated(key: str, label: str, unit: str, value: float, source: str, year: int | None) -> Figure:
    return Figure(key, label, unit, value, None, None, exact(value), "beslutas", source, year, None)


def _money(
    frozen: Frozen,
    key: str,
    label: str,
    unit: str,
    r: Range,
    rounded: float,
    signed: bool,
    year: int | None = None,
) -> Figure:
    """Return an amount with its range, written in thousands from the rounded value."""
    shown = Range(rounded, r.low, r.high)
    text = written.change(shown) if signed else written.cost(shown)
    origin = frozen.origin
    return Figure(
        key,
        label,
        unit,
        r.value,
        r.low,
        r.high,
        text,
        RECKONED,
        origin.stamp,
        year,
        origin.price_year,
    )


def _count(frozen: Frozen, key: str, label: str, unit: str, value: float, shown: str) -> Figure:
    origin = frozen.origin
    return Figure(
        key, label, unit, value, None, None, shown, RECKONED, origin.stamp, origin.base_year, None
    )
