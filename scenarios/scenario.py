"""A scenario: what we decide and what we suppose, as differences from the base, in one file."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from models.decisions import Decisions
from models.errors import Fault, ScenarioError
from models.pack import Pack
from models.toml_file import read_toml
from scenarios.decide import as_table, read_decisions

LIBRARY = Path(__file__).with_name("library")
ENDS = ("low", "value", "high")
DEFAULT_SEED = 2005
# Volumes stay as today or follow the trend of the age groups; a reserved word in [suppose].
VOLUMES = "volumes"
TODAY, TREND = "today", "trend"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question. `suppose` points into a parameter's range and never brings a loose number."""

    key: str
    title: str
    question: str
    base: str = "today"
    author: str = ""
    written: str = ""
    seed: int = DEFAULT_SEED
    decide: Decisions = field(default_factory=Decisions)
    suppose: Mapping[str, str] = field(default_factory=dict)
    volumes: str = TODAY

    def supposed(self, pack: Pack) -> dict[str, float]:
        """Return the value of each supposed parameter."""
        return {key: float(getattr(pack.parameters[key], end)) for key, end in self.suppose.items()}

    @property
    def follows_trend(self) -> bool:
        """Whether volumes follow the trend of the age groups."""
        return self.volumes == TREND

    def fingerprint(self) -> str:
        """Return a short hash of everything that can change a result; titles do not."""
        content = {
            "decide": asdict(self.decide),
            "suppose": dict(sorted(self.suppose.items())),
            "seed": self.seed,
        }
        # Left out as today, so that what was asked before this could be keeps its stamp.
        if self.volumes != TODAY:
            content[VOLUMES] = self.volumes
        return hashlib.sha256(
            json.dumps(content, sort_keys=True, default=str).encode()
        ).hexdigest()[:12]


def as_toml(scenario: Scenario, pack: Pack) -> str:
    """Return the scenario as a file that `read_scenario` reads back to the same decisions."""
    names = ("title", "question", "author", "written")
    head = {name: getattr(scenario, name) for name in names}
    lines = [f"{name} = {_toml(text)}" for name, text in head.items() if text]
    lines += ['base = "today"', f"seed = {scenario.seed}", "", "[decide]"]
    decided = as_table(scenario.decide, pack)
    lines += [f'"{name}" = {_toml(value)}' for name, value in decided.items()]
    lines += ["", "[suppose]"]
    if scenario.volumes != TODAY:
        lines += [f'"{VOLUMES}" = {_toml(scenario.volumes)}']
    lines += [f'"{name}" = {_toml(end)}' for name, end in scenario.suppose.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    """Return strings, numbers, booleans and lists as TOML, which writes them as JSON does.

    All but one sign, DEL, that JSON leaves as it is.
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_scenario(path: Path, pack: Pack) -> Scenario:
    """Return the scenario in a TOML file.

    Raises:
        ScenarioError: with every fault at once, in Swedish.
    """
    faults: list[Fault] = []
    raw = read_toml(path, path.name, faults)
    if faults:
        raise ScenarioError(tuple(faults))
    reader = _Reader(path.name, pack)
    scenario = reader.scenario(path.stem, raw)
    if reader.faults:
        raise ScenarioError(tuple(reader.faults))
    return scenario


def library(pack: Pack, folder: Path = LIBRARY) -> tuple[Scenario, ...]:
    """Return the shipped scenarios in the order of their file names.

    Raises:
        ScenarioError: with every fault in every file, when the pack does not fit them all.
    """
    scenarios, faults = readable(pack, folder)
    if faults:
        raise ScenarioError(faults)
    return scenarios


def readable(pack: Pack, folder: Path = LIBRARY) -> tuple[tuple[Scenario, ...], tuple[Fault, ...]]:
    """Return the shipped scenarios that the pack fits, and the faults of the others."""
    scenarios: list[Scenario] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            scenarios.append(read_scenario(path, pack))
        except ScenarioError as error:
            faults += error.faults
    return tuple(scenarios), tuple(faults)


class _Reader:
    """Reads one file's cells and collects what does not hold."""

    def __init__(self, file: str, pack: Pack) -> None:
        self.file, self.pack = file, pack
        self.faults: list[Fault] = []

    def fault(self, where: str, found: object, expected: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, None, where, f"”{found}”", expected, remedy))

    def scenario(self, key: str, raw: Mapping[str, object]) -> Scenario:
        known = {"title", "question", "base", "author", "written", "seed", "decide", "suppose"}
        for name in raw.keys() - known:
            self.fault(name, name, "något av " + ", ".join(sorted(known)), "ta bort raden")
        for name in ("title", "question"):
            if not isinstance(raw.get(name), str) or not raw.get(name):
                self.fault(name, raw.get(name, ""), "en mening", f'skriv {name} = "…"')
        seed = raw.get("seed", DEFAULT_SEED)
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            self.fault("seed", seed, "ett heltal från 0 och uppåt", "rätta fröet")
            seed = DEFAULT_SEED
        if raw.get("base", "today") != "today":
            self.fault("base", raw["base"], "today", "jämför med i dag")
        written = raw.get("written", "")
        if isinstance(written, datetime.date):
            written = written.isoformat()
        decide, faults = read_decisions(self._table(raw, "decide"), self.pack)
        for name, found, expected, remedy in faults:
            self.fault(f"decide.{name}", found, expected, remedy)
        suppose = self._table(raw, "suppose")
        volumes = self._volumes(suppose.pop(VOLUMES, TODAY))
        return Scenario(
            key=key,
            title=str(raw.get("title", "")),
            question=str(raw.get("question", "")),
            author=str(raw.get("author", "")),
            written=str(written),
            seed=seed,
            decide=decide,
            suppose=self._suppose(suppose),
            volumes=volumes,
        )

    def _volumes(self, found: object) -> str:
        if found in (TODAY, TREND):
            return str(found)
        remedy = "välj dagens volymer eller åldersgruppernas trend"
        self.fault(f"suppose.{VOLUMES}", found, f"”{TODAY}” eller ”{TREND}”", remedy)
        return TODAY

    def _table(self, raw: Mapping[str, object], name: str) -> dict[str, object]:
        table = raw.get(name, {})
        if isinstance(table, dict):
            return _flat(table)
        self.fault(name, table, f"en tabell [{name}]", "skriv uppgifterna under rubriken")
        return {}

    def _suppose(self, suppose: Mapping[str, object]) -> dict[str, str]:
        found = {}
        for key, end in suppose.items():
            if key not in self.pack.parameters:
                self.fault(f"suppose.{key}", key, "en nyckel i parameters.toml", "rätta stavningen")
            elif end not in ENDS:
                self.fault(
                    f"suppose.{key}",
                    end,
                    "”low”, ”value” eller ”high”",
                    "peka ut en ände av spannet; ändra spannet i parameters.toml om det är fel",
                )
            else:
                found[key] = str(end)
        return found


def _flat(table: Mapping[str, object]) -> dict[str, object]:
    """Return the table with a key written without quotes, plan.how, as ”plan.how”."""
    flat: dict[str, object] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{name}": cell for name, cell in value.items()}
        else:
            flat[key] = value
    return flat
