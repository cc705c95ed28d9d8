"""Shared choices and everything that is kept between reruns: caching lives here alone."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from models.alone import Alone
from models.answers import Blocked
from models.decisions import Choice
from models.errors import NoPlanError, UndecidedError
from models.pack import Pack, Reading, read_pack
from pages.parts import deciding, kept
from pages.parts.plain import plain
from pages.parts.wording import EVERYBODY
from scenarios import sharing
from scenarios.answers import GroupRow, all_groups, blocked
from scenarios.compare import Arrangement, Comparison, compare_areas
from scenarios.meeting_log import figures_hash
from scenarios.result import as_dict, largest
from scenarios.run import Outcome, Question, ask, run
from scenarios.scenario import Scenario, readable
from scenarios.setting import Setting, prepare
from scenarios.sharing import Shared, Stake, groups_alone
from scenarios.stress import Balance, portfolio_balance
from scenarios.workbook import plan_workbook
from store.saved import Saved

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


def data_folder() -> Path:
    """Return the folder with the data pack; SAMSTAMT_DATA points elsewhere."""
    return Path(os.environ.get("SAMSTAMT_DATA", DATA))


def reading() -> Reading:
    """Return the pack as the files are now: a changed figure changes the screen."""
    folder = data_folder()
    changed = tuple(
        (str(path), path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".csv", ".toml"}
    )
    return _reading(str(folder), changed)


@st.cache_resource(max_entries=4, show_spinner="Läser datapaketet …")
def _reading(folder: str, changed: tuple[tuple[str, int, int], ...]) -> Reading:
    """Frozen records only, so that sessions can share them; `changed` is the cache's key."""
    return read_pack(Path(folder))


@st.cache_resource(max_entries=16, show_spinner="Förbereder kalkylen …")
def _setting(key: tuple[str, ...], _pack: Pack, _scenario: Scenario) -> Setting:
    return prepare(_pack, _scenario)


def _key(scenario: Scenario) -> tuple[str, ...]:
    """Return what tells two scenarios apart: what they decide, and what they say of it."""
    s = scenario
    return s.fingerprint(), s.key, s.title, s.question, s.base, s.author, s.written, s.critique


def setting(pack: Pack, scenario: Scenario) -> Setting:
    """Return the scenario's numbers and draws, kept by fingerprint."""
    return _setting((pack.fingerprint, *_key(scenario)), pack, scenario)


@dataclass(frozen=True, slots=True)
class NoPlan:
    """There is no plan: why in words, and whether it is worth searching for what is in the way."""

    words: str
    searchable: bool


@st.cache_resource(max_entries=16, show_spinner="Räknar fram planen …")
def _outcome(key: tuple[str, ...], _pack: Pack, _scenario: Scenario) -> Outcome | NoPlan:
    try:
        return run(_pack, _scenario)
    except UndecidedError as error:
        return NoPlan(str(error), searchable=False)
    except NoPlanError as error:
        return NoPlan(str(error), searchable=not error.contradiction)


@st.cache_resource(max_entries=16, show_spinner="Söker vad som är i vägen …")
def _blocked(key: tuple[str, ...], _pack: Pack, _scenario: Scenario) -> Blocked:
    return blocked(ask(_pack, _scenario))


def in_the_way(pack: Pack, scenario: Scenario) -> Blocked:
    """Return which decisions do not go together and what would open a plan."""
    return _blocked((pack.fingerprint, *_key(scenario)), pack, scenario)


def outcome(pack: Pack, scenario: Scenario) -> Outcome | NoPlan:
    """Return the plan, or in words why there is none."""
    return _outcome((pack.fingerprint, *_key(scenario)), pack, scenario)


def show_faults(found: Reading) -> None:
    """Show everything that is wrong in the pack, at once, with what to do."""
    faults = found.faults
    if not faults:
        return
    stopped = sorted({fault.municipality for fault in faults if fault.municipality})
    folders = "Mappen" if len(stopped) == 1 else "Mapparna"
    where = f" {folders} {', '.join(stopped)} är därför inte med." if stopped else ""
    with st.container(key="datafel"):
        st.error(f"Datapaketet har {len(faults)} fel.{where}")
        with st.expander("Visa felen och vad som ska göras", expanded=found.pack is None):
            for fault in faults:
                st.markdown(f"- {plain(str(fault))}")


