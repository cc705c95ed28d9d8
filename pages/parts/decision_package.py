"""Paketet: freezes an area from the plan, says what has moved since, and holds the six points."""

from dataclasses import replace

import streamlit as st

from pages.parts import controls, decision_points, kept, on_table, tables
from pages.parts.controls import Context
from pages.parts.decision_fields import (
    Choices,
    Form,
    follow,
    keep_draft,
    save_draft_with,
)
from pages.parts.decision_today import show_light
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from scenarios.desk import Draft, begun, refrozen
from scenarios.freeze import CannotFreezeError
from scenarios.frozen import Frozen, Package
from scenarios.package import package
from scenarios.run import Outcome
from scenarios.sharing import BY_KEY, Key
from scenarios.sharing_words import KEY_WORDS, RULE_WORDS
from scenarios.suggested import suggested
from store.errors import StoreError

MOST_CHANGES = 12


def show(here: Context) -> None:
    """Freeze an area, show what has moved, and write what its decision says."""
    left, right = st.columns(2)
    with left:
        area = on_table.ask_area(here)
    with right:
        on_table.ask_who()
    table = on_table.on_table(here, area)
    if follow(table):
        _forget_sharing(area)
    if table.package is None:
        _show_start(here, table)
        return
    # Each in a place of its own: when a reason comes or goes, what is below stays where it is, and
    # whoever writes there goes on writing.
    with st.container():
        show_light(table)
    _show_origin(table.package)
    with st.container():
        _show_sharing(here, table)
    with st.container():
        _show_moved(table)
    decision_points.show_points(here, table, choices(here))
    _show_history(table)


def choices(here: Context) -> Choices:
    """Return what the fields choose among, as the pack has it."""
    # A form that hands nothing over has no paragraph of its own to be decided by.
    sections = {
        form.key: f"{form.section.removeprefix('KL ')} kommunallagen"
        for form in here.pack.legal_forms
    }
    return Choices(
        {m.code: m.name for m in here.pack.municipalities},
        {
            form.key: Form(form.label, sections.get(form.key, ""), form.joint_body)
            for form in here.pack.legal.forms
        },
    )


# ---- The first time ------------------------------------------------------------------------------


def _show_start(here: Context, table: OnTable) -> None:
    outcome = controls.plan_or_stop(here)
    st.markdown(
        f"**{plain(table.label)} har inget fryst paket.** Paketet fryser planens tal för området, "
        f"så som de är i ”{plain(here.scenario.title)}”, och blir det som fullmäktige beslutar om."
    )
    key, rule = _ask_sharing(table.area, Draft(table.area, ""))
    st.button(
        f"Frys {table.label} ur ”{here.scenario.title}”",
        type="primary",
        on_click=_froze,
        args=(here, table, outcome, key, rule),
    )


def _ask_sharing(area: str, draft: Draft) -> tuple[Key, str]:
    first, second, third = st.columns(3)
    names = {name: f"paket_{name}_{area}" for name in ("nyckel", "regel", "fast")}
    st.session_state.setdefault(names["nyckel"], draft.key)
    st.session_state.setdefault(names["regel"], draft.rule)
    st.session_state.setdefault(names["fast"], round(draft.fixed * 100))
    with first:
        key = st.selectbox(
            "Kostnadsnyckel",
            list(KEY_WORDS),
            format_func=KEY_WORDS.__getitem__,
            key=names["nyckel"],
        )
    with second:
        rule = st.selectbox(
            "Fördelning av vinsten",
            list(RULE_WORDS),
            format_func=RULE_WORDS.__getitem__,
            key=names["regel"],
        )
    with third:
        fixed = st.slider(
            "Fast del, lika för alla", 0, 100, step=5, format="%d %%", key=names["fast"]
        )
    equal = key == "equal" or fixed == 100
    by = Key("equal") if equal else Key(str(key), fixed / 100)
    return by, str(rule or BY_KEY)


def _froze(here: Context, table: OnTable, outcome: Outcome, key: Key, rule: str) -> None:
    """Freeze the area and begin its draft with what can be suggested."""
    try:
        frozen = _stamped(here, outcome, table.area, key, rule)
    except CannotFreezeError as error:
        on_table.say("fault", str(error))
        return
    _save_frozen(table, begun(frozen, suggested(frozen)), frozen)


def _stamped(here: Context, outcome: Outcome, area: str, key: Key, rule: str) -> Frozen:
    """Return the area frozen now by who writes; a scenario nobody has saved has no key."""
    frozen = on_table.frozen_now(outcome, area, key, rule)
    known, _ = controls.scenarios_known(here.pack)
    saved = known.get(outcome.scenario.key)
    same = saved is not None and saved.fingerprint() == outcome.scenario.fingerprint()
    origin = replace(
        frozen.origin,
        frozen=kept.now(),
        who=on_table.who(),
        scenario_key=frozen.origin.scenario_key if same else "",
    )
    return replace(frozen, origin=origin)


