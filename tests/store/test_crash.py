"""Whoever writes may die at any time: what was confirmed is there, and nothing is half."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from store.store import open_store
from tests.store.postgresql import programs, running_server
from tests.store.writer import KEYS, text_of

ROUNDS = 25
ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, with everything on that makes it safe."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'samstamt.db'}"
        return
    request.getfixturevalue("server")
    folder = programs()
    assert folder is not None
    with running_server(folder, safe=True) as address:
        with psycopg.connect(address.format("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE krasch")
        yield address.format("krasch")


def test_what_was_confirmed_is_there_after_every_death(url: str, tmp_path: Path) -> None:
    """Killed in the first migration, in the middle of a save, between two: the next goes on."""
    chance = random.Random(2005)
    delays = [f"{chance.uniform(0.005, 0.2):.3f}" for _ in range(ROUNDS)]
    told = subprocess.run(
        [sys.executable, "-m", "tests.store.writer", url, *delays],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "avslutad" not in told.stdout, told.stderr
    confirmed = [line.split() for line in told.stdout.splitlines()]
    assert len(confirmed) > ROUNDS // 2
    store = open_store(url)
    for key in KEYS:
        history = store.history("prov", key)
        assert [one.number for one in history] == list(range(1, len(history) + 1))
        assert [one.body for one in history] == [{"x": text_of(key, o.number)} for o in history]
        mine = [int(number) for name, number in confirmed if name == key]
        assert mine
        assert set(mine) <= {one.number for one in history}
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "samstamt.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        # What a writer left half done is cleared away by the next one.
        store.save("prov", "d", {}, who="", at="2026-11-22", what="", seen=0)
        assert [path.name for path in tmp_path.iterdir()] == ["samstamt.db"]
