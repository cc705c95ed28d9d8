"""Weighing of criteria: points, weighted scores, places, and which weight would flip them."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from models.parameters import Floats
from models.weighing import (
    FlipAt,
    WeightsError,
    alike,
    checked,
    deciding,
    flip,
    points,
    ranks,
    rescaled,
    scores,
    scores_by_municipality,
    shares_first,
    with_weight,
)

MORE, LESS = True, False


@st.composite
def weighings(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Points (K, H) and weights (K,) that add up to 100, both with ties now and then."""
    k, h = draw(st.integers(2, 5)), draw(st.integers(2, 4))
    found = [[draw(st.integers(0, 20)) * 5.0 for _ in range(h)] for _ in range(k)]
    weights = [float(draw(st.integers(0, 10))) for _ in range(k)]
    assume(sum(weights) > 0)
    return np.array(found), rescaled(weights)


def top(found: Floats, weights: Floats) -> set[int]:
    """Return who ranks first."""
    return set(np.flatnonzero(ranks(scores(found, weights)) == 1).tolist())


def test_points_run_from_the_worst_to_the_best() -> None:
    """Cost 10, 20, 30 is 100, 50, 0 when less is better; days 1, 2, 5 is 0, 25, 100."""
    found = points(np.array([[10.0, 20.0, 30.0], [1.0, 2.0, 5.0]]), np.array([LESS, MORE]))
    assert_allclose(found, [[100, 50, 0], [0, 25, 100]])


def test_a_criterion_on_which_all_are_equal_decides_nothing() -> None:
    """Were equals given 0 the criterion would pull everybody down for nothing anyone does."""
    assert_allclose(points(np.full((2, 3), 7.0), np.array([LESS, MORE])), 100)
    assert_allclose(points(np.zeros((1, 2)), np.array([MORE])), 100)


def test_draws_are_put_on_the_scale_that_is_given() -> None:
    """A krona is worth as many points in every draw, also beyond the ends of the scale."""
    ends = np.array([[0.0, 100.0]])
    drawn = np.array([[[0.0, 50.0]], [[0.0, -100.0]]])
    assert_allclose(points(drawn, np.array([LESS]), ends), [[[100, 50]], [[100, 200]]])


@pytest.mark.parametrize("weights", [[50, 49.9], [60, 50], [110, -10], [np.nan, 100], [0, 0]])
def test_weights_that_do_not_add_up_are_refused(weights: list[float]) -> None:
    """Nothing is scaled behind the back of those who agreed on the weights."""
    with pytest.raises(WeightsError):
        checked(weights)
    with pytest.raises(WeightsError):
        scores(np.ones((2, 2)), weights)


def test_the_sum_is_told_with_the_refusal() -> None:
    """The one who typed the weights wants to know how much is missing."""
    with pytest.raises(WeightsError) as caught:
        checked([30, 60])
    assert caught.value.total == 90


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_rescaled_weights_add_up_and_keep_their_proportions(weights: list[float]) -> None:
    """”Skala till 100” changes no one's order of importance."""
    assume(sum(weights) > 1e-3)
    found = rescaled(weights)
    assert_allclose(checked(found).sum(), 100)
    assert_allclose(found * sum(weights) / 100, weights, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("weights", [[0.0, 0.0], [50.0, -10.0]])
def test_nothing_cannot_be_scaled(weights: list[float]) -> None:
    """With no weights at all there are no proportions to keep."""
    with pytest.raises(WeightsError):
        rescaled(weights)


@given(weighings(), st.integers(0, 3))
def test_equal_alternatives_get_equal_scores(case: tuple[Floats, Floats], h: int) -> None:
    """F-08: what is the same in everything is not told apart by the way it is weighed."""
    found, weights = case
    twins = np.concatenate([found, found[:, [h % found.shape[1]]]], axis=1)
    score = scores(twins, weights)
    assert score[-1] == pytest.approx(score[h % found.shape[1]])
    assert ranks(score)[-1] == ranks(score)[h % found.shape[1]]


def test_places_are_shared() -> None:
    """Two that are equal are both first, and the next is third."""
    assert ranks(np.array([70.0, 40.0, 70.0, 10.0])).tolist() == [1, 3, 1, 4]


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=5))
def test_with_all_the_weight_on_cost_the_ranking_is_the_cost_ranking(costs: list[int]) -> None:
    """F-08: the weighing must not have an opinion of its own about money."""
    values = np.array([costs, costs[::-1]], dtype=float)
    found = ranks(scores(points(values, np.array([LESS, MORE])), [100.0, 0.0]))
    assert found.tolist() == ranks(-np.array(costs, dtype=float)).tolist()


