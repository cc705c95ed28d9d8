"""What must hold in one municipality's folder beyond each single cell; each fault in Swedish."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from models.entities import Activity, Source
from models.errors import Fault
from models.from_rows import existing_in
from models.pack_content import Shared
from models.references import leads_nowhere, ranges_hold, unknown_source, unknown_sources
from models.tables import Row

# What is counted in these units is never below zero; shares and results may be.
COUNTED_UNITS = {"antal", "km2", "årsarbetare", "mandat"}
INHABITANTS = "folkmangd"
YEAR_UNIT = "årtal"
YEARS = (1990, 2100)


def municipality_holds(
    folder: str,
    profile: Mapping[str, object],
    tables: Mapping[str, Sequence[Row]],
    broken: Collection[str],
    shared: Shared,
    sources: Mapping[str, Source],
) -> list[Fault]:
    """Return every fault in one municipality's folder that a single cell does not show.

    `broken` names the tables in which some cell is at fault: what they lack is not missed.
    """
    faults = _codes_lead_somewhere(folder, tables, shared)
    for table, rows in tables.items():
        name = f"{folder}/{table}.csv"
        faults += unknown_sources(rows, name, sources, folder)
        faults += ranges_hold(rows, name, folder)
        faults += _money_has_price_year(name, rows, folder)
    faults += _own_accounts_in_pack_prices(folder, tables["accounts"], shared)
    faults += _volumes_are_not_negative(folder, tables)
    faults += _years_are_years(folder, tables["resources"], shared)
    faults += _towns_are_no_candidates(folder, tables["towns"], shared)
    if "key_figures" not in broken:
        faults += _inhabitants_known(folder, tables["key_figures"], shared.settings.base_year)
    faults += _inhabitants_above_zero(folder, tables["key_figures"])
    if profile:
        faults += _profile_holds(folder, profile, shared.codes)
        faults += _existing_hold(folder, profile, shared.activities, sources)
        if "towns" not in broken:
            faults += _seat_is_a_town(folder, profile, tables["towns"])
    return faults


def _codes_lead_somewhere(
    folder: str, tables: Mapping[str, Sequence[Row]], shared: Shared
) -> list[Fault]:
    activities = {activity.key for activity in shared.activities}
    money = {item.key for item in shared.items if item.kind in {"cost", "revenue", "total"}}
    pointers: list[tuple[str, str, set[str]]] = [
        ("staffing", "activity", activities),
        ("resources", "activity", activities),
        ("service", "activity", activities),
        ("staffing", "role", {role.key for role in shared.roles}),
        ("accounts", "line", activities | {line.key for line in shared.lines}),
        ("accounts", "item", money | {"nettokostnad"}),
    ]
    return [
        fault
        for table, column, words in pointers
        for fault in leads_nowhere(tables[table], f"{folder}/{table}.csv", column, words, folder)
    ]


def _inhabitants_known(folder: str, rows: Sequence[Row], base_year: int) -> list[Fault]:
    if any(
        row.text["key"] == INHABITANTS and int(row.number_of("year")) == base_year for row in rows
    ):
        return []
    return [
        Fault(
            f"{folder}/key_figures.csv",
            None,
            "key",
            f"ingen folkmängd för {base_year}",
            f"en rad folkmangd för basåret {base_year}",
            "lägg till raden; utan invånare går ingenting att jämföra",
            folder,
        )
    ]


def _inhabitants_above_zero(folder: str, rows: Sequence[Row]) -> list[Fault]:
    return [
        Fault(
            f"{folder}/key_figures.csv",
            row.number,
            "value",
            row.text["value"],
            "fler än noll invånare",
            "rätta folkmängden",
            folder,
        )
        for row in rows
        if row.text["key"] == INHABITANTS
        and (
            row.number_of("value") == 0
            or (row.number_of("value") < 0 and row.text["unit"] not in COUNTED_UNITS)
        )
    ]


def _profile_holds(
    folder: str, profile: Mapping[str, object], codes: Mapping[str, str]
) -> list[Fault]:
    def fault(column: str, found: str, expected: str, remedy: str) -> Fault:
        return Fault(f"{folder}/profile.toml", None, column, found, expected, remedy, folder)

    missing = [
        fault(key, "ingen text", f"uppgiften {key}", "lägg till raden, inom citattecken")
        for key in ("code", "name", "seat_town")
        if not isinstance(profile.get(key), str) or not profile[key]
    ]
    if missing:
        return missing
    code, name = str(profile["code"]), str(profile["name"])
    faults = []
    if code not in codes:
        faults.append(
            fault(
                "code",
                f"”{code}”",
                "en av landets 290 kommunkoder",
                'ange kommunens fyrsiffriga kod som text, till exempel "0513"',
            )
        )
    elif codes[code] != name:
        faults.append(
            fault(
                "name",
                f"”{name}”",
                f"”{codes[code]}”, som är namnet för koden {code}",
                "rätta namnet eller koden",
            )
        )
    if not folder.startswith(f"{code}-"):
        faults.append(
            fault(
                "code",
                f"”{code}” i mappen ”{folder}”",
                f"en mapp som heter ”{code}-…”",
                "byt namn på mappen eller rätta koden",
            )
        )
    return faults


def _seat_is_a_town(
    folder: str, profile: Mapping[str, object], towns: Sequence[Row]
) -> list[Fault]:
    code, seat = profile.get("code"), profile.get("seat_town")
    faults = [
        Fault(
            f"{folder}/towns.csv",
            row.number,
            "municipality",
            f"”{row.text['municipality']}”",
            f"”{code}”, som är mappens kommun",
            "rätta koden eller flytta raden till rätt kommuns mapp",
            folder,
        )
        for row in towns
        if isinstance(code, str) and row.text["municipality"] != code
    ]
    if isinstance(seat, str) and seat and seat not in {row.text["town"] for row in towns}:
        faults.append(
            Fault(
                f"{folder}/profile.toml",
                None,
                "seat_town",
                f"”{seat}”",
                "en ort i towns.csv",
                "lägg till orten eller rätta stavningen",
                folder,
            )
        )
    return faults


def _existing_hold(
    folder: str,
    profile: Mapping[str, object],
    activities: Sequence[Activity],
    sources: Mapping[str, Source],
) -> list[Fault]:
    """A cooperation that already exists concerns an activity of the pack and has a source."""
    name, key = f"{folder}/profile.toml", "existing_cooperation"

    def fault(column: str, found: str, expected: str, remedy: str) -> Fault:
        return Fault(name, None, column, found, expected, remedy, folder)

    known = {activity.key for activity in activities}
    stated = profile.get(key, [])
    tables = existing_in(profile)
    faults = []
    if not isinstance(stated, list) or len(tables) < len(stated):
        expected, remedy = f"samarbeten under [[{key}]]", "skriv varje samarbete som en egen tabell"
        faults.append(fault(key, "något annat än en tabell", expected, remedy))
    for cells in tables:
        activity, source = str(cells.get("activity", "")), str(cells.get("source", ""))
        if activity not in known:
            expected = "en verksamhet i activities.csv"
            faults.append(fault(f"{key}.activity", f"”{activity}”", expected, "rätta stavningen"))
        if source not in sources:
            faults.append(unknown_source(name, None, source, folder))
        partners = cells.get("partners", [])
        if not isinstance(partners, list):
            remedy = "skriv namnen inom hakparentes"
            faults.append(fault(f"{key}.partners", f"”{partners}”", "en lista med namn", remedy))
    return faults


def _money_has_price_year(name: str, rows: Iterable[Row], folder: str) -> list[Fault]:
    return [
        Fault(
            name,
            row.number,
            "price_year",
            f"enheten {row.text['unit']} utan prisår",
            "ett prisår för pengar",
            "ange price_year",
            folder,
        )
        for row in rows
        if row.text.get("unit", "").startswith("kr")
        and "price_year" in row.numbers
        and row.numbers["price_year"] is None
    ]


def _own_accounts_in_pack_prices(folder: str, rows: Sequence[Row], shared: Shared) -> list[Fault]:
    """What the base year's accounts say is in the prices everything else is in."""
    base, prices = shared.settings.base_year, shared.settings.price_year
    return [
        Fault(
            f"{folder}/accounts.csv",
            row.number,
            "price_year",
            f"prisår {row.text['price_year']} för basåret {base}",
            f"prisår {prices}",
            f"räkna om beloppet till {prices} års priser och ange det prisåret",
            folder,
        )
        for row in rows
        if int(row.number_of("year")) == base
        and row.numbers["price_year"] is not None
        and int(row.number_of("price_year")) != prices
    ]


