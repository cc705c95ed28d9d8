"""Verksamhet: every activity and area, for every kind of group."""

import pytest

from models.pack import Pack
from models.rounding import round_to_total
from pages.parts import swedish
from scenarios.compare import Arrangement, compare_alternatives
from scenarios.result import largest
from scenarios.scenario import library
from scenarios.setting import prepare
from tests.conftest import MUNICIPALITIES
from tests.pages.seeing import ACTIVITY, assert_whole, kronor, opened, table_about, text
from tests.scenarios.editing import pack_in

SHIPPED = pack_in(MUNICIPALITIES)
AREAS = [a.key for a in SHIPPED.areas if any(b.area == a.key and b.optimised for b in SHIPPED.activities)]  # fmt: skip  # noqa: E501
PLANNED = [a.key for a in SHIPPED.activities if a.optimised]


def chosen(pack: Pack, activity: str) -> dict[str, object]:
    """Return the choices that lead to one activity."""
    area = next(a.area for a in pack.activities if a.key == activity)
    return {"omrade": area, f"verksamhet_{area}": activity}


@pytest.mark.parametrize("activity", PLANNED)
def test_every_activity_is_shown_and_adds_up(activity: str, pack: Pack) -> None:
    """The three columns by cost type: what is printed adds up to what is printed below."""
    app = opened(ACTIVITY, **chosen(pack, activity))
    assert_whole(app)
    label = next(a.label for a in pack.activities if a.key == activity)
    assert [title.value for title in app.title] == [label]
    found = table_about(app, "Kostnader och intäkter")
    names = [row[0] for row in found]
    gross = found[names.index("Bruttokostnad")]
    net = next(row for row in found if row[0].startswith("Nettokostnad"))
    for i in range(1, len(found[0])):
        costs = [kronor(row[i]) for row in found if row[0].startswith(("K", "Ej fördelat"))]
        income = [kronor(row[i]) for row in found if row[0].startswith("I") and row[0][1].isdigit()]
        assert sum(costs) == kronor(gross[i])
        printed = net[i].removeprefix("minst ").split(" (")[0]
        assert kronor(printed) == kronor(gross[i]) - sum(income)


@pytest.mark.parametrize("area", AREAS)
def test_a_whole_area_is_shown_for_all_for_two_and_for_one(area: str) -> None:
    """Hela området; two neighbours about themselves; and who is left alone sees own."""
    app = opened(ACTIVITY, omrade=area)
    assert_whole(app)
    app.multiselect(key="grupp").set_value(["0513", "0512"]).run()
    assert_whole(app)
    app.multiselect(key="grupp").set_value(["0512"]).run()
    assert_whole(app)
    assert "Samverkan: egen ledning" not in text(app)


def test_a_group_of_nobody_is_everybody() -> None:
    """Who empties the box is shown all of them and not an error."""
    app = opened(ACTIVITY, grupp=[])
    assert_whole(app)
    assert "gruppen (5 kommuner)" in text(app)


def test_who_is_not_in_the_group_is_told_so() -> None:
    """Tranås looking at a cooperation between Kinda and Ydre is not affected."""
    app = opened(ACTIVITY, omrade="5", grupp=["0513", "0512"], kommun="0687")
    assert_whole(app)
    assert "Tranås är inte med i den valda gruppen och berörs inte." in text(app)


@pytest.mark.parametrize("code", ["0513", "0512"])
def test_one_municipality_sees_its_own_account(code: str, pack: Pack) -> None:
    """The gross cost on screen is the reckoning's, for the municipality that was chosen."""
    setting = prepare(pack, library(pack)[0])
    codes = tuple(m.code for m in pack.municipalities)
    arrangement = Arrangement(codes, largest(setting, codes))
    column = compare_alternatives(setting, ["lon"], arrangement, code).columns[0]
    app = opened(ACTIVITY, kommun=code, **chosen(pack, "lon"))
    found = table_about(app, "Kostnader och intäkter")
    gross = next(row for row in found if row[0] == "Bruttokostnad")
    values = [amount.value or 0.0 for amount in column.costs]
    assert gross[1] == swedish.number(sum(round_to_total(values, 1e3)) / 1e3)


@pytest.mark.parametrize("level", ["egna nivåer", "gemensam nivå", "högsta nivån"])
def test_every_level_can_be_chosen(level: str) -> None:
    """The service level is a choice on the page, and every choice opens."""
    assert_whole(opened(ACTIVITY, niva=level))


def test_where_revenue_is_unknown_the_page_says_so(pack: Pack) -> None:
    """An empty cell would read as zero kronor of revenue."""
    seen = text(opened(ACTIVITY, **chosen(pack, "ekonomi")))
    assert swedish.MISSING in seen
    assert "Nettokostnad före övriga intäkter" in seen


def test_cooperation_under_way_is_told() -> None:
    """A group that already shares its IT is not shown a plan as if it did not."""
    assert "Pågående samverkan att ta hänsyn till" in text(opened(ACTIVITY, omrade="1"))
