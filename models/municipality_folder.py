"""Reads one municipality's folder: official lines, own figures and an account per activity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import checks, checks_folder
from models.account import Account, build_account
from models.entities import Activity, Figure, Municipality, Source, Status, Town
from models.errors import Fault
from models.from_rows import (
    figure_from,
    figure_from_parameter,
    municipality_from,
    sources_from,
    town_from,
)
from models.pack_content import KeyFigure, ServiceRow, Shared
from models.tables import Row, read_table
from models.toml_file import read_toml

FOLDER_TABLES = ("key_figures", "accounts", "staffing", "resources", "service", "towns")


@dataclass(frozen=True, slots=True)
class FolderReading:
    """What came of reading a folder: the municipality and its figures, or why it stopped."""

    faults: tuple[Fault, ...]
    municipality: Municipality | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    towns: tuple[Town, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    service: tuple[ServiceRow, ...] = ()


def read_municipality(path: Path, shared: Shared) -> FolderReading:
    """Return one municipality's folder, or its faults when something in it does not hold."""
    faults: list[Fault] = []
    profile = read_toml(path / "profile.toml", f"{path.name}/profile.toml", faults, path.name)
    tables: dict[str, list[Row]] = {}
    broken = set()
    for table in FOLDER_TABLES:
        tables[table], found = read_table(
            path / f"{table}.csv", f"{path.name}/{table}.csv", shared.codebook[table], path.name
        )
        faults += found
        if found:
            broken.add(table)
    own_sources: Mapping[str, Source] = {}
    if (path / "sources.toml").is_file():
        shown = f"{path.name}/sources.toml"
        own_sources = sources_from(read_toml(path / "sources.toml", shown, faults, path.name))
    faults += checks_folder.municipality_holds(
        path.name, profile, tables, broken, shared, {**shared.sources, **own_sources}
    )
    if faults:
        return FolderReading(tuple(faults))
    municipality = municipality_from(path.name, profile)
    return _reckoned(municipality, tables, own_sources, shared)


def _reckoned(
    municipality: Municipality,
    tables: Mapping[str, Sequence[Row]],
    own_sources: Mapping[str, Source],
    shared: Shared,
) -> FolderReading:
    """Return the reading with its accounts, or the faults that only the accounts show."""
    year = shared.settings.base_year
    code, folder = municipality.code, municipality.folder
    key_figures = tuple(
        KeyFigure(row.text["key"], figure_from(row)) for row in tables["key_figures"]
    )
    official = _official(code, tables["accounts"], key_figures, shared.activities)
    accounts = _accounts(code, tables, key_figures, official, shared)
    employed = next(
        (k.figure.value for k in key_figures if k.key == "arsarbetare" and k.figure.year == year),
        None,
    )
    faults = [
        *checks.account_totals_hold(folder, accounts, tables, shared.items, year),
        *checks.stays_within_official_totals(
            folder, code, accounts, official, shared.activities, shared.lines, shared.items, year
        ),
        *checks.staff_within_total(folder, accounts, employed),
    ]
    if faults:
        return FolderReading(tuple(faults))
    return FolderReading(
        (),
        municipality,
        own_sources,
        tuple(town_from(row) for row in tables["towns"]),
        key_figures,
        official,
        accounts,
        tuple(
            ServiceRow(
                row.text["activity"],
                row.text["dimension"],
                figure_from(row),
                row.numbers["level"],
            )
            for row in tables["service"]
        ),
    )


def _official(
    code: str,
    rows: Sequence[Row],
    key_figures: Sequence[KeyFigure],
    activities: Sequence[Activity],
) -> dict[tuple[str, str, str], tuple[Figure, ...]]:
    """Return the official lines in SEK/year, by (code, line, item), one figure a year.

    kr/inv is multiplied by the inhabitants of the same year; without them the line is left out.
    """
    inhabitants = {k.figure.year: k.figure.value for k in key_figures if k.key == "folkmangd"}
    own = {activity.key for activity in activities}
    lines: dict[tuple[str, str, str], list[Figure]] = {}
    for row in rows:
        if row.text["line"] in own and row.text["item"] not in {"kostnad", "nettokostnad"}:
            continue
        figure = _in_sek(figure_from(row), inhabitants)
        if figure is not None:
            lines.setdefault((code, row.text["line"], row.text["item"]), []).append(figure)
    return {key: tuple(sorted(found, key=lambda f: f.year)) for key, found in lines.items()}


