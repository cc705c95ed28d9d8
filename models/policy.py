"""The rules of a plan: what makes it one, and what the councils have decided and may relax.

A rule either forbids whole arrangements (then they are left out before the program is built) or
adds constraints over the choices. Both are one function with its formula in the docstring.
Letters as in `models.program`: x option, a activity, m municipality, t town, y year, S group,
h alternative.
"""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from models.case import Bools, Case
from models.decisions import YEARS, Decisions, WorseOff, comes_after
from models.entities import Alternative, Placement
from models.options import PATTERNS, WAYS, Options
from models.parameters import Floats
from models.program import Program

# A krona a year is no loss, a thousandth of a post no job, and of a minute no detour.
TOLERANCE_SEK = 1.0
TOLERANCE_FTE = 1e-3
TOLERANCE_MINUTES = 1e-3
ALL_PATTERNS = (Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID)


# ---- What makes a plan a plan; nobody can decide otherwise ---------------------------------------


def one_way_each(p: Program) -> None:
    """Each municipality runs each activity in exactly one way.

    Σ_{x: a, m ∈ S} choose[x] = 1        ∀ m, a
    """
    for j in p.planned:
        mine = p.options.of_activity(j)
        for i, m in enumerate(p.case.municipalities):
            ways = p.sum_of(mine & p.options.members[:, i])
            p.require(ways == 1, "one_way_each", m.code, p.case.activities[j].key)


def coordination_is_paid(p: Program) -> None:
    """Nothing is done together without paying for the coordination of the whole.

    Σ_{x: a, m ∈ S, |S| > 1} choose[x] ≤ together        ∀ m, a

    Source: KÖBYT 2005, avsnitt 6: ”Kostnaden torde bli ca 500.000 kr per år”.
    """
    if not p.decisions.coordination_sek:
        return
    for j in p.planned:
        joint = p.options.of_activity(j) & p.options.joint
        for i, m in enumerate(p.case.municipalities):
            mine = joint & p.options.members[:, i]
            if mine.any():
                key = p.case.activities[j].key
                p.require(p.sum_of(mine) <= p.together, "coordination_is_paid", m.code, key)


def changes_start(p: Program) -> None:
    """What is changed starts in one year, and nothing else starts.

    Σ_{x: a, m ∈ S, h not own} choose[x] ≤ Σ_y start[a, y] ≤ Σ_{x: a, h not own} choose[x]   ∀ m, a
    Σ_y start[a, y] ≤ 1                                                                      ∀ a
    """
    if not p.start:
        return
    for j in p.planned:
        key = p.case.activities[j].key
        changed = p.options.of_activity(j) & p.options.changed
        ever = p.started(j, range(1, YEARS + 1))
        p.require(ever <= p.sum_of(changed), "changes_start", "only", key)
        p.require(ever <= 1, "changes_start", "once", key)
        for i, m in enumerate(p.case.municipalities):
            mine = changed & p.options.members[:, i]
            if mine.any():
                p.require(p.sum_of(mine) <= ever, "changes_start", m.code, key)


STRUCTURE: tuple[Callable[[Program], None], ...] = (
    one_way_each,
    coordination_is_paid,
    changes_start,
)


# ---- Decided for one arrangement at a time: what they forbid -------------------------------------


def ways_as_decided(o: Options, d: Decisions) -> Bools:
    """An activity is run only in the ways decided for it: h(x) ∉ how[a].

    Who takes part in nothing joint may go on alone: not where m ∈ outside and h(x) = own.
    """
    out = np.zeros(len(o), dtype=bool)
    for j, a in enumerate(o.case.activities):
        if a.key in d.how:
            allowed = [WAYS.index(way) for way in d.how[a.key]]
            out |= o.of_activity(j) & ~np.isin(o.way, allowed)
    return np.asarray(out & ~(_with_any(o, d.outside) & (o.way == WAYS.index(Alternative.OWN))))


