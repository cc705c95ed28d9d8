"""The meeting's log: every scenario tried, with time, note and figures; a line is never changed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.pack import Pack
from scenarios.result import as_dict
from scenarios.run import Outcome
from scenarios.scenario import Scenario, as_toml, read_text
from scenarios.setting import Range

SIGNIFICANT = 6
# What is about the question and the program and not about the figures.
NOT_FIGURES = {"schema", "stamp", "scenario"}


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


def reopen(entry: Entry, pack: Pack) -> Scenario:
    """Return the scenario of a row as it was tried.

    Raises:
        ScenarioError: when the pack no longer has what the scenario names.
    """
    return read_text(entry.toml.encode(), "loggen.toml", pack)
