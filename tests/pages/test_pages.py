"""Each page opens from the menu, for everybody, for one municipality and for every scenario."""

import json
from collections.abc import Mapping

import pytest

from models.pack import Pack
from pages.parts import swedish
from scenarios.result import as_dict
from scenarios.run import run
from scenarios.scenario import LIBRARY, library
from tests.pages.seeing import (
    ACTIVITY,
    DECISION,
    FIVE,
    OVERVIEW,
    PLACES,
    PLAN,
    SCENARIOS,
    SHARING,
    SOURCES,
    assert_whole,
    kronor,
    opened,
    table_about,
    text,
    through_the_menu,
)

QUESTIONS = sorted(path.stem for path in LIBRARY.glob("*.toml"))
TITLES = {
    OVERVIEW: "Kinda–Ödeshög–Boxholm–Ydre–Tranås",
    ACTIVITY: "Plan och bygg",
    PLAN: "Plan",
    PLACES: "Orter",
    SHARING: "Fördelning",
    SCENARIOS: "Scenarier",
    DECISION: "Samstämmiga beslut",
    SOURCES: "Underlag",
}
YEARS = {PLACES: "2019", DECISION: "ej påbörjat"}
CODES = {"0513": "Kinda", "0687": "Tranås"}


def test_every_page_opens_with_real_figures() -> None:
    """The first thing a newcomer does is to click through the menu."""
    for page, app in through_the_menu():
        assert_whole(app)
        assert [title.value for title in app.title] == [TITLES[page]]
        # The year of the figures; where nothing moves, Orter has only a lease known from 2019, and
        # where nothing is frozen Beslut has none.
        assert YEARS.get(page, "2022") in text(app)
        assert not app.error


@pytest.mark.parametrize("code", CODES)
def test_every_page_opens_for_one_municipality(code: str) -> None:
    """”Visa för” is the question every council asks first: what about us?"""
    for page, app in through_the_menu(kommun=code):
        assert_whole(app)
        assert CODES[code] in text(app)
        assert [title.value for title in app.title] == [TITLES[page]]


@pytest.mark.parametrize("scenario", QUESTIONS)
def test_every_page_opens_for_every_scenario(scenario: str) -> None:
    """No shipped question may break a page in a meeting.

    Fördelning plans for every group, which takes long: every third question is put to it.
    """
    left_out = () if scenario in QUESTIONS[::3] else (SHARING,)
    for _, app in through_the_menu(leave_out=left_out, scenario=scenario):
        assert_whole(app)
        assert not app.error
        assert app.selectbox(key="scenario").value == scenario


@pytest.mark.parametrize("scenario", ["01_lagsta_kostnad", "04_kobyt_inriktning"])
def test_the_sum_on_screen_is_the_sum_in_the_result_file(scenario: str, pack: Pack) -> None:
    """Who runs the command and who opens the app read the same figure."""
    asked = next(s for s in library(pack) if s.key == scenario)
    result = json.loads(json.dumps(as_dict(run(pack, asked))))
    annual = result["total"]["annual_sek"]
    row = table_about(opened(OVERVIEW, scenario=scenario), "De nio områdena")[-1]
    assert row[0] == "Summa"
    assert row[3] == swedish.signed_tkr(annual["value"])
    assert row[4] == swedish.span_tkr(annual["low"], annual["high"])
    assert row[5] == swedish.chance(result["total"]["chance_of_saving"])


@pytest.mark.parametrize("state", [{}, {"kommun": "0512"}, {"kommun": "0687"}])
@pytest.mark.parametrize("scenario", ["02_sarbarhet", "04_kobyt_inriktning"])
def test_the_columns_on_the_overview_add_up(scenario: str, state: Mapping[str, str]) -> None:
    """A councillor adds the column, with a pencil."""
    found = table_about(opened(OVERVIEW, scenario=scenario, **state), "De nio områdena")
    *parts, whole = found[1:]
    assert sum(kronor(row[3]) for row in parts) == kronor(whole[3])
    costs = [kronor(row[2].removeprefix("minst ")) for row in parts if row[2]]
    assert sum(costs) == pytest.approx(kronor(whole[2].removeprefix("minst ")), abs=1e-6)


def test_official_lines_on_the_overview_add_up() -> None:
    """What is covered and what is left over are the official figure, as printed."""
    for row in table_about(opened(OVERVIEW), "Officiella rader")[1:]:
        if swedish.MISSING not in row:
            covered, rest = kronor(row[2]), kronor(row[3])
            assert covered + rest == pytest.approx(kronor(row[1]), abs=1e-6), row


def test_the_overview_has_the_nine_areas(pack: Pack) -> None:
    """KÖBYT's nine areas, in its order, each with a way to run it."""
    found = table_about(opened(OVERVIEW), "De nio områdena")
    areas = [f"{area.key} {area.label}" for area in pack.areas if area.key != "0"]
    assert len(areas) == 9
    assert sorted(row[0] for row in found[1:] if row[0][0].isdigit()) == sorted(areas)


def test_the_plan_says_that_it_has_been_proven_and_checked() -> None:
    """A plan that nobody has reckoned again is a suggestion."""
    seen = text(opened(PLAN))
    assert "bevisat bäst" in seen
    assert "omräknad från grunden utan optimeraren" in seen


def test_the_plan_has_a_column_for_every_municipality(pack: Pack) -> None:
    """The matrix is what a council looks at: its own column, every planned activity."""
    found = table_about(opened(PLAN), "Driftform per verksamhet")
    assert found[0] == ["Verksamhet", *FIVE]
    assert [row[0] for row in found[1:]] == [a.label for a in pack.activities if a.optimised]


def test_the_decisions_behind_the_plan_are_shown() -> None:
    """What we decide is never hidden in a file."""
    seen = text(opened(PLAN, scenario="03_plan_bygg_tre"))
    assert (
        "Plan, Bygglov och GIS och MBK (mätning, beräkning, kartering) slås ihop av minst en grupp"
        in seen
    )
    assert "minst 3 kommuner i en sammanslagen organisation" in seen


def test_the_stamp_is_on_the_pages_with_results() -> None:
    """A printed page says which pack and which question its figures stand on."""
    for page in (OVERVIEW, PLAN, SHARING, SCENARIOS):
        assert "resultat jämförbara från och med" in text(opened(page))


def test_every_activity_can_be_traced_to_its_sources(pack: Pack) -> None:
    """Every figure of every account: value, unit, status and source, nothing missing."""
    app = opened(SOURCES)
    for activity in pack.activities:
        app.selectbox(key="underlag_" + "+".join(a.key for a in pack.activities)).select(
            activity.key
        ).run()
        assert_whole(app)
        found = table_about(app, f"Kinda: {activity.label}")
        assert found[0][1:6] == ["Värde", "Lägst–högst", "Enhet", "År", "Status"]
        for row in found[1:]:
            assert all(row[i] for i in (0, 1, 3, 4, 5, 6, 7)), row
