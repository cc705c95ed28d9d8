"""A result reckoned again from the scenario it holds, and compared with it leaf by leaf."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import Fault
from models.pack import Pack
from scenarios.result import SCHEMA_VERSION, as_dict
from scenarios.run import run
from scenarios.scenario import Scenario, read_table
from scenarios.stamp import VERSION

MOST_SHOWN = 20
ABSENT = "saknas"
STAMPS = {"version": "Programmets version", "pack": "Datapaketet", "scenario": "Scenariot"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A place in the result where the file says one thing and the recount another."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a recount found: parts of the stamp that differ, and every other leaf that does."""

    stamp: tuple[Changed, ...]
    leaves: tuple[Changed, ...]

    @property
    def alike(self) -> bool:
        """Whether every leaf is the same."""
        return not self.stamp and not self.leaves


def read_result(path: Path) -> tuple[dict[str, Any], tuple[Fault, ...]]:
    """Return a result file's content, or what is wrong with it."""

    def fault(found: str, expected: str, remedy: str) -> tuple[dict[str, Any], tuple[Fault, ...]]:
        return {}, (Fault(path.name, None, "", found, expected, remedy),)

    written_by = "en fil som ”python -m scenarios run” har skrivit"
    try:
        found = json.loads(path.read_bytes().decode("utf-8"))
    except OSError:
        return fault("ingen fil", written_by, "peka ut result.json i mappen från körningen")
    except (ValueError, RecursionError):
        return fault("något som inte är JSON", written_by, "kör scenariot igen")
    if not isinstance(found, dict) or not {"schema", "stamp", "scenario"} <= found.keys():
        return fault("inget resultat", written_by, "peka ut result.json i mappen från körningen")
    if found["schema"] != SCHEMA_VERSION:
        return fault(
            f"version {found['schema']} av resultatfilen",
            f"version {SCHEMA_VERSION}",
            f"kör scenariot igen med den här versionen ({VERSION}), eller pröva filen med den "
            "version som står i filens stämpel",
        )
    if not isinstance(found["stamp"], dict) or not isinstance(found["scenario"], dict):
        return fault("en stämpel eller ett scenario som inte går att läsa", written_by, "kör om")
    return found, ()


def scenario_in(result: Mapping[str, Any], pack: Pack, file: str) -> Scenario:
    """Return the scenario that a result holds whole.

    Raises:
        ScenarioError: when it does not fit the pack.
    """
    raw = result["scenario"]
    return read_table(raw, str(raw.get("key", "")), file, pack)


def verify(result: Mapping[str, Any], pack: Pack, file: str) -> Verdict:
    """Return what differs between a result and the same scenario reckoned now.

    Raises:
        ScenarioError: when the pack does not have what the scenario names.
        NoPlanError: when the scenario has no plan with this pack.
    """
    again = json.loads(json.dumps(as_dict(run(pack, scenario_in(result, pack, file)))))
    changed = list(_compare("", result, again))
    stamps = {f"stamp.{key}": words for key, words in STAMPS.items()}
    return Verdict(
        tuple(Changed(stamps[c.path], c.old, c.new) for c in changed if c.path in stamps),
        tuple(c for c in changed if c.path not in stamps),
    )


def verdict_lines(verdict: Verdict, result: Mapping[str, Any]) -> Iterator[str]:
    """Yield the verdict in Swedish: alike, or what differs, the stamp first."""
    if verdict.alike:
        stamp = result["stamp"]
        yield (
            f"Lika: varje tal är detsamma när scenariot räknas om (Samstämt {stamp['version']}, "
            f"datapaket {stamp['pack']}, scenario {stamp['scenario']})."
        )
        return
    yield "Inte lika:"
    for change in verdict.stamp:
        yield f"• {change.path}: {change.old} → {change.new}"
    for change in verdict.leaves[:MOST_SHOWN]:
        yield f"• {change.path}: {change.old} → {change.new}"
    left = len(verdict.leaves) - MOST_SHOWN
    if left > 0:
        yield f"… och {left} till."


def _compare(path: str, old: Any, new: Any) -> Iterator[Changed]:
    """Yield every leaf that is not the same in both, a leaf that only one of them has too."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            where = f"{path}.{key}".lstrip(".")
            if key in old and key in new:
                yield from _compare(where, old[key], new[key])
            else:
                was, now = (_shown(d[key]) if key in d else ABSENT for d in (old, new))
                yield Changed(where, was, now)
    elif isinstance(old, list) and isinstance(new, list):
        for i in range(max(len(old), len(new))):
            where = f"{path}[{i}]"
            if i < len(old) and i < len(new):
                yield from _compare(where, old[i], new[i])
            else:
                yield Changed(
                    where,
                    _shown(old[i]) if i < len(old) else ABSENT,
                    _shown(new[i]) if i < len(new) else ABSENT,
                )
    elif type(old) is not type(new) or old != new:
        yield Changed(path, _shown(old), _shown(new))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}…"
