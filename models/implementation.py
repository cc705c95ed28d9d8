"""Decisions that carry out what the councils have already adopted, and nothing beyond it.

The group of chief executives decides for five municipalities at once, each under the delegation
of its own; so each has a notice to give at home.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.accord import Accord
from models.entered import NOTE, fault, text_faults
from models.errors import Fault


class Concern(StrEnum):
    """What a decision is about; only carrying out may be decided here.

    The four after it may not be delegated: 6 kap. 38 § 1 kommunallagen.
    """

    CARRYING_OUT = "genomförande"
    GOALS = "mål"
    DIRECTION = "inriktning"
    EXTENT = "omfattning"
    QUALITY = "kvalitet"
    THE_DECISION_ITSELF = "ändring av det samstämmiga beslutet"


@dataclass(frozen=True, slots=True)
class Delegation:
    """Under what one municipality's member acts, and which committee is to be told."""

    code: str
    reference: str
    committee: str


@dataclass(frozen=True, slots=True)
class ImplementationDecision:
    """A decision on how a joint decision is carried out; `parent` is that decision's key."""

    key: str
    parent: str
    on: date
    text: str
    concern: Concern
    delegations: tuple[Delegation, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one municipality's committee is told (anmälan av delegationsbeslut)."""

    code: str
    committee: str
    reference: str
    sentence: str


def implementation_faults(
    decision: ImplementationDecision,
    parents: Mapping[str, Accord],
    names: Mapping[str, str],
    today: date,
) -> tuple[Fault, ...]:
    """Return, in Swedish, every reason why the decision cannot be taken; all at once.

    `parents` is how each joint decision stands. `names` are the municipalities it is taken for.
    """
    where = f"Genomförandebeslutet {decision.on}"
    return (
        *text_faults(decision.text, f"{where}, text", NOTE, required=True, lines=True),
        *text_faults(decision.note, f"{where}, anteckning", NOTE, lines=True),
        *_parent_faults(decision, parents.get(decision.parent), where, today),
        *_concern_faults(decision, where),
        *_delegation_faults(decision, names, where),
    )


def notices(
    decision: ImplementationDecision,
    parents: Mapping[str, Accord],
    names: Mapping[str, str],
    today: date,
) -> tuple[Notice, ...]:
    """Return one notice for each municipality, or none while the decision cannot be taken."""
    if implementation_faults(decision, parents, names, today):
        return ()
    own = {delegation.code: delegation for delegation in decision.delegations}
    return tuple(
        Notice(
            code,
            own[code].committee,
            own[code].reference,
            f"Anmälan till {own[code].committee} i {name}: beslut {decision.on} om genomförande, "
            f"med stöd av {own[code].reference}. {decision.text.strip()}",
        )
        for code, name in names.items()
    )


def _parent_faults(
    decision: ImplementationDecision, parent: Accord | None, where: str, today: date
) -> Iterator[Fault]:
    if decision.on > today:
        yield fault(
            where, "en dag som inte har varit", f"en dag till och med {today}", "rätta dagen"
        )
    if parent is None or parent.since is None:
        yield fault(
            where,
            "inget samstämmigt beslut att genomföra"
            + (f" ({parent.sentence.rstrip('.')})" if parent else ""),
            "ett beslut som alla fullmäktige har antagit",
            "vänta tills det sista fullmäktige har antagit texten",
        )
    elif decision.on < parent.since:
        yield fault(
            where,
            f"en dag före det samstämmiga beslutet {parent.since}",
            "samma dag eller senare",
            "rätta dagen, eller vänta",
        )


def _concern_faults(decision: ImplementationDecision, where: str) -> Iterator[Fault]:
    if decision.concern is not Concern.CARRYING_OUT:
        yield fault(
            where,
            f"ett beslut om {decision.concern}",
            "ett beslut om genomförande",
            "lämna frågan som förslag till kommunstyrelserna",
        )


def _delegation_faults(
    decision: ImplementationDecision, names: Mapping[str, str], where: str
) -> Iterator[Fault]:
    for code, name in names.items():
        own = [one for one in decision.delegations if one.code == code]
        if len(own) != 1:
            yield fault(
                f"{where}, {name}",
                "ingen delegation" if not own else f"{len(own)} delegationer",
                "kommunens egen delegation, en gång",
                "ange punkten i kommunens delegationsordning, eller ta frågan till nämnden",
            )
        for one in own:
            yield from text_faults(one.reference, f"{where}, {name}, delegation", required=True)
            yield from text_faults(one.committee, f"{where}, {name}, nämnd", required=True)
    for code in sorted({one.code for one in decision.delegations} - set(names)):
        yield fault(
            where,
            f"en delegation från ”{code}”",
            "en av " + ", ".join(names.values()),
            "välj en kommun som deltar",
        )
