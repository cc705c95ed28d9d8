"""A cooperation that has been, reckoned from its facts: a change of key and an exit.

Every figure says how it is known: it stands in a source, it follows from what does by arithmetic
alone, or it also takes something for granted, which is then said in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from models.checks_known import CASES
from models.entities import FactKind, KnownFact, Status
from models.pack import Pack
from models.sharing import in_proportion
from models.stress import change_of_key

MONTHS = 12


class Certainty(StrEnum):
    """How a figure is known, from the surest to the least sure."""

    REPORTED = "rapporterat"
    DERIVED = "härlett"
    ESTIMATED = "uppskattat"


class Premise(StrEnum):
    """What an estimate takes for granted."""

    UNSURE_IN_SOURCE = "uppgiften är en uppskattning redan i underlaget"
    REST_BY_INHABITANTS = (
        "ändringen för dem som källan inte ger något belopp är fördelad efter folkmängd"
    )
    NEW_KEY_BY_INHABITANTS = "den nya nyckeln är folkmängden i de tal som används här"
    GRANT_IS_SHARED = "det som den nya nyckeln fördelar är grundanslagen och inget annat"
    GRANT_IS_BEFORE = "det rapporterade grundanslaget är det som betalades före bytet"
    GRANT_IS_AFTER = "det rapporterade grundanslaget är det som betalas efter bytet"
    COST_BY_INHABITANTS = "medlemmens del av hela kostnaden är lika stor som dess del av invånarna"
    COST_LEVEL_STANDS = "hela kostnaden är kvar på det rapporterade årets nivå, utan uppräkning"
    DEFICIT_IS_THE_EXIT = "hela underskottet beror på utträdet"
    FIXED_IS_CHOSEN = "den fasta andelen är vald, inte uppmätt"
    REMAINING_BEAR = "det som blir kvar betalas av dem som är kvar, efter folkmängd"


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """A number with how it is known, the facts it stands on and what it takes for granted.

    A reported number has a premise only where it is put to a use that its source does not name.
    """

    value: float
    unit: str
    certainty: Certainty
    facts: tuple[KnownFact, ...]
    premises: tuple[Premise, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A municipality in a known case."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A cooperation that has been: its members in the order of the pack, and what is known."""

    key: str
    label: str
    members: tuple[Member, ...]
    facts: tuple[KnownFact, ...]

    def fact(self, kind: FactKind, code: str = "", year: int | None = None) -> CaseFigure | None:
        """Return what the sources say, the latest year unless told, or None when they do not."""
        found = [
            fact
            for fact in self.facts
            if fact.kind is kind and fact.municipality == code and year in {None, fact.year}
        ]
        return _as_told(max(found, key=lambda fact: fact.year)) if found else None

    def years(self, kind: FactKind) -> tuple[int, ...]:
        """Return the years that some fact of a kind is about, in order."""
        return tuple(sorted({fact.year for fact in self.facts if fact.kind is kind}))

    def inhabitants(self, year: int) -> tuple[CaseFigure, ...]:
        """Return each member's inhabitants at the last count that was there in a year.

        Where every count is later than that, the first one is taken.
        """
        counted = self.years(FactKind.INHABITANTS)
        latest = max((y for y in counted if y <= year), default=min(counted))
        found = (self.fact(FactKind.INHABITANTS, m.code, latest) for m in self.members)
        return tuple(figure for figure in found if figure is not None)


# ---- A change of key: FX-7 -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What a member pays more with the new key, SEK/year and SEK per inhabitant and year.

    `direction` is 1, 0 or −1 where the sources say which way but no amount. `before` and `after`
    are the member's part of what the key shares, None when that cannot be estimated.
    """

    member: Member
    change: CaseFigure
    per_inhabitant: CaseFigure
    direction: CaseFigure | None
    before: CaseFigure | None
    after: CaseFigure | None

    @property
    def agrees(self) -> bool:
        """Whether the change goes the way the sources say, where they say it."""
        return self.direction is None or bool(
            np.sign(self.change.value) == np.sign(self.direction.value)
        )


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What a new key does to each member, SEK/year; the changes add up to nothing.

    `untold` are the members for whom the sources give no amount and `together` what is left for
    them. `pool` is what the new key shares, and `pool_if_after` what it would be if the reported
    base grant is the one paid after the change; None when no member has a base grant that year.
    """

    year: int
    rows: tuple[ChangeRow, ...]
    untold: tuple[Member, ...]
    together: CaseFigure | None
    pool: CaseFigure | None
    pool_if_after: CaseFigure | None


