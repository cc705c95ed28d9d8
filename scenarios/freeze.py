"""Freezes what a plan says of one area: who, what it costs whom year by year, jobs and service.

The area's activities are added up draw by draw, each shared by the same key and rule, so that the
municipalities add up to the area's effect in the plan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.account import shares_by_status
from models.decisions import Choice
from models.entities import Alternative, Status
from models.joint_cost import joint_cost, key_shares
from models.parameters import Floats
from models.policy import coordination_share
from models.sharing import RULES, CannotShareError
from scenarios import written
from scenarios.alternatives_table import alternatives_table
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
from scenarios.roadmap import delayed
from scenarios.run import Outcome
from scenarios.scenario import as_toml
from scenarios.setting import Range, with_range
from scenarios.sharing import BY_KEY, Key, Stake, activity_stake, paid, pure_keys
from scenarios.sharing_words import RULE_WORDS, WHY_NOT, key_words
from scenarios.staffing import leaving_drawn, moves

# A council's budget is for one year with two more as a plan; the transition takes longer.
YEARS_SHOWN = 6
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
    stakes = _stakes(outcome, mine)
    try:
        divided = _divided(outcome, mine, stakes, key, rule)
        years = _years(outcome, mine, stakes, key, divided)
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
    economy, total = _economy(outcome, mine, key, divided, years)
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
        other_keys=_other_keys(outcome, mine, stakes, key, rule),
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


# ---- Money -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Divided:
    """The area's money by municipality, SEK/year (M,), and with draws first (D, M)."""

    own: Floats
    own_drawn: Floats
    pays: Floats
    pays_drawn: Floats
    transfers: Floats
    gains: Floats
    gains_drawn: Floats

    @property
    def change(self) -> Floats:
        """Return what each pays more (+) or less (−) than today."""
        return self.pays - self.own

    @property
    def change_drawn(self) -> Floats:
        """Return the same in every draw."""
        return self.pays_drawn - self.own_drawn


def _stakes(outcome: Outcome, effects: Sequence[Effect]) -> dict[Choice, Stake]:
    stakes = {}
    for e in effects:
        if e.choice.joint:
            stakes[e.choice] = activity_stake(outcome.question, e.choice)
            stakes[e.choice].effects[e.choice] = e
    return stakes


def _divided(
    outcome: Outcome,
    effects: Sequence[Effect],
    stakes: dict[Choice, Stake],
    key: Key,
    rule: str,
) -> _Divided:
    setting = outcome.setting
    count, draws = len(setting.case.municipalities), setting.draws.draws
    sums = _Divided(*(np.zeros((draws, count) if drawn else count) for drawn in _DRAWN))
    for e in effects:
        if e.choice in stakes:
            found, rows = paid(stakes[e.choice], key, rule), list(e.choice.members)
            for name in _Divided.__slots__:
                getattr(sums, name)[..., rows] += getattr(found, name)
            continue
        # Alone: it pays its own, and gains nothing against being alone.
        one = joint_cost(setting.case, e.choice, e.annual, np.ones(()))
        many = joint_cost(
            setting.case, e.choice, e.annual_drawn, setting.draws.base[:, e.choice.activity]
        )
        for name, value in (
            ("own", one.own),
            ("own_drawn", many.own),
            ("pays", one.kept),
            ("pays_drawn", many.kept),
        ):
            getattr(sums, name)[...] += value
    return sums


_DRAWN = (False, True, False, True, False, False, True)


def _years(
    outcome: Outcome,
    effects: Sequence[Effect],
    stakes: dict[Choice, Stake],
    key: Key,
    divided: _Divided,
) -> tuple[Floats, Floats]:
    """Return what each pays more than today year by year, SEK (M, Y) and (D, M, Y).

    Before an activity starts nothing is joint; in its first year, the project's, only what the
    transition costs is; then the account is, with the fixed amounts on top.
    """
    setting = outcome.setting
    years = min(YEARS_SHOWN, effects[0].flow.shape[-1])
    value = np.zeros((len(setting.case.municipalities), years))
    drawn = np.zeros((setting.draws.draws, *value.shape))
    for e in effects:
        late = outcome.plan.starts.get(e.choice.activity, 1) - 1
        flow, many = delayed(e.flow, late)[:, :years], delayed(e.flow_drawn, late)[..., :years]
        if e.choice not in stakes:
            value += flow
            drawn += many
            continue
        shares = key_shares(setting.case, e.choice, key.weights, key.fixed)
        base = setting.draws.base[:, e.choice.activity]
        for y in range(late, years):
            if y == late:
                value[:, y] += flow[:, y].sum() * shares
                drawn[..., y] += many[..., y].sum(axis=-1)[:, None] * shares
                continue
            one = joint_cost(setting.case, e.choice, flow[:, y], np.ones(()))
            all_draws = joint_cost(setting.case, e.choice, many[..., y], base)
            value[:, y] += one.kept - one.own + one.pool * shares
            drawn[..., y] += all_draws.kept - all_draws.own + all_draws.pool[:, None] * shares
    starts = [outcome.plan.starts.get(choice.activity, 1) for choice in stakes]
    if starts:
        # The fixed amounts add up to nothing, and are paid when everything joint has begun.
        value[:, max(starts) :] += divided.transfers[:, None]
        drawn[..., max(starts) :] += divided.transfers[:, None]
    return value, drawn