def enough_partners(o: Options, d: Decisions) -> Bools:
    """A merged organisation has at least the number decided for it: |S| < least[a].

    Source: KÖBYT 2005, avsnitt 2 (2): ”minst tre av kommunerna deltager”.
    """
    least = np.array([d.least_partners.get(a.key, a.least_partners) for a in o.case.activities])
    return np.asarray(o.merged & (o.members.sum(axis=1) < least[o.activity]))


def required_take_part(o: Options, d: Decisions) -> Bools:
    """A municipality that shall take part does so in something joint: m ∈ S and |S| = 1."""
    return _named(o, d.required) & ~o.joint


def forbidden_stay_out(o: Options, d: Decisions) -> Bools:
    """A municipality that shall not take part, in this or in anything, does not: m ∈ S, |S| > 1."""
    return (_named(o, d.forbidden) | _with_any(o, d.outside)) & o.joint


def kept_apart(o: Options, d: Decisions) -> Bools:
    """Two municipalities never share an organisation: m ∈ S and m′ ∈ S."""
    codes = [m.code for m in o.case.municipalities]
    out = np.zeros(len(o), dtype=bool)
    for one, other in d.apart:
        out |= o.members[:, codes.index(one)] & o.members[:, codes.index(other)]
    return out


def placed_as_decided(o: Options, d: Decisions) -> Bools:
    """A merged organisation is placed as decided, or as the pack says: pattern(x) ∉ placement[a].

    Source: KÖBYT 2005, avsnitt 2: ”platsoberoende”, ”decentraliserad placering”, ”fysisk närhet”.
    """
    out = np.zeros(len(o), dtype=bool)
    for j, a in enumerate(o.case.activities):
        allowed = [PATTERNS.index(p) for p in d.placement.get(a.key, o.case.patterns(j))]
        out |= o.of_activity(j) & o.merged & ~np.isin(o.pattern, allowed)
    return out


def team_in_every_office(o: Options, d: Decisions) -> Bools:
    """No open office of a merged organisation is staffed by less than the least team."""
    return o.merged & (o.smallest_team < (d.least_team or 0.0) - TOLERANCE_FTE)


def competence_deep_enough(o: Options, d: Decisions) -> Bools:
    """The rarest named competence is held by as many as demanded, wherever one is named.

    Source: KÖBYT 2005, avsnitt 2 (6): ”ensam upprätthålla all kompetens bedöms som omöjligt”.
    """
    return np.nan_to_num(o.depth, nan=np.inf) < (d.competence_depth or 0.0) - TOLERANCE_FTE


def within_reach(o: Options, d: Decisions) -> Bools:
    """Nobody in a locality gets further than decided to a service that inhabitants visit.

    What is as far away today already is not made forbidden by the rule.
    """
    limit = np.inf if d.longest_travel is None else d.longest_travel
    return np.asarray(o.visited & o.joint & (o.longest > limit + TOLERANCE_MINUTES))


def nobody_loses_anywhere(o: Options, d: Decisions) -> Bools:
    """No municipality gets a higher cost in any activity: annual[x, m] > 0 for some m ∈ S.

    After joint costs have been shared by size, before gains are shared out.
    """
    if d.worse_off is not WorseOff.IN_ANY_ACTIVITY:
        return np.zeros(len(o), dtype=bool)
    return np.asarray((o.annual > TOLERANCE_SEK).any(axis=1))


def lawful_form(o: Options, d: Decisions) -> Bools:
    """Authority over the individual lies in no company and with no contractor.

    Source: kommunallagen (2017:725) 10 kap. 1 §.
    """
    forms = {form.key: form for form in o.case.legal_forms}
    if d.legal_form not in forms or forms[d.legal_form].authority:
        return np.zeros(len(o), dtype=bool)
    outside = o.merged | (o.way == WAYS.index(Alternative.CONTRACTED))
    return np.asarray(o.authority & outside)


