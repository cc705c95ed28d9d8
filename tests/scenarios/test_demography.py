"""What the trend of the age groups means: in rows one can add up, and in the plan when asked."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from models.decisions import Choice
from models.demography import groups_of, growth, population
from models.entities import Alternative, Placement, Status
from models.pack import Pack
from scenarios.demography import ALL, Outlook, outlook
from scenarios.effects import effect_of
from scenarios.result import as_dict
from scenarios.run import Outcome
from scenarios.scenario import Scenario, all_supposed
from scenarios.setting import Setting, prepare


@pytest.fixture(scope="module")
def followed(pack: Pack, shipped: Mapping[str, Scenario]) -> Setting:
    """The first shipped scenario with volumes that follow the trend."""
    return prepare(pack, replace(shipped["01_lagsta_kostnad"], volumes="trend"))


@pytest.fixture(scope="module")
def found(setting: Setting) -> Outlook:
    """What the trends say of the shipped pack."""
    return outlook(setting)


def test_every_figure_has_unit_status_year_and_source(found: Outlook, pack: Pack) -> None:
    """Counted is official; what is expected is never surer than an estimate, and has a range."""
    expected = [
        figure
        for row in (*found.groups, *found.activities)
        for name in ("expected", "change", "growth", "cost_expected")
        for figure in getattr(row, name, ())
        if figure is not None
    ]
    assert len(expected) > 300
    for figure in expected:
        assert figure.status in {Status.ESTIMATE, Status.ASSUMPTION}
        assert figure.low < figure.value < figure.high
        assert figure.unit
        assert figure.because
        assert figure.year in found.years
        assert figure.sources
        assert set(figure.sources) <= set(pack.sources)
    for row in found.groups:
        assert row.today is not None
        assert (row.today.status, row.today.year) == (Status.OFFICIAL, pack.base_year)


def test_the_municipalities_add_up_to_all_and_so_do_the_groups(found: Outlook, pack: Pack) -> None:
    """A reader with a pocket calculator gets the sums on the screen."""
    codes = [m.code for m in pack.municipalities]
    for group in (*pack.age_groups, ALL):
        parts = [found.group(group, code).expected[-1] for code in codes]
        whole = found.group(group).expected[-1]
        assert whole is not None
        assert whole.value == pytest.approx(sum(p.value for p in parts if p is not None))
    for code in (*codes, ALL):
        parts = [found.group(group, code).expected[0] for group in pack.age_groups]
        whole = found.group(ALL, code).expected[0]
        assert whole is not None
        assert whole.high == pytest.approx(sum(p.high for p in parts if p is not None))


def test_the_cost_follows_the_volume(found: Outlook, pack: Pack) -> None:
    """Own cost ahead is the account of Underlag times the growth, both ends too."""
    for row in found.activities:
        if row.code == ALL or row.cost_today is None:
            continue
        account = pack.accounts[row.code, row.activity]
        assert row.cost_today.value == account.total_cost(pack.items)
        for times, cost in zip(row.growth, row.cost_expected, strict=True):
            assert times is not None
            assert cost is not None
            assert cost.value == pytest.approx(row.cost_today.value * times.value)
            assert cost.low == pytest.approx(row.cost_today.low * times.low)
            assert cost.high == pytest.approx(row.cost_today.high * times.high)
            assert cost.price_year == pack.price_year


def test_the_lines_go_from_the_first_count_to_the_last_year_of_the_tables(found: Outlook) -> None:
    """The drawn line and the table beside it end in the same number."""
    for line in found.lines:
        counted = [point for point in line.points if point.counted]
        last = line.points[-1]
        row = found.group(line.group, line.code)
        assert row.expected[-1] is not None
        assert (counted[0].year, counted[-1].year, last.year) == (2013, 2022, found.years[-1])
        assert counted[-1].index == 100
        assert last.count == pytest.approx(row.expected[-1].value)
        assert all(point.low <= point.index <= point.high for point in line.points)


def test_the_most_and_the_least_are_by_share(found: Outlook, pack: Pack) -> None:
    """The headline's groups are the ones that a reader finds in the table."""
    extremes = found.most_and_least()
    assert extremes is not None
    most, least = extremes
    shares = [found.group(group).change[-1] for group in pack.age_groups]
    values = [share.value for share in shares if share is not None]
    assert most.change[-1] is not None
    assert least.change[-1] is not None
    assert (most.change[-1].value, least.change[-1].value) == (max(values), min(values))


