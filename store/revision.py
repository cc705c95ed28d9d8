"""One change of one thing that users have entered: who made it, when, what it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Revision:
    """What somebody saved under a kind and a key; `body` is None where it was removed.

    `number` counts from 1 for each kind and key. `at` is a time in ISO form and `who` a name, both
    as the caller gave them, and `what` says in Swedish words what was done.
    """

    kind: str
    key: str
    number: int
    at: str
    who: str
    what: str
    body: Body | None
