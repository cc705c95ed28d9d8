"""A joint decision as a package: frozen figures, written words and one text; and what has moved.

A package is never brought up to date by itself: when the plan, the key or the pack has changed
since it was frozen, what moved is told, and somebody freezes a new one.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from models.errors import ScenarioError
from models.joint_decision import Words
from models.pack import Pack
from scenarios.decision_text import decision_points, hash_of
from scenarios.differences import differences
from scenarios.frozen import Figure, Frozen, Package
from scenarios.numbers import figures
from scenarios.scenario import read_text
from scenarios.stamp import VERSION_DIGITS


def package(frozen: Frozen, words: Words) -> Package:
    """Return the package: every figure, the text the councils adopt, its hash and a version."""
    listed = figures(frozen, words)
    points = decision_points(frozen, words, listed)
    said = json.dumps([asdict(frozen), asdict(words)], sort_keys=True, ensure_ascii=False)
    version = hashlib.sha256(said.encode()).hexdigest()[:VERSION_DIGITS]
    return Package(version, frozen, words, listed, points, hash_of(points))


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that is not as when the package was frozen: what, then and now, in words.

    `cause` says whether it is what has been changed, else it is a figure that followed.
    """

    what: str
    then: str
    now: str
    cause: bool


def moved(old: Package, now: Frozen, pack: Pack) -> tuple[Moved, ...]:
    """Return what has changed since a package was frozen, the causes before the figures.

    `now` is the same area frozen anew. Figures that people have written are the package's own.
    """
    return (*_causes(old.frozen, now, pack), *_figures(old, now))


def _causes(old: Frozen, now: Frozen, pack: Pack) -> Iterator[Moved]:
    then, here = old.sharing, now.sharing
    if (then.key, then.fixed) != (here.key, here.fixed):
        yield Moved("Kostnadsnyckel", then.key_label, here.key_label, True)
    if then.rule != here.rule:
        yield Moved("Fördelning av vinsten", then.rule_label, here.rule_label, True)
    if old.origin.scenario_fingerprint != now.origin.scenario_fingerprint:
        yield from _decided(old, now, pack)
    if old.origin.pack != now.origin.pack:
        yield Moved("Datapaket", old.origin.pack, now.origin.pack, True)
    if old.origin.version != now.origin.version:
        yield Moved("Version av Samstämt", old.origin.version, now.origin.version, True)


def _decided(old: Frozen, now: Frozen, pack: Pack) -> Iterator[Moved]:
    """Yield each decision or assumption that differs; the titles alone where it cannot be read."""
    try:
        before = read_text(old.origin.toml.encode(), "paketet.toml", pack)
        after = read_text(now.origin.toml.encode(), "scenariot.toml", pack)
    except ScenarioError:
        # The pack has lost something the old scenario names: that the scenario differs is known.
        yield Moved("Scenario", old.origin.scenario, now.origin.scenario, True)
        return
    for row in differences(after, before, pack):
        yield Moved(row.label, row.old_words, row.new_words, True)


def _figures(old: Package, now: Frozen) -> Iterator[Moved]:
    theirs: dict[str, Figure] = {f.key: f for f in figures(now, old.words)}
    mine = {f.key: f for f in old.figures}
    for key, figure in mine.items():
        found = theirs.get(key)
        if found is None:
            yield Moved(figure.label, _shown(figure), "finns inte längre", False)
        elif found.shown != figure.shown or found.unit != figure.unit:
            yield Moved(figure.label, _shown(figure), _shown(found), False)
    for key, figure in theirs.items():
        if key not in mine:
            yield Moved(figure.label, "fanns inte", _shown(figure), False)


def _shown(figure: Figure) -> str:
    return f"{figure.shown} {figure.unit}"
