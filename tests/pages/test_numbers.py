"""What people type in a field for a number, and what they are told when it cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts import swedish
from pages.parts.numbers import parse_number


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2", 2),
        ("2,5", 2.5),
        ("1.5", 1.5),
        ("0.234", 0.234),
        ("-3", -3),
        ("\u22123", -3),
        ("\u20133", -3),
        (" 2 ", 2),
        *((f"1{space}234,5", 1234.5) for space in (" ", "\u00a0", "\u202f", "\u2009")),
        ("1.234,5", 1234.5),
        ("1.234.567", 1_234_567),
        ("1.234.567,25", 1_234_567.25),
        ("1234,5678", 1234.5678),
    ],
)
def test_a_number_is_read_as_it_is_meant(typed: str, expected: float) -> None:
    """Typed on a Swedish keyboard, or pasted from Excel or Word with any of their spaces."""
    assert parse_number(typed) == expected


@pytest.mark.parametrize("typed", ["", " ", "\u00a0\u202f"])
def test_an_empty_field_is_no_number(typed: str) -> None:
    """To take a decision away one empties the field."""
    assert parse_number(typed) is None


@pytest.mark.parametrize("typed", ["1.234", "\u221212.345", "123.456"])
def test_a_point_before_three_digits_is_asked_about(typed: str) -> None:
    """1.234 is a thousand to some and a little more than one to others; nobody is to guess."""
    with pytest.raises(ValueError, match="kan läsas på två sätt") as caught:
        parse_number(typed)
    both = str(caught.value).split("Skriv ")[1].rstrip(".").split(" eller ")
    digits = [parse_number(one) for one in both]
    assert digits[1] == pytest.approx((digits[0] or 0) * 1000)


@pytest.mark.parametrize(
    "typed",
    ["abc", "två", "2 kr", "1,2,3", "1,234.5", "--2", "2-3", "1e5", "inf", "nan", ",5", "5,"],
)
def test_what_is_no_number_is_told_with_what_to_write(typed: str) -> None:
    """The word that was typed stands in the sentence, and an example after it."""
    with pytest.raises(ValueError, match="till exempel") as caught:
        parse_number(typed)
    assert f"”{typed}”" in str(caught.value)


@given(st.floats(-1e9, 1e9, allow_nan=False), st.integers(0, 4))
def test_what_is_printed_can_be_typed(value: float, decimals: int) -> None:
    """A figure copied from the screen into a field is the same figure."""
    printed = swedish.number(value, decimals)
    assert parse_number(printed) == pytest.approx(round(value, decimals), abs=10**-decimals / 1e3)
    assert swedish.number(parse_number(printed), decimals) == printed


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_number_or_a_sentence(typed: str) -> None:
    """No text brings the page down."""
    try:
        found = parse_number(typed)
    except ValueError as error:
        told = str(error)
    else:
        told = "”"
        assert found is None or isinstance(found, float)
    assert told.startswith("”")