def choose_municipality(pack: Pack) -> str | None:
    """Ask whose eyes to see with; None is everybody."""
    codes = ["alla", *(m.code for m in pack.municipalities)]
    names = {"alla": EVERYBODY} | {m.code: m.name for m in pack.municipalities}
    chosen = st.selectbox(
        "Visa för", codes, format_func=names.__getitem__, key="kommun", bind="query-params"
    )
    return None if chosen in {None, "alla"} else str(chosen)


def scenarios_known(
    pack: Pack, found: Sequence[Saved] | None = None
) -> tuple[dict[str, Scenario], dict[str, str]]:
    """Return the shipped scenarios, the saved ones and one that has been opened, and their names.

    Both by key. `found` is what is saved, where that has been read already.
    """
    if found is None:
        found, _ = kept.saved_scenarios(pack)
    mine = [one.scenario for one in found if one.scenario is not None]
    opened = [one for one in (opened_scenario(),) if one is not None]
    shipped = readable(pack)[0]
    titles = {
        **{scenario.key: scenario.title for scenario in shipped},
        **{scenario.key: f"{scenario.title} (sparat)" for scenario in mine},
        **{scenario.key: f"{scenario.title} (öppnat)" for scenario in opened},
    }
    return {scenario.key: scenario for scenario in (*shipped, *mine, *opened)}, titles


def choose_scenario(pack: Pack, found: Sequence[Saved]) -> Scenario:
    """Ask for one of the shipped scenarios, the saved ones, or one that has been opened."""
    scenarios, titles = scenarios_known(pack, found)
    names, faults = set(titles.values()), readable(pack)[1]
    if faults:
        st.warning("Alla scenarier passar inte datapaketet. De som inte gör det visas inte.")
        with st.expander("Visa varför", expanded=not scenarios):
            for fault in faults:
                st.markdown(f"- {plain(str(fault))}")
    if not scenarios:
        st.stop()
    # The session holds the key, the address what is shown in the list.
    asked, linked = st.session_state.get("scenario"), st.query_params.get("scenario")
    if (asked and asked not in scenarios) or (not asked and linked and linked not in names):
        # Removed, or opened in another session and never saved: a link to it leads nowhere.
        st.session_state["scenario"] = next(iter(scenarios))
        st.warning("Scenariot i länken finns inte kvar. Det första i listan visas.")
    chosen = st.selectbox(
        "Scenario",
        list(scenarios),
        format_func=titles.__getitem__,
        key="scenario",
        bind="query-params",
    )
    return scenarios[chosen or next(iter(scenarios))]


def choose(scenario: Scenario) -> None:
    """Make a scenario that is in the list the chosen one; only before the list is drawn."""
    st.session_state["scenario"] = scenario.key


def open_scenario(scenario: Scenario) -> None:
    """Put a scenario that nobody has saved in the list and choose it; kept while the session is.

    Only before the list is drawn, as in a callback.
    """
    # A name of its own for what it asks, so that nothing decided on another follows with it.
    opened = replace(scenario, key=f"oppnat_{scenario.fingerprint()}")
    st.session_state["oppnat"] = opened
    choose(opened)


def opened_scenario() -> Scenario | None:
    """Return the scenario that has been opened from a file or the log in this session."""
    found = st.session_state.get("oppnat")
    return found if isinstance(found, Scenario) else None


@st.cache_resource(max_entries=16, show_spinner="Räknar alternativen för varje område …")
def _areas(key: tuple[str, ...], _setting: Setting) -> tuple[tuple[str, Comparison], ...]:
    group = tuple(m.code for m in _setting.pack.municipalities)
    arrangement = Arrangement(group, largest(_setting, group), level=_setting.scenario.decide.level)
    return compare_areas(_setting, arrangement)


def areas(pack: Pack, scenario: Scenario) -> tuple[tuple[str, Comparison], ...]:
    """Return every area's alternatives with all municipalities in the group."""
    return _areas((pack.fingerprint, *_key(scenario)), setting(pack, scenario))


