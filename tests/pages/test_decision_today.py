"""Dagens beslut: nine areas, one light each, and nothing called adopted too early."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from models.council_register import CouncilDecision, DecisionStatus
from models.pack import Pack
from scenarios.frozen import Package
from tests.pages.deciding import beslut, field, file_of, lay, lay_file, press, said
from tests.pages.seeing import table_about
from tests.scenarios.deciding_words import CODES


def test_nothing_is_begun_where_nothing_is_saved(folder: Path):
    """Nine areas, and nothing has been made by looking."""
    app = beslut("Dagens beslut")

    rows = table_about(app, "Områdena")[1:]
    assert len(rows) == 9
    assert {row[1] for row in rows} == {"ej påbörjat"}
    assert not folder.exists()


def test_four_of_five_adopted_is_yellow_and_the_fifth_makes_it_green(
    folder: Path, found: Package, pack: Pack
):
    """In accord only with the last one's minutes."""
    lay(folder, found)
    for n, code in enumerate(CODES[:4]):
        _adopt(folder, found, pack, code, date(2026, 11, 1 + n))

    assert _row(beslut("Dagens beslut"))[1] == "gul"

    _adopt(folder, found, pack, CODES[4], date(2026, 11, 20))

    app = beslut("Dagens beslut")
    assert _row(app)[1] == "grön"
    assert "antaget (2026-11-20)" in _row(app)
    assert "ett är samstämmigt beslutat" in said(app)


def test_another_text_is_never_called_adopted(folder: Path, found: Package, pack: Pack):
    """A council that adopted other words has not decided the same."""
    lay(folder, found)
    _adopt(folder, found, pack, "0512", date(2026, 11, 1), text_hash="0123456789abcdef")

    row = _row(beslut("Dagens beslut"))
    assert "annan text (2026-11-01)" in row
    assert row[1] == "gul"


def test_a_store_that_cannot_be_read_is_told_of_in_words(folder: Path):
    """No stack trace in front of a projector."""
    folder.mkdir()
    (folder / "samstamt.db").write_text("det här är ingen databas")
    app = beslut("Dagens beslut")

    assert not app.exception
    assert app.error


def _row(app) -> list[str]:
    return next(row for row in table_about(app, "Områdena") if row[0] == "Plan och bygg")


def _adopt(
    folder: Path,
    found: Package,
    pack: Pack,
    code: str,
    day: date,
    text_hash: str = "",
) -> None:
    decision = CouncilDecision(
        code, "KF", day, "§ 1", "dnr 1/26", text_hash or found.text_hash, DecisionStatus.ADOPTED
    )
    lay_file(folder, replace(file_of(pack, code), decisions=(decision,)))


def test_the_same_areas_in_every_council_or_what_differs(folder: Path):
    """Each municipality's own list; a list that lacks an area is named."""
    for code in CODES[:2]:
        app = beslut("Dagens beslut", kommun=code)
        field(app, "multiselect", AREAS).set_value(["1", "2"] if code == CODES[0] else ["2"])
        press(app, "Spara listan")

    app = beslut("Dagens beslut")

    assert "IT: inte samstämmig. Saknas i listan från Ödeshög." in said(app)
    rows = {row[0]: row[1] for row in table_about(app, "Områden att gå vidare med")[1:]}
    assert rows["Kinda"] == "IT, Plan och bygg"
    assert rows["Ydre"] == "ej behandlat"


AREAS = "Områden som kommunens fullmäktige har beslutat att gå vidare med"
