"""The decisions, asked in plain words: set on the page, kept in the session and in the address."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from models.decisions import YEARS, Choice, Decisions, WorseOff, comes_after
from models.entities import Alternative, LevelChoice
from models.pack import Pack
from pages.parts.numbers import parse_number
from pages.parts.plain import plain
from pages.parts.swedish import listed, number
from pages.parts.wording import ALTERNATIVES, LEVELS, PLACEMENTS
from scenarios.decide import as_table, choice_words, possible_towns, read_decisions
from scenarios.keys import PLACED
from scenarios.run import Outcome
from scenarios.scenario import Scenario

PARAM = "beslut"
ALL = "alla"
WORSE_OFF = {
    WorseOff.ANYWHERE: "Får förekomma",
    WorseOff.IN_TOTAL: "Inte i helheten",
    WorseOff.IN_ANY_ACTIVITY: "Inte i någon verksamhet",
}


@dataclass(slots=True)
class Draft:
    """The decisions as they stand on the screen: [decide] of a scenario, and what was mistyped.

    `round` counts the times they have been set from elsewhere than the fields, which then have to
    be drawn anew. `began` is what the scenario itself decided when the draft was last looked at.
    """

    scenario: str
    table: dict[str, Any]
    faults: dict[str, str] = field(default_factory=dict)
    round: int = 0
    began: dict[str, Any] = field(default_factory=dict)


def decided(pack: Pack, base: Scenario) -> Scenario:
    """Return the scenario with the decisions made on the screen; the base where there are none.

    The address carries them, so that a link or a reload shows the same view.
    """
    start = as_table(base.decide, pack)
    draft = st.session_state.get("utkast")
    if not isinstance(draft, Draft) or draft.scenario != base.key:
        linked = _from_address() if draft is None else None
        draft = Draft(base.key, dict(start) if linked is None else linked)
        st.session_state["utkast"] = draft
    elif draft.table == draft.began != start:
        # Nothing was decided on the screen, and the saved scenario has been changed: follow it.
        draft.table, draft.faults = dict(start), {}
        draft.round += 1
    draft.began = dict(start)
    decisions, faults = read_decisions(draft.table, pack)
    for key, found, expected, _ in faults:
        st.warning(
            plain(f"Länkens beslut ”{key}” = {found} gick inte att läsa; väntade {expected}.")
        )
    # Written again, so that the fields, the address and what is decided say the same.
    draft.table = as_table(decisions, pack)
    if draft.table == start:
        st.query_params.pop(PARAM, None)
        return base
    st.query_params[PARAM] = json.dumps(draft.table, ensure_ascii=False, separators=(",", ":"))
    return replace(
        base,
        base=base.key,
        title=f"{base.title}, ändrad",
        question=f"Egna beslut med utgångspunkt i ”{base.title}”.",
        decide=decisions,
    )


def _from_address() -> dict[str, Any] | None:
    """Return the decisions in the address, or None; what cannot be read there is said and left."""
    text = st.query_params.get(PARAM)
    if not text:
        return None
    try:
        table = json.loads(text)
        json.dumps(table, ensure_ascii=False).encode("utf-8")  # half a letter is no text
    except (ValueError, RecursionError):
        table = None
    if not isinstance(table, dict):
        st.warning("Besluten i länken gick inte att läsa. Scenariots egna beslut visas.")
        return None
    return table


def _draft() -> Draft:
    draft = st.session_state["utkast"]
    if not isinstance(draft, Draft):
        raise TypeError(type(draft))
    return draft


def _set(key: str, value: object) -> None:
    """Write or, when there is nothing to write, remove one decision."""
    draft = _draft()
    if value is None or value == "" or value == [] or value is False:
        draft.table.pop(key, None)
    else:
        draft.table[key] = value


def reset(pack: Pack, base: Scenario) -> None:
    """Go back to what the scenario decides."""
    draft = _draft()
    draft.table, draft.faults = dict(as_table(base.decide, pack)), {}
    draft.round += 1


def keep_move(pack: Pack, outcome: Outcome, old: Choice, new: Choice) -> None:
    """Lock an activity as the plan has it but with one office moved; the rest is planned anew."""
    draft = _draft()
    towns = possible_towns(pack)
    opened = draft.table.get("extra_towns", [])
    if new.seat >= len(pack.municipalities) and towns[new.seat].key not in opened:
        draft.table["extra_towns"] = [*opened, towns[new.seat].key]
    activity = pack.activities[old.activity].key
    draft.table[f"{activity}.locked"] = [
        choice_words(new if choice == old else choice, pack)
        for choice in outcome.plan.choices
        if choice.activity == old.activity
    ]
    draft.round += 1


def lock_only(pack: Pack, plan: Iterable[Choice], keys: Sequence[str]) -> None:
    """Lock these activities as the plan has them, and no others."""
    draft = _draft()
    for name in [name for name in draft.table if name.endswith(".locked")]:
        del draft.table[name]
    chosen = list(plan)
    for key in keys:
        at = next(j for j, a in enumerate(pack.activities) if a.key == key)
        draft.table[f"{key}.locked"] = [
            choice_words(choice, pack) for choice in chosen if choice.activity == at
        ]
    draft.round += 1


# ---- Fields -------------------------------------------------------------------------------------


def _key(name: str) -> str:
    draft = _draft()
    return f"{name}|{draft.scenario}|{draft.round}"


def _typed(pack: Pack, name: str, keys: Sequence[str], factor: float, whole: bool) -> None:
    """Take a number that has been typed; a fault is kept to be said beside the field."""
    draft = _draft()
    text = str(st.session_state[_key(name)])
    try:
        value = parse_number(text)
        if value is not None and value < 0:
            raise ValueError(f"”{text}” är under noll. Skriv 0 eller mer, eller töm rutan.")
        if value is not None and whole and not value.is_integer():
            raise ValueError(f"”{text}” är inget heltal. Skriv till exempel 3.")
        decided = None if value is None else int(value) if whole else value * factor
        wrong = {} if decided is None else dict.fromkeys(keys, decided)
        for _, _, expected, _ in read_decisions(wrong, pack)[1]:
            raise ValueError(f"”{text}” går inte att använda. Skriv {expected}.")
    except ValueError as error:
        draft.faults[name] = str(error)
        return
    draft.faults.pop(name, None)
    for key in keys:
        _set(key, decided)


def _number_field(
    pack: Pack,
    label: str,
    name: str,
    keys: Sequence[str],
    *,
    factor: float = 1.0,
    whole: bool = False,
    help_text: str = "",
    placeholder: str = "ingen gräns",
) -> None:
    value = _draft().table.get(keys[0]) if keys else None
    shown = "" if value is None else _as_typed(float(value) / factor)
    if _key(name) not in st.session_state:  # drawn anew, without what was mistyped in it
        _draft().faults.pop(name, None)
    st.text_input(
        label,
        value=shown,
        key=_key(name),
        on_change=_typed,
        args=(pack, name, tuple(keys), factor, whole),
        placeholder=placeholder,
        help=help_text or None,
    )
    if name in _draft().faults:
        st.error(plain(_draft().faults[name]))


def _as_typed(value: float) -> str:
    decimals = next((d for d in range(4) if round(value, d) == round(value, 4)), 4)
    return number(value, decimals)


def _picked(name: str, keys: Sequence[str], to_value: Callable[[Any], object]) -> None:
    for key in keys:
        _set(key, to_value(st.session_state[_key(name)]))


def _many(
    label: str,
    name: str,
    keys: Sequence[str],
    options: Mapping[str, str],
    *,
    help_text: str = "",
    placeholder: str = "inga valda",
) -> None:
    """Ask for some of several; the keys take the list, or nothing when none is picked."""
    chosen = _draft().table.get(keys[0], []) if keys else []
    st.multiselect(
        label,
        list(options),
        default=[key for key in chosen if key in options],
        format_func=lambda key: options[key],
        key=_key(name),
        on_change=_picked,
        args=(name, tuple(keys), list),
        placeholder=placeholder,
        help=help_text or None,
    )


def _one(
    label: str, name: str, keys: Sequence[str], options: Mapping[Any, str], standing: object
) -> None:
    """Ask for one of several; the keys take it, or nothing when it is as standing."""
    values = list(options)
    now = _draft().table.get(keys[0], standing) if keys else standing
    st.selectbox(
        label,
        values,
        index=values.index(now) if now in values else 0,
        format_func=lambda value: options[value],
        key=_key(name),
        on_change=_picked,
        args=(name, tuple(keys), lambda v: None if v == standing else _plain(v)),
    )


def _plain(value: object) -> object:
    return str(value) if isinstance(value, str) else value


def _switch(label: str, key: str, *, on: bool, help_text: str = "") -> None:
    """Ask yes or no; only what differs from the standing `on` is written."""
    st.checkbox(
        label,
        value=bool(_draft().table.get(key, on)),
        key=_key(key),
        on_change=_switched,
        args=(key, on),
        help=help_text or None,
    )


def _switched(key: str, on: bool) -> None:
    value = bool(st.session_state[_key(key)])
    if value == on:
        _draft().table.pop(key, None)
    else:
        _draft().table[key] = value


# ---- The panel ----------------------------------------------------------------------------------


def show_panel(pack: Pack, base: Scenario) -> None:
    """Ask for every decision; what most meetings ask for first."""
    _whole_plan(pack)
    _one_activity(pack)
    with st.expander("Fler beslut"):
        _more(pack)
    if st.session_state["utkast"].table != as_table(base.decide, pack):
        st.button(
            f"Tillbaka till ”{base.title}”", on_click=reset, args=(pack, base), width="stretch"
        )


def _whole_plan(pack: Pack) -> None:
    st.markdown("**För hela planen**")
    _number_field(
        pack,
        "Ingen ort förlorar mer än, årsarbetare",
        "largest_job_loss",
        ["largest_job_loss"],
        help_text="Arbetsplatser i de planerade verksamheterna, netto per ort.",
    )
    seats = _seats(pack)
    _many(
        "Orter som ska ha ett gemensamt kontor",
        "office_in",
        ["office_in"],
        seats,
        help_text="Orten leder minst en sammanslagen organisation.",
    )
    _number_field(
        pack, "Högsta engångskostnad, mnkr", "one_off_ceiling", ["one_off_ceiling"], factor=1e6
    )
    _one(
        "Högre kostnad för en kommun",
        "worse_off",
        ["worse_off"],
        {str(which): words for which, words in WORSE_OFF.items()},
        str(WorseOff.ANYWHERE),
    )


def _seats(pack: Pack) -> dict[str, str]:
    draft = _draft()
    opened = draft.table.get("extra_towns", [])
    towns = possible_towns(pack)
    seats = [t.key for t in towns[: len(pack.municipalities)]]
    return {t.key: t.name for t in towns if t.key in seats or t.key in opened}


def _one_activity(pack: Pack) -> None:
    st.markdown("**För ett område eller en verksamhet**")
    planned = [a for a in pack.activities if a.optimised]
    groups = {
        ALL: ("Alla verksamheter", [a.key for a in planned]),
        **{
            f"omrade:{area.key}": (
                f"{area.key} {area.label}",
                [a.key for a in planned if a.area == area.key],
            )
            for area in pack.areas
        },
        **{a.key: (f"– {a.label}", [a.key]) for a in planned},
    }
    open_groups = [key for key, (_, members) in groups.items() if members]
    asked = st.selectbox(
        "Vad gäller det?",
        open_groups,
        format_func=lambda key: groups[key][0],
        key="verksamhet_i_beslut",
    )
    members = groups[asked or ALL][1]
    ways = _common_ways(pack, members)
    scope = str(asked)
    _ways_field(pack, scope, members, ways)
    _number_field(
        pack,
        "Minst så många kommuner om det slås ihop",
        f"{scope}.least_partners",
        [f"{key}.least_partners" for key in members],
        whole=True,
    )
    _some_merge_field(scope, members)
    names = {m.code: m.name for m in pack.municipalities}
    _many("Kommuner som ska delta", f"{scope}.required", [f"{k}.required" for k in members], names)
    _many(
        "Kommuner som inte får delta",
        f"{scope}.forbidden",
        [f"{k}.forbidden" for k in members],
        names,
    )
    _placement_field(pack, scope, members)
    _start_field(scope, members)
    if asked != ALL:
        st.button(
            "Låt allt annat vara som i dag",
            on_click=_rest_as_today,
            args=(pack, tuple(members)),
            width="stretch",
        )
    _set_so_far(pack)


def _common_ways(pack: Pack, members: Sequence[str]) -> list[Alternative]:
    """Return the ways open to any of the activities, in their fixed order."""
    found = {way for a in pack.activities if a.key in members for way in a.alternatives}
    return [way for way in Alternative if way in found]


def _ways_field(
    pack: Pack, scope: str, members: Sequence[str], ways: Sequence[Alternative]
) -> None:
    table = _draft().table
    now = table.get(f"{members[0]}.how", [str(way) for way in ways])
    name = f"{scope}.how"
    st.multiselect(
        "Får drivas som",
        [str(way) for way in ways],
        default=[way for way in now if way in set(ways)],
        format_func=lambda way: ALTERNATIVES[Alternative(way)],
        key=_key(name),
        on_change=_ways_picked,
        args=(pack, name, tuple(members)),
    )


def _ways_picked(pack: Pack, name: str, members: Sequence[str]) -> None:
    """Write the ways each activity has of those picked; all or none of them is no decision."""
    picked = set(st.session_state[_key(name)])
    for a in pack.activities:
        if a.key in members:
            mine = [str(way) for way in a.alternatives if str(way) in picked]
            _set(f"{a.key}.how", None if len(mine) == len(a.alternatives) else mine)


def _some_merge_field(scope: str, members: Sequence[str]) -> None:
    """Ask whether at least one group shall merge it, the others standing outside if they like."""
    asked = _draft().table.get("some_merge", [])
    name = f"{scope}.some_merge"
    st.checkbox(
        "Minst en grupp ska slå ihop det",
        value=all(key in asked for key in members),
        key=_key(name),
        on_change=_some_merge_asked,
        args=(name, tuple(members)),
        help="De andra får stå utanför, om de får driva det som egen. Antalet sätts ovanför.",
    )


def _some_merge_asked(name: str, members: Sequence[str]) -> None:
    others = [key for key in _draft().table.get("some_merge", []) if key not in members]
    _set("some_merge", [*others, *members] if st.session_state[_key(name)] else others)


def _placement_field(pack: Pack, scope: str, members: Sequence[str]) -> None:
    """Ask for the placement; nothing picked is what the pack says, which is told."""
    standing = {a.placement for a in pack.activities if a.key in members}
    said = " eller ".join(sorted(PLACEMENTS[p] for p in standing))
    _many(
        "Placering om det slås ihop",
        f"{scope}.placement",
        [f"{key}.placement" for key in members],
        {str(p): PLACEMENTS[p] for p in PLACED},
        placeholder=f"som i underlaget: {said}",
    )


def _start_field(scope: str, members: Sequence[str]) -> None:
    first = int(_draft().table.get("first_year", Decisions().first_year))
    years = {0: "valfritt år"} | {y: f"{first + y - 1} (år {y})" for y in range(1, YEARS + 1)}
    _one("Startar", f"{scope}.start", [f"{key}.start" for key in members], years, 0)


def _rest_as_today(pack: Pack, members: Sequence[str]) -> None:
    draft = _draft()
    for a in pack.activities:
        if a.optimised and a.key not in members:
            draft.table[f"{a.key}.how"] = [str(Alternative.OWN)]
    draft.round += 1


def _set_so_far(pack: Pack) -> None:
    """Say which activities have decisions of their own, so that none is forgotten."""
    labels = {a.key: a.label for a in pack.activities}
    table = _draft().table
    own = [
        key
        for key in labels
        if any(name.startswith(f"{key}.") and name != f"{key}.locked" for name in table)
    ]
    kept = [key for key in own if table.get(f"{key}.how") == [str(Alternative.OWN)]]
    rest = [labels[key] for key in own if key not in kept]
    if rest:
        st.caption(plain("Egna beslut finns för " + listed(rest) + "."))
    if kept:
        st.caption(f"Som i dag: {len(kept)} verksamheter.")


def _more(pack: Pack) -> None:
    _number_field(
        pack, "Längsta resa till besökt service, minuter", "longest_travel", ["longest_travel"]
    )
    _number_field(pack, "Minsta lag på varje kontor, årsarbetare", "least_team", ["least_team"])
    _number_field(
        pack,
        "Minsta kompetensdjup, årsarbetare",
        "competence_depth",
        ["competence_depth"],
        help_text="Så många ska ha den ovanligaste utpekade kompetensen, i varje kommun.",
    )
    _number_field(
        pack, "Högst så många starter om året", "starts_per_year", ["starts_per_year"], whole=True
    )
    _switch("Ingen sägs upp", "no_notice", on=False, help_text="Tjänster dras in när någon slutar.")
    _switch("Avtal löper ut innan något startar", "contracts_run_out", on=False)
    if order := _order_words(pack):
        _switch(order, "in_order", on=True)
    towns = possible_towns(pack)
    others = {t.key: t.name for t in towns[len(pack.municipalities) :]}
    _many("Fler orter som får ha kontor", "extra_towns", ["extra_towns"], others)
    _many(
        "Kommuner utanför allt gemensamt",
        "outside",
        ["outside"],
        {m.code: m.name for m in pack.municipalities},
        help_text="De driver allt som egen, vad de andra än har beslutat om driftform.",
    )
    _apart_field(pack)
    _one(
        "Juridisk form för sammanslagna",
        "legal_form",
        ["legal_form"],
        {"": "inte bestämd"} | {form.key: form.label for form in pack.legal_forms},
        "",
    )
    _one(
        "Servicenivå i sammanslagna",
        "level",
        ["level"],
        {str(level): LEVELS[level] for level in LevelChoice},
        str(LevelChoice.OWN),
    )
    _number_field(
        pack,
        "En dag utan bemanning är värd, kr",
        "price_uncovered_day",
        ["price_uncovered_day"],
        placeholder="räknas inte",
    )
    _number_field(
        pack,
        "En flyttad årsarbetare är värd, kr/år",
        "price_moved_post",
        ["price_moved_post"],
        placeholder="räknas inte",
    )
    _number_field(
        pack,
        "En minuts längre resa är värd, kr/år",
        "price_travel_minute",
        ["price_travel_minute"],
        help_text="Per verksamhet och kommun, medelresa för invånarna i tätorterna.",
        placeholder="räknas inte",
    )
    _number_field(
        pack,
        "Första året",
        "first_year",
        ["first_year"],
        whole=True,
        placeholder=str(Decisions().first_year),
    )


def _order_words(pack: Pack) -> str:
    labels = {a.key: a.label for a in pack.activities}
    pairs = comes_after(pack.activities, read_decisions(_draft().table, pack)[0])
    return "; ".join(f"{labels[key]} först efter {labels[first]}" for key, first in pairs.items())


def _apart_field(pack: Pack) -> None:
    names = {m.code: m.name for m in pack.municipalities}
    codes = list(names)
    pairs = {
        f"{one}+{other}": f"{names[one]} och {names[other]}"
        for i, one in enumerate(codes)
        for other in codes[i + 1 :]
    }
    now = ["+".join(pair) for pair in _draft().table.get("apart", [])]
    st.multiselect(
        "Inte i samma grupp",
        list(pairs),
        default=[pair for pair in now if pair in pairs],
        format_func=lambda pair: pairs[pair],
        key=_key("apart"),
        on_change=_picked,
        args=("apart", ("apart",), lambda v: [pair.split("+") for pair in v] or None),
        placeholder="inga valda",
    )


# ---- Locks --------------------------------------------------------------------------------------


def show_locks(pack: Pack, outcome: Outcome) -> None:
    """Ask which parts of the plan to lock, so that the rest can be planned anew."""
    labels = {a.key: a.label for a in pack.activities if a.optimised}
    locked = [key for key in labels if f"{key}.locked" in _draft().table]
    st.multiselect(
        "Lås i planen",
        list(labels),
        default=locked,
        format_func=lambda key: labels[key],
        key=_key("locked"),
        on_change=_lock_picked,
        args=(pack, outcome),
        placeholder="inget låst: allt planeras om när ett beslut ändras",
        help="Det låsta ligger fast när besluten ändras. Resten planeras om.",
    )


def _lock_picked(pack: Pack, outcome: Outcome) -> None:
    """Lock what has just been picked as the plan has it; what was locked stays as it was."""
    picked = list(st.session_state[_key("locked")])
    table = _draft().table
    for name in [name for name in table if name.endswith(".locked")]:
        if name.removesuffix(".locked") not in picked:
            del table[name]
    for key in picked:
        if f"{key}.locked" not in table:
            at = next(j for j, a in enumerate(pack.activities) if a.key == key)
            table[f"{key}.locked"] = [
                choice_words(choice, pack)
                for choice in outcome.plan.choices
                if choice.activity == at
            ]


def show_take_over(pack: Pack, plans: Sequence[Outcome]) -> None:
    """Ask whether one of the plans nearly as good shall be the one that is shown everywhere."""
    columns = st.columns(min(4, len(plans)))
    for i, plan in enumerate(plans):
        with columns[i % len(columns)]:
            st.button(
                f"Lås plan {i + 1}",
                key=f"ta_over_{i}",
                on_click=_take_over,
                args=(pack, plan),
                help="Låser hela planen, så att den visas på alla sidor.",
                width="stretch",
            )


def _take_over(pack: Pack, plan: Outcome) -> None:
    lock_only(pack, plan.plan.choices, [a.key for a in pack.activities if a.optimised])
