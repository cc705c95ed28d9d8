"""The store in both its databases: every test that asks for `url` or `store` runs twice."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from store.store import Store, open_store
from tests.store.postgresql import programs, running_server

DATABASES = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL. Under CI it must be there; on a desk the test may be skipped."""
    folder = programs()
    if folder is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("PostgreSQL saknas. Installera det (Debian: apt-get install postgresql).")
    with running_server(folder) as address:
        yield address


@pytest.fixture
def postgresql(server: str) -> str:
    """The address of an empty PostgreSQL database."""
    name = f"prov{next(DATABASES)}"
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sparat' / 'samstamt.db'}"
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def store(url: str) -> Store:
    """An empty store of either kind."""
    return open_store(url)