def _in_sek(figure: Figure, inhabitants: Mapping[int, float]) -> Figure | None:
    if figure.unit != "kr/inv":
        return figure
    people = inhabitants.get(figure.year)
    if people is None:
        return None
    return replace(
        figure,
        value=figure.value * people,
        low=figure.low * people,
        high=figure.high * people,
        unit="kr/år",
        note=(figure.note + " " if figure.note else "")
        + f"{figure.value:g} kr/inv × {people:g} invånare".replace(".", ","),
    )


def _accounts(
    code: str,
    tables: Mapping[str, Sequence[Row]],
    key_figures: Sequence[KeyFigure],
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]],
    shared: Shared,
) -> tuple[Account, ...]:
    """Return an account per activity: what is entered, and the rest by the pack's rules."""
    year = shared.settings.base_year
    known = {key: figure_from_parameter(p, year) for key, p in shared.parameters.items()}
    known |= {k.key: k.figure for k in key_figures if k.figure.year == year}
    for (_, line, item), figures in official.items():
        known |= {f"{item}_{line}": figure for figure in figures if figure.year == year}
    inhabitants = {k.figure.year: k.figure.value for k in key_figures if k.key == "folkmangd"}
    pay = {role.key: role.pay for role in shared.roles}
    managers = {role.key for role in shared.roles if role.manager}
    accounts = []
    for activity in shared.activities:
        own = {"manadslon": known[pay[activity.role]]}
        own |= _profile_shares(activity, shared)
        own |= _entered(activity, tables, inhabitants, managers, year)
        accounts.append(
            build_account(code, activity, shared.items, shared.rules, known | own, year)
        )
    return tuple(accounts)


def _profile_shares(activity: Activity, shared: Shared) -> dict[str, Figure]:
    """Return andel_<cost type> for the activity's cost profile."""
    return {
        f"andel_{row.text['item']}": Figure(
            row.number_of("value"),
            row.number_of("low"),
            row.number_of("high"),
            "andel",
            Status(row.text["status"]),
            shared.settings.base_year,
            None,
            (row.text["source"],),
            note=row.text["note"],
        )
        for row in shared.profiles
        if row.text["profile"] == activity.profile
    }


def _entered(
    activity: Activity,
    tables: Mapping[str, Sequence[Row]],
    inhabitants: Mapping[int, float],
    managers: set[str],
    year: int,
) -> dict[str, Figure]:
    """Return what the municipality itself has entered for one activity in the base year."""
    figures: dict[str, Figure] = {}
    for row in tables["accounts"]:
        if row.text["line"] == activity.key and int(row.number_of("year")) == year:
            figure = _in_sek(figure_from(row), inhabitants)
            if figure is not None:
                figures[row.text["item"]] = figure
    for row in tables["staffing"]:
        if row.text["activity"] == activity.key and int(row.number_of("year")) == year:
            figures["fte_chef" if row.text["role"] in managers else "fte"] = figure_from(row)
    for row in tables["resources"]:
        if row.text["activity"] == activity.key and int(row.number_of("year")) == year:
            figures[row.text["resource"]] = figure_from(row)
    levels = [
        row
        for row in tables["service"]
        if row.text["activity"] == activity.key
        and row.numbers["level"] is not None
        and int(row.number_of("year")) == year
    ]
    if levels:
        mean = sum(row.number_of("level") for row in levels) / len(levels)
        figures["niva"] = replace(
            figure_from(levels[0]), value=mean, low=mean, high=mean, unit="index 0–100"
        )
    return figures
