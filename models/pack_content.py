"""What a pack holds once it has been read: records with the questions one asks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.account import Account
from models.entities import (
    Activity,
    Area,
    CommutingBand,
    Competence,
    Contract,
    Figure,
    Item,
    KnownFact,
    Lease,
    LegalForm,
    Line,
    Municipality,
    Outline,
    Role,
    Source,
    Town,
)
from models.errors import Fault
from models.legal_entities import LegalTables
from models.parameters import Parameter
from models.rules import Rule
from models.tables import Column, Row


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A named official figure of one municipality and year."""

    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A measured quality of one activity in one municipality."""

    activity: str
    dimension: str
    figure: Figure
    level: float | None


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything known, with sources; `build_case` takes the numbers for reckoning out of it."""

    name: str
    title: str
    version: str
    comparable_from: str
    base_year: int
    price_year: int
    fingerprint: str
    municipalities: tuple[Municipality, ...]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    contracts: tuple[Contract, ...]
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    sources: Mapping[str, Source]
    towns: tuple[Town, ...]
    candidates: tuple[Town, ...]
    commuting: tuple[CommutingBand, ...]
    legal_forms: tuple[LegalForm, ...]
    legal: LegalTables
    competences: tuple[Competence, ...]
    leases: tuple[Lease, ...]
    known_facts: tuple[KnownFact, ...]
    outlines: tuple[Outline, ...]
    travel: Mapping[tuple[str, str], tuple[float | None, float | None]]
    key_figures: Mapping[str, tuple[KeyFigure, ...]]
    official: Mapping[tuple[str, str, str], tuple[Figure, ...]]
    accounts: Mapping[tuple[str, str], Account]
    service: Mapping[str, tuple[ServiceRow, ...]]
    municipality_names: Mapping[str, str]
    codebook: Mapping[str, tuple[Column, ...]]

    @property
    def age_groups(self) -> tuple[str, ...]:
        """Return the age groups that together are all inhabitants, youngest first."""
        columns = self.codebook["activities"]
        return next(column.allowed for column in columns if column.name == "age_groups")

    def official_total(self, code: str, line: str, item: str) -> Figure | None:
        """Return an official line in SEK/year for the base year, or None when it is missing."""
        for figure in self.official.get((code, line, item), ()):
            if figure.year == self.base_year:
                return figure
        return None

    def key_figure(self, code: str, key: str, year: int | None = None) -> Figure | None:
        """Return a key figure for a year (the base year unless told), or None when missing."""
        for known in self.key_figures.get(code, ()):
            if known.key == key and known.figure.year == (year or self.base_year):
                return known.figure
        return None


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a folder: a pack when the shared tables hold, and every fault."""

    pack: Pack | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """What pack.toml says."""

    name: str
    title: str
    version: str
    comparable_from: str
    base_year: int
    price_year: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """The shared tables, read and checked: what reading a municipality's folder needs."""

    settings: Settings
    codebook: Mapping[str, tuple[Column, ...]]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    contracts: tuple[Contract, ...]
    rules: tuple[Rule, ...]
    parameters: Mapping[str, Parameter]
    profiles: Sequence[Row]
    candidates: tuple[Town, ...]
    commuting: tuple[CommutingBand, ...]
    legal_forms: tuple[LegalForm, ...]
    legal: LegalTables
    competences: tuple[Competence, ...]
    leases: Sequence[Row]
    known_facts: tuple[KnownFact, ...]
    travel: Mapping[tuple[str, str], tuple[float | None, float | None]]
    sources: Mapping[str, Source]
    codes: Mapping[str, str]
