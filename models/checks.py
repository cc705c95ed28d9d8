"""What must hold in a pack beyond each single cell: one function per thing, each fault in Swedish."""

from collections.abc import Iterable, Mapping, Sequence

from models.account import Account
from models.entities import Activity, Figure, Item, Line, Role, Source, Status
from models.errors import Fault
from models.rules import names_in
from models.tables import Row

# An account entered in whole kronor may differ this much from its stated total.
ROUNDING_SEK = 1.0
STATUS_WORDS = ", ".join(f"”{status}”" for status in Status)


def settings_hold(settings: Mapping[str, object]) -> list[Fault]:
    """Return a fault for each setting of pack.toml that is missing."""
    return [
        Fault("pack.toml", None, key, "ingen uppgift", f"uppgiften {key}", "lägg till raden")
        for key in (
            "name",
            "title",
            "members",
            "base_year",
            "price_year",
            "version",
            "comparable_from",
        )
        if key not in settings
    ]


def parameters_hold(
    parameters: Mapping[str, object],
    sources: Mapping[str, Source],
    index: Mapping[tuple[str, int], Row],
    price_year: int,
) -> list[Fault]:
    """Return a fault for each parameter without unit, range, source or price year."""
    faults = []
    for key, cells in parameters.items():

        def fault(column: str, found: str, expected: str, remedy: str, key: str = key) -> Fault:
            return Fault("parameters.toml", None, f"{key}.{column}", found, expected, remedy)

        if not isinstance(cells, dict):
            faults.append(fault("", "ett löst värde", "en tabell", f"skriv under [{key}]"))
            continue
        for column in ("label", "unit", "status", "source"):
            if not cells.get(column):
                faults.append(fault(column, "ingen uppgift", column, "lägg till raden"))
        ends = [cells.get(end) for end in ("low", "value", "high")]
        if not all(isinstance(end, int | float) for end in ends):
            faults.append(fault("value", f"{ends}", "low, value och high som tal", "fyll i alla tre"))
        elif not ends[0] <= ends[1] <= ends[2]:  # type: ignore[operator]  # checked just above
            faults.append(
                fault("value", f"{ends}", "low ≤ value ≤ high", "rätta ordningen på spannet")
            )
        if cells.get("source") and cells["source"] not in sources:
            faults.append(_unknown_source("parameters.toml", None, str(cells["source"])))
        if cells.get("status") and cells["status"] not in set(Status):
            faults.append(
                fault("status", f"”{cells['status']}”", STATUS_WORDS, "rätta stavningen")
            )
        if str(cells.get("unit", "")).startswith("kr"):
            year = cells.get("price_year")
            name = cells.get("index", "kpi")
            if year is None:
                faults.append(
                    fault("price_year", "inget prisår", "prisår för pengar", "ange price_year")
                )
            elif (name, year) not in index or (name, price_year) not in index:
                faults.append(
                    fault(
                        "price_year",
                        f"{year} ({name})",
                        f"ett år som finns i price_index.csv, liksom {price_year}",
                        "lägg till årets indextal",
                    )
                )
    return faults


