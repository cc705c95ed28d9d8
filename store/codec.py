"""Records to bodies and back: a body that does not fit its record is told of, never guessed at."""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from store.errors import StoreError
from store.revision import Body, Revision

Record = TypeVar("Record")
MOST_TOLD = 5
ADAPTERS: dict[Any, TypeAdapter[Any]] = {}


def to_body(record: object) -> dict[str, Any]:
    """Return a frozen record, with what it is made of, as something JSON can hold."""
    body = _adapter(type(record)).dump_python(record, mode="json", warnings="error")
    if not isinstance(body, dict):
        raise TypeError(type(record))
    return body


def from_body(cls: type[Record], body: Body, *, kind: str, key: str) -> Record:
    """Return the record that a body holds; `kind` and `key` are where it was found.

    A field that the record does not have is a fault; one that is missing gets the record's default.

    Raises:
        StoreError: when the body does not fit.
    """
    adapter = _adapter(cls)
    try:
        record: Record = adapter.validate_json(json.dumps(body), strict=True)
    except ValidationError as error:
        wrong = [".".join(map(str, fault["loc"])) for fault in error.errors()]
    else:
        known = adapter.dump_python(record, mode="json", warnings="error")
        wrong = _unknown(body, known, "")
        if not wrong:
            return record
    raise StoreError(
        f"Det som är sparat som {kind} ”{key}” går inte att läsa: {', '.join(wrong[:MOST_TOLD])}"
        f"{' med flera' if len(wrong) > MOST_TOLD else ''} är inte som det ska vara. Det har "
        "lämnats orört. Det kan vara skrivet av en annan version av Samstämt."
    )


def record_of(cls: type[Record], revision: Revision) -> Record:
    """Return the record that a revision holds.

    Raises:
        StoreError: when the body does not fit, or there is none.
    """
    body = {} if revision.body is None else revision.body
    return from_body(cls, body, kind=revision.kind, key=revision.key)


def _adapter(cls: Any) -> TypeAdapter[Any]:
    """Return what reads and writes a class, made once."""
    if cls not in ADAPTERS:
        ADAPTERS[cls] = TypeAdapter(cls)
    return ADAPTERS[cls]


def _unknown(body: Any, known: Any, where: str) -> list[str]:
    """Return the fields of a body that were not taken in."""
    found = []
    if isinstance(body, dict) and isinstance(known, dict):
        for name, part in body.items():
            place = f"{where}.{name}" if where else str(name)
            found += _unknown(part, known[name], place) if name in known else [place]
    elif isinstance(body, list) and isinstance(known, list):
        for number, (part, taken) in enumerate(zip(body, known, strict=False)):
            found += _unknown(part, taken, f"{where}.{number}")
    return found
