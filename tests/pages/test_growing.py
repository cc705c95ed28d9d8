"""The part that shows the trend of the age groups: a sentence, a chart and tables that agree."""

import json
import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from models.pack import Pack
from scenarios.demography import outlook
from scenarios.scenario import Scenario, library
from scenarios.setting import prepare
from tests.pages.seeing import FIVE, assert_whole, table_about, text

NBSP = "\u00a0"


def part(pack: Pack, scenario: Scenario, only: str | None = None) -> AppTest:
    """Return the part alone, as a page shows it."""

    def script(pack: "Pack", scenario: "Scenario", only: str | None) -> None:
        from pages.parts.controls import Context
        from pages.parts.growing import show_demography
        from scenarios.setting import prepare

        show_demography(Context(pack, scenario, scenario, only), prepare(pack, scenario))

    given = {"pack": pack, "scenario": scenario, "only": only}
    return AppTest.from_function(script, default_timeout=60, kwargs=given).run()


@pytest.fixture(scope="module")
def asked(pack: Pack) -> Scenario:
    """The first shipped scenario."""
    return library(pack)[0]


def test_the_sentence_says_what_the_table_says(pack: Pack, asked: Scenario) -> None:
    """The number that will be quoted is reckoned, has its range and stands in the table too."""
    app = part(pack, asked)

    assert_whole(app)
    said = re.search(
        r"\*\*Invånare 80 år och äldre väntas bli (\d+).% fler till (\d+)\*\* än 2022 i de fem "
        r"kommunerna tillsammans \((.+?), 5–95.%\)",
        text(app),
    )
    assert said is not None
    share, year, span = said.groups()
    table = table_about(app, "Invånare per åldersgrupp")
    (row,) = (cells for cells in table if cells[0] == "Invånare 80 år och äldre")
    assert f"{year} (5–95{NBSP}%)" in table[0]
    assert row[-1] == f"+{share}{NBSP}% ({span})"
    found = outlook(prepare(pack, asked)).group("inv_80_plus").change[-1]
    assert found is not None
    assert share == f"{(found.value - 1) * 100:.0f}"


def test_one_municipality_is_seen_alone(pack: Pack, asked: Scenario) -> None:
    """Who has chosen Ydre reads about Ydre."""
    app = part(pack, asked, "0512")

    assert_whole(app)
    assert "i Ydre" in text(app)
    assert [row[0] for row in table_about(app, "Alla invånare: trendens tal")[1:]] == ["Ydre"]
    assert "(Ydre)" in text(app)
    assert re.search(r"invånare i Ydre, och 3.619 har sedan räknats, inom spannet", text(app))


def test_a_direction_that_nobody_knows_is_not_given_as_a_finding(
    pack: Pack, asked: Scenario
) -> None:
    """Preschool in Ödeshög may as well shrink: ”30 % fler” alone would be quoted as a fact."""
    app = part(pack, asked, "0509")

    said = text(app).split("\n")[0]
    assert "Invånare 0–5 år" in said
    assert "så åt vilket håll är osäkert" in said


@pytest.mark.parametrize("group", ["inv_0_5", "inv_80_plus"])
def test_the_chart_shows_the_group_that_is_chosen(pack: Pack, asked: Scenario, group: str) -> None:
    """Each group can be looked at; the chart is named after it and has every municipality."""
    app = part(pack, asked)
    app.session_state["demografi_grupp"] = group
    app.run()

    assert_whole(app)
    (chart,) = app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    title = " ".join(spec["title"])
    assert title.startswith({"inv_0_5": "Invånare 0–5 år", "inv_80_plus": "Invånare 80 år"}[group])
    assert all(name in str(spec["layer"]) for name in FIVE)


def test_it_says_whether_results_follow_the_trend(pack: Pack, asked: Scenario) -> None:
    """Nobody should think that the plan has taken the trend in when it has not, or the reverse."""
    assert "inget resultat ändras av det som visas här" in text(part(pack, asked))
    assert "Scenariot låter volymerna följa trenden" in text(
        part(pack, replace(asked, volumes="trend"))
    )


def test_what_is_missing_is_said_to_be_missing(pack: Pack, asked: Scenario) -> None:
    """Too short a history: no line, no zero, and words about what is done instead."""
    kept = tuple(
        known
        for known in pack.key_figures["0512"]
        if known.key not in pack.age_groups or known.figure.year > 2017
    )
    app = part(replace(pack, key_figures={**pack.key_figures, "0512": kept}), asked)
    assert_whole(app)
    assert "uppgift saknas" in text(app)
    assert "räknas med dagens volym" in text(app)

    alone = part(replace(pack, key_figures={**pack.key_figures, "0512": kept}), asked, "0512")
    assert_whole(alone)
    assert "Ingen framskrivning" in text(alone)
