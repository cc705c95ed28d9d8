"""The decisions of a scenario as a table of keys, read and written; the words of [decide]."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from typing import Any

from models.case import office_towns
from models.decisions import YEARS, Choice, Decisions, WorseOff
from models.entities import Alternative, LevelChoice, Placement, Town
from models.pack import Pack

PLACED = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack calls things, for reading keys and names into what the models take."""

    pack: Pack

    def municipality(self, text: object) -> str:
        """Return the code of a municipality given by code or name."""
        for m in self.pack.municipalities:
            if text in {m.code, m.name}:
                return m.code
        raise ValueError(text)

    def town(self, text: object) -> str:
        """Return the key of a town given by key or name."""
        for town in office_towns(self.pack):
            if text in {town.key, town.name}:
                return town.key
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of [decide]: the field it sets, what it expects in words, and how it is read."""

    name: str
    field: str
    expected: str
    read: Callable[[Any, Names, str], object]
    by_activity: bool = False


def _number(least: float = 0.0) -> Callable[[Any, Names, str], float]:
    def read(value: Any, _names: Names, _activity: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(value)
        if not least <= value < LARGEST:
            raise ValueError(value)
        return float(value)

    return read


def _whole(least: int, most: int) -> Callable[[Any, Names, str], int]:
    def read(value: Any, _names: Names, _activity: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(value)
        return value

    return read


def _yes_or_no(value: Any, _names: Names, _activity: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _items(value: Any) -> list[Any]:
    found = value if isinstance(value, list) else [value]
    if not found:
        raise ValueError(value)
    return found


def _ways(value: Any, names: Names, activity: str) -> tuple[Alternative, ...]:
    allowed = next(a for a in names.pack.activities if a.key == activity).alternatives
    ways = tuple(Alternative(str(way)) for way in _items(value))
    if not set(ways) <= set(allowed):
        raise ValueError(value)
    return ways


def _placements(value: Any, _names: Names, _activity: str) -> tuple[Placement, ...]:
    found = tuple(Placement(str(word)) for word in _items(value))
    return PLACED if Placement.FREE in found else found


def _municipalities(value: Any, names: Names, _activity: str) -> tuple[str, ...]:
    return tuple(names.municipality(text) for text in _items(value))


def _towns(value: Any, names: Names, _activity: str) -> tuple[str, ...]:
    return tuple(names.town(text) for text in _items(value))


def _activities(value: Any, names: Names, _activity: str) -> tuple[str, ...]:
    known = {a.key for a in names.pack.activities if a.optimised}
    found = tuple(str(key) for key in _items(value))
    if not set(found) <= known:
        raise ValueError(value)
    return found


def _pairs(value: Any, names: Names, _activity: str) -> tuple[tuple[str, str], ...]:
    pairs = [tuple(names.municipality(text) for text in pair) for pair in _items(value)]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(value)
    return tuple((pair[0], pair[1]) for pair in pairs)


def _form(value: Any, names: Names, _activity: str) -> str:
    if value not in {form.key for form in names.pack.legal_forms}:
        raise ValueError(value)
    return str(value)


def _locked(value: Any, names: Names, activity: str) -> tuple[Choice, ...]:
    return tuple(_choice(str(text), names, activity) for text in _items(value))


def _choice(text: str, names: Names, activity: str) -> Choice:
    """Read ”0513+0512 sammanslagen kisa decentraliserad”."""
    members, way, town, pattern = text.split()
    codes = [m.code for m in names.pack.municipalities]
    group = sorted(codes.index(names.municipality(part)) for part in members.split("+"))
    towns = [t.key for t in office_towns(names.pack)]
    at = next(j for j, a in enumerate(names.pack.activities) if a.key == activity)
    return Choice(
        at, tuple(group), Alternative(way), towns.index(names.town(town)), Placement(pattern)
    )


KEYS = (
    Key("how", "how", "en lista av verksamhetens tillåtna driftformer", _ways, True),
    Key("least_partners", "least_partners", "ett heltal från 2", _whole(2, 290), True),
    Key("required", "required", "en lista av kommuner", _municipalities, True),
    Key("forbidden", "forbidden", "en lista av kommuner", _municipalities, True),
    Key(
        "placement",
        "placement",
        "en lista av " + ", ".join((*PLACED, Placement.FREE)),
        _placements,
        True,
    ),
    Key("start", "start", f"ett år 1–{YEARS}", _whole(1, YEARS), True),
    Key(
        "locked",
        "locked",
        "en lista av ”kommun+kommun driftform ort placering”",
        _locked,
        True,
    ),
    Key(
        "level",
        "level",
        "något av " + ", ".join(LevelChoice),
        lambda v, _n, _a: LevelChoice(str(v)),
    ),
    Key("price_uncovered_day", "price_uncovered_day_sek", "kronor per dag, 0 eller mer", _number()),
    Key("price_moved_post", "price_moved_fte_sek", "kronor per årsarbetare och år", _number()),
    Key("price_travel_minute", "price_travel_minute_sek", "kronor per minut och år", _number()),
    Key("apart", "apart", 'en lista av par: [["Kinda", "Ydre"]]', _pairs),
    Key("some_merge", "some_merge", "en lista av verksamheter som planeras", _activities),
    Key("least_team", "least_team", "årsarbetare, 0 eller mer", _number()),
    Key("competence_depth", "competence_depth", "årsarbetare, 0 eller mer", _number()),
    Key("largest_job_loss", "largest_job_loss", "årsarbetare, 0 eller mer", _number()),
    Key("office_in", "office_in", "en lista av orter", _towns),
    Key("extra_towns", "extra_towns", "en lista av orter", _towns),
    Key("longest_travel", "longest_travel", "minuter, 0 eller mer", _number()),
    Key(
        "worse_off",
        "worse_off",
        "något av " + ", ".join(WorseOff),
        lambda v, _n, _a: WorseOff(str(v)),
    ),
    Key("one_off_ceiling", "one_off_ceiling_sek", "kronor, 0 eller mer", _number()),
    Key("starts_per_year", "starts_per_year", "ett heltal från 1", _whole(1, 100)),
    Key("in_order", "in_order", "true eller false", _yes_or_no),
    Key("no_notice", "no_notice", "true eller false", _yes_or_no),
    Key("contracts_run_out", "contracts_run_out", "true eller false", _yes_or_no),
    Key("first_year", "first_year", "ett årtal", _whole(2000, 2100)),
    Key("legal_form", "legal_form", "en form i legal_forms.csv", _form),
)
BY_ACTIVITY = {key.name: key for key in KEYS if key.by_activity}
FOR_ALL = {key.name: key for key in KEYS if not key.by_activity}
# What is set by the reckoning and not decided: the coordination of the whole is a parameter.
NOT_DECIDED = {"coordination_sek"}


def read_decisions(
    table: Mapping[str, object], pack: Pack
) -> tuple[Decisions, tuple[tuple[str, object, str, str], ...]]:
    """Return the decisions and every fault as (key, found, expected, remedy).

    `table` is [decide] with the activity written into the key: ”plan.how”. What is at fault keeps
    its standing value.
    """
    names = Names(pack)
    activities = {a.key for a in pack.activities}
    decided: dict[str, Any] = {}
    faults: list[tuple[str, object, str, str]] = []
    for key, value in table.items():
        activity, _, what = key.rpartition(".")
        known = BY_ACTIVITY.get(what) if activity in activities else None
        if not activity:
            known = FOR_ALL.get(key)
        if known is None:
            faults.append((key, key, *_unknown(key, activities)))
            continue
        try:
            read = known.read(value, names, activity)
        except (ValueError, TypeError, KeyError):
            faults.append((key, value, known.expected, "rätta värdet"))
            continue
        if known.by_activity:
            decided.setdefault(known.field, {})[activity] = read
        else:
            decided[known.field] = read
    return replace(Decisions(), **decided), tuple(faults)


def _unknown(key: str, activities: set[str]) -> tuple[str, str]:
    """Return (what is expected, what to do) for a key nobody knows, the nearest known suggested."""
    known = [*FOR_ALL, *(f"{a}.{name}" for a in sorted(activities) for name in BY_ACTIVITY)]
    near = get_close_matches(key, known, n=1)
    expected = "<verksamhet>." + ", <verksamhet>.".join(BY_ACTIVITY) + ", " + ", ".join(FOR_ALL)
    if near:
        return expected, f"menade du ”{near[0]}”?"
    return expected, "rätta stavningen; verksamheterna finns i activities.csv"


def choice_words(choice: Choice, pack: Pack) -> str:
    """Return ”0513+0512 sammanslagen kisa decentraliserad”, as [decide] writes what is locked."""
    group = "+".join(pack.municipalities[m].code for m in choice.members)
    town = office_towns(pack)[choice.seat].key
    return f"{group} {choice.alternative} {town} {choice.pattern}"


def possible_towns(pack: Pack) -> tuple[Town, ...]:
    """Return where an office may lie: the members' seats first, then what may be opened beside."""
    return office_towns(pack)


def as_table(decisions: Decisions, pack: Pack) -> dict[str, object]:
    """Return [decide] again: only what differs from deciding nothing, ready for TOML or JSON."""
    table: dict[str, object] = {}
    nothing = Decisions()
    by_field = {key.field: key for key in KEYS}

    def plain(value: object) -> object:
        if isinstance(value, Choice):
            return choice_words(value, pack)
        if isinstance(value, tuple):
            return [plain(part) for part in value]
        if isinstance(value, str):
            return str(value)
        return value

    for f in fields(Decisions):
        value = getattr(decisions, f.name)
        if f.name in NOT_DECIDED or value == getattr(nothing, f.name):
            continue
        key = by_field[f.name]
        if key.by_activity:
            table |= {f"{activity}.{key.name}": plain(v) for activity, v in value.items()}
        else:
            table[key.name] = plain(value)
    return table
