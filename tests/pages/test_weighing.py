"""The weighing: weights asked for in Swedish, kept in the address, and what they give."""

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from models.pack import Pack
from pages.parts.weighing import EVERYBODY, KEYS, OWN, PARAM, STATE, read_link
from pages.parts.weighing_tables import SHORT, points_chart, points_title
from pages.parts.wording import ALTERNATIVES
from scenarios.criteria import grounds
from scenarios.scenario import library
from scenarios.setting import Setting, prepare
from scenarios.weighing import equal_weights, weigh
from tests.pages.seeing import FIVE, assert_whole, kronor, table_about, text

POINTS = "Värde och poäng"
FLIPS = "Minsta ändring"
SMALL = "sma_skolenheter"  # only own in the pack
FEW_FIGURES = "interkommunal_ersattning"  # no staff known
WITH_CONTRACT = "lon"
# What follows the value in a cell of costs: its range, or the points when it has none.
SHOWN_VALUE = re.compile(r" (\(|\d+ p$)")


def _part(activity: str, only: str | None) -> None:
    """The part alone on a page, as another page would call it."""
    from pages.parts import controls, weighing
    from scenarios.scenario import library

    pack = controls.reading().pack
    assert pack is not None
    base = library(pack)[0]
    here = controls.Context(pack, base, base, only)
    keys = [activity, *(a.key for a in pack.activities if a.optimised and a.key != activity)]
    weighing.show_weighing(here, controls.setting(pack, base), keys if activity else [])


