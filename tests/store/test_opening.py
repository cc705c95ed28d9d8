"""What stands where the store should be: older, newer, somebody else's, broken or not to write."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from store.database import database_at
from store.errors import explained
from store.schema import TABLES, VERSION_TABLE
from store.store import Store, StoreError, open_store, url_of
from store.upgrading import migrations

NOBODY = 65534
AT = "2026-11-22 14:05"


def saved(store: Store, key: str = "a", text: str = "x") -> int:
    """Save something and return its number."""
    last = store.latest("prov", key)
    seen = last.number if last else 0
    return store.save("prov", key, {"x": text}, who="A", at=AT, what="", seen=seen).number


def made_by_the_first_version(url: str) -> None:
    """Make a database as 0.5.0's first migration leaves it, with a revision in it."""
    database = database_at(url)
    if database.path:
        database.path.parent.mkdir(exist_ok=True)
    with database.writing.begin() as connection:
        config = migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO revision (kind, key, number, at, who, what, body)"
            " VALUES ('prov', 'a', 1, '2025-01-01', 'A', 'Skrev', '{\"x\":1}')"
        )


def content_of(path: Path) -> list[str]:
    """Return everything in a file, as the statements that would make it."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@contextmanager
def an_ordinary_user() -> Iterator[Path]:
    """Be somebody whom the rights to a file concern, in a folder of their own."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    root = os.geteuid() == 0
    try:
        if root:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)


# ---- Where it is --------------------------------------------------------------------------------


def test_the_address_is_the_environments_or_a_file_in_the_folder(tmp_path: Path) -> None:
    """An empty DATABASE_URL is none."""
    file = f"sqlite:///{tmp_path / 'samstamt.db'}"
    assert url_of({}, tmp_path) == url_of({"DATABASE_URL": " "}, tmp_path) == file
    assert url_of({"DATABASE_URL": "postgresql://x/y"}, tmp_path) == "postgresql://x/y"


