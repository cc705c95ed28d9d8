"""Every rule the councils may relax: its function, the words for it, and what easing it means."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np

from models import policy
from models.case import Bools, Case
from models.decisions import YEARS, Decisions, WorseOff, comes_after
from models.entities import Alternative
from models.options import Options
from models.parameters import Floats
from models.program import Program
from models.words import amount, listed, mnkr


@dataclass(frozen=True, slots=True)
class Eased:
    """Decisions with one rule made easier, and how that is said."""

    decisions: Decisions
    words: str


MOST_NAMED = 4
# From the least easing to the greatest; a later one allows all that an earlier one does.
Chain: TypeAlias = tuple[Eased, ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A rule that is a limit on sums: Σ_x coefs[x, k]·choose[x] ≤ limit ∀ k.

    The least limit that opens a plan is found exactly, by making it what is minimised; `step` is
    what a limit is rounded up to when it is said.
    """

    coefs: Callable[[Options], Floats]
    step: float
    at: Callable[[Decisions, float], Eased]
    limit: Callable[[Decisions], float]


@dataclass(frozen=True, slots=True)
class Rule:
    """A decision: its name, a phrase for it, and a sentence with its values (empty when off).

    A rule either `forbids` arrangements or `adds` constraints. `measures` are the columns (X, K)
    in which less is better under the rule: an arrangement that is no better in any of them than a
    cheaper one can be left out. `paced` rules ask for start years.
    """

    name: str
    words: str
    stated: Callable[[Case, Decisions], str]
    forbids: Callable[[Options, Decisions], Bools] | None = None
    adds: Callable[[Program], None] | None = None
    measures: Callable[[Options, Decisions], Floats] | None = None
    eased: Callable[[Options, Decisions], tuple[Chain, ...]] = lambda _o, _d: ()
    ceiling: Ceiling | None = None
    paced: bool = False


def active(case: Case, decisions: Decisions) -> tuple[Rule, ...]:
    """Return the rules that are switched on, in their fixed order."""
    return tuple(rule for rule in POLICY if rule.stated(case, decisions))


def allowed(options: Options, decisions: Decisions, rules: Sequence[Rule]) -> Options:
    """Return the options that no rule forbids."""
    out = np.zeros(len(options), dtype=bool)
    for rule in rules:
        if rule.forbids is not None:
            out |= rule.forbids(options, decisions)
    return options.keep(~out)


# ---- Easing: one step at a time ---------------------------------------------------------------


def _without(field: str, remedy: str) -> Callable[[Options, Decisions], tuple[Chain, ...]]:
    """Return the easing of a rule given by activity: one activity at a time, then all of them."""

    def ease(o: Options, d: Decisions) -> tuple[Chain, ...]:
        labels = {a.key: a.label for a in o.case.activities}
        stated: Mapping[str, object] = getattr(d, field)
        chains = [
            (
                Eased(
                    _with(d, field, {k: v for k, v in stated.items() if k != key}),
                    f"{labels[key]}: {remedy}",
                ),
            )
            for key in stated
        ]
        if len(chains) > 1:
            every = _few([labels[key] for key in stated])
            chains.append((Eased(_with(d, field, {}), f"{every}: {remedy}"),))
        return tuple(chains)

    return ease


def _off(words: str, **changes: Any) -> Callable[[Options, Decisions], tuple[Chain, ...]]:
    return lambda _o, d: ((Eased(replace(d, **changes), words),),)


def _with(d: Decisions, field: str, value: object) -> Decisions:
    return replace(d, **{field: value})  # type: ignore[arg-type]


def _fewer_partners(o: Options, d: Decisions) -> tuple[Chain, ...]:
    asked = _partners_asked(o.case, d)
    labels = {a.key: a.label for a in o.case.activities}

    def at(keys: Sequence[str], number: int) -> Eased:
        least = {**d.least_partners, **{k: min(number, asked[k]) for k in keys}}
        who = _few([labels[k] for k in keys])
        return Eased(replace(d, least_partners=least), f"{who}: minst {number} kommuner")

    chains = [
        tuple(at([key], n) for n in range(number - 1, 1, -1)) for key, number in asked.items()
    ]
    if len(chains) > 1:
        chains.append(tuple(at(list(asked), n) for n in range(max(asked.values()) - 1, 1, -1)))
    return tuple(chains)