def shown(activity: str = "ekonomi", only: str | None = None, **query: str) -> AppTest:
    """Return the part as it opens, with these query parameters."""
    app = AppTest.from_function(_part, args=(activity, only), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def weight(app: AppTest, criterion: str, who: str = EVERYBODY) -> Any:
    """Return the field for one weight, as it is drawn now."""
    return app.text_input(key=f"vikt|{who}|{criterion}|{app.session_state[STATE].round}")


def judged(app: AppTest, criterion: str, way: str, activity: str = "ekonomi") -> Any:
    """Return the field for one judgement."""
    key = f"bedomd|{activity}|{criterion}|{way}|{app.session_state[STATE].round}"
    return app.text_input(key=key)


def only_on(app: AppTest, weights: Mapping[str, float]) -> AppTest:
    """Type these weights, and 0 for every other criterion."""
    for key in KEYS:
        weight(app, key).set_value(str(weights.get(key, 0)))
    return app.run()


def has_points(app: AppTest) -> bool:
    """Say whether anything has been weighed."""
    return any(POINTS in e.proto.body for e in app.get("html"))


def points_row(app: AppTest, label: str) -> list[str]:
    """Return one row of the table of points, without its label and weight."""
    (row,) = (r for r in table_about(app, POINTS) if r[0].startswith(label))
    return row[2:]


def test_it_opens_with_equal_weights_and_an_answer() -> None:
    """Who has not thought about weights yet sees what equal ones give."""
    app = shown()
    assert_whole(app)
    assert not app.error
    assert [weight(app, key).value for key in KEYS] == ["15", "15", *["14"] * 5]
    assert "**Summa 100**" in text(app)
    assert "får flest poäng" in text(app)
    assert len(table_about(app, POINTS)[1:]) >= len(KEYS) + 2
    assert len(table_about(app, FLIPS)[1:]) == len(KEYS)
    assert PARAM not in app.query_params


def test_money_stands_with_its_range() -> None:
    """A cost without its range is read as a promise."""
    cells = points_row(shown(), "Kostnad")
    assert all(" till " in cell for cell in cells[1:])


def test_a_sum_that_is_not_100_is_told_and_nothing_is_weighed() -> None:
    """Weights are never scaled behind the back of those who set them."""
    app = shown()
    weight(app, "cost").set_value("10").run()
    assert "Summa 95: 5 saknas" in text(app)
    assert not has_points(app)
    weight(app, "cost").set_value("20,5").run()
    assert "Summa 105,5: 5,5 för mycket" in text(app)
    app.button(key="vikt_skala").click().run()
    assert has_points(app)
    assert "Summa 100" in text(app)
    assert_whole(app)


@pytest.mark.parametrize(
    ("typed", "said"), [("tjugo", "är inget tal"), ("-5", "mellan 0 och 100"), ("101", "mellan 0")]
)
def test_what_cannot_be_read_is_told_beside_the_field(typed: str, said: str) -> None:
    """The sentence says what was typed and what to write instead; nothing is guessed."""
    app = shown()
    weight(app, "cost").set_value(typed).run()
    assert [said in e.value and "Skriv" in e.value for e in app.error] == [True]
    assert not has_points(app)
    weight(app, "cost").set_value("15").run()
    assert not app.error
    assert has_points(app)


def test_all_weights_at_nothing_offers_no_scaling() -> None:
    """There are no proportions to keep."""
    app = only_on(shown(), {})
    assert not has_points(app)
    assert not [b for b in app.button if b.key == "vikt_skala"]


def test_with_all_the_weight_on_cost_the_cheapest_is_first() -> None:
    """F-08: the weighing has no opinion of its own about money."""
    app = only_on(shown(WITH_CONTRACT), {"cost": 100})
    cost = [kronor(SHOWN_VALUE.split(cell)[0]) for cell in points_row(app, "Kostnad")]
    places = [int(cell) for cell in points_row(app, "Plats")]
    assert np.argsort(cost).tolist() == np.argsort(places).tolist()


def test_weights_survive_a_reload() -> None:
    """F5 in the middle of a meeting loses nothing."""
    app = only_on(shown(), {"cost": 60, "cover": 40})
    kept = app.query_params[PARAM]
    again = shown(**{PARAM: kept})
    assert weight(again, "cost").value == "60"
    assert weight(again, "jobs").value == "0"
    assert points_row(again, "Viktade") == points_row(app, "Viktade")


@pytest.mark.parametrize(
    "link",
    [
        "{",
        "[]",
        "3",
        '{"common":{"cost":100}}',
        json.dumps({"common": equal_weights() | {"cost": float("nan")}}),
        json.dumps({"common": equal_weights() | {"cost": "15"}}),
        json.dumps({"common": equal_weights() | {"cost": True}}),
        json.dumps({"common": equal_weights() | {"cost": -1}}),
        json.dumps({"own": {"9999": equal_weights()}}),
        json.dumps({"own": [1]}),
        json.dumps({"judged": {"ekonomi": {"cost": {"okand": 3}}}}),
        json.dumps({"judged": {"okand": {"cost": {"egen": 3}}}}),
        json.dumps({"other": 1}),
        json.dumps({"own": None}),
        '{"common":{' + ",".join(f'"{key}":1{"0" * 400}' for key in KEYS) + "}}",
        "[" * 100_000,
    ],
)
def test_what_is_no_weights_in_a_link_is_refused(pack: Pack, link: str) -> None:
    """Anybody may write anything in an address; it becomes weights or one known fault."""
    with pytest.raises(ValueError):  # noqa: PT011 - which of them does not matter
        read_link(link, pack)


def test_a_link_that_cannot_be_read_is_told_and_left() -> None:
    """Half a link from an e-mail opens the page all the same."""
    app = shown(**{PARAM: "{"})
    assert_whole(app)
    assert "gick inte att läsa" in text(app)
    assert weight(app, "cost").value == "15"


def test_each_municipality_may_weigh_for_itself() -> None:
    """Per-municipality weights begin as the common ones, so that the answer is the same."""
    app = shown()
    before = points_row(app, "Viktade")
    app.segmented_control(key="vikt_lage|0").set_value(OWN).run()
    assert_whole(app)
    assert points_row(app, "Viktade") == before
    assert not [t for t in app.get("html") if "egna vikter" in t.proto.body]
    for key in KEYS:
        weight(app, key, "0687").set_value("100" if key == "cover" else "0")
    app.run()
    table = table_about(app, "egna vikter")
    assert {row[0] for row in table[1:]} == {*FIVE, "Medel"}
    assert table[-1][1:-1] == points_row(app, "Viktade")
    assert points_row(app, "Viktade") != before
    again = shown(only="0687", **{PARAM: app.query_params[PARAM]})
    assert points_row(again, "Viktade") == points_row(app, "Viktade")
    assert "Med egna vikter ger Tranås flest poäng åt" in text(again)


def test_a_fault_in_a_row_names_municipality_and_criterion() -> None:
    """Thirty-five fields: the sentence must say which."""
    app = shown()
    app.segmented_control(key="vikt_lage|0").set_value(OWN).run()
    weight(app, "jobs", "0512").set_value("x").run()
    assert [e.value.startswith("Ydre\\: Sysselsättning per ort") for e in app.error] == [True]
    assert not has_points(app)


def test_the_room_may_judge() -> None:
    """A judgement needs a number for every way of running it, and says that it is one."""
    app = shown()
    judged(app, "quality", "egen").set_value("40").run()
    assert "skriv poäng för varje driftform" in text(app)
    judged(app, "quality", "samverkan").set_value("60").run()
    judged(app, "quality", "sammanslagen").set_value("80").run()
    assert "bedömd i rummet" in " ".join(row[0] for row in table_about(app, POINTS))
    for cell, given in zip(points_row(app, "Kvalitet"), ("40", "60", "80"), strict=True):
        assert cell.endswith(f"{given} p")
    again = shown(**{PARAM: app.query_params[PARAM]})
    assert points_row(again, "Viktade") == points_row(app, "Viktade")
    judged(app, "quality", "egen").set_value("140").run()
    assert ["mellan 0 och 100" in e.value for e in app.error] == [True]


def test_a_link_with_a_way_that_is_not_allowed_is_no_whole_judgement() -> None:
    """Three numbers are not one for each of the three ways when one is for a fourth."""
    row = {"egen": 10, "samverkan": 20, "entreprenad": 30}
    app = shown(**{PARAM: json.dumps({"judged": {"ekonomi": {"quality": row}}})})
    assert_whole(app)
    assert "skriv poäng för varje driftform" in text(app)
    assert "bedömd i rummet" not in " ".join(row[0] for row in table_about(app, POINTS))


def test_every_criterion_has_a_short_name() -> None:
    """The heads above the municipalities' fields stand in the criteria's order."""
    assert tuple(SHORT) == KEYS


def test_the_bars_add_up_to_the_scores(setting: Setting) -> None:
    """A bar as long as the points in the table, each segment where the one before ends."""
    on = grounds(setting, WITH_CONTRACT)
    found = weigh(on, dict.fromkeys(on.municipalities, equal_weights()))
    chart = points_chart(found, title=points_title(found)).to_dict()
    (rows,) = chart["datasets"].values()
    for row in found.alternatives:
        mine = [r for r in rows if r["alternativ"] == ALTERNATIVES[row.alternative]]
        assert mine[-1]["till"] == pytest.approx(row.score)
        assert [r["från"] for r in mine[1:]] == [r["till"] for r in mine[:-1]]


@pytest.fixture(scope="module")
def setting(pack: Pack) -> Setting:
    """The shipped pack made ready for the first shipped question."""
    return prepare(pack, library(pack)[0])


def test_what_is_missing_is_left_out_and_told() -> None:
    """Missing staff is not the same as nobody being missed."""
    app = shown(FEW_FIGURES)
    assert_whole(app)
    assert "räknas inte: uppgift saknas" in text(app)
    assert points_row(app, "Sårbarhet") == ["uppgift saknas"] * 2
    assert len(table_about(app, FLIPS)[1:]) == len(KEYS) - 3
    app = only_on(app, {"cover": 100})
    assert "All vikt ligger på kriterier där uppgift saknas" in text(app)
    assert not has_points(app)


def test_one_way_of_running_it_is_nothing_to_weigh() -> None:
    """A place in a race of one says nothing."""
    app = shown(SMALL)
    assert_whole(app)
    assert "Det finns inget att väga" in text(app)


def test_no_activity_is_no_crash() -> None:
    """A pack may plan nothing."""
    assert "Ingen planerad verksamhet" in text(shown(""))


def test_every_activity_opens() -> None:
    """Whatever the pack leaves open can be weighed without a gap on the page."""
    app = shown()
    for key in app.selectbox(key="vikt_verksamhet").options:
        assert key
    for i in range(len(app.selectbox(key="vikt_verksamhet").options)):
        app.selectbox(key="vikt_verksamhet").select_index(i).run()
        assert_whole(app)
