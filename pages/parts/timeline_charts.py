"""A chart of steps in time: a row for each municipality, a mark for each step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import pandas as pd

from models.words import MONTH_NAMES, day
from pages.parts.charts import QUIET, finish

ROW, EDGES, EDGE = 40, 110, 14  # pixels: a row, title with axis and legend, beside the marks
SHAPES = (
    *("circle", "square", "triangle-up", "diamond", "cross", "triangle-down"),
    *("triangle-right", "triangle-left"),
)
COLOURS = (
    "#56b4e9",
    "#0072b2",
    "#009e73",
    "#b8860b",
    "#d55e00",
    "#cc79a7",
    "#4d4d4d",
)
# Vega's own names of months are English; a label is ”mars 2027”.
MONTH_YEAR = (
    "[" + ", ".join(f"'{name[:3]}'" for name in MONTH_NAMES) + "]"
    "[month(datum.value)] + ' ' + year(datum.value)"
)
DAY_MONTH_YEAR = f"date(datum.value) + ' ' + {MONTH_YEAR}"
LONG = 120  # days: a shorter time has the day on its axis too


@dataclass(frozen=True, slots=True)
class Mark:
    """A step that is taken on a day, on the row of who takes it."""

    row: str
    step: str
    on: date


def steps_chart(marks: Sequence[Mark], order: Mapping[str, str], *, title: str) -> alt.Chart:
    """Draw the marks; `order` are the steps in order, as they are called in the legend."""
    frame = pd.DataFrame(
        [
            {
                "rad": mark.row,
                "steg": order[mark.step],
                "dag": pd.Timestamp(mark.on),
                "datum": day(mark.on),
            }
            for mark in marks
        ]
    )
    rows = list(dict.fromkeys(mark.row for mark in marks))
    used = [label for step, label in order.items() if step in {mark.step for mark in marks}]
    places = [list(order.values()).index(label) for label in used]
    span = (max(mark.on for mark in marks) - min(mark.on for mark in marks)).days
    axis = alt.Axis(
        labelExpr=MONTH_YEAR if span > LONG else DAY_MONTH_YEAR,
        grid=True,
        labelOverlap=True,
        tickCount="month" if LONG < span < 5 * LONG else 6,
    )
    y = alt.Y("rad:N", sort=rows, title=None)
    legend = alt.Legend(title=None, orient="bottom", columns=4)
    scale = alt.Scale(padding=EDGE)
    line = (
        alt.Chart(frame)
        .mark_rule(color=QUIET, opacity=0.5)
        .encode(
            y=y,
            x=alt.X("min(dag):T", title=None, axis=axis, scale=scale),
            x2="max(dag):T",
        )
    )
    drawn = (
        alt.Chart(frame)
        .mark_point(filled=True, size=130, opacity=1)
        .encode(
            y=y,
            x=alt.X("dag:T", title=None, axis=axis, scale=scale),
            color=alt.Color(
                "steg:N",
                sort=used,
                scale=alt.Scale(domain=used, range=[COLOURS[i % len(COLOURS)] for i in places]),
                legend=legend,
            ),
            shape=alt.Shape(
                "steg:N",
                sort=used,
                scale=alt.Scale(domain=used, range=[SHAPES[i % len(SHAPES)] for i in places]),
                legend=legend,
            ),
            tooltip=[
                alt.Tooltip("rad:N", title="Kommun"),
                alt.Tooltip("steg:N", title="Steg"),
                alt.Tooltip("datum:N", title="Dag"),
            ],
        )
    )
    return finish(line + drawn, title, ROW * max(2, len(rows)) + EDGES)
