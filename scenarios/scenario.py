"""A scenario: what we decide and what we suppose, as differences from a base, in one file."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from models.decisions import Decisions
from models.errors import Fault, ScenarioError
from models.pack import Pack
from models.toml_file import parse_toml, read_toml
from models.words import figure, rounded
from scenarios.decide import as_table, read_decisions
from scenarios.keys import nearest

LIBRARY = Path(__file__).with_name("library")
# A scenario that is no file is known by a path into a folder that there is not.
NOWHERE = Path("<sparat>")
ENDS = ("low", "value", "high")
DEFAULT_SEED = 2005
# Volumes stay as today or follow the trend of the age groups; a reserved word in [suppose].
VOLUMES = "volumes"
TODAY, TREND = "today", "trend"
HEADINGS = (
    "title",
    "question",
    "author",
    "written",
    "base",
    "seed",
    "without",
    "critique",
    "sources",
    "decide",
    "suppose",
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One question, its base resolved: `decide` and `suppose` are all that holds.

    `base` is the key of the scenario that the file states its differences from, or "today".
    `suppose` is an end of a parameter's range or a number inside it. `critique` is what published
    research says against the scenario, by `sources` in the pack.
    """

    key: str
    title: str
    question: str
    base: str = TODAY
    author: str = ""
    written: str = ""
    critique: str = ""
    sources: tuple[str, ...] = ()
    seed: int = DEFAULT_SEED
    decide: Decisions = field(default_factory=Decisions)
    suppose: Mapping[str, str | float] = field(default_factory=dict)
    volumes: str = TODAY

    def supposed(self, pack: Pack) -> dict[str, float]:
        """Return the value of each supposed parameter."""
        return {
            key: float(getattr(pack.parameters[key], at) if isinstance(at, str) else at)
            for key, at in self.suppose.items()
        }

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


# ---- Writing ------------------------------------------------------------------------------------


def as_toml(scenario: Scenario, pack: Pack, base: Scenario | None = None) -> str:
    """Return the scenario as a file that reads back to the same decisions and suppositions.

    The file holds the differences from `base`, or from today when there is none: then it can be
    read wherever the pack is.
    """
    theirs = {} if base is None else as_table(base.decide, pack)
    taken_for_granted = {} if base is None else all_supposed(base)
    supposed = all_supposed(scenario)
    mine = as_table(scenario.decide, pack)
    without = [
        *(name for name in theirs if name not in mine),
        *(name for name in taken_for_granted if name not in supposed),
    ]
    names = ("title", "question", "author", "written", "critique")
    head = {name: getattr(scenario, name) for name in names}
    lines = [f"{name} = {_toml(text)}" for name, text in head.items() if text]
    lines += [f"sources = {_toml(list(scenario.sources))}"] if scenario.sources else []
    lines += [f"base = {_toml(TODAY if base is None else base.key)}", f"seed = {scenario.seed}"]
    lines += [f"without = {_toml(without)}"] if without else []
    for heading, table, before in (
        ("decide", mine, theirs),
        ("suppose", supposed, taken_for_granted),
    ):
        changed = {k: v for k, v in table.items() if k not in before or before[k] != v}
        lines += ["", f"[{heading}]", *(f"{_toml(k)} = {_toml(v)}" for k, v in changed.items())]
    return "\n".join(lines) + "\n"


def all_supposed(scenario: Scenario) -> dict[str, str | float]:
    """Return [suppose] as the file has it: the reserved word for volumes too, unless as today."""
    volumes = {} if scenario.volumes == TODAY else {VOLUMES: scenario.volumes}
    return {**volumes, **scenario.suppose}


def _toml(value: object) -> str:
    """Return strings, numbers, booleans and lists as TOML, which writes them as JSON does.

    All but one sign, DEL, that JSON leaves as it is.
    """
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# ---- Reading ------------------------------------------------------------------------------------


def read_scenario(path: Path, pack: Pack) -> Scenario:
    """Return the scenario in a TOML file, its base looked for in the library and beside it.

    Raises:
        ScenarioError: with every fault at once, in Swedish.
    """
    faults: list[Fault] = []
    raw = read_toml(path, path.name, faults)
    shelf = _Shelf(pack, (LIBRARY, path.parent))
    return _whole(shelf.scenario(path.stem, path.name, raw, (path.resolve(),)), faults)


def read_text(
    data: bytes, name: str, pack: Pack, texts: Mapping[str, str] | None = None
) -> Scenario:
    """Return the scenario in a file that somebody has sent, by the file's name.

    Its base is looked for in the library and among `texts`, scenario files by key.

    Raises:
        ScenarioError: with every fault at once, in Swedish.
    """
    faults: list[Fault] = []
    raw = parse_toml(data, name, faults)
    shelf = _Shelf(pack, (LIBRARY,), texts)
    return _whole(shelf.scenario(Path(name).stem, name, raw, ()), faults)


