"""The one master text that every council adopts, and its hash: the same words, or not the same.

Every clause reads both as a sentence and after ”att”, so that a municipality may keep its habit
without a word being changed. What is not said yet stands as a visible gap.
"""

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.joint_decision import GoalLevel, Measure, Point, Words
from models.words import listed
from scenarios import written
from scenarios.frozen import DecisionPoint, Figure, Frozen, Head, Organisation
from scenarios.numbers import ALL

GAP = "[uppgift saknas: {what}]"
CONDITION = len(Point) + 1
HASH_DIGITS = 16


def decision_points(
    frozen: Frozen, words: Words, figures: Sequence[Figure]
) -> tuple[DecisionPoint, ...]:
    """Return the six points and the condition, as every council adopts them."""
    shown = {figure.key: figure.shown for figure in figures}
    said = {
        Point.GOALS: _goals(words, shown),
        Point.ECONOMY: _economy(frozen, words, shown),
        Point.EMPLOYMENT: _employment(frozen, words, shown),
        Point.EVALUATION: _evaluation(words, shown),
        Point.GOVERNANCE: _governance(frozen, words),
        Point.LEADERSHIP: _leadership(frozen, words),
    }
    six = tuple(DecisionPoint(p.value, p.label, tuple(found)) for p, found in said.items())
    return (*six, DecisionPoint(CONDITION, "Villkor", tuple(_condition(frozen, words))))


def gap(text: str, what: str) -> str:
    """Return the text without its full stop, or a visible gap that says what is missing."""
    plain = " ".join(text.split()).rstrip(".")
    return plain or GAP.format(what=what)


def _goals(words: Words, shown: dict[str, str]) -> Iterator[str]:
    for n, goal in enumerate(words.goals, 1):
        text = gap(goal.text, "målets text")
        if goal.level is not GoalLevel.ASSIGNMENT:
            yield f"som {goal.level.value} gäller: ”{text}”"
            continue
        target = _figure(shown, f"mal.{n}.mal", goal.unit, goal.year, "målvärde")
        baseline = _figure(shown, f"mal.{n}.nulage", goal.unit, goal.baseline_year, "nuläge")
        yield (
            f"som {goal.level.value} gäller: ”{text}”, mätt som "
            f"{_lower(gap(goal.indicator, 'indikator'))}: {target}, från {baseline}, med "
            f"{gap(goal.owner, 'ägare')} som ansvarig"
        )
    if not words.goals:
        yield GAP.format(what="mål")


def _figure(shown: dict[str, str], key: str, unit: str, year: int | None, what: str) -> str:
    if key not in shown:
        return GAP.format(what=what)
    when = GAP.format(what=f"{what}ets år") if year is None else str(year)
    return f"{shown[key]} {unit}".strip() + f" ({when})"


def _economy(frozen: Frozen, words: Words, shown: dict[str, str]) -> Iterator[str]:
    sharing, price = frozen.sharing, frozen.origin.price_year
    yield f"kostnaden för det gemensamma fördelas efter nyckeln {sharing.key_label.lower()}"
    rule = f"fördelas enligt regeln ”{sharing.rule_label.lower()}”"
    if frozen.total.change.value < 0:
        yield f"rationaliseringsvinsten {rule}"
    else:
        yield f"ingen rationaliseringsvinst räknas fram, och en vinst som ändå uppstår {rule}"
    yield (
        f"beloppen nedan är i {price} års priser, i snitt per år med omställningen inräknad, och "
        "har spannet 5–95\u00a0% inom parentes"
    )
    for row in frozen.economy:
        yield _amounts(row.code, f"{row.name} betalar", shown)
    yield _amounts(ALL, "tillsammans betalar kommunerna", shown)
    fixed = [r for r in frozen.economy if shown[f"ekonomi.{r.code}.utjamning"] != "0"]
    if fixed:
        yield "utöver nyckeln regleras varje år fasta belopp: " + ", ".join(
            f"{row.name} {shown[f'ekonomi.{row.code}.utjamning']} tkr" for row in fixed
        )
    yield (
        f"engångskostnaden beräknas till {shown[f'ekonomi.{ALL}.engang']} tkr och betalas så: "
        f"{gap(words.money.one_offs, 'vem som betalar engångskostnaderna och när')}"
    )
    if frozen.total.coordination.value:
        yield (
            "samordningen av helheten, gemensam för alla områden, beräknas till "
            f"{shown[f'ekonomi.{ALL}.samordning']} tkr per år och fördelas efter invånarantal"
        )
    yield f"medlen anvisas ur {gap(words.money.financing, 'anslag')}"
    settled = gap(words.money.settlement, "hur över- och underskott regleras")
    yield f"över- och underskott regleras så: {settled}"