def rules_hold(raw: object, shared: Mapping[str, Sequence[Row]]) -> list[Fault]:
    """Return a fault for each rule that cannot be read or that points at nothing."""
    if not isinstance(raw, list):
        return [
            Fault("rules.toml", None, "rule", "inga regler", "regler under [[rule]]", "skriv regler")
        ]
    items = {row.text["item"] for row in shared["items"]}
    targets = {"alla"} | {
        row.text[column] for row in shared["activities"] for column in ("activity", "template")
    }
    faults = []
    for number, rule in enumerate(raw, start=1):

        def fault(column: str, found: str, expected: str, remedy: str, n: int = number) -> Fault:
            return Fault("rules.toml", None, f"regel {n}, {column}", found, expected, remedy)

        missing = [
            name
            for name in ("applies_to", "item", "formula", "status", "because")
            if not rule.get(name)
        ]
        faults += [fault(name, "ingen uppgift", name, "lägg till raden") for name in missing]
        if missing:
            continue
        if rule["applies_to"] not in targets:
            faults.append(
                fault(
                    "applies_to",
                    f"”{rule['applies_to']}”",
                    "en verksamhet, en mall eller ”alla”",
                    "rätta stavningen",
                )
            )
        if rule["item"] not in items:
            faults.append(
                fault("item", f"”{rule['item']}”", "en post i items.csv", "rätta stavningen")
            )
        if rule["status"] not in set(Status):
            faults.append(fault("status", f"”{rule['status']}”", STATUS_WORDS, "rätta stavningen"))
        try:
            names_in(str(rule["formula"]))
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
    parameters: Mapping[str, object],
    sources: Mapping[str, Source],
) -> list[Fault]:
    """Return a fault for each reference in the shared tables that leads nowhere."""
    known = {
        "area": {row.text["area"] for row in shared["areas"]},
        "within": {row.text["line"] for row in shared["lines"]},
        "role": {row.text["role"] for row in shared["roles"]},
        "profile": {row.text["profile"] for row in shared["cost_profiles"]} | {""},
        "after": {row.text["activity"] for row in shared["activities"]} | {""},
        "elasticity": set(parameters),
        "exhaustion": set(parameters),
    }
    faults = []
    for column, words in known.items():
        faults += _leads_nowhere(shared["activities"], "activities.csv", column, words)
    faults += _leads_nowhere(shared["roles"], "roles.csv", "pay", set(parameters))
    faults += _leads_nowhere(shared["lines"], "lines.csv", "parent", known["within"] | {""})
    for column in ("unit_price", "fixed_price", "retained_fte"):
        faults += _leads_nowhere(shared["contracts"], "contracts.csv", column, set(parameters))
    faults += _leads_nowhere(
        shared["contracts"], "contracts.csv", "activity", known["after"] - {""}
    )
    for table in ("areas", "lines", "activities", "cost_profiles", "price_index", "contracts", "travel"):
        faults += [
            _unknown_source(f"{table}.csv", row.number, row.text["source"])
            for row in shared[table]
            if row.text["source"] and row.text["source"] not in sources
        ]
    return faults + _profiles_add_up(shared["cost_profiles"])


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


def municipality_holds(
    folder: str,
    profile: Mapping[str, object],
    tables: Mapping[str, Sequence[Row]],
    *,
    codes: Mapping[str, str],
    activities: Sequence[Activity],
    items: Sequence[Item],
    roles: Sequence[Role],
    lines: set[str],
    sources: Mapping[str, Source],
    base_year: int,
) -> list[Fault]:
    """Return every fault in one municipality's folder that a single cell does not show."""
    faults = _profile_holds(folder, profile, codes, tables["towns"])
    keys = {activity.key for activity in activities}
    for table in ("staffing", "resources", "service"):
        faults += _leads_nowhere(tables[table], f"{folder}/{table}.csv", "activity", keys, folder)
    faults += _leads_nowhere(
        tables["staffing"], f"{folder}/staffing.csv", "role", {role.key for role in roles}, folder
    )
    faults += _leads_nowhere(
        tables["accounts"], f"{folder}/accounts.csv", "line", keys | lines, folder
    )
    money = {item.key for item in items if item.kind in {"cost", "revenue", "total"}}
    faults += _leads_nowhere(
        tables["accounts"], f"{folder}/accounts.csv", "item", money | {"nettokostnad"}, folder
    )
    for table, rows in tables.items():
        name = f"{folder}/{table}.csv"
        faults += [
            _unknown_source(name, row.number, row.text["source"], folder)
            for row in rows
            if row.text["source"] not in sources
        ]
        faults += _ranges_hold(name, rows, folder)
        faults += _money_has_price_year(name, rows, folder)
    faults += _volumes_are_not_negative(folder, tables)
    if not any(
        row.text["key"] == "folkmangd" and int(row.number_of("year")) == base_year
        for row in tables["key_figures"]
    ):
        faults.append(
            Fault(
                f"{folder}/key_figures.csv",
                None,
                "key",
                f"ingen folkmängd för {base_year}",
                f"en rad folkmangd för basåret {base_year}",
                "lägg till raden; utan invånare går ingenting att jämföra",
                folder,
            )
        )
    return faults


