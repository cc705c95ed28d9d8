"""The whole of Beslut as one administrator does it, from the plan to five decisions, in both bases.

One chain for each database. What a test cannot reach from the screen (the tables to type in, a
file to hand over) is saved as the page saves it, read by the page's own reader.
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import docx
import pytest
import streamlit as st
from docx.document import Document as WordFile
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.testing.v1 import AppTest

from documents import release
from documents.agreement_clauses import CLAUSES
from documents.checks import check_complete, check_figures
from documents.content import CLAUSE_STYLE, POINT_STYLE
from documents.context import Context
from documents.read_back import compared
from models.accord import Light
from models.joint_decision import Point, Words
from models.pack import Pack
from pages.parts import on_table
from pages.parts.decision_documents import HEAD_COLUMNS, heads_of
from pages.parts.decision_fields import BESIDE, FIELDS, Field
from scenarios.desk import Draft, empty_file
from scenarios.frozen import Head, Package
from store.codec import record_of, to_body
from store.store import Store, open_store
from tests.pages.deciding import AREA, AT, beslut, failed, field, press, said, succeeded, type_in
from tests.pages.seeing import assert_whole, table_about
from tests.scenarios.deciding_words import ready_words

# A PostgreSQL of its own, which under CI must be there.
from tests.store.conftest import postgresql, server, url  # noqa: F401 - fixtures

SCENARIO = "04_kobyt_inriktning"
AREA_LABEL = "Plan och bygg"
GAP = "[uppgift saknas"
# Names, dates and references as five offices wrote them in 2005 and 2006.
TYPED_HEADS = {
    "Kinda": ("2026-10-05", "Kf 2006-03-27 21", "meningar"),
    "Ödeshög": ("5 oktober 2026", "150/05", "att-satser"),
    "Boxholm": ("2026-10-06", "2005.110.005", "meningar"),
    "Ydre": ("6 oktober 2026", "KS 2005/0097", "att-satser"),
    "Tranås": ("2026-10-07", "338/05", "meningar"),
}
# Not in the order in which they are entered: the last day is the third's.
DECIDED = {
    "Kinda": ("2026-11-09", "§ 21"),
    "Ödeshög": ("11 november 2026", "KF 86/05"),
    "Boxholm": ("2026-11-18", "Kf 11/2006"),
    "Ydre": ("2026-11-16", "§ 16"),
    "Tranås": ("2026-11-10", "§ 138"),
}
LAST_DAY = "2026-11-18"


@pytest.fixture
def store(url: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Store:  # noqa: F811
    """An empty store of either kind, which the app keeps everything in."""
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(tmp_path / "sparat"))
    return open_store(url)


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> MemoryMediaFileStorage:
    """What the page has laid out to be fetched, which is otherwise gone with the run."""
    kept = MemoryMediaFileStorage("/mock/media")
    monkeypatch.setattr("streamlit.testing.v1.app_test.MemoryMediaFileStorage", lambda *_: kept)
    return kept


@pytest.fixture
def matter(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """What the documents were last made from beside the package and the heads."""
    found: list[Context] = []
    make = release.all_documents

    def listening(package: Package, heads: Any, *, context: Context, **also: Any) -> Any:
        found.append(context)
        return make(package, heads, context=context, **also)

    monkeypatch.setattr(release, "all_documents", listening)
    return found


def test_the_whole_chain_from_the_plan_to_five_equal_decisions(
    store: Store, pack: Pack, handed_out: MemoryMediaFileStorage, matter: list[Context]
):
    """Frozen, written, put in five papers, adopted by five councils, and kept through a restart."""
    freeze_and_write(store)
    package = package_in(store)
    heads = fill_heads(store, pack)
    enter_the_matter(package)
    negotiate()
    papers = finals(handed_out)
    check_papers(papers, package, heads, matter[-1])
    doubt_and_adopt(store, package)
    change_the_key(store)
    st.cache_resource.clear()
    check_kept(store, package, heads)


# ---- Freezing and writing ------------------------------------------------------------------------


def draft_in(store: Store) -> Draft:
    """Return the draft as it is kept."""
    row = store.latest(on_table.DRAFT, AREA)
    assert row is not None
    return record_of(Draft, row)


def package_in(store: Store) -> Package:
    """Return the package that the draft was last frozen as."""
    row = store.latest(on_table.PACKAGE, draft_in(store).version)
    assert row is not None
    return record_of(Package, row)


def freeze_and_write(store: Store) -> None:
    """Freeze the area, write every word and freeze it anew."""
    app = beslut("Paketet", scenario=SCENARIO)
    press(app, f"Frys {AREA_LABEL} ur ”Inriktningen från 2005”")
    assert "fryst som version" in succeeded(app)
    first = draft_in(store)

    words = ready_words()
    # The tables to type in: AppTest has no hand for them.
    rows = replace(
        first.words,
        goals=words.goals,
        evaluation=replace(first.words.evaluation, measures=words.evaluation.measures),
        governance=replace(first.words.governance, seats=words.governance.seats),
    )
    row = store.latest(on_table.DRAFT, AREA)
    assert row is not None
    body = to_body(replace(first, words=rows))
    store.save(on_table.DRAFT, AREA, body, who="test", at=AT, what="Ändrade målen", seen=row.number)
    for point in Point:
        write_point(point, words)

    written = draft_in(store).words
    # The pack has the paragraph, and what is free in the letter has been written beside.
    governance = replace(words.governance, section=written.governance.section)
    beside = {name: getattr(written, name) for name in ("impact", "background")}
    assert written == replace(words, governance=governance, **beside)
    app = beslut("Paketet", scenario=SCENARIO)
    assert "Ändrat sedan paketet frystes" in said(app)
    press(app, "Frys om med utkastets ord och fördelning")
    assert_whole(app)
    assert "Ändrat sedan paketet frystes" not in said(app)
    assert "Något saknas i" not in said(app)
    assert draft_in(store).version != first.version


def write_point(point: Point, words: Words) -> None:
    """Write a point's words, one field after another, as they are left."""
    app = beslut("Paketet", punkt=f"{point.value} {point.label}")
    beside = BESIDE if point is Point.GOALS else ()
    for one in (*(f for f in FIELDS if f.point is point), *beside):
        typed = value_of(one, words) or (f"Text om {one.label.lower()}" if one in beside else "")
        found = next(
            widget
            for kind in ("text_input", "text_area", "selectbox")
            for widget in app.get(kind)
            if widget.key == one.key(AREA)
        )
        if typed and found.value != typed:
            found.set_value(typed).run()
    assert_whole(app)
    assert failed(app) == ""


