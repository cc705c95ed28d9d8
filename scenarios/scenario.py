"""A scenario: what we decide and what we suppose, as differences from the base, in one file."""

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from models.entities import Alternative, LevelChoice
from models.errors import Fault, ScenarioError
from models.pack import Pack
from models.plan import Decisions
from models.toml_file import read_toml

LIBRARY = Path(__file__).with_name("library")
ENDS = ("low", "value", "high")
DEFAULT_SEED = 2005


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
    how: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    least_partners: Mapping[str, int] = field(default_factory=dict)
    level: LevelChoice = LevelChoice.OWN
    price_uncovered_day_sek: float = 0.0
    suppose: Mapping[str, str] = field(default_factory=dict)

    def decisions(self) -> Decisions:
        """Return what the councils decide, in the form the plan takes it."""
        return Decisions(self.how, self.least_partners, self.level, self.price_uncovered_day_sek)

    def supposed(self, pack: Pack) -> dict[str, float]:
        """Return the value of each supposed parameter."""
        return {key: float(getattr(pack.parameters[key], end)) for key, end in self.suppose.items()}

    def fingerprint(self) -> str:
        """Return a short hash of everything that can change a result; titles do not."""
        content = {
            "how": {key: list(ways) for key, ways in sorted(self.how.items())},
            "least_partners": dict(sorted(self.least_partners.items())),
            "level": self.level,
            "price_uncovered_day": self.price_uncovered_day_sek,
            "suppose": dict(sorted(self.suppose.items())),
            "seed": self.seed,
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


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
        decide = self._table(raw, "decide")
        how, least = self._per_activity(decide)
        return Scenario(
            key=key,
            title=str(raw.get("title", "")),
            question=str(raw.get("question", "")),
            author=str(raw.get("author", "")),
            written=str(written),
            seed=seed,
            how=how,
            least_partners=least,
            level=self._level(decide),
            price_uncovered_day_sek=self._price(decide),
            suppose=self._suppose(self._table(raw, "suppose")),
        )

    def _table(self, raw: Mapping[str, object], name: str) -> dict[str, object]:
        table = raw.get(name, {})
        if isinstance(table, dict):
            return _flat(table)
        self.fault(name, table, f"en tabell [{name}]", "skriv uppgifterna under rubriken")
        return {}

    def _per_activity(
        self, decide: Mapping[str, object]
    ) -> tuple[dict[str, tuple[Alternative, ...]], dict[str, int]]:
        how: dict[str, tuple[Alternative, ...]] = {}
        least: dict[str, int] = {}
        activities = {a.key: a for a in self.pack.activities}
        for key, value in decide.items():
            activity, _, what = key.rpartition(".")
            if key in {"level", "price_uncovered_day"}:
                continue
            if activity not in activities or what not in {"how", "least_partners"}:
                self.fault(
                    f"decide.{key}",
                    key,
                    "<verksamhet>.how, <verksamhet>.least_partners, level, price_uncovered_day",
                    "rätta stavningen; verksamheterna finns i activities.csv",
                )
            elif what == "least_partners":
                if isinstance(value, int) and not isinstance(value, bool) and value >= 2:
                    least[activity] = value
                else:
                    self.fault(f"decide.{key}", value, "ett heltal från 2", "rätta talet")
            else:
                allowed = activities[activity].alternatives
                ways = value if isinstance(value, list) else [value]
                if ways and all(way in allowed for way in ways):
                    how[activity] = tuple(Alternative(str(way)) for way in ways)
                else:
                    self.fault(
                        f"decide.{key}",
                        value,
                        "en lista av " + ", ".join(allowed),
                        "välj bland verksamhetens tillåtna alternativ",
                    )
        return how, least

    def _level(self, decide: Mapping[str, object]) -> LevelChoice:
        value = decide.get("level", LevelChoice.OWN)
        if value in tuple(LevelChoice):
            return LevelChoice(str(value))
        self.fault("decide.level", value, "något av " + ", ".join(LevelChoice), "rätta stavningen")
        return LevelChoice.OWN

    def _price(self, decide: Mapping[str, object]) -> float:
        value = decide.get("price_uncovered_day", 0)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9:
            return float(value)
        self.fault(
            "decide.price_uncovered_day", value, "kronor per dag, 0 eller mer", "rätta talet"
        )
        return 0.0

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
