"""Charts as pure functions from records to Altair; the title states the finding."""

import math
from collections.abc import Iterable, Sequence
from textwrap import wrap

import altair as alt
import pandas as pd

from models.entities import Alternative
from pages.parts.wording import ALTERNATIVE_COLOURS, ALTERNATIVES, STEPS
from scenarios.compare import Column, MunicipalityEffect
from scenarios.run import TownRow
from scenarios.setting import Range

INK = "#1c2024"
QUIET = "#50575e"
# Lower and higher cost: no alternative's colour, and apart also for the colour-blind.
LESS, MORE = "#2b6cb0", "#a63d2f"
# How sv-SE writes numbers, for the axes; the minus sign is a minus and not a hyphen.
NUMBERS = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "minus": "\u2212",
    "percent": "\u00a0%",
}
ROW_HEIGHT = 26
LEAST_IN_MNKR = 5e6  # SEK: below this a step would vanish in the rounding
LABEL_WIDTH = 40  # characters of a label before it is broken
BREAK = "¦"  # stands for a new line, which a label cannot hold
TITLE_WIDTH = 56  # characters: what half a page holds
# Streamlit fits title, axis and legend into the height given.
AXIS_HEIGHT, LEGEND_HEIGHT = 80, 40
MOST_STEPS = 5  # between the ticks of an axis: what half a page holds without collisions
LABEL_GAP = 10  # pixels between two labels


def range_chart(
    rows: Sequence[tuple[str, Range]], *, unit: str, divisor: float, title: str
) -> alt.Chart:
    """Draw each row's range as a line with its principal value as a dot; left of 0 is a saving."""
    frame = pd.DataFrame(
        [
            {
                "rad": broken(label),
                "värde": r.value / divisor,
                "låg": r.low / divisor,
                "hög": r.high / divisor,
                "riktning": _direction(r),
            }
            for label, r in rows
        ]
    )
    order = [broken(label) for label, _ in rows]
    y = alt.Y("rad:N", sort=order, title=None, axis=broken_labels())
    scale, axis = axis_for([0.0, *frame["värde"], *frame["låg"], *frame["hög"]])
    span = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=3, opacity=0.45)
        .encode(
            y=y,
            x=alt.X("låg:Q", title=f"Förändring, {unit}", scale=scale, axis=axis),
            x2="hög:Q",
            color=_sign(),
        )
    )
    dot = (
        alt.Chart(frame)
        .mark_point(size=80, filled=True, opacity=1)
        .encode(
            y=y,
            x="värde:Q",
            color=_sign(),
            tooltip=[
                alt.Tooltip("rad:N", title="Rad"),
                alt.Tooltip("värde:Q", title=f"Typvärde, {unit}", format=",.1f"),
                alt.Tooltip("låg:Q", title="5 %", format=",.1f"),
                alt.Tooltip("hög:Q", title="95 %", format=",.1f"),
            ],
        )
    )
    return finish(_zero() + span + dot, title, ROW_HEIGHT * max(3, len(rows)) + AXIS_HEIGHT)


def alternatives_by_area(
    rows: Sequence[tuple[str, Alternative, Range]], *, title: str
) -> alt.Chart:
    """Draw what each alternative would do to each area's net cost, per cent of today's cost."""
    frame = pd.DataFrame(
        [
            {
                "område": label,
                "alternativ": ALTERNATIVES[alternative],
                "värde": r.value * 100,
                "låg": r.low * 100,
                "hög": r.high * 100,
            }
            for label, alternative, r in rows
        ]
    )
    order = list(dict.fromkeys(label for label, _, _ in rows))
    return _dodged(
        frame, "område", order, "Förändrad nettokostnad, % av kostnaden i dag", title, 34
    )


