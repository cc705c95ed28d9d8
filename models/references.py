"""Checks that every table needs: a key leads somewhere, a source is known, a range is in order."""

from collections.abc import Collection, Iterable, Mapping

from models.entities import Source, Status
from models.errors import Fault
from models.tables import Row


def leads_nowhere(
    rows: Iterable[Row], name: str, column: str, words: Collection[str], folder: str = ""
) -> list[Fault]:
    """Return a fault for each row whose cell is not one of the words."""
    return [
        Fault(
            name,
            row.number,
            column,
            f"”{row.text[column]}”" if row.text[column] else "en tom cell",
            "en nyckel som finns i paketet",
            "rätta stavningen eller lägg till nyckeln i den gemensamma tabellen",
            folder,
        )
        for row in rows
        if row.text[column] not in words
    ]


def unknown_sources(
    rows: Iterable[Row], name: str, sources: Mapping[str, Source], folder: str = ""
) -> list[Fault]:
    """Return a fault for each row whose source nobody has described."""
    return [
        unknown_source(name, row.number, row.text["source"], folder)
        for row in rows
        if row.text["source"] and row.text["source"] not in sources
    ]


def unknown_source(name: str, row: int | None, source: str, folder: str = "") -> Fault:
    """Return the fault of a source that is not in sources.toml."""
    return Fault(
        name,
        row,
        "source",
        f"källan ”{source}”",
        "en nyckel i sources.toml",
        "lägg till källan i sources.toml eller rätta stavningen",
        folder,
    )


def ranges_hold(
    rows: Iterable[Row], name: str, folder: str = "", column: str = "value"
) -> list[Fault]:
    """Return a fault for each value outside its range, and for each estimate without one."""
    faults = []
    for row in rows:
        value = row.numbers.get(column)
        if value is None or "low" not in row.numbers:
            continue
        low, high = row.numbers["low"], row.numbers["high"]
        if (low is not None and low > value) or (high is not None and high < value):
            faults.append(
                Fault(
                    name,
                    row.number,
                    f"low, {column}, high",
                    f"{row.text['low']} – {row.text[column]} – {row.text['high']}",
                    f"low ≤ {column} ≤ high",
                    "rätta spannet",
                    folder,
                )
            )
        elif row.text["status"] in {Status.ESTIMATE, Status.ASSUMPTION} and (
            low is None or high is None
        ):
            faults.append(
                Fault(
                    name,
                    row.number,
                    "low, high",
                    "inget spann",
                    "ett spann för en uppskattning",
                    "ange low och high",
                    folder,
                )
            )
    return faults
