"""The way there: what it costs at first, when it is repaid, and what it is worth today."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.alternatives import arrange, arrangements, cooperation, merged, own
from models.case import Case
from models.entities import Placement
from models.transition import Transition, first_year_repaid, transition
from tests.models.small import activity, cases, everything, small_case, suppose, suppositions

BOTH = ((0, 1), 0, Placement.LOCAL)


def merged_locally(case: Case, **changes: float) -> Transition:
    """Return the transition of two municipalities merging with everybody staying."""
    sup = suppose(case, **changes)
    return transition(case, sup, merged(case, sup, arrange(2, [BOTH])))


@pytest.mark.parametrize(
    ("flow", "year"),
    [
        ([100, -40, -40, -40], 3),
        ([100, -40, -60], 2),
        ([100, -40, -40], np.nan),
        ([0, 0, 0], 0),
        ([-10, -10], 0),
        ([100, -150, 80, -40], 3),
        ([100, -150, 80], np.nan),
        ([-50, 100, -60], 2),
    ],
)
def test_what_is_repaid_stays_repaid(flow: list[float], year: float) -> None:
    """A year in black followed by a year in red is no payback: it counts when it lasts."""
    found = first_year_repaid(np.array(flow, dtype=float))

    assert found == pytest.approx(year, nan_ok=True)


def test_the_flow_agrees_with_the_sum_done_by_hand() -> None:
    """Two equal municipalities of 10 000; only scale: e = −1, ρ = 0.2, one cost type of 1 000 000.

    Gain 0.2 · (1 − 10/20) · 1 000 000 = 100 000 each and year. One-off 1.5 · 100 000 · 1.5 =
    225 000 each, 75 000 in each of years 0, 1 and 2. Ramp 0, 33, 67 and 100 % in years 1–4.
    Both together, per year: 150 000 | 150 000 | 150 000 − 66 000 = 84 000 | −134 000 | −200 000 …
    Cumulated: 150, 300, 384, 250, 50, −150 (in thousands): repaid in year 5.
    """
    case = small_case(inhabitants=(10_000.0, 10_000.0), fte=0.0, manager_fte=0.0, other=0.0)
    case.cost[..., case.cost_index("K6")] = 1_000_000
    result = merged_locally(
        case,
        elasticity=-1.0,
        realisering_sammanslagen=0.2,
        samordning_sammanslagen=0.0,
        omstallning_golv=0.0,
    )
    total = result.flow[0, 0, :, 0].sum(axis=0)

    expected = [150_000, 150_000, 84_000, -134_000, *[-200_000] * 7]
    assert total == pytest.approx(np.array(expected))
    assert result.one_off[0, 0, :, 0] == pytest.approx([225_000, 225_000])
    assert result.payback_year()[0, 0] == 5
    value = sum(x / 1.03**y for y, x in enumerate(expected))
    assert result.present_value.sum() == pytest.approx(value)
    assert result.annual.sum() == pytest.approx(value * 0.03 / (1 - 1.03**-10))


def test_a_merger_without_gain_still_costs_a_project() -> None:
    """Evidence 7 ties the one-off to the gain; where none is expected a project is still run.

    2 % of a joint budget of 1 000 000 and 50 % over: 30 000 each.
    """
    case = small_case(fte=0.0, manager_fte=0.0, other=0.0)
    case.cost[..., case.cost_index("K6")] = 1_000_000

    result = merged_locally(case, elasticity=0.0)
    assert result.one_off[0, 0, :, 0] == pytest.approx([30_000, 30_000])
    assert np.isnan(result.payback_year()[0, 0])


def test_moving_people_costs_when_it_is_more_than_the_multiple() -> None:
    """Two posts move: lost output 15 % and one in five replaced at 75 %: 30 % of 2 · 588 000.

    35 000 · 12 · 1.4 = 588 000; 0.30 · 2 · 588 000 = 352 800, and 50 % over: 529 200. The office
    left behind is paid two years more: 2 · 100 000.
    """
    case = small_case(fte=2.0, manager_fte=0.0, exposure=0.0)
    sup = suppose(case, elasticity=0.0, omstallning_golv=0.0)
    result = transition(case, sup, merged(case, sup, arrange(2, [((0, 1), 0, Placement.ONE_TOWN)])))

    assert result.one_off[0, 0, 1, 0] == pytest.approx(529_200 + 200_000)
    assert result.one_off[0, 0, 0, 0] == 0


@given(years=st.floats(0, 12), rate=st.floats(0, 0.1))
def test_every_krona_of_rent_left_is_in_the_flow(years: float, rate: float) -> None:
    """A lease of two and a half years is paid for two and a half years, and never twice."""
    case = small_case(fte=2.0, exposure=0.0)
    arr = arrange(2, [((0, 1), 0, Placement.ONE_TOWN)])

    def flow(lease: float) -> Transition:
        sup = suppose(case, hyresavtal_kvar=lease, diskontering=rate)
        return transition(case, sup, merged(case, sup, arr))

    extra = flow(years).flow - flow(0.0).flow
    assert extra[0, 0, 1, 0].sum() == pytest.approx(100_000 * min(years, 10))
    assert flow(years).one_off.sum() - flow(0.0).one_off.sum() == pytest.approx(extra.sum())


def test_without_interest_the_yearly_effect_is_the_mean() -> None:
    """A council may well ask for 0 %: the present value spread evenly, and no nonsense."""
    result = merged_locally(small_case(), diskontering=0.0)

    assert result.annual == pytest.approx(result.flow.sum(axis=-1) / 10)
    assert np.isfinite(result.annual).all()


@given(case=cases(), changes=suppositions())
def test_staying_as_today_has_no_transition(case: Case, changes: dict[str, float]) -> None:
    """Alternative 1 costs nothing to introduce, under any supposition."""
    sup = suppose(case, **changes)
    singles = arrangements(len(case.municipalities), [1], (Placement.LOCAL,))

    for result in (own(case, singles), merged(case, sup, singles), cooperation(case, sup, singles)):
        way = transition(case, sup, result)
        assert not way.one_off.any()
        assert not way.flow.any()
        assert (way.payback_year() == 0).all()


@given(case=cases(), changes=suppositions())
def test_when_everything_is_in_place_the_flow_is_the_yearly_effect(
    case: Case, changes: dict[str, float]
) -> None:
    """The last year of the horizon shows what the alternative does for good."""
    sup = suppose(case, **changes)
    result = merged(case, sup, everything(case))
    way = transition(case, sup, result)

    assert way.flow[..., -1] == pytest.approx(result.net_effect(), rel=1e-9, abs=1e-4)
    assert (way.one_off >= 0).all()


def test_a_slower_start_is_never_worth_more() -> None:
    """K-39: a gain that comes later is worth less, so the ramp must pull the right way."""
    case = small_case(inhabitants=(10_000.0, 10_000.0), other=1_000_000.0)
    quick = merged_locally(case, elasticity=-0.3, infasning_ar_1=1.0, infasning_ar_2=1.0)
    slow = merged_locally(case, elasticity=-0.3)

    assert slow.present_value.sum() > quick.present_value.sum()


@given(case=cases(), changes=suppositions())
def test_todays_volumes_leave_every_figure_as_it_was(case: Case, changes: dict[str, float]) -> None:
    """Ones for every year are today's volumes, to the last bit: old results stay comparable."""
    sup = suppose(case, **changes)
    result = merged(case, sup, everything(case))
    plain = transition(case, sup, result)
    ones = transition(replace(case, growth=np.ones((*case.fte.shape, 11))), sup, result)

    for name in ("one_off", "flow", "present_value", "annual"):
        assert np.array_equal(getattr(plain, name), getattr(ones, name)), name


