"""Omgången 2005–06 on the page: the order, the days and where it is written."""

from pathlib import Path

import pytest

from pages.parts import decision_round
from tests.pages.deciding import beslut, failed, said
from tests.pages.seeing import assert_whole, table_about

VIEW = "Omgången 2005–06"


pytestmark = pytest.mark.usefixtures("folder")


def test_the_round_is_shown_in_the_order_the_councils_decided(folder: Path) -> None:
    """Each in its own numbering, with the days from the first and from the one before."""
    app = beslut(VIEW)
    assert_whole(app)
    assert "Samstämmigt 24 april 2006: fullmäktige i Tranås, Ödeshög, Boxholm" in said(app)
    assert table_about(app, "beslutade")[1:] == [
        ["Tranås", "KF", "2005-11-21", "§ 138", "338/05", "0", "–"],
        ["Ödeshög", "KF", "2005-12-12", "KF 86/05", "150/05", "21", "21"],
        ["Boxholm", "KF", "2006-01-30", "Kf 11/2006", "2005.110.005", "70", "49"],
        ["Kinda", "KF", "2006-03-27", "§ 21", "uppgift saknas", "126", "56"],
        ["Ydre", "KF", "2006-04-24", "§ 16", "KS 2005/0097", "154", "28"],
    ]
    assert "till det sista gick 154 dagar" in said(app)
    assert "första utkastet gick 475 dagar, från den sista revideringen 209" in said(app)
    assert not folder.exists()


def test_what_the_text_stands_on_comes_oldest_first() -> None:
    """From April 2002 to the consultation, and the four versions, with the source."""
    app = beslut(VIEW)
    seen = said(app)
    steps = ["Stegen mot praktisk samverkan", "Samverkanspolicyn", "Pinnarpskonferensen"]
    assert sorted(steps, key=seen.index) == steps
    assert [row[0] for row in table_about(app, "Versionerna")[1:]] == [
        "2005-01-04",
        "2005-03-17",
        "2005-09-08",
        "2005-09-27",
    ]
    assert "docplayer.se/132708" in seen


def test_a_round_that_does_not_hold_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every fault in words, and no stack trace."""
    source_of = (decision_round.FOLDER / decision_round.FILE).read_text(encoding="utf-8")
    broken = source_of.replace('municipality = "0513"', 'municipality = "9999"')
    (tmp_path / decision_round.FILE).write_text(broken, encoding="utf-8")
    monkeypatch.setattr(decision_round, "FOLDER", tmp_path)
    decision_round._round.clear()
    try:
        app = beslut(VIEW)
        assert [e.message for e in app.exception] == []
        assert "9999" in failed(app)
    finally:
        decision_round._round.clear()