def value_of(one: Field, words: Words) -> str:
    """Return what the words say in a field, as it is typed; nothing for what may be empty."""
    value: object = words
    for name in one.path:
        value = getattr(value, name)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


# ---- Heads, texts and negotiations ---------------------------------------------------------------


def fill_heads(store: Store, pack: Pack) -> tuple[Head, ...]:
    """Fill the five heads, read as the page reads its table, and return them."""
    files = [empty_file(AREA, m.code, m.name) for m in pack.municipalities]
    rows = []
    for file in files:
        day, dnr, habit = TYPED_HEADS[file.head.name]
        typed = dict.fromkeys(HEAD_COLUMNS, "")
        typed |= {"office": "Kommunledningskontoret", "handler": "kommunsekreteraren"}
        rows.append(typed | {"date": day, "dnr": dnr, "habit": habit})
    heads, faults = heads_of(rows, [file.head for file in files])
    assert faults == ()
    for file, head in zip(files, heads, strict=True):
        body = to_body(replace(file, head=head))
        key = f"{AREA}:{head.code}"
        store.save(on_table.COUNCIL, key, body, who="test", at=AT, what="Fyllde i", seen=0)
    assert len({head.dnr for head in heads}) == 5
    assert sum(head.that_clauses for head in heads) == 2
    return heads


