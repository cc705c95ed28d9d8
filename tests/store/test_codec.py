"""Records become bodies and come back as they were; what does not fit is told with its place."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest

from store.codec import from_body, record_of, to_body
from store.store import Revision, StoreError


class Way(StrEnum):
    """A word out of a list."""

    OWN = "egen"
    JOINT = "gemensam"


@dataclass(frozen=True, slots=True)
class Step:
    """A record in a record."""

    name: str
    cost: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A record with everything a record can hold."""

    title: str
    when: datetime.date
    way: Way
    steps: tuple[Step, ...]
    by_town: Mapping[str, Step] = field(default_factory=dict)
    years: tuple[int, ...] = ()
    binding: bool = False


DECISION = Decision(
    "Gemensam lön",
    datetime.date(2026, 11, 22),
    Way.JOINT,
    (Step("a", 1.5), Step("b")),
    {"Rimforsa": Step("c", 2.0)},
    (2027, 2028),
    True,
)


def read(body: Mapping[str, Any]) -> Decision:
    """Read a body under a known place."""
    return from_body(Decision, body, kind="beslut", key="lon")


def test_a_record_comes_back_as_it_was() -> None:
    """Dates, words out of a list, records in records, tuples and tables."""
    body = to_body(DECISION)
    assert body["when"] == "2026-11-22"
    assert body["way"] == "gemensam"
    assert read(body) == DECISION


def test_a_field_that_did_not_exist_then_gets_its_default() -> None:
    """What was saved by an older version is read."""
    body = to_body(DECISION)
    del body["binding"], body["steps"][1]["cost"]
    assert read(body).steps == DECISION.steps
    assert read(body).binding is False


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": None}, "title"),
        ({"title": 3}, "title"),
        ({"when": "i går"}, "when"),
        ({"way": "ingen"}, "way"),
        ({"years": ["2027"]}, "years.0"),
        ({"steps": [{"name": "a", "cost": "1"}]}, "steps.0.cost"),
        ({"binding": "ja"}, "binding"),
        ({"okänt": 1}, "okänt"),
        ({"steps": [{"name": "a"}, {"name": "b", "ny": 1}]}, "steps.1.ny"),
        ({"by_town": {"Kisa": {"name": "a", "ny": 1}}}, "by_town.Kisa.ny"),
    ],
)
def test_a_body_that_does_not_fit_is_told_with_its_place(change: dict[str, Any], told: str) -> None:
    """A field too many is a fault as much as a wrong one; nothing is turned into something else."""
    with pytest.raises(StoreError, match="som beslut ”lon” går inte att läsa") as caught:
        read({**to_body(DECISION), **change})
    assert f": {told} är inte" in str(caught.value)


def test_many_faults_are_told_in_short() -> None:
    """The first five, and that there are more."""
    with pytest.raises(StoreError, match="med flera"):
        read({**to_body(DECISION), "years": ["x"] * 9})


def test_a_revision_is_read_as_a_record() -> None:
    """And what has been removed is no record."""
    made = Revision("beslut", "lon", 1, "2026-11-22", "", "", to_body(DECISION))
    assert record_of(Decision, made) == DECISION
    with pytest.raises(StoreError, match="går inte att läsa"):
        record_of(Decision, Revision("beslut", "lon", 2, "2026-11-22", "", "", None))