@dataclass(frozen=True, slots=True)
class PhaseYear:
    """What each pays more than before the change in one year of a phase-in, members in order."""

    year: int
    changes: tuple[CaseFigure, ...]


# ---- An exit: FX-9 -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A member's reported cost beside its inhabitants: as shares of all, and as the source says."""

    member: Member
    cost: CaseFigure
    of_total: CaseFigure
    of_inhabitants: CaseFigure
    as_said: CaseFigure | None


@dataclass(frozen=True, slots=True)
class BurdenRow:
    """What one that is left bears of what an exit leaves behind, SEK/year."""

    member: Member
    amount: CaseFigure


@dataclass(frozen=True, slots=True)
class Burden:
    """What an exit leaves behind with a fixed share 0–1, until the organisation has been adjusted.

    stranded = f · s · C        f fixed share, s the leaver's share of the whole cost C

    `stranded` is SEK/year; `per_inhabitant` SEK per inhabitant of those left and year, the same
    for all of them.
    """

    fixed: CaseFigure
    stranded: CaseFigure
    per_inhabitant: CaseFigure
    rows: tuple[BurdenRow, ...]


@dataclass(frozen=True, slots=True)
class KnownExit:
    """An exit: who and when, what the leaver paid, and what became of the others.

    `share` is the leaver's of the whole cost and `cost` that share in SEK/year; `months` are those
    of the year of the exit that the leaver was outside. `fixed` is the share of the leaver's cost
    that did not fall away if the whole deficit of the year was due to the exit:

    f = deficit / (s · C · months / 12)        above 1 the premises cannot hold

    `implied` is the burden with that share: deficit · 12 / months, whatever the leaver paid. Both
    are None when no deficit of that year is known. `notice` is months, and `inhabitants` are those
    of the `remaining`.
    """

    leaver: Member
    year: int
    month: CaseFigure
    months: CaseFigure
    notice: CaseFigure | None
    total: CaseFigure
    share: CaseFigure
    cost: CaseFigure
    shares: tuple[ShareRow, ...]
    deficit: CaseFigure | None
    fixed: CaseFigure | None
    implied: Burden | None
    remaining: tuple[Member, ...]
    inhabitants: tuple[CaseFigure, ...]


# ---- What could be seen before the decision ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeyForeseen:
    """Who pays more and who less, the greatest change first; `moved` SEK/year changes hands."""

    raised: tuple[ChangeRow, ...]
    lowered: tuple[ChangeRow, ...]
    moved: CaseFigure


@dataclass(frozen=True, slots=True)
class ExitForeseen:
    """What the others get to bear with the least and the greatest fixed share thought of."""

    leaver: Member
    notice: CaseFigure | None
    low: Burden
    high: Burden


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What could be seen before the decisions of a case; None for a decision it does not hold."""

    key_change: KeyForeseen | None
    exit: ExitForeseen | None


def known_cases(pack: Pack) -> tuple[KnownCase, ...]:
    """Return the pack's known cases in the order of its table."""
    labels = {column.name: column.label for column in pack.codebook.get(CASES, ())}
    found = []
    for key in dict.fromkeys(fact.case for fact in pack.known_facts):
        facts = tuple(fact for fact in pack.known_facts if fact.case == key)
        codes = dict.fromkeys(fact.municipality for fact in facts if fact.municipality)
        members = tuple(Member(code, pack.municipality_names[code]) for code in codes)
        found.append(KnownCase(key, labels[key], members, facts))
    return tuple(found)


def key_change(case: KnownCase) -> KeyChange | None:
    """Return what the last change of key does to each member; None when no amount is known.

    What is left when the reported changes are added up falls on those without an amount.
    """
    if not (years := case.years(FactKind.KEY_CHANGE)):
        return None
    year, inhabitants = years[-1], case.inhabitants(years[-1])
    told = [case.fact(FactKind.KEY_CHANGE, m.code, year) for m in case.members]
    known = [figure for figure in told if figure is not None]
    untold = [i for i, figure in enumerate(told) if figure is None]
    together = _from(-sum(figure.value for figure in known), "kr/år", known) if untold else None
    split = iter(_by_inhabitants(together, [inhabitants[i] for i in untold]) if together else ())
    changes = [next(split) if figure is None else figure for figure in told]
    pool = _pool(case, year, Premise.GRANT_IS_BEFORE)
    rows = []
    for i, member in enumerate(case.members):
        before, after = _before_and_after(case, year, i, changes[i], pool)
        rows.append(
            ChangeRow(
                member,
                changes[i],
                _from(
                    changes[i].value / inhabitants[i].value, "kr/inv", [changes[i], inhabitants[i]]
                ),
                case.fact(FactKind.KEY_CHANGE_SIGN, member.code, year),
                before,
                after,
            )
        )
    return KeyChange(
        year,
        tuple(rows),
        tuple(case.members[i] for i in untold),
        together,
        pool,
        _pool(case, year, Premise.GRANT_IS_AFTER),
    )


