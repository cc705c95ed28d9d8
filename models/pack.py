"""Reads and checks a data pack; with the modules it calls, the only reader of files in the models.

A fault in one municipality's folder stops that municipality alone; a fault in the shared tables
stops the pack. A lease in no known town, a rule's unknown name and what is wrong with the map are
told and stop nothing. Either way every fault is reported at once.
"""

import hashlib
from collections import Counter
from pathlib import Path

from models import checks_known, checks_legal, checks_shared
from models.entities import Alternative, Outline, Source
from models.errors import Fault, PackError
from models.from_rows import (
    activity_from,
    area_from,
    commuting_band_from,
    competence_from,
    contract_from,
    item_from,
    known_fact_from,
    lease_from,
    legal_form_from,
    line_from,
    parameters_from,
    role_from,
    rule_from,
    sources_from,
    town_from,
)
from models.law import Law, read_law
from models.legal_rows import legal_tables_from
from models.municipality_folder import FOLDER_TABLES, FolderReading, read_municipality
from models.outlines import read_outlines
from models.pack_content import KeyFigure, Pack, Reading, ServiceRow, Settings, Shared
from models.tables import Column, Row, read_codebook, read_table
from models.toml_file import read_toml

__all__ = ["KeyFigure", "Pack", "Reading", "ServiceRow", "read_pack"]

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
    "candidate_towns",
    "commuting",
    "competences",
    *checks_legal.LEGAL_TABLES,
    "leases",
    "known_cases",
)


NOBODY = Fault(
    "municipalities",
    None,
    "",
    "ingen kommun",
    "en mapp för varje kommun, till exempel ”0513-kinda”",
    "lägg till minst en kommunmapp; README.md i samma mapp säger vad den ska innehålla",
)


def read_pack(folder: Path) -> Reading:
    """Return the pack in `folder` (the `municipalities` folder or the `data` folder above it)."""
    if (folder / "municipalities").is_dir():
        folder = folder / "municipalities"
    codebook, faults = read_codebook(folder / "codebook.csv", (*SHARED_TABLES, *FOLDER_TABLES))
    if faults:
        return Reading(None, tuple(faults))
    paths = [
        path
        for path in (sorted(folder.iterdir()) if folder.is_dir() else [])
        if path.is_dir() and not path.name.startswith((".", "_"))
    ]
    outlines, unseen = read_outlines(folder / "outlines.geojson")
    shared, faults = _read_shared(folder, codebook)
    faults += unseen
    if shared is None:
        for path in paths:
            for table in FOLDER_TABLES:
                shown = f"{path.name}/{table}.csv"
                faults += read_table(path / f"{table}.csv", shown, codebook[table], path.name)[1]
        return Reading(None, tuple(faults))
    readings = _without_twins([read_municipality(path, shared) for path in paths])
    faults += [fault for reading in readings for fault in reading.faults]
    pack = _assemble(shared, readings, outlines, _fingerprint(folder))
    if not pack.municipalities:
        return Reading(None, tuple(faults) or (NOBODY,))
    faults += checks_shared.rule_names_are_known(pack)
    if all(reading.municipality for reading in readings):
        faults += checks_shared.leases_lie_in_towns(shared.leases, pack)
    if not unseen:
        faults += checks_shared.members_have_outlines(shared.settings.members, pack)
    return Reading(pack, tuple(faults))