@pytest.mark.parametrize("form", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_form_of_a_postgresql_address_is_taken(form: str, postgresql: str) -> None:
    """Hosts and programs write the first word differently."""
    store = open_store(postgresql.replace("postgresql", form, 1))
    assert saved(store) == 1
    assert "PostgreSQL" in store.place


@pytest.mark.parametrize(
    "url",
    [
        "mysql://anna:hemligt@server/x",
        "postgresql://anna:hemligt@server",
        "sqlite://",
        "sqlite:///",
        "sqlite:///:memory:",
        "anna:hemligt@server",
        "postgresql://anna:hemligt@server:port/x",
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_the_password(url: str) -> None:
    """With the two forms there are."""
    with pytest.raises(StoreError, match="DATABASE_URL") as caught:
        open_store(url)
    assert "postgresql://namn:lösenord@" in str(caught.value)
    assert "hemligt" not in str(caught.value)


@pytest.mark.parametrize("database", ["127.0.0.1:1/x", "/finns_ej?host=/finns/inte"])
def test_a_server_that_does_not_answer_is_said_without_the_password(database: str) -> None:
    """What to look at, and nothing that the driver says."""
    with pytest.raises(StoreError, match="inte att få kontakt") as caught:
        open_store(f"postgresql://anna:hemligt@{database}")
    assert "hemligt" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_database_that_is_not_on_the_server_is_said(server: str) -> None:
    """A name misspelt."""
    with pytest.raises(StoreError, match="DATABASE_URL"):
        open_store(server.format("finns_inte"))


def test_the_folders_name_may_be_anything(tmp_path: Path) -> None:
    """Signs that mean something in an address are letters in a folder's name."""
    folder = tmp_path / "Å ä#1 100 % ?x=&y;"
    store = open_store(url_of({}, folder))
    assert saved(store) == 1
    assert [path.name for path in folder.iterdir()] == ["samstamt.db"]


# ---- New, older, newer, not ours ----------------------------------------------------------------


def test_nothing_is_made_until_something_is_saved(tmp_path: Path) -> None:
    """Reading an empty store leaves no file behind, and an empty file is an empty store."""
    url = url_of({}, tmp_path / "sparat")
    store = open_store(url)
    assert store.recent(3) == ()
    assert not (tmp_path / "sparat").exists()
    (tmp_path / "sparat").mkdir()
    (tmp_path / "sparat" / "samstamt.db").touch()
    assert store.recent(3) == open_store(url).recent(3) == ()
    assert saved(store) == 1


def test_the_migrations_lead_to_the_table_that_is_used(url: str) -> None:
    """What a new database gets and what the code believes is the same."""
    saved(open_store(url))
    with database_at(url).engine.connect() as connection:
        made = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(made, TABLES) == []


def test_an_older_database_is_brought_up_to_date_with_what_it_holds(url: str) -> None:
    """The revisions stand, and the second time there is nothing to do."""
    made_by_the_first_version(url)
    for _ in range(2):
        store = open_store(url)
        assert [one.body for one in store.history("prov", "a")] == [{"x": 1}]
    with database_at(url).engine.connect() as connection:
        assert [index["name"] for index in sa.inspect(connection).get_indexes("revision")] == [
            "revision_at"
        ]
    assert saved(store) == 2


def test_the_older_file_is_kept_beside_the_new(tmp_path: Path) -> None:
    """Under a name that says its version; a copy that lies there already is not written over."""
    url = url_of({}, tmp_path)
    for copies in (1, 2):
        (tmp_path / "samstamt.db").unlink(missing_ok=True)
        made_by_the_first_version(url)
        before = content_of(tmp_path / "samstamt.db")
        open_store(url)
        names = ["samstamt-version-0001.db", "samstamt-version-0001-2.db"][:copies]
        assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*names, "samstamt.db"])
        assert all(content_of(tmp_path / name) == before for name in names)


def test_an_older_file_that_cannot_be_copied_is_left(tmp_path: Path) -> None:
    """A folder stands where the copy is made first."""
    made_by_the_first_version(url_of({}, tmp_path))
    before = (tmp_path / "samstamt.db").read_bytes()
    (tmp_path / ".samstamt-version-0001.db.tmp" / "x").mkdir(parents=True)
    with pytest.raises(StoreError, match="lägga en kopia"):
        open_store(url_of({}, tmp_path))
    assert (tmp_path / "samstamt.db").read_bytes() == before


def test_a_newer_database_is_said_and_left(url: str) -> None:
    """Nothing is read out of what may mean something else."""
    saved(open_store(url))
    database = database_at(url)
    with database.writing.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    before = database.path.read_bytes() if database.path else b""
    with pytest.raises(StoreError, match=r"nyare version av Samstämt .* orörd. Uppdatera"):
        open_store(url)
    if database.path:
        assert database.path.read_bytes() == before
        assert [path.name for path in database.path.parent.iterdir()] == ["samstamt.db"]


def test_somebody_elses_table_is_not_taken_for_ours(url: str) -> None:
    """A database of another program, with a table by the same name."""
    database = database_at(url)
    if database.path:
        database.path.parent.mkdir()
    with database.writing.begin() as connection:
        connection.execute(sa.text("CREATE TABLE revision (x integer)"))
    with pytest.raises(StoreError, match="annat än det som Samstämt sparar, och har lämnats"):
        open_store(url)


def test_other_tables_in_the_same_postgresql_are_left_in_peace(postgresql: str) -> None:
    """Two programs may share a database there; Alembic in the other has its own version."""
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES ('annat')")
    assert saved(open_store(postgresql)) == 1


@pytest.mark.parametrize("content", [b"inte en databas alls, bara text\n" * 99, b"SQLite format 3"])
def test_a_file_that_is_no_database_is_said_and_left(content: bytes, tmp_path: Path) -> None:
    """Somebody's own file by that name."""
    path = tmp_path / "samstamt.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="ingen databas och har lämnats orörd"):
        open_store(url_of({}, tmp_path))
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.iterdir()] == ["samstamt.db"]


def test_a_damaged_file_is_said(tmp_path: Path) -> None:
    """Half a copy, as after a broken transfer: no stack trace when it is opened or read."""
    url = url_of({}, tmp_path)
    store = open_store(url)
    for number in range(30):
        saved(store, str(number), "å" * 5000)
    path = tmp_path / "samstamt.db"
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreError, match="skadad"):
        open_store(url).all_latest("prov")


def test_a_database_put_back_while_the_app_runs_is_read(tmp_path: Path) -> None:
    """The file is removed, and an older copy put in its place: it is brought up to date."""
    url = url_of({}, tmp_path)
    store = open_store(url)
    saved(store, "b")
    (tmp_path / "samstamt.db").unlink()
    assert store.recent(3) == ()
    made_by_the_first_version(url)
    assert [one.key for one in store.all_latest("prov")] == ["a"]
    assert saved(store) == 2


# ---- Not to be written --------------------------------------------------------------------------


