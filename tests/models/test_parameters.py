"""Suppositions: one at a time in the principal run, many at once in the draws."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import models
import scenarios
from models.entities import Status
from models.pack import Pack
from models.parameters import (
    REQUIRED,
    Parameter,
    draw,
    draws_in_blocks,
    factors_of,
    principal,
    suppositions_of,
)

P = Parameter("e", "E", -0.2, -0.1, 0.0, "", Status.ASSUMPTION, "s", "", "", None, None, -0.1)
FIXED = replace(P, key="f", low=2.0, value=2.0, high=2.0)
NO_RANGE = (np.ones(1), np.ones(1))


def test_the_principal_run_takes_every_mode_unless_somebody_supposes_otherwise() -> None:
    """What is supposed in a scenario must reach the elasticity as well as the rest."""
    plain = principal({"e": P, "f": FIXED}, ["e", "e"])
    other = principal({"e": P, "f": FIXED}, ["e", "e"], {"e": -0.05, "f": 3.0})

    assert plain.elasticity.tolist() == [[-0.1, -0.1]]
    assert other.elasticity.tolist() == [[-0.05, -0.05]]
    assert (plain.of("f")[0], other.of("f")[0]) == (2, 3)
    assert plain.draws == 1


def test_draws_fill_the_range_and_lie_around_the_mode() -> None:
    """A symmetric triangle: mean at the mode, variance width²/24, nothing outside the ends."""
    drawn = draw(factors_of({"e": P, "f": FIXED}, ["e"], NO_RANGE), seed=1, exponent=12)

    assert drawn.draws == 4096
    assert drawn.elasticity.min() >= -0.2
    assert drawn.elasticity.max() <= 0
    assert drawn.elasticity.mean() == pytest.approx(-0.1, abs=1e-4)
    assert drawn.elasticity.var() == pytest.approx(0.2**2 / 24, rel=0.01)
    assert (drawn.of("f") == 2).all()
    assert (drawn.base == 1).all()


def test_each_activity_has_its_own_draw_of_the_elasticity() -> None:
    """model.md 2: one draw per activity; two activities are not wrong in the same way."""
    drawn = draw(factors_of({"e": P}, ["e", "e"], (np.ones(2), np.ones(2))), seed=1)

    assert abs(np.corrcoef(drawn.elasticity.T)[0, 1]) < 0.1


def test_the_same_seed_gives_the_same_draws() -> None:
    """Alternatives are compared on common random numbers, and a colleague gets the same figures."""
    first, again, other = (draw(factors_of({"e": P}, ["e"], NO_RANGE), seed=s) for s in (7, 7, 8))

    assert np.array_equal(first.elasticity, again.elasticity)
    assert not np.array_equal(first.elasticity, other.elasticity)


def test_what_is_supposed_is_not_drawn() -> None:
    """Somebody has decided to look at −5 %: then it is −5 % in every draw."""
    drawn = draw(factors_of({"e": P, "f": FIXED}, ["e"], NO_RANGE, supposed={"e": -0.05}), seed=1)

    assert (drawn.elasticity == -0.05).all()
    assert (drawn.of("e") == -0.05).all()


def test_the_uncertainty_of_the_base_is_drawn_between_its_ends() -> None:
    """An estimated account may be 20 % too high or 50 % too low."""
    drawn = draw(
        factors_of({"e": P}, ["e"], (np.array([0.8]), np.array([1.5]))), seed=1, exponent=11
    )

    assert drawn.base.min() == pytest.approx(0.8, abs=0.03)
    assert drawn.base.max() == pytest.approx(1.5, abs=0.03)


def test_every_parameter_the_models_read_by_name_is_required_of_a_pack(pack: Pack) -> None:
    """Otherwise a pack without it would be accepted and crash when somebody opens a page."""
    packages = (Path(package.__path__[0]) for package in (models, scenarios))
    code = [
        path.read_text("utf-8")
        for folder in packages
        for path in folder.glob("*.py")
        if path.stem != "parameters"
    ]
    read = set(re.findall(r'"(\w+)"', "".join(code))) & set(pack.parameters)

    assert read == set(REQUIRED)


def test_draws_some_at_a_time_are_the_draws_all_at_once_bit_for_bit() -> None:
    """A hundred thousand draws are reckoned in pieces and may not differ for it."""
    factors = factors_of({"e": P, "f": P}, ["e", "f"], (np.array([0.8, 0.9]), np.array([1.5, 1.2])))
    whole = draw(factors, seed=3, exponent=9)
    pieces = list(draws_in_blocks(factors, seed=3, count=300, block=128))

    assert [rows.stop - rows.start for rows, _ in pieces] == [128, 128, 44]
    values = np.concatenate([part for _, part in pieces])
    again = suppositions_of(factors, values)
    assert again.of("e").tolist() == whole.of("e")[:300].tolist()
    assert again.elasticity.tolist() == whole.elasticity[:300].tolist()
    assert again.base.tolist() == whole.base[:300].tolist()


def test_triangular_draws_have_the_moments_of_the_distribution() -> None:
    """Mean (a+b+c)/3 and variance (a²+b²+c²−ab−ac−bc)/18, Johnson (1997)."""
    drawn = draw(factors_of({"e": P}, [], (np.ones(0), np.ones(0))), seed=1, exponent=14).of("e")
    a, c, b = P.low, P.value, P.high

    assert drawn.mean() == pytest.approx((a + b + c) / 3, abs=1e-4)
    variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18
    assert drawn.var() == pytest.approx(variance, rel=1e-3)
