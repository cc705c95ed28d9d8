"""Numbers that no one has reckoned and gaps that no one has filled are found in any text."""

import time
from dataclasses import replace

import pytest

from documents.checks import check_complete, check_figures
from documents.tables import shown
from tests.documents.matter import CONTEXT, HEADS
from tests.documents.package import PACKAGE

HEAD = HEADS[0]


@pytest.mark.parametrize(
    "text",
    [
        "Kinda betalar 7\u00a0905 tkr.",
        "Kinda betalar 7 905 tkr.",
        "Förändringen är \u2212507 (\u2212857 till \u221287) tkr.",
        "Kostnaden sänks med 507 tkr.",
        "Spannet 5\u201395\u00a0% står inom parentes.",
        "Enligt 9 kap. 19\u201322 §§ och 6 b § LAS, se lagen (2018:1197).",
        "Se punkt 3 och bilaga 1.",
        "Dnr KS/2026:100, datum 2026-11-20.",
        "Beslutet gäller från 2027-09-01.",
        "Målet är 2 dagar per år 2029, från 8,5 år 2025.",
        "Till ledningen delegeras inköp upp till 15 prisbasbelopp.",
        "Uppsägningstiden är 24 månader.",
        "3. Sysselsättning och ort:",
    ],
)
def test_what_the_package_knows_is_let_through(text: str) -> None:
    """Figures, what people have written, dates, law and the numbers of points and annexes."""
    assert check_figures([text], PACKAGE, HEAD, CONTEXT) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kinda betalar 7\u00a0906 tkr.", "7\u00a0906"),
        ("Kinda betalar 1 234 567 kr.", "1 234 567"),
        ("Förändringen är \u2212508 tkr.", "\u2212508"),
        ("Förändringen är +8\u00a0412 tkr.", "+8\u00a0412"),
        ("Förändringen är \u22128\u00a0412 tkr.", "\u22128\u00a0412"),
        ("Det tar 99 % av tiden.", "99"),
        ("Från år 2055.", "2055"),
        ("Från 2027-09-02.", "2027-09-02"),
        ("Reserven är 345kr.", "345"),
        ("Bilaga 1 visar 9,75 årsarbetare.", "9,75"),
        ("Bilaga 1 234 567 kr.", "234 567"),
    ],
)
def test_a_number_that_nobody_has_reckoned_is_caught(text: str, number: str) -> None:
    """With the sentence it stands in; a known number with the wrong sign is another number."""
    found = check_figures([text], PACKAGE, HEAD, CONTEXT)
    assert number in [stray.number for stray in found]
    assert all(stray.sentence == text for stray in found)


def test_the_sentence_is_quoted_and_not_the_whole_text() -> None:
    """A reader finds the place."""
    text = "Det här är en mening utan tal. " * 20 + "Reserven är 345 tkr. Slut."
    (stray,) = check_figures([text], PACKAGE, HEAD, CONTEXT)
    assert str(stray) == "”345” i ”Reserven är 345 tkr.”"


def test_every_figure_as_it_is_shown_is_let_through() -> None:
    """Nothing in the table of figures may be refused in a text."""
    assert check_figures(shown(PACKAGE).values(), PACKAGE, HEAD, CONTEXT) == ()


def test_a_short_diary_number_hides_no_figure() -> None:
    """A head whose diary number is ”5” does not make every 5 vanish."""
    assert check_figures(["Reserven är 35 tkr."], PACKAGE, replace(HEAD, dnr="5"), CONTEXT)


def test_a_hash_of_digits_alone_is_no_stray_number() -> None:
    """One in two thousand is; the paper that says it must not be refused."""
    found = replace(PACKAGE, text_hash="3553158554763450", version="1234567890")
    told = ["Avtryck: 3553158554763450, version 1234567890.", "Avtryck: 3553158554763451."]
    assert [stray.number for stray in check_figures(told, found, HEAD, CONTEXT)] == [
        "3553158554763451"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Medlen anvisas ur [uppgift saknas: anslag].",
        "Handläggare [namn, titel, kontakt]",
        "Datum ÅÅÅÅ-MM-DD",
        "Ja: ____ Nej: ____",
        "TODO: skriv klart",
        "Bifalles [...]",
    ],
)
def test_a_placeholder_is_found(text: str) -> None:
    """None of them may stand in a final paper."""
    (found,) = check_complete([text])
    assert text in found


def test_a_decision_that_cannot_be_read_for_itself_is_found() -> None:
    """”Enligt föreliggande förslag” says nothing to who reads the minutes in ten years."""
    (found,) = check_complete(["Fullmäktige beslutar Enligt  föreliggande förslag."])
    assert "läsas för sig" in found


@pytest.mark.parametrize(
    "text",
    ["Uppgift saknas för intäkter", "Se [1] och [not]", "XX: två", "Protokollet är tomt"],
)
def test_ordinary_words_are_no_placeholders(text: str) -> None:
    """A table that says ”uppgift saknas” is honest, not unfinished."""
    assert check_complete([text]) == ()


@pytest.mark.parametrize(
    "text", ["1" * 100_000, ", 1" * 40_000, "1 " * 50_000, "[" * 100_000, "enligt " * 20_000]
)
def test_no_long_text_makes_anybody_wait(text: str) -> None:
    """Texts are anybody's: a hundred thousand characters are tried in a moment."""
    start = time.process_time()
    check_figures([text], PACKAGE, HEAD, CONTEXT)
    check_complete([text])
    assert time.process_time() - start < 5
