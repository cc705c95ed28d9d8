"""What a meeting takes home from an outcome: sentences and tables ready to be set on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.account import shares_by_status
from models.entities import Alternative
from models.rounding import round_to_total
from models.words import listed
from scenarios import written
from scenarios.candidates import of_activity, of_plan, planned_first
from scenarios.differences import differences
from scenarios.drivers import drivers
from scenarios.result_sure import sentence
from scenarios.roadmap import roadmap
from scenarios.run import ChoiceRow, Outcome
from scenarios.scenario import TODAY, Scenario
from scenarios.setting import DRAW_EXPONENT

SPAN = "(5–95\u00a0%)"
LETTERS = "ABCDEFGHIJ"
SEAT, KNOWN = "•", "†"
HORIZON = "horisont"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headings: the columns' parts of the width, and how many sums end it.

    The first `texts` columns are words, to the left; the others are figures, to the right.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    texts: int
    sums: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the document: a heading, sentences, and a table where there is one."""

    heading: str
    sentences: tuple[str, ...]
    table: Table | None = None


def parts(outcome: Outcome, only: str | None = None) -> Iterator[Part]:
    """Yield what is printed in its order; `only` is a municipality's code, as on the screen."""
    yield _who(outcome)
    yield _changes(outcome, only)
    yield _municipalities(outcome)
    yield _years(outcome)
    yield _towns(outcome)
    yield _differs(outcome)
    yield _sure(outcome, only)
    yield _limits(outcome)


def headline(outcome: Outcome, only: str | None = None) -> str:
    """Return the one message, as the screen says it."""
    title, pack = outcome.scenario.title, outcome.pack
    count = written.count(len(pack.municipalities))
    r, chance, who = outcome.annual, outcome.chance, f"de {count} tillsammans"
    if only is not None:
        row = next(row for row in outcome.municipalities if row.code == only)
        r, chance, who = row.annual, row.chance, _names(outcome)[only]
    if chance is None:
        return (
            f"{title}: planen behåller egen verksamhet i alla områden för {who}. Ingen förändring "
            "räknas då fram."
        )
    horizon = written.count(round(pack.parameters[HORIZON].value))
    text = (
        f"{title}: planen ger {who} {written.mnkr(abs(r.value))} mnkr "
        f"{'lägre' if r.value < 0 else 'högre'} nettokostnad per år i snitt över {horizon} år med "
        f"omställningen inräknad (spann {written.span_mnkr(r.low, r.high)} mnkr). "
        f"Chansen att det blir en besparing är {written.chance(chance)}."
    )
    if only and outcome.coordination.value:
        text += (
            " Någon andel av samordningen av helheten, "
            f"{written.number(outcome.coordination.value / written.TKR)} tkr, är inte inräknad."
        )
    price = outcome.scenario.decide.price_uncovered_day_sek
    if price:
        text += (
            " Planen väger också in att en dag utan bemanning är värd "
            f"{written.number(price)} kr att slippa."
        )
    return text


# ---- Who, what and for whom ---------------------------------------------------------------------


def _who(outcome: Outcome) -> Part:
    pack = outcome.pack
    by_cell = {(row.activity, code): row for row in outcome.choices for code in row.members}
    rows = []
    for activity in pack.activities:
        if not activity.optimised:
            continue
        joint = [r for r in outcome.choices if r.activity == activity.key and len(r.members) > 1]
        letters = dict(zip((row.members for row in joint), LETTERS, strict=False))
        cells = [activity.label]
        for m in pack.municipalities:
            row = by_cell[activity.key, m.code]
            words = str(row.alternative).capitalize()
            if row.members in letters:
                words += f" {letters[row.members]}" + (f" {SEAT}" if row.seat == m.seat else "")
            if any(known.activity == activity.key for known in m.existing):
                words += f" {KNOWN}"
            cells.append(words)
        rows.append(tuple(cells))
    heads = ("Verksamhet", *(m.name for m in pack.municipalities))
    return Part(
        "Vem driver vad med vem",
        (
            f"Samma bokstav på en rad är samma grupp; {SEAT} gemensamt kontor eller den som "
            f"säljer; {KNOWN} samverkar redan i dag, räknat som egen.",
        ),
        Table(heads, tuple(rows), (2.0, *(1.0 for _ in pack.municipalities)), len(heads)),
    )