def _years_are_years(folder: str, rows: Sequence[Row], shared: Shared) -> list[Fault]:
    """What is a year among the items is entered as one."""
    items = {item.key for item in shared.items if item.unit == YEAR_UNIT}
    first, last = YEARS
    return [
        Fault(
            f"{folder}/resources.csv",
            row.number,
            "value",
            f"{row.text['value']} {row.text['unit']}",
            f"ett helt årtal {first}–{last} med enheten {YEAR_UNIT}",
            "skriv året med fyra siffror och rätta enheten",
            folder,
        )
        for row in rows
        if row.text["resource"] in items
        and (
            row.text["unit"] != YEAR_UNIT
            or not row.number_of("value").is_integer()
            or not first <= row.number_of("value") <= last
        )
    ]


def _towns_are_no_candidates(folder: str, rows: Sequence[Row], shared: Shared) -> list[Fault]:
    """A town has one key and one row, among a municipality's towns or among the candidates."""
    candidates = {town.key for town in shared.candidates}
    return [
        Fault(
            f"{folder}/towns.csv",
            row.number,
            "town",
            f"”{row.text['town']}”, som också står i candidate_towns.csv",
            "en nyckel som ingen annan ort har",
            "ta bort orten ur candidate_towns.csv eller byt nyckel här",
            folder,
        )
        for row in rows
        if row.text["town"] in candidates
    ]


def _volumes_are_not_negative(folder: str, tables: Mapping[str, Sequence[Row]]) -> list[Fault]:
    """Amounts of people, area and cost types are never below zero; shares and results may be."""
    faults = []
    for table, rows in tables.items():
        for row in rows:
            value = row.numbers.get("value")
            below = value is not None and value < 0
            cost = table == "accounts" and row.text["item"] != "nettokostnad"
            if below and (cost or row.text.get("unit") in COUNTED_UNITS):
                faults.append(
                    Fault(
                        f"{folder}/{table}.csv",
                        row.number,
                        "value",
                        f"{value:g}",
                        "noll eller mer",
                        "ta bort minustecknet; kostnader och intäkter skrivs båda som positiva tal",
                        folder,
                    )
                )
    return faults
