"""A pack that is empty, broken, larger or just changed: the app opens and says what is so."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pages.seeing import (
    ACTIVITY,
    FIVE,
    OVERVIEW,
    PLAN,
    SOURCES,
    assert_whole,
    opened,
    table_about,
    text,
    through_the_menu,
)
from tests.scenarios.editing import set_cell, swap
from tests.scenarios.test_command_line import without_jour

VADSTENA = ROOT / "tests" / "data" / "vadstena" / "0584-vadstena"


def assert_only_faults(*words: str) -> None:
    """Check that every page shows a list of what to do and nothing else."""
    for _, app in through_the_menu():
        assert [e.message for e in app.exception] == []
        assert [title.value for title in app.title] == ["Datapaketet behöver rättas"]
        assert app.error
        seen = text(app)
        for word in (*words, "Gör så här"):
            assert word in seen
        assert not app.selectbox


def test_a_pack_without_municipalities_says_what_to_do(own_pack: Path) -> None:
    """A new group starts with an empty folder and must be told how to go on."""
    for folder in own_pack.glob("[0-9][0-9][0-9][0-9]-*"):
        shutil.rmtree(folder)
    assert_only_faults("mapp för varje kommun")


def test_a_broken_shared_table_is_listed_and_nothing_crashes(own_pack: Path) -> None:
    """Without the shared tables nothing can be reckoned; the list says where to look."""
    set_cell(own_pack / "activities.csv", {"activity": "lon"}, "bought_share", "en tredjedel")
    swap(own_pack / "areas.csv", "area,label", "omrade,label")
    assert_only_faults("activities.csv, rad ", "bought_share", "en tredjedel", "areas.csv")


def test_a_folder_that_is_not_there_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SAMSTAMT_DATA with a misspelt path."""
    monkeypatch.setenv("SAMSTAMT_DATA", str(tmp_path / "finns-inte"))
    assert_only_faults("codebook.csv")


def test_one_broken_municipality_is_listed_and_the_other_four_show(own_pack: Path) -> None:
    """Ydre's typing error must not keep the other four from their meeting."""
    set_cell(
        own_pack / "0512-ydre" / "accounts.csv",
        {"line": "planering", "item": "kostnad", "year": "2022"},
        "value",
        "fem tusen",
    )
    four = ["Kinda", "Ödeshög", "Boxholm", "Tranås"]
    for page, app in through_the_menu():
        assert_whole(app)
        assert len(app.error) == 1
        seen = text(app)
        assert "0512-ydre/accounts.csv, rad " in seen
        assert "fem tusen" in seen
        assert "Mappen 0512-ydre är därför inte med." in seen
        assert app.selectbox(key="kommun").options == ["Alla kommuner", *four]
        if page == PLAN:
            assert table_about(app, "Driftform")[0][1:] == four


def test_a_sixth_municipality_is_a_sixth_folder(own_pack: Path) -> None:
    """Vadstena joins: a folder is added, no code is touched, and every page shows six."""
    shutil.copytree(VADSTENA, own_pack / VADSTENA.name)
    for page, app in through_the_menu():
        assert_whole(app)
        assert not app.error
        assert app.selectbox(key="kommun").options == ["Alla kommuner", *FIVE, "Vadstena"]
        if page == OVERVIEW:
            assert "de sex tillsammans" in text(app)
        if page == PLAN:
            assert table_about(app, "Driftform")[0][1:] == [*FIVE, "Vadstena"]
            assert "Efterkontrollen fann fel" not in text(app)
        if page == ACTIVITY:
            assert "gruppen (6 kommuner)" in text(app)
    assert "Vadstena: " in text(opened(SOURCES, kommun="0584"))


def test_a_changed_figure_changes_the_screen(own_pack: Path) -> None:
    """Somebody corrects a figure while the app is open: the next click shows it."""
    app = opened(OVERVIEW, scenario="04_kobyt_inriktning")
    before = table_about(app, "De nio områdena")
    set_cell(
        own_pack / "0513-kinda" / "accounts.csv",
        {"line": "planering", "item": "kostnad", "year": "2022"},
        "value",
        "5000",
    )
    app.run()
    assert_whole(app)
    after = table_about(app, "De nio områdena")
    changed = [one[0] for one, other in zip(before, after, strict=True) if one != other]
    assert "2 Plan och bygg" in changed
    assert "Summa" in changed


def test_a_figure_that_breaks_and_is_mended_comes_back(own_pack: Path) -> None:
    """The list of faults goes away by itself when the file has been mended."""
    path = own_pack / "pack.toml"
    swap(path, "base_year = 2022", 'base_year = "2022"')
    app = opened(OVERVIEW)
    assert [title.value for title in app.title] == ["Datapaketet behöver rättas"]
    swap(path, 'base_year = "2022"', "base_year = 2022")
    app.run()
    assert_whole(app)
    assert not app.error


def test_a_scenario_that_the_pack_does_not_fit_is_told(own_pack: Path) -> None:
    """A pack with an activity less shows the other questions and says which is missing."""
    without_jour(own_pack)
    for _, app in through_the_menu():
        assert_whole(app)
        assert len(app.selectbox(key="scenario").options) == 4
        assert "fastighetsovervakning.how" in text(app)
