"""Numbers as Swedish readers write them."""

import pytest

from pages.parts import swedish

NBSP, MINUS = "\u00a0", "\u2212"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234567, 0, f"1{NBSP}234{NBSP}567"),
        (1234.5, 1, f"1{NBSP}234,5"),
        (-1234.5, 1, f"{MINUS}1{NBSP}234,5"),
        (0.125, 2, "0,12"),
        (999.6, 0, f"1{NBSP}000"),
        (0, 0, "0"),
        (-0.4, 0, "0"),
        (-0.04, 1, "0,0"),
        (None, 0, "uppgift saknas"),
    ],
)
def test_a_number_is_written_as_in_swedish(
    value: float | None, decimals: int, expected: str
) -> None:
    """No-break spaces, decimal comma, a true minus; what is missing says so and is never 0."""
    assert swedish.number(value, decimals) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "+12"),
        (-12, f"{MINUS}12"),
        (0, "0"),
        (0.4, "0"),
        (-0.4, "0"),
        (None, "uppgift saknas"),
    ],
)
def test_a_change_has_its_sign_and_nothing_has_none(value: float | None, expected: str) -> None:
    """+0 would read as a rise."""
    assert swedish.signed(value) == expected


def test_thousands_and_millions_are_made_here_alone() -> None:
    """1 234 567 kr is 1 235 tkr and 1,2 mnkr."""
    assert swedish.tkr(1_234_567) == f"1{NBSP}235"
    assert swedish.mnkr(1_234_567) == "1,2"
    assert swedish.mnkr(1_234_567, 2) == "1,23"
    assert swedish.signed_tkr(-1_234_567) == f"{MINUS}1{NBSP}235"
    assert swedish.signed_mnkr(1_234_567) == "+1,2"
    assert swedish.signed_tkr(-400) == "0"


@pytest.mark.parametrize(
    "form", [swedish.tkr, swedish.signed_tkr, swedish.mnkr, swedish.signed_mnkr, swedish.percent]
)
def test_what_is_missing_is_said_in_every_form(form: object) -> None:
    """None is never 0 and never an empty cell."""
    assert callable(form)
    assert form(None) == "uppgift saknas"


def test_ranges_are_written_out() -> None:
    """A dash between two minus signs could not be read."""
    assert swedish.span_tkr(-2000, 3000) == f"{MINUS}2 till +3"
    assert swedish.span_mnkr(-2_000_000, 0) == f"{MINUS}2,0 till 0,0"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, "–"),
        (0.0, f"under{NBSP}1{NBSP}%"),
        (0.009, f"under{NBSP}1{NBSP}%"),
        (0.01, f"1{NBSP}%"),
        (0.5, f"50{NBSP}%"),
        (0.99, f"99{NBSP}%"),
        (1.0, f"över{NBSP}99{NBSP}%"),
    ],
)
def test_a_chance_never_promises(share: float | None, expected: str) -> None:
    """512 draws can say neither 0 nor 100 per cent."""
    assert swedish.chance(share) == expected


def test_a_share_is_a_percentage() -> None:
    """With a no-break space before the sign, as Swedish has it."""
    assert swedish.percent(0.3925, 1) == f"39,2{NBSP}%"
    assert swedish.percent(-0.09) == f"{MINUS}9{NBSP}%"


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (("a", "b", "c"), "a, b och c")],
)
def test_names_are_listed_as_in_a_sentence(
    names: list[str] | tuple[str, ...], expected: str
) -> None:
    """No comma before och."""
    assert swedish.listed(names) == expected


def test_small_numbers_are_words() -> None:
    """”de fem tillsammans”; more than a dozen are digits."""
    assert [swedish.count(n) for n in (2, 5, 12, 13)] == ["två", "fem", "tolv", "13"]