def _partners_asked(case: Case, d: Decisions) -> dict[str, int]:
    """Return the number by activity, where two are not enough and a merger is open to it."""
    return {
        a.key: least
        for a in case.activities
        if a.optimised
        and Alternative.MERGED in d.how.get(a.key, a.alternatives)
        and (least := d.least_partners.get(a.key, a.least_partners)) > 2
    }


def _one_less(
    field: str, says: Callable[[Case, Any], str], none: str
) -> Callable[[Options, Decisions], tuple[Chain, ...]]:
    """Return the easing of a rule that names some: one of them less, then none of them."""

    def ease(o: Options, d: Decisions) -> tuple[Chain, ...]:
        named: tuple[object, ...] = getattr(d, field)
        chains: tuple[Chain, ...] = tuple(
            (
                Eased(
                    _with(d, field, tuple(n for n in named if n != one)),
                    says(o.case, one),
                ),
            )
            for one in named
        )
        return chains if len(named) < 2 else (*chains, (Eased(_with(d, field, ()), none),))

    return ease


def _may_take_part(o: Options, d: Decisions) -> tuple[Chain, ...]:
    """Let in who is kept out of an activity, then who is kept out of everything, then all."""
    chains = (
        *_without("forbidden", "alla kommuner får delta")(o, d),
        *_one_less(
            "outside",
            lambda case, code: f"{_names(case)[code]} får delta",
            "ingen kommun måste stå utanför",
        )(o, d),
    )
    if not (d.forbidden and d.outside):
        return chains
    everybody = Eased(replace(d, forbidden={}, outside=()), "alla kommuner får delta i allt")
    return (*chains, (everybody,))


def _any_placement(o: Options, d: Decisions) -> tuple[Chain, ...]:
    """Any placement: for each activity where it is limited, then for all of them."""
    free = {
        a.key: policy.ALL_PATTERNS
        for j, a in enumerate(o.case.activities)
        if a.optimised
        and Alternative.MERGED in a.alternatives
        and len(d.placement.get(a.key, o.case.patterns(j))) < len(policy.ALL_PATTERNS)
    }
    labels = {a.key: a.label for a in o.case.activities}
    chains = [
        (
            Eased(
                replace(d, placement={**d.placement, key: ways}),
                f"{labels[key]}: fri placering",
            ),
        )
        for key, ways in free.items()
        if key in d.placement
    ]
    chains.append((Eased(replace(d, placement={**d.placement, **free}), "fri placering för alla"),))
    return tuple(chains)


def _thresholds(
    column: Callable[[Options], Floats],
    field: str,
    says: Callable[[float], str],
    *,
    upwards: bool,
) -> Callable[[Options, Decisions], tuple[Chain, ...]]:
    """Return the easing of a threshold: each value an option has beyond it, the nearest first."""
    slack = -1e-6 if upwards else 1e-6

    def ease(o: Options, d: Decisions) -> tuple[Chain, ...]:
        limit = getattr(d, field)
        # Two decimals are said, rounded towards what lets the arrangement in.
        inwards = np.ceil if upwards else np.floor
        values = column(o)
        values = np.unique(inwards(values[np.isfinite(values)] * 100 + slack) / 100)
        beyond = (
            values[values > limit] if upwards else values[(values < limit) & (values > 0)][::-1]
        )
        # A ladder of a dozen rungs is enough to say what opens a plan.
        picked = (
            beyond[np.unique(np.linspace(0, len(beyond) - 1, 12).round().astype(int))]
            if len(beyond)
            else beyond
        )
        rungs = [Eased(_with(d, field, float(v)), says(float(v))) for v in picked]
        return ((*rungs, Eased(_with(d, field, None), "ingen gräns")),)

    return ease


def _more_starts(_o: Options, d: Decisions) -> tuple[Chain, ...]:
    now = d.starts_per_year or 0
    return (
        tuple(
            Eased(replace(d, starts_per_year=n), f"högst {n} starter om året")
            for n in range(now + 1, now + 16)
        ),
    )


def _worse_off_eased(_o: Options, d: Decisions) -> tuple[Chain, ...]:
    ladder = {
        WorseOff.IN_ANY_ACTIVITY: (
            (
                WorseOff.IN_TOTAL,
                "ingen kommun får högre kostnad i helheten, men väl i en verksamhet",
            ),
            (WorseOff.ANYWHERE, "en kommun får ha högre kostnad än i dag"),
        ),
        WorseOff.IN_TOTAL: ((WorseOff.ANYWHERE, "en kommun får ha högre kostnad än i dag"),),
        WorseOff.ANYWHERE: (),
    }
    return (tuple(Eased(replace(d, worse_off=w), words) for w, words in ladder[d.worse_off]),)


