"""The map of municipalities, offices and moves: from a record to Altair, without a network."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from models.entities import Alternative
from pages.parts.charts import INK, finish
from pages.parts.wording import ALTERNATIVE_COLOURS

MAP_HEIGHT = 480
ACCENT = "#1f4e79"  # frame.css's own, and that of ”Med planen” in every chart
BORDER = "#8b939a"
FILLED, FADED = 0.22, 0.07
OFFICE, SEAT, LOCALITY, OUTSIDE = "Gemensamt kontor", "Centralort", "Annan tätort", "Ort utanför"
KINDS = {
    OFFICE: ("square", ALTERNATIVE_COLOURS[Alternative.MERGED]),
    SEAT: ("circle", INK),
    LOCALITY: ("circle", "#9aa2a9"),
    OUTSIDE: ("diamond", "#7a828a"),
}
STEPS_IN_CURVE = 12
BEND = 0.16  # how far a flow bends from the straight way, so that both directions are seen
SHORT = 0.05  # degrees: a flow stops short of its town, so that the arrow is not under the office
LEAST_OF_WAY = 0.6
WEST_EDGE = 0.2  # of the map's width: a name is not written to the left there
MARGIN = 0.04  # of the map's width and height, on each side
LABEL_PX = 17
NAME_LON, NAME_LAT = 0.5, 0.08  # degrees: the room that a name takes
MOST_FTE = 4.0  # the widest flow is at least this many: a few chiefs are no great stream

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """A municipality on the map: rings of (lon, lat), and its colour when it is a member."""

    name: str
    rings: tuple[tuple[Point, ...], ...]
    colour: str
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A town on the map; `label` is written beside it, `about` shown when it is pointed at."""

    name: str
    lat: float
    lon: float
    kind: str
    label: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """Where merged organisations have their office, how many, and which activities."""

    name: str
    lat: float
    lon: float
    count: int
    about: str


@dataclass(frozen=True, slots=True)
class Flow:
    """FTE whose workplace moves from one town to another, (lon, lat) each."""

    origin: str
    destination: str
    start: Point
    end: Point
    fte: float
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything on the map, members' areas in the order of the municipalities."""

    areas: tuple[Area, ...]
    places: tuple[Place, ...]
    offices: tuple[Office, ...]
    flows: tuple[Flow, ...]


def office_map(drawing: Drawing, *, title: str) -> alt.Chart:
    """Draw the municipalities with their towns, the joint offices and who moves between towns."""
    layers = [_areas(drawing.areas)]
    if drawing.flows:
        layers += [_lines(drawing.flows), _arrows(drawing.flows)]
    layers.append(_places(drawing.places))
    if drawing.offices:
        layers += [_offices(drawing.offices), _counts(drawing.offices)]
    layers += _labels(drawing)
    return finish(alt.layer(*layers).project(**_view(drawing)), title, MAP_HEIGHT)


def clockwise(ring: Sequence[Point]) -> list[Point]:
    """Return the ring clockwise: drawn the other way round it is everything but the area."""
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    twice_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)
    return list(reversed(ring)) if twice_area > 0 else list(ring)


