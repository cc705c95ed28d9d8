"""Every document of a package at once: drafts that say so, or finals that hold."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.agreement import agreement
from documents.annex import annex
from documents.charts import Pictures, pictures
from documents.checks import Stray, check_complete, check_figures
from documents.content import Paper, texts
from documents.context import Context
from documents.minutes import minutes
from documents.packing import moment, packed
from documents.presidium_sheet import presidium_sheet
from documents.press_release import press_release
from documents.rules_of_procedure import rules_of_procedure
from documents.service_letter import service_letter
from documents.word import docx_of
from documents.workbook import cells, workbook
from models.joint_decision import missing
from scenarios.decision_text import hash_of
from scenarios.frozen import Head, Package

DRAFT_PREFIX = "utkast-"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it is handed out: its name, of plain letters alone, and its bytes."""

    name: str
    content: bytes


class NotReadyError(Exception):
    """Final documents cannot be made; the message names everything that is missing."""

    def __init__(self, reasons: Sequence[str]) -> None:
        """Keep every reason, each once."""
        self.reasons = tuple(dict.fromkeys(reasons))
        super().__init__("\n".join(f"• {reason}" for reason in self.reasons))


class StrayFigureError(Exception):
    """A document states a number that the package does not know, and is refused."""

    def __init__(self, document: str, strays: Sequence[Stray]) -> None:
        """Keep the document's name and every stray number."""
        self.document, self.strays = document, tuple(strays)
        told = "; ".join(str(stray) for stray in strays)
        super().__init__(f"{document}: tal som inte finns i beslutspaketet: {told}")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paper under its file's name, and whose head it has."""

    name: str
    paper: Paper
    head: Head | None = None


def all_documents(
    package: Package,
    heads: Sequence[Head],
    *,
    draft: bool,
    context: Context | None = None,
    generic: Sequence[str] = (),
) -> tuple[Document, ...]:
    """Return every document of a package: first each municipality's own, then the common ones.

    `generic` are the goals' general texts. Drafts are marked and may have gaps. Raises
    NotReadyError when finals are wanted and anything is missing, and StrayFigureError when a
    text states a number that is not in the package.
    """
    known = context or Context()
    if not draft and (reasons := not_ready(package, heads, generic)):
        raise NotReadyError(reasons)
    drawn = pictures(package)
    papers = tuple(_papers(package, heads, known, drawn))
    _try(papers, package, known, draft=draft)
    told = cells(package)
    if strays := check_figures(told, package, None, known):
        raise StrayFigureError("bilaga-3-kalkylblad", strays)
    prefix = DRAFT_PREFIX if draft else ""
    files = [
        Document(f"{prefix}{one.name}.docx", docx_of(one.paper, package, draft=draft))
        for one in papers
    ]
    sheet = Document(f"{prefix}bilaga-3-kalkylblad.xlsx", workbook(package, draft=draft))
    return (*files, sheet)


def not_ready(
    package: Package, heads: Sequence[Head], generic: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return every reason, beside the texts themselves, why finals cannot be made."""
    reasons = [str(one) for one in missing(package.words, _codes(package), generic)]
    if hash_of(package.points) != package.text_hash:
        reasons.append("Beslutspunkterna är inte de som paketet låstes med: gör en ny version.")
    lacking = {p.code: p.name for p in package.frozen.parties}
    for head in heads:
        lacking.pop(head.code, None)
        wanted = (
            ("förvaltning", head.office),
            ("handläggare", head.handler),
            ("datum", head.date),
            ("diarienummer", head.dnr),
        )
        unsaid = [what for what, text in wanted if not text.strip()]
        if unsaid:
            reasons.append(f"{head.name}: {', '.join(unsaid)} saknas")
    reasons += [f"{name}: dokumenthuvud saknas" for name in lacking.values()]
    return tuple(reasons)


def _codes(package: Package) -> list[str]:
    return [party.code for party in package.frozen.joining]


def _try(papers: Sequence[_Draft], package: Package, context: Context, *, draft: bool) -> None:
    """Try every paper's figures, and in finals that nothing is missing from any of them.

    Raises StrayFigureError for the first paper with a stray number, then NotReadyError with every
    gap in all of them.
    """
    gaps: list[str] = []
    for one in papers:
        told = texts(one.paper)
        if strays := check_figures(told, package, one.head, context):
            raise StrayFigureError(one.name, strays)
        gaps += [f"{one.paper.kind}: {gap}" for gap in check_complete(told)]
    if gaps and not draft:
        raise NotReadyError(gaps)


def _papers(
    package: Package, heads: Sequence[Head], context: Context, drawn: Pictures
) -> Iterator[_Draft]:
    for head in heads:
        who = f"{plain_name(head.code)}-{plain_name(head.name)}"
        letter = service_letter(package, head, context, drawn)
        yield _Draft(f"tjansteskrivelse-{who}", letter, head)
        yield _Draft(f"protokoll-{who}", minutes(package, head, context), head)
        yield _Draft(f"presidieblad-{who}", presidium_sheet(package, head), head)
    yield _Draft("bilaga-1-beslutsunderlag", annex(package, drawn))
    yield _Draft("bilaga-2-samverkansavtal", agreement(package, context))
    if context.joint_committee:
        yield _Draft("bilaga-4-reglemente", rules_of_procedure(package))
    yield _Draft("pressmeddelande", press_release(package, context))


def plain_name(text: str) -> str:
    """Return a text as a part of a file's name, in plain letters: ”Ödeshög” is ”odeshog”."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "okand"


def zipped(documents: Sequence[Document], package: Package) -> bytes:
    """Return every document in one zip file; the same bytes for the same documents."""
    entries = ((one.name, one.content) for one in documents)
    return packed(entries, moment(package.frozen.origin.frozen))