# ---- Sentences --------------------------------------------------------------------------------


def _few(labels: Sequence[str]) -> str:
    """Return some activities by name, or how many when the names would drown the sentence."""
    return listed(labels) if len(labels) <= MOST_NAMED else f"alla {len(labels)} verksamheterna"


def _names(case: Case) -> dict[str, str]:
    return {m.code: m.name for m in case.municipalities}


def _town(case: Case, key: str) -> str:
    return next((t.name for t in case.towns if t.key == key), key)


def _of_members(field: str, verb: str) -> Callable[[Case, Decisions], str]:
    def say(case: Case, d: Decisions) -> str:
        names, labels = _names(case), {a.key: a.label for a in case.activities}
        stated: Mapping[str, Sequence[str]] = getattr(d, field)
        return "; ".join(
            f"{labels[key]}: {listed([names[c] for c in codes])} {verb}"
            for key, codes in stated.items()
            if codes
        )

    return say


def _ways_stated(case: Case, d: Decisions) -> str:
    labels = {a.key: a.label for a in case.activities}
    grouped: dict[tuple[Alternative, ...], list[str]] = {}
    for key, ways in d.how.items():
        grouped.setdefault(ways, []).append(labels[key])
    return "; ".join(
        f"{listed(names)} drivs som {' eller '.join(ways)}" for ways, names in grouped.items()
    )


def _partners_stated(case: Case, d: Decisions) -> str:
    labels = {a.key: a.label for a in case.activities}
    grouped: dict[int, list[str]] = {}
    for key, least in _partners_asked(case, d).items():
        grouped.setdefault(least, []).append(labels[key])
    return "; ".join(
        f"{listed(names)}: minst {least} kommuner i en sammanslagen organisation"
        for least, names in grouped.items()
    )


def _some_merge_stated(case: Case, d: Decisions) -> str:
    labels = {a.key: a.label for a in case.activities}
    if not d.some_merge:
        return ""
    return f"{listed([labels[key] for key in d.some_merge])} slås ihop av minst en grupp"


def _placement_stated(case: Case, d: Decisions) -> str:
    """The pack's own placement counts too: it holds until the councils change it."""
    labels = {a.key: a.label for a in case.activities}
    grouped: dict[tuple[str, ...], list[str]] = {}
    for j, a in enumerate(case.activities):
        patterns = d.placement.get(a.key, case.patterns(j))
        mergeable = a.optimised and Alternative.MERGED in d.how.get(a.key, a.alternatives)
        if mergeable and len(patterns) < len(policy.ALL_PATTERNS):
            grouped.setdefault(tuple(PLACEMENT_WORDS[p] for p in patterns), []).append(
                labels[a.key]
            )
    return "; ".join(
        f"{listed(names)} placeras {' eller '.join(words)} om de slås ihop"
        for words, names in grouped.items()
    )


PLACEMENT_WORDS = {
    "en_ort": "i en ort",
    "decentraliserad": "decentraliserat",
    "hybrid": "delat mellan kontorsorten och kommunerna",
}


def _when(field: str, says: Callable[[Any, Case], str]) -> Callable[[Case, Decisions], str]:
    """Return a sentence for a value that is off when it is None, False or empty; 0 is a value."""

    def say(case: Case, d: Decisions) -> str:
        value = getattr(d, field)
        off = value is None or value is False or value in ("", (), {})
        return "" if off else says(value, case)

    return say


def _order_stated(case: Case, d: Decisions) -> str:
    labels = {a.key: a.label for a in case.activities}
    pairs = comes_after(case.activities, d) if d.in_order else {}
    return "; ".join(f"{labels[key]} först efter {labels[first]}" for key, first in pairs.items())


def _kept_out_stated(case: Case, d: Decisions) -> str:
    names = [_names(case)[code] for code in d.outside]
    outside = f"{listed(names)} står utanför allt gemensamt" if names else ""
    parts = (_of_members("forbidden", "får inte delta")(case, d), outside)
    return "; ".join(part for part in parts if part)


