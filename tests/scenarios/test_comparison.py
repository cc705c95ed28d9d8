"""The alternatives side by side: what a kommunchef adds up must add up."""

from collections.abc import Mapping
from functools import cache

import pytest

from models.entities import Alternative, LevelChoice, Placement
from models.pack import Pack
from scenarios.compare import Arrangement, Column, Comparison, compare_alternatives, compare_areas
from scenarios.result import largest
from scenarios.run import Outcome
from scenarios.setting import Setting

SEK = 1.0


@pytest.fixture(scope="module")
def everybody(setting: Setting) -> Arrangement:
    """All municipalities, with the office where most people live."""
    codes = tuple(m.code for m in setting.case.municipalities)
    return Arrangement(codes, largest(setting, codes))


@pytest.fixture(scope="module")
def compared(setting: Setting, everybody: Arrangement) -> dict[str, Comparison]:
    """Every planned activity's alternatives with all municipalities in the group."""
    return {
        activity.key: compare_alternatives(setting, [activity.key], everybody)
        for activity in setting.case.activities
        if activity.optimised
    }


@pytest.fixture(scope="module")
def columns(compared: dict[str, Comparison]) -> list[tuple[str, Column, Column]]:
    """Every (activity, own column, other column)."""
    return [
        (key, comparison.columns[0], column)
        for key, comparison in compared.items()
        for column in comparison.columns
    ]


def test_the_first_column_is_today(compared: dict[str, Comparison]) -> None:
    """Everything is compared with own, and own is the account itself."""
    for comparison in compared.values():
        own = comparison.columns[0]
        assert own.alternative is Alternative.OWN
        assert own.steps == ()
        assert (own.change.value, own.change.low, own.change.high) == (0, 0, 0)
        assert (own.annual.value, own.one_off.value, own.present_value.value) == (0, 0, 0)
        assert own.chance is None
        assert own.minutes_to_office == 0


def test_only_the_ways_the_pack_allows_are_shown(
    compared: dict[str, Comparison], pack: Pack
) -> None:
    """Nobody should weigh an alternative that the law or the councils have closed."""
    for activity in pack.activities:
        if activity.optimised:
            shown = tuple(column.alternative for column in compared[activity.key].columns)
            assert shown == tuple(h for h in Alternative if h in activity.alternatives)


def test_net_cost_is_gross_cost_minus_revenue(
    columns: list[tuple[str, Column, Column]],
) -> None:
    """Three figures under each other that do not subtract would end the meeting."""
    for key, _, column in columns:
        costs = sum(a.value or 0 for a in column.costs) + column.unsplit
        assert costs == pytest.approx(column.gross, abs=SEK), key
        income = sum(a.value or 0 for a in column.revenues)
        assert income == pytest.approx(column.revenue or 0, abs=SEK), key
        assert column.net == pytest.approx(column.gross - income, abs=SEK), key


def test_the_bridge_leads_from_own_to_the_alternative(
    columns: list[tuple[str, Column, Column]],
) -> None:
    """No step is missing: steps and revenue are the difference in net cost, to the krona."""
    for key, own, column in columns:
        steps = sum(step.total for step in column.steps)
        assert steps == pytest.approx(column.net - own.net, abs=SEK), key
        assert steps == pytest.approx(column.change.value, abs=SEK), key
        for step in column.steps:
            by_type = sum(amount.value or 0 for amount in step.by_cost_type)
            assert by_type == pytest.approx(step.total, abs=SEK), (key, step.key)


def test_every_range_holds_its_own_value(columns: list[tuple[str, Column, Column]]) -> None:
    """The value printed beside a range lies in it."""
    for key, _, c in columns:
        for r in (c.change, c.annual, c.one_off, c.present_value):
            assert r.low <= r.value <= r.high, key


def test_each_municipality_alone_adds_up_to_the_group(
    setting: Setting, everybody: Arrangement, compared: dict[str, Comparison]
) -> None:
    """”Visa för” shows a part of the same whole: five councils see one calculation."""

    @cache
    def alone(key: str, code: str) -> Comparison:
        return compare_alternatives(setting, [key], everybody, code)

    for key, whole in compared.items():
        for i, column in enumerate(whole.columns):
            parts = [alone(key, code).columns[i] for code in everybody.group]
            for name in ("gross", "net", "fte", "manager_fte"):
                total = sum(getattr(part, name) for part in parts)
                assert total == pytest.approx(getattr(column, name), abs=SEK), (key, name)
            for name in ("change", "annual", "one_off", "present_value"):
                total = sum(getattr(part, name).value for part in parts)
                assert total == pytest.approx(getattr(column, name).value, abs=SEK), (key, name)


def test_the_municipalities_table_is_the_group(compared: dict[str, Comparison]) -> None:
    """The table per kommun and the columns are the same figures."""
    for key, comparison in compared.items():
        own = sum(m.own_net for m in comparison.municipalities)
        assert own == pytest.approx(comparison.columns[0].net, abs=SEK), key
        for column in comparison.columns[1:]:
            change = sum(
                dict(m.change)[column.alternative].value for m in comparison.municipalities
            )
            assert change == pytest.approx(column.change.value, abs=SEK), key


