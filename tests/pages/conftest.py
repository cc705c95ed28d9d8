"""A pack of one's own behind the app, to break or to add to."""

from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager

from models.pack import Pack
from scenarios.frozen import Package
from tests.pages.deciding import made


@pytest.fixture
def own_pack(pack_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped pack that the app reads instead."""
    monkeypatch.setenv("SAMSTAMT_DATA", str(pack_copy))
    return pack_copy


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place to save in, which the app reads instead of the desk's own."""
    path = tmp_path / "sparat"
    monkeypatch.setenv("SAMSTAMT_SPARAT", str(path))
    return path


@pytest.fixture(scope="session")
def found(pack: Pack) -> Package:
    """Plan and building merged by all five, frozen with every word said; a frozen record."""
    return made(pack, "04_kobyt_inriktning")


class _AsServed(PagesManager):
    """Streamlit's page manager as serve.py sets it: app.py runs first, whatever is asked for.

    AppTest would otherwise take the folder's name for Streamlit's own kind of pages and run
    pages/plan.py, whose file and address have the same name, without app.py.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        PagesManager.uses_pages_directory = False
        super().__init__(*args, **kwargs)


@pytest.fixture(autouse=True)
def as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run go through app.py, as behind serve.py."""
    monkeypatch.setattr("streamlit.testing.v1.app_test.PagesManager", _AsServed)
