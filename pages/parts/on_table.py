"""What lies on the table for an area: read from the store, compared with the plan as it is now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import streamlit as st

from models.errors import ScenarioError
from pages.parts import controls, kept
from pages.parts.controls import Context, NoPlan
from pages.parts.plain import plain
from scenarios.desk import CouncilFile, Draft, Standing, empty_file, standing
from scenarios.freeze import CannotFreezeError, freeze
from scenarios.frozen import Frozen, Package
from scenarios.package import Moved, moved
from scenarios.run import Outcome
from scenarios.scenario import Scenario, read_text
from scenarios.sharing import Key
from scenarios.suggested import general_texts
from store.codec import record_of, to_body
from store.errors import ConflictError, StoreError
from store.revision import Revision

DRAFT, PACKAGE, COUNCIL = "utkast", "paket", "kommun"
WHO = "skriver"
SAID = "beslut_sagt"


@dataclass(frozen=True, slots=True)
class OnTable:
    """One area's papers; `seen` are the revisions they were read from, by kind and key."""

    area: str
    label: str
    draft: Draft | None
    package: Package | None
    files: tuple[CouncilFile, ...]
    seen: dict[tuple[str, str], int]
    standing: Standing


def areas(here: Context) -> dict[str, str]:
    """Return the areas with planned activities, by key, in their order."""
    planned = {a.area for a in here.pack.activities if a.optimised}
    return {area.key: area.label for area in here.pack.areas if area.key in planned}


def ask_area(here: Context) -> str:
    """Ask which area's decision it is about."""
    known = areas(here)
    chosen = st.selectbox(
        "Område", list(known), format_func=known.__getitem__, key="omrade", bind="query-params"
    )
    return str(chosen or next(iter(known)))


def ask_who() -> str:
    """Ask who writes, which is kept with every change; whoever saved a scenario is remembered."""
    st.session_state.setdefault(WHO, kept.who())
    return str(
        st.text_input(
            "Vem skriver?",
            key=WHO,
            placeholder="funktion eller namn, sparas med varje ändring",
            max_chars=80,
        )
    ).strip()


def who() -> str:
    """Return who writes, as last said."""
    return str(st.session_state.get(WHO, "")).strip() or kept.who() or "Någon"


def today() -> date:
    """Return the day by which decisions are judged."""
    return datetime.now().astimezone().date()


def on_table(here: Context, area: str) -> OnTable:
    """Return what lies on the table for an area; what cannot be read stops the page in words."""
    return _read(here, [area])[0]


def all_on_table(here: Context) -> list[OnTable]:
    """Return what lies on the table for every area, as `on_table` does."""
    return _read(here, areas(here))


def _read(here: Context, wanted: Iterable[str]) -> list[OnTable]:
    try:
        store = kept.store()
        # Everything of a kind at once: a server far away is asked a few times, not many.
        rows = {
            (row.kind, row.key): row for kind in (DRAFT, COUNCIL) for row in store.all_latest(kind)
        }
        return [_on_table(here, area, rows) for area in wanted]
    except StoreError as error:
        st.error(plain(str(error)))
        st.stop()


@st.cache_resource(max_entries=64, show_spinner=False)
def _package(key: tuple[str, ...], _row: Revision) -> Package:
    return record_of(Package, _row)


def _package_of(version: str) -> Package | None:
    """Return a frozen package; one that has been read is not read into a record again."""
    row = kept.store().latest(PACKAGE, version) if version else None
    return None if row is None else _package((version, row.at, str(row.number)), row)


def _on_table(here: Context, area: str, rows: Mapping[tuple[str, str], Revision]) -> OnTable:
    seen = {place: row.number for place, row in rows.items()}
    row = rows.get((DRAFT, area))
    draft = None if row is None else record_of(Draft, row)
    package = None if draft is None else _package_of(draft.version)
    files = []
    for m in here.pack.municipalities:
        row = rows.get((COUNCIL, f"{area}:{m.code}"))
        files.append(
            empty_file(area, m.code, m.name) if row is None else record_of(CouncilFile, row)
        )
    label = areas(here)[area]
    moves = moves_since(here, package, draft)
    return OnTable(
        area,
        label,
        draft,
        package,
        tuple(files),
        seen,
        standing(label, area, package, draft, moves, files, general_texts(area), today()),
    )


