"""The draft of a samverkansavtal: every clause in its order, none of them silently empty."""

from collections.abc import Iterator

from documents import phrases
from documents.agreement_clauses import CLAUSES, Clause
from documents.content import Block, Bullets, Heading, Paper, Prose, Table
from documents.context import Context
from scenarios.decision_text import GAP
from scenarios.frozen import Package

KIND = "Bilaga 2. Samverkansavtal"
ANNEXES = (
    "Uppdragsbeskrivning",
    "Kostnadskalkyl",
    "Delegationsförteckning",
    "Servicenivåer",
    "Tidplan",
    "Riskanalys",
)


def agreement(package: Package, context: Context) -> Paper:
    """Return the agreement with its clauses in order; what nobody has said is a visible gap."""
    filled: list[Block] = [
        Prose(
            "Förslag till avtal. Texten granskas av jurist i varje kommun innan den undertecknas."
        )
    ]
    for number, clause in enumerate(CLAUSES, 1):
        filled += _clause(number, clause, package, context)
    filled += _signatures(package)
    filled += (Heading("Bilagor till avtalet"), Bullets(ANNEXES))
    return Paper(f"Samverkansavtal. {phrases.title(package)}", KIND, tuple(filled))


def _clause(number: int, clause: Clause, package: Package, context: Context) -> Iterator[Block]:
    """Yield a clause: what is known, then what people have written, or a gap if there is none."""
    yield Heading(f"{number}. {clause.name}")
    own = context.clause(number)
    known = () if clause.standard and own.strip() else clause.known(package, context)
    yield from known
    if own.strip():
        yield Prose(own)
    elif clause.wanted:
        yield Prose(GAP.format(what=clause.wanted))
    elif not known:
        yield Prose(GAP.format(what=clause.name.lower()))


def _signatures(package: Package) -> Iterator[Block]:
    yield Table(
        "Parternas underskrifter",
        ("Part", "Ort och datum", "Namnteckning och namnförtydligande"),
        tuple((f"{party.name} kommun\n", "", "") for party in phrases.taking_part(package)),
        texts=3,
        widths=(1, 1, 1.6),
    )


def warnings(package: Package, context: Context) -> tuple[str, ...]:
    """Return what a lawyer should look at first: a notice that is longer than the law allows."""
    months, longest = package.words.governance.notice_months, context.longest_notice
    if months is None or longest is None or months <= longest:
        return ()
    return (
        f"Uppsägningstiden är {months} månader, men för {phrases.form(package)} är den längsta "
        f"som lagen medger {longest} månader. Korta uppsägningstiden eller välj en annan form.",
    )