def read_table(raw: Mapping[str, object], key: str, file: str, pack: Pack) -> Scenario:
    """Return the scenario whose whole content is a table of a file: nothing is left to a base.

    Raises:
        ScenarioError: with every fault at once, in Swedish.
    """
    alone = {name: cell for name, cell in raw.items() if name not in {"base", "key"}}
    scenario = _whole(_Shelf(pack, ()).scenario(key, file, alone, ()), [])
    return replace(scenario, base=str(raw.get("base", TODAY)))


Reading = tuple[Scenario, tuple[Fault, ...]]


def _whole(reading: Reading, unread: Sequence[Fault]) -> Scenario:
    scenario, faults = reading
    if unread or faults:
        raise ScenarioError(tuple(unread) or faults)
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
    """Return the scenarios of a folder that the pack fits, and the faults of the others."""
    found = read_folder(pack, folder)
    # A base that does not hold is told once, and not once for each that builds on it.
    faults = dict.fromkeys(fault for _, (_, faults) in found for fault in faults)
    return tuple(scenario for _, (scenario, faults) in found if not faults), tuple(faults)


def read_folder(pack: Pack, folder: Path = LIBRARY) -> tuple[tuple[Path, Reading], ...]:
    """Return every scenario file of a folder with what could be read of it, and its faults."""
    shelf = _Shelf(pack, (LIBRARY, folder))
    return tuple((path, shelf.read(path, ())) for path in sorted(folder.glob("*.toml")))


def read_texts(pack: Pack, texts: Mapping[str, str]) -> dict[str, Reading]:
    """Return what could be read of each scenario file in `texts`, by key, and its faults.

    A base is looked for in the library and among the texts.
    """
    shelf = _Shelf(pack, (LIBRARY,), texts)
    return {key: shelf.read(NOWHERE / f"{key}.toml", ()) for key in texts}


class _Shelf:
    """Where a base may lie: in folders, or as a text under a name; each is read once."""

    def __init__(
        self, pack: Pack, folders: Sequence[Path], texts: Mapping[str, str] | None = None
    ) -> None:
        self.pack = pack
        self.texts = {NOWHERE / f"{key}.toml": text for key, text in (texts or {}).items()}
        self.paths: dict[str, Path] = {}
        found = [
            path for folder in dict.fromkeys(folders) for path in sorted(folder.glob("*.toml"))
        ]
        for path in (*found, *self.texts):
            self.paths.setdefault(path.stem, path)
        self.known: dict[Path, Reading] = {}

    def read(self, path: Path, chain: tuple[Path, ...]) -> Reading:
        """Return a scenario on the shelf; `chain` are the files that have it as their base."""
        if path not in self.known:
            faults: list[Fault] = []
            if path in self.texts:
                raw = parse_toml(self.texts[path].encode(), path.name, faults)
            else:
                raw = read_toml(path, path.name, faults)
            if faults:
                return Scenario(path.stem, "", ""), tuple(faults)
            reading = self.scenario(path.stem, path.name, raw, (*chain, path.resolve()))
            self.known[path] = reading
        return self.known[path]

    def scenario(
        self, key: str, file: str, raw: Mapping[str, object], chain: tuple[Path, ...]
    ) -> Reading:
        """Return what a file holds, its base read first."""
        reader = _Reader(file, self.pack)
        base, faults = self._base(reader, raw.get("base", TODAY), chain)
        scenario = reader.scenario(key, raw, base)
        return scenario, (*reader.faults, *faults)

    def _base(
        self, reader: "_Reader", key: object, chain: tuple[Path, ...]
    ) -> tuple[Scenario | None, tuple[Fault, ...]]:
        """Return the base, None where it could not be read, and the faults in it."""
        if key == TODAY:
            return Scenario(TODAY, "", ""), ()
        path = self.paths.get(key) if isinstance(key, str) else None
        if path is None:
            near = nearest(str(key), [TODAY, *self.paths])
            reader.fault(
                "base",
                key,
                "”today” eller namnet på ett annat scenario, utan ändelse",
                f"menade du ”{near}”?" if near else "välj ett som finns i biblioteket",
            )
            return None, ()
        if path.resolve() in chain:
            ring = [*(p.stem for p in chain[chain.index(path.resolve()) :]), path.stem]
            reader.fault(
                "base",
                key,
                "en utgångspunkt som inte leder tillbaka till filen själv",
                f"{' → '.join(ring)}: peka ut något annat i en av filerna",
            )
            return None, ()
        base, faults = self.read(path, chain)
        return (None if faults else base), faults


