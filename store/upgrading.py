"""Whether a database is ours and of which version; an older one is copied and brought up to date.

Nothing is touched in a file that is not ours or that a newer Samstämt has written.
"""

import contextlib
import sqlite3
from functools import cache
from pathlib import Path
from threading import Lock

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from store.database import Database
from store.errors import StoreError
from store.schema import REVISION, VERSION_TABLE

FOLDER = Path(__file__).with_name("migrations")
# Any number, the same in every Samstämt: who migrates in PostgreSQL holds the lock by this name.
LOCK = 5_130_512
MOST_COPIES = 999
# Alembic keeps what it is doing in one place for the whole process: one thread at a time.
TURN = Lock()


def version_of(connection: sa.Connection, place: str) -> str | None:
    """Return the version of the database, None when nothing has been saved there yet.

    Raises:
        StoreError: when it is not ours, or newer than this program.
    """
    found = MigrationContext.configure(
        connection, opts={"version_table": VERSION_TABLE}
    ).get_current_revision()
    if found is None:
        tables = sa.inspect(connection).get_table_names()
        if connection.dialect.name == "postgresql":
            tables = [name for name in tables if name == REVISION.name]
        if set(tables) - {VERSION_TABLE}:
            raise StoreError(
                f"{place} innehåller annat än det som Samstämt sparar, och har lämnats orörd. "
                "Välj en annan plats."
            )
        return None
    if found not in _versions():
        raise StoreError(
            f"{place} är skriven av en nyare version av Samstämt ({found[:20]}) och har lämnats "
            "orörd. Uppdatera Samstämt."
        )
    return found


def is_newest(version: str | None) -> bool:
    """Whether a database of this version can be used as it is."""
    return version == _versions()[0]


def bring_up_to_date(database: Database) -> None:
    """Make the table, or bring an older database to today's form, all of it or nothing.

    The file as it was is first copied beside itself.

    Raises:
        StoreError: when it is not ours, or newer than this program.
    """
    with TURN, database.writing.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        # Asked again with the lock held: somebody else may just have done it.
        version = version_of(connection, database.place)
        if is_newest(version):
            return
        if version is not None and database.path is not None:
            _copy(database.path, version)
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _copy(path: Path, version: str) -> None:
    """Copy the file under a name that says its version and that nothing else has.

    SQLite copies: to open the file and close it again would let go of the lock we hold on it.
    """
    names = [f"{path.stem}-version-{version}{path.suffix}"]
    names += [f"{path.stem}-version-{version}-{n}{path.suffix}" for n in range(2, MOST_COPIES)]
    target = next(path.with_name(name) for name in names if not path.with_name(name).exists())
    # Under another name until it is whole: half a copy must never look like one.
    half = target.with_name(f".{target.name}.tmp")
    try:
        half.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(path)) as source,
            contextlib.closing(sqlite3.connect(half)) as copy,
        ):
            source.backup(copy)
        half.rename(target)
    except (sqlite3.Error, OSError) as error:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
        raise StoreError(
            f"Databasen ”{path}” är från en äldre version av Samstämt och ska göras om, men det "
            f"gick inte att först lägga en kopia i mappen. Den är orörd. Se till att det finns "
            "plats och rätt att skriva där."
        ) from error


def migrations() -> Config:
    """Return what Alembic needs to know: no file of settings is needed."""
    config = Config()
    # A per cent sign in a folder's name would be read as the beginning of a reference.
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


@cache
def _versions() -> tuple[str, ...]:
    """Return every version there has been, the newest first."""
    scripts = ScriptDirectory.from_config(migrations())
    return tuple(script.revision for script in scripts.walk_revisions())