def enter_the_matter(package: Package) -> None:
    """Enter what only the documents need, in one form."""
    app = beslut("Dokument")
    rows = table_about(app, "versioner av en text")[1:]
    assert {row[2] for row in rows} == {package.text_hash}
    field(app, "text_area", "Bedömning").set_value("Förslaget bör antas i sin helhet.")
    for n, clause in enumerate(CLAUSES, 1):
        if clause.wanted:
            label = f"Avtalet {n}. {clause.name}: {clause.wanted}"
            field(app, "text_area", label).set_value(f"Parterna är överens om {clause.wanted}.")
    for n, party in enumerate(package.frozen.joining, 1):
        label = f"Organisationsnummer {party.name} kommun"
        field(app, "text_input", label).set_value(f"212000-000{n}")
    field(app, "text_input", "Kontakt i pressmeddelandet").set_value("kommunsekreteraren i Tranås")
    field(app, "text_input", "Pressmeddelandets datum").set_value("20 november 2026")
    press(app, "Spara")
    assert_whole(app)
    again = beslut("Dokument")
    assert field(again, "text_input", "Pressmeddelandets datum").value == "2026-11-20"


def negotiate() -> None:
    """Enter every employer's own information, risk assessment and negotiation."""
    for code in codes():
        app = beslut("Förankring", forankring_vy="Facklig grupp och MBL", kommun=code)
        type_in(
            app,
            Riskbedömning="2026-09-15",
            Protokoll="MBL-protokoll den 1 oktober",
            Anteckning_om_stegen="Parterna är överens.",
            **{"Information_enligt_19_§": "2026-09-01", "Förhandling_enligt_11_§": "2026-10-01"},
        )
        press(app, "Spara stegen")
        assert "Förde in de fackliga stegen" in succeeded(app)
    assert "5 av 5 kommuner har avslutat förhandlingen" in said(app)


def codes() -> tuple[str, ...]:
    """Return the five codes in the order of the pack."""
    return ("0513", "0509", "0560", "0512", "0687")


# ---- Papers --------------------------------------------------------------------------------------


def finals(handed_out: MemoryMediaFileStorage) -> dict[str, bytes]:
    """Write the finals and return them, by name, as they are fetched from the page."""
    app = beslut("Dokument")
    app.radio(key="handlingar_slag").set_value("Slutliga").run()
    press(app, "Skriv handlingarna (slutliga)")
    assert_whole(app)
    assert failed(app) == ""
    buttons = {one.label: one for one in app.get("download_button")}
    return {
        label: handed_out.get_file(button.proto.url.rsplit("/", 1)[-1]).content
        for label, button in buttons.items()
        if label.endswith(".docx")
    }


def check_papers(
    papers: dict[str, bytes], package: Package, heads: Iterable[Head], context: Context
) -> None:
    """Check that five letters have the same words, and that no paper has a gap or stray number."""
    own = {head.code: head for head in heads}
    letters = {name: content for name, content in papers.items() if "tjansteskrivelse" in name}
    assert len(letters) == 5
    assert {compared(content, package).text_hash for content in letters.values()} == {
        package.text_hash
    }
    for name, content in papers.items():
        lines = list(lines_in(docx.Document(io.BytesIO(content))))
        assert GAP not in "\n".join(lines), name
        assert check_complete(lines) == (), name
        code = re.search(r"-(\d{4})-", name)
        head = own[code.group(1)] if code else None
        assert check_figures(lines, package, head, context) == (), name
        assert head is None or "presidieblad" in name or head.dnr in "\n".join(lines), name
    # The trying of figures can fail: a number that nobody has reckoned is told.
    assert check_figures(["Det kostar 98 765 tkr."], package, None, context) != ()
    check_an_edited_point(next(iter(letters.values())), package)


def lines_in(paper: WordFile) -> Iterator[str]:
    """Yield every paragraph of a Word file, those of tables, heads and feet too."""
    parts = [paper.element.body]
    for section in paper.sections:
        parts += [section.header._element, section.footer._element]
    mark = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for part in parts:
        for paragraph in part.iter(f"{mark}p"):
            text = "".join(one.text or "" for one in paragraph.iter(f"{mark}t"))
            if text.strip():
                yield text


