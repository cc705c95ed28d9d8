"""The store keeps every revision, and nobody overwrites what they have not seen."""

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from store.store import ConflictError, Revision, Store, StoreError, open_store

AT = "2026-11-22 14:05"


def saved(store: Store, body: dict[str, Any], seen: int = 0, **said: str) -> Revision:
    """Save under one key of one kind."""
    words = {"kind": "prov", "key": "a", "who": "Anna", "at": AT, "what": "Skrev", **said}
    return store.save(words.pop("kind"), words.pop("key"), body, seen=seen, **words)


def test_a_store_that_nothing_was_saved_in_is_empty(store: Store) -> None:
    """There is nothing to read, and reading makes nothing."""
    assert store.latest("prov", "a") is None
    assert store.all_latest("prov") == store.history("prov", "a") == store.recent(5) == ()


def test_what_is_saved_is_what_is_read(store: Store, url: str) -> None:
    """By another process too, with Swedish letters, tables in tables and nothing where nothing."""
    body = {"åäö": ["”x”", 1, 2.5, None, True, {"djupt": [[]]}], "rader": "a\n\tb\r\n", "😀": ""}
    made = saved(store, body)
    assert made == Revision("prov", "a", 1, AT, "Anna", "Skrev", body)
    assert store.latest("prov", "a") == open_store(url).latest("prov", "a") == made


def test_a_tuple_comes_back_as_it_will_be_read(store: Store) -> None:
    """What `save` returns is what the next reader gets."""
    made = saved(store, {"x": (1, 2)})
    assert made.body == {"x": [1, 2]}
    assert store.latest("prov", "a") == made


def test_every_revision_is_kept(store: Store) -> None:
    """Who, when and what of each, the first first."""
    saved(store, {"x": 1})
    saved(store, {"x": 2}, seen=1, who="Bo", at="2026-11-23 08:00", what="Ändrade x")
    history = store.history("prov", "a")
    assert [(one.number, one.who, one.body) for one in history] == [
        (1, "Anna", {"x": 1}),
        (2, "Bo", {"x": 2}),
    ]
    assert store.latest("prov", "a") == history[-1]


def test_kinds_and_keys_are_apart_and_keys_in_order(store: Store) -> None:
    """Letters are ordered the same in both databases: by their code, capitals first."""
    for key in ("b", "å", "A", "a"):
        saved(store, {"key": key}, key=key)
    saved(store, {"key": "annan"}, kind="annat")
    assert [one.key for one in store.all_latest("prov")] == ["A", "a", "b", "å"]
    assert [one.body for one in store.all_latest("annat")] == [{"key": "annan"}]


def test_the_newest_change_is_told_first(store: Store) -> None:
    """Over all kinds, or those asked for; of one key in one minute the last is first."""
    saved(store, {}, key="b", at="2026-11-22 15:00")
    saved(store, {})
    saved(store, {}, seen=1)
    saved(store, {}, kind="annat", at="2026-11-21 09:00")
    told = [(one.kind, one.key, one.number) for one in store.recent(9)]
    assert told == [("prov", "b", 1), ("prov", "a", 2), ("prov", "a", 1), ("annat", "a", 1)]
    assert store.recent(2) == store.recent(9)[:2]
    assert [one.kind for one in store.recent(9, ["annat"])] == ["annat"]


def test_what_is_removed_is_gone_and_kept(store: Store) -> None:
    """It is in no list, its history stands, and the key may be used again."""
    saved(store, {"x": 1})
    gone = store.remove("prov", "a", who="Bo", at=AT, what="Tog bort", seen=1)
    assert (gone.number, gone.body) == (2, None)
    assert store.latest("prov", "a") is None
    assert store.all_latest("prov") == ()
    assert len(store.history("prov", "a")) == 2
    assert saved(store, {"x": 3}).number == 3


