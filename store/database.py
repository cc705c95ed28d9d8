"""Where the store is: an SQLite file, or PostgreSQL by address; how either is opened.

SQLite keeps its rollback journal, not WAL: WAL needs memory shared between the processes, which a
network drive does not give, and what it would win in speed is not felt here.

In both, each thing that is done has a connection of its own: threads share nothing, and nothing
goes stale while the server rests.
"""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from store.errors import StoreError

FILE = "samstamt.db"
SQLITE = "sqlite:///"
POSTGRESQL = "postgresql+psycopg"
SECONDS_TO_WAIT = 10
# Set on a connection that is going to write, so that it takes its turn before it reads.
WRITING = "samstamt_writing"


def url_of(environment: Mapping[str, str], folder: Path) -> str:
    """Return DATABASE_URL where it is set, and else the file in the folder."""
    return environment.get("DATABASE_URL", "").strip() or f"{SQLITE}{folder / FILE}"


@dataclass(frozen=True, slots=True)
class Database:
    """An engine, what to call it in a message, and the file where it is one."""

    engine: sa.Engine
    place: str
    path: Path | None

    @property
    def writing(self) -> sa.Engine:
        """Return the same engine for what is going to write."""
        return self.engine.execution_options(**{WRITING: True})


def database_at(url: str) -> Database:
    """Return the database at an address; nothing is opened yet.

    Raises:
        StoreError: when the address is of neither kind.
    """
    if url.startswith(SQLITE) and url != SQLITE and ":memory:" not in url:
        # Taken as it is written: a folder's name may hold what means something in an address.
        path = Path(url.removeprefix(SQLITE))
        return Database(_file_engine(path), f"Databasen ”{path}”", path)
    try:
        address = sa.make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(f"DATABASE_URL går inte att läsa som en adress. {FORMS}") from None
    name = address.drivername.split("+")[0]
    if name not in ("postgres", "postgresql") or not address.database:
        raise StoreError(f"DATABASE_URL leder inte till en databas som Samstämt kan. {FORMS}")
    engine = sa.create_engine(
        address.set(drivername=POSTGRESQL),
        poolclass=sa.NullPool,
        connect_args={"connect_timeout": SECONDS_TO_WAIT},
        hide_parameters=True,
    )
    return Database(engine, f"Databasen ”{address.database}” (PostgreSQL)", None)


FORMS = (
    "Skriv den som postgresql://namn:lösenord@server:5432/databas eller sqlite:///mapp/fil.db, "
    "eller ta bort den så sparas allt i en fil."
)


def _file_engine(path: Path) -> sa.Engine:
    """Return the engine for a file."""

    def connect() -> sqlite3.Connection:
        # No transaction is begun behind our back: `_begin` says what kind.
        connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        try:
            # What is said to be saved is on the disk, and so is the folder's note that it is.
            connection.execute("PRAGMA synchronous = EXTRA")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = sa.create_engine(
        "sqlite://", creator=connect, poolclass=sa.NullPool, hide_parameters=True
    )
    sa.event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Any) -> None:
    # Who writes takes the lock first: two who both read first could neither of them go on.
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
