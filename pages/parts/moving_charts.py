"""Charts of one office moved on trial: the plan as a pale ghost beside the plan with the move."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from models.entities import Alternative
from pages.parts.charts import AXIS_HEIGHT, LEGEND_HEIGHT, QUIET, axis_for, finish
from pages.parts.maps import ACCENT
from pages.parts.wording import ALTERNATIVE_COLOURS
from scenarios.setting import Range

PALE = "#a9bccf"  # the accent as a ghost: what was, beside what would be
ROW = 54
TODAY, PLANNED, MOVED = "I dag", "Planen", "Med flytten"
WHEN_COLOURS = {
    TODAY: ALTERNATIVE_COLOURS[Alternative.OWN],
    PLANNED: PALE,
    MOVED: ACCENT,
}


@dataclass(frozen=True, slots=True)
class Bars:
    """One organisation's FTE in a town: today, by the plan, and with the office moved."""

    town: str
    today: float
    planned: float
    moved: float


def posts(rows: Sequence[Bars], *, title: str) -> alt.Chart:
    """Draw an organisation's FTE by town today, by the plan, and with the office moved."""
    frame = pd.DataFrame(
        [
            {"ort": row.town, "när": when, "årsarbetare": fte}
            for row in rows
            for when, fte in ((TODAY, row.today), (PLANNED, row.planned), (MOVED, row.moved))
        ]
    )
    scale, axis = axis_for([0.0, *frame["årsarbetare"]])
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("ort:N", sort=[row.town for row in rows], title=None),
            yOffset=alt.YOffset("när:N", sort=list(WHEN_COLOURS)),
            x=alt.X("årsarbetare:Q", title="Årsarbetare", scale=scale, axis=axis),
            color=_when(list(WHEN_COLOURS)),
            tooltip=[
                alt.Tooltip("ort:N", title="Ort"),
                alt.Tooltip("när:N", title="När"),
                alt.Tooltip("årsarbetare:Q", title="Årsarbetare", format=",.1f"),
            ],
        )
    )
    return finish(bars, title, ROW * max(2, len(rows)) + AXIS_HEIGHT + LEGEND_HEIGHT)


def balance(rows: Sequence[tuple[str, Range, Range]], *, title: str) -> alt.Chart:
    """Draw each municipality's effect in tkr/year by the plan, pale, and with the office moved."""
    frame = pd.DataFrame(
        [
            {
                "kommun": name,
                "när": when,
                "värde": r.value / 1e3,
                "låg": r.low / 1e3,
                "hög": r.high / 1e3,
            }
            for name, planned, moved in rows
            for when, r in ((PLANNED, planned), (MOVED, moved))
        ]
    )
    scale, axis = axis_for([0.0, *frame["värde"], *frame["låg"], *frame["hög"]])
    used = [PLANNED, MOVED]
    y = alt.Y("kommun:N", sort=[name for name, _, _ in rows], title=None)
    offset = alt.YOffset("när:N", sort=used)
    span = (
        alt.Chart(frame)
        .mark_rule(strokeWidth=3, opacity=0.55)
        .encode(
            y=y,
            yOffset=offset,
            x=alt.X("låg:Q", title="Förändrad nettokostnad, tkr/år", scale=scale, axis=axis),
            x2="hög:Q",
            color=_when(used),
        )
    )
    dot = (
        alt.Chart(frame)
        .mark_point(size=70, filled=True, opacity=1)
        .encode(
            y=y,
            yOffset=offset,
            x="värde:Q",
            color=_when(used),
            tooltip=[
                alt.Tooltip("kommun:N", title="Kommun"),
                alt.Tooltip("när:N", title="När"),
                alt.Tooltip("värde:Q", title="Typvärde, tkr/år", format="+,.0f"),
                alt.Tooltip("låg:Q", title="5 %", format="+,.0f"),
                alt.Tooltip("hög:Q", title="95 %", format="+,.0f"),
            ],
        )
    )
    zero = alt.Chart(pd.DataFrame({"noll": [0]})).mark_rule(color=QUIET).encode(x="noll:Q")
    height = ROW * max(2, len(rows)) + AXIS_HEIGHT + LEGEND_HEIGHT
    return finish(zero + span + dot, title, height)


def _when(used: Sequence[str]) -> alt.Color:
    return alt.Color(
        "när:N",
        sort=list(used),
        scale=alt.Scale(domain=list(used), range=[WHEN_COLOURS[when] for when in used]),
        legend=alt.Legend(title=None, orient="top"),
    )