def test_what_may_only_be_read_is_read_and_said_when_saved() -> None:
    """First the file is closed for writing, then the folder too."""
    with an_ordinary_user() as folder:
        url = url_of({}, folder)
        saved(open_store(url))
        for path, mode in ((folder / "samstamt.db", 0o444), (folder, 0o555)):
            path.chmod(mode)
            store = open_store(url)
            assert len(store.all_latest("prov")) == 1
            with pytest.raises(StoreError, match=r"får bara läsas\. Ge rätt att skriva"):
                saved(store)
        folder.chmod(0o755)
        (folder / "samstamt.db").chmod(0o644)
        assert saved(store) == 2


def test_a_folder_that_may_not_be_made_is_said() -> None:
    """An empty store can be read all the same."""
    with an_ordinary_user() as folder:
        folder.chmod(0o555)
        store = open_store(url_of({}, folder / "sparat"))
        assert store.recent(3) == ()
        with pytest.raises(StoreError, match="mappen går inte att använda"):
            saved(store)


def test_a_file_where_the_folder_should_be_is_said(tmp_path: Path) -> None:
    """Reading and saving."""
    (tmp_path / "sparat").touch()
    with pytest.raises(StoreError, match="går inte att använda"):
        open_store(url_of({}, tmp_path / "sparat"))


def test_a_full_disk_is_said_and_what_was_there_stands(tmp_path: Path) -> None:
    """The file may not grow: SQLite says that it is full, as when the disk is."""
    url = url_of({}, tmp_path)
    saved(open_store(url))
    database = database_at(url)
    sa.event.listen(database.engine, "connect", lambda c, _: c.execute("PRAGMA max_page_count=9"))
    store = Store(database)
    with pytest.raises(StoreError, match="Disken är full"):
        saved(store, text="x" * 100_000)
    assert [one.body for one in open_store(url).history("prov", "a")] == [{"x": "x"}]
    assert saved(store) == 2


FILLING = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
from store.store import StoreError, open_store
store = open_store(sys.argv[1])
for number in range(99):
    try:
        body = {"x": "x" * 9000}
        store.save("prov", str(number), body, who="", at="2026-11-22", what="", seen=0)
    except StoreError as error:
        print(number, error)
        break
"""


def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    """The system refuses to write in the middle of a save: all that was confirmed is there."""
    url = url_of({}, tmp_path)
    told = subprocess.run(
        [sys.executable, "-c", FILLING, url], check=True, capture_output=True, text=True
    ).stdout
    count = int(told.split()[0])
    assert count > 5
    assert "eller är full" in told
    assert len(open_store(url).all_latest("prov")) == count


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (psycopg.errors.DiskFull("x"), "Databasens disk är full"),
        (psycopg.errors.ReadOnlySqlTransaction("x"), "får bara läsas"),
        (psycopg.errors.InsufficientPrivilege("x"), "saknar rätt"),
        (psycopg.errors.InvalidPassword("x"), "godtar inte namnet eller lösenordet"),
        (psycopg.errors.TooManyConnections("x"), "ont om resurser"),
        (psycopg.errors.AdminShutdown("x"), "stängdes"),
        (psycopg.errors.SerializationFailure("x"), "skrev samtidigt"),
        (psycopg.errors.InvalidCatalogName("x"), "finns inte på servern"),
        (psycopg.errors.UndefinedColumn("hemligt"), "något oväntat hände \\(42703\\)"),
        (sqlite3.OperationalError("hemligt"), "oväntat hände \\(OperationalError\\)"),
    ],
)
def test_what_a_database_says_is_said_in_swedish(error: Exception, words: str) -> None:
    """Never in the driver's words, which may quote what was asked."""
    said = str(explained(DBAPIError("hemligt", None, error), "Databasen"))
    assert said.startswith("Databasen: ")
    with pytest.raises(StoreError, match=words):
        raise StoreError(said)
    assert "hemligt" not in said


def test_somebody_who_writes_for_long_is_waited_for_and_then_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock that is never let go of does not hang the page."""
    url = url_of({}, tmp_path)
    saved(open_store(url))
    monkeypatch.setattr("store.database.SECONDS_TO_WAIT", 0.1)
    with closing(sqlite3.connect(tmp_path / "samstamt.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store = open_store(url)
        assert len(store.all_latest("prov")) == 1
        with pytest.raises(StoreError, match="Någon annan skriver just nu"):
            saved(store)
    assert saved(store) == 2
