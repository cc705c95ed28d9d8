"""Orter: the map, an office moved on trial, jobs by town, moves, travel and locked rent."""

import math
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from models.decisions import Decisions
from models.entities import Alternative
from models.pack import Pack
from pages.parts import maps, moving, moving_charts, placing, swedish
from scenarios.places import Relocation, flows, jobs, offices, organisations, relocate
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, Scenario, library
from scenarios.setting import Range
from tests.conftest import ROOT
from tests.pages.seeing import PLACES, assert_whole, kronor, opened, table_about, text

VADSTENA = ROOT / "tests" / "data" / "vadstena" / "0584-vadstena"
SHIPPED = sorted(path.stem for path in LIBRARY.glob("*.toml"))


@pytest.fixture(scope="module")
def outcomes(pack: Pack) -> Mapping[str, Outcome]:
    """Two shipped plans in which offices are shared."""
    asked = {s.key: s for s in library(pack)}
    return {key: run(pack, asked[key]) for key in ("04_kobyt_inriktning", "05_konsultlage")}


@pytest.fixture(scope="module")
def kept(pack: Pack) -> Outcome:
    """The plan in which nothing is done together."""
    own = {a.key: (Alternative.OWN,) for a in pack.activities if a.optimised}
    return run(pack, Scenario("egen", "Egen", "Vad händer?", decide=Decisions(how=own)))


@pytest.fixture(scope="module")
def to_linkoping(outcomes: Mapping[str, Outcome]) -> Relocation:
    """An office moved to a town outside all members."""
    outcome = outcomes["04_kobyt_inriktning"]
    old = next(choice for choice, o in organisations(outcome) if o.activity == "lon")
    return relocate(outcome, old, replace(old, seat=outcome.setting.case.town_index("linkoping")))


def shown(outcome: Outcome, only: str | None = None) -> AppTest:
    """Return the page's sections for a plan that no shipped scenario leads to."""

    def script(outcome: "Outcome", only: "str | None") -> None:
        import streamlit as st

        from pages.parts import jobs, placing

        st.title("Orter")
        st.markdown(placing.headline(outcome, only))
        placing.show_map(outcome, only)
        jobs.show_jobs(outcome, only)
        jobs.show_moves(outcome, only)
        jobs.show_travel(outcome, only)
        jobs.show_rents(outcome, only)

    kwargs = {"outcome": outcome, "only": only}
    return AppTest.from_function(script, default_timeout=60, kwargs=kwargs).run()


def values(chart: Any, *columns: str) -> list[tuple[object, ...]]:
    """Return columns of the data in a chart with one layer."""
    return [tuple(row[c] for c in columns) for row in chart.data.to_dict("records")]


@pytest.mark.parametrize(
    ("scenario", "code"), [*((key, "alla") for key in SHIPPED), ("04_kobyt_inriktning", "0513")]
)
def test_the_page_is_whole(scenario: str, code: str) -> None:
    """No shipped question may break the page, for everybody or for one municipality."""
    app = opened(PLACES, scenario=scenario, kommun=code)
    assert_whole(app)
    assert [title.value for title in app.title] == ["Orter"]
    assert not app.error
    assert len(app.header) == 5


def test_the_page_is_whole_on_a_projector() -> None:
    """Everything under each other, and the same text."""
    app = opened(PLACES, scenario="04_kobyt_inriktning", projektor=True)
    assert_whole(app)
    assert not app.error


def test_the_columns_of_jobs_add_up_as_printed() -> None:
    """A councillor adds the column, and then the row."""
    app = opened(PLACES, scenario="04_kobyt_inriktning")
    head, *rows, total = table_about(app, "efter arbetsplatsens ort (")
    number = [[0.0 if cell == "–" else kronor(cell) for cell in row[1:7]] for row in rows]
    printed = [0.0 if cell == "–" else kronor(cell) for cell in total[1:7]]
    assert head[0] == "Ort"
    assert total[0] == "Summa"
    for column, whole in zip(zip(*number, strict=True), printed, strict=True):
        assert sum(column) == pytest.approx(whole)
    for before, moved_in, moved_out, other, after, change in [*number, printed]:
        assert before + moved_in - moved_out + other == pytest.approx(after)
        assert after - before == pytest.approx(change)


def test_the_headline_says_what_the_table_says() -> None:
    """The same tenths in the headline, in the section's title and in the table."""
    app = opened(PLACES, scenario="05_konsultlage")
    rows = table_about(app, "efter arbetsplatsens ort (")[1:-1]
    least = min(rows, key=lambda row: kronor(row[6]))
    most = max(rows, key=lambda row: kronor(row[6]))
    lost, gained = (swedish.number(abs(kronor(row[6])), 1) for row in (least, most))
    words = f"{least[0]} mister {lost} årsarbetare och {most[0]} får {gained} fler"
    assert words in text(app)
    assert words in [header.value for header in app.header]