def _save_frozen(table: OnTable, draft: Draft, frozen: Frozen) -> None:
    made = package(frozen, draft.words)
    seen = table.seen.get((on_table.DRAFT, table.area), 0)
    anew = refrozen(draft, made)

    def save() -> None:
        on_table.save_package(made)
        on_table.save_draft(table.area, anew, f"Fryste {table.label}", seen)

    done = f"{table.label} är fryst som version {made.version}."
    if on_table.saving(save, done):
        keep_draft(table.area, anew, seen + 1)


def _show_history(table: OnTable) -> None:
    """Show who has changed the draft, when and what, and take the last change back."""
    try:
        history = kept.store().history(on_table.DRAFT, table.area)
    except StoreError as error:
        st.error(plain(str(error)))
        return
    with st.expander(f"Ändringar ({len(history)})"):
        tables.show_table(
            ("När", "Vem", "Vad"),
            [(one.at, one.who, one.what) for one in history[: -MOST_CHANGES - 1 : -1]],
            caption="Ändringar i utkastet, den senaste först",
            text_columns=(0, 1, 2),
        )
        st.button(
            "Ångra senaste ändringen",
            on_click=_undone,
            args=(table.area, history[-1].number),
            disabled=len(history) < 2,
            help="Det som ångras finns kvar i listan, och kan ångras i sin tur.",
        )


def _undone(area: str, seen: int) -> None:
    on_table.saving(
        lambda: kept.store().undo(
            on_table.DRAFT, area, who=on_table.who(), at=kept.now(), seen=seen
        ),
        "Den senaste ändringen är ångrad.",
    )


# ---- What is frozen ------------------------------------------------------------------------------


def _show_origin(found: Package) -> None:
    origin = found.frozen.origin
    by = f" av {plain(origin.who)}" if origin.who else ""
    st.caption(
        f"Version {found.version} · beslutspunkternas avtryck {found.text_hash} · fryst "
        f"{origin.frozen}{by} ur ”{plain(origin.scenario)}” · "
        f"{plain(origin.stamp)}"
    )


def _show_sharing(here: Context, table: OnTable) -> None:
    """Ask for the key and the rule, which may be others than those that are frozen."""
    if table.draft is None:
        return
    key, rule = _ask_sharing(table.area, table.draft)
    if (key.key, key.fixed, rule) != (table.draft.key, table.draft.fixed, table.draft.rule):
        save_draft_with(
            table,
            lambda draft: replace(draft, key=key.key, fixed=key.fixed, rule=rule),
            "Ändrade fördelningen",
        )
        st.rerun()
    if not table.standing.moved:
        return
    left, right = st.columns(2)
    with left:
        st.button(
            "Frys om med utkastets ord och fördelning",
            type="primary",
            on_click=_froze_again,
            args=(here, table),
        )
    with right:
        st.button(
            "Ändra tillbaka till det frysta", on_click=_took_back, args=(table, table.package)
        )


def _froze_again(here: Context, table: OnTable) -> None:
    """Freeze the draft anew, from the scenario the package came from as it is now."""
    if table.draft is None or table.package is None:
        return
    try:
        outcome = controls.outcome(here.pack, on_table.scenario_of(here, table.package))
        if not isinstance(outcome, Outcome):
            on_table.say("fault", outcome.words)
            return
        frozen = _stamped(here, outcome, table.area, table.draft.by, table.draft.rule)
    except CannotFreezeError as error:
        on_table.say("fault", str(error))
        return
    _save_frozen(table, table.draft, frozen)


def _took_back(table: OnTable, found: Package) -> None:
    """Give the draft back the words and the sharing of what is frozen."""
    save_draft_with(table, lambda draft: refrozen(draft, found), "Tog tillbaka det frysta")
    _forget_sharing(table.area)


def _forget_sharing(area: str) -> None:
    """Let the key and the rule be asked for anew, from the draft."""
    for name in ("nyckel", "regel", "fast"):
        st.session_state.pop(f"paket_{name}_{area}", None)


def _show_moved(table: OnTable) -> None:
    followed = [row for row in table.standing.moved if not row.cause]
    if not followed:
        return
    with st.expander(f"Visa vad som har flyttat sig ({len(followed)} tal)"):
        tables.show_table(
            ("Tal", "Fryst", "Nu"),
            [(row.what, row.then, row.now) for row in followed],
            caption="Tal som inte längre är som när paketet frystes",
            text_columns=(0, 1, 2),
        )
