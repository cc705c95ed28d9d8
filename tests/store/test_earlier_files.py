"""What was saved as files before: taken in once, left where it lies, and said."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from models.pack import Pack
from store import earlier_files
from store.earlier_files import take_in
from store.meeting_log import append, read_log
from store.saved import KIND as SCENARIO
from store.saved import saved, texts
from store.store import Store, StoreError
from tests.store.test_meeting_log import ROW

AT = "2026-11-22 14:05"
TOML = 'title = "Vårt"\nquestion = "Vad?"\nbase = "06_nulage"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as an earlier version left it: two scenarios, one of them broken, and a log."""
    path = tmp_path / "gammalt"
    path.mkdir()
    (path / "vart.toml").write_text(TOML, encoding="utf-8")
    (path / "trasig.toml").write_text("[decide", encoding="utf-8")
    rows = [json.dumps(asdict(row)) for row in (ROW, replace(ROW, time="i går", note="två"))]
    (path / "logg.jsonl").write_text(f"{rows[0]}\n{{\n\n{rows[1]}\n", encoding="utf-8")
    return path


def test_scenarios_and_log_are_taken_in_as_they_are(store: Store, folder: Path, pack: Pack) -> None:
    """In words too, and the files lie where they lay."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    made = take_in(store, folder, AT)
    assert made is not None
    assert made.what == (
        "Läste in 2 sparade scenarier och 2 rader i loggen ur mappen ”gammalt”; filerna ligger "
        "kvar där. Går inte att läsa och ligger bara där: logg.jsonl, rad 2"
    )
    assert texts(store) == {"vart": TOML, "trasig": "[decide"}
    assert [one.scenario is None for one in saved(store, pack)] == [True, False]
    assert [row.note for row in read_log(store)[0]] == [ROW.note, "två"]
    assert [row.at for row in store.history("logg", "logg")] == [ROW.time, AT]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_it_is_done_once(store: Store, folder: Path) -> None:
    """Not again when something has been removed or a file has come since."""
    take_in(store, folder, AT)
    store.remove(SCENARIO, "vart", who="", at=AT, what="", seen=1)
    (folder / "ny.toml").write_text(TOML, encoding="utf-8")
    assert take_in(store, folder, AT) is None
    assert list(texts(store)) == ["trasig"]


def test_what_was_broken_off_is_gone_on_with(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many were taken in before the power went: each is there once."""
    kept, calls = Store.save, []

    def break_off(self: Store, kind: str, key: str, *args: object, **how: object) -> object:
        calls.append(kind)
        if len(calls) == 2:
            raise StoreError("avbrutet")
        return kept(self, kind, key, *args, **how)

    monkeypatch.setattr(Store, "save", break_off)
    for _ in range(4):
        calls.clear()
        with pytest.raises(StoreError, match="avbrutet"):
            take_in(store, folder, AT)
    calls.clear()
    assert take_in(store, folder, AT) is not None
    assert [len(store.history(SCENARIO, key)) for key in ("trasig", "vart")] == [1, 1]
    assert len(read_log(store)[0]) == 2


def test_a_name_that_is_taken_is_not_taken_over(store: Store, folder: Path) -> None:
    """Two installations with a folder each and one database."""
    store.save(SCENARIO, "vart", {"toml": "annat"}, who="", at=AT, what="", seen=0)
    append(store, replace(ROW, note="först"), who="", at=AT)
    made = take_in(store, folder, AT)
    assert made is not None
    assert "vart.toml (namnet är upptaget)" in made.what
    assert texts(store)["vart"] == "annat"
    assert [row.note for row in read_log(store)[0]] == ["först", ROW.note, "två"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"title = 'a\0b'", b"x" * 6_000_000])
def test_a_file_that_cannot_be_kept_is_said_and_left(
    content: bytes, store: Store, tmp_path: Path
) -> None:
    """The others are taken in all the same."""
    (tmp_path / "a.toml").write_bytes(content)
    (tmp_path / "b.toml").write_text(TOML, encoding="utf-8")
    made = take_in(store, tmp_path, AT)
    assert made is not None
    assert made.body == {"scenarier": 1, "rader": 0, "kvar": ["a.toml"]}
    assert list(texts(store)) == ["b"]


def test_a_folder_with_nothing_in_it_makes_nothing(store: Store, tmp_path: Path) -> None:
    """Nor one that is not there."""
    assert take_in(store, tmp_path / "borta", AT) is None
    assert take_in(store, tmp_path, AT) is None
    assert store.recent(1) == ()


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"null",
        b'{"time": "x"}',
        b"\xff\xfe",
        b"[" * 5000,
        json.dumps({**asdict(ROW), "title": 1}).encode(),
        json.dumps({**asdict(ROW), "note": "\0"}).encode(),
        json.dumps({**asdict(ROW), "annual": {"value": 1, "low": 0, "high": 1e999}}).encode(),
    ],
)
def test_a_broken_row_is_counted_as_left(line: bytes, store: Store, tmp_path: Path) -> None:
    """Its place in the file is said."""
    good = json.dumps(asdict(ROW)).encode()
    (tmp_path / earlier_files.LOG).write_bytes(good + b"\n" + line)
    made = take_in(store, tmp_path, AT)
    assert made is not None
    assert made.body == {"scenarier": 0, "rader": 1, "kvar": ["logg.jsonl, rad 2"]}
    assert read_log(store) == ((ROW,), ())