@pytest.mark.parametrize("seen", [0, 1])
def test_what_is_not_there_cannot_be_removed_or_changed(seen: int, store: Store) -> None:
    """One sentence, and nothing is written."""
    with pytest.raises(StoreError, match="inget sparat som heter ”a”"):
        store.remove("prov", "a", who="", at=AT, what="", seen=seen)
    with pytest.raises(StoreError, match="inget sparat som heter ”a”"):
        store.undo("prov", "a", who="", at=AT, seen=seen)
    if seen:
        with pytest.raises(StoreError, match="inget sparat som heter ”a”"):
            saved(store, {}, seen=seen)
    assert store.history("prov", "a") == ()


def test_what_is_removed_already_is_said(store: Store) -> None:
    """A second click on the same button."""
    saved(store, {})
    store.remove("prov", "a", who="", at=AT, what="", seen=1)
    with pytest.raises(StoreError, match="redan borttaget"):
        store.remove("prov", "a", who="", at=AT, what="", seen=2)


def test_an_undo_is_a_change_that_can_be_undone(store: Store) -> None:
    """Back to what was, and forth again; each is in the history with who did it."""
    saved(store, {"x": 1})
    saved(store, {"x": 2}, seen=1)
    back = store.undo("prov", "a", who="Bo", at=AT, seen=2)
    assert (back.number, back.body, back.who, back.what) == (3, {"x": 1}, "Bo", "Ångrade ändring 2")
    assert store.undo("prov", "a", who="Bo", at=AT, seen=3).body == {"x": 2}


def test_undoing_the_first_removes_and_undoing_a_removal_brings_back(store: Store) -> None:
    """Before the first there was nothing."""
    saved(store, {"x": 1})
    assert store.undo("prov", "a", who="", at=AT, seen=1).body is None
    assert store.latest("prov", "a") is None
    assert store.undo("prov", "a", who="", at=AT, seen=2).body == {"x": 1}


Change = Callable[[Store], Revision]


@pytest.mark.parametrize(
    "change",
    [
        lambda store: saved(store, {"x": "min"}, seen=1),
        lambda store: saved(store, {"x": "min"}, seen=0),
        lambda store: saved(store, {"x": "min"}, seen=7),
        lambda store: store.remove("prov", "a", who="Bo", at=AT, what="", seen=1),
        lambda store: store.undo("prov", "a", who="Bo", at=AT, seen=1),
    ],
)
def test_nobody_overwrites_what_they_have_not_seen(change: Change, store: Store) -> None:
    """The one who comes second is told who was first, and nothing is saved."""
    saved(store, {"x": 1})
    saved(store, {"x": 2}, seen=1, who="Cia", what="Höjde x")
    with pytest.raises(ConflictError, match=r"Cia har ändrat det här medan.*Höjde x") as caught:
        change(store)
    assert caught.value.theirs == store.latest("prov", "a")
    assert len(store.history("prov", "a")) == 2


def test_a_conflict_carries_all_three_versions(store: Store) -> None:
    """What both started from, what was to be saved and what stands there."""
    first = saved(store, {"x": 1})
    store.remove("prov", "a", who="Cia", at=AT, what="Tog bort", seen=1)
    with pytest.raises(ConflictError, match="Cia har tagit bort") as caught:
        saved(store, {"x": 3}, seen=1)
    assert caught.value.mine == {"x": 3}
    assert caught.value.base == first
    assert caught.value.theirs.body is None
    saved(store, {"x": 4})
    with pytest.raises(ConflictError) as caught:
        saved(store, {"x": 5})
    assert caught.value.base is None


