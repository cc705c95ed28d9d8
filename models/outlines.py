"""Reads the municipalities' outlines for the map: GeoJSON with `code` and `name` for each."""

import json
from pathlib import Path

from models.entities import Outline
from models.errors import Fault

Ring = tuple[tuple[float, float], ...]


def read_outlines(path: Path) -> tuple[tuple[Outline, ...], list[Fault]]:
    """Return the outlines that can be drawn, and a fault for each thing that cannot.

    Nothing is reckoned on an outline: a fault here leaves a place on the map empty, no more.
    """
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        return (), [_fault(path, "", "ingen fil", "kommunernas konturer", "lägg till filen")]
    except UnicodeDecodeError:
        found, remedy = "tecken som inte är UTF-8", "spara filen som UTF-8"
        return (), [_fault(path, "", found, "text i UTF-8", remedy)]
    except (ValueError, RecursionError) as error:
        row = error.lineno if isinstance(error, json.JSONDecodeError) else None
        found, remedy = "något som inte är JSON", "rätta raden eller lägg tillbaka filen"
        return (), [_fault(path, "", found, "en läsbar GeoJSON-fil", remedy, row)]
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        remedy = "lägg tillbaka filen"
        return (), [_fault(path, "features", "ingen lista", "en lista med kommuner", remedy)]
    return _outlines(path, features)


def _outlines(path: Path, features: list[object]) -> tuple[tuple[Outline, ...], list[Fault]]:
    outlines: dict[str, Outline] = {}
    faults = []
    for number, feature in enumerate(features, start=1):
        place = f"kommun {number}"
        outline = _outline(feature)
        if outline is None:
            expected = "code och name som text, och en Polygon eller MultiPolygon med lon och lat"
            found = "en kontur som inte går att rita"
            faults.append(_fault(path, place, found, expected, "rätta eller ta bort den"))
        elif outline.code in outlines:
            found = f"koden {outline.code} en gång till"
            faults.append(_fault(path, place, found, "varje kommun en gång", "ta bort en av dem"))
        else:
            outlines[outline.code] = outline
    return tuple(outlines.values()), faults


def _outline(feature: object) -> Outline | None:
    """Return the outline of a feature, or None when it is not whole."""
    if not isinstance(feature, dict):
        return None
    properties, geometry = feature.get("properties"), feature.get("geometry")
    if not isinstance(properties, dict) or not isinstance(geometry, dict):
        return None
    code, name = properties.get("code"), properties.get("name")
    parts = geometry.get("coordinates")
    if geometry.get("type") == "Polygon":
        parts = [parts]
    elif geometry.get("type") != "MultiPolygon":
        return None
    if not (isinstance(code, str) and code and isinstance(name, str) and name):
        return None
    if not isinstance(parts, list) or not parts:
        return None
    rings = [_exterior(part) for part in parts]
    whole = tuple(ring for ring in rings if ring is not None)
    return Outline(code, name, whole) if len(whole) == len(rings) else None


def _exterior(polygon: object) -> Ring | None:
    """Return the first ring of a polygon: what surrounds it, whatever holes there are within."""
    if not isinstance(polygon, list) or not polygon or not isinstance(polygon[0], list):
        return None
    points = [_point(pair) for pair in polygon[0]]
    whole = tuple(point for point in points if point is not None)
    return whole if len(whole) == len(points) and len(whole) > 3 else None


def _point(pair: object) -> tuple[float, float] | None:
    if not isinstance(pair, list) or len(pair) < 2:
        return None
    lon, lat = pair[:2]
    if not all(isinstance(x, int | float) and not isinstance(x, bool) for x in (lon, lat)):
        return None
    return (float(lon), float(lat)) if abs(lon) <= 180 and abs(lat) <= 90 else None


def _fault(
    path: Path, column: str, found: str, expected: str, remedy: str, row: int | None = None
) -> Fault:
    return Fault(path.name, row, column, found, expected, remedy)