def locked_stay(o: Options, d: Decisions) -> Bools:
    """What is locked in a plan stays: x serves a municipality of a locked choice, and is not it."""
    out = np.zeros(len(o), dtype=bool)
    for key, choices in d.locked.items():
        mine = o.of_activity(o.case.index(key))
        for choice in choices:
            served = mine & o.members[:, list(choice.members)].any(axis=1)
            keep = o.find(choice)
            out |= served
            if keep is not None:
                out[keep] = False
    return out


# ---- Decided for the plan as a whole: the constraints they add -----------------------------------


def no_town_loses_more(p: Program) -> None:
    """No town loses more jobs in the planned activities than decided.

    Σ_x (before[x, t] − after[x, t]) · choose[x] ≤ largest_job_loss        ∀ t of a member
    """
    _ceiling(p, "no_town_loses_more", job_losses(p.options), p.decisions.largest_job_loss or 0.0)


def within_one_off_ceiling(p: Program) -> None:
    """The one-off cost of everything together stays under the ceiling.

    Σ_x one_off[x] · choose[x] ≤ one_off_ceiling
    """
    ceiling = p.decisions.one_off_ceiling_sek or 0.0
    _ceiling(p, "within_one_off_ceiling", p.options.one_off[:, None], ceiling)


def nobody_loses_in_total(p: Program) -> None:
    """No municipality gets a higher cost over all activities, its share of coordination included.

    Σ_x annual[x, m] · choose[x] + w[m] · coordination · together ≤ 0        ∀ m

    After joint costs have been shared by size, before gains are shared out.
    """
    share = coordination_share(p.case) * p.decisions.coordination_sek
    for i, m in enumerate(p.case.municipalities):
        effect = p.sum_of(p.options.annual[:, i]) + float(share[i]) * p.together
        p.require(effect <= TOLERANCE_SEK, "nobody_loses_in_total", m.code)


def merged_by_some(p: Program) -> None:
    """At least one group merges each named activity; who is in it is free.

    Σ_{x: a, merged} choose[x] ≥ 1        ∀ a ∈ some_merge

    Source: KÖBYT 2005, avsnitt 2 (2): ”en gemensam organisation där minst tre av kommunerna
    deltager”.
    """
    for key in p.decisions.some_merge:
        joint = p.options.of_activity(p.case.index(key)) & p.options.merged
        p.require(p.sum_of(joint) >= 1, "merged_by_some", key)


def office_in_town(p: Program) -> None:
    """Each named town leads at least one merged organisation.

    Σ_{x: merged, seat = t} choose[x] ≥ 1        ∀ t ∈ office_in
    """
    for key in p.decisions.office_in:
        led = p.options.merged & (p.options.seat == p.case.town_index(key))
        p.require(p.sum_of(led) >= 1, "office_in_town", key)


def starts_within_pace(p: Program) -> None:
    """At most so many activities go over to a new form each year.

    Σ_a start[a, y] ≤ starts_per_year        ∀ y
    """
    if not p.start:
        return
    for y in range(1, YEARS + 1):
        begun = sum((p.started(j, [y]) for j in p.planned[1:]), p.started(p.planned[0], [y]))
        p.require(begun <= (p.decisions.starts_per_year or 0), "starts_within_pace", str(y))


def in_order(p: Program) -> None:
    """What must come after something else does: payroll after personnel administration.

    Σ_{y′ ≤ y} start[a, y′] ≤ Σ_{y′ < y} start[after[a], y′]        ∀ y, a with an ”after”

    after[a] as decided, else as the pack says.

    Source: KÖBYT 2005, avsnitt 2 (5): ”Detta kan ske först sedan PA-funktionernas styr- och
    ledningsroller stärkts”. Strengthened is read as: personnel has itself gone over.
    """
    for j, first in _ordered(p.case, p.decisions):
        for y in range(1, YEARS + 1):
            begun, before = p.started(j, range(1, y + 1)), p.started(first, range(1, y))
            p.require(begun <= before, "in_order", p.case.activities[j].key, str(y))


