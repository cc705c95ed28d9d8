"""A result can be held against the program and the data that are said to lie behind it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from scenarios.__main__ import main
from scenarios.result import as_dict
from scenarios.run import Outcome
from tests.scenarios.editing import set_cell

# What is decided, supposed and credited in it is all that a result must hold to be reckoned again.
KEY = "12_itsam_chock"


@pytest.fixture(scope="module")
def result(outcomes: Mapping[str, Outcome]) -> dict[str, Any]:
    """A result as its file has it."""
    found = json.loads(json.dumps(as_dict(outcomes[KEY])))
    assert isinstance(found, dict)
    return found


def put(folder: Path, result: object) -> str:
    """Write a result file and return its path."""
    path = folder / "result.json"
    path.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_a_result_just_written_is_alike(
    result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An auditor runs one command and reads one line."""
    assert main(["verify", put(tmp_path, result)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("Lika: ")
    assert result["stamp"]["pack"] in told.out
    assert told.err == ""


CHANGES: Mapping[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a figure": (
        lambda r: r["total"]["annual_sek"].update(value=1.0),
        "• total.annual_sek.value: 1.0 → ",
    ),
    "a program": (lambda r: r["stamp"].update(version="0.0.1"), "• Programmets version: ”0.0.1”"),
    "a question": (
        lambda r: r["scenario"]["suppose"].update(omstallning_overdrag="low"),
        "• Scenariot: ",
    ),
    "a row less": (lambda r: r["towns"].pop(), "]: saknas → {"),
    "a key more": (lambda r: r.update(extra=1), "• extra: 1 → saknas"),
    "an empty cell": (lambda r: r["plan"].update(bound_sek=None), "• plan.bound_sek: null → "),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_has_been_changed_is_named(
    what: str, result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A figure changed by hand, or reckoned by something else, does not pass."""
    change, words = CHANGES[what]
    changed = json.loads(json.dumps(result))
    change(changed)
    assert main(["verify", put(tmp_path, changed)]) == 1
    told = capsys.readouterr().out
    assert told.startswith("Inte lika:")
    assert words.replace("”", '"') in told


def test_other_data_are_named_first_and_at_most_twenty_places(
    result: dict[str, Any],
    tmp_path: Path,
    pack_copy: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """When the data pack has changed, that is the reason; a thousand lines would hide it."""
    set_cell(
        pack_copy / "0512-ydre" / "key_figures.csv",
        {"key": "folkmangd", "year": "2022"},
        "value",
        "4000",
    )
    assert main(["verify", put(tmp_path, result), "--data", str(pack_copy)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f'• Datapaketet: "{result["stamp"]["pack"]}" → ')
    assert len(lines) == 1 + 1 + 20 + 1
    assert lines[-1].startswith("… och ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON"),
        (b"\xff", "JSON"),
        (b"[]", "inget resultat"),
        (b'{"schema": 3}', "inget resultat"),
        (b'{"schema": 2, "stamp": {}, "scenario": {}}', "version 2 av resultatfilen"),
        (b'{"schema": 3, "stamp": 1, "scenario": {}}', "inte går att läsa"),
        (b"[" * 5000, "JSON"),
    ],
)
def test_what_is_no_result_is_told_in_swedish(
    content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another file, or one from an older version: what it is and what to do."""
    path = tmp_path / "result.json"
    path.write_bytes(content)
    assert main(["verify", str(path)]) == 1
    told = capsys.readouterr().err
    assert words in told
    assert "Gör så här" in told


def test_a_file_that_is_not_there_is_told_in_swedish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt path is the commonest fault of all."""
    assert main(["verify", str(tmp_path / "saknas.json")]) == 1
    assert "ingen fil" in capsys.readouterr().err


def test_a_result_of_another_packs_municipalities_is_told(
    result: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scenario in it names what this pack does not have."""
    other = json.loads(json.dumps(result))
    other["scenario"]["decide"]["outside"] = ["Motala"]
    assert main(["verify", put(tmp_path, other)]) == 1
    assert "”Motala” finns inte i datapaketet" in capsys.readouterr().err
