"""The log as it is kept: rows in the order they were written, none changed, none lost."""

import threading
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest

from scenarios.meeting_log import Entry
from scenarios.setting import Range
from store.meeting_log import KEY, KIND, append, read_log
from store.store import Store, StoreError, open_store, url_of

AT = "2026-11-22 14:05"
ROW = Entry(
    time=AT,
    note="Tranås tvekar\nfrågan ”hänskjuts”",
    title="Utan Tranås",
    toml='title = "T"\n',
    fingerprint="f" * 12,
    stamp="Stämpel",
    annual=Range(-1.5, -2.0, 3.25),
    change=Range(0.0, 0.0, 0.0),
    one_off=Range(1e6, 1e5, 1e7),
    figures="a" * 16,
)


def written(store: Store, *rows: Entry) -> None:
    """Write rows as Anna."""
    for row in rows:
        append(store, row, who="Anna", at=AT)


def test_what_is_written_is_what_is_read(store: Store, url: str) -> None:
    """In the order it was tried, by another process too."""
    assert read_log(store) == ((), ())
    rows = (ROW, replace(ROW, note=""), replace(ROW, title="Ett annat"))
    written(store, *rows)
    assert read_log(open_store(url)) == (rows, ())
    last = store.recent(1)[0]
    assert (last.who, last.what) == ("Anna", "Skrev ”Ett annat” i loggen")


def test_rows_written_in_the_same_moment_are_all_there(store: Store) -> None:
    """Two secretaries: neither is told of the other, and no row is lost."""
    start = threading.Barrier(5)

    def write(number: int) -> None:
        start.wait()
        written(store, replace(ROW, note=str(number)))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(row.note for row in read_log(store)[0]) == list("01234")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"time": "x"},
        {**asdict(ROW), "annual": []},
        {**asdict(ROW), "annual": {"value": 1.0, "low": 0.0}},
        {**asdict(ROW), "time": 1},
        {**asdict(ROW), "ny": 1},
    ],
)
def test_a_broken_row_is_skipped_and_said(broken: dict[str, Any], store: Store) -> None:
    """One bad row must not hide what was tried before and after it, nor swallow the next."""
    written(store, ROW)
    store.save(KIND, KEY, broken, who="", at=AT, what="", seen=1)
    written(store, ROW)
    assert read_log(store) == ((ROW, ROW), ("Loggen, rad 2: går inte att läsa och visas inte.",))


def test_no_row_is_ever_changed(store: Store) -> None:
    """The log only grows."""
    written(store, ROW)
    before = store.history(KIND, KEY)
    written(store, replace(ROW, note="andra"))
    assert store.history(KIND, KEY)[:1] == before


def test_a_log_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    """A file where the folder should be."""
    store = open_store(url_of({}, tmp_path / "sparat"))
    (tmp_path / "sparat").touch()
    with pytest.raises(StoreError, match="gick inte att skriva i loggen"):
        written(store, ROW)
    with pytest.raises(StoreError, match="går inte att använda"):
        read_log(store)


def test_a_log_that_everybody_writes_in_is_given_up_in_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page waits for ever."""
    written(store, ROW)
    monkeypatch.setattr(Store, "latest", lambda *_: None)
    with pytest.raises(StoreError, match="många skriver just nu"):
        written(store, ROW)
