"""Freezes what a plan says of one area: who, what it costs whom year by year, jobs and service.

The area's activities are added up draw by draw, each shared by the same key and rule, so that the
municipalities add up to the area's effect in the plan.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from models.account import shares_by_status
from models.entities import Alternative, Status
from models.parameters import Floats
from models.policy import coordination_share
from models.sharing import RULES, CannotShareError
from scenarios import written
from scenarios.alternatives_table import alternatives_table
from scenarios.area_money import AreaMoney, Divided, divided, one_offs, year_by_year
from scenarios.effects import Effect
from scenarios.frozen import (
    EconomyRow,
    Frozen,
    KeyRow,
    Organisation,
    Origin,
    Party,
    ServiceRow,
    Sharing,
    TownRow,
    YearAmount,
)
from scenarios.run import Outcome
from scenarios.scenario import as_toml
from scenarios.setting import Range, with_range
from scenarios.sharing import BY_KEY, Key, pure_keys
from scenarios.sharing_words import RULE_WORDS, WHY_NOT, key_words
from scenarios.staffing import leaving_drawn, moves

# How long a way from today's shares to new ones is, where somebody asks for one.
PHASE_IN_YEARS = 3


class CannotFreezeError(Exception):
    """The area cannot be frozen like this; why and what to do, in Swedish."""


def freeze(outcome: Outcome, area: str, key: Key, rule: str, *, time: str, who: str = "") -> Frozen:
    """Return an area of a plan with everything a joint decision states, as it is now.

    Raises:
        CannotFreezeError: when nothing in the area changes, or the key or rule has no answer.
        KeyError: when the pack has no such area.
    """
    pack = outcome.pack
    label = next(found.label for found in pack.areas if found.key == area)
    mine = effects_in(outcome, area)
    if not any(e.choice.changed for e in mine):
        raise CannotFreezeError(
            f"{label}: planen i ”{outcome.scenario.title}” låter allt drivas som i dag, så det "
            "finns inget gemensamt att besluta om. Välj ett scenario där området ändras."
        )
    money = AreaMoney.of(outcome, mine)
    try:
        shared = divided(money, key, rule)
        economy, total = _economy(money, key, shared)
    except CannotShareError as error:
        words = f"{key_words(key.key, key.fixed).lower()} och {RULE_WORDS[rule].lower()}"
        raise CannotFreezeError(
            f"{label}: fördelningen med {words} har inget svar, {WHY_NOT[error.why]}. Välj en "
            "annan nyckel eller regel."
        ) from error
    row = next(found for found in outcome.areas if found.area == area)
    leaving = np.sum([leaving_drawn(outcome, choice=e.choice) for e in mine], axis=0)
    joining = {m for e in mine if e.choice.joint for m in e.choice.members}
    run = _organisations(outcome, mine)
    return Frozen(
        cooperation=pack.title,
        area=area,
        area_label=label,
        origin=_origin(outcome, time, who),
        sharing=Sharing(key.key, key.fixed, rule, key_words(key.key, key.fixed), RULE_WORDS[rule]),
        parties=tuple(
            Party(m.code, m.name, _town(outcome, m.seat), i in joining)
            for i, m in enumerate(pack.municipalities)
        ),
        organisations=run,
        alternatives=alternatives_table(outcome.setting, area, sorted(joining)),
        economy=economy,
        total=total,
        chance=row.chance,
        towns=_towns(outcome, mine),
        service=tuple(
            ServiceRow(m.code, m.name, before, after)
            for m, (before, after) in zip(
                pack.municipalities, row.days_by_municipality, strict=True
            )
            if before is not None and after is not None
        ),
        moved_fte=sum(
            move.fte for move in moves(outcome) if move.activity in {one.activity for one in run}
        ),
        leaving=with_range(float(leaving[0]), leaving[1:]),
        other_keys=_other_keys(money, key, rule),
        share_known=_share_known(outcome, area),
    )


def effects_in(outcome: Outcome, area: str) -> list[Effect]:
    """Return what the plan does in an area, choice by choice."""
    activities = outcome.setting.case.activities
    return [
        e
        for e in outcome.effects
        if activities[e.choice.activity].area == area and activities[e.choice.activity].optimised
    ]


def _origin(outcome: Outcome, time: str, who: str) -> Origin:
    scenario, stamp = outcome.scenario, outcome.stamp
    return Origin(
        scenario_key=scenario.key,
        scenario=scenario.title,
        toml=as_toml(scenario, outcome.pack),
        version=stamp.version,
        pack=stamp.pack,
        scenario_fingerprint=stamp.scenario,
        comparable_from=stamp.comparable_from,
        stamp=str(stamp),
        price_year=outcome.pack.price_year,
        base_year=outcome.pack.base_year,
        frozen=time,
        who=who,
    )


# ---- Money --------------------------------------------------------------------------------------


def _economy(
    money: AreaMoney, key: Key, shared: Divided
) -> tuple[tuple[EconomyRow, ...], EconomyRow]:
    """Return each municipality's row, and all of them added up draw by draw."""
    outcome = money.outcome
    case, draws = outcome.setting.case, outcome.setting.draws
    years, one_off = year_by_year(money, key, shared.transfers), one_offs(money, key)
    share = coordination_share(case) * (outcome.coordination.value > 0)
    together = (
        outcome.coordination.value * share,
        draws.of("samordning_helheten")[:, None] * share,
    )
    first = outcome.question.decisions.first_year

    def row(code: str, name: str, of: Floats) -> EconomyRow:
        """Return a row for the municipalities that `of` (M,) picks with ones."""

        def amount(value: Floats, drawn: Floats) -> Range:
            return with_range(float(value @ of), drawn @ of)

        return EconomyRow(
            code,
            name,
            own=amount(shared.own, shared.own_drawn),
            pays=amount(shared.pays, shared.pays_drawn),
            change=amount(shared.change, shared.change_drawn),
            transfer=float(shared.transfers @ of),
            gains=amount(shared.gains, shared.gains_drawn),
            one_off=amount(*one_off),
            coordination=amount(*together),
            years=tuple(
                YearAmount(first + y, amount(years[0][:, y], years[1][..., y]))
                for y in range(years[0].shape[1])
            ),
        )

    everybody = np.ones(len(case.municipalities))
    each = np.eye(len(case.municipalities))
    rows = tuple(row(m.code, m.name, of) for m, of in zip(case.municipalities, each, strict=True))
    return rows, row("", "Tillsammans", everybody)