def _read_shared(
    folder: Path, codebook: dict[str, tuple[Column, ...]]
) -> tuple[Shared | None, list[Fault]]:
    """Return the shared tables when all of them hold, and every fault in them."""
    faults: list[Fault] = []
    tables: dict[str, list[Row]] = {}
    broken = set()
    for table in SHARED_TABLES:
        name = f"{table}.csv"
        tables[table], found = read_table(folder / name, name, codebook[table])
        faults += found
        if found:
            broken.add(table)
    raw_settings = read_toml(folder / "pack.toml", "pack.toml", faults)
    raw_sources = read_toml(folder / "sources.toml", "sources.toml", faults)
    raw_parameters = read_toml(folder / "parameters.toml", "parameters.toml", faults)
    raw_rules = read_toml(folder / "rules.toml", "rules.toml", faults)
    codes = _codes(folder / "municipality_codes.csv", faults)
    unread = {fault.file for fault in faults}

    wrong = [] if "pack.toml" in unread else checks_shared.settings_hold(raw_settings)
    faults += wrong
    settings = None if "pack.toml" in unread or wrong else _settings(raw_settings)
    sources = None if "sources.toml" in unread else sources_from(raw_sources)
    index = {(row.text["index"], int(row.number_of("year"))): row for row in tables["price_index"]}
    if "parameters.toml" not in unread:
        faults += checks_shared.parameters_hold(
            raw_parameters,
            sources,
            None if "price_index" in broken else index,
            settings.price_year if settings else None,
        )
    if "rules.toml" not in unread:
        faults += checks_shared.rules_hold(raw_rules.get("rule", []), tables, broken)
    faults += checks_shared.shared_tables_hold(
        tables,
        broken,
        None if "parameters.toml" in unread else raw_parameters,
        sources,
        None if "municipality_codes.csv" in unread else codes,
    )
    if "known_cases" not in broken:
        faults += checks_known.known_cases_hold(
            tables["known_cases"],
            codebook,
            None if "municipality_codes.csv" in unread else codes,
        )
    law, found = _law_beside(folder)
    faults += found
    faults += checks_legal.legal_tables_hold(tables, broken, sources, law)
    if faults or settings is None or sources is None:
        return None, faults
    return _shared(settings, codebook, tables, raw_parameters, raw_rules, sources, codes), []


def _law_beside(folder: Path) -> tuple[Law | None, list[Fault]]:
    """Return the law stored beside the pack's folder; a pack may lie where there is none."""
    if not (folder.parent / "law").is_dir():
        return None, []
    try:
        return read_law(folder.parent / "law"), []
    except PackError as error:
        return None, list(error.faults)


def _shared(
    settings: Settings,
    codebook: dict[str, tuple[Column, ...]],
    tables: dict[str, list[Row]],
    raw_parameters: dict[str, object],
    raw_rules: dict[str, object],
    sources: dict[str, Source],
    codes: dict[str, str],
) -> Shared:
    """Return the shared tables as records; everything in them has been checked."""
    index = {(row.text["index"], int(row.number_of("year"))): row for row in tables["price_index"]}
    cells = {key: value for key, value in raw_parameters.items() if isinstance(value, dict)}
    rules = raw_rules.get("rule", [])
    return Shared(
        settings=settings,
        codebook=codebook,
        areas=tuple(sorted(map(area_from, tables["areas"]), key=lambda area: area.order)),
        lines=tuple(map(line_from, tables["lines"])),
        items=tuple(map(item_from, tables["items"])),
        roles=tuple(map(role_from, tables["roles"])),
        activities=tuple(map(activity_from, tables["activities"])),
        contracts=tuple(map(contract_from, tables["contracts"])),
        rules=tuple(map(rule_from, rules if isinstance(rules, list) else ())),
        parameters=parameters_from(cells, index, settings.price_year),
        profiles=tuple(tables["cost_profiles"]),
        candidates=tuple(map(town_from, tables["candidate_towns"])),
        commuting=tuple(map(commuting_band_from, tables["commuting"])),
        # The reckoning decides on merged organisations: what can be none is no choice there.
        legal_forms=tuple(
            legal_form_from(row)
            for row in tables["legal_forms"]
            if Alternative.MERGED in row.text["fits"].split(";")
        ),
        legal=legal_tables_from(tables),
        competences=tuple(map(competence_from, tables["competences"])),
        leases=tuple(tables["leases"]),
        known_facts=tuple(map(known_fact_from, tables["known_cases"])),
        travel={
            (row.text["from_town"], row.text["to_town"]): (
                row.numbers["road_km"],
                row.numbers["minutes"],
            )
            for row in tables["travel"]
        },
        sources=sources,
        codes=codes,
    )


