"""What is typed is taken as it is, or asked about: never corrected, never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entered import LINE, date_of, last_day_of, text_faults, words_hash
from models.errors import Fault
from models.words import MONTH_NAMES

DAY = date(2006, 3, 27)


@pytest.mark.parametrize(
    "text",
    [
        "2006-03-27",
        " 2006-3-27 ",
        "20060327",
        "2006\u201303\u201327",
        "27 mars 2006",
        "den 27 mars 2006",
        "27 Mar. 2006",
        "27:e mars 2006",
        "27\u00a0mars\u00a02006",
        "27/3 2006",
        "27.3.2006",
        "27/3-2006",
    ],
)
def test_a_day_is_read_as_swedes_write_it(text: str) -> None:
    """The minutes write the day in many ways and mean one."""
    assert date_of(text) == DAY


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3/4 2006", "två sätt"),
        ("06-03-27", "06-03-27"),
        ("2006-02-29", "inte finns"),
        ("2006-13-01", "inte finns"),
        ("31 april 2006", "inte finns"),
        ("mars 2006", "mars 2006"),
        ("27 brumaire 2006", "brumaire"),
        ("0206-03-27", "0206"),
        ("9999-12-31", "9999"),
        ("i går", "i går"),
        ("٢٠٠٦-٠٣-٢٧", "٢٠٠٦"),
        ("", "uppgift saknas"),
        ("   ", "uppgift saknas"),
    ],
)
def test_a_day_that_is_not_plain_is_asked_about(text: str, found: str) -> None:
    """A guessed day would move the clock of five municipalities."""
    answer = date_of(text, "Kinda, dag i fullmäktige")
    assert isinstance(answer, Fault)
    assert found in answer.found
    assert answer.file == "Kinda, dag i fullmäktige"
    assert "Gör så här: " in str(answer)


@given(st.dates(date(1863, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_as_it_was_written(day: date) -> None:
    """Both forms that the app itself writes are forms that it reads."""
    assert date_of(day.isoformat()) == day
    assert date_of(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}") == day
    assert last_day_of(day.isoformat()) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_day_or_a_fault(text: str) -> None:
    """Nothing that can be typed stops the page."""
    for read in (date_of, last_day_of):
        assert isinstance(read(text), date | Fault)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("juni 2003", date(2003, 6, 30)),
        ("2004-02", date(2004, 2, 29)),
        ("29–30 januari 2004", date(2004, 1, 30)),
        ("våren/sommaren 2005", date(2005, 8, 31)),
        ("hösten 2005", date(2005, 11, 30)),
        ("2005", date(2005, 12, 31)),
        ("den 2 mars 2005", date(2005, 3, 2)),
    ],
)
def test_a_period_goes_by_its_last_day(text: str, last: date) -> None:
    """A consultation in spring and summer comes after the meeting in March that sent it out."""
    assert last_day_of(text) == last


@pytest.mark.parametrize(
    "text", ["vintern 2005", "sommaren/våren 2005", "2005-00", "30–29 januari 2004", "kvartal 2"]
)
def test_a_period_that_is_not_plain_is_asked_about(text: str) -> None:
    """A winter belongs to two years, and nobody has said which."""
    assert isinstance(last_day_of(text), Fault)


@pytest.mark.parametrize(
    "text",
    [
        "Kf 2006-03-27 §21",
        "KF 86/05 Dnr 150/05",
        "§138 dnr 338/05",
        "½ & <b> ”å” – €",
        "Łódź \u00a0",
    ],
)
def test_whatever_can_be_printed_is_let_in(text: str) -> None:
    """Five municipalities write five kinds of number, and all five are right."""
    assert text_faults(text, "Diarienummer") == ()


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\n", "\u202e", "\u200b", "\ud800", "\u2028"])
def test_a_letter_that_is_not_seen_is_refused(letter: str) -> None:
    """A number that looks the same and is not would never be found again."""
    (found,) = text_faults(f"KS {letter}1", "Diarienummer")
    assert f"U+{ord(letter):04X}" in found.found
    assert "plats 4" in found.found


def test_a_note_may_have_lines_and_a_title_may_not() -> None:
    """A note is running text; a number is not."""
    assert text_faults("ett\n\ttvå", "Anteckning", lines=True) == ()
    assert len(text_faults("ett\n\ttvå", "Rubrik")) == 1


def test_every_fault_of_a_text_is_said_at_once() -> None:
    """Who mends one thing should not come back to the next."""
    assert len(text_faults("a\x00" * LINE, "Rubrik")) == 2
    (found,) = text_faults("  ", "Rubrik", required=True)
    assert found.found == "uppgift saknas"
    assert text_faults("", "Rubrik") == ()


def test_the_hash_follows_the_words_and_not_the_lines() -> None:
    """A point broken by another word processor is the same point; a comma may not be."""
    plain = words_hash(["Kommunfullmäktige antar avtalet.", "Två"])
    assert words_hash(["Kommunfullmäktige\n  antar avtalet. ", "Två"]) == plain
    assert words_hash(["Kommunfullma\u0308ktige antar avtalet.", "Två"]) == plain
    assert words_hash(["Kommunfullmäktige antar, avtalet.", "Två"]) != plain
    assert words_hash(["Två", "Kommunfullmäktige antar avtalet."]) != plain


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1))
def test_one_point_more_is_another_text(points: list[str]) -> None:
    """A condition that one council adds makes it another decision."""
    assert words_hash([*points, "Beslutet gäller i ett år."]) != words_hash(points)