@dataclass(frozen=True, slots=True)
class Context:
    """What the sidebar has chosen: the pack, the question and whose eyes to see with.

    `scenario` is the chosen `base` with the decisions made on the screen.
    """

    pack: Pack
    base: Scenario
    scenario: Scenario
    only: str | None

    @property
    def whose(self) -> str:
        """Return the name of the municipality shown, or everybody's."""
        names = {m.code: m.name for m in self.pack.municipalities}
        return names[self.only] if self.only else EVERYBODY


def ask_in_sidebar(pack: Pack) -> None:
    """Show the choices that hold on every page and remember them for the page that runs next."""
    with st.sidebar:
        only = choose_municipality(pack)
        found, unread = kept.saved_scenarios(pack)
        base = choose_scenario(pack, found)
        if unread:
            st.caption("Det som är sparat går inte att läsa just nu; Filer och logg säger varför.")
        scenario = deciding.decided(pack, base)
        kept.remember_seen(found, working_on="" if scenario is base else base.key)
        st.caption(plain(scenario.question))
    st.session_state["context"] = Context(pack, base, scenario, only)


def context() -> Context:
    """Return what the sidebar chose in this run."""
    found = st.session_state["context"]
    if not isinstance(found, Context):
        raise TypeError(type(found))
    return found


def plan_or_stop(here: Context) -> Outcome:
    """Return the plan; when there is none, say why and end the page there."""
    found = outcome(here.pack, here.scenario)
    if isinstance(found, NoPlan):
        st.warning(plain(found.words) + " Sidan Plan visar vad som är i vägen.")
        st.stop()
    return found


@st.cache_resource(max_entries=32, show_spinner="Räknar alla grupper …")
def _groups(key: tuple[str, ...], _question: Question, activity: str) -> tuple[GroupRow, ...]:
    return all_groups(_question, activity)


def groups(outcome: Outcome, activity: str) -> tuple[GroupRow, ...]:
    """Return every group of two or more for one activity."""
    return _groups(key_of(outcome), outcome.question, activity)


@st.cache_resource(max_entries=8, show_spinner=False)
def _workbook(key: tuple[str, ...], _outcome: Outcome) -> bytes:
    return plan_workbook(_outcome)


def workbook(outcome: Outcome) -> bytes:
    """Return the plan as an .xlsx to recount."""
    return _workbook(key_of(outcome), outcome)


@st.cache_resource(max_entries=32, show_spinner="Räknar talens avtryck …")
def _figures(key: tuple[str, ...], _outcome: Outcome) -> str:
    return figures_hash(as_dict(_outcome))


def figures(outcome: Outcome) -> str:
    """Return the hash of everything the outcome says in figures."""
    return _figures(key_of(outcome), outcome)


def keep_good(found: Outcome) -> None:
    """Remember the last plan there was, for when the decisions leave none."""
    st.session_state["senaste_plan"] = found


def last_good(pack: Pack) -> Outcome | None:
    """Return the last plan there was in this session, reckoned on the pack as it is now."""
    found = st.session_state.get("senaste_plan")
    if isinstance(found, Outcome) and found.pack.fingerprint == pack.fingerprint:
        return found
    return None


def key_of(outcome: Outcome) -> tuple[str, ...]:
    """Return what tells one plan's long work from another's."""
    return outcome.pack.fingerprint, *_key(outcome.scenario), str(outcome.plan.choices)


NOT_BEGUN, STOPPED, DONE = "inte börjad", "stoppad", "klar"


@dataclass(slots=True)
class Work:
    """Something that takes long, done piece by piece: what has been found, and if all of it is."""

    found: list[Any] = field(default_factory=list)
    state: str = NOT_BEGUN


def long_work(
    name: str, key: tuple[object, ...], label: str, total: int, make: Callable[[], Iterator[Any]]
) -> Work:
    """Do something long when asked to, with progress and a stop; what has been found is kept.

    Any click stops the script where it next tells of progress, so that a stop loses nothing.
    """
    kept = st.session_state.setdefault("langt", {})
    work = kept.get(name)
    if work is None or work[0] != key:
        work = kept[name] = (key, Work())
    done = work[1]
    if done.state == DONE:
        return done
    place = st.empty()
    with place.container():
        if done.state == STOPPED:
            st.caption(f"Stoppad efter {len(done.found)}. Det som hann räknas visas.")
        if not st.button(label, key=f"borja_{name}"):
            return done
    done.found.clear()
    done.state = STOPPED
    with place.container():
        bar = st.progress(0.0, text="Räknar …")
        st.button("Stoppa", key=f"stoppa_{name}")
        for item in make():
            done.found.append(item)
            bar.progress(min(1.0, len(done.found) / total), text=f"{len(done.found)} klara …")
    done.state = DONE
    place.empty()
    return done