class _Reader:
    """Reads one file's cells and collects what does not hold."""

    def __init__(self, file: str, pack: Pack) -> None:
        self.file, self.pack = file, pack
        self.faults: list[Fault] = []

    def fault(self, where: str, found: object, expected: str, remedy: str) -> None:
        self.faults.append(Fault(self.file, None, where, f"”{found}”", expected, remedy))

    def scenario(self, key: str, raw: Mapping[str, object], base: Scenario | None) -> Scenario:
        """Return the scenario; `base` is None where it could not be read, and its faults known."""
        for name in raw.keys() - set(HEADINGS):
            near = nearest(name, HEADINGS)
            remedy = f"menade du ”{near}”?" if near else "ta bort raden"
            self.fault(name, name, "något av " + ", ".join(sorted(HEADINGS)), remedy)
        for name in ("title", "question"):
            if not isinstance(raw.get(name), str) or not raw.get(name):
                self.fault(name, raw.get(name, ""), "en mening", f'skriv {name} = "…"')
        seed = raw.get("seed", DEFAULT_SEED if base is None else base.seed)
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            self.fault("seed", seed, "ett heltal från 0 och uppåt", "rätta fröet")
            seed = DEFAULT_SEED
        written = raw.get("written", "")
        if isinstance(written, datetime.date):
            written = written.isoformat()
        granted, supposed = self._of_base(raw, base)
        decide, faults = read_decisions(granted | self._table(raw, "decide"), self.pack)
        for name, found, expected, remedy in faults:
            self.fault(f"decide.{name}", found, expected, remedy)
        suppose = self._table(raw, "suppose")
        volumes = self._volumes(suppose.pop(VOLUMES, supposed.pop(VOLUMES, TODAY)))
        return Scenario(
            key=key,
            title=str(raw.get("title", "")),
            question=str(raw.get("question", "")),
            base=str(raw.get("base", TODAY)),
            author=str(raw.get("author", "")),
            written=str(written),
            critique=self._critique(raw.get("critique", "")),
            sources=self._sources(raw.get("sources", [])),
            seed=seed,
            decide=decide,
            suppose=supposed | self._suppose(suppose),
            volumes=volumes,
        )

    def _volumes(self, found: object) -> str:
        if found in (TODAY, TREND):
            return str(found)
        remedy = "välj dagens volymer eller åldersgruppernas trend"
        self.fault(f"suppose.{VOLUMES}", found, f"”{TODAY}” eller ”{TREND}”", remedy)
        return TODAY

    def _of_base(
        self, raw: Mapping[str, object], base: Scenario | None
    ) -> tuple[dict[str, object], dict[str, str | float]]:
        """Return what the base decides and supposes, less what the file takes back."""
        decided = {} if base is None else as_table(base.decide, self.pack)
        supposed = {} if base is None else all_supposed(base)
        without = raw.get("without", [])
        if not isinstance(without, list) or not all(isinstance(name, str) for name in without):
            self.fault("without", without, "en lista av nycklar", 'skriv without = ["…"]')
            without = []
        for name in without:
            if base is not None and name not in decided and name not in supposed:
                near = nearest(name, [*decided, *supposed])
                self.fault(
                    "without",
                    name,
                    f"en nyckel som ”{base.key}” beslutar eller antar",
                    f"menade du ”{near}”?" if near else "ta bort den ur listan",
                )
            decided.pop(name, None)
            supposed.pop(name, None)
        return decided, supposed

    def _table(self, raw: Mapping[str, object], name: str) -> dict[str, object]:
        table = raw.get(name, {})
        if isinstance(table, dict):
            return _flat(table)
        self.fault(name, table, f"en tabell [{name}]", "skriv uppgifterna under rubriken")
        return {}

    def _critique(self, text: object) -> str:
        if isinstance(text, str):
            return text
        self.fault("critique", text, "en text", 'skriv critique = "…"')
        return ""

    def _sources(self, keys: object) -> tuple[str, ...]:
        if not isinstance(keys, list):
            self.fault("sources", keys, "en lista av nycklar i sources.toml", "skriv en lista")
            return ()
        for key in keys:
            if key not in list(self.pack.sources):
                near = nearest(str(key), list(self.pack.sources))
                remedy = f"menade du ”{near}”?" if near else "lägg till källan i sources.toml"
                self.fault("sources", key, "en nyckel i sources.toml", remedy)
        return tuple(str(key) for key in keys)

    def _suppose(self, suppose: Mapping[str, object]) -> dict[str, str | float]:
        found: dict[str, str | float] = {}
        for key, at in suppose.items():
            parameter = self.pack.parameters.get(key)
            if parameter is None:
                near = nearest(key, list(self.pack.parameters))
                remedy = f"menade du ”{near}”?" if near else "rätta stavningen"
                self.fault(f"suppose.{key}", key, "en nyckel i parameters.toml", remedy)
                continue
            number = isinstance(at, int | float) and not isinstance(at, bool)
            if isinstance(at, str) and at in ENDS:
                found[key] = at
            elif number and parameter.low <= at <= parameter.high:  # type: ignore[operator]
                found[key] = float(at)  # type: ignore[arg-type]
            else:
                low = figure(rounded(parameter.low), "").strip()
                high = figure(rounded(parameter.high), parameter.unit)
                self.fault(
                    f"suppose.{key}",
                    at,
                    f"”low”, ”value”, ”high” eller ett tal i spannet {low} till {high}",
                    "peka ut en ände eller ett tal i spannet; ändra spannet i parameters.toml om "
                    "det är fel",
                )
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


def leaning_on(key: str, scenarios: Iterable[Scenario]) -> tuple[Scenario, ...]:
    """Return the scenarios that state their differences from this one."""
    return tuple(scenario for scenario in scenarios if scenario.base == key)
