"""Reads and checks a data pack; the only module of the models that opens files.

A fault in one municipality's folder stops that municipality alone; a fault in the shared tables stops
the pack. Either way every fault is reported at once.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from models import checks
from models.account import Account, build_account
from models.entities import (
    Activity,
    Alternative,
    Area,
    Contract,
    ExistingCooperation,
    Figure,
    Item,
    Line,
    Municipality,
    Placement,
    Role,
    Source,
    Status,
    Town,
)
from models.errors import Fault
from models.parameters import Parameter
from models.rules import Rule, names_in
from models.tables import Column, Row, read_codebook, read_table

FOLDER_TABLES = ("key_figures", "accounts", "staffing", "resources", "service", "towns")
SHARED_TABLES = (
    "areas",
    "lines",
    "items",
    "roles",
    "activities",
    "cost_profiles",
    "price_index",
    "contracts",
    "travel",
)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A named official figure of one municipality and year."""

    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A measured quality of one activity in one municipality."""

    activity: str
    dimension: str
    figure: Figure
    level: float | None


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything known, with sources; the numbers for reckoning are taken out of it by `build_case`."""

    name: str
    title: str
    version: str
    comparable_from: str
    base_year: int
    price_year: int
    fingerprint: str
    municipalities: tuple[Municipality, ...]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    contracts: tuple[Contract, ...]
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    towns: tuple[Town, ...]
    travel: Mapping[tuple[str, str], tuple[float | None, float | None]]
    key_figures: Mapping[str, tuple[KeyFigure, ...]]
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]]
    accounts: Mapping[tuple[str, str], Account]
    service: Mapping[str, tuple[ServiceRow, ...]]
    codebook: Mapping[str, tuple[Column, ...]]

    def official_total(self, code: str, line: str, item: str) -> Figure | None:
        """Return an official line in SEK/year for the base year, or None when it is missing."""
        for figure in self.official.get((code, line, item), ()):
            if figure.year == self.base_year:
                return figure
        return None

    def key_figure(self, code: str, key: str, year: int | None = None) -> Figure | None:
        """Return a key figure for a year (the base year unless told), or None when missing."""
        for known in self.key_figures.get(code, ()):
            if known.key == key and known.figure.year == (year or self.base_year):
                return known.figure
        return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder: a pack when the shared tables hold, and every fault."""

    pack: Pack | None
    faults: tuple[Fault, ...]


def read_pack(folder: Path) -> Reading:
    """Return the pack in `folder` (the `municipalities` folder or the `data` folder above it)."""
    if (folder / "municipalities").is_dir():
        folder = folder / "municipalities"
    codebook_path = folder / "codebook.csv"
    if not codebook_path.is_file():
        missing = Fault(
            str(codebook_path),
            None,
            "",
            "ingen fil",
            "kodboken codebook.csv",
            "peka ut en mapp som har samma form som data/",
        )
        return Reading(None, (missing,))
    codebook = read_codebook(codebook_path)
    faults: list[Fault] = []
    shared: dict[str, list[Row]] = {}
    for table in SHARED_TABLES:
        shared[table], found = read_table(
            folder / f"{table}.csv", f"{table}.csv", codebook[table]
        )
        faults += found
    settings = _toml(folder / "pack.toml", "pack.toml", faults)
    sources = _sources(_toml(folder / "sources.toml", "sources.toml", faults))
    codes = _codes(folder / "municipality_codes.csv", faults)
    index = {
        (row.text["index"], int(row.number_of("year"))): row for row in shared["price_index"]
    }
    faults += checks.settings_hold(settings)
    if faults:
        return Reading(None, tuple(faults))
    price_year = int(settings["price_year"])
    raw_parameters = _toml(folder / "parameters.toml", "parameters.toml", faults)
    faults += checks.parameters_hold(raw_parameters, sources, index, price_year)
    raw_rules = _toml(folder / "rules.toml", "rules.toml", faults).get("rule", [])
    faults += checks.rules_hold(raw_rules, shared)
    faults += checks.shared_tables_hold(shared, raw_parameters, sources)
    if faults:
        return Reading(None, tuple(faults))

    parameters = _parameters(raw_parameters, index, price_year)
    frame = _Frame(
        settings=settings,
        codebook=codebook,
        items=tuple(_item(row) for row in shared["items"]),
        roles=tuple(_role(row) for row in shared["roles"]),
        activities=tuple(_activity(row) for row in shared["activities"]),
        rules=tuple(_rule(raw) for raw in raw_rules),
        parameters=parameters,
        profiles=shared["cost_profiles"],
        lines=tuple(_line(row) for row in shared["lines"]),
        sources=sources,
        codes=codes,
    )
    readings = [
        _read_municipality(path, frame)
        for path in sorted(folder.iterdir())
        if path.is_dir() and not path.name.startswith((".", "_"))
    ]
    order = {code: i for i, code in enumerate(settings["members"])}
    good = sorted(
        (r for r in readings if r.municipality is not None),
        key=lambda r: (order.get(_code(r), len(order)), _code(r)),
    )
    for reading in readings:
        faults += reading.faults
    pack = Pack(
        name=settings["name"],
        title=settings["title"],
        version=settings["version"],
        comparable_from=settings["comparable_from"],
        base_year=int(settings["base_year"]),
        price_year=price_year,
        fingerprint=_fingerprint(folder),
        municipalities=tuple(r.municipality for r in good if r.municipality),
        areas=tuple(sorted((_area(row) for row in shared["areas"]), key=lambda a: a.order)),
        lines=frame.lines,
        items=frame.items,
        roles=frame.roles,
        activities=frame.activities,
        contracts=tuple(_contract(row) for row in shared["contracts"]),
        rules=frame.rules,
        parameters=parameters,
        sources={key: source for r in good for key, source in r.sources.items()} | sources,
        towns=tuple(town for r in good for town in r.towns),
        travel={
            (row.text["from_town"], row.text["to_town"]): (
                row.numbers["road_km"],
                row.numbers["minutes"],
            )
            for row in shared["travel"]
        },
        key_figures={_code(r): r.key_figures for r in good},
        official={key: figures for r in good for key, figures in r.official.items()},
        accounts={(a.municipality, a.activity): a for r in good for a in r.accounts},
        service={_code(r): r.service for r in good},
        codebook=codebook,
    )
    return Reading(pack if pack.municipalities else None, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The shared tables that reading a municipality needs."""

    settings: Mapping[str, object]
    codebook: Mapping[str, tuple[Column, ...]]
    items: tuple[Item, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    profiles: Sequence[Row]
    lines: tuple[Line, ...]
    sources: Mapping[str, Source]
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _MunicipalityReading:
    faults: tuple[Fault, ...]
    municipality: Municipality | None = None
    sources: Mapping[str, Source] = field(default_factory=dict)
    towns: tuple[Town, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]] = field(default_factory=dict)
    accounts: tuple[Account, ...] = ()
    service: tuple[ServiceRow, ...] = ()