def test_of_many_at_once_one_is_saved_and_the_others_are_told(store: Store) -> None:
    """Threads with a store each way: no change is lost in silence, and none is half."""
    saved(store, {"x": 0})
    start, outcomes = threading.Barrier(6), []

    def change(x: int) -> None:
        start.wait()
        try:
            outcomes.append(saved(store, {"x": x}, seen=1))
        except ConflictError as conflict:
            outcomes.append(conflict.theirs)

    threads = [threading.Thread(target=change, args=(x,)) for x in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 6
    assert set(map(repr, outcomes)) == {repr(store.latest("prov", "a"))}
    assert len(store.history("prov", "a")) == 2


def test_processes_that_race_lose_no_confirmed_change(store: Store, url: str) -> None:
    """Each number is one process's alone, and everything that was confirmed to it is there."""
    racers = {
        who: subprocess.Popen(
            [sys.executable, "-m", "tests.store.racer", url, who, "40"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for who in ("Anna", "Bo")
    }
    for racer in racers.values():
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    told = {who: racer.communicate(timeout=60)[0].split() for who, racer in racers.items()}
    assert [racer.returncode for racer in racers.values()] == [0, 0]
    confirmed = {int(number): who for who, numbers in told.items() for number in numbers}
    assert len(confirmed) == sum(map(len, told.values()))
    assert all(told.values())
    assert {one.number: one.who for one in store.history("prov", "a")} == confirmed


def test_the_first_two_who_save_make_one_table(url: str) -> None:
    """Each with a store of its own, in a database where nothing is yet."""
    stores = [open_store(url) for _ in range(4)]
    start, faults = threading.Barrier(4), []

    def change(number: int) -> None:
        start.wait()
        try:
            saved(stores[number], {}, key=str(number))
        except StoreError as error:
            faults.append(str(error))

    threads = [threading.Thread(target=change, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [one.key for one in stores[0].all_latest("prov")] == ["0", "1", "2", "3"]


def test_a_long_text_is_kept_whole_and_too_much_is_refused(store: Store) -> None:
    """A hundred thousand characters pass; above five millions it is said how much."""
    text = "å" * 100_000
    saved(store, {"text": text})
    found = store.latest("prov", "a")
    assert found is not None
    assert found.body == {"text": text}
    with pytest.raises(StoreError, match="för stort: 6,0 miljoner tecken, högst 5 går"):
        saved(store, {"text": "x" * 6_000_000}, seen=1)


@pytest.mark.parametrize(
    ("words", "body", "said"),
    [
        ({}, {"namn": {"kort": "a\0b"}}, "i ”namn.kort” .*U[+]0000"),
        ({}, {"x": ["a", "b\x1b"]}, "i ”x.2” .*U[+]001B"),
        ({}, {"a\0": 1}, "U[+]0000"),
        ({}, {"x": "\ud800"}, "U[+]D800"),
        ({"who": "A\0"}, {}, "i ”av” .*U[+]0000"),
        ({"what": "\x07"}, {}, "i ”vad”"),
        ({"key": "\0"}, {}, "i ”nyckel”"),
        ({"who": "A" * 201}, {}, "för långt: 201 tecken"),
        ({"what": "A" * 2001}, {}, "för långt: 2001 tecken"),
        ({}, {"x": float("nan")}, "ändligt"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    words: dict[str, str], body: dict[str, Any], said: str, store: Store
) -> None:
    """The same in both databases, and nothing is written."""
    with pytest.raises(StoreError, match=said):
        saved(store, body, **words)
    assert store.recent(1) == ()


@pytest.mark.parametrize("words", [{"kind": ""}, {"key": ""}, {"at": "i går"}])
def test_what_the_program_must_give_is_asked_of_the_program(
    words: dict[str, str], store: Store
) -> None:
    """Without a key or a time there is nothing to say to a user."""
    with pytest.raises(ValueError, match=r"needed|isoformat"):
        saved(store, {}, **words)


def test_text_is_text_whatever_it_looks_like(store: Store) -> None:
    """A quotation mark or a semicolon is a character among others."""
    body = {"x": "'; DROP TABLE revision; --", "%s": ":namn {0}"}
    saved(store, body, who="O'Hara %s", key="%a;--")
    found = store.latest("prov", "%a;--")
    assert found is not None
    assert (found.body, found.who) == (body, "O'Hara %s")


def test_the_time_is_the_callers(store: Store) -> None:
    """There is no clock here: a date alone will do, and so will a time zone."""
    for number, at in enumerate(("2026-01-01", "2026-01-02T03:04:05+01:00")):
        assert saved(store, {}, seen=number, at=at).at == at
        assert datetime.fromisoformat(at)
