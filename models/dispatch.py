"""Who is sent a decision (expediering): always the other municipalities' boards, then one's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.entered import fault, text_faults
from models.errors import Fault


@dataclass(frozen=True, slots=True)
class Receivers:
    """Whom one municipality sends the decision to at home: committees, unions, auditors."""

    code: str
    committees: tuple[str, ...] = ()
    unions: tuple[str, ...] = ()
    auditors: str = ""


def dispatch_list(
    code: str, receivers: Sequence[Receivers], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return everyone who is sent the decision of one municipality, each once.

    The boards of all the others come first, whatever anyone has entered.
    """
    others = [f"Kommunstyrelsen i {name}" for other, name in names.items() if other != code]
    own = [one for one in receivers if one.code == code]
    at_home = [
        *(committee for one in own for committee in one.committees),
        *(union for one in own for union in one.unions),
        *(one.auditors for one in own),
    ]
    return tuple(dict.fromkeys(who.strip() for who in (*others, *at_home) if who.strip()))


def dispatch_faults(receivers: Sequence[Receivers], names: Mapping[str, str]) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in the lists that does not hold; all at once."""
    found: list[Fault] = []
    for one in sorted(receivers, key=lambda one: (one.code, repr(one))):
        where = f"Expediering från {names.get(one.code, one.code)}"
        if one.code not in names:
            found.append(
                fault(
                    where,
                    f"kommunen ”{one.code}”",
                    "en av " + ", ".join(names.values()),
                    "välj en kommun som deltar",
                )
            )
        for who in (*one.committees, *one.unions, one.auditors):
            found += text_faults(who, f"{where}, mottagare")
    return tuple(found)