def _amounts(code: str, name: str, shown: dict[str, str]) -> str:
    pays, change = (shown[f"ekonomi.{code}.{what}"] for what in ("betalar", "forandring"))
    return f"{name} {pays} tkr per år, vilket mot i dag är {change} tkr"


def _employment(frozen: Frozen, words: Words, shown: dict[str, str]) -> Iterator[str]:
    for (town, members, merged), found in _by_office(frozen).items():
        what = "; ".join(_lower(one.label) for one in found)
        whom = _names(frozen, members)
        yield (
            f"gemensamt kontor för {what} ligger i {town} och utför uppgifterna åt {whom}"
            if merged
            else f"{what} utförs delvis från {town} åt {whom}, som köper tjänsterna och behåller "
            "egen ledning och personal"
        )
    jobs = [
        f"{row.town} {shown[f'ort.{row.town}.fore']} i dag och {shown[f'ort.{row.town}.efter']} "
        "därefter"
        for row in frozen.towns
    ]
    yield f"antalet årsarbetare per ort är: {'; '.join(jobs)}"
    premises = gap(words.jobs.premises, "lokaler och hyresavtal")
    yield f"för lokalerna gäller: {premises}"
    yield f"för personalen gäller: {gap(words.jobs.staff, 'vad som händer med personalen')}"


def _by_office(
    frozen: Frozen,
) -> dict[tuple[str, tuple[str, ...], bool], list[Organisation]]:
    found: dict[tuple[str, tuple[str, ...], bool], list[Organisation]] = {}
    for one in frozen.joint:
        found.setdefault((one.town, one.members, one.merged), []).append(one)
    return found


def _evaluation(words: Words, shown: dict[str, str]) -> Iterator[str]:
    found = words.evaluation
    dates = listed(list(found.dates)) if found.dates else GAP.format(what="datum")
    yield f"samverkan utvärderas {dates}"
    yield f"utvärderingens metod är: {gap(found.method, 'metod')}"
    yield f"i utvärderingen tillfrågas: {gap(found.respondents, 'vilka som tillfrågas')}"
    measures = [_measure(n, m, shown) for n, m in enumerate(found.measures, 1)]
    yield f"nyckeltalen är: {'; '.join(measures) or GAP.format(what='nyckeltal')}"
    yield "utvärderingen återrapporteras till kommunfullmäktige i varje kommun"


def _measure(n: int, measure: Measure, shown: dict[str, str]) -> str:
    now = _figure(shown, f"nyckeltal.{n}", measure.unit, measure.baseline_year, "nuläge")
    return f"{_lower(gap(measure.name, 'namn'))}, i dag {now}"


def _governance(frozen: Frozen, words: Words) -> Iterator[str]:
    found = words.governance
    form = gap(found.form_label, "juridisk form").lower()
    section = f" enligt {found.section}" if found.section else ""
    yield f"samverkan sker genom {form}{section}"
    papers = "avtalet om samverkan"
    if found.joint_body:
        papers += " samt reglemente eller förbundsordning för det gemensamma organet"
    yield f"{papers} godkänns enligt bilagorna till ärendet"
    signing = gap(found.signing, "vem som undertecknar")
    yield f"handlingarna undertecknas för varje kommun av {_lower(signing)}"
    host = frozen.name(found.host) if found.host else GAP.format(what="värdkommun")
    yield f"värdkommun är {host}"
    seat = frozen.name(found.seat) if found.seat else GAP.format(what="säte")
    yield f"sätet är {seat}, vilket är skilt från frågan om kontorsort i punkt 3"
    if found.joint_body:
        seats = [
            f"{frozen.name(s.code)} {s.members} ledamöter och {s.substitutes} ersättare"
            for s in found.seats
        ]
        yield f"platserna fördelas så: {'; '.join(seats) or GAP.format(what='platser')}"
        yield f"ordföranden utses så: {gap(found.chair, 'hur ordföranden utses')}"
        yield "varje kommun väljer sina ledamöter och ersättare i ett eget beslut"
    yield f"för beslutanderätten gäller: {gap(found.rights, 'beslutanderätt')}"
    months = found.notice_months
    notice = GAP.format(what="uppsägningstid") if months is None else f"{months} månader"
    yield f"uppsägningstiden är {notice}"
    outside = [party.name for party in frozen.parties if not party.joins]
    if outside:
        yield f"{listed(outside)} står utanför och driver verksamheten i egen regi"
    yield "ändringar görs endast genom likalydande beslut i samma fullmäktige"