@given(case=cases(), changes=suppositions(), seed=st.integers(0, 1_000))
def test_growth_multiplies_the_yearly_effect_and_neither_project_nor_rent(
    case: Case, changes: dict[str, float], seed: int
) -> None:
    """Twice the pupils, twice the yearly effect; the move and the lease cost what they cost."""
    sup = suppose(case, **changes)
    result = merged(case, sup, everything(case))
    growth = np.random.default_rng(seed).uniform(0.5, 2.0, (*case.fte.shape, 11))
    plain = transition(case, sup, result)
    grown = transition(replace(case, growth=growth), sup, result)
    twice = transition(replace(case, growth=2 * growth), sup, result)

    assert np.array_equal(grown.one_off, plain.one_off)
    assert np.array_equal(grown.flow[..., 0], plain.flow[..., 0])
    # What is left when the growth is none is what the project and the rent cost, year by year.
    none = transition(replace(case, growth=np.zeros_like(growth)), sup, result)
    effect = (plain.flow - none.flow)[..., 1:]
    scale = np.abs(plain.flow).max() + 1
    assert (grown.flow - none.flow)[..., 1:] == pytest.approx(
        effect * growth[..., 1:], abs=1e-9 * scale
    )
    assert (twice.flow - none.flow) == pytest.approx(2 * (grown.flow - none.flow), abs=1e-9 * scale)


def test_growth_is_each_municipalitys_and_activitys_own() -> None:
    """More pupils in one municipality change nothing in another, nor in what is not a school."""
    case = small_case(activities=(activity("skola"), activity("lon")), exposure=0.5)
    growth = np.ones((2, 2, 11))
    growth[1, 0] = 1.3
    sup = suppose(case)
    result = merged(case, sup, arrange(2, [BOTH]))
    plain = transition(case, sup, result)
    grown = transition(replace(case, growth=growth), sup, result)

    moved = (plain.flow != grown.flow).any(axis=(0, 1, 4))
    assert moved.tolist() == [[False, False], [True, False]]


def test_after_the_last_known_year_the_volume_stays() -> None:
    """A longer horizon than the trend was asked for is no crash and no sudden return to today."""
    case = small_case()
    short = replace(case, growth=np.linspace(1, 1.5, 6) * np.ones((2, 1, 6)))
    held = replace(case, growth=np.append(short.growth, np.full((2, 1, 5), 1.5), axis=-1))

    assert np.array_equal(merged_locally(short).flow, merged_locally(held).flow)