def phased(change: KeyChange, years: int) -> tuple[PhaseYear, ...]:
    """Return the change year by year, evenly to the new key in full; each year adds up to nothing.

    Year 0 is the year before; with 0 years the new key holds at once, in a single row.
    """
    full = np.array([row.change.value for row in change.rows])
    yearly = change_of_key(np.zeros_like(full), full, years)
    return tuple(
        PhaseYear(
            year,
            tuple(
                _from(float(value), "kr/år", [row.change])
                for value, row in zip(values, change.rows, strict=True)
            ),
        )
        for year, values in enumerate(yearly)
    )


def known_exit(case: KnownCase) -> KnownExit | None:
    """Return the case's exit; None without one, without a whole cost or with nobody left.

    The whole cost is the last one known by the year of the exit.
    """
    leaving = [m for m in case.members if case.fact(FactKind.EXIT_MONTH, m.code)]
    month = case.fact(FactKind.EXIT_MONTH, leaving[0].code) if leaving else None
    if month is None or len(case.members) < 2:
        return None
    year, at = month.facts[0].year, case.members.index(leaving[0])
    counted = [y for y in case.years(FactKind.TOTAL_COST) if y <= year]
    total = case.fact(FactKind.TOTAL_COST, year=max(counted)) if counted else None
    if total is None:
        return None
    inhabitants = case.inhabitants(total.facts[0].year)
    months = _from(MONTHS + 1 - month.value, "månader", [month])
    share = _share(inhabitants, at, Premise.COST_BY_INHABITANTS)
    cost = _from(share.value * total.value, "kr/år", [share, total], Premise.COST_LEVEL_STANDS)
    found = KnownExit(
        leaving[0],
        year,
        month,
        months,
        case.fact(FactKind.NOTICE_MONTHS),
        total,
        share,
        cost,
        _shares(case, total, inhabitants),
        case.fact(FactKind.EXIT_DEFICIT, year=year),
        None,
        None,
        tuple(m for m in case.members if m != leaving[0]),
        tuple(people for i, people in enumerate(inhabitants) if i != at),
    )
    if found.deficit is None or not cost.value:
        return found
    fixed = _from(
        found.deficit.value / (cost.value * months.value / MONTHS),
        "andel",
        [found.deficit, cost, months],
        Premise.DEFICIT_IS_THE_EXIT,
    )
    return replace(found, fixed=fixed, implied=_burden(found, fixed))


def burden(known: KnownExit, fixed: float) -> Burden:
    """Return what those left bear, SEK/year, when a chosen fixed share 0–1 does not fall away."""
    chosen = CaseFigure(fixed, "andel", Certainty.ESTIMATED, (), (Premise.FIXED_IS_CHOSEN,))
    return _burden(known, chosen)


def foreseen(case: KnownCase, low: float, high: float) -> Foreseen:
    """Return what could be seen before the decisions; `low` and `high` are fixed shares 0–1.

    Nothing that was known only afterwards is used: the deficit is not.
    """
    change, known = key_change(case), known_exit(case)
    return Foreseen(
        None if change is None else _key_foreseen(change),
        None
        if known is None
        else ExitForeseen(known.leaver, known.notice, burden(known, low), burden(known, high)),
    )


def _key_foreseen(change: KeyChange) -> KeyForeseen:
    rows = sorted(change.rows, key=lambda row: -abs(row.change.value))
    raised = tuple(row for row in rows if row.change.value > 0)
    lowered = tuple(row for row in rows if row.change.value < 0)
    # The two add up to the same amount: it is as sure as the surer of them.
    sums = [
        _from(sum(abs(row.change.value) for row in side), "kr/år", [row.change for row in side])
        for side in (lowered, raised)
    ]
    return KeyForeseen(raised, lowered, min(sums, key=lambda known: _rank(known.certainty)))


def _burden(known: KnownExit, fixed: CaseFigure) -> Burden:
    stranded = _from(
        fixed.value * known.cost.value, "kr/år", [fixed, known.cost], Premise.REMAINING_BEAR
    )
    people = sum(figure.value for figure in known.inhabitants)
    amounts = _by_inhabitants(stranded, known.inhabitants, Premise.REMAINING_BEAR)
    return Burden(
        fixed,
        stranded,
        _from(stranded.value / people, "kr/inv", [stranded, *known.inhabitants]),
        tuple(BurdenRow(m, amount) for m, amount in zip(known.remaining, amounts, strict=True)),
    )


