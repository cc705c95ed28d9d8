"""The published form of a scenario file is the one that is read."""

import datetime
import json
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from scenarios.__main__ import main
from scenarios.keys import KEYS
from scenarios.scenario import LIBRARY
from scenarios.schema import scenario_schema
from tests.conftest import ROOT
from tests.scenarios.test_decide import GOOD, written

SCHEMA = json.loads((ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8"))
ASKED: dict[str, Any] = {"title": "T", "question": "F?"}


def holds(content: dict[str, Any]) -> bool:
    """Say whether a file's content has the published form."""
    return Draft202012Validator(SCHEMA).is_valid(content)


def test_the_published_schema_is_the_one_that_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """A decision that can be made is in the document the same day."""
    Draft202012Validator.check_schema(SCHEMA)
    assert scenario_schema() == SCHEMA
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_scenario_has_the_published_form(path: Any) -> None:
    """An editor that knows the schema does not mark what we ship as wrong."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    if isinstance(content.get("written"), datetime.date):
        content["written"] = content["written"].isoformat()
    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(content)] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_what_is_read_has_the_published_form(key: Any) -> None:
    """Whoever writes by the document writes what the program reads, quoted or not."""
    for value, _ in GOOD[key.name]:
        assert holds(ASKED | {"decide": {written(key.name): value}}), value
        if key.by_activity:
            assert holds(ASKED | {"decide": {"plan": {key.name: value}}})


@pytest.mark.parametrize(
    "change",
    [
        {"titel": "T"},
        {"title": ""},
        {"decide": {"price_uncoverd_day": 1}},
        {"decide": {"plan.who": ["egen"]}},
        {"decide": {"plan": {"who": ["egen"]}}},
        {"decide": {"plan.how": ["lagom"]}},
        {"decide": {"least_partners": 3}},
        {"decide": {"outside": []}},
        {"decide": {"apart": [["Kinda"]]}},
        {"suppose": {"franvaro": "lagom"}},
        {"suppose": {"franvaro": True}},
        {"without": "plan.how"},
    ],
    ids=str,
)
def test_what_is_not_read_does_not_have_the_published_form(change: dict[str, Any]) -> None:
    """An editor marks the misspelt key before anybody has run anything."""
    assert holds(ASKED)
    assert not holds(ASKED | change)
