"""What the stress tests of a sharing and the known cases have in common: amounts and tables."""

from collections.abc import Sequence

import streamlit as st

from models.rounding import round_to_total
from pages.parts import charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.summaries import name
from scenarios.setting import Range
from scenarios.sharing import Stake
from scenarios.stress import (
    Changed,
)

RANGE = "Inom parentes 5–95\u00a0% av utfallen."
TKR = 1e3
PERCENT_STEP, HALF, WHOLE = 5, 50, 100
NOTICE_YEARS, MOST_NOTICE_YEARS, PHASE_YEARS = 3, 5, 3


def printed(ranges: Sequence[Range]) -> list[Range]:
    """Return the ranges with values in whole tkr that add up to their printed sum."""
    values = round_to_total([r.value for r in ranges], TKR)
    return [Range(value, r.low, r.high) for value, r in zip(values, ranges, strict=True)]


def in_total(values: Sequence[float]) -> str:
    """Return the sum in tkr: 0 where money only changes hands."""
    return swedish.signed_tkr(sum(values))


def how_much(sek: float) -> str:
    """Return an amount without its sign, ”120 tkr”."""
    return f"{swedish.tkr(abs(sek))} tkr"


def most_and_least(rows: Sequence[tuple[str, float]]) -> str:
    """Return ”Kinda betalar 120 tkr mer om året och Ydre 80 tkr mindre”: the greatest of each."""
    most, least = max(rows, key=lambda row: row[1]), min(rows, key=lambda row: row[1])
    parts = []
    if round(most[1] / TKR) > 0:
        parts.append(f"{most[0]} betalar {how_much(most[1])} mer om året")
    if round(least[1] / TKR) < 0:
        verb = "" if parts else "betalar "
        parts.append(f"{least[0]} {verb}{how_much(least[1])} mindre{'' if parts else ' om året'}")
    return " och ".join(parts) or "ingen betalar mer eller mindre än förut"


def show_changes(
    rows: Sequence[tuple[str, Range]], *, heading: str, caption: str, title: str
) -> None:
    """Show what each pays more or less as a chart and a table with its sum."""
    left, right = halves()
    with left:
        show_chart(charts.range_chart(rows, unit="tkr/år", divisor=TKR, title=title), title)
    with right:
        shown = printed([r for _, r in rows])
        tables.show_table(
            ("Kommun", heading),
            [
                *(
                    (label, tables.change_cell(r))
                    for (label, _), r in zip(rows, shown, strict=True)
                ),
                ("Summa", in_total([r.value for r in shown])),
            ],
            caption=caption,
            sums=(len(rows),),
        )
        st.caption(f"Plus är mer att betala. {RANGE}")


def show_years(
    names: Sequence[str], years: Sequence[Sequence[float]], *, caption: str, note: str
) -> None:
    """Show a table year by year, one column a municipality, inside an expander."""
    with st.expander("Visa år för år"):
        rows = []
        for year, values in enumerate(years):
            shown = round_to_total(list(values), TKR)
            rows.append((str(year), *map(swedish.signed_tkr, shown), in_total(shown)))
        tables.show_table(("År", *names, "Summa"), rows, caption=caption)
        st.caption(note)


def changed_names(here: Context, rows: Sequence[Changed]) -> list[tuple[str, Range]]:
    """Return each municipality's name and change."""
    return [(name(here.pack, row.code), row.change) for row in rows]


def by_year(rows: Sequence[Changed]) -> list[tuple[float, ...]]:
    """Return the changes with years as rows."""
    return list(zip(*(row.yearly for row in rows), strict=True))


def ask_who(label: str, stake: Stake, here: Context, widget: str) -> int:
    """Ask for one of those that take part in something joint; return its position in the stake."""
    taking_part = {m for choice in stake.choices if choice.joint for m in choice.members}
    codes = [c for c, m in zip(stake.codes, stake.players, strict=True) if m in taking_part]
    chosen = st.selectbox(
        label,
        codes,
        index=codes.index(here.only) if here.only in codes else 0,
        format_func=lambda code: name(here.pack, code),
        key=f"strain_{widget}_{'_'.join(codes)}_{here.only}",
    )
    return stake.codes.index(chosen or codes[0])


def years_in_words(years: int) -> str:
    """Return ”ett år” or ”3 år”."""
    return "ett år" if years == 1 else f"{years} år"