def _other_keys(money: AreaMoney, key: Key, rule: str) -> tuple[KeyRow, ...]:
    """Return every other pure key by itself and every other rule on the chosen key."""
    ways = [
        *((one, BY_KEY, key_words(one.key, one.fixed)) for one in pure_keys()),
        *((key, r.key, RULE_WORDS[r.key]) for r in RULES if r.key != BY_KEY),
    ]
    rows = [*_phased_in(money, key, rule)]
    for by, how, label in ways:
        if (by, how) == (key, rule):
            continue
        name = by.key if how == BY_KEY else how
        try:
            found = divided(money, by, how)
        except CannotShareError as error:
            rows.append(KeyRow(name, label, (), WHY_NOT[error.why]))
            continue
        changes = zip(found.change, found.change_drawn.T, strict=True)
        rows.append(KeyRow(name, label, tuple(with_range(float(c), d) for c, d in changes)))
    return tuple(rows)


def _phased_in(money: AreaMoney, key: Key, rule: str) -> Iterator[KeyRow]:
    """Yield the first year of a way from today's shares to the chosen ones, some years long."""
    today = Key("historic")
    if (key, rule) == (today, BY_KEY):
        return
    before = divided(money, today, BY_KEY)
    after = divided(money, key, rule)
    part = 1 / PHASE_IN_YEARS
    value = (1 - part) * before.change + part * after.change
    drawn = (1 - part) * before.change_drawn + part * after.change_drawn
    yield KeyRow(
        "infasning",
        f"Infasning från historisk kostnad på {written.count(PHASE_IN_YEARS)} år, första året",
        tuple(with_range(float(v), d) for v, d in zip(value, drawn.T, strict=True)),
    )


def _share_known(outcome: Outcome, area: str) -> float:
    """Return the share of today's cost that is not an assumption."""
    pack = outcome.pack
    keys = [a.key for a in pack.activities if a.area == area and a.optimised]
    figures = [
        figure
        for m in pack.municipalities
        for key in keys
        for figure in pack.accounts[m.code, key].cost_figures(pack.items)
    ]
    shares = shares_by_status(figures, by_value=True)
    return 1 - shares.get(Status.ASSUMPTION, 0.0) if shares else 0.0


# ---- Who, where and how well -------------------------------------------------------------------


def _organisations(outcome: Outcome, effects: Sequence[Effect]) -> tuple[Organisation, ...]:
    case, first = outcome.setting.case, outcome.question.decisions.first_year
    found = []
    for e in effects:
        choice, activity = e.choice, case.activities[e.choice.activity]
        town = case.towns[choice.seat]
        members = tuple(case.municipalities[m].code for m in choice.members)
        start = outcome.plan.starts.get(choice.activity) if choice.changed else None
        merged = choice.alternative is Alternative.MERGED
        found.append(
            Organisation(
                activity=activity.key,
                label=activity.label,
                alternative=str(choice.alternative),
                members=members,
                joint=choice.joint,
                merged=merged,
                authority=activity.authority,
                town_key=town.key,
                town=town.name,
                town_municipality=town.municipality,
                host=town.municipality if town.municipality in members else "",
                placement=written.PLACEMENTS[choice.pattern] if merged else "",
                start=None if start is None else first + start - 1,
            )
        )
    return tuple(found)


def _towns(outcome: Outcome, effects: Sequence[Effect]) -> tuple[TownRow, ...]:
    before = np.sum([e.town_before for e in effects], axis=0)
    after = np.sum([e.town_after for e in effects], axis=0)
    return tuple(
        TownRow(town.name, town.municipality, float(before[t]), float(after[t]))
        for t, town in enumerate(outcome.setting.case.towns)
        if before[t] > 0 or after[t] > 0
    )


def _town(outcome: Outcome, key: str) -> str:
    return next(town.name for town in outcome.setting.case.towns if town.key == key)