def _changes(outcome: Outcome, only: str | None) -> Part:
    heading, decide = "Vad planen ändrar", outcome.scenario.decide
    chosen = changed(outcome, only)
    if not chosen:
        who = "" if only is None else f" för {_names(outcome)[only]}"
        said = f"Under de här besluten är det billigast att allt drivs som i dag{who}."
        return Part(heading, (said,))
    labels = _labels(outcome)
    rows = [
        (
            labels[row.activity],
            str(row.alternative).capitalize(),
            _members(outcome, row.members),
            _seat(outcome, row),
            "–" if row.start is None else str(decide.first_year + row.start - 1),
            written.change(row.annual),
            written.chance(row.chance),
            written.cost(row.one_off),
            written.days(row.days_before, row.days_after),
        )
        for row in chosen
    ]
    sums = []
    if only is None:
        if outcome.coordination.value:
            together = written.change(outcome.coordination)
            sums.append(("Samordning av helheten", "", "", "", "", together, "", "", ""))
        whole, chance = written.change(outcome.annual), written.chance(outcome.chance)
        one_off = written.cost(outcome.one_off)
        sums.append(("Summa", "", "", "", "", whole, chance, one_off, ""))
    whose = "" if only is None else f" Bara det som {_names(outcome)[only]} deltar i."
    heads = (
        "Verksamhet",
        "Driftform",
        "Kommuner",
        "Kontor",
        "Startar",
        f"Effekt per år {SPAN}",
        "Chans till besparing",
        f"Engångskostnad {SPAN}",
        "Dagar utan bemanning",
    )
    return Part(
        heading,
        (
            f"Det som ändras mot i dag, tkr i {outcome.pack.price_year} års priser; minus är lägre "
            "kostnad. Effekten är snittet per år med omställningen inräknad. Dagar utan bemanning: "
            f"i snitt per kommun och år, i dag och med planen.{whose}",
        ),
        Table(
            heads,
            (*rows, *sums),
            (3.2, 2.2, 3.2, 2.8, 1.3, 3.4, 1.6, 3.0, 2.0),
            5,
            1 if sums else 0,
        ),
    )


def changed(outcome: Outcome, only: str | None = None) -> list[ChoiceRow]:
    """Return the choices that are not own, for everybody or for one municipality."""
    return [
        row
        for row in outcome.choices
        if row.alternative is not Alternative.OWN and (only is None or only in row.members)
    ]


def _municipalities(outcome: Outcome) -> Part:
    names = _names(outcome)
    rows = [
        (
            names[row.code],
            written.change(row.annual),
            written.change(row.change),
            written.chance(row.chance),
        )
        for row in outcome.municipalities
    ]
    said = "Förändrad nettokostnad före fördelning, tkr/år, utan samordning av helheten."
    if outcome.chance is None:
        said += " Ingen kommun får ändrad kostnad."
    heads = (
        "Kommun",
        f"Snitt per år med omställning {SPAN}",
        f"Fullt genomförd {SPAN}",
        "Chans till besparing",
    )
    return Part("Per kommun", (said,), Table(heads, tuple(rows), (2.0, 3.0, 3.0, 2.0), 1))


def _years(outcome: Outcome) -> Part:
    heading = "År för år"
    if outcome.chance is None:
        return Part(heading, ("Inget ändras mot i dag, så det finns inget att visa år för år.",))
    roads, labels = roadmap(outcome), _labels(outcome)
    said = [f"Effekt år för år, tkr i {outcome.pack.price_year} års priser; plus är dyrare."]
    if roads.unplaced:
        names = listed([labels[key] for key in roads.unplaced])
        said.append(f"Inget startår ryms i den beslutade takten för {names}.")
    last = roads.years[-1]
    repaid = roads.payback is not None and last.cumulative.value < 0
    said.append(
        f"På typvärdena är allt återbetalt {roads.payback}."
        if repaid
        else f"På typvärdena är planen inte återbetald {last.year}."
    )
    rows = [
        (
            str(year.year),
            listed([labels[key] for key in year.starts]) or "–",
            written.change(year.flow),
            written.change(year.cumulative),
        )
        for year in roads.years
    ]
    rows.append(("Nuvärde", "", written.change(roads.present_value), ""))
    heads = ("År", "Startar", f"Året {SPAN}", f"Summerat {SPAN}")
    return Part(heading, tuple(said), Table(heads, tuple(rows), (1.0, 4.6, 2.4, 2.4), 2, 1))