def check_an_edited_point(content: bytes, package: Package) -> None:
    """Check that a word changed in Word is told, with its point."""
    paper = docx.Document(io.BytesIO(content))
    points = [
        one
        for one in paper.paragraphs
        if one.style is not None and one.style.name in {POINT_STYLE, CLAUSE_STYLE}
    ]
    changed = next(one for one in points if "varje" in one.text)
    changed.text = changed.text.replace("varje", "någon", 1)
    edited = io.BytesIO()
    paper.save(edited)
    found = compared(edited.getvalue(), package)
    assert not found.same
    assert found.text_hash != package.text_hash
    (change,) = found.changes
    assert "varje" in change.master
    assert "någon" in change.found


# ---- Deciding ------------------------------------------------------------------------------------


def light_of(app: AppTest) -> tuple[str, str]:
    """Return the light and the sentence beside it."""
    shown = next(one.proto.body for one in app.get("html") if "samstamt-val" in one.proto.body)
    light, sentence = re.search(r">(\w[\w ]*)</span>(.*?)</p>", shown, re.S).groups()  # type: ignore[union-attr]
    return light, sentence


def doubt_and_adopt(store: Store, package: Package) -> None:
    """One doubt turns the light yellow and is named; green only after the fifth decision."""
    app = beslut("Kommunerna", kommun="0512")
    field(app, "segmented_control", "Vad förs in?").set_value("Ställningstagande").run()
    field(app, "selectbox", "Ställningstagande").set_value("tveksam")
    field(app, "selectbox", "Vad gäller det?").set_value("2")
    type_in(
        app,
        Datum="2026-11-02",
        **{
            "Vem_har_sagt_det?": "KS presidium",
            "Skäl_(krävs_vid_tveksam_och_emot)": "nyckeln",
            "Vem_äger_frågan?": "ekonomichefen",
        },
    )
    press(app, "Spara ställningstagandet")
    assert light_of(app)[0] == str(Light.AMBER)
    assert "Ydre, Ekonomi: tveksam" in said(app)

    for n, (code, (day, paragraph)) in enumerate(zip(codes(), DECIDED.values(), strict=True), 1):
        app = beslut("Kommunerna", kommun=code)
        type_in(app, Datum=day, Paragraf=paragraph)
        press(app, "Spara beslutet")
        assert_whole(app)
        assert "Förde in beslut" in succeeded(app)
        light, sentence = light_of(app)
        assert (light == str(Light.GREEN)) == (n == 5), (n, light, sentence)
        if n < 5:
            assert f"{n} av 5 fullmäktige har antagit texten" in sentence
    assert f"Samstämmigt sedan {LAST_DAY}" in sentence
    assert {row[3] for row in table_about(app, "enligt protokollen")[1:]} == {"samma"}
    assert package_in(store) == package


def change_the_key(store: Store) -> None:
    """A key changed afterwards: yellow and why, and what was adopted is still adopted."""
    app = beslut("Paketet", punkt="2 Ekonomi")
    assert light_of(app)[0] == str(Light.GREEN)
    field(app, "selectbox", "Kostnadsnyckel").select("equal").run()
    assert_whole(app)
    light, sentence = light_of(app)
    assert light == str(Light.AMBER)
    assert f"Samstämmigt sedan {LAST_DAY}" in sentence
    assert "Kostnadsnyckel: Invånare → Lika delar" in said(app)
    assert draft_in(store).key == "equal"


def check_kept(store: Store, package: Package, heads: Iterable[Head]) -> None:
    """Check that a new session of a restarted app shows what was entered."""
    assert package_in(store) == package
    app = beslut("Paketet", punkt="2 Ekonomi")
    assert light_of(app)[0] == str(Light.AMBER)
    assert field(app, "selectbox", "Kostnadsnyckel").value == "equal"
    assert (
        field(app, "text_input", "Anslag som pengarna tas ur").value
        == package.words.money.financing
    )
    press(app, "Ändra tillbaka till det frysta")
    assert light_of(app)[0] == str(Light.GREEN)
    councils = table_about(beslut("Kommunerna"), "enligt protokollen")[1:]
    assert [row[0] for row in councils] == list(DECIDED)
    for row, head, (_, paragraph) in zip(councils, heads, DECIDED.values(), strict=True):
        assert paragraph in row[2]
        assert f"dnr {head.dnr}" in row[2]
    papers = beslut("Dokument")
    assert field(papers, "text_area", "Bedömning").value == "Förslaget bör antas i sin helhet."