def _economy(
    outcome: Outcome,
    effects: Sequence[Effect],
    key: Key,
    divided: _Divided,
    years: tuple[Floats, Floats],
) -> tuple[tuple[EconomyRow, ...], EconomyRow]:
    """Return each municipality's row, and all of them added up draw by draw."""
    case, draws = outcome.setting.case, outcome.setting.draws
    one_off, one_off_drawn = _one_offs(outcome, effects, key)
    together = outcome.coordination.value * coordination_share(case)
    together_drawn = (
        draws.of("samordning_helheten")[:, None]
        * coordination_share(case)
        * (outcome.coordination.value > 0)
    )
    first = outcome.question.decisions.first_year

    def row(code: str, name: str, of: Floats) -> EconomyRow:
        """Return a row for the municipalities that `of` (M,) picks with ones."""

        def amount(value: Floats, drawn: Floats) -> Range:
            return with_range(float(value @ of), drawn @ of)

        return EconomyRow(
            code,
            name,
            own=amount(divided.own, divided.own_drawn),
            pays=amount(divided.pays, divided.pays_drawn),
            change=amount(divided.change, divided.change_drawn),
            transfer=float(divided.transfers @ of),
            gains=amount(divided.gains, divided.gains_drawn),
            one_off=amount(one_off, one_off_drawn),
            coordination=amount(together, together_drawn),
            years=tuple(
                YearAmount(first + y, amount(years[0][:, y], years[1][..., y]))
                for y in range(years[0].shape[1])
            ),
        )

    everybody = np.ones(len(case.municipalities))
    each = np.eye(len(case.municipalities))
    rows = tuple(row(m.code, m.name, of) for m, of in zip(case.municipalities, each, strict=True))
    return rows, row("", "Tillsammans", everybody)


def _one_offs(outcome: Outcome, effects: Sequence[Effect], key: Key) -> tuple[Floats, Floats]:
    """Return what each pays of the transition, SEK (M,) and (D, M): what is joint by the key."""
    case, draws = outcome.setting.case, outcome.setting.draws.draws
    value, drawn = np.zeros(len(case.municipalities)), np.zeros((draws, len(case.municipalities)))
    for e in effects:
        if e.choice.joint:
            shares = key_shares(case, e.choice, key.weights, key.fixed)
            value += e.one_off.sum() * shares
            drawn += e.one_off_drawn.sum(axis=1)[:, None] * shares
        else:
            value += e.one_off
            drawn += e.one_off_drawn
    return value, drawn


def _other_keys(
    outcome: Outcome,
    effects: Sequence[Effect],
    stakes: dict[Choice, Stake],
    key: Key,
    rule: str,
) -> tuple[KeyRow, ...]:
    """Return every other pure key by itself and every other rule on the chosen key."""
    ways = [
        *((one, BY_KEY, key_words(one.key, one.fixed)) for one in pure_keys()),
        *((key, r.key, RULE_WORDS[r.key]) for r in RULES if r.key != BY_KEY),
    ]
    rows = [*_phased_in(outcome, effects, stakes, key, rule)]
    for by, how, label in ways:
        if (by, how) == (key, rule):
            continue
        name = by.key if how == BY_KEY else how
        try:
            found = _divided(outcome, effects, stakes, by, how)
        except CannotShareError as error:
            rows.append(KeyRow(name, label, (), WHY_NOT[error.why]))
            continue
        changes = zip(found.change, found.change_drawn.T, strict=True)
        rows.append(KeyRow(name, label, tuple(with_range(float(c), d) for c, d in changes)))
    return tuple(rows)


def _phased_in(
    outcome: Outcome,
    effects: Sequence[Effect],
    stakes: dict[Choice, Stake],
    key: Key,
    rule: str,
) -> Iterator[KeyRow]:
    """Yield the first year of a way from today's shares to the chosen ones, some years long."""
    today = Key("historic")
    if (key, rule) == (today, BY_KEY):
        return
    before = _divided(outcome, effects, stakes, today, BY_KEY)
    after = _divided(outcome, effects, stakes, key, rule)
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
