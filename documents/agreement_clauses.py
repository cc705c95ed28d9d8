"""The clauses of a samverkansavtal: their names in order, and what is known of each."""

from collections.abc import Callable
from dataclasses import dataclass

from documents import phrases, tables
from documents.content import Block, Bullets, Prose, Table
from documents.context import Context
from scenarios.decision_text import GAP
from scenarios.frozen import Package
from scenarios.numbers import ALL

Known = Callable[[Package, Context], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's name, what is known of it, and what people must say beside that.

    `standard` when what is known is a proposal that people may write another text instead of.
    """

    name: str
    known: Known
    wanted: str = ""
    standard: bool = False


def _nothing(_: Package, __: Context) -> tuple[Block, ...]:
    return ()


def _text(*texts: str) -> Known:
    """Return a clause that says the same whatever the package."""

    def said(_: Package, __: Context) -> tuple[Block, ...]:
        return tuple(Prose(text) for text in texts)

    return said


def _parties(package: Package, context: Context) -> tuple[Block, ...]:
    parties, host = phrases.taking_part(package), package.words.governance.host
    name = package.frozen.name(host) if host else GAP.format(what="värdkommun")
    rows = tuple((f"{p.name} kommun", context.company_number(p.code)) for p in parties)
    return (
        Table("Avtalets parter", ("Part", "Organisationsnummer"), rows, texts=2),
        Prose(f"{name} är värdkommun."),
    )


def _purpose(package: Package, _: Context) -> tuple[Block, ...]:
    goals = [
        f"{goal.level.value}: {goal.text.strip().rstrip('.')}"
        for goal in package.words.goals
        if goal.text.strip()
    ]
    return (
        Prose(phrases.sentence(package.words.background, "bakgrund")),
        Prose("Samverkan har dessa mål:"),
        Bullets(tuple(goals) or (GAP.format(what="mål"),)),
    )


def _ground(package: Package, _: Context) -> tuple[Block, ...]:
    section = phrases.said(package.words.governance.section, "lagrum")
    return (Prose(f"Avtalet avser {phrases.form(package)} enligt {section}."),)


def _tasks(package: Package, _: Context) -> tuple[Block, ...]:
    return (
        Prose(f"Samverkan omfattar {phrases.what_is_joint(package)}."),
        Prose("Det som inte nämns här ligger kvar hos varje kommun."),
    )


def _organisation(package: Package, _: Context) -> tuple[Block, ...]:
    found, frozen = package.words.governance, package.frozen
    seat = frozen.name(found.seat) if found.seat else GAP.format(what="säte")
    return (
        Prose(f"Sätet är {seat}. Kontorsorterna är:"),
        Bullets(phrases.offices(package) or (GAP.format(what="kontorsort"),)),
    )


def _governance(package: Package, _: Context) -> tuple[Block, ...]:
    found = package.words.governance
    blocks: list[Block] = []
    if found.joint_body:
        blocks.append(seats(package))
        blocks.append(Prose(phrases.sentence(found.chair, "hur ordföranden utses")))
    blocks.append(Prose(phrases.sentence(found.rights, "beslutanderätt")))
    blocks.append(
        Prose("Kommunstyrelsernas presidier möts minst en gång om året och går igenom samverkan.")
    )
    return tuple(blocks)


def seats(package: Package) -> Table:
    """Return the places in the joint body for every municipality that takes part."""
    of = {one.code: one for one in package.words.governance.seats}
    missing = GAP.format(what="platser")
    return Table(
        "Platser",
        ("Kommun", "Ledamöter", "Ersättare"),
        tuple(
            (party.name, str(of[party.code].members), str(of[party.code].substitutes))
            if party.code in of
            else (party.name, missing, missing)
            for party in phrases.taking_part(package)
        ),
    )


def _leadership(package: Package, _: Context) -> tuple[Block, ...]:
    found, frozen = package.words.leadership, package.frozen
    employer = frozen.name(found.employer) if found.employer else GAP.format(what="arbetsgivare")
    return (
        Prose(
            f"Verksamheten leds av {phrases.tied(phrases.said(found.post, 'befattning'))}, "
            f"anställd av {employer} och placerad i {phrases.said(found.town, 'placeringsort')}."
        ),
        Prose(phrases.sentence(found.recruitment, "när och hur befattningen tillsätts")),
        Prose(phrases.sentence(package.words.jobs.staff, "vad som händer med personalen")),
    )


def _delegation(package: Package, _: Context) -> tuple[Block, ...]:
    delegated = phrases.sentence(package.words.leadership.delegation, "vad som delegeras")
    return (
        Prose(f"Till ledningen delegeras: {phrases.tied(delegated)}"),
        Prose("Varje delegering står i delegationsförteckningen, som bifogas avtalet."),
    )


def _economy(package: Package, _: Context) -> tuple[Block, ...]:
    sharing, money = package.frozen.sharing, package.words.money
    found = tables.shown(package)
    once = phrases.sentence(money.one_offs, "vem som betalar engångskostnaderna och när")
    settled = phrases.sentence(money.settlement, "hur över- och underskott regleras")
    return (
        Prose(
            "Värdkommunen tar fram ett förslag till budget i samråd med övriga parter i så god tid "
            "att varje part kan behandla det i sin egen budget."
        ),
        Prose(
            f"Kostnaden för det gemensamma fördelas efter nyckeln {sharing.key_label.lower()}. "
            f"Rationaliseringsvinsten fördelas enligt regeln {sharing.rule_label.lower()}."
        ),
        tables.costs(package),
        Prose(f"Engångskostnaden är {found[f'ekonomi.{ALL}.engang']} tkr. {once}"),
        Prose(f"Över- och underskott: {settled}"),
        Prose("Investeringar som ändrar parternas kostnad beslutas efter samråd."),
    )


def _premises(package: Package, _: Context) -> tuple[Block, ...]:
    return (Prose(f"Lokaler: {phrases.sentence(package.words.jobs.premises, 'lokaler')}"),)


def _evaluation(package: Package, _: Context) -> tuple[Block, ...]:
    found = package.words.evaluation
    return (
        Prose(f"Samverkan utvärderas {phrases.dates(found.dates, 'datum')}."),
        Prose(f"Metod: {phrases.sentence(found.method, 'metod')}"),
        tables.measures(package),
    )


def _term(package: Package, _: Context) -> tuple[Block, ...]:
    months, start = package.words.governance.notice_months, package.words.start
    notice = GAP.format(what="uppsägningstid") if months is None else f"{months} månader"
    return (
        Prose(
            f"Avtalet gäller från {start or GAP.format(what='startdatum')} och tills vidare. "
            f"Uppsägningstiden är {notice}. Uppsägning är skriftlig och sänds till alla parter."
        ),
        Prose(
            "Den som lämnar samverkan betalar de kostnader som utträdet orsakar. Parternas "
            "handlingar och uppgifter lämnas åter i ett format som kan läsas, och personalens "
            "återgång förhandlas innan avtalet upphör."
        ),
    )


def _validity(package: Package, _: Context) -> tuple[Block, ...]:
    councils = tuple(f"Kommunfullmäktige i {party.name}" for party in phrases.taking_part(package))
    return (
        Prose("Avtalet gäller under förutsättning att följande fullmäktige har godkänt det:"),
        Bullets(councils),
        Prose(phrases.condition(package)),
    )


CLAUSES = (
    Clause("Parter", _parties),
    Clause("Bakgrund och syfte", _purpose),
    Clause("Rättslig grund", _ground),
    Clause("Definitioner", _nothing, "definitioner"),
    Clause("Uppgifter och omfattning", _tasks, "vad som inte ingår"),
    Clause("Organisation, värdkommun, säte och kontorsorter", _organisation),
    Clause("Politisk styrning", _governance),
    Clause("Ledning och personal", _leadership, "beställarkompetens i varje kommun"),
    Clause("Delegering", _delegation),
    Clause("Servicenivå och kvalitet", _nothing, "servicenivåer och hur de mäts"),
    Clause("Ekonomi", _economy),
    Clause(
        "Betalning och fakturering",
        _text(
            "Värdkommunen fakturerar parterna kvartalsvis i förskott enligt budget och gör en "
            "slutlig avräkning efter bokslut. Mervärdesskatt hanteras enligt gällande regler."
        ),
        standard=True,
    ),
    Clause("Egendom, system, licenser och lokaler", _premises, "egendom, system och licenser"),
    Clause(
        "Insyn, rapportering och revision",
        _text(
            "Varje part har rätt till insyn i verksamheten och i räkenskaperna. Parternas "
            "revisorer får de uppgifter de begär.",
            "Kommunstyrelsen i varje kommun rapporterar varje år om samverkan till fullmäktige.",
        ),
        standard=True,
    ),
    Clause("Uppföljning och utvärdering", _evaluation),
    Clause(
        "Arkiv, diarium, sekretess och personuppgifter",
        _text(
            "Värdkommunen diarieför och arkiverar handlingar som hör till det gemensamma. "
            "Sekretess prövas av den som förvarar handlingen. Vem som är personuppgiftsansvarig, "
            "och vem som är biträde, anges för varje behandling i ett särskilt avtal."
        ),
        standard=True,
    ),
    Clause("Information och kommunikation", _nothing, "hur parterna informerar"),
    Clause("Ansvar och försäkring", _nothing, "ansvar och försäkring"),
    Clause(
        "Bristande uppfyllelse",
        _text(
            "Brister meddelas skriftligen. Värdkommunen lämnar inom skälig tid en plan för hur de "
            "avhjälps. Kvarstår en väsentlig brist behandlas den av kommunstyrelsernas presidier."
        ),
        standard=True,
    ),
    Clause(
        "Ändringar och tillägg",
        _text(
            "Avtalet ändras endast genom likalydande beslut i samma fullmäktige som har godkänt "
            "det. Ändringar är skriftliga."
        ),
        standard=True,
    ),
    Clause(
        "Ny part",
        _text(
            "En ny part får ansluta sig efter likalydande beslut i samtliga parters fullmäktige. "
            "Nyckelns andelar räknas då om, och den nya parten bär kostnaden för sitt inträde."
        ),
        standard=True,
    ),
    Clause("Avtalstid, uppsägning, utträde och avveckling", _term),
    Clause(
        "Tvist",
        _text(
            "Tvist om avtalet löses i första hand genom förhandling mellan kommunstyrelsernas "
            "presidier. Kan den inte lösas så avgörs den i allmän domstol i värdkommunens "
            "domkrets."
        ),
        standard=True,
    ),
    Clause("Giltighet", _validity),
    Clause(
        "Underskrifter",
        _text("Avtalet har upprättats i ett exemplar till varje part och undertecknas nedan."),
        standard=True,
    ),
)