def _pool(case: KnownCase, year: int, when: Premise) -> CaseFigure | None:
    """Return what the new key shares, from the members whose base grant and change are known.

    pool = Σ grant after the change / Σ share of the inhabitants
    """
    inhabitants = case.inhabitants(year)
    paid: list[CaseFigure] = []
    shares: list[CaseFigure] = []
    for i, member in enumerate(case.members):
        grant = case.fact(FactKind.BASE_GRANT, member.code, year)
        change = case.fact(FactKind.KEY_CHANGE, member.code, year)
        if grant is None or change is None:
            continue
        after = grant.value + (change.value if when is Premise.GRANT_IS_BEFORE else 0.0)
        paid.append(_from(after, "kr/år", [grant, change], when))
        shares.append(_share(inhabitants, i, Premise.NEW_KEY_BY_INHABITANTS))
    if not paid:
        return None
    pool = sum(figure.value for figure in paid) / sum(figure.value for figure in shares)
    return _from(pool, "kr/år", [*paid, *shares], Premise.GRANT_IS_SHARED)


def _before_and_after(
    case: KnownCase, year: int, i: int, change: CaseFigure, pool: CaseFigure | None
) -> tuple[CaseFigure | None, CaseFigure | None]:
    """Return a member's part of the pool before and after; a reported base grant stands."""
    grant = case.fact(FactKind.BASE_GRANT, case.members[i].code, year)
    if grant is not None:
        before = replace(grant, premises=(*grant.premises, Premise.GRANT_IS_BEFORE))
        return before, _from(before.value + change.value, "kr/år", [before, change])
    if pool is None:
        return None, None
    share = _share(case.inhabitants(year), i, Premise.NEW_KEY_BY_INHABITANTS)
    after = _from(share.value * pool.value, "kr/år", [share, pool])
    return _from(after.value - change.value, "kr/år", [after, change]), after


def _shares(
    case: KnownCase, total: CaseFigure, inhabitants: Sequence[CaseFigure]
) -> tuple[ShareRow, ...]:
    """Return the members whose cost is reported the year of the whole cost."""
    year, rows = total.facts[0].year, []
    for i, member in enumerate(case.members):
        cost = case.fact(FactKind.MEMBER_COST, member.code, year)
        if cost is None:
            continue
        said = case.fact(FactKind.MEMBER_PERCENT, member.code, year)
        rows.append(
            ShareRow(
                member,
                cost,
                _from(cost.value / total.value, "andel", [cost, total]),
                _share(inhabitants, i),
                None if said is None else replace(said, value=said.value / 100, unit="andel"),
            )
        )
    return tuple(rows)


def _share(inhabitants: Sequence[CaseFigure], i: int, *premises: Premise) -> CaseFigure:
    """Return a member's share of all inhabitants, taken to say what the premises say."""
    people = sum(figure.value for figure in inhabitants)
    return _from(inhabitants[i].value / people, "andel", inhabitants, *premises)


def _by_inhabitants(
    total: CaseFigure,
    inhabitants: Sequence[CaseFigure],
    premise: Premise = Premise.REST_BY_INHABITANTS,
) -> list[CaseFigure]:
    """Return a total shared by inhabitants; one alone has it all, and no premise is needed."""
    if len(inhabitants) == 1:
        return [total]
    amounts = in_proportion(np.array([figure.value for figure in inhabitants]), total.value)
    return [_from(float(amount), total.unit, [total, *inhabitants], premise) for amount in amounts]


def _as_told(fact: KnownFact) -> CaseFigure:
    if fact.status in {Status.ESTIMATE, Status.ASSUMPTION}:
        premises = (Premise.UNSURE_IN_SOURCE,)
        return CaseFigure(fact.value, fact.unit, Certainty.ESTIMATED, (fact,), premises)
    return CaseFigure(fact.value, fact.unit, Certainty.REPORTED, (fact,))


def _from(value: float, unit: str, inputs: Sequence[CaseFigure], *premises: Premise) -> CaseFigure:
    """Return a figure that follows from others: never surer than they are, and never reported."""
    carried = (*(premise for figure in inputs for premise in figure.premises), *premises)
    return CaseFigure(
        value,
        unit,
        Certainty.ESTIMATED if carried else Certainty.DERIVED,
        tuple(dict.fromkeys(fact for figure in inputs for fact in figure.facts)),
        tuple(dict.fromkeys(carried)),
    )


def _rank(certainty: Certainty) -> int:
    return list(Certainty).index(certainty)
