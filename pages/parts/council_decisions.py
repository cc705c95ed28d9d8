"""Entering what a council, a board or a committee has decided, as its minutes have it."""

import re
from dataclasses import replace

import streamlit as st

from models.council_register import BOARD, COUNCIL, CouncilDecision, DecisionStatus
from models.errors import Fault
from models.staff_dialogue import LocalBox, council_too_early
from pages.parts import entering, support_talks
from pages.parts.council_entry import NEW, Entry, ask_row, faults_in
from scenarios.decision_text import HASH_DIGITS, hash_of_written

COMMITTEE = "nämnd"
ORGANS = {COUNCIL: "kommunfullmäktige", BOARD: "kommunstyrelsen", COMMITTEE: "en nämnd"}
PACKAGE_TEXT, OTHER_TEXT = "paketets text", "en annan text"


def decision_words(decision: CouncilDecision) -> str:
    """Return a decision on one line."""
    parts = (decision.organ, str(decision.on or ""), decision.paragraph, decision.dnr)
    return f"{', '.join(part for part in parts if part)}: {decision.status}"


def ask_decision(entry: Entry, wanted: str) -> None:
    """Ask what was decided, and save it when it holds; `wanted` is the hash of the package."""
    decisions = entry.file.decisions
    row = ask_row([decision_words(d) for d in decisions], entry.key("beslut"), "beslut")
    old = decisions[row] if row != NEW else None
    at = entry.key(f"beslut_{decision_words(old)}" if old else "beslut_nytt")
    # A new row is added to what is there; one that is corrected must be the one that was seen.
    entry = entry.filled_from(at, f"{at}_datum") if old else entry
    found = _decision_form(entry, old, at, wanted)
    if found is None:
        return
    decision, faults = found
    kept = tuple(d for n, d in enumerate(decisions) if n != row)
    whole = replace(entry.file, decisions=(*kept, decision))
    faults = [*faults_in(entry, whole, faults), *before_talks(entry, decision)]
    if faults:
        entering.show_faults(faults)
        return
    said = "Rättade" if old else "Förde in"
    entry.save(
        whole,
        f"{said} beslut för {entry.file.head.name}: {decision_words(decision)}",
        at,
    )


def _decision_form(
    entry: Entry, old: CouncilDecision | None, at: str, wanted: str
) -> tuple[CouncilDecision, list[Fault]] | None:
    """Return what has been typed with the faults of its form, None until it is sent."""
    first = old or CouncilDecision(
        entry.file.head.code, COUNCIL, None, "", entry.file.head.dnr, wanted, DecisionStatus.ADOPTED
    )
    organ = first.organ if first.organ in ORGANS else COMMITTEE
    with st.form(f"form_{at}", border=True):
        one, two, three = st.columns(3)
        kind = one.selectbox(
            "Vem beslutade?",
            list(ORGANS),
            list(ORGANS).index(organ),
            format_func=ORGANS.__getitem__,
            key=f"{at}_organ",
        )
        committee = one.text_input(
            "Nämndens namn, om det var en nämnd",
            first.organ if organ == COMMITTEE else "",
            key=f"{at}_namnd",
        )
        day = two.text_input(
            "Datum",
            entering.day_text(first.on),
            placeholder=entering.DAY_HINT,
            key=f"{at}_datum",
        )
        status = two.selectbox(
            "Beslutet blev",
            list(DecisionStatus),
            list(DecisionStatus).index(first.status),
            format_func=str,
            key=f"{at}_status",
        )
        paragraph = three.text_input("Paragraf", first.paragraph, key=f"{at}_paragraf")
        dnr = three.text_input("Diarienummer", first.dnr, key=f"{at}_dnr")
        text = _ask_text(at, first.text_hash, wanted)
        link = st.text_input("Länk till protokollet, om det finns en", first.link, key=f"{at}_lank")
        if not st.form_submit_button("Spara beslutet"):
            return None
    faults: list[Fault] = []
    body = committee.strip() if kind == COMMITTEE else str(kind)
    on = entering.typed_day(day, f"{entry.file.head.name}, beslutets datum", faults)
    decision = replace(
        first,
        organ=body,
        on=on,
        paragraph=paragraph.strip(),
        dnr=dnr.strip(),
        text_hash=text,
        status=DecisionStatus(status),
        link=link.strip(),
    )
    return decision, faults


def _ask_text(at: str, first: str, wanted: str) -> str:
    """Ask which words it was; return their hash, the words' own where they are pasted."""
    other = bool(first) and first != wanted
    which = st.radio(
        "Vilken text?",
        [PACKAGE_TEXT, OTHER_TEXT],
        int(other),
        horizontal=True,
        key=f"{at}_text",
    )
    pasted = st.text_area(
        "Om det var en annan text: klistra in beslutssatserna, en per rad",
        first if other else "",
        key=f"{at}_annan",
        help=f"Textens avtryck, {HASH_DIGITS} tecken, går också bra.",
    )
    return wanted if which == PACKAGE_TEXT else hash_of_typed(pasted)


def hash_of_typed(text: str) -> str:
    """Return the hash that was typed, or that of the points pasted; nothing for nothing."""
    plain = text.strip()
    if re.fullmatch(rf"[0-9a-f]{{{HASH_DIGITS}}}", plain):
        return plain
    lines = [line for line in plain.splitlines() if line.strip()]
    return hash_of_written(lines) if lines else ""


def before_talks(entry: Entry, decision: CouncilDecision) -> tuple[Fault, ...]:
    """Return a fault when a council decides before its own negotiation with the unions is done."""
    if decision.organ != COUNCIL or decision.on is None:
        return ()
    head = entry.file.head
    planned = LocalBox(head.code, negotiated=entry.file.dates.union_talks)
    boxes = [planned, support_talks.box_of(entry.table.area, head.code).record]
    return council_too_early(boxes, {head.code: decision.on}, {head.code: head.name})


def remove_decision(entry: Entry) -> None:
    """Let a decision be taken away."""
    words = [decision_words(d) for d in entry.file.decisions]
    row = entering.ask_removal(words, entry.key("beslut_bort"))
    if row is not None:
        kept = tuple(d for n, d in enumerate(entry.file.decisions) if n != row)
        entry.save(
            replace(entry.file, decisions=kept),
            f"Tog bort beslut för {entry.file.head.name}: {words[row]}",
        )
