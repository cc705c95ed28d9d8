"""Charts of a plan over time and of what it trades off: pure functions from records to Altair."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from pages.parts.charts import LESS, QUIET, axis_for, finish
from pages.parts.wording import ALTERNATIVE_COLOURS, ALTERNATIVES
from scenarios.answers import FrontierRow
from scenarios.roadmap import Roadmap
from scenarios.run import Outcome

BAR_HEIGHT = 24
AXIS_HEIGHT = 80


def starts(outcome: Outcome, roads: Roadmap, *, title: str) -> alt.Chart:
    """Draw when each changed activity starts: a bar from its start year to the end of year five."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    first = roads.years[0].year
    years = [year.year for year in roads.years[:6]]
    changed = [row for row in outcome.choices if row.start is not None]
    ways = {
        activity: {row.alternative for row in changed if row.activity == activity}
        for activity in labels
    }
    rows = [
        {
            "verksamhet": labels[row.activity]
            + (
                f" ({ALTERNATIVES[row.alternative].lower()})" if len(ways[row.activity]) > 1 else ""
            ),
            "från": first + row.start - 1,
            "till": years[-1],
            "driftform": ALTERNATIVES[row.alternative],
        }
        for row in changed
        if row.start is not None
    ]
    frame = pd.DataFrame(rows).drop_duplicates()
    order = list(frame.sort_values(["från", "verksamhet"])["verksamhet"].drop_duplicates())
    used = [h for h in ALTERNATIVES if ALTERNATIVES[h] in set(frame["driftform"])]
    chart = (
        alt.Chart(frame)
        .mark_bar(height=12)
        .encode(
            x=alt.X(
                "från:Q",
                title="Från och med år",
                scale=alt.Scale(domain=[years[0], years[-1]], nice=False),
                axis=alt.Axis(values=years, format="d"),
            ),
            x2="till:Q",
            y=alt.Y("verksamhet:N", sort=order, title=None),
            color=alt.Color(
                "driftform:N",
                scale=alt.Scale(
                    domain=[ALTERNATIVES[h] for h in used],
                    range=[ALTERNATIVE_COLOURS[h] for h in used],
                ),
                legend=alt.Legend(title=None, orient="top", columns=2),
            ),
            tooltip=["verksamhet:N", "driftform:N", alt.Tooltip("från:Q", format="d")],
        )
    )
    return finish(chart, title, max(300, BAR_HEIGHT * len(order) + AXIS_HEIGHT + 60))


def cumulative(roads: Roadmap, *, title: str) -> alt.Chart:
    """Draw the summed effect year by year with its range; upwards is dearer than today."""
    frame = pd.DataFrame(
        [
            {
                "år": year.year,
                "summa": year.cumulative.value / 1e6,
                "låg": year.cumulative.low / 1e6,
                "hög": year.cumulative.high / 1e6,
            }
            for year in roads.years
        ]
    )
    scale, axis = axis_for([0.0, *frame["låg"], *frame["hög"]])
    x = alt.X("år:O", title=None, axis=alt.Axis(labelAngle=0))
    band = (
        alt.Chart(frame)
        .mark_area(opacity=0.2, color=LESS)
        .encode(
            x=x,
            y=alt.Y("låg:Q", title="Summerat, mnkr (uppåt = dyrare)", scale=scale, axis=axis),
            y2="hög:Q",
        )
    )
    line = (
        alt.Chart(frame)
        .mark_line(point=True, color=LESS, strokeWidth=2.5)
        .encode(
            x=x,
            y="summa:Q",
            tooltip=[
                alt.Tooltip("år:O", title="År"),
                alt.Tooltip("summa:Q", title="Typvärde, mnkr", format="+,.1f"),
                alt.Tooltip("låg:Q", title="5 %", format="+,.1f"),
                alt.Tooltip("hög:Q", title="95 %", format="+,.1f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"noll": [0]})).mark_rule(color=QUIET).encode(y="noll:Q")
    return finish(zero + band + line, title, 300)


def frontier(rows: Sequence[FrontierRow], *, axis: str, title: str) -> alt.Chart:
    """Draw cost with its range against what is traded for it; each dot is a whole plan."""
    frame = pd.DataFrame(
        [
            {
                "mått": row.measure,
                "kostnad": row.annual.value / 1e6,
                "låg": row.annual.low / 1e6,
                "hög": row.annual.high / 1e6,
            }
            for row in rows
        ]
    )
    scale, y_axis = axis_for([0.0, *frame["låg"], *frame["hög"]])
    x = alt.X("mått:Q", title=axis, scale=alt.Scale(zero=True, nice=True))
    span = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=2, opacity=0.35, color=LESS)
        .encode(
            x=x,
            y=alt.Y("låg:Q", title="Förändrad kostnad, mnkr/år", scale=scale, axis=y_axis),
            y2="hög:Q",
        )
    )
    dots = (
        alt.Chart(frame)
        .mark_line(point=alt.OverlayMarkDef(size=70), color=LESS)
        .encode(
            x=x,
            y="kostnad:Q",
            order="mått:Q",
            tooltip=[
                alt.Tooltip("mått:Q", title=axis, format=",.2f"),
                alt.Tooltip("kostnad:Q", title="Typvärde, mnkr/år", format="+,.2f"),
                alt.Tooltip("låg:Q", title="5 %", format="+,.2f"),
                alt.Tooltip("hög:Q", title="95 %", format="+,.2f"),
            ],
        )
    )
    return finish(span + dots, title, 300)
