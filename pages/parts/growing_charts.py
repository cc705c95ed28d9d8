"""The chart of an age group year by year: counted so far, then the trend with its range."""

from collections.abc import Mapping, Sequence
from itertools import cycle

import altair as alt
import pandas as pd

from pages.parts.charts import QUIET, axis_for, finish
from pages.parts.wording import MUNICIPALITY_COLOURS
from scenarios.demography import Line

COUNTED, EXPECTED = "Räknat", "Väntat, med spann"
HEIGHT = 380
EVERY = 5  # years between the labels of the time axis, the tables' years among them
FAINT, FAINTER = 0.15, 0.07  # a span alone, and where several lie over each other


def courses(
    lines: Sequence[Line], names: Mapping[str, str], *, base_year: int, title: str
) -> alt.Chart:
    """Draw each municipality's line as an index; `names` by code give colours in their order."""
    frame = pd.DataFrame([row for line in lines for row in _rows(line, names[line.code])])
    spans = frame[frame["slag"] == EXPECTED]
    colours = dict(zip(names.values(), cycle(MUNICIPALITY_COLOURS), strict=False))
    used = [names[line.code] for line in lines]
    years = range(int(frame["år"].min()), int(frame["år"].max()) + 1)
    x = alt.X(
        "år:Q",
        title=None,
        scale=alt.Scale(domain=[years[0], years[-1]], nice=False),
        axis=alt.Axis(
            values=[y for y in years if (y - base_year) % EVERY == 0], format="d", grid=False
        ),
    )
    scale, axis = axis_for([100.0, *frame["låg"], *frame["hög"]])
    colour = alt.Color(
        "kommun:N",
        sort=used,
        scale=alt.Scale(domain=used, range=[colours[name] for name in used]),
        # Without this the signs are as faint as the spans.
        legend=alt.Legend(title=None, orient="top", symbolOpacity=1),
    )
    dash = alt.StrokeDash(
        "slag:N",
        sort=[COUNTED, EXPECTED],
        scale=alt.Scale(domain=[COUNTED, EXPECTED], range=[[1, 0], [6, 4]]),
        legend=alt.Legend(title=None, orient="top", symbolStrokeColor=QUIET),
    )
    band = (
        alt.Chart(spans)
        .mark_area(opacity=FAINT if len(lines) == 1 else FAINTER)
        .encode(
            x=x,
            y=alt.Y("låg:Q", title=f"Index, {base_year} = 100", scale=scale, axis=axis),
            y2="hög:Q",
            color=colour,
        )
    )
    drawn = (
        alt.Chart(frame)
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=alt.Y("index:Q", scale=scale, axis=axis),
            color=colour,
            strokeDash=dash,
            tooltip=[
                alt.Tooltip("kommun:N", title="Kommun"),
                alt.Tooltip("år:Q", title="År", format="d"),
                alt.Tooltip("slag:N", title="Slag"),
                alt.Tooltip("antal:Q", title="Antal", format=",.0f"),
                alt.Tooltip("index:Q", title="Index", format=",.1f"),
                alt.Tooltip("låg:Q", title="5 %", format=",.1f"),
                alt.Tooltip("hög:Q", title="95 %", format=",.1f"),
            ],
        )
    )
    level = alt.Chart(pd.DataFrame({"hundra": [100]})).mark_rule(color=QUIET).encode(y="hundra:Q")
    return finish(level + band + drawn, title, HEIGHT)


def _rows(line: Line, name: str) -> list[dict[str, object]]:
    """Return the points of a line; the last one counted begins the trend too, without a gap."""
    last = max((p.year for p in line.points if p.counted), default=None)
    rows: list[dict[str, object]] = []
    for point in line.points:
        kinds = [COUNTED] if point.counted else [EXPECTED]
        if point.year == last:
            kinds = [COUNTED, EXPECTED]
        rows += [
            {
                "kommun": name,
                "år": point.year,
                "slag": kind,
                "antal": point.count,
                "index": point.index,
                "låg": point.low,
                "hög": point.high,
            }
            for kind in kinds
        ]
    return rows
