"""The frozen figures that each point is bound to, as tables."""

from collections.abc import Callable, Mapping

from models.joint_decision import Point
from pages.parts import tables
from pages.parts.tables import span_cell
from scenarios.frozen import Frozen, Package
from scenarios.numbers import ALL


def show(package: Package, point: Point, only: str | None) -> None:
    """Show the figures that a point is bound to; nothing where it is words alone."""
    shown = {figure.key: figure.shown for figure in package.figures}
    for table in TABLES.get(point, ()):
        table(package.frozen, shown, only)


def _economy(frozen: Frozen, shown: Mapping[str, str], only: str | None) -> None:
    rows = [(row.code, row.name) for row in frozen.economy if only in {None, row.code}]
    rows.append((ALL, frozen.total.name))
    keys = ("idag", "betalar", "forandring", "vinst", "engang", "samordning")
    tables.show_table(
        (
            "Kommun",
            "I dag",
            "Betalar",
            "Mot i dag",
            "Vinst mot ensam",
            "Engångskostnad",
            "Samordning av helheten",
        ),
        [
            (name, *(span_cell(shown[f"ekonomi.{code}.{key}"]) for key in keys))
            for code, name in rows
        ],
        caption=f"Vem betalar vad, tkr/år i {frozen.origin.price_year} års priser (5–95\u00a0%); "
        "engångskostnaden i tkr",
        sums=(len(rows) - 1,),
    )


def _years(frozen: Frozen, shown: Mapping[str, str], only: str | None) -> None:
    rows = [(row.code, row.name) for row in frozen.economy if only in {None, row.code}]
    rows.append((ALL, frozen.total.name))
    years = [found.year for found in frozen.total.years]
    tables.show_table(
        ("Kommun", *(str(year) for year in years)),
        [
            (name, *(span_cell(shown[f"ekonomi.{code}.ar.{year}"]) for year in years))
            for code, name in rows
        ],
        caption=f"År för år mot i dag, tkr i {frozen.origin.price_year} års priser; plus är dyrare",
        sums=(len(rows) - 1,),
    )


def _towns(frozen: Frozen, shown: Mapping[str, str], only: str | None) -> None:
    towns = [*(row.town for row in frozen.towns), ALL]
    tables.show_table(
        ("Ort", "I dag", "Med planen", "Förändring"),
        [
            (
                "Alla orter" if town == ALL else town,
                *(shown[f"ort.{town}.{key}"] for key in ("fore", "efter", "andring")),
            )
            for town in towns
        ],
        caption="Årsarbetare i området efter arbetsplatsens ort",
        sums=(len(towns) - 1,),
    )


def _offices(frozen: Frozen, shown: Mapping[str, str], only: str | None) -> None:
    rows = [
        (
            one.label,
            one.alternative.capitalize(),
            ", ".join(frozen.name(code) for code in one.members),
            one.town if one.joint else "–",
            frozen.name(one.host) if one.joint and one.host else "–",
            str(one.start or "–"),
        )
        for one in frozen.organisations
        if only is None or only in one.members
    ]
    tables.show_table(
        ("Verksamhet", "Driftform", "Kommuner", "Kontorsort", "Värdkommun", "Startar"),
        rows,
        caption="Vem driver vad med vem, och varifrån",
        text_columns=(0, 1, 2, 3, 4, 5),
    )


def _service(frozen: Frozen, shown: Mapping[str, str], only: str | None) -> None:
    rows = [row for row in frozen.service if only in {None, row.code}]
    tables.show_table(
        ("Kommun", "I dag", "Med planen"),
        [
            (row.name, *(shown[f"service.{row.code}.{key}"] for key in ("fore", "efter")))
            for row in rows
        ],
        caption="Dagar om året utan bemanning, snitt över områdets verksamheter",
    )


TABLES: dict[Point, tuple[Callable[[Frozen, Mapping[str, str], str | None], None], ...]] = {
    Point.ECONOMY: (_economy, _years),
    Point.EMPLOYMENT: (_towns, _offices),
    Point.EVALUATION: (_service,),
    Point.GOVERNANCE: (_offices,),
}
