"""Who is sent a decision (expediering): always the other municipalities' boards, then one's own."""

from collections.abc import Mapping, Sequence


def dispatch_list(code: str, own: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    """Return everyone who is sent the decision of one municipality, each once.

    The boards of all the others come first, whatever anyone has entered; `own` are the receivers
    that the municipality has entered itself.
    """
    others = [f"Kommunstyrelsen i {name}" for other, name in names.items() if other != code]
    return tuple(dict.fromkeys(who.strip() for who in (*others, *own) if who.strip()))
