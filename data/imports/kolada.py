"""Bring official figures into the municipalities' tables.

    python data/imports/kolada.py SOURCE... --to data/municipalities [--municipality 0513-kinda ...]

Reads files that somebody has downloaded (Kolada's API answers, Kolada in long CSV form, SCB's
tables); uses no network. Everything is checked first: with any fault nothing is written.
"""

import argparse
import sys
from collections import defaultdict
from pathlib import Path

from kolada_sources import KOLADA, MUNICIPALITY, Observation, Reading, read_kinds, read_sources
from kolada_tables import TABLES, Merged, Series, as_text, merge, read_rows, read_series, town_rows

HERE = Path(__file__).parent


class ImportFaultsError(Exception):
    """Something in the files must be put right first; says everything at once."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, one sentence each."""
        self.faults = tuple(faults)
        super().__init__("Inget har ändrats.\n" + "\n".join(f"• {fault}" for fault in faults))


def bring_in(
    sources: list[Path],
    to: Path,
    municipalities: list[str],
    series_file: Path = HERE / "series.csv",
    kinds_file: Path = HERE / "kinds.csv",
) -> str:
    """Write the sources' figures to the municipalities' folders and return what was done.

    Raises:
        ImportFaultsError: a source, a name or a table is not as it should be.
    """
    series, faults = read_series(series_file)
    reading = read_sources(sources, read_kinds(kinds_file))
    faults += [*reading.faults, *_unknown_kpis(reading, series)]
    chosen = _chosen(reading.observations, series)
    files: dict[Path, str] = {}
    report: list[str] = []
    for folder in municipalities:
        code = folder[:4]
        if not MUNICIPALITY.fullmatch(code):
            faults.append(f"{folder}: mappens namn ska börja med kommunkoden, som 0513-kinda.")
            continue
        if not any(code == known for known, _ in chosen) and not town_rows(code, reading.towns):
            faults.append(
                f"{folder}: ingen källa har något värde för kommunen {code}. Rätta koden, eller "
                "ta med en källa där kommunen finns."
            )
            continue
        for name in TABLES:
            path = to / folder / f"{name}.csv"
            figures = chosen.get((code, name), {})
            if not (figures or (name == "towns" and town_rows(code, reading.towns))):
                continue
            try:
                merged = _merged(path, name, figures, series, reading)
            except ValueError as error:
                faults.append(str(error))
                continue
            files[path] = as_text(TABLES[name], merged.rows)
            report += _told(f"{folder}/{name}.csv", merged)
    if faults:
        raise ImportFaultsError(faults)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return "\n".join(report)


Figures = dict[tuple[Series, int], Observation]


def _chosen(
    observations: list[Observation], series: tuple[Series, ...]
) -> dict[tuple[str, str], Figures]:
    """Return by municipality and table the figures we use; a later file overrules an earlier."""
    by_name: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for one in series:
        by_name[one.kind, one.series].append(one)
    chosen: dict[tuple[str, str], Figures] = defaultdict(dict)
    for observation in observations:
        for one in by_name[observation.kind, observation.series]:
            if one.takes(observation):
                chosen[observation.municipality, one.table][one, observation.year] = observation
    return chosen


def _unknown_kpis(reading: Reading, series: tuple[Series, ...]) -> list[str]:
    """Return a fault for each key figure somebody asked Kolada for that we have no use for."""
    known = {one.series for one in series if one.kind == KOLADA}
    return [
        f"{file}: nyckeltalet {kpi} finns inte i series.csv. Lägg till en rad för det där, eller "
        "hämta svaret utan det."
        for kpi, file in reading.answered.items()
        if kpi not in known
    ]


def _merged(
    path: Path, name: str, figures: Figures, series: tuple[Series, ...], reading: Reading
) -> Merged:
    """Return one municipality's table with the figures in."""
    table = TABLES[name]
    existing = read_rows(path, table)
    if name == "towns":
        fresh = town_rows(path.parent.name[:4], reading.towns)
        gone = [(row["town"], row["year"]) for row in existing if fresh and row not in fresh]
        new = {(row["town"], row["year"]) for row in fresh}
        return merge(table, existing, fresh, [figure for figure in gone if figure not in new])
    return merge(
        table,
        existing,
        [one.row(figure) for (one, _), figure in figures.items() if figure.value is not None],
        [(*one.names, str(year)) for (one, year), f in figures.items() if f.value is None],
        [one.names for one in series if one.table == name],
    )


def _told(file: str, merged: Merged) -> list[str]:
    """Return what happened to one table, in words for the person at the keyboard."""
    lines = [
        f"{file}: {len(merged.rows)} rader, {merged.added} nya, {len(merged.changed)} ändrade, "
        f"{len(merged.removed)} borttagna"
    ]
    lines += [f"  ändrad: {change}" for change in merged.changed]
    lines += [f"  borttagen (källan har inget värde): {figure}" for figure in merged.removed]
    lines += [f"  kommunens egen uppgift behölls: {figure}" for figure in merged.kept]
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0 when it went well, 1 when something must be put right first."""
    parser = argparse.ArgumentParser(description="För in officiella tal i kommunernas tabeller.")
    parser.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    parser.add_argument("--to", type=Path, required=True, help="mappen med kommunernas mappar")
    parser.add_argument("--municipality", nargs="+", help="kommunmappar; utan val alla som finns")
    given = parser.parse_args(arguments)
    missing = [str(path) for path in given.sources if not path.is_file()]
    folders = given.municipality or sorted(
        path.name for path in given.to.glob("[0-9][0-9][0-9][0-9]-*") if path.is_dir()
    )
    try:
        if missing:
            raise ImportFaultsError([f"{path}: filen finns inte." for path in missing])
        print(bring_in(given.sources, given.to, folders))
    except ImportFaultsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
