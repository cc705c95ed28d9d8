"""The meeting's log: every scenario tried, with time, note and figures; a line is never changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from models.pack import Pack
from scenarios.result import as_dict
from scenarios.run import Outcome
from scenarios.saved import CannotSaveError
from scenarios.scenario import Scenario, as_toml, read_text
from scenarios.setting import Range

FILE = "logg.jsonl"
SIGNIFICANT = 6
# What is about the question and the program and not about the figures.
NOT_FIGURES = {"schema", "stamp", "scenario"}
MONEY = ("annual", "change", "one_off")
WORDS = ("time", "note", "title", "toml", "fingerprint", "stamp", "figures")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log: what was tried, when, what was said of it, and what came out.

    `toml` is the whole scenario, so that it can be read without its base, and `fingerprint` is its
    own. The money is in SEK, per year but for the one-off cost. `figures` is the hash of the
    result's figures: two equal ones stand on the same figures.
    """

    time: str
    note: str
    title: str
    toml: str
    fingerprint: str
    stamp: str
    annual: Range
    change: Range
    one_off: Range
    figures: str


def entry_of(outcome: Outcome, time: str, note: str, figures: str = "") -> Entry:
    """Return the row for an outcome; `time` is given, since nothing here reads a clock.

    `figures` is the hash of its figures where that is known already.
    """
    return Entry(
        time=time,
        note=note,
        title=outcome.scenario.title,
        toml=as_toml(outcome.scenario, outcome.pack),
        fingerprint=outcome.stamp.scenario,
        stamp=str(outcome.stamp),
        annual=outcome.annual,
        change=outcome.change,
        one_off=outcome.one_off,
        figures=figures or figures_hash(as_dict(outcome)),
    )


def figures_hash(result: Mapping[str, object]) -> str:
    """Return the hash of a result's figures, rounded so that another machine gets the same.

    `result` is as `scenarios.result.as_dict` gives it, or as result.json has it.
    """
    figures = {key: _rounded(part) for key, part in result.items() if key not in NOT_FIGURES}
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:16]


def _rounded(part: Any) -> Any:
    if isinstance(part, float):
        # + 0.0, so that minus nothing and nothing are the same.
        return float(f"{part:.{SIGNIFICANT}g}") + 0.0
    if isinstance(part, Mapping):
        return {str(key): _rounded(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_rounded(value) for value in part]
    return part


def append(folder: Path, entry: Entry) -> None:
    """Write a row last in the log.

    Raises:
        CannotSaveError: when it cannot be written.
    """
    path = folder / FILE
    line = json.dumps(asdict(entry), ensure_ascii=False, allow_nan=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            size = file.seek(0, 2)
            # A row that was cut off half-written must not swallow the next.
            if size and file.seek(size - 1) is not None and file.read(1) != b"\n":
                line = "\n" + line
            file.write(line.encode() + b"\n")
    except OSError as error:
        raise CannotSaveError(
            f"Det gick inte att skriva i loggen i mappen ”{folder}”: {error.strerror}."
        ) from error


def read_log(folder: Path) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Return the rows in the order they were written, and a sentence for each that is broken."""
    entries: list[Entry] = []
    broken: list[str] = []
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except FileNotFoundError:
        return (), ()
    except OSError as error:
        return (), (f"{FILE}: går inte att läsa ({error.strerror}).",)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        entry = _entry(line)
        if entry is None:
            broken.append(f"{FILE}, rad {number}: går inte att läsa och visas inte.")
        else:
            entries.append(entry)
    return tuple(entries), tuple(broken)


def _entry(line: bytes) -> Entry | None:
    """Return the row, or None when anything in it is not as it was written."""
    try:
        raw = json.loads(line)
        annual, change, one_off = (_range(raw[name]) for name in MONEY)
        words = {name: raw[name] for name in WORDS}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not all(isinstance(word, str) for word in words.values()):
        return None
    return Entry(annual=annual, change=change, one_off=one_off, **words)


def _range(raw: Any) -> Range:
    ends = (float(raw["value"]), float(raw["low"]), float(raw["high"]))
    if not all(isfinite(end) for end in ends):
        raise ValueError(raw)
    return Range(*ends)


def reopen(entry: Entry, pack: Pack) -> Scenario:
    """Return the scenario of a row as it was tried.

    Raises:
        ScenarioError: when the pack no longer has what the scenario names.
    """
    return read_text(entry.toml.encode(), "loggen.toml", pack)
