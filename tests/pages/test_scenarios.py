"""Scenarier: seven views of one question, each with the figures that the models give."""

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from models.pack import Pack
from pages.parts import controls, deciders, lasting, scenario_kept, spreads, swedish
from pages.parts.controls import Context
from scenarios import candidates, drivers
from scenarios.answers import alternatives_to
from scenarios.beside import apart, side
from scenarios.differences import differences
from scenarios.drivers import Assumption, Bound, Drivers, Finding
from scenarios.hindsight import hindsight
from scenarios.regret import Named, as_today, plans_found, regrets, replanned
from scenarios.result_sure import assumption_label, in_sentence, sentence
from scenarios.run import Outcome
from scenarios.scenario import TODAY, TREND, Scenario, library
from scenarios.uncertainty import Payback, Spread, sureness
from store.meeting_log import read_log
from store.saved import save, saved
from tests.pages.seeing import (
    FIVE,
    SCENARIOS,
    assert_whole,
    opened,
    store_in,
    table_about,
    tables,
    text,
)
from tests.pages.test_packs import VADSTENA
from tests.scenarios.editing import set_cell

BESIDE, SURE, DECIDES, LASTS, WEIGHED, TIME, FILES = VIEWS = (
    "Sida vid sida",
    "Hur säkert?",
    "Vad avgör?",
    "Vad håller?",
    "Vikta kriterier",
    "Över tid",
    "Filer och logg",
)
OWN, LIVELY, DIRECTION = "01_lagsta_kostnad", "02_sarbarhet", "04_kobyt_inriktning"
FEW = "14_miljonamnd_mjolby"  # joins two municipalities, Ydre not among them
YDRE = "0512"
NBSP = "\u00a0"
SWINGS, STANDINGS = "Ett antagande i taget", "Driftformerna i samma dragningar"
TRENDING = ", med befolkningens trend"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own for what is saved."""
    path = tmp_path / "sparat"
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(path))
    return path


@pytest.fixture(scope="module")
def questions(pack: Pack) -> dict[str, Scenario]:
    """The shipped questions by key."""
    return {scenario.key: scenario for scenario in library(pack)}


def plan_of(pack: Pack, scenario: Scenario) -> Outcome:
    """Return the plan of a question, kept as the app keeps it."""
    found = controls.outcome(pack, scenario)
    assert isinstance(found, Outcome)
    return found


@pytest.fixture
def lively(pack: Pack, questions: dict[str, Scenario]) -> Outcome:
    """The plan of the question in which most is joint."""
    return plan_of(pack, questions[LIVELY])


def whole(app: AppTest) -> AppTest:
    """Return the page when nothing is broken in it."""
    assert_whole(app)
    assert not app.error
    return app


@cache
def page(view: str, **state: Any) -> AppTest:
    """Return a view with these choices made, whole, for tests that only read it."""
    return whole(opened(SCENARIOS, **({"vy": view, "scenario": LIVELY} | state)))


def fresh(view: str, **state: Any) -> AppTest:
    """Return a view of one's own, to click in."""
    return whole(opened(SCENARIOS, **({"vy": view, "scenario": LIVELY} | state)))


def every_view(**state: Any) -> list[AppTest]:
    """Click through the views of one session, as somebody does who is new to the page."""
    app = opened(SCENARIOS, **({"scenario": LIVELY} | state))
    seen = []
    for view in VIEWS:
        app.segmented_control(key="vy").set_value(view).run()
        assert_whole(app)
        seen.append(text(app))
    return [app, *seen]  # type: ignore[list-item]


def widget(app: AppTest, kind: str, label: str) -> Any:
    """Return the one field or button with a label."""
    (found,) = (element for element in app.get(kind) if element.label == label)
    return found


def titles_of_charts(app: AppTest) -> list[str]:
    """Return what the charts say."""
    charts = app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")
    found = [json.loads(chart.proto.spec)["title"] for chart in charts]
    return [" ".join(title) if isinstance(title, list) else title for title in found]


def said(app: AppTest, beginning: str) -> str:
    """Return the one sentence that begins so."""
    (found,) = (str(m.value) for m in app.markdown if str(m.value).startswith(beginning))
    return found.replace("\\", "")


def effect_cell(spread: Spread) -> str:
    """Return how a table has a spread."""
    ends = f"{swedish.signed_tkr(spread.low)} till {swedish.signed_tkr(spread.high)}"
    return f"{swedish.signed_tkr(spread.value)} ({ends})"