def test_moves_add_up_and_say_what_they_rest_on() -> None:
    """The FTE add up to the title's; the share that leaves is told to be an assumption."""
    app = opened(PLACES, scenario="05_konsultlage")
    *rows, total = table_about(app, "flyttar till en annan ort")[1:]
    assert sum(kronor(row[4]) for row in rows) == pytest.approx(kronor(total[4]))
    assert any(header.value.startswith(f"{total[4]} årsarbetare") for header in app.header)
    assert "slutar_0_15" in text(app)
    assert "omvägsfaktor" in text(app)


def test_the_known_lease_is_shown_with_its_source(pack: Pack) -> None:
    """FX-11: 16 mnkr, 1 600 kr/m², in the prices of 2019; when it ends nobody has said."""
    app = opened(PLACES)
    row = table_about(app, "Kända hyresavtal")[1]
    assert row[1] == "Linköping"
    assert (row[5], row[6], row[7]) == ("1\u00a0600", "16,0", swedish.MISSING)
    assert "publicerad, 2019" in row
    assert pack.sources["corren_itsam_lokaler"].publisher in row[-1]
    assert "märkta ”uppgift saknas”" in text(app)


def test_moving_an_office_answers_with_the_plan_beside_it() -> None:
    """Another town gives another figure; the town it lies in gives none."""
    app = opened(PLACES, scenario="05_konsultlage")
    found = table_about(app, "Planen med och utan flytten")
    assert found[0] == ["", "Planen", "Med flytten", "Skillnad"]
    fte = next(row for row in found if row[0] == "Årsarbetare i organisationen")
    assert (fte[1], fte[3]) == (fte[2], "0,0")
    assert "i stället för" in text(app)
    (town,) = (box for box in app.selectbox if box.label == "Ny kontorsort")
    (as_it_is,) = (i for i, name in enumerate(town.options) if name.endswith("(som i planen)"))
    town.select_index(as_it_is).run()
    assert_whole(app)
    found = table_about(app, "Planen med och utan flytten")
    assert found[1][3].startswith("0 ")
    (town,) = (box for box in app.selectbox if box.label == "Ny kontorsort")
    (outside,) = (i for i, name in enumerate(town.options) if name.startswith("Linköping"))
    town.select_index(outside).run()
    assert_whole(app)
    assert "Besluten öppnar inte Linköping" in text(app)
    assert "Linköping ligger utanför alla fem kommuner." in text(app)


def test_every_town_can_be_tried(to_linkoping: Relocation) -> None:
    """A town outside is flagged, with why that matters, and what the decisions say about it."""
    assert any("öppnar inte Linköping" in line for line in moving.broken(to_linkoping))
    note = placing.outside_note(to_linkoping.after)
    assert note.startswith("**Linköping ligger utanför alla fem kommuner.**")
    assert "Itsam" in note
    assert placing.outside_note(to_linkoping.before) == ""
    app = shown(to_linkoping.after)
    assert_whole(app)
    assert "Linköping ligger utanför alla fem kommuner." in text(app)
    assert table_about(app, "Orterna på kartan")[-1][1] == "utanför kommunerna"


def test_a_sixth_municipality_is_on_the_page(own_pack: Path) -> None:
    """Vadstena joins with a folder: its town is on the map's table, and no code is touched."""
    shutil.copytree(VADSTENA, own_pack / VADSTENA.name)
    app = opened(PLACES, scenario="05_konsultlage")
    assert_whole(app)
    assert not app.error
    assert "Vadstena" in [row[0] for row in table_about(app, "Orterna på kartan")]


@pytest.mark.parametrize("only", [None, "0513"])
def test_where_nothing_changes_every_section_says_so(kept: Outcome, only: str | None) -> None:
    """An empty section is designed, and the map is still there."""
    app = shown(kept, only)
    assert_whole(app)
    seen = text(app)
    for words in (
        "planen behåller egen verksamhet överallt",
        "Planen har ingen sammanslagen organisation",
        "Planen ändrar ingenting",
        "Ingen arbetsplats flyttar mellan orter",
        "Ingen invånare får längre väg",
        "Ingen hyra blir låst",
    ):
        assert words in seen
    assert moving.choose_office(kept, only) is None


