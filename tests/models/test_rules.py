"""Rules an economist writes: arithmetic and nothing else, never surer than what goes in."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entities import Figure, Status
from models.rules import Rule, apply_rule, derive, evaluate, names_in

FORBIDDEN = (
    "folkmangd.real",
    "folkmangd ** 2",
    "abs(folkmangd)",
    "__import__('os')",
    "'text'",
    "folkmangd > 10",
    "folkmangd if 1 else 2",
    "folkmangd // 2",
    "folkmangd % 2",
    "folkmangd and 1",
    "not folkmangd",
    "[folkmangd]",
    "folkmangd[0]",
    "lambda: 1",
    "(folkmangd := 1)",
    "f'{folkmangd}'",
    "True + 1",
    "1j",
    "+folkmangd",
    "~1",
    "",
    "folkmangd *",
    "a; b",
    "a\x00b",
    "(" * 500 + "1" + ")" * 500,
    " + ".join(["1"] * 5000),
)


def figure(
    value: float,
    low: float | None = None,
    high: float | None = None,
    status: Status = Status.OFFICIAL,
    sources: tuple[str, ...] = ("kolada",),
) -> Figure:
    """Return a figure, without a range unless told."""
    return Figure(
        value,
        value if low is None else low,
        value if high is None else high,
        "kr/år",
        status,
        2022,
        2022,
        sources,
    )


def rule(formula: str, item: str = "kostnad", status: Status = Status.OFFICIAL) -> Rule:
    """Return a rule for the item."""
    return Rule("alla", item, formula, status, "därför", names_in(formula))


def derived(item: str, rules: list[Rule], **known: Figure) -> Figure | None:
    """Return one item by the rules from what is known."""
    return derive(item, rules, known, {}, lambda _: "kr/år", 2022)


@pytest.mark.parametrize("formula", FORBIDDEN, ids=lambda text: text[:20])
def test_a_formula_that_is_not_plain_arithmetic_is_refused(formula: str) -> None:
    """A pack is sent by mail: its formulas must be unable to do anything but count."""
    with pytest.raises(ValueError, match=r"[a-zåäö ]+"):
        names_in(formula)


def test_a_formula_is_counted_as_one_reads_it() -> None:
    """Two times three plus four, halved and negated: −5."""
    assert evaluate("-(a * 3 + 4) / 2", {"a": 2}) == -5
    assert names_in("-(b * 3 + a) / (a - 1.5)") == ("a", "b")


@pytest.mark.parametrize(
    ("formula", "low", "high"),
    [("a + b", 12, 24), ("a - b", 0, 12), ("a * b", 27, 135), ("a / b", 9 / 9, 15 / 3)],
)
def test_the_range_of_a_result_is_its_least_and_greatest_corner(
    formula: str, low: float, high: float
) -> None:
    """A is 9–15 and b is 3–9; a difference is widest where one is low and the other high."""
    inputs = {"a": figure(10, 9, 15), "b": figure(5, 3, 9)}
    result = apply_rule(rule(formula), inputs, "kr/år", 2022)

    assert result is not None
    assert (result.low, result.high) == pytest.approx((low, high))
    assert result.value == pytest.approx(evaluate(formula, {"a": 10, "b": 5}))


@given(
    ends=st.lists(
        st.tuples(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50)),
        min_size=3,
        max_size=3,
    )
)
def test_every_corner_lies_within_the_range(ends: list[tuple[int, int, int]]) -> None:
    """Nobody may come up with figures inside the inputs' ranges and land outside the result's."""
    spans = [(low, low + up, low + up + more) for low, up, more in ends]
    inputs = {
        name: figure(value, low, high)
        for name, (low, value, high) in zip("abc", spans, strict=True)
    }
    formula = "a * b / (c + 1) - a"
    result = apply_rule(rule(formula), inputs, "kr/år", 2022)

    assert result is not None
    for corner in product(*spans):
        value = evaluate(formula, dict(zip("abc", corner, strict=True)))
        assert result.low - 1e-9 <= value <= result.high + 1e-9  # type: ignore[operator]


def test_more_uncertain_inputs_than_can_be_tried_still_give_a_range() -> None:
    """Twelve inputs have 4 096 corners: the ten widest are tried, the others stay put."""
    names = [f"x{i}" for i in range(12)]
    inputs = {name: figure(10, 10 - i, 10 + i) for i, name in enumerate(names)}
    result = apply_rule(rule(" + ".join(names)), inputs, "kr/år", 2022)

    assert result is not None
    assert result.high == 120 + sum(range(2, 12))


@pytest.mark.parametrize(
    ("statuses", "own", "expected"),
    [
        ((Status.OFFICIAL, Status.OFFICIAL), Status.OFFICIAL, Status.OFFICIAL),
        ((Status.OFFICIAL, Status.ASSUMPTION), Status.OFFICIAL, Status.ASSUMPTION),
        ((Status.OFFICIAL, Status.REPORTED), Status.OFFICIAL, Status.REPORTED),
        ((Status.ESTIMATE, Status.REPORTED), Status.OFFICIAL, Status.ESTIMATE),
        ((Status.OFFICIAL, Status.OFFICIAL), Status.ASSUMPTION, Status.ASSUMPTION),
        ((Status.OFFICIAL, Status.PUBLISHED), Status.OFFICIAL, Status.ESTIMATE),
        ((Status.REPORTED, Status.PUBLISHED), Status.OFFICIAL, Status.ESTIMATE),
    ],
)
def test_a_result_is_never_surer_than_its_inputs(
    statuses: tuple[Status, Status], own: Status, expected: Status
) -> None:
    """An assumption does not become a fact by being multiplied; nor does a study of the world.

    What is published about all municipalities is for one of them at best an estimate, also beside
    a figure that the municipality itself has reported.
    """
    inputs = {"a": figure(1, status=statuses[0]), "b": figure(2, status=statuses[1])}
    result = apply_rule(rule("a * b", status=own), inputs, "kr/år", 2022)

    assert result is not None
    assert result.status is expected


def test_a_result_remembers_where_it_came_from() -> None:
    """Every figure can be followed to its sources, its formula and the reason for it."""
    inputs = {"a": figure(1, sources=("kolada",)), "b": figure(2, sources=("scb", "kolada"))}
    result = apply_rule(rule("a * b"), inputs, "kr/år", 2022)

    assert result is not None
    assert result.sources == ("kolada", "scb")
    assert result.inputs == (("a", 1), ("b", 2))
    assert (result.formula, result.because) == ("a * b", "därför")
    assert (result.unit, result.year, result.price_year) == ("kr/år", 2022, 2022)


def test_the_first_rule_whose_inputs_exist_is_used() -> None:
    """Own figures go before the realm's average: the fallback is used only when it must."""
    rules = [rule("egen * 2"), rule("riket * 2")]

    assert derived("kostnad", rules, egen=figure(1), riket=figure(10)).value == 2  # type: ignore[union-attr]
    assert derived("kostnad", rules, riket=figure(10)).value == 20  # type: ignore[union-attr]
    assert derived("kostnad", rules) is None


