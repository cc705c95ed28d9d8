"""Annex, minutes, presidium's sheet and press release: what each must hold."""

from dataclasses import replace

import pytest

from documents.annex import annex
from documents.charts import Pictures
from documents.content import Blank, Prose, Table, headings, texts
from documents.minutes import minutes
from documents.presidium_sheet import presidium_sheet
from documents.press_release import press_release
from documents.service_letter import service_letter, summary
from documents.tables import shown
from scenarios.frozen import Frozen
from tests.documents.matter import CONTEXT, HEADS, WORDS
from tests.documents.package import EMPTY, FROZEN, PACKAGE, package


def test_the_annex_lists_every_figure_with_source_and_status(drawn: Pictures) -> None:
    """One row a figure, and none of them without where it comes from."""
    table = annex(PACKAGE, drawn).blocks[-1]
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [(f.label, f.shown) for f in PACKAGE.figures]
    assert all(row[3] and row[4] for row in table.rows)


def test_the_annex_has_every_table(drawn: Pictures) -> None:
    """Economy and its years, alternatives, towns, service, goals, evaluation, other keys."""
    captions = " ".join(b.caption for b in annex(PACKAGE, drawn).blocks if isinstance(b, Table))
    for word in (
        "Kostnad per år",
        "år för år",
        "Alternativen",
        "Årsarbetare",
        "utan bemanning",
        "Målen",
        "Nyckeltal",
        "andra sätt att fördela",
        "Alla tal",
    ):
        assert word in captions


def test_every_year_of_every_municipality_adds_up(drawn: Pictures) -> None:
    """Across the table, year by year, to the column for all."""
    (table,) = [
        b for b in annex(PACKAGE, drawn).blocks if isinstance(b, Table) and "år för år" in b.caption
    ]
    assert len(table.rows) == len(FROZEN.total.years)
    for row in table.rows:
        values = [int(_plain(cell)) for cell in row[1:]]
        assert sum(values[:-1]) == values[-1]


def _plain(shown_as: str) -> str:
    return shown_as.split(" (")[0].replace("\u00a0", "").replace("\u2212", "-")


def test_a_way_of_sharing_without_an_answer_says_why(drawn: Pictures) -> None:
    """Dashes, and the reason beside the name."""
    told = texts(annex(PACKAGE, drawn))
    assert any("har inget svar: uppgift saknas för nyckeln" in text for text in told)


def test_what_is_not_known_of_an_alternative_is_never_zero(drawn: Pictures) -> None:
    """The three of them have no income that anybody knows of."""
    (row,) = [t for t in texts(annex(PACKAGE, drawn)) if t.startswith("Intäkter | tkr/år")]
    assert row.count("uppgift saknas") == 3


def test_the_minutes_have_their_parts_in_order_and_blanks_only_for_the_secretary() -> None:
    """Everything known is filled in; each line says who fills it in."""
    paper = minutes(PACKAGE, HEADS[0], CONTEXT)
    assert headings(paper) == (
        "Beslut",
        "Ärendebeskrivning",
        "Tidigare behandling",
        "Yrkanden",
        "Propositionsordning",
        "Omröstning",
        "Reservation",
        "Beslutsunderlag",
        "Expedieras till",
    )
    blanks = [block.label for block in paper.blocks if isinstance(block, Blank)]
    assert len(blanks) == 6
    assert all("fylls i av sekreteraren" in label for label in blanks)


def test_the_minutes_describe_the_matter_as_the_letter_sums_it_up(drawn: Pictures) -> None:
    """Word for word."""
    assert Prose(summary(PACKAGE)) in minutes(PACKAGE, HEADS[0], CONTEXT).blocks
    assert Prose(summary(PACKAGE)) in service_letter(PACKAGE, HEADS[0], CONTEXT, drawn).blocks


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.name)
def test_a_presidium_sees_its_own_and_the_others_gain_and_what_it_is_asked(head: object) -> None:
    """Own money and jobs in words, the others' in the table, and answers beside no."""
    paper = presidium_sheet(PACKAGE, head)
    told, found = " ".join(texts(paper)), shown(PACKAGE)
    for key in ("betalar", "idag", "forandring", "engang"):
        assert found[f"ekonomi.{head.code}.{key}"] in told
    for other in HEADS:
        assert f"{other.name} | " in told
    town = next(t.town for t in FROZEN.towns if t.municipality == head.name)
    assert f"{town} {found[f'ort.{town}.fore']} årsarbetare i dag" in told
    assert f"{found[f'service.{head.code}.efter']} med förslaget" in told
    assert {"Risk", "Vad vi ska besluta", "Vad vi kan säga i stället för nej"} <= set(
        headings(paper)
    )


def test_the_office_is_said_to_be_here_only_where_it_is() -> None:
    """Tranås has IT, Kinda two others, and the rest none."""
    told = {head.name: " ".join(texts(presidium_sheet(PACKAGE, head))) for head in HEADS}
    assert "Gemensamt kontor här: IT-drift och support." in told["Tranås"]
    assert "Gemensamt kontor här: löner och arkiv." in told["Kinda"]
    assert "Inget gemensamt kontor läggs här." in told["Ydre"]


def test_the_press_release_says_what_why_where_when_and_for_whom() -> None:
    """With the package's figure for the money, and nothing a reader has to look up."""
    paper = press_release(PACKAGE, CONTEXT)
    for part in ("Varför", "Var", "När", "För invånare", "För företag", "För anställda"):
        assert part in headings(paper)
    assert shown(PACKAGE)["ekonomi.alla.forandring"] in " ".join(texts(paper))


def test_a_press_release_after_the_decision_says_that_it_is_decided() -> None:
    """And one before says that it is proposed."""
    before = " ".join(texts(press_release(PACKAGE, CONTEXT)))
    after = " ".join(texts(press_release(PACKAGE, replace(CONTEXT, decided=True))))
    assert "tar ställning till samma förslag" in before
    assert "har fattat samma beslut" in after


def odd(frozen: Frozen, what: str) -> Frozen:
    """Return what is frozen with a part of it empty or at its edge."""
    return {
        "nothing joint": replace(frozen, organisations=(), parties=_outside(frozen)),
        "no chance": replace(frozen, chance=None),
        "no years": replace(
            frozen,
            total=replace(frozen.total, years=()),
            economy=tuple(replace(row, years=()) for row in frozen.economy),
        ),
        "no service": replace(frozen, service=()),
        "no municipality": replace(frozen, economy=(), towns=(), other_keys=()),
        "no other keys": replace(frozen, other_keys=()),
        "no answer": replace(frozen, sharing=replace(frozen.sharing, why="det finns ingen vinst")),
    }[what]


def _outside(frozen: Frozen) -> tuple[object, ...]:
    return tuple(replace(party, joins=False) for party in frozen.parties)


@pytest.mark.parametrize(
    "what",
    [
        "nothing joint",
        "no chance",
        "no years",
        "no service",
        "no other keys",
        "no answer",
        "no municipality",
    ],
)
def test_every_paper_stands_a_plan_with_something_missing(what: str, drawn: Pictures) -> None:
    """No part of a plan is taken for granted."""
    from documents.release import all_documents

    of = package(WORDS, odd(FROZEN, what))
    assert len(all_documents(of, HEADS[:1], draft=True, context=CONTEXT)) == 8


def test_a_sheet_and_a_release_about_nothing_written_show_their_gaps() -> None:
    """As every other draft."""
    for paper in (presidium_sheet(EMPTY, HEADS[0]), press_release(EMPTY, replace(CONTEXT))):
        assert any("[uppgift saknas" in text for text in texts(paper))
