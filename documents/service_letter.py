"""The tjänsteskrivelse: the same matter in every municipality, under its own letterhead."""

from collections.abc import Iterator

from documents import consequences, phrases, tables
from documents.charts import Pictures
from documents.content import Block, Bullets, Decision, Heading, Paper, Prose
from documents.context import Context
from models.dispatch import dispatch_list
from models.words import listed
from scenarios import written
from scenarios.decision_text import GAP
from scenarios.frozen import Head, Package
from scenarios.numbers import ALL

KIND = "Tjänsteskrivelse"


def service_letter(package: Package, head: Head, context: Context, drawn: Pictures) -> Paper:
    """Return one municipality's tjänsteskrivelse.

    Its letterhead, its habit of writing ”att”, its optional headings and its receivers are its
    own; every other word is the same in all of them.
    """
    blocks = (
        *_proposal(package, head),
        *_summary(package),
        *_matter(package, context),
        *_alternatives(package, context),
        *consequences.consequences(package, context, drawn),
        *_optional(head, context),
        *consequences.risks(package),
        *consequences.negotiations(package, context),
        *consequences.timetable(package, context),
        *_papers(package, head, context),
    )
    return Paper(phrases.title(package), KIND, blocks, head.dnr, letterhead(head, KIND))


def letterhead(head: Head, kind: str) -> tuple[tuple[str, str], ...]:
    """Return what stands at the top of a municipality's paper, gaps where it is not known."""
    return (
        (f"{head.name} kommun", kind.upper()),
        (
            head.office or GAP.format(what="förvaltning"),
            f"Datum {head.date or GAP.format(what='datum')}",
        ),
        (
            f"Handläggare: {head.handler or GAP.format(what='handläggare')}",
            f"Dnr {head.dnr or GAP.format(what='diarienummer')}",
        ),
        ("Till kommunstyrelsen, för beslut i kommunfullmäktige", ""),
    )


def _proposal(package: Package, head: Head) -> Iterator[Block]:
    yield Heading("Förslag till beslut")
    if head.that_clauses:
        yield Prose("Kommunstyrelsen föreslår kommunfullmäktige besluta")
    else:
        yield Prose("Kommunstyrelsen föreslår att kommunfullmäktige beslutar följande.")
    yield Decision(package.points, head)


def _summary(package: Package) -> Iterator[Block]:
    """Yield what has happened and why, not what is proposed, in at most ten lines."""
    yield Heading("Sammanfattning")
    yield Prose(summary(package))


def summary(package: Package) -> str:
    """Return the matter in a few sentences, fit to be the minutes' description as well."""
    found, frozen = tables.shown(package), package.frozen
    parties = phrases.taking_part(package)
    return (
        f"{phrases.names(parties)} har tillsammans utrett {phrases.form(package)} inom området "
        f"{phrases.tied(frozen.area_label)}. Det som prövats är {phrases.what_is_joint(package)}. "
        f"Utredningen visar att nettokostnaden för kommunerna tillsammans ändras med "
        f"{found[f'ekonomi.{ALL}.forandring']} tkr per år i {frozen.origin.price_year} års priser, "
        f"att engångskostnaden är {found[f'ekonomi.{ALL}.engang']} tkr och att "
        f"{found['flyttade']} årsarbetare får en annan ort som arbetsplats. Ärendet avgörs genom "
        f"likalydande beslut i {written.count(len(frozen.parties))} kommunfullmäktige. "
        "Beslutspunkterna är desamma i alla kommuner."
    )


def _matter(package: Package, context: Context) -> Iterator[Block]:
    yield Heading("Ärendebeskrivning")
    yield Prose(phrases.sentence(package.words.background, "bakgrund"))
    if package.frozen.joint:
        yield Prose("Det som blir gemensamt har sitt kontor så här:")
        yield Bullets(phrases.offices(package))
    outside = [party.name for party in package.frozen.parties if not party.joins]
    if outside:
        yield Prose(f"{listed(outside)} står utanför och driver verksamheten i egen regi.")
    if context.meetings:
        yield Heading("Beredning", 2)
        yield Bullets(
            tuple(f"{one.date}: {one.what}" for one in sorted(context.meetings, key=_by_date))
        )
    for text in context.consultation:
        yield Prose(text)


def _by_date(one: object) -> str:
    return str(getattr(one, "date", ""))


def _alternatives(package: Package, context: Context) -> Iterator[Block]:
    yield Heading("Alternativ")
    yield Prose(
        "Tabellen ställer alternativen bredvid varandra för dem som deltar i förslaget: "
        f"{phrases.names(phrases.taking_part(package))} tillsammans."
    )
    yield tables.alternatives(package)
    yield Heading("Bedömning")
    yield Prose(phrases.sentence(context.assessment, "bedömning"))


def _optional(head: Head, context: Context) -> Iterator[Block]:
    """Yield the headings that this municipality's template wants beside the common ones."""
    known = dict(context.optional)
    for name in head.parts:
        yield Heading(name)
        yield Prose(phrases.sentence(known.get(name, ""), phrases.tied(name)))


def annexes(context: Context) -> tuple[str, ...]:
    """Return what is attached, in the order of its numbers."""
    rules = ("Bilaga 4. Överenskommelse och reglemente",) if context.joint_committee else ()
    return (
        "Bilaga 1. Beslutsunderlag med tabeller",
        "Bilaga 2. Samverkansavtal",
        "Bilaga 3. Kalkylblad med samtliga tal",
        *rules,
    )


def _papers(package: Package, head: Head, context: Context) -> Iterator[Block]:
    yield Heading("Beslutsunderlag")
    own = f"{KIND} {head.date or GAP.format(what='datum')}"
    found = sorted(context.material, key=_by_date)
    yield Bullets((own, *(f"{paper.what} {paper.date}".strip() for paper in found)))
    yield Heading("Bilagor")
    yield Bullets(annexes(context))
    yield Heading("Beslutet expedieras till")
    yield Bullets(receivers(package, head), kept=True)
    handler = head.handler or GAP.format(what="handläggare")
    yield Prose("\n".join((handler, head.office)))


def receivers(package: Package, head: Head) -> tuple[str, ...]:
    """Return who is told of the decision: the other municipalities always, then the own list."""
    names = {party.code: party.name for party in package.frozen.parties}
    return dispatch_list(head.code, head.receivers, names)
