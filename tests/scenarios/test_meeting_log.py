"""The meeting's log: what was tried can be opened again and gives the same figures."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from models.pack import Pack
from scenarios.meeting_log import FILE, append, entry_of, figures_hash, read_log, reopen
from scenarios.result import as_dict
from scenarios.run import Outcome, run
from scenarios.saved import CannotSaveError

TRIED = "10_utan_tranas"
TIME = "2026-11-22 14:05"


def test_what_is_written_is_what_is_read(tmp_path: Path, outcomes: Mapping[str, Outcome]) -> None:
    """Who tried what, when, with which note, and what came out: in the order it was tried."""
    folder = tmp_path / "sparat"
    assert read_log(folder) == ((), ())
    rows = [
        entry_of(outcomes[TRIED], TIME, "Tranås tvekar\nfrågan hänskjuts"),
        entry_of(outcomes["06_nulage"], "2026-11-22 14:20", ""),
    ]
    for row in rows:
        append(folder, row)
    assert read_log(folder) == (tuple(rows), ())
    first = rows[0]
    assert first.title == "Utan Tranås"
    assert first.stamp == str(outcomes[TRIED].stamp)
    assert first.fingerprint == outcomes[TRIED].stamp.scenario
    tried = outcomes[TRIED]
    assert (first.annual, first.change, first.one_off) == (
        tried.annual,
        tried.change,
        tried.one_off,
    )


def test_a_row_opened_again_gives_identical_figures(
    pack: Pack, tmp_path: Path, outcomes: Mapping[str, Outcome]
) -> None:
    """S-12: the secretary's log can be trusted a year later."""
    append(tmp_path, entry_of(outcomes[TRIED], TIME, ""))
    ((entry,), _) = read_log(tmp_path)
    again = reopen(entry, pack)
    assert again.fingerprint() == outcomes[TRIED].scenario.fingerprint()
    assert figures_hash(as_dict(run(pack, again))) == entry.figures


def test_the_hash_follows_the_figures_and_nothing_else(outcomes: Mapping[str, Outcome]) -> None:
    """Another title or a rounding in the twelfth place is the same; a krona in a million is not."""
    result = as_dict(outcomes[TRIED])
    same = figures_hash(result)
    assert figures_hash(json.loads(json.dumps(result))) == same
    titled = {**result, "scenario": {}, "stamp": {}}
    assert figures_hash(titled) == same
    total = result["total"]
    assert isinstance(total, dict)
    for factor, alike in ((1 + 1e-12, True), (1 + 1e-4, False)):
        value = total["annual_sek"]["value"] * factor
        moved = {
            **result,
            "total": {**total, "annual_sek": {**total["annual_sek"], "value": value}},
        }
        assert (figures_hash(moved) == same) is alike
    assert figures_hash({"total": -0.0}) == figures_hash({"total": 0.0})


@pytest.mark.parametrize(
    "broken",
    [
        b"{",
        b"[]",
        b"null",
        b'{"time": "x"}',
        b"\xff\xfe",
        b'{"time":1,"note":"","title":"","toml":"","stamp":"","figures":"","annual":[]}',
        b"[" * 5000,
    ],
)
def test_a_broken_row_is_skipped_and_said(
    broken: bytes, tmp_path: Path, outcomes: Mapping[str, Outcome]
) -> None:
    """One bad line must not hide what was tried before and after it, nor swallow the next."""
    row = entry_of(outcomes["06_nulage"], TIME, "")
    append(tmp_path, row)
    with (tmp_path / FILE).open("ab") as file:
        file.write(broken)
    append(tmp_path, row)
    assert read_log(tmp_path) == (
        (row, row),
        (f"{FILE}, rad 2: går inte att läsa och visas inte.",),
    )


def test_no_row_is_ever_changed(tmp_path: Path, outcomes: Mapping[str, Outcome]) -> None:
    """The log only grows: what stands in it stands there byte for byte."""
    row = entry_of(outcomes["06_nulage"], TIME, "första")
    append(tmp_path, row)
    before = (tmp_path / FILE).read_bytes()
    append(tmp_path, replace(row, note="andra"))
    assert (tmp_path / FILE).read_bytes().startswith(before)


def test_a_log_that_cannot_be_written_or_read_is_told(
    tmp_path: Path, outcomes: Mapping[str, Outcome]
) -> None:
    """A folder where the file should be."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(CannotSaveError, match="gick inte att skriva i loggen"):
        append(tmp_path, entry_of(outcomes["06_nulage"], TIME, ""))
    entries, broken = read_log(tmp_path)
    assert entries == ()
    assert len(broken) == 1
