"""The annex with every table that the joint decision rests on."""

from collections.abc import Iterator

from documents import phrases, tables
from documents.charts import Pictures
from documents.consequences import picture
from documents.content import Block, Bullets, Heading, Paper, Prose, Table
from scenarios.frozen import Package

KIND = "Bilaga 1. Beslutsunderlag med tabeller"


def annex(package: Package, drawn: Pictures) -> Paper:
    """Return the annex: the same for every municipality, on paper that lies down."""
    blocks = (
        *_about(package),
        *_goals(package),
        *_economy(package, drawn),
        *_alternatives(package),
        *_jobs(package, drawn),
        *_evaluation(package),
        Heading("Samtliga tal"),
        Prose(
            "Tabellen innehåller varje tal som handlingarna anger. ”Räknat” är räknat ur planen, "
            "”beslutas” är skrivet av dem som lägger fram förslaget, med den källa de uppger."
        ),
        tables.numbers(package),
    )
    return Paper(phrases.title(package), KIND, blocks, landscape=True)


def _about(package: Package) -> Iterator[Block]:
    origin, frozen = package.frozen.origin, package.frozen
    yield Heading("Vad talen vilar på")
    yield Prose(
        f"Talen kommer ur planen ”{origin.scenario}” för {frozen.cooperation}, som låstes "
        f"{origin.frozen[:10]}. De är i {origin.price_year} års priser och räknade från "
        f"kommunernas kostnader {origin.base_year}. Inget räknas om efter det; stämpeln i sidfoten "
        "visar vilken version det är."
    )
    yield Prose(phrases.uncertainty(package).replace("i bilaga 1", "i den sista tabellen"))
    yield Table(
        "Det som förslaget gäller",
        ("Verksamhet", "Driftform", "Deltar", "Kontor", "Ansvarig kommun", "Startår"),
        tuple(
            (
                one.label,
                one.alternative,
                ", ".join(frozen.name(code) for code in one.members),
                one.town,
                frozen.name(one.host) if one.host else "–",
                str(one.start) if one.start else "–",
            )
            for one in frozen.organisations
        ),
        texts=6,
        widths=(2, 1.2, 2.8, 1.2, 1.3, 0.8),
    )


def _goals(package: Package) -> Iterator[Block]:
    yield Heading("Mål")
    yield tables.goals(package)


def _economy(package: Package, drawn: Pictures) -> Iterator[Block]:
    sharing = package.frozen.sharing
    yield Heading("Ekonomi")
    yield Prose(
        f"Kostnaden fördelas efter nyckeln {sharing.key_label.lower()} och vinsten efter regeln "
        f"{sharing.rule_label.lower()}."
    )
    if sharing.why:
        yield Prose(f"Regeln har inget svar här: {sharing.why}.")
    yield tables.economy(package)
    yield picture(drawn.change)
    yield tables.rest_of_economy(package)
    yield tables.years(package)
    yield Heading("Andra sätt att fördela", 2)
    yield tables.other_keys(package)


def _alternatives(package: Package) -> Iterator[Block]:
    yield Heading("Alternativ")
    yield tables.alternatives(package)


def _jobs(package: Package, drawn: Pictures) -> Iterator[Block]:
    yield Heading("Sysselsättning per ort")
    yield tables.towns(package)
    yield picture(drawn.towns)
    yield Heading("Service")
    yield tables.service(package)


def _evaluation(package: Package) -> Iterator[Block]:
    found = package.words.evaluation
    yield Heading("Utvärdering")
    yield Bullets(
        (
            f"Tidpunkter: {phrases.dates(found.dates, 'datum')}",
            f"Metod: {phrases.said(found.method, 'metod')}",
            f"Tillfrågas: {phrases.said(found.respondents, 'vilka som tillfrågas')}",
        )
    )
    yield tables.measures(package)