def bridge(column: Column, own_net: float, *, title: str) -> alt.Chart:
    """Draw the waterfall from own to an alternative; the bars add up to the difference."""
    unit, scale = ("mnkr", 1e6) if abs(own_net) >= LEAST_IN_MNKR else ("tkr", 1e3)
    rows = []
    level = own_net
    rows.append(_bar(ALTERNATIVES[Alternative.OWN], 0.0, own_net, "summa", scale))
    for step in column.steps:
        kind = "lägre" if step.total < 0 else "högre"
        rows.append(_bar(STEPS[step.key], level, level + step.total, kind, scale))
        level += step.total
    rows.append(_bar(ALTERNATIVES[column.alternative], 0.0, level, "summa", scale))
    frame = pd.DataFrame(rows)
    order = [row["steg"] for row in rows]
    # The steps are small beside the totals: the axis starts where the smallest bar ends.
    lowest = min(min(row["från"], row["till"]) for row in rows[1:-1]) if column.steps else 0.0
    highest = max(max(row["från"], row["till"]) for row in rows)
    room = max(highest - lowest, 0.02 * highest) * 0.6
    start = max(0.0, lowest - room)
    frame.loc[frame["slag"] == "summa", "från"] = start
    scale_y, axis = axis_for([start, highest + room * 0.3], outward=False)
    bars = (
        alt.Chart(frame)
        .mark_bar(clip=True)
        .encode(
            x=alt.X("steg:N", sort=order, title=None, axis=alt.Axis(labelAngle=-30)),
            y=alt.Y(
                "från:Q",
                title=f"Nettokostnad, {unit}/år (bruten axel)",
                scale=scale_y,
                axis=axis,
            ),
            y2="till:Q",
            color=alt.Color(
                "slag:N",
                legend=None,
                scale=alt.Scale(
                    domain=["summa", "lägre", "högre"],
                    range=[ALTERNATIVE_COLOURS[Alternative.OWN], LESS, MORE],
                ),
            ),
            tooltip=[
                alt.Tooltip("steg:N", title="Steg"),
                alt.Tooltip("ändring:Q", title=f"{unit}/år", format="+,.1f"),
            ],
        )
    )
    return finish(bars, title, 380)


def _bar(name: str, start: float, end: float, kind: str, scale: float) -> dict[str, object]:
    return {
        "steg": name,
        "från": start / scale,
        "till": end / scale,
        "ändring": (end - start) / scale,
        "slag": kind,
    }


def towns(rows: Sequence[TownRow], *, title: str) -> alt.Chart:
    """Draw FTE by town before and after."""
    frame = pd.DataFrame(
        [
            {"ort": row.town, "när": when, "årsarbetare": value}
            for row in rows
            for when, value in (("I dag", row.before), ("Med planen", row.after))
        ]
    )
    scale, axis = axis_for([0.0, *frame["årsarbetare"]])
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("ort:N", sort=[row.town for row in rows], title=None),
            yOffset=alt.YOffset("när:N", sort=["I dag", "Med planen"]),
            x=alt.X("årsarbetare:Q", title="Årsarbetare", scale=scale, axis=axis),
            color=alt.Color(
                "när:N",
                sort=["I dag", "Med planen"],
                scale=alt.Scale(
                    domain=["I dag", "Med planen"],
                    range=[ALTERNATIVE_COLOURS[Alternative.OWN], "#1f4e79"],
                ),
                legend=alt.Legend(title=None, orient="top"),
            ),
            tooltip=["ort:N", "när:N", alt.Tooltip("årsarbetare:Q", format=",.1f")],
        )
    )
    return finish(bars, title, 36 * max(3, len(rows)) + AXIS_HEIGHT + LEGEND_HEIGHT)


def by_municipality(rows: Sequence[MunicipalityEffect], *, title: str) -> alt.Chart:
    """Draw each alternative's change in net cost per municipality with its range, tkr."""
    frame = pd.DataFrame(
        [
            {
                "kommun": row.name,
                "alternativ": ALTERNATIVES[alternative],
                "värde": r.value / 1e3,
                "låg": r.low / 1e3,
                "hög": r.high / 1e3,
            }
            for row in rows
            for alternative, r in row.change
        ]
    )
    names = [row.name for row in rows]
    return _dodged(frame, "kommun", names, "Förändrad nettokostnad, tkr/år", title, 44)


def cumulative(columns: Sequence[Column], *, title: str) -> alt.Chart:
    """Draw each alternative's summed effect year by year, mnkr; below 0 is a gain."""
    rows = []
    for column in columns:
        total = 0.0
        for year, value in enumerate(column.flow):
            total += value
            rows.append(
                {
                    "år": year,
                    "summa": total / 1e6,
                    "alternativ": ALTERNATIVES[column.alternative],
                }
            )
    frame = pd.DataFrame(rows)
    used = [ALTERNATIVES[c.alternative] for c in columns]
    scale, axis = axis_for([0.0, *frame["summa"]])
    lines = (
        alt.Chart(frame)
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=alt.X("år:O", title="År efter beslut", axis=alt.Axis(labelAngle=0)),
            y=alt.Y(
                "summa:Q",
                title="Summerad effekt, mnkr (uppåt = dyrare)",
                scale=scale,
                axis=axis,
            ),
            color=alt.Color(
                "alternativ:N",
                scale=alt.Scale(
                    domain=used, range=[ALTERNATIVE_COLOURS[c.alternative] for c in columns]
                ),
                legend=alt.Legend(title=None, orient="top"),
            ),
            tooltip=["alternativ:N", "år:O", alt.Tooltip("summa:Q", format="+,.2f")],
        )
    )
    zero = alt.Chart(pd.DataFrame({"noll": [0]})).mark_rule(color=QUIET).encode(y="noll:Q")
    return finish(zero + lines, title, 340)


