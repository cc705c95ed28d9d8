"""The paragraph of a council's minutes: a form that its secretary fills in at the meeting."""

from documents import phrases
from documents.content import Blank, Block, Bullets, Decision, Heading, Paper, Prose
from documents.context import Context
from documents.service_letter import KIND as LETTER
from documents.service_letter import annexes, receivers, summary
from scenarios.decision_text import GAP
from scenarios.frozen import Head, Package

KIND = "Protokoll, kommunfullmäktige"


def minutes(package: Package, head: Head, context: Context) -> Paper:
    """Return the paragraph with what is known filled in and the rest as labelled lines."""
    written = f"{LETTER} {head.date or GAP.format(what='datum')}"
    handled = tuple(f"{one.what} {one.date}" for one in context.meetings)
    blocks: tuple[Block, ...] = (
        Blank("Sammanträdesdatum och paragraf (fylls i av sekreteraren)"),
        Heading("Beslut"),
        Prose(
            "Kommunfullmäktige beslutar"
            if head.that_clauses
            else "Kommunfullmäktige beslutar följande."
        ),
        Decision(package.points, head),
        Heading("Ärendebeskrivning"),
        Prose(summary(package)),
        Heading("Tidigare behandling"),
        *((Bullets(handled),) if handled else ()),
        Blank("Kommunstyrelsens behandling: datum och paragraf (fylls i av sekreteraren)"),
        Heading("Yrkanden"),
        Blank("Yrkanden som inte har tagits tillbaka, och av vem (fylls i av sekreteraren)", 3),
        Heading("Propositionsordning"),
        Blank("Ordningen för propositioner (fylls i av sekreteraren)", 2),
        Heading("Omröstning"),
        Blank("Ja, nej, avstår och frånvarande (fylls i av sekreteraren)", 2),
        Heading("Reservation"),
        Blank("Den som reserverar sig, och motivering (fylls i av sekreteraren)", 2),
        Heading("Beslutsunderlag"),
        Bullets((written, *annexes(context))),
        Heading("Expedieras till"),
        Bullets(receivers(package, head)),
    )
    letterhead = (
        (f"{head.name} kommun", "PROTOKOLL"),
        ("Kommunfullmäktige", f"Dnr {head.dnr or GAP.format(what='diarienummer')}"),
    )
    return Paper(phrases.title(package), KIND, blocks, head.dnr, letterhead)