def curve(start: Point, end: Point) -> list[Point]:
    """Return points along a bent way between two places, (lon, lat), stopping short of the end."""
    shrink = _shrink(start, end)
    dx, dy = (end[0] - start[0]) * shrink, end[1] - start[1]
    bend = ((start[0] + end[0]) / 2 - dy * BEND / shrink, (start[1] + end[1]) / 2 + dx * BEND)
    end_at = max(LEAST_OF_WAY, 1 - SHORT / max(math.hypot(dx, dy), SHORT))
    steps = [end_at * i / STEPS_IN_CURVE for i in range(STEPS_IN_CURVE + 1)]
    return [
        (
            (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * bend[0] + t**2 * end[0],
            (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * bend[1] + t**2 * end[1],
        )
        for t in steps
    ]


def heading(start: Point, end: Point) -> float:
    """Return the direction on the map in degrees clockwise from north."""
    east = (end[0] - start[0]) * _shrink(start, end)
    return math.degrees(math.atan2(east, end[1] - start[1])) % 360


def _shrink(start: Point, end: Point) -> float:
    """Return how much shorter a degree of longitude is than one of latitude, there."""
    return math.cos(math.radians((start[1] + end[1]) / 2))


def _view(drawing: Drawing) -> dict[str, object]:
    """Return the projection that shows the members and every town as large as there is room for.

    Neighbours are cut at the edge: they are there to be recognised.
    """
    points = [point for area in drawing.areas if area.colour for r in area.rings for point in r]
    points += [(place.lon, place.lat) for place in drawing.places]
    west, east = (edge(math.radians(lon) for lon, _ in points) for edge in (min, max))
    south, north = (edge(_mercator(lat) for _, lat in points) for edge in (min, max))
    room = 1 - 2 * MARGIN
    scale = f"min(width * {room} / {east - west}, height * {room} / {north - south})"
    middle = math.degrees(2 * math.atan(math.exp((south + north) / 2)) - math.pi / 2)
    return {
        "type": "mercator",
        "center": [math.degrees((west + east) / 2), middle],
        "scale": alt.ExprRef(scale),
        "translate": alt.ExprRef("[width / 2, height / 2]"),
    }


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def _areas(areas: Sequence[Area]) -> alt.Chart:
    features = [
        {
            "type": "Feature",
            "kommun": area.name,
            "fyllning": 0.0 if not area.colour else FADED if area.faded else FILLED,
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[clockwise(ring)] for ring in area.rings],
            },
        }
        for area in areas
    ]
    members = [area for area in areas if area.colour]
    scale = alt.Scale(
        domain=[area.name for area in members], range=[area.colour for area in members]
    )
    return (
        alt.Chart(alt.InlineData(values=features))
        .mark_geoshape(stroke=BORDER, strokeWidth=0.8, clip=True)
        .encode(
            fill=alt.Fill(
                "kommun:N", scale=scale, legend=alt.Legend(title="Kommun", symbolOpacity=0.5)
            ),
            fillOpacity=alt.FillOpacity("fyllning:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("kommun:N", title="Kommun")],
        )
    )


def _lines(flows: Sequence[Flow]) -> alt.Chart:
    frame = pd.DataFrame(
        [
            {
                "flytt": f"{flow.origin}–{flow.destination}",
                "från": flow.origin,
                "till": flow.destination,
                "årsarbetare": flow.fte,
                "täckning": _cover(flow),
                "steg": i,
                "lon": lon,
                "lat": lat,
            }
            for flow in flows
            for i, (lon, lat) in enumerate(curve(flow.start, flow.end))
        ]
    )
    most = max(MOST_FTE, *(flow.fte for flow in flows))
    shown = sorted({round(most / 4, 1), round(most, 1)})
    return (
        alt.Chart(frame)
        .mark_line(stroke=ACCENT, strokeCap="round", fill=None)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            detail="flytt:N",
            order="steg:Q",
            opacity=alt.Opacity("täckning:Q", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth(
                "årsarbetare:Q",
                scale=alt.Scale(domain=[0, most], range=[1, 8]),
                legend=alt.Legend(
                    title="Flyttar, årsarbetare",
                    values=shown,
                    format=",.1f",
                    symbolType="stroke",
                    symbolSize=300,
                ),
            ),
            tooltip=_flow_tooltip(),
        )
    )


def _arrows(flows: Sequence[Flow]) -> alt.Chart:
    rows = []
    for flow in flows:
        *_, before, last = curve(flow.start, flow.end)
        rows.append(
            {
                "från": flow.origin,
                "till": flow.destination,
                "årsarbetare": flow.fte,
                "täckning": _cover(flow),
                "vinkel": heading(before, last),
                "lon": last[0],
                "lat": last[1],
            }
        )
    most = max(MOST_FTE, *(flow.fte for flow in flows))
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_point(shape="triangle", filled=True, color=ACCENT)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            angle=alt.Angle("vinkel:Q", scale=None, legend=None),
            opacity=alt.Opacity("täckning:Q", scale=None, legend=None),
            size=alt.Size(
                "årsarbetare:Q",
                scale=alt.Scale(domain=[0, most], range=[60, 260]),
                legend=None,
            ),
            tooltip=_flow_tooltip(),
        )
    )


def _cover(flow: Flow) -> float:
    return 0.18 if flow.faded else 0.75