def test_the_trends_are_tried_against_what_has_been_counted_since(
    found: Outlook, pack: Pack
) -> None:
    """SCB has counted all inhabitants in 2025: the range to 2022's trend has to hold them."""
    assert [check.code for check in found.checks] == [m.code for m in pack.municipalities]
    for check in found.checks:
        assert check.counted.year == 2025
        assert check.counted == pack.key_figure(check.code, "folkmangd", 2025)
        assert check.within


def test_what_has_no_trend_is_named_and_missing(
    pack: Pack, shipped: Mapping[str, Scenario]
) -> None:
    """A municipality with too short a history is told so, and no sum pretends to hold it."""
    kept = tuple(
        known
        for known in pack.key_figures["0512"]
        if known.key != "inv_0_5" or known.figure.year > 2017
    )
    short = replace(pack, key_figures={**pack.key_figures, "0512": kept})
    seen = outlook(prepare(short, shipped["01_lagsta_kostnad"]))

    assert seen.lacking == (("0512", "inv_0_5"),)
    assert seen.group("inv_0_5", "0512").expected == (None, None)
    assert seen.group("inv_0_5").expected == (None, None)
    assert seen.group("inv_6_15").expected[0] is not None
    (preschool,) = (r for r in seen.activities if (r.activity, r.code) == ("forskola", "0512"))
    assert preschool.cost_today is not None
    assert preschool.cost_expected == (None, None)
    assert not any((line.group, line.code) == ("inv_0_5", "0512") for line in seen.lines)


def test_the_scenario_says_whether_volumes_follow_the_trend(
    setting: Setting, followed: Setting
) -> None:
    """Today's volumes unless asked; then the years from the scenario's first to the horizon's."""
    first = followed.scenario.decide.first_year
    people = population(followed.pack)
    assert (setting.case.growth == 1).all()
    assert followed.case.growth.shape == (*followed.case.fte.shape, 11)
    for j, activity in enumerate(followed.pack.activities):
        for y in (0, 10):
            times = growth(people, ["0513"], groups_of(people, activity), first + y)
            assert times is not None
            assert followed.case.growth[0, j, y] == times.value
    assert (outlook(setting).follows, outlook(followed).follows) == (False, True)


def test_the_draws_are_the_same_with_and_without_the_trend(
    setting: Setting, followed: Setting
) -> None:
    """Two scenarios that differ in volumes alone differ in nothing else."""
    for key, values in setting.draws.common.items():
        assert np.array_equal(values, followed.draws.common[key]), key
    assert np.array_equal(setting.draws.base, followed.draws.base)


def test_the_trend_moves_the_flow_and_not_the_effect_in_place(
    setting: Setting, followed: Setting
) -> None:
    """The yearly average follows the volume; ”fully in place” and the one-off stay in today's."""
    j = setting.case.index("sarskilt_stod")
    choice = Choice(j, (0, 1), Alternative.COOPERATION, 0, Placement.LOCAL)
    plain, grown = effect_of(setting, choice), effect_of(followed, choice)

    assert np.array_equal(plain.change, grown.change)
    assert np.array_equal(plain.one_off, grown.one_off)
    assert np.array_equal(plain.flow[:, 0], grown.flow[:, 0])
    assert grown.flow[0, -1] == pytest.approx(plain.flow[0, -1] * followed.case.growth[0, j, -1])
    assert (plain.annual[:2] != grown.annual[:2]).all()


def test_the_result_file_says_which_volumes(
    outcomes: Mapping[str, Outcome], followed: Setting
) -> None:
    """Whoever opens the file a year later sees what it was reckoned with."""
    result = as_dict(outcomes["01_lagsta_kostnad"])
    assert "volumes" not in result["scenario"]["suppose"]  # type: ignore[index]
    assert all_supposed(followed.scenario)["volumes"] == "trend"