# Where the 31 groups' plans are kept: filled with progress shown, which a cached function cannot.
MOST_KEPT = 16


@st.cache_resource
def _groups_kept() -> dict[tuple[str, ...], tuple[Alone, ...]]:
    return {}


def plan_stake(outcome: Outcome) -> Stake:
    """Return what the plan gives to share; what every group would do alone is told as it comes."""
    return _plan_stake(key_of(outcome), outcome, _groups_alone(outcome))


def _groups_alone(outcome: Outcome) -> tuple[Alone, ...]:
    kept, key = _groups_kept(), key_of(outcome)
    if key not in kept:
        count = (1 << len(outcome.pack.municipalities)) - 1
        place = st.empty()
        found = []
        for group in groups_alone(outcome.question):
            found.append(group)
            place.progress(
                len(found) / count,
                text=f"Räknar vad varje grupp skulle göra ensam: {len(found)} av {count} …",
            )
        place.empty()
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[key] = tuple(found)
    return kept[key]


@st.cache_resource(max_entries=16, show_spinner=False)
def _plan_stake(key: tuple[str, ...], _outcome: Outcome, _groups: tuple[Alone, ...]) -> Stake:
    return sharing.plan_stake(_outcome, _groups)


@st.cache_resource(max_entries=64, show_spinner="Räknar vad varje grupp skulle göra ensam …")
def _activity_stake(key: tuple[str, ...], _question: Question, choice: Choice) -> Stake:
    return sharing.activity_stake(_question, choice)


def activity_stake(outcome: Outcome, choice: Choice) -> Stake:
    """Return what one activity gives to share."""
    return _activity_stake(key_of(outcome), outcome.question, choice)


@st.cache_resource(max_entries=64, show_spinner="Räknar fördelningen …")
def _shared(key: tuple[object, ...], _stake: Stake, by: sharing.Key, rule: str) -> Shared:
    return sharing.share(_stake, by, rule)


def shared(stake: Stake, by: sharing.Key, rule: str) -> Shared:
    """Return what one key and one rule mean to each."""
    return _shared(_stake_key(stake), stake, by, rule)


@st.cache_resource(max_entries=64, show_spinner="Räknar fördelningarna …")
def _sharings(key: tuple[object, ...], _stake: Stake, by: sharing.Key) -> tuple[Shared, ...]:
    return sharing.every_sharing(_stake, by)


def sharings(stake: Stake, by: sharing.Key) -> tuple[Shared, ...]:
    """Return every key and every rule for what is at stake."""
    return _sharings(_stake_key(stake), stake, by)


def _stake_key(stake: Stake) -> tuple[object, ...]:
    setting = stake.question.setting
    return (setting.pack.fingerprint, *_key(setting.scenario), str(stake.choices), stake.players)


@st.cache_resource(max_entries=16, show_spinner="Räknar alla verksamheter …")
def _everywhere(key: tuple[str, ...], _outcome: Outcome) -> tuple[sharing.ActivityView, ...]:
    return sharing.every_activity(_outcome)


def every_activity(outcome: Outcome) -> tuple[sharing.ActivityView, ...]:
    """Return who would rather leave under each key, for every activity that can be joint."""
    return _everywhere(key_of(outcome), outcome)


@st.cache_resource(max_entries=32, show_spinner="Räknar vinster och förluster …")
def _balance(key: tuple[object, ...], _stake: Stake, by: sharing.Key, rule: str) -> Balance:
    return portfolio_balance(_stake, by, rule)


def balance(stake: Stake, by: sharing.Key, rule: str) -> Balance:
    """Return gains and losses over everything that is joint.

    Raises:
        CannotShareError: when the key or the rule has no answer.
    """
    return _balance(_stake_key(stake), stake, by, rule)