@given(weighings(), st.integers(0, 1000))
def test_the_order_of_criteria_and_alternatives_is_irrelevant(
    case: tuple[Floats, Floats], seed: int
) -> None:
    """Nobody gains by standing first in the table."""
    found, weights = case
    rng = np.random.default_rng(seed)
    rows, cols = rng.permutation(found.shape[0]), rng.permutation(found.shape[1])
    mixed, given_weights = found[rows][:, cols], weights[rows]
    assert_allclose(scores(mixed, given_weights), scores(found, weights)[cols], atol=1e-9)
    for i, k in enumerate(rows):
        one, other = flip(found, weights, int(k)), flip(mixed, given_weights, i)
        for a, b in ((one.down, other.down), (one.up, other.up)):
            assert (a is None) == (b is None)
            if a is not None and b is not None:
                assert a.weight == pytest.approx(b.weight, abs=1e-6)
                assert {int(cols[h]) for h in b.by} == set(a.by)


@given(weighings(), st.integers(1, 5))
def test_the_same_weights_for_all_are_the_common_weights(
    case: tuple[Floats, Floats], count: int
) -> None:
    """Five councils that agree get the answer that one of them would have."""
    found, weights = case
    each, mean = scores_by_municipality(found, np.tile(weights, (count, 1)))
    assert each.shape == (count, found.shape[1])
    assert_allclose(mean, scores(found, weights))
    assert_allclose(each, np.tile(mean, (count, 1)))


def test_each_municipality_weighs_for_itself_and_counts_alike() -> None:
    """One has all on the first criterion, one all on the second: the mean is in between."""
    found = np.array([[100.0, 0.0], [0.0, 60.0]])
    each, mean = scores_by_municipality(found, [[100, 0], [0, 100]])
    assert_allclose(each, [[100, 0], [0, 60]])
    assert_allclose(mean, [50, 30])
    with pytest.raises(WeightsError):
        scores_by_municipality(found, [[100, 0], [0, 99]])


def test_a_flip_reckoned_by_hand() -> None:
    """Points 100–0 on A and 0–100 on B, weights 70 and 30: below 50 on A the other leads."""
    found = np.array([[100.0, 0.0], [0.0, 100.0]])
    a = flip(found, [70.0, 30.0], 0)
    assert a.up is None
    assert a.down is not None
    assert a.down.weight == pytest.approx(50)
    assert a.down.by == (1,)
    assert a.change == pytest.approx(20)
    b = flip(found, [70.0, 30.0], 1)
    assert b.down is None
    assert b.nearest == FlipAt(pytest.approx(50), (1,))


def test_the_best_in_everything_is_never_overtaken() -> None:
    """No weights make the second best in all things the best."""
    found = np.array([[100.0, 40.0], [100.0, 100.0], [80.0, 0.0]])
    flips = [flip(found, [40.0, 40.0, 20.0], k) for k in range(3)]
    assert [(f.down, f.up, f.change) for f in flips] == [(None, None, None)] * 3
    assert deciding(flips) is None


def test_all_weight_on_one_is_given_back_in_equal_parts() -> None:
    """With 100 on A there are no proportions among the others: half each is said and done."""
    assert_allclose(with_weight([100.0, 0.0, 0.0], 0, 40.0), [40, 30, 30])
    assert_allclose(with_weight([50.0, 40.0, 10.0], 0, 0.0), [0, 80, 20])


def test_what_decides_is_the_smallest_change() -> None:
    """The meeting is told which of the weights to talk about."""
    found = np.array([[100.0, 0.0], [0.0, 100.0], [50.0, 60.0]])
    weights = [50.0, 40.0, 10.0]
    flips = [flip(found, weights, k) for k in range(3)]
    changes = [f.change for f in flips]
    k = deciding(flips)
    assert k is not None
    assert changes[k] == min(c for c in changes if c is not None)


@given(weighings(), st.integers(0, 4))
def test_the_flip_is_the_one_that_a_search_over_weights_finds(
    case: tuple[Floats, Floats], k: int
) -> None:
    """F-08: the formula finds what trying every weight in small steps finds, up and down."""
    found, weights = case
    k %= len(weights)
    now, first, reported = float(weights[k]), top(found, weights), flip(found, weights, k)
    for at, end in ((reported.down, 0.0), (reported.up, 100.0)):
        tried = np.linspace(now, end, 401)
        searched = [
            i
            for i, t in enumerate(tried)
            if not top(found, with_weight(weights, k, float(t))) & first
        ]
        if at is None:
            assert searched == []
            continue
        assert abs(at.weight - tried[searched[0]]) <= abs(end - now) / 400 + 1e-6
        just_past = at.weight + (1e-4 if end else -1e-4) * abs(end - at.weight)
        assert top(found, with_weight(weights, k, just_past)) & set(at.by)
        assert not top(found, with_weight(weights, k, just_past)) & first


def test_shares_of_first_places_add_up() -> None:
    """Two first places of four, one alone and two halves: 0,5 and 0,5."""
    drawn = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.0], [3.0, 3.0]])
    assert_allclose(shares_first(drawn), [0.5, 0.5])


def test_alternatives_are_alike_when_the_difference_may_be_none() -> None:
    """What varies for both alike is no reason to call them alike; what varies apart is."""
    common = np.linspace(-50, 50, 101)
    drawn = np.stack([common, common + 1, np.full(101, 0.5)], axis=1)
    found = alike(drawn, 5, 95)
    assert not found[0, 1]
    assert found[0, 2]
    assert found[1, 2]
    assert found.diagonal().all()
    assert (found == found.T).all()