def _settings(raw: dict[str, object]) -> Settings:
    members = raw["members"]
    return Settings(
        name=str(raw["name"]),
        title=str(raw["title"]),
        version=str(raw["version"]),
        comparable_from=str(raw["comparable_from"]),
        base_year=int(str(raw["base_year"])),
        price_year=int(str(raw["price_year"])),
        members=tuple(str(code) for code in members) if isinstance(members, list) else (),
    )


def _without_twins(readings: list[FolderReading]) -> list[FolderReading]:
    """Stop every folder whose municipality has another folder too: nobody knows which to trust."""
    folders = Counter(r.municipality.code for r in readings if r.municipality)
    kept = []
    for reading in readings:
        m = reading.municipality
        if m is None or folders[m.code] == 1:
            kept.append(reading)
            continue
        fault = Fault(
            f"{m.folder}/profile.toml",
            None,
            "code",
            f"koden {m.code} i {folders[m.code]} mappar",
            "en mapp per kommun",
            "ta bort eller flytta den mapp som inte ska gälla",
            m.folder,
        )
        kept.append(FolderReading((fault,)))
    return kept


def _assemble(
    shared: Shared,
    readings: list[FolderReading],
    outlines: tuple[Outline, ...],
    fingerprint: str,
) -> Pack:
    """Return the pack of the municipalities that hold, in the pack's order."""
    order = {code: i for i, code in enumerate(shared.settings.members)}
    good = sorted(
        ((r.municipality, r) for r in readings if r.municipality is not None),
        key=lambda pair: (order.get(pair[0].code, len(order)), pair[0].code),
    )
    towns = tuple(town for _, r in good for town in r.towns)
    known = {town.key for town in (*towns, *shared.candidates)}
    return Pack(
        name=shared.settings.name,
        title=shared.settings.title,
        version=shared.settings.version,
        comparable_from=shared.settings.comparable_from,
        base_year=shared.settings.base_year,
        price_year=shared.settings.price_year,
        fingerprint=fingerprint,
        municipalities=tuple(m for m, _ in good),
        areas=shared.areas,
        lines=shared.lines,
        items=shared.items,
        roles=shared.roles,
        activities=shared.activities,
        contracts=shared.contracts,
        rules=shared.rules,
        parameters=shared.parameters,
        sources={key: source for _, r in good for key, source in r.sources.items()}
        | dict(shared.sources),
        towns=towns,
        candidates=shared.candidates,
        commuting=shared.commuting,
        legal_forms=shared.legal_forms,
        legal=shared.legal,
        competences=shared.competences,
        leases=tuple(lease_from(row) for row in shared.leases if row.text["town"] in known),
        known_facts=shared.known_facts,
        outlines=outlines,
        travel=shared.travel,
        key_figures={m.code: r.key_figures for m, r in good},
        official={key: figures for _, r in good for key, figures in r.official.items()},
        accounts={(a.municipality, a.activity): a for _, r in good for a in r.accounts},
        service={m.code: r.service for m, r in good},
        municipality_names=shared.codes,
        codebook=shared.codebook,
    )


def _codes(path: Path, faults: list[Fault]) -> dict[str, str]:
    """Return the official municipality codes and names."""
    columns = tuple(
        Column("", name, "text", "", True, name == "code", (), None, None, name, "")
        for name in ("code", "name")
    )
    rows, found = read_table(path, path.name, columns)
    faults += found
    return {row.text["code"]: row.text["name"] for row in rows}


def _fingerprint(folder: Path) -> str:
    """Return a short hash of every file of the pack: two equal stamps stand on equal figures."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".csv", ".toml", ".geojson"}:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