def test_what_somebody_has_entered_goes_before_every_rule() -> None:
    """The municipality's own figure is never overwritten by an estimate."""
    assert derived("kostnad", [rule("1 + 1")], kostnad=figure(7)).value == 7  # type: ignore[union-attr]


@pytest.mark.parametrize("formula", ["a / b", "a / (b - b)", "1 / 0 * a", "a / 0"])
def test_division_by_zero_is_a_missing_figure(formula: str) -> None:
    """A municipality without pupils has no cost per pupil; that is a gap and no crash."""
    assert derived("kostnad", [rule(formula)], a=figure(1), b=figure(0)) is None


def test_a_range_that_reaches_zero_in_a_division_is_a_missing_figure() -> None:
    """Without an upper end there is no honest range to show."""
    assert derived("kostnad", [rule("a / b")], a=figure(1), b=figure(1, 0, 2)) is None


def test_rules_that_read_each_other_give_nothing_and_come_to_an_end() -> None:
    """Cost from staff and staff from cost, and neither known: a gap, not an endless loop."""
    rules = [rule("fte * 2", "kostnad"), rule("kostnad / 2", "fte"), rule("K1 + 1", "K1")]

    assert derived("kostnad", rules) is None
    assert derived("fte", rules) is None
    assert derived("K1", rules) is None


@pytest.mark.parametrize("asked", [("kostnad", "fte"), ("fte", "kostnad")])
def test_a_way_out_of_a_ring_serves_every_rule_in_it(asked: tuple[str, str]) -> None:
    """Staff follows from cost also when cost was first tried from staff and found another way."""
    rules = [rule("fte * 2", "kostnad"), rule("riket", "kostnad"), rule("kostnad / 2", "fte")]
    so_far: dict[str, Figure | None] = {}
    known = {"riket": figure(10)}
    found = {item: derive(item, rules, known, so_far, lambda _: "kr/år", 2022) for item in asked}

    assert found["kostnad"] is not None
    assert found["fte"] is not None
    assert (found["kostnad"].value, found["fte"].value) == (10, 5)


def test_a_range_is_kept_through_several_rules() -> None:
    """K1 from cost and PO from K1: the uncertainty of the first follows along."""
    rules = [rule("kostnad / 2", "K1"), rule("K1 * po", "K2")]
    result = derived("K2", rules, kostnad=figure(10, 8, 14), po=figure(0.4))

    assert result is not None
    assert (result.low, result.value, result.high) == pytest.approx((1.6, 2.0, 2.8))
    assert replace(result, inputs=()).formula == "K1 * po"