def _starts_stated(case: Case, d: Decisions) -> str:
    labels = {a.key: a.label for a in case.activities}
    return "; ".join(f"{labels[k]} startar år {y}" for k, y in d.start.items())


def _form_stated(case: Case, d: Decisions) -> str:
    form = next((f for f in case.legal_forms if f.key == d.legal_form), None)
    if form is None or form.authority:
        return ""
    return (
        f"sammanslagna organisationer är {form.label.lower()}, där myndighetsutövning inte får "
        "ligga"
    )


def _worse_off_stated(which: WorseOff, words: str) -> Callable[[Case, Decisions], str]:
    return lambda _case, d: words if d.worse_off is which else ""


POLICY: tuple[Rule, ...] = (
    Rule(
        "ways_as_decided",
        "beslutade driftformer",
        _ways_stated,
        forbids=policy.ways_as_decided,
        eased=_without("how", "valfri driftform"),
    ),
    Rule(
        "enough_partners",
        "minsta antal kommuner i en sammanslagen organisation",
        _partners_stated,
        forbids=policy.enough_partners,
        eased=_fewer_partners,
    ),
    Rule(
        "required_take_part",
        "kommuner som ska delta",
        _of_members("required", "ska delta"),
        forbids=policy.required_take_part,
        eased=_without("required", "ingen kommun måste delta"),
    ),
    Rule(
        "forbidden_stay_out",
        "kommuner som inte får delta",
        _kept_out_stated,
        forbids=policy.forbidden_stay_out,
        eased=_may_take_part,
    ),
    Rule(
        "kept_apart",
        "kommuner som inte ska vara i samma grupp",
        _when(
            "apart",
            lambda pairs, case: "; ".join(
                f"{listed([_names(case)[c] for c in pair])} är inte i samma grupp" for pair in pairs
            ),
        ),
        forbids=policy.kept_apart,
        eased=_one_less(
            "apart",
            lambda case, pair: f"{listed([_names(case)[c] for c in pair])} får vara i samma grupp",
            "alla kommuner får vara i samma grupp",
        ),
    ),
    Rule(
        "placed_as_decided",
        "beslutad placering",
        _placement_stated,
        forbids=policy.placed_as_decided,
        eased=_any_placement,
    ),
    Rule(
        "team_in_every_office",
        "minsta lag på varje kontor",
        _when("least_team", lambda n, _c: f"minst {amount(n)} årsarbetare på varje kontor"),
        forbids=policy.team_in_every_office,
        eased=_thresholds(
            lambda o: o.smallest_team,
            "least_team",
            lambda v: f"minst {amount(v)} årsarbetare på varje kontor",
            upwards=False,
        ),
    ),
    Rule(
        "competence_deep_enough",
        "minsta kompetensdjup",
        _when(
            "competence_depth",
            lambda n, _c: f"minst {amount(n)} årsarbetare med varje utpekad kompetens",
        ),
        forbids=policy.competence_deep_enough,
        eased=_thresholds(
            lambda o: o.depth,
            "competence_depth",
            lambda v: f"minst {amount(v)} årsarbetare med varje utpekad kompetens",
            upwards=False,
        ),
    ),
    Rule(
        "within_reach",
        "längsta resa till service",
        _when(
            "longest_travel",
            lambda n, _c: f"högst {amount(n)} minuter till service som invånarna besöker",
        ),
        forbids=policy.within_reach,
        eased=_thresholds(
            lambda o: np.where(o.visited & o.joint, o.longest, np.nan),
            "longest_travel",
            lambda v: f"högst {amount(v)} minuter till service som invånarna besöker",
            upwards=True,
        ),
    ),
    Rule(
        "nobody_loses_anywhere",
        "ingen kommun får högre kostnad i någon verksamhet",
        _worse_off_stated(
            WorseOff.IN_ANY_ACTIVITY,
            "ingen kommun får högre kostnad i någon verksamhet, samordningen av helheten oräknad",
        ),
        forbids=policy.nobody_loses_anywhere,
        eased=_worse_off_eased,
    ),
    Rule(
        "lawful_form",
        "den juridiska formen",
        _form_stated,
        forbids=policy.lawful_form,
        eased=_off("en form där myndighetsutövning får ligga", legal_form=""),
    ),
    Rule(
        "locked_stay",
        "det som är låst i planen",
        _when(
            "locked",
            lambda locked, case: (
                "låst: " + listed([a.label for a in case.activities if a.key in locked])
            ),
        ),
        forbids=policy.locked_stay,
        eased=_without("locked", "lås upp"),
    ),
    Rule(
        "no_town_loses_more",
        "största jobbförlust i en ort",
        _when(
            "largest_job_loss", lambda n, _c: f"ingen ort förlorar mer än {amount(n)} årsarbetare"
        ),
        adds=policy.no_town_loses_more,
        measures=lambda o, _d: policy.job_losses(o),
        ceiling=Ceiling(
            policy.job_losses,
            0.25,
            lambda d, v: Eased(
                replace(d, largest_job_loss=v), f"ingen ort förlorar mer än {amount(v)} årsarbetare"
            ),
            lambda d: d.largest_job_loss or 0.0,
        ),
    ),
    Rule(
        "office_in_town",
        "orter som ska ha ett gemensamt kontor",
        _when(
            "office_in",
            lambda keys, case: listed([_town(case, k) for k in keys]) + " har ett gemensamt kontor",
        ),
        adds=policy.office_in_town,
        measures=lambda o, d: np.stack(
            [-(o.merged & (o.seat == o.case.town_index(k))).astype(float) for k in d.office_in],
            axis=1,
        ),
        eased=_one_less(
            "office_in",
            lambda case, key: f"{_town(case, key)} behöver inget gemensamt kontor",
            "ingen ort måste ha ett gemensamt kontor",
        ),
    ),
    Rule(
        "merged_by_some",
        "verksamheter som ska slås ihop av några",
        _some_merge_stated,
        adds=policy.merged_by_some,
        measures=lambda o, d: np.stack(
            [-(o.merged & o.of_activity(o.case.index(k))).astype(float) for k in d.some_merge],
            axis=1,
        ),
        eased=_one_less(
            "some_merge",
            lambda case, key: f"{case.activities[case.index(key)].label} behöver inte slås ihop",
            "ingen verksamhet måste slås ihop",
        ),
    ),
    Rule(
        "within_one_off_ceiling",
        "taket för engångskostnaden",
        _when("one_off_ceiling_sek", lambda n, _c: f"högst {mnkr(n)} i engångskostnad"),
        adds=policy.within_one_off_ceiling,
        measures=lambda o, _d: o.one_off[:, None],
        ceiling=Ceiling(
            lambda o: o.one_off[:, None],
            10_000.0,
            lambda d, v: Eased(
                replace(d, one_off_ceiling_sek=v), f"högst {mnkr(v)} i engångskostnad"
            ),
            lambda d: d.one_off_ceiling_sek or 0.0,
        ),
    ),
    Rule(
        "nobody_loses_in_total",
        "ingen kommun får högre kostnad i helheten",
        _worse_off_stated(
            WorseOff.IN_TOTAL,
            "ingen kommun får högre kostnad i helheten, med sin andel av samordningen",
        ),
        adds=policy.nobody_loses_in_total,
        measures=lambda o, _d: o.annual,
        eased=_worse_off_eased,
    ),
    Rule(
        "starts_within_pace",
        "högsta antal starter om året",
        _when("starts_per_year", lambda n, _c: f"högst {n} verksamheter startar om året"),
        adds=policy.starts_within_pace,
        eased=_more_starts,
        paced=True,
    ),
    Rule(
        "in_order",
        "ordningen mellan verksamheter",
        _order_stated,
        adds=policy.in_order,
        eased=_off("verksamheterna får komma i valfri ordning", in_order=False),
        paced=True,
    ),
    Rule(
        "reductions_by_departure",
        "ingen sägs upp",
        _when("no_notice", lambda _v, _c: "tjänster dras in först när någon slutar självmant"),
        adds=policy.reductions_by_departure,
        measures=lambda o, _d: np.minimum(o.no_notice_year, YEARS + 1)[:, None],
        eased=_off("tjänster får dras in fortare än någon slutar", no_notice=False),
        paced=True,
    ),
    Rule(
        "contracts_first_run_out",
        "avtal löper ut först",
        _when("contracts_run_out", lambda _v, _c: "inget startar före kända avtals slut"),
        adds=policy.contracts_first_run_out,
        eased=_off("avtal får brytas i förtid", contracts_run_out=False),
        paced=True,
    ),
    Rule(
        "start_as_decided",
        "beslutade startår",
        _starts_stated,
        adds=policy.start_as_decided,
        eased=_without("start", "valfritt startår"),
        paced=True,
    ),
)