def _profile_holds(
    folder: str, profile: Mapping[str, object], codes: Mapping[str, str], towns: Sequence[Row]
) -> list[Fault]:
    name = f"{folder}/profile.toml"
    faults = [
        Fault(name, None, key, "ingen uppgift", key, "lägg till raden", folder)
        for key in ("code", "name", "seat_town")
        if not profile.get(key)
    ]
    code = str(profile.get("code", ""))
    if code and code not in codes:
        faults.append(
            Fault(
                name,
                None,
                "code",
                f"”{code}”",
                "en av landets 290 kommunkoder",
                "ange kommunens fyrsiffriga kod som text, till exempel \"0513\"",
                folder,
            )
        )
    elif code and profile.get("name") and codes[code] != profile["name"]:
        faults.append(
            Fault(
                name,
                None,
                "name",
                f"”{profile['name']}”",
                f"”{codes[code]}”, som är namnet för koden {code}",
                "rätta namnet eller koden",
                folder,
            )
        )
    if code and not folder.startswith(f"{code}-"):
        faults.append(
            Fault(
                name,
                None,
                "code",
                f"”{code}” i mappen ”{folder}”",
                f"en mapp som heter ”{code}-…”",
                "byt namn på mappen eller rätta koden",
                folder,
            )
        )
    if profile.get("seat_town") and profile["seat_town"] not in {row.text["town"] for row in towns}:
        faults.append(
            Fault(
                name,
                None,
                "seat_town",
                f"”{profile['seat_town']}”",
                "en ort i towns.csv",
                "lägg till orten eller rätta stavningen",
                folder,
            )
        )
    return faults


def _ranges_hold(name: str, rows: Iterable[Row], folder: str) -> list[Fault]:
    faults = []
    for row in rows:
        low, high = row.numbers.get("low"), row.numbers.get("high")
        value = row.numbers.get("value")
        if value is None:
            continue
        if (low is not None and low > value) or (high is not None and high < value):
            faults.append(
                Fault(
                    name,
                    row.number,
                    "low, value, high",
                    f"{low} – {value} – {high}",
                    "low ≤ value ≤ high",
                    "rätta spannet",
                    folder,
                )
            )
        estimated = row.text.get("status") in {Status.ESTIMATE, Status.ASSUMPTION}
        if estimated and "low" in row.numbers and (low is None or high is None):
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


def _volumes_are_not_negative(folder: str, tables: Mapping[str, Sequence[Row]]) -> list[Fault]:
    """Amounts of people, area and cost types are never below zero; shares and results may be."""
    counted = {"antal", "km2", "årsarbetare", "mandat"}
    faults = []
    for table, rows in tables.items():
        for row in rows:
            value = row.numbers.get("value")
            below = value is not None and value < 0
            cost = table == "accounts" and row.text["item"] != "nettokostnad"
            if below and (cost or row.text.get("unit") in counted):
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


def account_totals_hold(
    folder: str,
    accounts: Sequence[Account],
    tables: Mapping[str, Sequence[Row]],
    items: Sequence[Item],
) -> list[Fault]:
    """Return a fault where an entered total differs from the cost types entered beside it."""
    entered: dict[str, int] = {}
    for row in tables["accounts"]:
        if row.text["item"] == "kostnad":
            entered[row.text["line"]] = row.number
    faults = []
    for account in accounts:
        if account.activity not in entered or "kostnad" not in account.figures:
            continue
        costs = account.of_kind(items, "cost").values()
        # A rule's split adds up by construction; only figures somebody typed in can disagree.
        if not any(figure.status is Status.REPORTED and not figure.formula for figure in costs):
            continue
        total = account.figures["kostnad"].value
        summed = sum(figure.value for figure in costs)
        if abs(total - summed) > ROUNDING_SEK:
            faults.append(
                Fault(
                    f"{folder}/accounts.csv",
                    entered[account.activity],
                    "value",
                    f"kostnad {total:.0f} kr men kostnadsslagen blir {summed:.0f} kr",
                    "en summa som stämmer",
                    "rätta kostnadsslagen eller ta bort raden kostnad",
                    folder,
                )
            )
    return faults