def _leadership(frozen: Frozen, words: Words) -> Iterator[str]:
    found = words.leadership
    employer = frozen.name(found.employer) if found.employer else GAP.format(what="arbetsgivare")
    yield f"verksamheten leds av {_lower(gap(found.post, 'befattning'))}"
    yield f"arbetsgivare är {employer}, med placering i {gap(found.town, 'placeringsort')}"
    yield f"till ledningen delegeras: {gap(found.delegation, 'vad som delegeras')}"
    yield f"befattningen tillsätts så: {gap(found.recruitment, 'när och hur')}"


def _condition(frozen: Frozen, words: Words) -> Iterator[str]:
    names = listed([party.name for party in frozen.parties])
    start = words.start or GAP.format(what="startdatum")
    if words.least is None:
        who = f"kommunfullmäktige i samtliga kommuner, {names},"
    else:
        who = f"kommunfullmäktige i minst {written.count(words.least)} av kommunerna {names}"
    yield f"beslutet gäller från {start} under förutsättning att {who} fattar likalydande beslut"


def _names(frozen: Frozen, codes: Sequence[str]) -> str:
    return listed([frozen.name(code) for code in codes])


def _lower(text: str) -> str:
    """Return the text with a small first letter, unless its first word is an abbreviation."""
    first = text.split(" ")[0].split("-")[0]
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


# ---- How it is written in one municipality, and whether the words are the same ------------------


def as_written(points: Sequence[DecisionPoint], head: Head) -> tuple[str, ...]:
    """Return the numbered points as one municipality writes them: sentences, or ”att …”."""
    return tuple(f"{point.number}. {_point(point, head)}" for point in points)


def _point(point: DecisionPoint, head: Head) -> str:
    if head.that_clauses:
        return f"{point.heading}: att " + ", att ".join(point.clauses) + "."
    return f"{point.heading}: " + " ".join(
        f"{clause[:1].upper()}{clause[1:]}." for clause in point.clauses
    )


def hash_of(points: Sequence[DecisionPoint], head: Head | None = None) -> str:
    """Return the hash of the points as they are written; the same for everybody's habit."""
    return hash_of_written(as_written(points, head or Head("", "")))


def hash_of_written(lines: Sequence[str]) -> str:
    """Return the hash of numbered points read from a document, whatever habit they are written in.

    Only what is habit is left out of it: spaces, ”att”, a clause's first letter and its stop.
    """
    plain = "\n".join(" ".join(_words(line)) for line in lines)
    return hashlib.sha256(plain.encode()).hexdigest()[:HASH_DIGITS]


def _words(line: str) -> list[str]:
    """Return the words of a point with the habit taken away; everything else stays."""
    text = " ".join(line.replace("\u00a0", " ").split())
    text = re.sub(r"(^|[:,.] )att ", r"\1", text)
    return [word.strip(".,").casefold() for word in text.split() if word.strip(".,")]


@dataclass(frozen=True, slots=True)
class Change:
    """Words that differ in one numbered point: what the master says, and what was found."""

    number: int
    heading: str
    master: str
    found: str


def changes(points: Sequence[DecisionPoint], lines: Sequence[str]) -> tuple[Change, ...]:
    """Return every difference in words between the master and a version's numbered points."""
    master = as_written(points, Head("", ""))
    found = []
    for n in range(max(len(master), len(lines))):
        ours = master[n] if n < len(master) else ""
        theirs = lines[n] if n < len(lines) else ""
        heading = points[n].heading if n < len(points) else ""
        for before, after in _differing(ours, theirs):
            found.append(Change(n + 1, heading, before, after))
    return tuple(found)


def _differing(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    one, other = _words(ours), _words(theirs)
    for kind, i, j, k, m in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            yield " ".join(one[i:j]), " ".join(other[k:m])
