"""Weighs one activity's alternatives: asks for weights and judgements, and shows what they give.

The weights are kept in the session and in the address, so that a reload or a link shows the same.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from models.entities import Alternative
from models.pack import Pack
from models.weighing import WeightsError
from pages.parts import swedish
from pages.parts.controls import Context
from pages.parts.numbers import parse_number
from pages.parts.plain import plain
from pages.parts.summaries import name
from pages.parts.weighing_tables import (
    SHORT,
    headline,
    show_bars,
    show_by_municipality,
    show_flips,
    show_how,
    show_left_out,
    show_points,
)
from pages.parts.wording import ALTERNATIVES
from scenarios.columns import Arrangement
from scenarios.criteria import CRITERIA, Criterion, Grounds, grounds
from scenarios.setting import Setting
from scenarios.weighing import equal_weights, missing, to_hundred, weigh

PARAM = "vikter"
STATE = "viktning"
EVERYBODY = "alla"
SAME, OWN = "Samma vikter för alla", "Egna vikter per kommun"
FIELDS_A_ROW = 4
MOST = 100.0
KEYS = tuple(criterion.key for criterion in CRITERIA)

Weights = dict[str, float]
# By activity, criterion and alternative: points 0–100 given in the room.
Judgements = dict[str, dict[str, dict[str, float]]]


@dataclass(slots=True)
class Draft:
    """The weights as they stand on the screen, in per cent by criterion, and what was mistyped.

    `own` by municipality code is kept also while `apart` is false and all share the `common`.
    `round` counts the times they have been set from elsewhere than the fields, which then have to
    be drawn anew.
    """

    common: Weights
    own: dict[str, Weights] = field(default_factory=dict)
    apart: bool = False
    judged: Judgements = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    round: int = 0

    def of(self, who: str) -> Weights:
        """Return the weights of everybody or of one municipality, which begins as everybody."""
        if who == EVERYBODY:
            return self.common
        return self.own.setdefault(who, dict(self.common))


# ---- The part -----------------------------------------------------------------------------------


def show_weighing(
    here: Context,
    setting: Setting,
    activity_keys: Sequence[str],
    arrangement: Arrangement | None = None,
) -> None:
    """Ask for an activity, weights and judgements, and show the alternatives weighed.

    `activity_keys` are those to choose among; `arrangement` is all municipalities around the
    largest one's seat when None.
    """
    if not activity_keys:
        st.info("Ingen planerad verksamhet att väga.")
        return
    labels = {a.key: a.label for a in here.pack.activities}
    activity = st.selectbox(
        "Verksamhet",
        list(activity_keys),
        format_func=lambda key: labels[key],
        key="vikt_verksamhet",
        bind="query-params",
    )
    on = grounds(setting, activity or activity_keys[0], arrangement)
    if len(on.alternatives) < 2:
        st.info("Verksamheten har bara en driftform i datapaketet. Det finns inget att väga.")
        return
    draft = _draft(here.pack)
    who = _ask_weights(here.pack, draft, on)
    judged = _ask_judgements(draft, on)
    with st.expander("Så räknas kriterierna och poängen"):
        show_how()
    _to_address(draft)
    if _not_ready(draft, who):
        return
    weights = {code: draft.of(code if draft.apart else EVERYBODY) for code in on.municipalities}
    _show(here, on, weights, judged)


def _show(
    here: Context,
    on: Grounds,
    weights: Mapping[str, Weights],
    judged: Mapping[str, tuple[float, ...]],
) -> None:
    try:
        found = weigh(on, weights, judged)
    except WeightsError:
        st.warning(
            "All vikt ligger på kriterier där uppgift saknas. Lägg vikt på något annat, eller "
            "bedöm kriteriet i rummet."
        )
        return
    st.markdown(headline(found, here))
    show_left_out(found)
    show_bars(found)
    show_points(found)
    if not found.same_weights:
        show_by_municipality(found, here)
    show_flips(found)


def _not_ready(draft: Draft, who: Sequence[str]) -> bool:
    """Say what must be put right before anything is weighed; nothing is scaled unasked."""
    if any(key in draft.faults for one in who for key in _names(one)):
        st.info("Rätta rutan ovan, så visas poängen.")
        return True
    if any(missing(draft.of(one)) for one in who):
        st.info("Poängen visas när vikterna summerar till 100.")
        return True
    return False


# ---- Weights ------------------------------------------------------------------------------------


def _ask_weights(pack: Pack, draft: Draft, on: Grounds) -> list[str]:
    """Ask for the weights; return whose they are: everybody's, or each municipality's."""
    st.segmented_control(
        "Vikter",
        [SAME, OWN],
        default=OWN if draft.apart else SAME,
        key=_key(draft, "vikt_lage"),
        on_change=_set_apart,
    )
    who = list(on.municipalities) if draft.apart else [EVERYBODY]
    if draft.apart:
        _rows_of_fields(pack, draft, who)
    else:
        _common_fields(draft)
    off = [one for one in who if missing(draft.of(one))]
    if any(sum(draft.of(one).values()) > 0 for one in off):
        st.button(
            "Skala till 100",
            key="vikt_skala",
            on_click=_scale,
            args=(tuple(off),),
            help="Behåller vikternas proportioner till varandra.",
        )
    return who


def _common_fields(draft: Draft) -> None:
    """Ask for everybody's weights, a few in a row, with the sum in the place that is left over."""
    for start in range(0, len(CRITERIA), FIELDS_A_ROW):
        columns = st.columns(FIELDS_A_ROW)
        for column, criterion in zip(columns, CRITERIA[start:][:FIELDS_A_ROW], strict=False):
            with column:
                fault = _weight_field(draft, EVERYBODY, criterion, criterion.label)
                if fault:
                    st.error(plain(fault))
    with columns[-1]:
        st.markdown(f"**Summa {_sum_words(draft.common)}**")


