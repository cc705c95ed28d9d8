"""The meeting on paper: the screen's figures, nothing cut, and which version on every page."""

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pypdf import PageObject, PdfReader

from models.pack import Pack
from pages.parts import planning, summaries, swedish, tables, wording
from scenarios import handout, written
from scenarios.handout import Part, headline, parts
from scenarios.printed import UNKNOWN, UNKNOWN_NOTE, meeting_pdf, on_paper
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario
from scenarios.setting import Range
from scenarios.stamp import version_id

TIME, NOTE, VERSION = "2026-11-22 08:12", "Ydre vill vänta; åter på tisdag.", "0a1b2c3d4e"
LARGE, SMALL, OWN = "04_kobyt_inriktning", "03_plan_bygg_tre", "06_nulage"
KINDA = "0513"
POINTS = 72 / 25.4  # a millimetre
TAG = re.compile(r"<[^>]+>")
sums = some.floats(-1e11, 1e11, allow_nan=False)


@pytest.fixture(scope="module")
def outcome(outcomes: Mapping[str, Outcome]) -> Outcome:
    """The plan with the most rows."""
    return outcomes[LARGE]


@pytest.fixture(scope="module")
def said(outcome: Outcome) -> tuple[Part, ...]:
    """What is to be on paper of it."""
    return tuple(parts(outcome))


@pytest.fixture(scope="module")
def content(outcome: Outcome) -> bytes:
    """It on paper."""
    return meeting_pdf(outcome, TIME, NOTE, VERSION)


@pytest.fixture(scope="module")
def hostile(pack: Pack, shipped: Mapping[str, Scenario]) -> Outcome:
    """A plan whose words come from somebody who wants to see what happens."""
    kinda, odeshog, *others = pack.municipalities
    renamed = (
        replace(kinda, name="=1+1 <b>" + " Kommun" * 400),
        replace(odeshog, name="{nb} Łódź"),
        *others,
    )
    activities = tuple(
        replace(a, label="Långt " * 800 if a.key == "plan" else a.label) for a in pack.activities
    )
    own = replace(pack, municipalities=renamed, activities=activities)
    asked = replace(
        shipped[SMALL],
        title="=SUM(A1:A9) **<b>fet</b>** {nb} \x01 " + "o" * 400,
        question="Vad säger 🦊🦊 och Łukasz?\nEn rad till\x00 " + "Kommunalförbundet" * 60,
    )
    return run(own, asked)


def opened(content: bytes) -> PdfReader:
    """Return the document read by another program than the one that wrote it."""
    return PdfReader(BytesIO(content), strict=True)


def seen(page: PageObject) -> str:
    """Return a page's text with every space, narrow, wide or a new line, as one."""
    return flat(page.extract_text())


def flat(text: str) -> str:
    """Return the text in the paper's letters with one kind of space."""
    return " ".join(on_paper(text).split())


def whole(content: bytes) -> str:
    """Return all the text, without the lines that each page repeats."""
    return " ".join(seen(page) for page in opened(content).pages)


def on_screen(cell: str | tables.Cell) -> str:
    """Return what a cell of the page's tables says."""
    return cell if isinstance(cell, str) else TAG.sub("", cell.html)


def part_of(said: tuple[Part, ...], heading: str) -> Part:
    """Return the part under a heading."""
    (found,) = (part for part in said if part.heading == heading)
    return found


def rows_of(part: Part) -> list[tuple[str, ...]]:
    """Return the rows of a part's table."""
    assert part.table is not None
    return list(part.table.rows)


# ---- What is on it ------------------------------------------------------------------------------


def test_everything_that_is_to_be_said_is_on_the_paper(
    outcome: Outcome, said: tuple[Part, ...], content: bytes
) -> None:
    """A row that fell off the page is a decision that nobody saw."""
    text = whole(content)
    for words in (outcome.scenario.title, outcome.scenario.question, TIME, NOTE, headline(outcome)):
        assert flat(words) in text
    assert sum(part.table is not None for part in said) == 6
    for part in said:
        assert flat(part.heading) in text
        for sentence in part.sentences:
            assert flat(sentence) in text
        if part.table:
            for row in (part.table.headings, *part.table.rows):
                assert flat(" ".join(row)) in text, row
    assert UNKNOWN not in text


def test_every_part_of_the_result_has_its_rows(outcome: Outcome, said: tuple[Part, ...]) -> None:
    """Every planned activity, changed choice, municipality, year, town and decision."""
    planned = [a for a in outcome.pack.activities if a.optimised]
    assert len(rows_of(part_of(said, "Vem driver vad med vem"))) == len(planned)
    changes = rows_of(part_of(said, "Vad planen ändrar"))
    assert len(changes) == len(handout.changed(outcome, None)) + 2
    assert len(rows_of(part_of(said, "Per kommun"))) == len(outcome.pack.municipalities)
    assert len(rows_of(part_of(said, "Arbetsplatser per ort"))) == len(outcome.towns)
    assert len(rows_of(part_of(said, "År för år"))) == 12
    differs = part_of(said, "Beslut och antaganden som skiljer från i dag")
    assert len(rows_of(differs)) == len(outcome.scenario.decide.how)
    sure = part_of(said, "Hur säkert det är").sentences
    changed = {row.activity for row in handout.changed(outcome, None)}
    assert len(sure) == 1 + len(changed)
    assert sure[0].startswith("Hela planen: ")