def _flow_tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("från:N", title="Från"),
        alt.Tooltip("till:N", title="Till"),
        alt.Tooltip("årsarbetare:Q", title="Årsarbetare", format=",.1f"),
    ]


def _places(places: Sequence[Place]) -> alt.Chart:
    frame = pd.DataFrame(
        [
            {
                "ort": p.name,
                "slag": p.kind,
                "om": p.about,
                "storlek": 70 if p.kind == SEAT else 26,
                "lon": p.lon,
                "lat": p.lat,
            }
            for p in places
        ]
    )
    return (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            shape=_kind_shape(),
            color=_kind_colour(),
            size=alt.Size("storlek:Q", scale=None, legend=None),
            tooltip=[alt.Tooltip("ort:N", title="Ort"), alt.Tooltip("om:N", title="Om orten")],
        )
    )


def _offices(offices: Sequence[Office]) -> alt.Chart:
    frame = _office_frame(offices)
    return (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            shape=_kind_shape(),
            color=_kind_colour(),
            size=alt.Size("storlek:Q", scale=None, legend=None),
            tooltip=_office_tooltip(),
        )
    )


def _counts(offices: Sequence[Office]) -> alt.Chart:
    return (
        alt.Chart(_office_frame(offices))
        .mark_text(color="white", fontWeight=600)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            text=alt.Text("antal:Q", format="d"),
            tooltip=_office_tooltip(),
        )
    )


def _office_frame(offices: Sequence[Office]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "ort": office.name,
                "slag": OFFICE,
                "antal": office.count,
                "verksamheter": office.about,
                "storlek": 320 + 60 * min(office.count, 8),
                "lon": office.lon,
                "lat": office.lat,
            }
            for office in offices
        ]
    )


def _office_tooltip() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("ort:N", title="Kontor i"),
        alt.Tooltip("antal:Q", title="Organisationer"),
        alt.Tooltip("verksamheter:N", title="Verksamheter"),
    ]


def _labels(drawing: Drawing) -> list[alt.Chart]:
    """Return the names twice: first as a white edge, so that they are read on lines too."""
    layers = []
    for left in (False, True):
        named = [p for p in drawing.places if p.label and label_left(drawing, p) is left]
        if not named:
            continue
        frame = pd.DataFrame([{"text": p.label, "lon": p.lon, "lat": p.lat} for p in named])
        base = alt.Chart(frame).encode(longitude="lon:Q", latitude="lat:Q", text="text:N")
        look = {
            "align": "right" if left else "left",
            "baseline": "middle",
            "dx": -LABEL_PX if left else LABEL_PX,
            "lineBreak": "\n",
            "fontWeight": 600,
        }
        layers += [
            base.mark_text(**look, stroke="white", strokeWidth=4, strokeJoin="round"),
            base.mark_text(**look, color=INK),
        ]
    return layers


def label_left(drawing: Drawing, place: Place) -> bool:
    """Say whether a town's name stands to the left: on the side with fewer moving past it."""
    west, east = (edge(p.lon for p in drawing.places) for edge in (min, max))
    if place.lon < west + (east - west) * WEST_EDGE or _named_to_the_west(drawing, place):
        return False
    here = (place.lon, place.lat)
    ways = [(f.start, f.fte) for f in drawing.flows if f.end == here]
    ways += [(f.end, f.fte) for f in drawing.flows if f.start == here]
    return sum(fte if other[0] > place.lon else -fte for other, fte in ways) > 0


def _named_to_the_west(drawing: Drawing, place: Place) -> bool:
    """Say whether another town's name stands where this one's would, to the left."""
    return any(
        0 < place.lon - p.lon < NAME_LON and abs(place.lat - p.lat) < NAME_LAT
        for p in drawing.places
        if p.label
    )


def _kind_shape() -> alt.Shape:
    scale = alt.Scale(domain=list(KINDS), range=[shape for shape, _ in KINDS.values()])
    return alt.Shape("slag:N", scale=scale, legend=alt.Legend(title="Orter"))


def _kind_colour() -> alt.Color:
    scale = alt.Scale(domain=list(KINDS), range=[colour for _, colour in KINDS.values()])
    return alt.Color("slag:N", scale=scale, legend=alt.Legend(title="Orter"))
