"""The nouns of the field as small frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Alternative(StrEnum):
    """Ways to run an activity. Values are the keys pack authors write."""

    OWN = "egen"
    COOPERATION = "samverkan"
    MERGED = "sammanslagen"
    CONTRACTED = "entreprenad"


class Status(StrEnum):
    """How sure a figure is, from the surest to the least sure."""

    OFFICIAL = "official"
    PUBLISHED = "published"
    REPORTED = "reported"
    ESTIMATE = "estimate"
    ASSUMPTION = "assumption"


class Placement(StrEnum):
    """Where the work of a joint organisation may be done."""

    ONE_TOWN = "en_ort"
    LOCAL = "decentraliserad"
    HYBRID = "hybrid"
    FREE = "fri"


class FactKind(StrEnum):
    """What a fact of a known case says. Values are the keys pack authors write."""

    INHABITANTS = "invanare"
    TOTAL_COST = "kostnad_totalt"
    MEMBER_COST = "andel_kostnad"
    MEMBER_PERCENT = "andel_procent"
    BASE_GRANT = "grundanslag"
    KEY_CHANGE = "andring_ny_nyckel"
    KEY_CHANGE_SIGN = "riktning_ny_nyckel"
    NOTICE_MONTHS = "uppsagningstid_manader"
    EXIT_MONTH = "uttrade_manad"
    EXIT_DEFICIT = "underskott_vid_uttrade"


class LevelChoice(StrEnum):
    """Which service level a joint organisation keeps."""

    OWN = "egna nivåer"
    COMMON = "gemensam nivå"
    LEAST = "minsta gemensamma nivå"
    HIGHEST = "högsta nivån"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from."""

    key: str
    title: str
    publisher: str
    url: str
    retrieved: str
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything needed to trust or doubt it.

    `low` and `high` are the ends of its range; for official and reported figures they equal
    `value`. `formula` and `because` are set when the number was derived by a rule of the pack.
    """

    value: float
    low: float
    high: float
    unit: str
    status: Status
    year: int
    price_year: int | None
    sources: tuple[str, ...]
    place: str = ""
    note: str = ""
    formula: str = ""
    because: str = ""
    inputs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of an account: a cost type, a revenue type, a staffing or other figure."""

    key: str
    label: str
    kind: str
    unit: str
    accounts: str
    level_dependent: bool
    joint_budget: bool
    system: bool
    personnel: bool
    help: str


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of work, with the parameter that says what a month of it is paid."""

    key: str
    label: str
    manager: bool
    pay: str


@dataclass(frozen=True, slots=True)
class Area:
    """One of the nine areas of the cooperation document, or the comparison rows."""

    key: str
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the official accounts that activities lie within."""

    key: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class Activity:
    """One municipal activity and everything that is special about it.

    `age_groups` are the key figures that its volume follows; none is all inhabitants.
    """

    key: str
    label: str
    area: str
    within: str
    template: str
    profile: str
    role: str
    volume_unit: str
    size: str
    placement: Placement
    authority: bool
    visited: bool
    least_partners: int
    after: str
    alternatives: tuple[Alternative, ...]
    optimised: bool
    elasticity: str
    exhaustion: str
    trips_per_fte: float
    bought_share: float
    fee_share: float
    exposure: Mapping[str, float]
    source: str
    age_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """What an outside contractor charges for an activity; the values are parameter keys."""

    activity: str
    unit_price: str
    fixed_price: str
    retained_fte: str
    source: str


@dataclass(frozen=True, slots=True)
class Town:
    """A locality with coordinates (WGS84) and inhabitants."""

    key: str
    name: str
    municipality: str
    inhabitants: int
    lat: float
    lon: float
    seat: bool


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form that a joint organisation may have; `authority` may be exercised there."""

    key: str
    label: str
    authority: bool
    section: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Competence:
    """A critical competence within an activity and how many persons have to have it.

    `share` (`low` to `high`) is the part of the activity's FTE that has it.
    """

    activity: str
    key: str
    label: str
    share: float
    low: float
    high: float
    depth: int
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class CommutingBand:
    """From how many extra minutes one way a parameter says the share of those moved who leave."""

    minutes_from: float
    parameter: str


@dataclass(frozen=True, slots=True)
class Lease:
    """Premises that somebody has rented in a town: m², SEK/year in `price_year`, and years."""

    town: str
    holder: str
    floor_m2: float
    rent: float
    years: float
    from_year: int | None
    price_year: int
    status: Status
    source: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class KnownFact:
    """One fact of a cooperation that has been; SEK in the prices of its year.

    `municipality` is empty when the fact is about the whole.
    """

    case: str
    kind: FactKind
    municipality: str
    year: int
    value: float
    unit: str
    status: Status
    source: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Outline:
    """A municipality's boundary for a small map: exterior rings of (longitude, latitude)."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class ExistingCooperation:
    """A cooperation a municipality already takes part in and that a plan could collide with."""

    activity: str
    partners: tuple[str, ...]
    since: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, named by its official four-digit code."""

    code: str
    name: str
    county: str
    seat: str
    folder: str
    existing: tuple[ExistingCooperation, ...] = ()
