"""What differs between two scenarios: every decision and supposition, old and new, in Swedish."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from models.pack import Pack
from models.words import figure, rounded
from scenarios.decide import as_table, known_key, read_decisions
from scenarios.keys import Names, split_key
from scenarios.scenario import TODAY, TREND, VOLUMES, Scenario, all_supposed

DECISION, SUPPOSITION, SEED = "beslut", "antagande", "dragning"
NOT_DECIDED, NOT_SUPPOSED = "inte beslutat", "hela spannet"
END_WORDS = {"low": "spannets lägsta", "value": "typvärdet", "high": "spannets högsta"}
VOLUME_LABEL = "Volymer"
VOLUME_WORDS = {TODAY: "som i dag", TREND: "följer åldersgruppernas trend"}
Raw: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: its key as the file has it, what it is called, old and new.

    `old` and `new` are as the file would have them, None where it says nothing.
    """

    kind: str
    key: str
    label: str
    old: Raw
    new: Raw
    old_words: str
    new_words: str


def differences(scenario: Scenario, base: Scenario, pack: Pack) -> tuple[Difference, ...]:
    """Return everything in a scenario that is not as in another, in the order of the keys."""
    before, after = as_table(base.decide, pack), as_table(scenario.decide, pack)
    rows = [
        Difference(
            DECISION,
            key,
            _label(key, pack),
            before.get(key),
            after.get(key),
            decision_words(key, before.get(key), pack),
            decision_words(key, after.get(key), pack),
        )
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]
    held, supposed = all_supposed(base), all_supposed(scenario)
    rows += [
        Difference(
            SUPPOSITION,
            key,
            VOLUME_LABEL if key == VOLUMES else pack.parameters[key].label,
            held.get(key),
            supposed.get(key),
            supposition_words(key, held.get(key), pack),
            supposition_words(key, supposed.get(key), pack),
        )
        for key in dict.fromkeys((*held, *supposed))
        if held.get(key) != supposed.get(key)
    ]
    if base.seed != scenario.seed:
        old, new = base.seed, scenario.seed
        rows.append(Difference(SEED, "seed", "Frö till dragningarna", old, new, str(old), str(new)))
    return tuple(rows)


def with_differences(base: Scenario, rows: Sequence[Difference], pack: Pack) -> Scenario:
    """Return the base with every difference made: what the rows were taken from, but its words."""
    table, supposed, seed = as_table(base.decide, pack), all_supposed(base), base.seed
    for row in rows:
        if row.kind == SEED:
            seed = row.new
            continue
        target: dict[str, Any] = table if row.kind == DECISION else supposed
        target.pop(row.key, None)
        if row.new is not None:
            target[row.key] = row.new
    decide, _ = read_decisions(table, pack)
    volumes = str(supposed.pop(VOLUMES, TODAY))
    return replace(base, decide=decide, suppose=supposed, volumes=volumes, seed=seed)


def decision_words(key: str, value: object, pack: Pack) -> str:
    """Return a decision's value as it is said: names and units, and what None means."""
    known = known_key(key, pack)
    if value is None or known is None:
        return NOT_DECIDED
    names = Names(pack)
    return known.kind.say(known.kind.read(value, names, split_key(key)[0]), names)


def supposition_words(key: str, at: str | float | None, pack: Pack) -> str:
    """Return where in its range a parameter is supposed to be, its value with its unit."""
    if key == VOLUMES:
        return VOLUME_WORDS[TODAY if at is None else str(at)]
    if at is None:
        return NOT_SUPPOSED
    parameter = pack.parameters[key]
    if isinstance(at, str):
        value = rounded(float(getattr(parameter, at)))
        return f"{END_WORDS[at]}, {figure(value, parameter.unit)}"
    return figure(at, parameter.unit)


def _label(key: str, pack: Pack) -> str:
    """Return what a key of [decide] is called, with the activity before it where it is for one."""
    known = known_key(key, pack)
    word = key if known is None else known.label
    activity = split_key(key)[0]
    if not activity:
        return word
    return f"{Names(pack).activity_label(activity)}: {word[:1].lower()}{word[1:]}"
