"""One page for one municipality's presidium: what is gained, by whom, and what may be answered."""

from collections.abc import Iterator

from documents import phrases, tables
from documents.content import Block, Bullets, Heading, Paper, Prose, Table
from models.words import listed
from scenarios.frozen import EconomyRow, Head, Package

KIND = "Presidieblad"
LONGEST = 260  # characters of what people have written: the page has room for no more


def presidium_sheet(package: Package, head: Head) -> Paper:
    """Return the sheet; long texts are cut with a pointer to the tjänsteskrivelse."""
    blocks = (
        *_gains(package, head),
        *_jobs(package, head),
        *_risk(package),
        *_asked(package),
        *_instead_of_no(package),
    )
    return Paper(
        f"{head.name}: {phrases.title(package)}",
        f"{KIND} {head.name}",
        blocks,
        head.dnr,
        tight=True,
    )


def short(text: str) -> str:
    """Return the text on one line, cut at a word where it is too long for the page."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[:LONGEST].rsplit(' ', 1)[0]} … (hela texten finns i tjänsteskrivelsen)"


def _gains(package: Package, head: Head) -> Iterator[Block]:
    found = tables.shown(package)
    yield Heading("Vad vi vinner, och vad de andra vinner")
    own = _row(package, head)
    if own is not None:
        yield Prose(
            f"{own.name} betalar {found[f'ekonomi.{own.code}.betalar']} tkr per år mot "
            f"{found[f'ekonomi.{own.code}.idag']} tkr i dag. Förändringen är "
            f"{found[f'ekonomi.{own.code}.forandring']} tkr per år, där minus är lägre kostnad. "
            f"Engångskostnaden för oss är {found[f'ekonomi.{own.code}.engang']} tkr."
        )
    whole = tables.economy(package)
    yield Table(
        f"Tkr per år, {tables.SPAN}",
        ("Kommun", "I dag", "Betalar", "Förändring"),
        tuple(row[:4] for row in whole.rows),
        widths=(1.2, 1.3, 1.3, 1.4),
        summed=True,
    )


def _row(package: Package, head: Head) -> EconomyRow | None:
    return next((row for row in package.frozen.economy if row.code == head.code), None)


def _jobs(package: Package, head: Head) -> Iterator[Block]:
    found, frozen = tables.shown(package), package.frozen
    yield Heading("Jobb och service här")
    here = [town.town for town in frozen.towns if town.municipality in (head.code, head.name)]
    jobs = [
        f"{town} {found[f'ort.{town}.fore']} årsarbetare i dag och "
        f"{found[f'ort.{town}.efter']} med förslaget"
        for town in here
    ]
    items = [*([f"{listed(jobs)}."] if jobs else [])]
    offices = [one.label for one in frozen.joint if one.town_municipality in (head.code, head.name)]
    where = listed([phrases.tied(label) for label in offices])
    items.append(
        f"Gemensamt kontor här: {where}." if offices else "Inget gemensamt kontor läggs här."
    )
    if f"service.{head.code}.fore" in found:
        items.append(
            f"Dagar per år utan bemanning: {found[f'service.{head.code}.fore']} i dag och "
            f"{found[f'service.{head.code}.efter']} med förslaget."
        )
    yield Bullets(tuple(items))
    yield Prose(
        short(phrases.sentence(package.words.impact.residents, "konsekvenser för invånarna"))
    )
    yield Prose(
        short(phrases.sentence(package.words.impact.small_places, "konsekvenser för små orter"))
    )


def _risk(package: Package) -> Iterator[Block]:
    yield Heading("Risk")
    if package.frozen.chance is not None:
        chance = tables.shown(package)["chans"]
        yield Prose(f"Chansen att det blir en besparing för alla sammantaget är {chance}.")
    yield Prose(short(phrases.sentence(package.words.impact.risks, "risker och åtgärder")))


def _asked(package: Package) -> Iterator[Block]:
    points = listed([phrases.tied(point.heading) for point in package.points[:-1]])
    yield Heading("Vad vi ska besluta")
    yield Prose(
        f"Samma punkter som de andra: {points}. {short(phrases.condition(package))} Vårt beslut "
        "ensamt binder ingen."
    )


def _instead_of_no(package: Package) -> Iterator[Block]:
    months = package.words.governance.notice_months
    yield Heading("Vad vi kan säga i stället för nej")
    items = [
        "Ja, om villkor vi namnger blir uppfyllda: då prövar alla kommunerna ändringen på nytt.",
        "Ja, men med ett annat sätt att fördela kostnaden; bilaga 1 visar vad det ger var och en.",
        "Återremiss med en fråga som går att besvara och ett datum när svaret ska finnas.",
    ]
    if months is not None:
        items.append(f"Ja, med uppföljning: avtalet kan sägas upp, med {months} månaders varsel.")
    yield Bullets(tuple(items))
