"""A round of decisions that has been: one text, its versions, and when every council adopted it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from models.council_register import (
    CouncilDecision,
    DecisionStatus,
    register_faults,
)
from models.entered import MISSING, last_day_of, words_hash
from models.errors import Fault
from models.timeline import Timeline, days_until, timeline_of
from models.toml_file import read_toml
from models.underlag import Underlag, underlag_faults

T = TypeVar("T")
FOLDER = Path(__file__).parents[1] / "data" / "rounds"
HEAD = ("title", "kind", "source", "source_title", "url", "consultation")
LISTS = ("versions", "decisions", "underlag")
DECISION = ("municipality", "organ", "on", "paragraph", "dnr", "printed")
UNDERLAG = ("key", "dated", "organ", "place", "kind", "title")


class RoundError(Exception):
    """A round cannot be used; carries every fault found."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults; the message lists them all."""
        self.faults = faults
        super().__init__("\n".join(f"• {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the text: the day, and what it was."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Round:
    """A text, its versions in order, the councils' decisions as the source prints them, and more.

    `source` is a key among the pack's sources. `text_hash` stands for the text itself, which every
    decision of the round adopts.
    """

    key: str
    title: str
    kind: str
    source: str
    source_title: str
    url: str
    consultation: str
    consulted: tuple[str, ...]
    text_hash: str
    versions: tuple[Version, ...]
    decisions: tuple[CouncilDecision, ...]
    underlag: tuple[Underlag, ...]


@dataclass(frozen=True, slots=True)
class RoundDays:
    """How long a round took: days from the first draft and from the last version to the end."""

    timeline: Timeline
    from_first_draft: int | None
    from_final_version: int | None


def round_days(a_round: Round, today: date) -> RoundDays:
    """Return the order of the councils of a round and how long it took, as of `today`."""
    codes = tuple(decision.code for decision in a_round.decisions)
    timeline = timeline_of(a_round.decisions, codes, {}, today)
    return RoundDays(
        timeline,
        days_until(a_round.versions[0].on, timeline),
        days_until(a_round.versions[-1].on, timeline),
    )


def read_round(path: Path, names: Mapping[str, str], today: date) -> Round:
    """Return the round in a TOML file; `names` are the municipalities by code.

    Raises:
        RoundError: with every fault at once, in Swedish.
    """
    faults: list[Fault] = []
    raw = read_toml(path, path.name, faults)
    if faults:
        raise RoundError(tuple(faults))
    reader = _Reader(path.name, faults)
    reader.known(raw, (*HEAD, "consulted", *LISTS), "")
    head = {name: reader.text(raw, name, name) for name in HEAD}
    consulted = raw.get("consulted", [])
    if not isinstance(consulted, list) or not all(isinstance(who, str) for who in consulted):
        consulted = reader.bad("consulted", consulted, "en lista med texter", [])
    versions = reader.versions(raw)
    text_hash = words_hash((head["title"], str(versions[-1].on if versions else "")))
    a_round = Round(
        key=path.stem,
        **head,
        consulted=tuple(consulted),
        text_hash=text_hash,
        versions=versions,
        decisions=reader.decisions(raw, text_hash),
        underlag=reader.underlag(raw, path.stem),
    )
    faults += register_faults(a_round.decisions, (), names, today)
    faults += underlag_faults(a_round.underlag)
    period = last_day_of(a_round.consultation, "consultation")
    if a_round.consultation and isinstance(period, Fault):
        faults.append(period)
    if faults:
        raise RoundError(tuple(faults))
    return a_round


@dataclass(frozen=True, slots=True)
class _Reader:
    """One file being read: its shown name, and the faults so far."""

    file: str
    faults: list[Fault]

    def bad(self, where: str, found: object, expected: str, instead: T) -> T:
        shown = MISSING if found is None else f"”{found}”"
        self.faults.append(Fault(self.file, None, where, shown, expected, "rätta uppgiften"))
        return instead

    def known(self, table: Mapping[str, object], names: Sequence[str], where: str) -> None:
        for name in table:
            if name not in names:
                self.bad(where or name, name, "en av " + ", ".join(names), None)

    def text(self, table: Mapping[str, object], name: str, where: str) -> str:
        value = table.get(name)
        return value if isinstance(value, str) else self.bad(where, value, "en text", "")

    def day(self, table: Mapping[str, object], where: str) -> date | None:
        value = table.get("on")
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self.bad(f"{where}, on", value, "en dag som 2006-03-27, utan citattecken", None)

    def tables(
        self, raw: Mapping[str, object], name: str, columns: Sequence[str]
    ) -> list[tuple[str, Mapping[str, object]]]:
        rows = raw.get(name)
        if not isinstance(rows, list) or not rows or not all(isinstance(r, dict) for r in rows):
            return self.bad(name, rows, f"en eller flera [[{name}]]", [])
        found = [(f"{name} {number}", row) for number, row in enumerate(rows, start=1)]
        for where, row in found:
            self.known(row, columns, where)
        return found

    def versions(self, raw: Mapping[str, object]) -> tuple[Version, ...]:
        found = []
        for where, row in self.tables(raw, "versions", ("on", "what")):
            what, day = self.text(row, "what", f"{where}, what"), self.day(row, where)
            if day:
                found.append(Version(day, what))
        if found != sorted(found, key=lambda version: version.on):
            self.bad("versions", "versionerna i annan ordning", "den äldsta först", None)
        return tuple(found)

    def decisions(self, raw: Mapping[str, object], text_hash: str) -> tuple[CouncilDecision, ...]:
        found = []
        for where, row in self.tables(raw, "decisions", DECISION):
            cells = {c: self.text(row, c, f"{where}, {c}") for c in DECISION if c != "on"}
            found.append(
                CouncilDecision(
                    code=cells["municipality"],
                    organ=cells["organ"],
                    on=self.day(row, where),
                    paragraph=cells["paragraph"],
                    dnr=cells["dnr"],
                    text_hash=text_hash,
                    status=DecisionStatus.ADOPTED,
                    printed=cells["printed"],
                )
            )
        return tuple(found)

    def underlag(self, raw: Mapping[str, object], key: str) -> tuple[Underlag, ...]:
        found = []
        for where, row in self.tables(raw, "underlag", UNDERLAG):
            cells = {c: self.text(row, c, f"{where}, {c}") for c in UNDERLAG}
            found.append(
                Underlag(
                    key=cells["key"],
                    dated=cells["dated"],
                    organ=cells["organ"],
                    place=cells["place"],
                    kind=cells["kind"],
                    title=cells["title"],
                    decisions=(key,),
                )
            )
        return tuple(found)
