"""Whether a meeting of presidia decides or prepares: it takes a mandate from every committee.

A committee may delegate to its presidium (kommunallagen 6 kap. 37 §), except in the matters that
6 kap. 38 § keeps with the committee.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.errors import Fault
from models.law import cite
from models.legal_entities import MatterType
from models.words import day, listed


class Role(StrEnum):
    """What a meeting of presidia may do in a matter, as it is said in Swedish."""

    DECIDING = "beslutande"
    PREPARING = "beredande"


@dataclass(frozen=True, slots=True)
class Party:
    """One committee whose presidium takes part, by municipality."""

    code: str
    municipality: str
    committee: str

    @property
    def name(self) -> str:
        """Return ”Kinda (miljönämnden)”."""
        return f"{self.municipality} ({self.committee})"


@dataclass(frozen=True, slots=True)
class Mandate:
    """A committee's decision to let its presidium decide in some sorts of matter.

    It holds from `decided`, and to the end of `until` when that is said; `paragraph` is the
    decision's own number in the minutes. `matters` are the keys of what it covers, sorted: the
    same mandate is kept in the same words.
    """

    code: str
    committee: str
    matters: tuple[str, ...]
    decided: date
    until: date | None = None
    paragraph: str = ""

    def holds(self, party: Party, matter: str, when: date) -> bool:
        """Return whether the mandate covers a party's matter on a day."""
        if (self.code, self.committee) != (party.code, party.committee):
            return False
        in_time = self.decided <= when and (self.until is None or when <= self.until)
        return in_time and matter in self.matters


@dataclass(frozen=True, slots=True)
class Standing:
    """What the meeting is in a matter, who has given no mandate, and why in one sentence."""

    role: Role
    delegable: bool
    missing: tuple[Party, ...]
    sentence: str
    section: str


def meeting_standing(
    matter: MatterType, parties: Sequence[Party], mandates: Sequence[Mandate], when: date
) -> Standing:
    """Return whether the presidia decide or prepare a matter on the day they meet.

    A matter that may not be delegated is prepared even when every committee has tried to.
    """
    missing = tuple(p for p in parties if not any(m.holds(p, matter.key, when) for m in mandates))
    if not matter.delegable:
        text = f"”{matter.label}” får inte delegeras: mötet bereder, var och en beslutar för sig"
        role = Role.PREPARING
    elif not parties:
        text, role = "Ingen nämnd deltar: mötet bereder", Role.PREPARING
    elif missing:
        names = listed([party.name for party in missing])
        given = len(parties) - len(missing)
        text = f"{given} av {len(parties)} mandat: mötet bereder. Mandat saknas från {names}"
        role = Role.PREPARING
    else:
        text, role = "Alla har gett mandat: mötet beslutar, var och en för sin nämnd", Role.DECIDING
    return Standing(
        role, matter.delegable, missing, f"{text} ({cite(matter.section)}).", matter.section
    )


def mandate_faults(
    mandates: Sequence[Mandate], matters: Mapping[str, MatterType], names: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Return a fault for each thing a mandate cannot cover, all at once; `names` by code."""
    faults = []
    for mandate in mandates:
        where = f"{names.get(mandate.code, mandate.code)}, {mandate.committee}"
        for key in sorted(mandate.matters):
            matter = matters.get(key)
            if matter is None:
                found, expected = f"”{key}”", "ett ärendeslag i matter_types.csv"
            elif not matter.delegable:
                found = f"”{matter.label}”"
                expected = f"ett ärendeslag som får delegeras ({cite(matter.section)})"
            else:
                continue
            remedy = "ta bort ärendeslaget ur mandatet"
            faults.append(Fault(where, None, "ärendeslag", found, expected, remedy, mandate.code))
        if mandate.until is not None and mandate.until < mandate.decided:
            found = f"{day(mandate.until)}, före beslutet {day(mandate.decided)}"
            remedy = "rätta ett av datumen"
            faults.append(
                Fault(
                    where,
                    None,
                    "till och med",
                    found,
                    "en dag efter beslutet",
                    remedy,
                    mandate.code,
                )
            )
    return tuple(faults)