def test_an_area_is_its_activities(
    setting: Setting, everybody: Arrangement, compared: dict[str, Comparison]
) -> None:
    """Hela området is the sum of the activities in it; what may not join stays own."""
    for area, whole in compare_areas(setting, everybody):
        parts = [compared[key] for key in whole.activities]
        assert whole.columns[0].net == pytest.approx(sum(p.columns[0].net for p in parts), abs=SEK)
        for column in whole.columns[1:]:
            found = [p.column(column.alternative) for p in parts]
            change = sum(c.change.value for c in found if c)
            assert column.change.value == pytest.approx(change, abs=SEK), area


def test_at_the_own_levels_the_step_level_is_nothing(
    columns: list[tuple[str, Column, Column]],
) -> None:
    """A service decision is never counted as a gain; where none is made there is no step."""
    found = [step.total for _, _, column in columns for step in column.steps if step.key == "level"]
    assert found
    assert set(found) == {0.0}


def test_a_chosen_level_moves_cost_only_where_the_levels_differ(
    setting: Setting, everybody: Arrangement
) -> None:
    """The shipped pack knows no levels but 50: a joint level then changes nothing."""
    for level in LevelChoice:
        arrangement = Arrangement(everybody.group, everybody.seat, level=level)
        merged = compare_alternatives(setting, ["plan"], arrangement).column(Alternative.MERGED)
        assert merged is not None
        assert merged.level == 50
        assert {s.key: s.total for s in merged.steps}["level"] == 0


def test_a_group_of_three_leaves_the_others_alone(setting: Setting, pack: Pack) -> None:
    """Who does not take part pays as today, keeps the staff and is told so."""
    three = Arrangement(("0513", "0509", "0512"), "0513")
    for activity in pack.activities:
        if not activity.optimised:
            continue
        comparison = compare_alternatives(setting, [activity.key], three)
        for m in comparison.municipalities:
            assert m.member == (m.code in three.group)
            if not m.member:
                assert all((r.value, r.low, r.high) == (0, 0, 0) for _, r in m.change)
        outside = compare_alternatives(setting, [activity.key], three, "0687")
        own = outside.columns[0]
        for column in outside.columns[1:]:
            assert (column.gross, column.net) == pytest.approx((own.gross, own.net))
            assert (column.fte, column.manager_fte) == pytest.approx((own.fte, own.manager_fte))
            assert column.one_off.value == 0


def test_one_alone_has_nobody_to_join(setting: Setting) -> None:
    """A group of one has its own organisation, and a contractor where the pack has one."""
    comparison = compare_alternatives(setting, ["lon"], Arrangement(("0512",), "0512"))
    assert [c.alternative for c in comparison.columns] == [Alternative.OWN, Alternative.CONTRACTED]
    assert comparison.shown == ("0512",)


def test_an_office_far_away_costs_travel_and_a_local_one_does_not(
    setting: Setting, everybody: Arrangement
) -> None:
    """Where the desks stand is seen in the bridge, in the towns and in the minutes."""
    steps = {}
    for pattern in (Placement.ONE_TOWN, Placement.LOCAL):
        arrangement = Arrangement(everybody.group, everybody.seat, pattern)
        column = compare_alternatives(setting, ["ekonomi"], arrangement).column(Alternative.MERGED)
        assert column is not None
        steps[pattern] = (column, {s.key: s.total for s in column.steps})
    one_town, local = steps[Placement.ONE_TOWN], steps[Placement.LOCAL]
    assert sum(value > 0 for _, value in one_town[0].town_fte) == 1
    assert sum(value > 0 for _, value in local[0].town_fte) == 5
    assert one_town[0].minutes_to_office > 20
    assert local[0].minutes_to_office == 0
    assert local[1]["premises"] == 0
    assert one_town[0].one_off.value > local[0].one_off.value


def test_an_unknown_name_is_an_error_and_not_an_empty_answer(
    setting: Setting, everybody: Arrangement
) -> None:
    """A misspelt code must never look like a municipality without costs."""
    with pytest.raises(KeyError):
        compare_alternatives(setting, ["loner"], everybody)
    with pytest.raises(KeyError):
        compare_alternatives(setting, ["lon"], everybody, "9999")


def test_days_without_staff_are_the_same_on_every_page(
    setting: Setting, everybody: Arrangement, outcomes: Mapping[str, Outcome]
) -> None:
    """The plan's days today are the own column's, for the group and for each municipality."""
    outcome = outcomes["01_lagsta_kostnad"]
    codes = [m.code for m in setting.case.municipalities]
    for row in outcome.areas:
        for only, before in (
            (None, row.days_before),
            *((code, row.days_by_municipality[m][0]) for m, code in enumerate(codes)),
        ):
            own = compare_alternatives(setting, row.activities, everybody, only).columns[0]
            assert own.uncovered_days == pytest.approx(before or 0.0), (row.activities, only)
