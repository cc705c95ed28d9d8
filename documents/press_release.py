"""The press release that all the municipalities send on the same day."""

from collections.abc import Iterator

from documents import phrases, tables
from documents.content import Block, Bullets, Heading, Paper, Prose
from documents.context import Context
from scenarios.decision_text import GAP
from scenarios.frozen import Package
from scenarios.numbers import ALL

KIND = "Pressmeddelande"


def press_release(package: Package, context: Context) -> Paper:
    """Return the text: what, why, where, when, and what it means for whom."""
    names = phrases.names(phrases.taking_part(package))
    blocks = (*_what(package, names, context.decided), *_means(package), *_last(package, context))
    date = context.release_date or GAP.format(what="datum för pressmeddelandet")
    letterhead = ((names, KIND.upper()), ("", date))
    does = "inför" if context.decided else "prövar"
    title = f"{names} {does} {phrases.form(package)} om {phrases.what_is_joint(package)}"
    return Paper(title, KIND, blocks, letterhead=letterhead)


def _what(package: Package, names: str, decided: bool) -> Iterator[Block]:
    found = tables.shown(package)
    told = "har fattat samma beslut" if decided else "tar ställning till samma förslag"
    yield Prose(
        f"Kommunfullmäktige i {names} {told} om {phrases.what_is_joint(package)}.",
        strong=True,
    )
    yield Heading("Varför")
    yield Prose(phrases.sentence(package.words.background, "bakgrund"))
    yield Prose(
        f"Kostnaden för kommunerna tillsammans väntas ändras med "
        f"{found[f'ekonomi.{ALL}.forandring']} tkr per år. Minus betyder lägre kostnad, och inom "
        "parentes står hur stor osäkerheten är."
    )
    yield Heading("Var")
    yield Bullets(phrases.offices(package) or (GAP.format(what="kontorsort"),))
    yield Heading("När")
    yield Prose(phrases.condition(package))


def _means(package: Package) -> Iterator[Block]:
    impact = package.words.impact
    yield Heading("Vad det innebär")
    for name, text, what in (
        ("För invånare", impact.residents, "konsekvenser för invånarna"),
        ("För företag", impact.businesses, "konsekvenser för företagen"),
        ("För anställda", package.words.jobs.staff, "vad som händer med personalen"),
    ):
        yield Heading(name, 2)
        yield Prose(phrases.sentence(text, what))
    yield Prose(phrases.staff(package)[0])


def _last(package: Package, context: Context) -> Iterator[Block]:
    if context.quotation.strip():
        yield Prose(f"– {context.quotation.strip()}")
    yield Heading("Kontakt")
    yield Prose(phrases.sentence(context.contact, "kontakt"))