def in_mnkr(spread: Spread) -> str:
    """Return how a sentence has a spread: from, to, in millions."""
    ends = f"{swedish.signed_mnkr(spread.low)} till {swedish.signed_mnkr(spread.high)}"
    return f"{ends} mnkr per år"


def in_tkr(spread: Spread) -> str:
    """Return how a sentence has a small spread: from, to, in thousands."""
    ends = f"{swedish.signed_tkr(spread.low)} till {swedish.signed_tkr(spread.high)}"
    return f"{ends} tkr per år"


def decides(outcome: Outcome, activity: str | None, only: str | None = None) -> Drivers:
    """Return what decides, reckoned anew."""
    if activity is None:
        subject = candidates.of_plan(outcome, only)
    else:
        subject = candidates.of_activity(outcome, activity, only)
    return drivers.drivers(subject, candidates.planned_first(subject, outcome))


def where(pack: Pack, scenario: Scenario, only: str | None = None) -> Context:
    """Return what the sidebar has chosen."""
    return Context(pack, scenario, scenario, only)


# ---- Every view ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scenario", [OWN, LIVELY])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens(view: str, scenario: str) -> None:
    """Somebody clicks through them all, where much is joint and where nothing is."""
    app = page(view, scenario=scenario)
    assert app.title[0].value == "Scenarier"
    assert app.segmented_control(key="vy").value == view
    assert "resultat jämförbara från och med" in text(app)


def test_a_link_opens_the_view_that_it_names() -> None:
    """The summons links to the view that will be talked about."""
    app = opened()
    app.query_params["vy"] = DECIDES
    app.query_params["avgor"] = "Lön"
    app.switch_page(SCENARIOS).run()
    assert app.segmented_control(key="vy").value == DECIDES
    assert app.selectbox(key="avgor").value == "lon"
    assert "**Lön, " in text(whole(app))


def test_where_nothing_changes_each_view_says_so() -> None:
    """All as today is an answer too, and an empty view looks like a fault."""
    assert "**Lägsta kostnad:** allt drivs som i dag." in text(page(BESIDE, scenario=OWN))
    sure = page(SURE, scenario=OWN)
    assert "allt drivs som i dag för alla kommuner. Inget är osäkert." in text(sure)
    assert not tables(sure)
    assert not titles_of_charts(sure)
    assert "Hela planen" not in page(DECIDES, scenario=OWN).selectbox(key="avgor").options
    assert "Inget ändras mot i dag, så det finns inget" in text(page(TIME, scenario=OWN))
    files = text(page(FILES, scenario=OWN))
    assert "skiljer sig inte från I dag" in files
    assert "Inget scenario är sparat än." in files
    assert "Inget är skrivet i loggen än." in files


# ---- Side by side -------------------------------------------------------------------------------


def test_four_scenarios_stand_side_by_side_with_their_own_figures(
    pack: Pack, questions: dict[str, Scenario]
) -> None:
    """The table that is put in the minutes: each column is what that scenario's models give."""
    others = [OWN, DIRECTION, "06_nulage"]
    app = fresh(BESIDE, jamfor=others)
    table = table_about(app, "Planen i varje scenario mot i dag")
    asked = [questions[key] for key in (LIVELY, *others)]
    sides = [side(plan_of(pack, one)) for one in asked]
    assert table[0] == ["", *(one.title for one in asked)]
    found = {row[0]: row[1:] for row in table[1:]}
    assert found[f"Effekt, mnkr/år (5–95{NBSP}%)"] == [
        f"{swedish.signed_mnkr(s.annual.value)} ({swedish.signed_mnkr(s.annual.low)} till "
        f"{swedish.signed_mnkr(s.annual.high)})"
        for s in sides
    ]
    assert found["Chans till besparing"] == [swedish.chance(s.annual.chance) for s in sides]
    assert found["Dagar utan bemanning per år"] == [
        f"{swedish.number(s.days_before)} → {swedish.number(s.days_after)}" for s in sides
    ]
    assert [cell.split(":")[0] for cell in found["Görs gemensamt"]] == [
        str(len(s.joint)) if s.joint else "inget" for s in sides
    ]
    first = sides[0].annual
    headline = said(app, "**Sårbarheten räknas: ")
    assert f"{swedish.chance(first.chance)} chans till besparing, {in_mnkr(first)}" in headline
    cheapest = min(sides, key=lambda s: s.annual.value).outcome.scenario.title
    assert f"Lägst på typvärdena är {cheapest}." in headline
    for other in sides[1:]:
        gap = apart(sides[0].outcome, other.outcome)
        words = said(app, f"**{other.outcome.scenario.title}** ")
        assert f"{swedish.mnkr(abs(gap.whole.value))} mnkr per år" in words
        assert f"skillnaden {swedish.span_mnkr(gap.whole.low, gap.whole.high)} i samma" in words