@pytest.mark.parametrize("key", ["04_kobyt_inriktning", "05_konsultlage"])
def test_the_map_draws_what_the_records_say(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """Every municipality, town, office and stream; nothing is added on the way."""
    outcome = outcomes[key]
    pack, drawing = outcome.pack, placing.drawing(outcome, None)
    names = {m.name for m in pack.municipalities}
    assert {a.name for a in drawing.areas if a.colour} == names
    assert {a.name for a in drawing.areas} == {o.name for o in pack.outlines}
    assert [p.name for p in drawing.places] == [t.name for t in outcome.setting.case.towns]
    assert [o.count for o in drawing.offices] == [len(r.organisations) for r in offices(outcome)]
    assert [f.fte for f in drawing.flows] == [f.fte for f in flows(outcome)]
    chart = maps.office_map(drawing, title="Prov")
    areas, lines, arrows, places, squares, *_ = chart.layer
    features = areas.data.values
    assert [feature["kommun"] for feature in features] == [a.name for a in drawing.areas]
    assert {row[0] for row in values(lines, "årsarbetare")} == {f.fte for f in drawing.flows}
    assert values(arrows, "från", "till") == [(f.origin, f.destination) for f in drawing.flows]
    assert values(places, "ort", "lat") == [(p.name, p.lat) for p in drawing.places]
    assert values(squares, "ort", "antal") == [(o.name, o.count) for o in drawing.offices]
    assert len({a.colour for a in drawing.areas if a.colour}) == len(names)


def test_who_is_not_asked_about_is_drawn_fainter(outcomes: Mapping[str, Outcome]) -> None:
    """Kinda's own area and the streams to and from Kisa stand out."""
    drawing = placing.drawing(outcomes["05_konsultlage"], "0513")
    assert [a.name for a in drawing.areas if not a.faded] == ["Kinda"]
    for flow in drawing.flows:
        assert flow.faded is ("Kisa" not in {flow.origin, flow.destination})


def test_labels_say_each_towns_change(outcomes: Mapping[str, Outcome]) -> None:
    """▲ and ▼ with the tenths of the table."""
    outcome = outcomes["05_konsultlage"]
    labels = {p.name: p.label for p in placing.drawing(outcome, None).places}
    for row in placing.printed_jobs(outcome):
        mark = "▲" if row.change > 0 else "▼"
        assert labels[row.name] == f"{row.name}\n{mark} {swedish.signed(row.change, 1)}"


def test_printed_jobs_are_within_a_tenth(outcomes: Mapping[str, Outcome]) -> None:
    """Rounding so that the column adds up moves nobody further than that."""
    for outcome in outcomes.values():
        for row, printed in zip(jobs(outcome), placing.printed_jobs(outcome), strict=True):
            assert printed.before == pytest.approx(row.before, abs=0.1)
            assert printed.after == pytest.approx(row.after, abs=0.1)


def test_a_ring_is_drawn_clockwise() -> None:
    """The other way round it would be the whole world but the municipality."""
    square = [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
    assert maps.clockwise(square) == square
    assert maps.clockwise(square[::-1]) == square


def test_an_arrow_points_where_the_flow_goes() -> None:
    """0° is north and 90° east; a degree of longitude is half a degree of latitude at 60° north."""
    assert maps.heading((15, 58), (15, 59)) == pytest.approx(0)
    assert maps.heading((15, 59), (15, 58)) == pytest.approx(180)
    assert maps.heading((15, 60), (16, 60)) == pytest.approx(90)
    assert maps.heading((14, 59.75), (15, 60.25)) == pytest.approx(45)


def test_a_flow_begins_in_its_town_and_stops_short_of_the_other() -> None:
    """The arrow is not hidden under the office."""
    start, end = (15.0, 58.0), (15.5, 58.3)
    way = maps.curve(start, end)
    assert way[0] == start
    assert 0.02 < math.dist(way[-1], end) < 0.2


def test_the_bars_are_the_organisations_posts(to_linkoping: Relocation) -> None:
    """Three bars a town, as the record has them."""
    rows = moving.post_bars(to_linkoping)
    chart = moving_charts.posts(rows, title="Prov")
    expected = [
        (row.town, when, fte)
        for row in rows
        for when, fte in (
            ("I dag", row.today),
            ("Planen", row.planned),
            ("Med flytten", row.moved),
        )
    ]
    assert values(chart, "ort", "när", "årsarbetare") == expected
    assert sum(row.planned for row in rows) == pytest.approx(sum(row.moved for row in rows))


def test_the_balance_chart_shows_both_ranges() -> None:
    """The plan as a ghost and the plan with the move, in tkr."""
    rows = [("Kinda", Range(1e3, -2e3, 4e3), Range(5e3, 3e3, 9e3))]
    _, span, dot = moving_charts.balance(rows, title="Prov").layer
    expected = [("Planen", 1.0, -2.0, 4.0), ("Med flytten", 5.0, 3.0, 9.0)]
    assert values(span, "när", "värde", "låg", "hög") == expected
    assert values(dot, "när", "värde", "låg", "hög") == expected


def test_longer_travel_is_named(outcomes: Mapping[str, Outcome]) -> None:
    """A visited service gathered in one town: whose way grows most, and by how much."""
    outcome = outcomes["04_kobyt_inriktning"]
    old = next(choice for choice, o in organisations(outcome) if o.activity == "bygglov")
    patterns = {p.value: p for p in type(old.pattern)}
    moved = relocate(outcome, old, replace(old, pattern=patterns["en_ort"]))
    app = shown(moved.after)
    assert_whole(app)
    assert any("minuter längre väg till bygglov" in header.value for header in app.header)
    assert "Bara invånare i tätorter är räknade" in text(app)
    assert any(row[0] == "Bygglov" for row in table_about(app, "Invånarnas väg"))
