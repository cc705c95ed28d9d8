"""The parts of a tjänsteskrivelse that say what the proposal leads to, the same for everybody."""

from collections.abc import Iterator

from documents import phrases, tables
from documents.charts import Drawing, Pictures
from documents.content import Block, Bullets, Heading, Picture, Prose, Table
from documents.context import Context
from scenarios.decision_text import GAP
from scenarios.frozen import Package

CHILDREN_ACT = "lagen (2018:1197) om Förenta nationernas konvention om barnets rättigheter"


def consequences(package: Package, context: Context, drawn: Pictures) -> Iterator[Block]:
    """Yield everything from the economy to the legal assessment."""
    yield from _economy(package, drawn)
    yield from _staff(package, drawn)
    yield from _people(package)
    yield from _law(package, context)


def picture(drawing: Drawing, width_cm: float = 12.5) -> Picture:
    """Return a drawing as a block."""
    return Picture(drawing.png, drawing.alt, drawing.caption, width_cm)


def _economy(package: Package, drawn: Pictures) -> Iterator[Block]:
    words, sharing = package.words.money, package.frozen.sharing
    yield Heading("Ekonomiska konsekvenser")
    for text in phrases.money(package):
        yield Prose(text)
    yield tables.economy(package)
    yield picture(drawn.change)
    yield Prose(
        f"Kostnaden för det gemensamma fördelas efter nyckeln {sharing.key_label.lower()} och "
        f"vinsten efter regeln {sharing.rule_label.lower()}. Andra sätt att fördela, och kostnaden "
        "år för år, finns i bilaga 1."
    )
    yield Heading("Engångskostnader", 2)
    yield Prose(phrases.sentence(words.one_offs, "vem som betalar engångskostnaderna och när"))
    yield Heading("Finansiering", 2)
    financing = phrases.said(words.financing, "anslag")
    yield Prose(
        f"Medlen anvisas ur {financing}. Beslutar fullmäktige om en utgift under löpande "
        "budgetår ska beslutet också säga hur den finansieras (11 kap. 15 § kommunallagen)."
    )
    settlement = phrases.sentence(words.settlement, "hur över- och underskott regleras")
    yield Prose(f"Över- och underskott: {settlement}")
    yield Heading("Osäkerhet", 2)
    yield Prose(phrases.uncertainty(package))


def _staff(package: Package, drawn: Pictures) -> Iterator[Block]:
    yield Heading("Konsekvenser för personal och sysselsättning per ort")
    yield tables.towns(package)
    yield picture(drawn.towns)
    for text in phrases.staff(package):
        yield Prose(text)


def _people(package: Package) -> Iterator[Block]:
    impact = package.words.impact
    yield Heading("Konsekvenser för invånare, företag och små orter")
    yield tables.service(package)
    for name, text, what in (
        ("Invånare", impact.residents, "konsekvenser för invånarna"),
        ("Företag", impact.businesses, "konsekvenser för företagen"),
        ("Små orter", impact.small_places, "konsekvenser för små orter"),
    ):
        yield Heading(name, 2)
        yield Prose(phrases.sentence(text, what))
    yield Heading("Prövning av barnets bästa")
    yield Prose(phrases.sentence(impact.children, "prövning av barnets bästa"))
    yield Prose(f"Prövningen görs med stöd av {CHILDREN_ACT}.")


def _law(package: Package, context: Context) -> Iterator[Block]:
    found, law = package.words.governance, package.words.impact.law
    yield Heading("Rättslig bedömning")
    section = f" med stöd av {found.section}" if found.section else ""
    yield Prose(f"Samverkan sker genom {phrases.form(package)}{section}.")
    yield Prose(phrases.sentence(law, "rättslig bedömning"))
    for text in context.law:
        yield Prose(text)


def risks(package: Package) -> Iterator[Block]:
    """Yield the risks and what is done about them."""
    yield Heading("Risker och åtgärder")
    yield Prose(phrases.sentence(package.words.impact.risks, "risker och åtgärder"))


def negotiations(package: Package, context: Context) -> Iterator[Block]:
    """Yield what every employer has done with its unions: each on its own, none for another."""
    yield Heading("Facklig samverkan och förhandling")
    yield Prose(
        "Varje kommun är arbetsgivare för sig och ansvarar själv för information enligt 19 § och "
        "förhandling enligt 11 § medbestämmandelagen, eller för motsvarande behandling enligt "
        "lokalt samverkansavtal. Förhandlingen ska vara avslutad innan beslutet fattas. "
        "Kommunernas gemensamma fackliga grupp ersätter den inte."
    )
    missing = GAP.format(what="datum")
    rows = []
    for party in phrases.taking_part(package):
        one = context.negotiation(party.code)
        rows.append(
            (
                party.name,
                *(text or missing for text in (one.informed, one.risks_assessed, one.negotiated)),
                one.outcome or GAP.format(what="resultat"),
            )
        )
    yield Table(
        "Facklig behandling i varje kommun",
        ("Kommun", "Information", "Riskbedömning", "Förhandling avslutad", "Resultat"),
        tuple(rows),
        texts=5,
    )


def timetable(package: Package, context: Context) -> Iterator[Block]:
    """Yield the steps in the order of their dates, and how it is followed up."""
    words = package.words
    steps = [(step.date, step.what) for step in context.timetable]
    steps.append((words.start or GAP.format(what="startdatum"), "Samverkan börjar gälla"))
    steps += [(date, "Utvärdering") for date in words.evaluation.dates]
    yield Heading("Tidplan och uppföljning")
    yield Table(
        "Steg i datumordning", ("Datum", "Steg"), tuple(sorted(steps)), texts=2, widths=(1, 4)
    )
    found = words.evaluation
    yield Prose(
        f"Utvärderingens metod är: {phrases.said(found.method, 'metod')}. I utvärderingen "
        f"tillfrågas: {phrases.said(found.respondents, 'vilka som tillfrågas')}. Resultatet "
        "återrapporteras till kommunfullmäktige i varje kommun."
    )
    yield Bullets(tuple(f"{row[0]}: nuläge {row[1]}" for row in tables.measures(package).rows))