def test_every_page_says_which_version_it_is_and_its_number(
    outcome: Outcome, content: bytes
) -> None:
    """A loose sheet on a table still says what it belongs to."""
    pages = opened(content).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        text = seen(page)
        assert f"Version {VERSION} · {flat(str(outcome.stamp))}" in text
        assert f"sida {number} av {len(pages)}" in text


def test_a_table_that_goes_on_has_its_headings_again(
    said: tuple[Part, ...], content: bytes
) -> None:
    """A column of figures without a heading is a guess."""
    changes = part_of(said, "Vad planen ändrar").table
    assert changes is not None
    heads = flat(" ".join(changes.headings))
    pages = [seen(page) for page in opened(content).pages]
    held = [text for text in pages if any(flat(" ".join(row)) in text for row in changes.rows)]
    assert len(held) > 1
    assert all(heads in text for text in held)


def test_where_all_is_own_it_is_said(outcomes: Mapping[str, Outcome]) -> None:
    """Nothing changed is a result too, and no page may look as if something were missing."""
    content = meeting_pdf(outcomes[OWN], TIME, "", VERSION)
    text = whole(content)
    for words in (
        "planen behåller egen verksamhet i alla områden",
        "det billigast att allt drivs som i dag.",
        "Ingen kommun får ändrad kostnad.",
        "Inget ändras mot i dag",
        "Inget drivs på annat sätt än i dag, så ingen effekt är osäker.",
    ):
        assert words in text
    assert "Anteckning" not in text


def test_what_a_municipality_looks_at_is_about_it(outcome: Outcome, pack: Pack) -> None:
    """As on the screen: its own message and the choices that it takes part in."""
    name = next(m.name for m in pack.municipalities if m.code == KINDA)
    found = tuple(parts(outcome, KINDA))
    changes = part_of(found, "Vad planen ändrar")
    assert len(rows_of(changes)) == len(handout.changed(outcome, KINDA))
    assert f"Bara det som {name} deltar i." in changes.sentences[0]
    assert all(f", {name}: " in s for s in part_of(found, "Hur säkert det är").sentences)


# ---- The same figures as on the screen ----------------------------------------------------------


@pytest.mark.parametrize("key", [LARGE, SMALL, OWN, "02_sarbarhet"])
@pytest.mark.parametrize("only", [None, KINDA])
def test_the_message_is_the_one_on_the_screen(
    key: str, only: str | None, outcomes: Mapping[str, Outcome]
) -> None:
    """Two wordings of the same plan would be two plans in the minutes."""
    shown = summaries.headline(outcomes[key], only).replace("**", "").replace("\\", "")
    assert headline(outcomes[key], only) == shown


def test_the_rows_are_the_ones_on_the_screen(outcome: Outcome, said: tuple[Part, ...]) -> None:
    """Each cell of what changes, for whom, year by year and where, as the pages write it."""
    shown = [
        *planning.choice_rows(outcome, handout.changed(outcome, None)),
        *planning.sum_rows(outcome),
    ]
    rows = rows_of(part_of(said, "Vad planen ändrar"))
    assert rows == [tuple(on_screen(cell) for cell in row) for row in shown]
    towns = [
        (
            row.town,
            swedish.number(row.before, 1),
            swedish.number(row.after, 1),
            swedish.signed(row.after - row.before, 1),
        )
        for row in summaries.printed_towns(outcome)
    ]
    assert rows_of(part_of(said, "Arbetsplatser per ort")) == towns
    for row, printed in zip(
        outcome.municipalities, rows_of(part_of(said, "Per kommun")), strict=True
    ):
        cells = (tables.change_cell(row.annual), tables.change_cell(row.change))
        assert printed[1:] == (*map(on_screen, cells), swedish.chance(row.chance))


def test_the_table_of_who_has_the_ways_groups_and_seats_of_the_screen(
    outcome: Outcome, said: tuple[Part, ...]
) -> None:
    """Words in place of colours, but the same letter, seat and cooperation of today."""
    words = {planning.NUMBERED[way]: wording.ALTERNATIVES[way] for way in planning.NUMBERED}
    marks = {"●": handout.SEAT, "◆": handout.KNOWN}
    for shown, printed in zip(
        planning.matrix_rows(outcome),
        rows_of(part_of(said, "Vem driver vad med vem")),
        strict=True,
    ):
        for cell, mine in zip(shown[1:], printed[1:], strict=True):
            number, *rest = on_screen(cell).split()
            assert mine == " ".join([words[number], *(marks.get(part, part) for part in rest)])


