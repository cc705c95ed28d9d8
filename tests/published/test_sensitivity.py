"""Sensitivity measures against test functions whose answers are known in closed form."""

import numpy as np
import pytest

from models.parameters import Factor, Floats
from models.sensitivity import break_even, discover, one_at_a_time, variance_indices

UNIT = tuple(Factor(f"x{i}", None, 0.0, 0.5, 1.0) for i in range(8))


def uniform(values: Floats, low: float, high: float) -> Floats:
    """Return the quantile of a factor triangular on (0, ½, 1), stretched to an even spread."""
    u = np.where(values < 0.5, 2 * values**2, 1 - 2 * (1 - values) ** 2)
    return low + (high - low) * u


def ishigami(values: Floats, a: float = 7.0, b: float = 0.1) -> Floats:
    """Ishigami and Homma (1990), on (−π, π)³."""
    x = uniform(values[:, :3], -np.pi, np.pi)
    return np.asarray(
        np.sin(x[:, 0]) + a * np.sin(x[:, 1]) ** 2 + b * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


def test_the_indices_of_ishigami_are_the_analytic_ones() -> None:
    """The function is hard on purpose: not monotone, and its third factor acts only together."""
    a, b = 7.0, 0.1
    of_first = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    of_second = a**2 / 8
    together = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = of_first + of_second + together
    groups = {0: "x1", 1: "x2", 2: "x3"}
    found = variance_indices(ishigami, UNIT[:3], groups, exponent=13, seed=1)

    assert [i.group for i in found] == ["x1", "x2", "x3"]
    assert [i.first for i in found] == pytest.approx(
        [of_first / whole, of_second / whole, 0.0], abs=0.003
    )
    assert [i.total for i in found] == pytest.approx(
        [(of_first + together) / whole, of_second / whole, together / whole], abs=0.005
    )


def test_the_indices_of_sobol_g_are_the_analytic_ones() -> None:
    """Eight factors of falling weight: V_i = 1/3(1 + a_i)², Sobol (1998)."""
    a = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])

    def g(values: Floats) -> Floats:
        u = uniform(values, 0.0, 1.0)
        return np.asarray(((np.abs(4 * u - 2) + a) / (1 + a)).prod(axis=1))

    part = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + part) - 1
    others = [np.prod(np.delete(1 + part, i)) for i in range(8)]
    groups = {i: f"x{i}" for i in range(8)}
    found = variance_indices(g, UNIT, groups, exponent=13, seed=1)

    assert [i.first for i in found] == pytest.approx(part / whole, abs=0.005)
    assert [i.total for i in found] == pytest.approx(part * others / whole, abs=0.008)


def test_factors_put_together_have_the_index_of_what_they_do_together() -> None:
    """The many small assumptions are shown as one, and that one may not be more than they are."""
    groups = {0: "för sig", 1: "de andra", 2: "de andra"}
    found = {i.group: i for i in variance_indices(ishigami, UNIT[:3], groups, 13, seed=1)}
    alone = {
        i.group: i
        for i in variance_indices(ishigami, UNIT[:3], {0: "x1", 1: "x2", 2: "x3"}, 13, seed=1)
    }

    assert found["för sig"].first == pytest.approx(alone["x1"].first, abs=0.01)
    assert found["de andra"].total == pytest.approx(1 - alone["x1"].first, abs=0.01)


def test_break_even_finds_every_root_and_a_jump() -> None:
    """A saving may come back at the other end of a range; a quarter post makes it jump."""
    factors = (Factor("a", None, 0.0, 0.2, 1.0), Factor("b", None, 0.0, 0.2, 1.0), UNIT[0])

    def response(values: Floats) -> Floats:
        roots = (values[:, 0] - 0.25) * (values[:, 0] - 0.75)
        jump = np.where(values[:, 1] > 0.6, -1.0, 0.0)
        return np.asarray(roots + jump + 0.0 * values[:, 2])

    found = break_even(response, factors)
    assert found.keys() == {0, 1}
    assert found[0] == pytest.approx((0.25, 0.75), abs=1e-4)
    assert found[1] == pytest.approx((0.6,), abs=1e-4)


def test_one_at_a_time_is_each_factor_moved_alone_whatever_their_order() -> None:
    """The tornado's order is by what moves the result, never by where a row stood."""
    factors = (Factor("a", None, 1.0, 2.0, 4.0), Factor("b", None, 0.0, 1.0, 1.5))

    def response(values: Floats) -> Floats:
        return np.asarray(10 * values[:, 0] + values[:, 0] * values[:, 1])

    def swapped(values: Floats) -> Floats:
        return response(values[:, ::-1])

    ends = one_at_a_time(response, factors)
    assert ends.tolist() == [[11.0, 44.0], [20.0, 23.0]]
    assert one_at_a_time(swapped, factors[::-1]).tolist() == ends[::-1].tolist()


def test_discovery_finds_the_box_that_was_hidden() -> None:
    """”Lönar sig inte när realiseringen är under 0,31” must be where it was put."""
    rng = np.random.default_rng(1)
    values = rng.uniform(size=(8000, 4))
    pays = ~((values[:, 1] <= 0.31) & (values[:, 3] > 0.6))
    least, most = discover(values, pays)

    assert {(c.factor, c.above) for c in least.conditions} == {(1, False), (3, True)}
    limits = {c.factor: c.limit for c in least.conditions}
    assert limits == pytest.approx({1: 0.31, 3: 0.6}, abs=0.01)
    assert least.share < 0.05
    assert least.coverage > 0.95
    assert most.share == 1.0


def test_nothing_is_discovered_where_there_is_nothing_to_tell_apart() -> None:
    """A rule about what nearly always happens would be noise dressed up as insight."""
    values = np.random.default_rng(1).uniform(size=(500, 3))
    assert discover(values, np.ones(500, dtype=bool)) == ()