def reductions_by_departure(p: Program) -> None:
    """Nobody is given notice: posts go no faster than people leave of their own accord.

    Σ_{x: a, m ∈ S, earliest[x] > y} choose[x] ≤ Σ_{y′ > y} start[a, y′]        ∀ m, a, y
    """
    _not_before(p, "reductions_by_departure", p.options.no_notice_year)


def contracts_first_run_out(p: Program) -> None:
    """Nothing starts before the members' contracts have run out, where their end is known.

    The same form as `reductions_by_departure`, with the year after the last contract as earliest.
    """
    earliest = earliest_after_contracts(p.options, p.decisions.first_year)
    _not_before(p, "contracts_first_run_out", earliest)


def start_as_decided(p: Program) -> None:
    """What has been given a year starts then, or not at all: start[a, y] ≤ 0 for other years."""
    for key, year in p.decisions.start.items():
        j = p.case.index(key)
        if j in p.planned:
            others = [y for y in range(1, YEARS + 1) if y != year]
            p.require(p.started(j, others) <= 0, "start_as_decided", key)


# ---- Measures the rules are about, for the constraints, the pruning and the answers --------------


def job_losses(o: Options) -> Floats:
    """Return FTE lost in each town of a member, (X, T′); a gain is negative."""
    losses: Floats = -o.jobs[:, o.case.town_owner >= 0]
    return losses


def coordination_share(case: Case) -> Floats:
    """Return each municipality's share of the coordination of the whole, by inhabitants (M,)."""
    share: Floats = case.inhabitants / case.inhabitants.sum()
    return share


def earliest_after_contracts(o: Options, first_year: int) -> Floats:
    """Return the first start year after the members' known contracts, (X,); ∞ beyond year 5."""
    ends = np.where(o.members, o.case.contract_end.T[o.activity], np.nan)
    known = np.where(np.isnan(ends), -np.inf, ends).max(axis=1)
    earliest = np.maximum(known - first_year + 2, 1.0)
    earliest = np.where(earliest > YEARS, np.inf, earliest)
    return np.where(o.changed, earliest, 1.0)


# ---- Shared forms -----------------------------------------------------------------------------


def _named(o: Options, by_activity: Mapping[str, Sequence[str]]) -> Bools:
    """Return where a municipality named for the activity is a member, (X,)."""
    codes = [m.code for m in o.case.municipalities]
    out = np.zeros(len(o), dtype=bool)
    for key, named in by_activity.items():
        members = [codes.index(code) for code in named]
        out |= o.of_activity(o.case.index(key)) & o.members[:, members].any(axis=1)
    return out


def _with_any(o: Options, named: Sequence[str]) -> Bools:
    """Return where any of the municipalities is a member, (X,)."""
    codes = [m.code for m in o.case.municipalities]
    return np.asarray(o.members[:, [codes.index(code) for code in named]].any(axis=1))


def _ceiling(p: Program, rule: str, coefs: Floats, limit: float) -> None:
    for k in range(coefs.shape[1]):
        used = p.sum_of(coefs[:, k])
        if len(used):
            p.require(used <= limit, rule, str(k))


def _not_before(p: Program, rule: str, earliest: Floats) -> None:
    for j in p.planned:
        mine = p.options.of_activity(j) & p.options.changed
        for y in range(1, YEARS + 1):
            late = mine & (earliest > y)
            if not late.any():
                continue
            for i, m in enumerate(p.case.municipalities):
                waiting = late & p.options.members[:, i]
                if waiting.any():
                    later = p.started(j, range(y + 1, YEARS + 1))
                    key = p.case.activities[j].key
                    p.require(p.sum_of(waiting) <= later, rule, m.code, key, str(y))


def _ordered(case: Case, d: Decisions) -> list[tuple[int, int]]:
    """Return (activity, what it comes after) where both are planned."""
    pairs = comes_after(case.activities, d)
    return [(case.index(key), case.index(first)) for key, first in pairs.items()]