def _dodged(
    frame: pd.DataFrame, row: str, order: Sequence[str], axis: str, title: str, height: int
) -> alt.Chart:
    """Draw a range with its principal value for each row and alternative, side by side."""
    chosen = [h for h in Alternative if ALTERNATIVES[h] in set(frame["alternativ"])]
    used = [ALTERNATIVES[h] for h in chosen]
    colour = alt.Color(
        "alternativ:N",
        scale=alt.Scale(domain=used, range=[ALTERNATIVE_COLOURS[h] for h in chosen]),
        legend=alt.Legend(title=None, orient="top"),
    )
    y = alt.Y(f"{row}:N", sort=list(order), title=None)
    offset = alt.YOffset("alternativ:N", sort=used)
    scale, ticks = axis_for([0.0, *frame["värde"], *frame["låg"], *frame["hög"]])
    span = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=3, opacity=0.45)
        .encode(
            y=y,
            yOffset=offset,
            x=alt.X("låg:Q", title=axis, scale=scale, axis=ticks),
            x2="hög:Q",
            color=colour,
        )
    )
    dot = (
        alt.Chart(frame)
        .mark_point(size=70, filled=True, opacity=1)
        .encode(
            y=y,
            yOffset=offset,
            x="värde:Q",
            color=colour,
            tooltip=[
                f"{row}:N",
                "alternativ:N",
                alt.Tooltip("värde:Q", title="Typvärde", format="+,.1f"),
                alt.Tooltip("låg:Q", title="5 %", format="+,.1f"),
                alt.Tooltip("hög:Q", title="95 %", format="+,.1f"),
            ],
        )
    )
    return finish(
        _zero() + span + dot, title, height * max(3, len(order)) + AXIS_HEIGHT + LEGEND_HEIGHT
    )


def broken(label: str) -> str:
    """Return a long label with the mark at which `broken_labels` begins a new line."""
    return BREAK.join(wrap(label, LABEL_WIDTH))


def broken_labels() -> alt.Axis:
    """Return an axis whose labels have as many lines as they need."""
    return alt.Axis(labelExpr=f"split(datum.label, '{BREAK}')")


def tick_values(low: float, high: float, *, outward: bool = True) -> tuple[list[float], int]:
    """Return round, evenly spaced ticks over a span and the decimals that tell them apart.

    `outward` lets the first and last tick lie outside the span; otherwise all lie within it.
    """
    rough = (high - low) / MOST_STEPS
    power = math.floor(math.log10(rough))
    # A hair's slack: 5 steps of 0.2 fill the span 0–1 although 1 / 5 is not quite 0.2.
    step, decimals = next(
        (size * 10.0**p, max(0, -p))
        for p in (power, power + 1)
        for size in (1, 2, 5)
        if size * 10.0**p >= rough * (1 - 1e-9)
    )
    first, last = low / step, high / step
    if outward:
        start, end = math.floor(first + 1e-9), math.ceil(last - 1e-9)
    else:
        start, end = math.ceil(first - 1e-9), math.floor(last + 1e-9)
    return [round(i * step, decimals) for i in range(start, end + 1)], decimals


def axis_for(values: Iterable[float], *, outward: bool = True) -> tuple[alt.Scale, alt.Axis]:
    """Return an axis with few ticks whose labels are all different, and the scale it lies on."""
    known = list(values)
    low, high = min(known), max(known)
    if not high > low:
        low, high = low - 1.0, high + 1.0
    ticks, decimals = tick_values(low, high, outward=outward)
    domain = [min(low, ticks[0]), max(high, ticks[-1])] if outward else [low, high]
    return (
        alt.Scale(domain=domain, nice=False, zero=False),
        alt.Axis(
            values=ticks,
            format=f",.{decimals}f",
            labelOverlap="parity",
            labelSeparation=LABEL_GAP,
            labelFlush=False,
        ),
    )


def _sign() -> alt.Color:
    return alt.Color(
        "riktning:N",
        legend=None,
        scale=alt.Scale(domain=["lägre", "oförändrad", "högre"], range=[LESS, QUIET, MORE]),
    )


def _direction(r: Range) -> str:
    if not (r.low or r.high):
        return "oförändrad"
    return "lägre" if r.value < 0 else "högre"


def _zero() -> alt.Chart:
    return alt.Chart(pd.DataFrame({"noll": [0]})).mark_rule(color=QUIET).encode(x="noll:Q")


def finish(chart: alt.Chart | alt.LayerChart, title: str, height: int) -> alt.Chart:
    """Give the chart its title and size; pictures.py gives it the report's look."""
    return chart.properties(title=wrap(title, TITLE_WIDTH), height=height, width="container")
