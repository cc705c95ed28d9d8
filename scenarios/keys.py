"""The words of [decide] as one table: what each is called, how it is read, written and said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from models.case import office_towns
from models.decisions import YEARS, Choice, WorseOff
from models.entities import Alternative, LevelChoice, Placement
from models.pack import Pack
from models.words import figure, listed

PLACED = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)
LARGEST = 1e12
MOST_LISTED = 10


class UnknownNamesError(ValueError):
    """Names that the pack does not have; `remedy` says which are nearest, in Swedish."""

    def __init__(self, found: Mapping[str, Sequence[str]]) -> None:
        """Keep each name with the names it could have been."""
        self.found = dict(found)
        self.remedy = "; ".join(_meant(name, known) for name, known in found.items())
        super().__init__(self.remedy)


def _meant(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"”{name}” finns inte i datapaketet, menade du ”{near}”?"
    choice = f": välj bland {listed(known)}" if len(known) <= MOST_LISTED else ""
    return f"”{name}” finns inte i datapaketet{choice}"


def nearest(name: str, known: Sequence[str]) -> str:
    """Return the known name that a misspelt one is most like, or nothing when none is near."""
    by_folded = {word.casefold(): word for word in known}
    near = get_close_matches(name.casefold(), list(by_folded), n=1)
    return by_folded[near[0]] if near else ""


@dataclass(frozen=True, slots=True)
class Names:
    """What a pack calls things, for reading keys and names into what the models take."""

    pack: Pack

    def municipality(self, text: object) -> str:
        """Return the code of a municipality given by code or name."""
        known = {m.name: m.code for m in self.pack.municipalities}
        return _named(text, known)

    def town(self, text: object) -> str:
        """Return the key of a town given by key or name; seats win over others of the same name."""
        known: dict[str, str] = {}
        for town in office_towns(self.pack):
            known.setdefault(town.name, town.key)
        keys = {town.key for town in office_towns(self.pack)}
        return str(text) if text in keys else _named(text, known)

    def activity(self, text: object) -> str:
        """Return the key of a planned activity."""
        return _named(text, {a.key: a.key for a in self.pack.activities if a.optimised})

    def municipality_label(self, code: str) -> str:
        """Return a municipality's name."""
        return next(m.name for m in self.pack.municipalities if m.code == code)

    def town_label(self, key: str) -> str:
        """Return a town's name."""
        return next(t.name for t in office_towns(self.pack) if t.key == key)

    def activity_label(self, key: str) -> str:
        """Return an activity's name."""
        return next(a.label for a in self.pack.activities if a.key == key)


def _named(text: object, known: Mapping[str, str]) -> str:
    """Return what a name stands for, or what already is what it would stand for."""
    if not isinstance(text, str):
        raise ValueError(text)
    if text in known.values():
        return text
    if text not in known:
        raise UnknownNamesError({text: tuple(known)})
    return known[text]