@given(sums, sums, sums)
def test_a_figure_is_written_as_on_the_screen(value: float, low: float, high: float) -> None:
    """The paper and the screen have the same words for every number there is."""
    r = Range(value, low, high)
    assert written.change(r) == on_screen(tables.change_cell(r))
    assert written.cost(r) == on_screen(tables.cost_cell(r))
    assert written.mnkr(value) == swedish.mnkr(value)
    assert written.days(value, low) == summaries.change_in_days(value, low)


def test_the_ways_have_the_words_of_the_screen() -> None:
    """A way that is renamed on one is renamed on the other."""
    assert {way: str(way).capitalize() for way in wording.ALTERNATIVES} == wording.ALTERNATIVES


# ---- Versions -----------------------------------------------------------------------------------


def test_the_same_version_is_the_same_file(outcomes: Mapping[str, Outcome]) -> None:
    """Printed again a year later it can be laid on the first and held to the light."""
    small = outcomes[SMALL]
    first = meeting_pdf(small, TIME, NOTE, VERSION)
    assert meeting_pdf(small, TIME, NOTE, VERSION) == first
    assert meeting_pdf(small, TIME, NOTE, "annan") != first
    found = opened(first).metadata
    assert found is not None
    assert found.creation_date is not None
    assert found.creation_date.strftime("%Y-%m-%d %H:%M") == TIME
    assert meeting_pdf(small, "i tisdags", NOTE, VERSION)


def test_a_version_is_told_by_its_question_figures_and_time(outcome: Outcome) -> None:
    """Another pack, another figure or another meeting is another version."""
    first = version_id(outcome.stamp, "ab", TIME)
    assert re.fullmatch(r"[0-9a-f]{10}", first)
    assert version_id(str(outcome.stamp), "ab", TIME) == first
    others = {
        version_id(replace(outcome.stamp, pack="x"), "ab", TIME),
        version_id(outcome.stamp, "ac", TIME),
        version_id(outcome.stamp, "ab", "2026-11-22 08:13"),
    }
    assert len(others | {first}) == 4


# ---- The sheet ----------------------------------------------------------------------------------


def test_a3_is_the_same_with_larger_type(outcomes: Mapping[str, Outcome]) -> None:
    """Put on a wall it says what the handouts say, page for page."""
    small, large = (
        opened(meeting_pdf(outcomes[SMALL], TIME, NOTE, VERSION, paper)) for paper in ("A4", "A3")
    )
    for book, width, height in ((small, 297, 210), (large, 420, 297)):
        for page in book.pages:
            assert float(page.mediabox.width) == pytest.approx(width * POINTS, abs=1)
            assert float(page.mediabox.height) == pytest.approx(height * POINTS, abs=1)
    assert [seen(page) for page in large.pages] == [seen(page) for page in small.pages]


def test_hostile_words_are_words(hostile: Outcome) -> None:
    """Nothing in a title, a note or a name is run, formatted, or able to stop the print."""
    note = "<script>x</script> __u__ [l](http://exempel.se) 🦊 {nb} " + "x" * 3000
    content = meeting_pdf(hostile, TIME, note, VERSION)
    book = opened(content)
    text = whole(content)
    for words in ("=SUM(A1:A9) **<b>fet</b>** {nb}", "=1+1 <b>", "{nb} [?]ód[?]"):
        assert words in text, words
    assert "<script>x</script> __u__ [l](http://exempel.se) [?] {nb}" in text
    assert "Vad säger [?] och [?]ukasz? En rad till" in text
    assert UNKNOWN_NOTE in text
    assert not set("\x01\x02\x03") & set(text)
    assert text.count("Långt") >= 800
    for number, page in enumerate(book.pages, start=1):
        assert f"sida {number} av {len(book.pages)}" in seen(page)
        assert "/Annots" not in page


@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_no_text_is_outside_the_page_or_over_the_foot(
    which: str, content: bytes, hostile: Outcome
) -> None:
    """What a printer cuts away nobody reads."""
    asked = content if which == "shipped" else meeting_pdf(hostile, TIME, NOTE, VERSION)
    for page in opened(asked).pages:
        starts: list[tuple[str, float, float]] = []

        def visit(text: str, _cm: object, tm: list[float], *_: object) -> None:
            if text.strip():
                starts.append((text.strip(), tm[4], tm[5]))  # noqa: B023

        page.extract_text(visitor_text=visit)
        assert starts
        for text, x, y in starts:
            assert 11 * POINTS < x < 286 * POINTS, text
            foot = text.startswith(("Version ", "sida "))
            assert (5 if foot else 15) * POINTS < y < 200 * POINTS, text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("−2,5 → 3", "–2,5 till 3"),
        ("1\u202f234", "1\u00a0234"),
        ("å ä ö é € … ”så”", "å ä ö é € … ”så”"),
        ("a\u0308r", "är"),
        ("🦊👩\u200d👧 räv", f"{UNKNOWN} räv"),
        ("Łódź", f"{UNKNOWN}ód{UNKNOWN}"),
        ("rad\x00\x9b\u202eslut", "radslut"),
    ],
)
def test_a_sign_that_cannot_be_printed_is_seen_to_be_missing(text: str, expected: str) -> None:
    """A letter that is silently dropped makes another name of it."""
    assert on_paper(text) == expected