def stays_within_official_totals(
    folder: str,
    code: str,
    accounts: Sequence[Account],
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]],
    activities: Sequence[Activity],
    lines: Sequence[Line],
    items: Sequence[Item],
    year: int,
) -> list[Fault]:
    """Return a fault for each official line that the activities within it exceed."""
    faults = []
    for line, total, covered in coverage(
        code, accounts, official, activities, lines, items, year
    ):
        if total is not None and covered > total + ROUNDING_SEK:
            faults.append(
                Fault(
                    f"{folder}/accounts.csv",
                    None,
                    line.key,
                    f"verksamheter för {covered:.0f} kr inom ”{line.label}”",
                    f"högst den officiella kostnaden {total:.0f} kr",
                    "kontrollera de egna uppgifterna eller sänk andelarna i parameters.toml",
                    folder,
                )
            )
    return faults


def coverage(
    code: str,
    accounts: Sequence[Account],
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]],
    activities: Sequence[Activity],
    lines: Sequence[Line],
    items: Sequence[Item],
    year: int,
) -> list[tuple[Line, float | None, float]]:
    """Return (line, official SEK/year or None, SEK/year covered by the activities within it).

    What is not covered is ”övrig verksamhet”. Official lines carry their share of common
    administration, which is counted here as activities of its own: the rest is therefore at least
    what is said.
    """
    within: dict[str, float] = {}
    for activity in activities:
        for account in accounts:
            if account.municipality == code and account.activity == activity.key:
                cost = account.total_cost(items) or 0.0
                within[activity.within] = within.get(activity.within, 0.0) + cost

    def covered(line: Line) -> float:
        inner = sum(covered(child) for child in lines if child.parent == line.key)
        return within.get(line.key, 0.0) + inner

    def total(line: Line) -> float | None:
        figures = official.get((code, line.key, "kostnad"), ())
        return next((f.value for f in figures if f.year == year), None)

    return [(line, total(line), covered(line)) for line in lines]


def staff_within_total(
    folder: str,
    accounts: Sequence[Account],
    employed: float | None,
) -> list[Fault]:
    """Return a fault when the activities' FTE are more than the municipality employs."""
    counted = sum(
        account.figures[key].value
        for account in accounts
        for key in ("fte", "fte_chef")
        if key in account.figures
    )
    if employed is None or counted <= employed:
        return []
    return [
        Fault(
            f"{folder}/staffing.csv",
            None,
            "value",
            f"verksamheter med {counted:.0f} årsarbetare",
            f"högst kommunens {employed:.0f} årsarbetare (key_figures.csv, arsarbetare)",
            "kontrollera de egna uppgifterna",
            folder,
        )
    ]


def _leads_nowhere(
    rows: Iterable[Row], name: str, column: str, words: set[str], folder: str = ""
) -> list[Fault]:
    return [
        Fault(
            name,
            row.number,
            column,
            f"”{row.text[column]}”",
            "en nyckel som finns i paketet",
            "rätta stavningen eller lägg till nyckeln i den gemensamma tabellen",
            folder,
        )
        for row in rows
        if row.text[column] not in words
    ]


def _unknown_source(name: str, row: int | None, source: str, folder: str = "") -> Fault:
    return Fault(
        name,
        row,
        "source",
        f"källan ”{source}”",
        "en nyckel i sources.toml",
        "lägg till källan i sources.toml eller rätta stavningen",
        folder,
    )