def test_a_scenario_that_is_chosen_is_not_held_against_itself() -> None:
    """Two equal columns with one name would be looked at for the difference that is not there."""
    app = fresh(BESIDE, jamfor=[OWN, DIRECTION])
    app.selectbox(key="scenario").select(DIRECTION).run()
    assert DIRECTION not in whole(app).multiselect(key="jamfor").value
    names = table_about(app, "Planen i varje scenario mot i dag")[0]
    assert len(names) == len(set(names))
    app.multiselect(key="jamfor").set_value([]).run()
    assert len(table_about(whole(app), "Planen i varje scenario mot i dag")[0]) == 2
    assert "Varför skiljer de?" not in [s.value for s in app.subheader]


def test_a_scenario_without_a_plan_is_told_of_beside_the_others(
    pack: Pack, questions: dict[str, Scenario], folder: Path
) -> None:
    """One impossible suggestion among four must not empty the screen for the others."""
    base = questions[DIRECTION]
    impossible = replace(base, title="Gratis", decide=replace(base.decide, one_off_ceiling_sek=0.0))
    kept = save(store_in(folder), pack, impossible, who="", at="2026-11-22")
    for view in (BESIDE, LASTS):
        app = opened(SCENARIOS, vy=view, scenario=LIVELY, jamfor=[kept.key, FEW])
        assert_whole(app)
        (warning,) = app.warning
        assert warning.value.replace("\\", "").startswith("Gratis: Ingen plan")
        assert questions[FEW].title in str(tables(app))


@pytest.mark.parametrize("view", [BESIDE, LASTS])
def test_figures_that_are_everybodys_are_said_to_be(view: str) -> None:
    """Who has chosen Ydre would otherwise read the sum of five as Ydre's."""
    assert "Här räknas alla kommuner tillsammans. Vad det blir för Ydre" in text(
        page(view, kommun=YDRE)
    )
    assert "Här räknas alla kommuner tillsammans" not in text(page(view))


# ---- How sure -----------------------------------------------------------------------------------


def test_how_sure_it_is_has_the_figures_of_every_draw(lively: Outcome) -> None:
    """The chance that is quoted, and every row of the table, are those of the draws."""
    found = sureness(lively)
    app = page(SURE)
    headline = said(app, "**Sårbarheten räknas, Alla kommuner: ")
    assert f"{swedish.chance(found.whole.chance)} chans till besparing" in headline
    assert in_mnkr(found.whole) in headline
    assert f"typvärde {swedish.signed_mnkr(found.whole.value)}" in headline
    table = table_about(app, "Mot i dag, tkr/år")
    spread = [s for _, s in (*found.by_activity, *found.by_municipality)] + [found.whole]
    assert len(table) == 1 + len(spread)
    for row, one in zip(table[1:], spread, strict=True):
        if one.chance is None:
            assert row[1:] == ["oförändrad", "–", "–", "–"]
        else:
            assert row[1] == effect_cell(one), row
            assert row[2] == swedish.signed_tkr(one.middle)
            assert row[3] == swedish.chance(one.chance)
    assert table[-1][0] == "Hela planen, med samordningen"
    back = swedish.chance(1 - found.payback.never)
    assert any(f"återbetald inom horisonten i {back} av" in t for t in titles_of_charts(app))


def test_how_sure_it_is_for_one_municipality_is_its_own(lively: Outcome) -> None:
    """Ydre asks what it risks, not what the five risk together."""
    found = sureness(lively)
    mine = dict(found.by_municipality)[YDRE]
    app = page(SURE, kommun=YDRE)
    headline = said(app, "**Sårbarheten räknas, Ydre: ")
    assert f"{swedish.chance(mine.chance)} chans till besparing, {in_tkr(mine)}" in headline
    *activities, last = table_about(app, "Mot i dag, tkr/år")[1:]
    assert last[:2] == ["Ydre, alla verksamheter", effect_cell(mine)]
    both = [found.by_both[key, YDRE] for key, _ in found.by_activity]
    for row, one in zip(activities, both, strict=True):
        assert row[1] == ("oförändrad" if one.chance is None else effect_cell(one))
    back = swedish.chance(1 - dict(found.payback_by_municipality)[YDRE].never)
    assert any(f"återbetald inom horisonten i {back} av" in t for t in titles_of_charts(app))