def _rows_of_fields(pack: Pack, draft: Draft, who: Sequence[str]) -> None:
    """Ask for each municipality's weights, a row for each."""
    widths = [1.3, *([1.0] * len(CRITERIA)), 1.3]
    heads = st.columns(widths, vertical_alignment="bottom")
    for column, words in zip(heads, ("Kommun", *SHORT.values(), "Summa"), strict=True):
        column.caption(f"**{words}**")
    for code in who:
        columns = st.columns(widths, vertical_alignment="center")
        columns[0].markdown(plain(name(pack, code)))
        faults = []
        for column, criterion in zip(columns[1:], CRITERIA, strict=False):
            with column:
                label = f"{name(pack, code)}: {criterion.label}"
                fault = _weight_field(draft, code, criterion, label, hidden=True)
                if fault:
                    faults.append(f"{label}. {fault}")
        columns[-1].markdown(_sum_words(draft.of(code)))
        for fault in faults:  # under the row: the field itself is too narrow for a sentence
            st.error(plain(fault))


def _weight_field(
    draft: Draft, who: str, criterion: Criterion, label: str, *, hidden: bool = False
) -> str:
    """Ask for one weight; return what was wrong with what was typed."""
    field_name = _name(who, criterion.key)
    if _key(draft, field_name) not in st.session_state:  # drawn anew, without what was mistyped
        draft.faults.pop(field_name, None)
    st.text_input(
        label,
        value=_as_typed(draft.of(who)[criterion.key]),
        key=_key(draft, field_name),
        on_change=_weight_typed,
        args=(who, criterion.key),
        help=None if hidden else criterion.how,
        label_visibility="collapsed" if hidden else "visible",
    )
    return draft.faults.get(field_name, "")


def _sum_words(weights: Weights) -> str:
    """Return the sum and what is missing to 100, or what is too much."""
    left = missing(weights)
    total = _as_typed(sum(weights.values()))
    if not left:
        return total
    return f"{total}: {_as_typed(abs(left))} {'saknas' if left > 0 else 'för mycket'}"