def progress(here: Context) -> tuple[int | None, int | None]:
    """Return how many areas have a goal that can be measured, and how many a frozen package.

    None, twice, when what has been saved cannot be read.
    """
    try:
        drafts = [record_of(Draft, row) for row in kept.store().all_latest(DRAFT)]
    except StoreError:
        return None, None
    mine = [draft for draft in drafts if draft.area in areas(here)]
    measured = [
        draft for draft in mine if any(goal.target is not None for goal in draft.words.goals)
    ]
    return len(measured), sum(bool(draft.version) for draft in mine)


# ---- The plan as it is now -----------------------------------------------------------------------


def moves_since(here: Context, package: Package | None, draft: Draft | None) -> tuple[Moved, ...]:
    """Return what has moved since the package was frozen, or that it can no longer be reckoned."""
    if package is None or draft is None:
        return ()
    frozen = package.frozen
    try:
        scenario = scenario_of(here, package)
        outcome = controls.outcome(here.pack, scenario)
        if isinstance(outcome, NoPlan):
            return (Moved("Plan", frozen.origin.scenario, plain_words(outcome.words), True),)
        anew = frozen_now(outcome, frozen.area, draft.by, draft.rule)
    except (CannotFreezeError, ScenarioError) as error:
        return (Moved("Plan", frozen.origin.scenario, plain_words(str(error)), True),)
    return moved(package, anew, here.pack)


def plain_words(text: str) -> str:
    """Return a message on one line."""
    return " ".join(text.split())


def scenario_of(here: Context, package: Package) -> Scenario:
    """Return the scenario a package came from, as it is now; as it was where it is not kept.

    Raises:
        ScenarioError: when the pack no longer has what the scenario names.
    """
    origin = package.frozen.origin
    known, _ = controls.scenarios_known(here.pack)
    if origin.scenario_key in known:
        return known[origin.scenario_key]
    return replace(read_text(origin.toml.encode(), "paketet.toml", here.pack), key="fryst")


@st.cache_resource(max_entries=64, show_spinner="Fryser området …")
def _frozen_now(
    key: tuple[object, ...], _outcome: Outcome, area: str, by: Key, rule: str
) -> Frozen:
    return freeze(_outcome, area, by, rule, time="")


def frozen_now(outcome: Outcome, area: str, by: Key, rule: str) -> Frozen:
    """Return an area as the plan has it now, kept between reruns; no time, nobody's name.

    Raises:
        CannotFreezeError: when nothing in the area changes, or the key or rule has no answer.
    """
    return _frozen_now((*controls.key_of(outcome), area, by, rule), outcome, area, by, rule)


# ---- Saving --------------------------------------------------------------------------------------


def saving(do: Callable[[], object], done: str = "") -> bool:
    """Save something and say how it went, where the page next shows `show_said`."""
    try:
        do()
    except ConflictError as error:
        kept.remember_conflict(error)
        return False
    except StoreError as error:
        say("fault", str(error))
        return False
    if done:
        say("done", done)
    return True


def save_draft(area: str, draft: Draft, what: str, seen: int) -> None:
    """Save a draft over the one that was seen.

    Raises:
        StoreError: when somebody else has changed it meanwhile, or it cannot be written.
    """
    kept.store().save(DRAFT, area, to_body(draft), who=who(), at=kept.now(), what=what, seen=seen)


def save_package(package: Package) -> None:
    """Save a package under its version; the same one twice is the same package.

    Raises:
        StoreError: when it cannot be written.
    """
    store = kept.store()
    if store.latest(PACKAGE, package.version) is None:
        what = f"Fryste {package.frozen.area_label}"
        store.save(
            PACKAGE, package.version, to_body(package), who=who(), at=kept.now(), what=what, seen=0
        )


def save_file(table: OnTable, file: CouncilFile, what: str) -> None:
    """Save a municipality's papers over those that were read.

    Raises:
        StoreError: when somebody else has changed them meanwhile, or they cannot be written.
    """
    key = f"{table.area}:{file.head.code}"
    seen = table.seen.get((COUNCIL, key), 0)
    kept.store().save(COUNCIL, key, to_body(file), who=who(), at=kept.now(), what=what, seen=seen)


def say(kind: str, words: str) -> None:
    """Remember what has just happened until the page has been drawn anew."""
    st.session_state[SAID] = (kind, words)


def show_said(labels: Mapping[str, str]) -> None:
    """Say, once, how the last thing went; `labels` are what fields are called, by their place."""
    kept.show_conflict(labels)
    said = st.session_state.pop(SAID, None)
    if said is not None:
        kind, words = said
        {"done": st.success, "fault": st.error}[kind](words)
