"""How sure a result is and what decides it, as data to write in a file and to say in a line."""

from collections.abc import Iterator

from models.pack import Pack
from scenarios import written
from scenarios.candidates import PLAN, of_activity, of_plan, planned_first
from scenarios.drivers import Assumption, Drivers, Swing, drivers
from scenarios.run import Outcome
from scenarios.uncertainty import Payback, Spread, sureness

# Assumptions written for each activity, the one that moves it most first.
MOST = 5


def uncertainty_dict(outcome: Outcome) -> dict[str, object]:
    """Return how sure the plan is, in all, by activity and by municipality; SEK/year."""
    found = sureness(outcome)
    paid, paid_by = dict(found.payback_by_activity), dict(found.payback_by_municipality)
    return {
        "draws": found.draws,
        "seed": found.seed,
        "whole": {**_spread(found.whole), "payback": _payback(found.payback)},
        "by_activity": [
            {"activity": key, **_spread(spread), "payback": _payback(paid[key])}
            for key, spread in found.by_activity
        ],
        "by_municipality": [
            {"code": code, **_spread(spread), "payback": _payback(paid_by[code])}
            for code, spread in found.by_municipality
        ],
    }


def deciders_of(outcome: Outcome) -> Iterator[tuple[str | None, Drivers]]:
    """Yield what decides for the whole plan, where it changes anything, and for each activity.

    The whole plan's activity is None. An activity is looked at as the plan has it, else in the
    cheapest way that is not today's.
    """
    if outcome.chance is not None:
        yield None, drivers(of_plan(outcome), 1)
    for activity in outcome.setting.case.activities:
        if activity.optimised and len(activity.alternatives) > 1:
            subject = of_activity(outcome, activity.key)
            yield activity.key, drivers(subject, planned_first(subject, outcome))


def decider_dict(activity: str | None, found: Drivers, pack: Pack) -> dict[str, object]:
    """Return what decides for an activity or the whole plan; SEK/year."""
    best = min(found.standings, key=lambda s: s.spread.value)
    return {
        "activity": activity,
        "sentence": sentence(activity, found, pack),
        "candidate": str(found.standings[found.chosen].key),
        **_spread(found.spread),
        "cheapest": str(best.key),
        "equal_to_cheapest": [str(s.key) for s in found.standings if s.equal and s.key != best.key],
        "assumptions": [_swing(swing) for swing in found.swings[:MOST]],
    }


def sentence(activity: str | None, found: Drivers, pack: Pack, who: str = "") -> str:
    """Return ”Lön, samverkan: 64 % chans till besparing, −0,3 till +0,9 mnkr per år, avgörs …”.

    `who` is the name of the municipality it is about, empty for everybody.
    """
    labels = {a.key: a.label for a in pack.activities}
    key = str(found.standings[found.chosen].key)
    way = "som i planen" if key == PLAN else key
    subject = "Hela planen" if activity is None else f"{labels[activity]}, {way}"
    subject = f"{subject}, {who}" if who else subject
    s = found.spread
    chance = "ingen" if s.chance is None else written.chance(s.chance)
    span = f"{written.span_mnkr(s.low, s.high, 2)} mnkr per år"
    text = f"{subject}: {chance} chans till besparing, {span}"
    if not found.swings:
        return f"{text}."
    most = in_sentence(assumption_label(found.swings[0].assumption, pack))
    return f"{text}, avgörs mest av {most}."


def assumption_label(assumption: Assumption, pack: Pack) -> str:
    """Return what an assumption is called, with its activity where it is only about one."""
    labels = {a.key: a.label for a in pack.activities}
    known = pack.parameters.get(assumption.parameter)
    text = "Kostnaden i dag jämfört med uppgiften" if known is None else known.label
    return f"{text} ({labels[assumption.activity]})" if assumption.activity else text


def in_sentence(text: str) -> str:
    """Return the text as inside a sentence; ”IT” stays."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _spread(spread: Spread) -> dict[str, object]:
    return {
        "annual_sek": {"value": spread.value, "low": spread.low, "high": spread.high},
        "middle_sek": spread.middle,
        "chance_of_saving": spread.chance,
    }


def _payback(payback: Payback) -> dict[str, object]:
    return {
        "middle_years": payback.middle,
        "never": payback.never,
        "share_by_year": [share for _, share in payback.years],
    }


def _swing(swing: Swing) -> dict[str, object]:
    a = swing.assumption
    return {
        "parameter": a.parameter or None,
        "activity": a.activity or None,
        "low": a.low,
        "value": a.mode,
        "high": a.high,
        "at_low_sek": swing.at_low,
        "at_high_sek": swing.at_high,
        "turns_at": list(swing.turns),
    }
