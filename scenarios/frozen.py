"""What a plan says of one area, frozen with its stamp: the figures that a joint decision rests on.

Nothing here is reckoned anew when it is read: what the councils decide on is what was frozen.
`scenarios.freeze` makes it, and `scenarios.numbers` lists every figure in it.
"""

from dataclasses import dataclass

from models.joint_decision import Words
from scenarios.setting import Range


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the figures come from: enough to reckon them again and see what has moved.

    `toml` is the whole scenario. Fingerprints as in the stamp; `frozen` the time, in ISO form.
    """

    scenario_key: str
    scenario: str
    toml: str
    version: str
    pack: str
    scenario_fingerprint: str
    comparable_from: str
    stamp: str
    price_year: int
    base_year: int
    frozen: str
    who: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """The cost key with its part in equal shares, the rule for the gain, and what both are called.

    `why` says why the rule has no answer here, empty when it has.
    """

    key: str
    fixed: float
    rule: str
    key_label: str
    rule_label: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A municipality that is asked to decide; `joins` when it takes part in anything joint."""

    code: str
    name: str
    seat_town: str
    joins: bool


@dataclass(frozen=True, slots=True)
class Organisation:
    """One activity as the plan has it for one group.

    `town` and `town_municipality` say where the office lies, `host` who is responsible for it: the
    member in which it lies, empty where it lies outside them all. `start` is a calendar year, None
    where nothing starts.
    """

    activity: str
    label: str
    alternative: str
    members: tuple[str, ...]
    joint: bool
    merged: bool
    authority: bool
    town_key: str
    town: str
    town_municipality: str
    host: str
    placement: str
    start: int | None


@dataclass(frozen=True, slots=True)
class AlternativeLine:
    """One line of the table of alternatives: what, in which unit, and a value by alternative.

    None: nobody knows. A Range where the value has one, else the ends equal the value.
    """

    kind: str
    label: str
    unit: str
    values: tuple[Range | None, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The ways side by side for those who take part together; for all where nobody does."""

    headings: tuple[str, ...]
    lines: tuple[AlternativeLine, ...]


@dataclass(frozen=True, slots=True)
class YearAmount:
    """One municipality's net cost against today in one calendar year after sharing, SEK."""

    year: int
    amount: Range


@dataclass(frozen=True, slots=True)
class EconomyRow:
    """What the area costs one municipality, or all where `code` is empty.

    Money in SEK/year in the price year: `own` today, `pays` after key and rule, `change` the
    difference, both as yearly averages with the transition in them; `transfer` the fixed amount on
    top of the key, `gains` what is gained against doing it alone at its cheapest. `one_off` in SEK,
    joint ones by the key.
    `coordination` is the share of the coordination of the whole, which is not part of the others.
    """

    code: str
    name: str
    own: Range
    pays: Range
    change: Range
    transfer: float
    gains: Range
    one_off: Range
    coordination: Range
    years: tuple[YearAmount, ...]


@dataclass(frozen=True, slots=True)
class TownRow:
    """FTE of the area with their workplace in a town, today and with the plan."""

    town: str
    municipality: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """Days a year without staff in one municipality, today and with the plan."""

    code: str
    name: str
    days_before: float
    days_after: float


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What each pays more (+) or less (−) than today if something were otherwise, SEK/year.

    `key` tells the ways apart. Empty `changes` and a `why` when it has no answer.
    """

    key: str
    label: str
    changes: tuple[Range, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Frozen:
    """One area of a plan, frozen. Municipalities in the order of the cooperation.

    `total` is every municipality added up. `leaving` is the FTE expected to leave because their
    workplace moves. `other_keys` is every other way of sharing. `share_known` is the share of
    today's cost that is not an assumption.
    """

    cooperation: str
    area: str
    area_label: str
    origin: Origin
    sharing: Sharing
    parties: tuple[Party, ...]
    organisations: tuple[Organisation, ...]
    alternatives: Alternatives
    economy: tuple[EconomyRow, ...]
    total: EconomyRow
    chance: float | None
    towns: tuple[TownRow, ...]
    service: tuple[ServiceRow, ...]
    moved_fte: float
    leaving: Range
    other_keys: tuple[KeyRow, ...]
    share_known: float

    @property
    def joining(self) -> tuple[Party, ...]:
        """Return the municipalities that take part in anything joint."""
        return tuple(party for party in self.parties if party.joins)

    @property
    def joint(self) -> tuple[Organisation, ...]:
        """Return what is run together."""
        return tuple(found for found in self.organisations if found.joint)

    def name(self, code: str) -> str:
        """Return a municipality's name; the code where it is none of the parties."""
        return next((party.name for party in self.parties if party.code == code), code)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that a text may state, with everything that makes it honest.

    `shown` is how it is written everywhere. `low` and `high` are None where it is a count, a year
    or a fixed amount. `price_year` is None where it is not money.
    """

    key: str
    label: str
    unit: str
    value: float
    low: float | None
    high: float | None
    shown: str
    status: str
    source: str
    year: int | None
    price_year: int | None


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """One of the numbered points the councils adopt: a heading and its clauses.

    A clause reads as a sentence of its own and after ”att” alike; it has no full stop.
    """

    number: int
    heading: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The only things in which one municipality's version differs from another's.

    `that_clauses` is the habit of writing ”att …” instead of sentences.
    """

    code: str
    name: str
    office: str = ""
    handler: str = ""
    date: str = ""
    dnr: str = ""
    that_clauses: bool = False
    receivers: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A joint decision: what is frozen, what has been written, and its version's id."""

    version: str
    frozen: Frozen
    words: Words
    figures: tuple[Figure, ...]
    points: tuple[DecisionPoint, ...]
    text_hash: str