def _as_typed(value: float) -> str:
    """Return a number with the decimals it was typed with; what is less is binary rounding."""
    decimals = next((d for d in range(6) if round(value, d) == round(value, 6)), 6)
    return swedish.number(value, decimals)


def _weight_typed(who: str, key: str) -> None:
    draft, field_name = _standing(), _name(who, key)
    try:
        draft.of(who)[key] = _percent(str(st.session_state[_key(draft, field_name)])) or 0.0
    except ValueError as error:
        draft.faults[field_name] = str(error)
        return
    draft.faults.pop(field_name, None)


def _percent(text: str) -> float | None:
    """Return a number 0–100 that has been typed; None when nothing has.

    Raises:
        ValueError: in Swedish, what was found and what to write instead.
    """
    value = parse_number(text)
    if value is not None and not 0 <= value <= MOST:
        raise ValueError(f"”{text}” ligger inte mellan 0 och 100. Skriv till exempel 20.")
    return value


def _set_apart() -> None:
    """Change between the same weights for all and each municipality's own."""
    draft = _standing()
    picked = st.session_state[_key(draft, "vikt_lage")]
    if picked is None:  # the choice was clicked away: it stands as it was, drawn anew
        draft.round += 1
    else:
        draft.apart = picked == OWN


def _scale(who: Sequence[str]) -> None:
    draft = _standing()
    for one in who:
        if sum(draft.of(one).values()) > 0:
            draft.of(one).update(to_hundred(draft.of(one)))
    draft.round += 1


# ---- Judgements ---------------------------------------------------------------------------------


def _ask_judgements(draft: Draft, on: Grounds) -> dict[str, tuple[float, ...]]:
    """Ask for the room's own points; return those criteria that have one for every alternative."""
    mine = draft.judged.setdefault(on.activity, {})
    judged = {}
    with st.expander("Bedöm i rummet", expanded=any(mine.values())):
        st.markdown(
            "Poäng 0–100 som ni sätter själva ersätter de räknade för den raden. Töm raden för att "
            "gå tillbaka till det räknade."
        )
        widths = [1.6, *([1.0] * len(on.alternatives))]
        heads = st.columns(widths)
        heads[0].markdown("**Kriterium**")
        for column, alternative in zip(heads[1:], on.alternatives, strict=True):
            column.markdown(f"**{ALTERNATIVES[alternative]}**")
        for criterion in CRITERIA:
            row = _judgement_row(draft, on, criterion, widths)
            # A link may hold points for a way that the pack no longer allows.
            given = {h: row[str(h)] for h in on.alternatives if str(h) in row}
            if len(given) == len(on.alternatives):
                judged[criterion.key] = tuple(given.values())
            elif given:
                st.warning(
                    f"{criterion.label}: skriv poäng för varje driftform. Tills dess gäller det "
                    "räknade."
                )
    return judged


def _judgement_row(
    draft: Draft, on: Grounds, criterion: Criterion, widths: Sequence[float]
) -> dict[str, float]:
    """Ask for one criterion's points in every alternative; return what has been given."""
    mine = draft.judged[on.activity].get(criterion.key, {})
    columns = st.columns(list(widths), vertical_alignment="center")
    columns[0].markdown(criterion.label)
    faults = []
    for column, alternative in zip(columns[1:], on.alternatives, strict=True):
        field_name = _judgement_name(on.activity, criterion.key, alternative)
        if _key(draft, field_name) not in st.session_state:
            draft.faults.pop(field_name, None)
        shown = mine.get(str(alternative))
        column.text_input(
            f"{criterion.label}, {ALTERNATIVES[alternative].lower()}, poäng 0–100",
            value="" if shown is None else _as_typed(shown),
            key=_key(draft, field_name),
            on_change=_judgement_typed,
            args=(on.activity, criterion.key, alternative),
            placeholder="räknas",
            label_visibility="collapsed",
        )
        if field_name in draft.faults:
            faults.append(f"{criterion.label}, {ALTERNATIVES[alternative].lower()}. ")
            faults[-1] += draft.faults[field_name]
    for fault in faults:
        st.error(plain(fault))
    return mine