def test_who_stays_outside_is_promised_no_payback() -> None:
    """Where nothing changes there is nothing to repay: no ”repaid in over 99 %” in a chart."""
    app = page(SURE, kommun=YDRE, scenario=FEW)
    assert "allt drivs som i dag för Ydre. Inget är osäkert." in text(app)
    assert not titles_of_charts(app)


def test_many_draws_begin_and_end_with_their_own_figures(
    lively: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks for more draws gets an answer from just so many, and it stays."""
    monkeypatch.setattr(spreads, "MANY", 3000)
    app = fresh(SURE)
    assert "Med 3 000" not in text(app).replace(NBSP, " ")
    widget(app, "button", f"Räkna 3{NBSP}000 dragningar").click().run()
    more = sureness(lively, 3000).whole
    words = f"{swedish.chance(more.chance)} chans till besparing, {in_mnkr(more)}"
    for _ in range(2):
        assert words in said(whole(app), f"Med 3{NBSP}000 dragningar: ")
        assert "Stoppa" not in [b.label for b in app.button]
        app.run()


def test_what_one_would_do_knowing_each_draw_is_shown_when_asked_for(
    lively: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How often to do it together is right at all, by activity, and whose the saving is."""
    monkeypatch.setattr(spreads, "hindsight", lambda question: hindsight(question, 512))
    app = fresh(SURE)
    widget(app, "button", "Räkna bästa indelning i varje dragning").click().run()
    rows = list(hindsight(lively.question, 512))[-1]
    assert isinstance(rows, tuple)
    table = table_about(whole(app), "Andel av dragningarna")
    assert table[0][-5:] == list(FIVE)
    for shown, row in zip(table[1:], rows, strict=True):
        assert shown[1:3] == [swedish.percent(row.alone), swedish.percent(row.everybody)]
        assert shown[-6:] == [swedish.tkr(row.saved), *map(swedish.tkr, row.shapley)]


# ---- What decides -------------------------------------------------------------------------------


def plainly(text: str) -> str:
    """Return the text without the marks that keep it from being formatted."""
    return re.sub(r"\\(?=[^\\])", "", text)


@pytest.mark.parametrize("only", [None, YDRE])
@pytest.mark.parametrize("activity", [None, "lon"])
def test_what_decides_has_the_figures_of_the_models(
    activity: str | None, only: str | None, lively: Outcome
) -> None:
    """The chance, the span, the swings and who is cheapest: each as reckoned, for whom one asks."""
    found = decides(lively, activity, only)
    app = page(DECIDES, avgor=activity or scenario_kept.WHOLE, kommun=only or "alla")
    headline = str(app.main.markdown[0].value)
    assert headline.startswith("**Lön, " if activity else "**Hela planen")
    assert (", Ydre: " in plainly(headline)) == (only is not None)
    # Word for word as in the file and on the command line.
    said_there = sentence(activity, found, lively.pack, "Ydre" if only else "")
    assert plainly(headline) == f"**{said_there}**"
    swings = table_about(app, SWINGS)[1:]
    assert [row[3:6] for row in swings] == [
        [swedish.signed_tkr(w.at_low), swedish.signed_tkr(w.at_high), swedish.tkr(w.width)]
        for w in found.swings
    ]
    assert [row[6] == "inte inom spannet" for row in swings] == [not w.turns for w in found.swings]
    standings = table_about(app, STANDINGS)[1:]
    assert [row[2] for row in standings] == [swedish.percent(s.cheapest) for s in found.standings]
    for row, one in zip(standings, found.standings, strict=True):
        assert row[1] == ("0" if one.spread.chance is None else effect_cell(one.spread))
    rules = [m.value for m in app.main.markdown if str(m.value).startswith("- Lönar sig")]
    assert len(rules) == len(found.findings)
    for rule, finding in zip(rules, found.findings, strict=True):
        assert f"besparing i **{swedish.chance(finding.share)}** av de dragningarna" in str(rule)


def test_another_alternative_can_be_looked_at(lively: Outcome) -> None:
    """”And if we merged instead?” is answered with that alternative's figures."""
    app = fresh(DECIDES, avgor="lon")
    app.segmented_control(key="avgor_driftform_lon").set_value("sammanslagen").run()
    subject = candidates.of_activity(lively, "lon")
    at = [c.key for c in subject.candidates].index("sammanslagen")
    spread = drivers.drivers(subject, at).spread
    headline = plainly(said(whole(app), "**Lön, sammanslagen"))
    assert f"sammanslagen: {swedish.chance(spread.chance)} chans till besparing, " in headline
    assert f"{spread.high / 1e6:+.2f} mnkr per år".replace(".", ",") in headline
    # Another question offers other alternatives; what was looked at there does not follow.
    app.segmented_control(key="avgor_driftform_lon").set_value("plan").run()
    app.selectbox(key="scenario").select(OWN).run()
    whole(app)


def test_what_was_looked_at_gives_way_where_there_is_nothing_to_see() -> None:
    """The whole plan is chosen and the next scenario changes nothing: an activity is shown."""
    app = fresh(DECIDES, avgor=scenario_kept.WHOLE)
    app.selectbox(key="scenario").select(OWN).run()
    assert whole(app).selectbox(key="avgor").value != scenario_kept.WHOLE


def test_a_slider_gives_the_models_answer_at_its_value(lively: Outcome) -> None:
    """”What if the saving is half of that?” is answered at once, and right."""
    found = decides(lively, "lon")
    app = fresh(DECIDES, avgor="lon")
    assert len(app.select_slider) == deciders.SLIDERS
    assert "Flytta ett reglage" in text(app)
    held = {}
    for swing, slider in list(zip(found.swings, app.select_slider, strict=False))[:2]:
        a = swing.assumption
        held[a.factor] = a.low
        app.select_slider(key=slider.key).set_value(a.low).run()
        moved = drivers.at_values(found.subject, found.chosen, held)
        words = said(whole(app), "**Då: ")
        assert words.startswith(
            f"**Då: {swedish.chance(moved.chance)} chans till besparing, {spreads.amount(moved)}**"
        )
        assert f"förut {swedish.chance(found.spread.chance)}" in words
    for swing, slider in zip(found.swings, app.select_slider, strict=False):
        app.select_slider(key=slider.key).set_value(swing.assumption.mode)
    assert "Flytta ett reglage" in text(whole(app.run()))


@pytest.mark.parametrize("activity", ["sarskilt_stod", "fastighetsovervakning"])
def test_a_slider_that_nobody_has_moved_changes_nothing(activity: str) -> None:
    """Two values written alike would come back from the browser as the other one."""
    app = fresh(DECIDES, avgor=activity)
    for slider in app.select_slider:
        assert len(slider.options) == len(set(slider.options)), slider.label
    assert "**Då: " not in text(app.run())
    assert "Flytta ett reglage" in text(whole(app))


def test_a_slider_holds_its_ends_and_its_most_likely_value(
    pack: Pack, questions: dict[str, Scenario]
) -> None:
    """Who drags it all the way wants the end that the span has, not the last but one."""
    here = where(pack, questions[LIVELY])
    for low, mode, high in ((0.61, 1.0, 1.52), (-0.04, -0.02, 0.0), (0.0, 0.0, 1.0), (1, 1, 1)):
        points = deciders.slider_points(Assumption(0, "", "", low, mode, high), here)
        assert mode in points
        assert points[-1] == high
        assert points[0] == low
        words = [deciders.value_words(point, None) for point in points]
        assert len(words) == len(set(words))
        assert all(one < other for one, other in pairwise(points))


def test_how_much_each_assumption_stands_for_is_shown_when_asked_for(lively: Outcome) -> None:
    """The chart shows swings one at a time; the indices what they come to together."""
    app = fresh(DECIDES, avgor="lon")
    toggle = widget(app, "toggle", "Visa hur mycket av osäkerheten varje antagande står för")
    toggle.set_value(True).run()
    table = table_about(whole(app), "Andel av variansen")
    rows = drivers.indices(decides(lively, "lon"))
    assert len(table) == 1 + len(rows)
    for shown, (index, assumption) in zip(table[1:], rows, strict=True):
        assert shown[1].startswith(f"{swedish.percent(max(0.0, index.first))} ± ")
        assert shown[2].startswith(f"{swedish.percent(max(0.0, index.total))} ± ")
        assert (shown[0] == "Alla andra tillsammans") == (assumption is None)


# ---- Which plan holds ---------------------------------------------------------------------------


def regret_cells(row: Any, priced: bool) -> list[str]:
    """Return how the table has a plan's regret."""
    annual = (
        f"{swedish.signed_mnkr(row.annual.value)} ({swedish.signed_mnkr(row.annual.low)} till "
        f"{swedish.signed_mnkr(row.annual.high)})"
    )
    return [
        row.plan.name,
        annual,
        *([swedish.mnkr(row.priced)] if priced else []),
        *(swedish.mnkr(value, 2) for value in (row.mean, row.high, row.worst)),
        swedish.percent(row.best),
    ]


def test_regret_is_reckoned_for_the_scenarios_that_are_compared(
    pack: Pack, questions: dict[str, Scenario], lively: Outcome
) -> None:
    """Our plan, today and what others have proposed, in the same draws."""
    app = fresh(LASTS, jamfor=[DIRECTION, FEW])
    plans = [Named("Planen", lively.plan.choices), as_today(lively.setting, "Allt som i dag")]
    for key in (DIRECTION, FEW):
        plans.append(Named(questions[key].title, plan_of(pack, questions[key]).plan.choices))
    rows = regrets(lively, plans)
    assert len(rows) == 4
    table = table_about(app, "Ånger, mnkr/år")
    assert table[1:] == [regret_cells(row, priced=True) for row in rows]
    assert lasting.headline(rows) in [str(m.value) for m in app.main.markdown]


def test_without_decided_prices_there_is_no_column_of_them() -> None:
    """A column of zeros makes the reader ask what it means."""
    table = table_about(page(LASTS, scenario=OWN), "Ånger, mnkr/år")
    assert not any("Prissatta" in heading for heading in table[0])
    assert {len(row) for row in table} == {6}


def test_plans_nearly_as_good_and_planned_anew_are_taken_in_when_asked_for(
    lively: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The long works begin, end, and stand in the same table of regret."""
    monkeypatch.setattr(lasting, "NEARLY", 1)
    monkeypatch.setattr(lasting, "FUTURES", 2)
    app = fresh(LASTS, jamfor=[])
    widget(app, "button", "Ta med planer som är nästan lika bra").click().run()
    widget(whole(app), "button", "Planera om i 2 dragningar").click().run()
    near = list(alternatives_to(lively, lasting.SLACK, 1))
    anew = list(replanned(lively, 2))
    plans = [Named("Planen", lively.plan.choices), as_today(lively.setting, "Allt som i dag")]
    plans += [Named(f"Nästan lika bra {i}", o.plan.choices) for i, o in enumerate(near, 1)]
    plans += [Named(f"Omplanerad {i}", p.choices) for i, (p, _) in enumerate(plans_found(anew), 1)]
    table = table_about(whole(app), "Ånger, mnkr/år")
    assert table[1:] == [regret_cells(row, priced=True) for row in regrets(lively, plans)]
    futures = table_about(app, "Planerna som var bäst i dragningarna")
    assert [row[1] for row in futures[1:]] == [f"{n} av 2" for _, n in plans_found(anew)]


# ---- Over time ----------------------------------------------------------------------------------


def test_the_trend_is_turned_on_and_off_as_a_scenario_of_its_own() -> None:
    """Nobody should wonder which figures have the trend in them: the scenario says so."""
    app = fresh(TIME)
    widget(app, "button", "Räkna scenariot med trenden").click().run()
    assert app.segmented_control(key="vy").value == TIME
    asked = controls_context(whole(app)).scenario
    assert (asked.volumes, asked.title) == (TREND, f"Sårbarheten räknas{TRENDING}")
    assert "Scenariot låter volymerna följa trenden" in text(app)
    chosen = app.selectbox(key="scenario")
    assert f"Sårbarheten räknas{TRENDING} (öppnat)" in chosen.options
    widget(app, "button", "Räkna scenariot med dagens volymer").click().run()
    asked = controls_context(whole(app)).scenario
    assert (asked.volumes, asked.title) == (TODAY, "Sårbarheten räknas")
    assert "Scenariot räknar med dagens volymer" in text(app)


def controls_context(app: AppTest) -> Context:
    """Return what the sidebar chose."""
    found = app.session_state["context"]
    assert isinstance(found, Context)
    return found


# ---- Differences, files and log -----------------------------------------------------------------


def test_everything_that_differs_is_in_the_table(
    pack: Pack, questions: dict[str, Scenario]
) -> None:
    """A difference left out is one that nobody has agreed to."""
    app = fresh(FILES, scenario=DIRECTION)
    (against,) = (box for box in app.selectbox if box.label == "Skillnader mot")
    assert against.value == TODAY
    for base in (Scenario(TODAY, "I dag", ""), questions["05_konsultlage"]):
        if base.key != TODAY:
            (against,) = (box for box in app.selectbox if box.label == "Skillnader mot")
            against.select(base.key).run()
        rows = differences(questions[DIRECTION], base, pack)
        assert rows
        table = table_about(whole(app), "Allt som skiljer från")
        assert table[1:] == [
            [row.kind, row.label, row.old_words, row.new_words, row.key] for row in rows
        ]


def test_one_difference_is_counted_in_the_singular() -> None:
    """The sentence is read aloud."""
    assert "**Sårbarheten räknas: en skillnad**, varav 1 beslut." in text(page(FILES))


def test_what_is_saved_copied_and_logged_is_there_to_be_opened_again(
    pack: Pack, folder: Path
) -> None:
    """The meeting's whole round: keep it, copy it, write it down, and come back to it."""
    app = fresh(FILES)
    widget(app, "text_input", "Namn").set_value("Vårt förslag")
    widget(app, "button", "Spara som").click().run()
    assert "”Vårt förslag” är sparat och valt." in app.success[0].value
    assert controls_context(whole(app)).base.title == "Vårt förslag"
    widget(app, "button", "Duplicera").click().run()
    assert_whole(app)
    kept = {one.key for one in saved(store_in(folder), pack)}
    assert len(kept) == 2
    copy = controls_context(app).base
    assert copy.key in kept
    (against,) = (box for box in app.selectbox if box.label == "Skillnader mot")
    against.select("vart_forslag").run()
    assert "skiljer sig inte från" in text(whole(app))

    # The same plan beside itself under another name: no difference, in any draw.
    app.segmented_control(key="vy").set_value(BESIDE).run()
    app.multiselect(key="jamfor").set_value(["vart_forslag"]).run()
    assert "**Vårt förslag** ger samma plan och samma kostnad i varje dragning." in text(whole(app))
    app.segmented_control(key="vy").set_value(LASTS).run()
    names = [row[0] for row in table_about(whole(app), "Ånger, mnkr/år")[1:]]
    assert sorted(names) == ["Allt som i dag", "Planen = Vårt förslag"]

    app.segmented_control(key="vy").set_value(FILES).run()
    widget(app, "text_input", "Anteckning").set_value("Ydre vill pröva")
    widget(app, "button", "Skriv i loggen").click().run()
    assert "Scenariot är skrivet i loggen." in app.success[0].value
    ((entry,), _) = read_log(store_in(folder))
    row = table_about(whole(app), "Prövade scenarier")[1]
    assert (row[1], row[2], row[6]) == (copy.title, "Ydre vill pröva", entry.figures)
    app.selectbox(key="scenario").select(OWN).run()
    assert "Talen är desamma" not in text(whole(app))
    widget(app, "button", "Öppna igen").click().run()
    assert controls_context(whole(app)).scenario.fingerprint() == copy.fingerprint()
    assert "Talen är desamma" in text(app)
    assert app.segmented_control(key="vy").value == FILES


# ---- Other packs --------------------------------------------------------------------------------


def test_a_sixth_municipality_is_in_every_view(own_pack: Path) -> None:
    """Vadstena joins, and no view was drawn for five."""
    shutil.copytree(VADSTENA, own_pack / VADSTENA.name)
    app, *seen = every_view()
    assert not app.error
    assert "Vadstena, alla verksamheter" in seen[VIEWS.index(SURE)]
    assert "de sex kommunerna" in seen[VIEWS.index(TIME)]


def test_a_broken_folder_leaves_the_other_four_every_view(own_pack: Path) -> None:
    """Ydre's typing error is told, and the others go on with their meeting."""
    set_cell(
        own_pack / "0512-ydre" / "accounts.csv",
        {"line": "planering", "item": "kostnad", "year": "2022"},
        "value",
        "fem tusen",
    )
    app, *seen = every_view()
    for words in seen:
        assert "Mappen 0512-ydre är därför inte med." in words
    assert "Ydre, alla verksamheter" not in seen[VIEWS.index(SURE)]
    assert "Tranås, alla verksamheter" in seen[VIEWS.index(SURE)]
    app.selectbox(key="kommun").select("0687").run()
    assert_whole(app)


def test_one_municipality_alone_breaks_no_view(own_pack: Path) -> None:
    """Who begins to fill in the pack has one folder, and nobody to do anything with."""
    for path in own_pack.glob("[0-9][0-9][0-9][0-9]-*"):
        if not path.name.startswith(YDRE):
            shutil.rmtree(path)
    app, *seen = every_view()
    assert "Inget är osäkert." in seen[VIEWS.index(SURE)]
    # It can still buy from a company, until the pack says that it cannot.
    assert "**Lön, entreprenad: " in seen[VIEWS.index(DECIDES)]
    ways = "egen;samverkan;sammanslagen"
    set_cell(own_pack / "activities.csv", {"activity": "lon"}, "alternatives", ways)
    app.segmented_control(key="vy").set_value(DECIDES).run()
    assert_whole(app)
    assert "Det finns inget att väga" in text(app)


# ---- Words --------------------------------------------------------------------------------------


def test_when_it_is_repaid_is_said_in_a_year() -> None:
    """A councillor asks ”when?”, and is not helped by ”year 4”."""
    outcome: Any = SimpleNamespace(
        scenario=SimpleNamespace(decide=SimpleNamespace(first_year=2027))
    )
    half = Payback(((0, 0.25), (4, 0.5)), 0.25, 4)
    assert spreads.payback_title(half, outcome) == (
        f"Omställningen är återbetald inom horisonten i 75{NBSP}% av dragningarna, i hälften "
        "senast 2031"
    )
    never = Payback(((0, 0.25),), 0.75, None)
    assert spreads.payback_title(never, outcome).endswith(f"i 25{NBSP}% av dragningarna")


def test_a_small_amount_is_said_in_thousands() -> None:
    """”−0,0 till +0,0 mnkr” tells nobody anything."""
    assert spreads.amount(Spread(0, -30e3, 0, 40e3, 0.5)) == "\u221230 till +40 tkr per år"
    assert spreads.amount(Spread(0, -30e3, 0, 1.2e6, 0.5)) == "0,0 till +1,2 mnkr per år"


def test_a_principal_run_outside_the_draws_is_still_drawn() -> None:
    """The mark of a range lies in it, also where the most likely values are a rare case."""
    drawn = spreads.as_range(Spread(5.0, 6.0, 7.0, 8.0, 0.0))
    assert (drawn.value, drawn.low, drawn.high) == (5.0, 5.0, 8.0)


def test_an_assumptions_value_is_written_with_its_unit(pack: Pack) -> None:
    """A share is read as per cent, an account as times what is given."""
    shares = [p for p in pack.parameters.values() if p.unit.startswith("andel")]
    assert shares
    assert deciders.value_words(0.25, shares[0]) == f"25{NBSP}%"
    assert deciders.value_words(0.025, shares[0]) == f"2,5{NBSP}%"
    assert deciders.value_words(1.3333, None) == "1,33 gånger"
    other = next(p for p in pack.parameters.values() if p.unit == "invånare")
    assert deciders.value_words(20_000, other) == f"20{NBSP}000 invånare"


def test_an_assumption_is_called_what_it_is_about(pack: Pack) -> None:
    """”The cost today” of what? A shared elasticity of which activity?"""
    account = Assumption(0, "", "lon", 0.6, 1.0, 1.5)
    assert assumption_label(account, pack) == "Kostnaden i dag jämfört med uppgiften (Lön)"
    everywhere = Assumption(0, "franvaro", "", 0.1, 0.2, 0.3)
    assert assumption_label(everywhere, pack) == pack.parameters["franvaro"].label
    assert in_sentence("IT-kostnad") == "IT-kostnad"
    assert in_sentence("Frånvaro") == "frånvaro"


@pytest.mark.parametrize(
    ("share", "elsewhere", "begins", "of"),
    [
        (0.8, 0.3, "Lönar sig oftast när", "besparingarna"),
        (0.1, 0.6, "Lönar sig sällan när", "fallen"),
    ],
)
def test_a_rule_says_when_it_pays_and_when_it_does_not(
    share: float, elsewhere: float, begins: str, of: str, pack: Pack, questions: dict[str, Scenario]
) -> None:
    """The rule is quoted without the chart: over or at most, how often, and otherwise."""
    account = Assumption(0, "", "lon", 0.6, 1.0, 1.5)
    bounds = (Bound(account, True, 1.33), Bound(account, False, 1.5))
    words = deciders.finding_words(
        Finding(bounds, 0.25, share, elsewhere, 0.5), where(pack, questions[LIVELY])
    )
    assert words.startswith(begins)
    assert "är över 1,33 gånger och " in words
    assert "är högst 1,50 gånger: " in words
    assert f"besparing i **{swedish.chance(share)}** av de dragningarna, annars i " in words
    assert f"rymmer 50{NBSP}% av {of}" in words
    assert re.search(r"Det är 25.% av alla dragningar", words)
