"""What lies on the table for each area: a draft, the package frozen from it, and how it stands.

Records that are kept between meetings, and the one light an area shows with its reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from models.accord import Accord, Light, Required, accord_of
from models.council_dates import CouncilDates
from models.council_register import CouncilDecision, Position
from models.joint_decision import Missing, Point, Words, missing
from models.legal_form import Wishes
from models.words import listed
from scenarios.decision_text import decision_points, hash_of
from scenarios.frozen import Frozen, Head, Package
from scenarios.numbers import figures
from scenarios.package import Moved
from scenarios.setting import Range
from scenarios.sharing import BY_KEY, Key

POINTS = {str(point.value): point.label for point in Point}
NOT_BEGUN = "Inget paket är fryst."


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being written for an area: from which scenario, by which key, in which words.

    `version` is the package last frozen from it, empty before the first. `done` are the form's
    requirements that have been ticked off, by key; `wishes` what is wanted of it.
    """

    area: str
    scenario_key: str
    key: str = "inhabitants"
    fixed: float = 0.0
    rule: str = BY_KEY
    words: Words = field(default_factory=Words)
    version: str = ""
    done: tuple[str, ...] = ()
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def by(self) -> Key:
        """Return the cost key."""
        return Key(self.key, self.fixed)


@dataclass(frozen=True, slots=True)
class CouncilFile:
    """One municipality's papers in one area: its head, its dates, decisions and positions."""

    area: str
    head: Head
    dates: CouncilDates
    decisions: tuple[CouncilDecision, ...] = ()
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaList:
    """The areas that one municipality has decided to go on with, by key."""

    code: str
    areas: tuple[str, ...] = ()


def empty_file(area: str, code: str, name: str) -> CouncilFile:
    """Return the papers of a municipality that has entered nothing."""
    return CouncilFile(area, Head(code, name), CouncilDates(code, name))


@dataclass(frozen=True, slots=True)
class Standing:
    """How an area stands: its light with the reasons, what is missing and what has moved.

    `filled` are the points with nothing missing. `version` is empty while nothing is frozen.
    """

    area: str
    label: str
    light: Light
    reasons: tuple[str, ...]
    filled: tuple[Point, ...]
    missing: tuple[Missing, ...]
    moved: tuple[Moved, ...]
    accord: Accord | None
    version: str = ""

    @property
    def ready(self) -> bool:
        """Whether a final may be written: frozen as it is now, and nothing left to say."""
        return bool(self.version) and not self.missing and not self.moved


def missing_in(package: Package, generic: Sequence[str]) -> tuple[Missing, ...]:
    """Return what a package still does not say."""
    joining = [party.code for party in package.frozen.joining]
    return missing(package.words, joining, generic)


def rewritten(package: Package, words: Words) -> tuple[Point, ...]:
    """Return the points whose words in the draft are no longer those of the package.

    The condition counts as part of the political governance, where it is written.
    """
    if words == package.words:
        return ()
    now = decision_points(package.frozen, words, figures(package.frozen, words))
    return tuple(
        dict.fromkeys(
            Point(new.number) if new.number in list(Point) else Point.GOVERNANCE
            for old, new in zip(package.points, now, strict=True)
            if hash_of((old,)) != hash_of((new,))
        )
    )


def standing(
    label: str,
    area: str,
    package: Package | None,
    draft: Draft | None,
    moves: Sequence[Moved],
    files: Iterable[CouncilFile],
    generic: Sequence[str],
    today: date,
) -> Standing:
    """Return how an area stands; green only when everything is said, holds and is agreed on."""
    if package is None:
        return Standing(area, label, Light.RED, (NOT_BEGUN,), (), (), (), None)
    papers = list(files)
    lacking = missing_in(package, generic)
    blocked = {lack.point for lack in lacking}
    accord = accord_of(
        required_of(package),
        [d for file in papers for d in file.decisions],
        [p for file in papers for p in file.positions],
        {party.code: party.name for party in package.frozen.parties},
        POINTS,
        today,
    )
    reasons = list(accord.reasons)
    changed = rewritten(package, draft.words) if draft else ()
    if blocked:
        unfilled = listed([point.label.lower() for point in Point if point in blocked])
        reasons = [f"Något saknas i {unfilled}.", *reasons]
    if moves or changed:
        reasons = [*_why_moved(moves, changed), *reasons]
    open_still = bool(moves or changed or blocked)
    light = Light.AMBER if open_still and accord.light is Light.GREEN else accord.light
    filled = tuple(point for point in Point if point not in blocked)
    return Standing(
        area,
        label,
        light,
        tuple(reasons),
        filled,
        lacking,
        (*moves, *(Moved(f"Punkt {p.value} {p.label}", "", "omskriven", True) for p in changed)),
        accord,
        package.version,
    )


def required_of(package: Package) -> Required:
    """Return which councils must adopt the package's words: all, or as many as it says itself."""
    codes = tuple(party.code for party in package.frozen.parties)
    return Required(codes, package.text_hash, package.words.least)


def _why_moved(moves: Sequence[Moved], changed: Sequence[Point]) -> list[str]:
    causes = [f"{m.what}: {m.then} → {m.now}" for m in moves if m.cause]
    if changed:
        causes.append(f"ordalydelsen i {listed([point.label.lower() for point in changed])}")
    followed = sum(not m.cause for m in moves)
    what = "; ".join(causes) or "underlaget"
    tail = f" {followed} tal har flyttat sig." if followed else ""
    return [f"Ändrat sedan paketet frystes: {what}.{tail} Frys om eller ändra tillbaka."]


def refrozen(draft: Draft, package: Package) -> Draft:
    """Return the draft with the package that has been frozen from it."""
    sharing = package.frozen.sharing
    return replace(
        draft,
        scenario_key=package.frozen.origin.scenario_key,
        key=sharing.key,
        fixed=sharing.fixed,
        rule=sharing.rule,
        words=package.words,
        version=package.version,
    )


def begun(frozen: Frozen, words: Words) -> Draft:
    """Return the first draft of an area, with what has been suggested."""
    sharing = frozen.sharing
    return Draft(
        frozen.area,
        frozen.origin.scenario_key,
        sharing.key,
        sharing.fixed,
        sharing.rule,
        words,
    )


def portfolio(areas: Sequence[Frozen], code: str) -> Range:
    """Return what one municipality pays more (+) or less (−) than today in some frozen areas.

    The ends are added up: wider than the areas drawn together would be, since packages frozen from
    different scenarios have no draws in common.
    """
    changes = [row.change for frozen in areas for row in frozen.economy if row.code == code]
    return Range(
        sum(change.value for change in changes),
        sum(change.low for change in changes),
        sum(change.high for change in changes),
    )
