"""What leaves the program as files: documented, the same as the screen, safe to open."""

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from scenarios.result import as_dict, safe_cell, write
from scenarios.run import Outcome, run
from scenarios.scenario import LIBRARY, read_scenario
from tests.conftest import ROOT
from tests.scenarios.editing import pack_in, set_cell

SCHEMA = json.loads((ROOT / "docs" / "result.schema.json").read_text(encoding="utf-8"))
KEYS = sorted(path.stem for path in LIBRARY.glob("*.toml"))
TABLES = (
    "choices",
    "areas",
    "by_municipality",
    "towns",
    "roadmap",
    "alternatives",
    "uncertainty",
    "deciders",
)


@pytest.fixture(scope="module")
def files(outcomes: Mapping[str, Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with everything written about one outcome."""
    folder = tmp_path_factory.mktemp("ut") / "resultat" / "ett"
    write(outcomes["04_kobyt_inriktning"], folder)
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return a CSV file as rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def objects(schema: object) -> Iterator[dict[str, object]]:
    """Return every part of the schema that describes something."""
    if isinstance(schema, dict):
        if "description" in schema:
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


def test_the_schema_is_a_schema() -> None:
    """A schema with a fault in it lets everything through."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.fixture(scope="module")
def sure(files: Path) -> dict[str, object]:
    """How sure one result is and what decides it, as its file has it."""
    found = json.loads((files / "result.json").read_text(encoding="utf-8"))
    return {key: found[key] for key in ("uncertainty", "deciders")}


@pytest.mark.parametrize("key", KEYS)
def test_a_result_has_the_documented_form(
    key: str, outcomes: Mapping[str, Outcome], sure: dict[str, object]
) -> None:
    """An analyst's script that follows the document works on every scenario."""
    result = json.loads(json.dumps(as_dict(outcomes[key]) | sure, allow_nan=False))
    faults = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(result)]
    assert faults == []


@pytest.mark.parametrize("change", [{"extra": 1}, {"price_year": "2022"}, {"total": {}}])
def test_the_schema_refuses_what_is_not_documented(
    change: dict[str, object], outcomes: Mapping[str, Outcome], sure: dict[str, object]
) -> None:
    """A key that nobody has described does not slip out."""
    result = as_dict(outcomes["01_lagsta_kostnad"]) | sure | change
    assert not Draft202012Validator(SCHEMA).is_valid(result)


def test_every_key_is_described_and_nothing_else_is_allowed() -> None:
    """Who reads the file has the document alone: each key says what it is, money its unit."""

    def walk(schema: dict[str, object], path: str) -> None:
        if schema.get("type") == "object":
            assert schema.get("additionalProperties") is False, path
        for kind in ("properties", "patternProperties"):
            parts = schema.get(kind, {})
            assert isinstance(parts, dict)
            for name, part in parts.items():
                text = part.get("description", "")
                assert text.endswith("."), f"{path}.{name}"
                if name.endswith("_sek"):
                    assert "kr" in text or "Se " in text or kind != "properties", f"{path}.{name}"
                walk(part, f"{path}.{name}")
        items = schema.get("items")
        if isinstance(items, dict):
            assert items.get("description"), path
            walk(items, f"{path}[]")

    walk(SCHEMA, "result")
    walk(SCHEMA["$defs"]["range"], "range")
    assert all(isinstance(part["description"], str) for part in objects(SCHEMA))


def test_the_same_outcome_is_written_alike_twice(
    outcomes: Mapping[str, Outcome], files: Path, tmp_path: Path
) -> None:
    """Two runs can be laid over each other: not a byte differs."""
    for path in write(outcomes["04_kobyt_inriktning"], tmp_path):
        assert path.read_bytes() == (files / path.name).read_bytes()


def test_the_tables_are_the_result(files: Path) -> None:
    """Spreadsheet and JSON say the same, row by row."""
    result = json.loads((files / "result.json").read_text(encoding="utf-8"))
    assert {path.name for path in files.iterdir()} == {"result.json"} | {f"{t}.csv" for t in TABLES}
    for table in ("choices", "areas", "by_municipality", "towns"):
        rows = rows_of(files / f"{table}.csv")
        assert len(rows) == len(result[table])
    for row, choice in zip(rows_of(files / "choices.csv"), result["choices"], strict=True):
        assert row["members"] == "+".join(choice["members"])
        assert float(row["annual_sek_value"]) == choice["annual_sek"]["value"]
    costs: dict[tuple[str, str], float] = {}
    for row in rows_of(files / "alternatives.csv"):
        if row["kind"] == "kostnad":
            key = (row["activity"], row["alternative"])
            costs[key] = costs.get(key, 0.0) + float(row["value_sek"])
    for comparison in result["alternatives"]:
        for column in comparison["columns"]:
            total = costs.get((comparison["activity"], column["alternative"]), 0.0)
            assert total + column["unsplit_sek"] == pytest.approx(column["gross_sek"], abs=1)


def test_text_with_a_formula_in_it_stays_text(
    pack_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cell somebody typed must never run in the spreadsheet of the one who opens the file."""
    # What decides is keys and figures alone, but for its sentence, which takes long to come to.
    monkeypatch.setattr("scenarios.result.deciders_of", lambda _: iter(()))
    set_cell(pack_copy / "items.csv", {"item": "K1"}, "label", '=HYPERLINK("http://x";"Löner")')
    set_cell(pack_copy / "items.csv", {"item": "K2"}, "label", "@SUM(A1)")
    set_cell(pack_copy / "items.csv", {"item": "K3"}, "label", "+1")
    set_cell(pack_copy / "0513-kinda" / "towns.csv", {"town": "kisa"}, "name", "-2+3")
    pack = pack_in(pack_copy)
    write(run(pack, read_scenario(LIBRARY / "03_plan_bygg_tre.toml", pack)), tmp_path)
    labels = {row["item"]: row["label"] for row in rows_of(tmp_path / "alternatives.csv")}
    assert labels["K1"] == '\'=HYPERLINK("http://x";"Löner")'
    assert labels["K2"] == "'@SUM(A1)"
    assert labels["K3"] == "'+1"
    assert rows_of(tmp_path / "towns.csv")[0]["town"] == "'-2+3"
    for table in TABLES:
        for row in rows_of(tmp_path / f"{table}.csv"):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "@")), cell


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_cell_that_starts_as_a_formula_is_escaped(text: str) -> None:
    """Every sign that starts a formula in Excel or LibreOffice."""
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("value", [-1.5, 0, None, True, "Löner", "a=b", ""])
def test_figures_and_plain_text_are_left_alone(value: object) -> None:
    """A negative amount is a number and must stay one."""
    assert safe_cell(value) == value


def test_the_line_on_the_screen_is_in_the_file_with_its_figures(files: Path) -> None:
    """”Lön: 64 % chans …” said in a meeting is found again next week, and what it stands on."""
    result = json.loads((files / "result.json").read_text(encoding="utf-8"))
    payroll = next(one for one in result["deciders"] if one["activity"] == "lon")
    planned = {row["activity"]: row for row in result["uncertainty"]["by_activity"]}["lon"]
    assert (
        payroll["candidate"] in payroll["sentence"].lower() or "som i planen" in payroll["sentence"]
    )
    assert f"{round(payroll['chance_of_saving'] * 100)}\u00a0%" in payroll["sentence"]
    for end in ("low", "high"):
        said = f"{payroll['annual_sek'][end] / 1e6:+.2f}".replace(".", ",").replace("-", "\u2212")
        assert said in payroll["sentence"]
        # What the plan does is the same draws, seen from the plan and from the activity.
        assert payroll["annual_sek"][end] == pytest.approx(planned["annual_sek"][end], abs=1)
    first = payroll["assumptions"][0]
    rows = [row for row in rows_of(files / "deciders.csv") if row["activity"] == "lon"]
    assert rows[0]["assumption_parameter"] == (first["parameter"] or "")
    assert float(rows[0]["assumption_at_low_sek"]) == pytest.approx(first["at_low_sek"])
    swings = [abs(a["at_high_sek"] - a["at_low_sek"]) for a in payroll["assumptions"]]
    assert swings == sorted(swings, reverse=True)