Read = Callable[[Any, Names, str], object]
Say = Callable[[Any, Names], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how it is read, its JSON Schema, and how it is said in Swedish.

    `read` takes the value, the pack's names and the activity; `say` takes what was read.
    """

    read: Read
    schema: Mapping[str, object]
    say: Say


@dataclass(frozen=True, slots=True)
class Key:
    """One key of [decide]: the field it sets, its name on screen, and what it expects in words."""

    name: str
    field: str
    label: str
    expected: str
    kind: Kind
    by_activity: bool = False


def _number(unit: str) -> Kind:
    def read(value: Any, _names: Names, _activity: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(value)
        if not 0.0 <= value < LARGEST:
            raise ValueError(value)
        return float(value)

    schema = {"type": "number", "minimum": 0, "exclusiveMaximum": LARGEST}
    return Kind(read, schema, lambda value, _names: figure(value, unit))


def _whole(least: int, most: int, say: Callable[[int], str] = str) -> Kind:
    def read(value: Any, _names: Names, _activity: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(value)
        return value

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Kind(read, schema, lambda value, _names: say(value))


def _read_yes_or_no(value: Any, _names: Names, _activity: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _some(read: Read, say: Callable[[Sequence[Any], Names], str], item: Mapping[str, Any]) -> Kind:
    """Return the kind that is one or several of something, all unknown names told at once."""

    def read_all(value: Any, names: Names, activity: str) -> tuple[object, ...]:
        items = value if isinstance(value, list) else [value]
        if not items:
            raise ValueError(value)
        found: list[object] = []
        unknown: dict[str, Sequence[str]] = {}
        for part in items:
            try:
                found.append(read(part, names, activity))
            except UnknownNamesError as error:
                unknown |= error.found
        if unknown:
            raise UnknownNamesError(unknown)
        return tuple(found)

    schema = {"anyOf": [item, {"type": "array", "minItems": 1, "items": item}]}
    return Kind(read_all, schema, say)


def _one_of(choices: type[LevelChoice] | type[WorseOff]) -> Kind:
    return Kind(
        lambda value, _names, _activity: choices(str(value)),
        {"enum": [str(choice) for choice in choices]},
        lambda value, _names: str(value),
    )


def _read_way(value: Any, names: Names, activity: str) -> Alternative:
    way = Alternative(str(value))
    if way not in next(a for a in names.pack.activities if a.key == activity).alternatives:
        raise ValueError(value)
    return way


_ANY_PLACEMENT = _some(
    lambda value, _names, _activity: Placement(str(value)),
    lambda words, _names: " eller ".join(words),
    {"enum": [str(p) for p in (*PLACED, Placement.FREE)]},
)


def _read_placements(value: Any, names: Names, activity: str) -> object:
    found = _ANY_PLACEMENT.read(value, names, activity)
    return PLACED if isinstance(found, tuple) and Placement.FREE in found else found


def _read_pair(value: Any, names: Names, _activity: str) -> tuple[str, str]:
    one, other = value
    pair = (names.municipality(one), names.municipality(other))
    return pair


def _read_pairs(value: Any, names: Names, activity: str) -> object:
    if not isinstance(value, list) or not all(isinstance(pair, list) for pair in value):
        raise ValueError(value)
    return _PAIRS.read(value, names, activity)


def _read_form(value: Any, names: Names, _activity: str) -> str:
    return _named(value, {form.key: form.key for form in names.pack.legal_forms})


def _say_form(key: str, names: Names) -> str:
    return next(form.label for form in names.pack.legal_forms if form.key == key)


def _read_choice(value: Any, names: Names, activity: str) -> Choice:
    """Read ”0513+0512 sammanslagen kisa decentraliserad”."""
    members, way, town, pattern = str(value).split()
    codes = [m.code for m in names.pack.municipalities]
    group = sorted(codes.index(names.municipality(part)) for part in members.split("+"))
    towns = [t.key for t in office_towns(names.pack)]
    at = next(j for j, a in enumerate(names.pack.activities) if a.key == activity)
    return Choice(
        at, tuple(group), Alternative(way), towns.index(names.town(town)), Placement(pattern)
    )


def _say_choices(choices: Sequence[Choice], names: Names) -> str:
    return "; ".join(
        f"{listed([names.pack.municipalities[m].name for m in choice.members])}: "
        f"{choice.alternative}, {office_towns(names.pack)[choice.seat].name}, {choice.pattern}"
        for choice in choices
    )


def _read_first(value: Any, names: Names, _activity: str) -> str:
    return "" if value == "" else names.activity(value)


TEXT = {"type": "string", "minLength": 1}
_PAIRS = _some(
    _read_pair,
    lambda pairs, names: "; ".join(listed([names.municipality_label(c) for c in p]) for p in pairs),
    {"type": "array", "minItems": 2, "maxItems": 2, "items": TEXT},
)
APART = Kind(
    _read_pairs,
    {"type": "array", "minItems": 1, "items": _PAIRS.schema["anyOf"][0]},  # type: ignore[index]
    _PAIRS.say,
)
WAYS = _some(
    _read_way,
    lambda ways, _names: " eller ".join(ways),
    {"enum": [str(way) for way in Alternative]},
)
PLACEMENTS = Kind(_read_placements, _ANY_PLACEMENT.schema, _ANY_PLACEMENT.say)
MUNICIPALITIES = _some(
    lambda value, names, _activity: names.municipality(value),
    lambda codes, names: listed([names.municipality_label(code) for code in codes]),
    TEXT,
)
TOWNS = _some(
    lambda value, names, _activity: names.town(value),
    lambda keys, names: listed([names.town_label(key) for key in keys]),
    TEXT,
)
ACTIVITIES = _some(
    lambda value, names, _activity: names.activity(value),
    lambda keys, names: listed([names.activity_label(key) for key in keys]),
    TEXT,
)
LOCKED = _some(_read_choice, _say_choices, {"type": "string", "pattern": r"^\S+ \S+ \S+ \S+$"})
YES_OR_NO = Kind(
    _read_yes_or_no, {"type": "boolean"}, lambda value, _names: "ja" if value else "nej"
)
FORM = Kind(_read_form, TEXT, _say_form)
FIRST = Kind(
    _read_first,
    {"type": "string"},
    lambda key, names: f"efter {names.activity_label(key)}" if key else "utan ordning",
)
COUNT = _whole(2, 290)
START = _whole(1, YEARS, lambda year: f"år {year}")
POSTS = _number("årsarbetare")

KEYS = (
    Key("how", "how", "Driftform", "en lista av verksamhetens tillåtna driftformer", WAYS, True),
    Key(
        "least_partners",
        "least_partners",
        "Minsta antal kommuner om det slås ihop",
        "ett heltal från 2",
        COUNT,
        True,
    ),
    Key(
        "required",
        "required",
        "Kommuner som ska delta",
        "en lista av kommuner",
        MUNICIPALITIES,
        True,
    ),
    Key(
        "forbidden",
        "forbidden",
        "Kommuner som inte får delta",
        "en lista av kommuner",
        MUNICIPALITIES,
        True,
    ),
    Key(
        "placement",
        "placement",
        "Placering om det slås ihop",
        "en lista av " + ", ".join((*PLACED, Placement.FREE)),
        PLACEMENTS,
        True,
    ),
    Key("start", "start", "Startår", f"ett år 1–{YEARS}", START, True),
    Key("after", "after", "Startar först efter", "en verksamhet som planeras", FIRST, True),
    Key(
        "locked",
        "locked",
        "Låst i planen",
        "en lista av ”kommun+kommun driftform ort placering”",
        LOCKED,
        True,
    ),
    Key(
        "level",
        "level",
        "Servicenivå i sammanslagna",
        "något av " + ", ".join(LevelChoice),
        _one_of(LevelChoice),
    ),
    Key(
        "price_uncovered_day",
        "price_uncovered_day_sek",
        "En dag utan bemanning är värd",
        "kronor per dag, 0 eller mer",
        _number("kr/dag"),
    ),
    Key(
        "price_moved_post",
        "price_moved_fte_sek",
        "En flyttad årsarbetare är värd",
        "kronor per årsarbetare och år",
        _number("kr/årsarbetare och år"),
    ),
    Key(
        "price_travel_minute",
        "price_travel_minute_sek",
        "En minuts längre resa är värd",
        "kronor per minut och år",
        _number("kr/minut och år"),
    ),
    Key(
        "outside",
        "outside",
        "Kommuner utanför allt gemensamt",
        "en lista av kommuner",
        MUNICIPALITIES,
    ),
    Key("apart", "apart", "Inte i samma grupp", 'en lista av par: [["Kinda", "Ydre"]]', APART),
    Key(
        "some_merge",
        "some_merge",
        "Minst en grupp slår ihop",
        "en lista av verksamheter som planeras",
        ACTIVITIES,
    ),
    Key(
        "least_team", "least_team", "Minsta lag på varje kontor", "årsarbetare, 0 eller mer", POSTS
    ),
    Key(
        "competence_depth",
        "competence_depth",
        "Minsta kompetensdjup",
        "årsarbetare, 0 eller mer",
        POSTS,
    ),
    Key(
        "largest_job_loss",
        "largest_job_loss",
        "Största jobbförlust i en ort",
        "årsarbetare, 0 eller mer",
        POSTS,
    ),
    Key(
        "office_in",
        "office_in",
        "Orter som ska ha ett gemensamt kontor",
        "en lista av orter",
        TOWNS,
    ),
    Key("extra_towns", "extra_towns", "Fler orter som får ha kontor", "en lista av orter", TOWNS),
    Key(
        "longest_travel",
        "longest_travel",
        "Längsta resa till besökt service",
        "minuter, 0 eller mer",
        _number("minuter"),
    ),
    Key(
        "worse_off",
        "worse_off",
        "Högre kostnad för en kommun",
        "något av " + ", ".join(WorseOff),
        _one_of(WorseOff),
    ),
    Key(
        "one_off_ceiling",
        "one_off_ceiling_sek",
        "Högsta engångskostnad",
        "kronor, 0 eller mer",
        _number("kr"),
    ),
    Key(
        "starts_per_year",
        "starts_per_year",
        "Starter om året, högst",
        "ett heltal från 1",
        _whole(1, 100),
    ),
    Key("in_order", "in_order", "Ordningen mellan verksamheter", "true eller false", YES_OR_NO),
    Key("no_notice", "no_notice", "Ingen sägs upp", "true eller false", YES_OR_NO),
    Key(
        "contracts_run_out",
        "contracts_run_out",
        "Avtal löper ut innan något startar",
        "true eller false",
        YES_OR_NO,
    ),
    Key("first_year", "first_year", "Första året", "ett årtal", _whole(2000, 2100)),
    Key(
        "legal_form",
        "legal_form",
        "Juridisk form för sammanslagna",
        "en form i legal_forms.csv",
        FORM,
    ),
)
BY_ACTIVITY = {key.name: key for key in KEYS if key.by_activity}
FOR_ALL = {key.name: key for key in KEYS if not key.by_activity}


def split_key(name: str) -> tuple[str, str]:
    """Return (activity, word) of a key as [decide] has it; no activity where it is for all."""
    activity, _, word = name.rpartition(".")
    return activity, word