def _judgement_typed(activity: str, key: str, alternative: Alternative) -> None:
    draft = _standing()
    field_name = _judgement_name(activity, key, alternative)
    row = draft.judged[activity].setdefault(key, {})
    try:
        value = _percent(str(st.session_state[_key(draft, field_name)]))
    except ValueError as error:
        draft.faults[field_name] = str(error)
        return
    draft.faults.pop(field_name, None)
    if value is None:
        row.pop(str(alternative), None)
    else:
        row[str(alternative)] = value


# ---- Kept ---------------------------------------------------------------------------------------


def _key(draft: Draft, field_name: str) -> str:
    return f"{field_name}|{draft.round}"


def _name(who: str, criterion: str) -> str:
    return f"vikt|{who}|{criterion}"


def _names(who: str) -> list[str]:
    return [_name(who, key) for key in KEYS]


def _judgement_name(activity: str, criterion: str, alternative: Alternative) -> str:
    return f"bedomd|{activity}|{criterion}|{alternative}"


def _standing() -> Draft:
    draft = st.session_state[STATE]
    if not isinstance(draft, Draft):
        raise TypeError(type(draft))
    return draft


def _draft(pack: Pack) -> Draft:
    """Return the weights of this session; a new session takes them from the address."""
    found = st.session_state.get(STATE)
    if not isinstance(found, Draft):
        found = _from_address(pack) or Draft(equal_weights())
        st.session_state[STATE] = found
    return found


def _to_address(draft: Draft) -> None:
    """Write what is not as it began into the address."""
    table: dict[str, Any] = {}
    if draft.common != equal_weights():
        table["common"] = draft.common
    if draft.apart:
        table["own"] = draft.own
    judged = {
        activity: {key: row for key, row in rows.items() if row}
        for activity, rows in draft.judged.items()
        if any(rows.values())
    }
    if judged:
        table["judged"] = judged
    if table:
        st.query_params[PARAM] = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    else:
        st.query_params.pop(PARAM, None)


def _from_address(pack: Pack) -> Draft | None:
    """Return the weights in the address, or None; what cannot be read there is said and left."""
    text = st.query_params.get(PARAM)
    if not text:
        return None
    try:
        return read_link(text, pack)
    except ValueError:
        st.warning("Vikterna i länken gick inte att läsa. Lika vikter visas.")
        return None


def read_link(text: str, pack: Pack) -> Draft:
    """Return the weights and judgements that an address holds.

    Raises:
        ValueError: when it holds anything else.
    """
    try:
        table = json.loads(text)
        codes = {m.code for m in pack.municipalities}
        common = _read_weights(table.get("common", equal_weights()))
        own = {code: _read_weights(row) for code, row in table.get("own", {}).items()}
        judged = _read_judgements(table.get("judged", {}), pack)
    except (AttributeError, TypeError, RecursionError) as error:
        raise ValueError(type(error)) from error
    if not own.keys() <= codes or table.keys() - {"common", "own", "judged"}:
        raise ValueError(list(table))
    return Draft(common, own, "own" in table, judged)


def _read_weights(row: Mapping[str, object]) -> Weights:
    """Return the weights of an address; every criterion has one.

    Raises:
        ValueError: when one is missing, unknown or no number 0–100.
    """
    if set(row) != set(KEYS):
        raise ValueError(str(row))
    return {key: _read_percent(row[key]) for key in KEYS}


def _read_judgements(table: Mapping[str, Any], pack: Pack) -> Judgements:
    activities = {a.key for a in pack.activities}
    ways = {str(alternative) for alternative in Alternative}
    judged: Judgements = {}
    for activity, rows in table.items():
        for key, row in rows.items():
            if activity not in activities or key not in KEYS or not row.keys() <= ways:
                raise ValueError(activity)
            given = {way: _read_percent(value) for way, value in row.items()}
            judged.setdefault(activity, {})[key] = given
    return judged


def _read_percent(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST:
        raise ValueError(type(value))
    return float(value)
