"""What is known of each clause of a samverkansavtal: from the package, or visibly not."""

from documents import phrases, tables
from documents.content import Block, Bullets, Prose, Table
from documents.context import Context
from scenarios.decision_text import GAP
from scenarios.frozen import Package
from scenarios.numbers import ALL


def parties(package: Package, context: Context) -> tuple[Block, ...]:
    """Return the parties with their numbers, and who hosts."""
    parties, host = phrases.taking_part(package), package.words.governance.host
    name = package.frozen.name(host) if host else GAP.format(what="värdkommun")
    rows = tuple((f"{p.name} kommun", context.company_number(p.code)) for p in parties)
    return (
        Table("Avtalets parter", ("Part", "Organisationsnummer"), rows, texts=2),
        Prose(f"{name} är värdkommun."),
    )


def purpose(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the background and the goals."""
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


def ground(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the form and the section of law that it rests on."""
    section = phrases.said(package.words.governance.section, "lagrum")
    return (Prose(f"Avtalet avser {phrases.form(package)} enligt {section}."),)


def tasks(package: Package, _: Context) -> tuple[Block, ...]:
    """Return what is joint, and that the rest is not."""
    return (
        Prose(f"Samverkan omfattar {phrases.what_is_joint(package)}."),
        Prose("Det som inte nämns här ligger kvar hos varje kommun."),
    )


def organisation(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the seat and the offices, which are two things."""
    found, frozen = package.words.governance, package.frozen
    seat = frozen.name(found.seat) if found.seat else GAP.format(what="säte")
    return (
        Prose(f"Sätet är {seat}. Kontorsorterna är:"),
        Bullets(phrases.offices(package) or (GAP.format(what="kontorsort"),)),
    )


def governance(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the seats, the chair and what may be decided."""
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


def leadership(package: Package, _: Context) -> tuple[Block, ...]:
    """Return who leads, who employs, and what happens to the staff."""
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


def delegation(package: Package, _: Context) -> tuple[Block, ...]:
    """Return what is delegated."""
    delegated = phrases.sentence(package.words.leadership.delegation, "vad som delegeras")
    return (
        Prose(f"Till ledningen delegeras: {phrases.tied(delegated)}"),
        Prose("Varje delegering står i delegationsförteckningen, som bifogas avtalet."),
    )


def economy(package: Package, _: Context) -> tuple[Block, ...]:
    """Return budget, sharing with the same table as point 2, one-off costs and settlement."""
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


def premises(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the premises."""
    return (Prose(f"Lokaler: {phrases.sentence(package.words.jobs.premises, 'lokaler')}"),)


def evaluation(package: Package, _: Context) -> tuple[Block, ...]:
    """Return when, how and by which key figures."""
    found = package.words.evaluation
    return (
        Prose(f"Samverkan utvärderas {phrases.dates(found.dates, 'datum')}."),
        Prose(f"Metod: {phrases.sentence(found.method, 'metod')}"),
        tables.measures(package),
    )


def term(package: Package, _: Context) -> tuple[Block, ...]:
    """Return from when, for how long, and how one leaves."""
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


def validity(package: Package, _: Context) -> tuple[Block, ...]:
    """Return the condition, with every council that takes part."""
    councils = tuple(f"Kommunfullmäktige i {party.name}" for party in phrases.taking_part(package))
    return (
        Prose("Avtalet gäller under förutsättning att följande fullmäktige har godkänt det:"),
        Bullets(councils),
        Prose(phrases.condition(package)),
    )
