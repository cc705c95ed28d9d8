"""The two pictures of a joint decision, drawn once and put in every paper that shows them."""

from dataclasses import dataclass
from typing import Any

from documents.tables import shown
from models.words import listed
from scenarios.frozen import Package
from scenarios.numbers import ALL
from scenarios.written import TKR

# How sv-SE writes numbers, for the axes; the minus sign is a minus and not a hyphen.
NUMBERS: dict[str, Any] = {
    "decimal": ",",
    "thousands": "\u00a0",
    "grouping": [3],
    "currency": ["", "\u00a0kr"],
    "minus": "\u2212",
    "percent": "\u00a0%",
}
# Lower and higher cost, apart also for the colour-blind; before and after.
LESS, MORE, BEFORE, AFTER, INK = "#2b6cb0", "#a63d2f", "#9aa3ac", "#2b6cb0", "#1c2024"
WIDTH, ROW_HEIGHT, PPI = 430, 30, 160
VEGA_LITE = "6.4"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as PNG with what it shows in words."""

    png: bytes
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Both pictures of a package."""

    change: Drawing
    towns: Drawing


def pictures(package: Package) -> Pictures:
    """Draw the change in every municipality with its range, and FTE by town before and after."""
    return Pictures(_change(package), _towns(package))


def _change(package: Package) -> Drawing:
    import altair as alt
    import pandas as pd

    rows = package.frozen.economy
    frame = pd.DataFrame(
        {
            "kommun": [row.name for row in rows],
            "värde": [row.change.value / TKR for row in rows],
            "låg": [row.change.low / TKR for row in rows],
            "hög": [row.change.high / TKR for row in rows],
            "färg": [LESS if row.change.value <= 0 else MORE for row in rows],
        }
    )
    y = alt.Y("kommun:N", sort=[row.name for row in rows], title=None)
    colour = alt.Color("färg:N", scale=None)
    x = alt.X("låg:Q", title="tkr per år, minus är lägre kostnad", axis=alt.Axis(format=",.0f"))
    zero = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(color=INK).encode(x="x:Q")
    span = alt.Chart(frame).mark_rule(strokeWidth=4, opacity=0.45)
    dots = alt.Chart(frame).mark_point(size=90, filled=True, opacity=1)
    drawn = zero + span.encode(y=y, x=x, x2="hög:Q", color=colour)
    drawn += dots.encode(y=y, x="värde:Q", color=colour)
    found = shown(package)
    each = [f"{row.name} {found[f'ekonomi.{row.code}.forandring']}" for row in rows]
    together = found[f"ekonomi.{ALL}.forandring"]
    return Drawing(
        _png(drawn, len(rows)),
        f"Diagram: förändrad kostnad per år mot i dag, tkr med spann. {listed(each)}. "
        f"Alla tillsammans: {together}.",
        "Förändrad kostnad mot i dag, med spannet 5–95\u00a0% som linje",
    )


def _towns(package: Package) -> Drawing:
    import altair as alt
    import pandas as pd

    towns = package.frozen.towns
    frame = pd.DataFrame(
        [
            {"ort": row.town, "när": when, "årsarbetare": value}
            for row in towns
            for when, value in (("i dag", row.before), ("med förslaget", row.after))
        ]
    )
    scale = alt.Scale(domain=["i dag", "med förslaget"], range=[BEFORE, AFTER])
    drawn = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            y=alt.Y("ort:N", sort=[row.town for row in towns], title=None),
            yOffset=alt.YOffset("när:N", sort=["i dag", "med förslaget"]),
            x=alt.X("årsarbetare:Q", title="årsarbetare", axis=alt.Axis(format=",.0f")),
            color=alt.Color("när:N", scale=scale, legend=alt.Legend(title=None, orient="top")),
        )
    )
    found = shown(package)
    each = [
        f"{t.town} {found[f'ort.{t.town}.fore']} i dag och {found[f'ort.{t.town}.efter']} "
        "med förslaget"
        for t in towns
    ]
    return Drawing(
        _png(drawn, len(towns)),
        f"Diagram: årsarbetare per ort. {'; '.join(each)}.",
        "Årsarbetare per ort, i dag och med förslaget",
    )


def _png(chart: Any, rows: int) -> bytes:
    import vl_convert

    drawn = chart.properties(width=WIDTH, height=ROW_HEIGHT * max(rows, 2))
    drawn = drawn.configure(font="Arial, Liberation Sans, sans-serif")
    drawn = drawn.configure_axis(labelFontSize=11, titleFontSize=11, titleFontWeight="normal")
    drawn = drawn.configure_legend(labelFontSize=11)
    return bytes(
        vl_convert.vegalite_to_png(
            drawn.to_dict(),
            vl_version=VEGA_LITE,
            ppi=PPI,
            format_locale=NUMBERS,
            # Everything drawn is in the chart: nothing may be asked of the internet.
            allowed_base_urls=[],
        )
    )