def _code(reading: _MunicipalityReading) -> str:
    return reading.municipality.code if reading.municipality else ""


def _read_municipality(path: Path, frame: _Frame) -> _MunicipalityReading:
    """Return one municipality's folder, or its faults when something in it does not hold."""
    faults: list[Fault] = []
    profile = _toml(path / "profile.toml", f"{path.name}/profile.toml", faults, path.name)
    tables: dict[str, list[Row]] = {}
    for table in FOLDER_TABLES:
        tables[table], found = read_table(
            path / f"{table}.csv", f"{path.name}/{table}.csv", frame.codebook[table], path.name
        )
        faults += found
    own_sources: Mapping[str, Source] = {}
    if (path / "sources.toml").is_file():
        own_sources = _sources(
            _toml(path / "sources.toml", f"{path.name}/sources.toml", faults, path.name)
        )
    faults += checks.municipality_holds(
        path.name,
        profile,
        tables,
        codes=frame.codes,
        activities=frame.activities,
        items=frame.items,
        roles=frame.roles,
        lines={line.key for line in frame.lines},
        sources={**frame.sources, **own_sources},
        base_year=int(str(frame.settings["base_year"])),
    )
    if faults:
        return _MunicipalityReading(tuple(faults))
    municipality = _municipality(path.name, profile)
    year = int(str(frame.settings["base_year"]))
    key_figures = tuple(
        KeyFigure(row.text["key"], _figure(row)) for row in tables["key_figures"]
    )
    official = _official(municipality.code, tables["accounts"], key_figures, frame.activities)
    accounts = _accounts(municipality.code, tables, key_figures, official, frame, year)
    faults += checks.account_totals_hold(path.name, accounts, tables, frame.items)
    faults += checks.stays_within_official_totals(
        path.name, municipality.code, accounts, official, frame.activities, frame.lines, frame.items, year
    )
    faults += checks.staff_within_total(
        path.name,
        accounts,
        next(
            (
                k.figure.value
                for k in key_figures
                if k.key == "arsarbetare" and k.figure.year == year
            ),
            None,
        ),
    )
    if faults:
        return _MunicipalityReading(tuple(faults))
    return _MunicipalityReading(
        (),
        municipality,
        own_sources,
        tuple(_town(row) for row in tables["towns"]),
        key_figures,
        official,
        accounts,
        tuple(
            ServiceRow(
                row.text["activity"], row.text["dimension"], _figure(row), row.numbers["level"]
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
        figure = _in_sek(_figure(row), inhabitants)
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
    frame: _Frame,
    year: int,
) -> tuple[Account, ...]:
    """Return an account per activity: what is entered, and the rest by the pack's rules."""
    known: dict[str, Figure] = {
        key: _as_figure(p, year) for key, p in frame.parameters.items()
    }
    known |= {k.key: k.figure for k in key_figures if k.figure.year == year}
    for (_, line, item), figures in official.items():
        for figure in figures:
            if figure.year == year:
                known[f"{item}_{line}"] = figure
    inhabitants = {k.figure.year: k.figure.value for k in key_figures if k.key == "folkmangd"}
    pay = {role.key: role.pay for role in frame.roles}
    managers = {role.key for role in frame.roles if role.manager}
    accounts = []
    for activity in frame.activities:
        entered = _entered(activity, tables, inhabitants, managers, year)
        shares = {
            f"andel_{row.text['item']}": Figure(
                row.number_of("value"),
                row.number_of("low"),
                row.number_of("high"),
                "andel",
                Status(row.text["status"]),
                year,
                None,
                (row.text["source"],),
                note=row.text["note"],
            )
            for row in frame.profiles
            if row.text["profile"] == activity.profile
        }
        own = {"manadslon": known[pay[activity.role]]} | shares | entered
        accounts.append(
            build_account(code, activity, frame.items, frame.rules, known | own, year)
        )
    return tuple(accounts)


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
            figure = _in_sek(_figure(row), inhabitants)
            if figure is not None:
                figures[row.text["item"]] = figure
    for row in tables["staffing"]:
        if row.text["activity"] == activity.key and int(row.number_of("year")) == year:
            figures["fte_chef" if row.text["role"] in managers else "fte"] = _figure(row)
    for row in tables["resources"]:
        if row.text["activity"] == activity.key and int(row.number_of("year")) == year:
            figures[row.text["resource"]] = _figure(row)
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
            _figure(levels[0]), value=mean, low=mean, high=mean, unit="index 0–100"
        )
    return figures


def _as_figure(p: Parameter, year: int) -> Figure:
    return Figure(
        p.value,
        p.low,
        p.high,
        p.unit,
        p.status,
        year,
        p.price_year,
        (p.source,),
        place=p.place,
        note=p.note,
    )


def _figure(row: Row) -> Figure:
    value = row.number_of("value")
    low = row.numbers.get("low")
    high = row.numbers.get("high")
    price_year = row.numbers.get("price_year")
    return Figure(
        value,
        value if low is None else low,
        value if high is None else high,
        row.text["unit"],
        Status(row.text["status"]),
        int(row.number_of("year")),
        None if price_year is None else int(price_year),
        (row.text["source"],),
        place=row.text["place"],
        note=row.text["note"],
    )


def _parameters(
    raw: Mapping[str, Mapping[str, object]],
    index: Mapping[tuple[str, int], Row],
    price_year: int,
) -> dict[str, Parameter]:
    """Return the parameters, money turned into the pack's price year by its price index."""
    parameters = {}
    for key, cells in raw.items():
        stated = cells.get("price_year")
        factors = (1.0, 1.0, 1.0)
        if stated is not None:
            name = str(cells.get("index", "kpi"))
            now, then = index[name, price_year], index[name, int(str(stated))]
            factors = (
                now.number_of("low") / then.number_of("high"),
                now.number_of("value") / then.number_of("value"),
                now.number_of("high") / then.number_of("low"),
            )
            if name == "lon" and int(str(stated)) == price_year:
                factors = (1.0, 1.0, 1.0)
        value = float(str(cells["value"]))
        parameters[key] = Parameter(
            key=key,
            label=str(cells["label"]),
            low=float(str(cells["low"])) * factors[0],
            value=value * factors[1],
            high=float(str(cells["high"])) * factors[2],
            unit=str(cells["unit"]),
            status=Status(str(cells["status"])),
            source=str(cells["source"]),
            place=str(cells.get("place", "")),
            note=str(cells.get("note", "")),
            price_year=None if stated is None else price_year,
            stated_price_year=None if stated is None else int(str(stated)),
            stated_value=value,
        )
    return parameters


def _toml(path: Path, shown: str, faults: list[Fault], folder: str = "") -> dict[str, object]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        faults.append(
            Fault(shown, None, "", "ingen fil", "en TOML-fil", "lägg till filen", folder)
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(
            Fault(
                shown,
                None,
                "",
                f"något som inte är TOML ({error})",
                "en läsbar TOML-fil",
                "rätta raden; text ska stå inom citattecken och decimaltal skrivs med punkt",
                folder,
            )
        )
    return {}


def _codes(path: Path, faults: list[Fault]) -> dict[str, str]:
    """Return the official municipality codes and names."""
    if not path.is_file():
        faults.append(
            Fault(path.name, None, "", "ingen fil", "kommunkoderna", "lägg tillbaka filen")
        )
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(",")[:2] for line in lines if line)


def _sources(raw: Mapping[str, object]) -> dict[str, Source]:
    return {
        key: Source(
            key,
            *(
                str(cells.get(name, ""))
                for name in ("title", "publisher", "url", "retrieved", "licence", "note")
            ),
        )
        for key, cells in raw.items()
        if isinstance(cells, dict)
    }


def _municipality(folder: str, profile: Mapping[str, object]) -> Municipality:
    existing = profile.get("existing_cooperation", [])
    if not isinstance(existing, list):
        existing = []
    return Municipality(
        code=str(profile["code"]),
        name=str(profile["name"]),
        county=str(profile.get("county", "")),
        seat=str(profile["seat_town"]),
        folder=folder,
        existing=tuple(
            ExistingCooperation(
                activity=str(cells.get("activity", "")),
                partners=tuple(str(name) for name in cells.get("partners", [])),
                since=str(cells.get("since", "")),
                note=str(cells.get("note", "")),
                source=str(cells.get("source", "")),
            )
            for cells in existing
        ),
    )


def _area(row: Row) -> Area:
    return Area(row.text["area"], row.text["label"], int(row.number_of("order")))


def _line(row: Row) -> Line:
    return Line(row.text["line"], row.text["label"], row.text["parent"])


def _item(row: Row) -> Item:
    text = row.text
    return Item(
        text["item"],
        text["label"],
        text["kind"],
        text["unit"],
        text["accounts"],
        text["level_dependent"] == "ja",
        text["joint_budget"] == "ja",
        text["system"] == "ja",
        text["personnel"] == "ja",
        text["help"],
    )


def _role(row: Row) -> Role:
    return Role(row.text["role"], row.text["label"], row.text["manager"] == "ja", row.text["pay"])


def _contract(row: Row) -> Contract:
    text = row.text
    return Contract(
        text["activity"], text["unit_price"], text["fixed_price"], text["retained_fte"], text["source"]
    )


def _activity(row: Row) -> Activity:
    text = row.text
    return Activity(
        key=text["activity"],
        label=text["label"],
        area=text["area"],
        within=text["within"],
        template=text["template"],
        profile=text["profile"],
        role=text["role"],
        volume_unit=text["volume_unit"],
        size=text["size"],
        placement=Placement(text["placement"]),
        authority=text["authority"] == "ja",
        least_partners=int(row.number_of("least_partners")),
        after=text["after"],
        alternatives=tuple(Alternative(word) for word in text["alternatives"].split(";")),
        optimised=text["optimised"] == "ja",
        elasticity=text["elasticity"],
        exhaustion=text["exhaustion"],
        trips_per_fte=row.number_of("trips_per_fte"),
        bought_share=row.number_of("bought_share"),
        fee_share=row.number_of("fee_share"),
        exposure={
            name.removeprefix("exposure_"): value or 0.0
            for name, value in row.numbers.items()
            if name.startswith("exposure_")
        },
        source=text["source"],
    )


def _town(row: Row) -> Town:
    text = row.text
    return Town(
        text["town"],
        text["name"],
        text["municipality"],
        int(row.number_of("inhabitants")),
        row.number_of("lat"),
        row.number_of("lon"),
        text["seat"] == "ja",
    )


def _rule(raw: Mapping[str, object]) -> Rule:
    formula = str(raw["formula"])
    return Rule(
        str(raw["applies_to"]),
        str(raw["item"]),
        formula,
        Status(str(raw["status"])),
        str(raw["because"]),
        names_in(formula),
    )


def _fingerprint(folder: Path) -> str:
    """Return a short hash of every file of the pack: two equal stamps stand on equal figures."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".csv", ".toml"}:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