def _towns(outcome: Outcome) -> Part:
    # Rounded so that each column adds up to its printed sum, as on the screen.
    before, after = (
        round_to_total([getattr(row, of) for row in outcome.towns], 0.1)
        for of in ("before", "after")
    )
    rows = [
        (row.town, written.number(b, 1), written.number(a, 1), written.signed(a - b, 1))
        for row, b, a in zip(outcome.towns, before, after, strict=True)
    ]
    said = "Årsarbetare i planens verksamheter efter arbetsplatsens ort."
    heads = ("Ort", "I dag", "Med planen", "Förändring")
    return Part(
        "Arbetsplatser per ort", (said,), Table(heads, tuple(rows), (2.0, 1.0, 1.0, 1.0), 1)
    )


# ---- Under what, and how sure -------------------------------------------------------------------


def _differs(outcome: Outcome) -> Part:
    heading = "Beslut och antaganden som skiljer från i dag"
    found = differences(outcome.scenario, Scenario(TODAY, "", ""), outcome.pack)
    if not found:
        return Part(heading, ("Inget: inget är beslutat, och antagandena har hela sina spann.",))
    rows = tuple((row.kind.capitalize(), row.label, row.old_words, row.new_words) for row in found)
    heads = ("Slag", "Vad", "I dag", "I scenariot")
    return Part(heading, (), Table(heads, rows, (1.0, 3.0, 2.2, 4.0), 4))


def _sure(outcome: Outcome, only: str | None) -> Part:
    heading, pack = "Hur säkert det är", outcome.pack
    chosen = dict.fromkeys(row.activity for row in changed(outcome, only))
    if not chosen:
        return Part(heading, ("Inget drivs på annat sätt än i dag, så ingen effekt är osäker.",))
    who = "" if only is None else _names(outcome)[only]
    said = [sentence(None, drivers(of_plan(outcome, only), 1), pack, who)]
    for activity in chosen:
        subject = of_activity(outcome, activity, only)
        found = drivers(subject, planned_first(subject, outcome))
        said.append(sentence(activity, found, pack, who))
    return Part(heading, tuple(said))


def _limits(outcome: Outcome) -> Part:
    pack, plan = outcome.pack, outcome.plan
    figures = [figure for account in pack.accounts.values() for figure in account.figures.values()]
    shares = [
        f"{written.STATUSES[status]} {written.percent(share)}"
        for status, share in shares_by_status(figures).items()
    ]
    said = [
        f"Pengar är i {pack.price_year} års priser, mot kontona för {pack.base_year}. Minus är "
        "lägre kostnad.",
        f"Spannet är 5–95\u00a0% av {2**DRAW_EXPONENT} dragningar ur antagandenas spann; värdet är "
        "räknat på typvärdena. Meningarna om hur säkert det är vilar på fler dragningar.",
        f"Uppgifterna för i dag är: {', '.join(shares)}. Det som inte är officiellt eller "
        "kommunens egen uppgift väntar på kommunernas bokslut.",
        f"Planen är {plan.proof} under besluten, av {written.number(plan.considered)} upplägg. "
        "Effekterna är före fördelning mellan kommunerna.",
    ]
    if outcome.outside_published:
        p = pack.parameters[outcome.outside_published]
        said.append(
            f"Obs: den fullt genomförda effekten är {written.percent(outcome.relative, 1)} av "
            f"kostnaden, utanför det publicerade spannet {written.percent(p.low)} till "
            f"{written.percent(p.high)}."
        )
    if outcome.faults:
        said.append("Efterkontrollen fann fel: " + " ".join(outcome.faults))
    return Part("Vad talen inte är", tuple(said))


# ---- Names --------------------------------------------------------------------------------------


def _names(outcome: Outcome) -> dict[str, str]:
    return {m.code: m.name for m in outcome.pack.municipalities}


def _labels(outcome: Outcome) -> dict[str, str]:
    return {a.key: a.label for a in outcome.pack.activities}


def _members(outcome: Outcome, codes: Sequence[str]) -> str:
    if len(codes) == len(outcome.pack.municipalities):
        return f"alla {written.count(len(codes))}"
    names = _names(outcome)
    return listed([names[code] for code in codes])


def _seat(outcome: Outcome, row: ChoiceRow) -> str:
    if len(row.members) == 1:
        return "–"
    town = next(t.name for t in outcome.setting.case.towns if t.key == row.seat)
    merged = row.alternative is Alternative.MERGED
    return f"{town} ({written.PLACEMENTS[row.pattern]})" if merged else f"{town} säljer"
