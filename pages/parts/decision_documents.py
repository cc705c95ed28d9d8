"""Dokument: heads for each municipality, five versions of one text, files, and one read back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from models.entered import LINE, date_of, text_faults
from models.errors import Fault
from pages.parts import on_table, tables
from pages.parts.controls import Context
from pages.parts.decision_matter import matter_of, show_matter
from pages.parts.decision_rows import Row
from pages.parts.decision_today import show_light
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from pages.parts.row_editor import edit_rows
from scenarios.decision_text import hash_of
from scenarios.frozen import Head, Package
from scenarios.suggested import general_texts
from store.errors import StoreError

HEAD_COLUMNS = {
    "name": "Kommun",
    "office": "Förvaltning",
    "handler": "Handläggare",
    "date": "Datum",
    "dnr": "Diarienummer",
    "habit": "Beslutssatser",
    "receivers": "Expedieras också till",
}
SENTENCES, THAT_CLAUSES = "meningar", "att-satser"
DRAFT, FINAL = "Utkast", "Slutliga"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(here: Context) -> None:
    """Ask for the heads, show that the words are the same, and make the files."""
    left, right = st.columns(2)
    with left:
        area = on_table.ask_area(here)
    with right:
        on_table.ask_who()
    table = on_table.on_table(here, area)
    if table.package is None:
        st.markdown(
            f"**{plain(table.label)} har inget fryst paket än.** Frys det under Paketet, så kan "
            "handlingarna skrivas."
        )
        return
    show_light(table)
    heads = _ask_heads(table)
    _show_versions(table.package, heads)
    _show_files(here, table, table.package, heads)
    _show_read_back(table.package)


# ---- Heads ---------------------------------------------------------------------------------------


def _ask_heads(table: OnTable) -> tuple[Head, ...]:
    st.subheader("Det enda som skiljer mellan kommunerna")
    heads = [file.head for file in table.files]
    found = edit_rows(
        f"huvuden_{table.area}",
        [_row(head) for head in heads],
        HEAD_COLUMNS,
        lambda rows: heads_of(rows, heads),
        {"habit": (SENTENCES, THAT_CLAUSES)},
        fixed=("name",),
    )
    if found is None:
        return tuple(heads)
    changed = False
    for file, head in zip(table.files, found, strict=True):
        if head != file.head:
            on_table.saving(
                lambda file=file, head=head: on_table.save_file(
                    table, replace(file, head=head), f"Ändrade dokumenthuvud för {head.name}"
                )
            )
            changed = True
    if changed:
        st.rerun()
    return found


def _row(head: Head) -> dict[str, str]:
    return {
        "name": head.name,
        "office": head.office,
        "handler": head.handler,
        "date": head.date,
        "dnr": head.dnr,
        "habit": THAT_CLAUSES if head.that_clauses else SENTENCES,
        "receivers": "; ".join(head.receivers),
    }


def heads_of(
    rows: Sequence[Row], before: Sequence[Head]
) -> tuple[tuple[Head, ...], tuple[Fault, ...]]:
    """Return the heads that rows say, one for each before, and everything that cannot be read."""
    faults: list[Fault] = []
    heads = []
    for n, (row, head) in enumerate(zip(rows, before, strict=True), 1):
        said = {name: _said(row, name) for name in HEAD_COLUMNS}
        for name, text in said.items():
            longest = LINE * 5 if name == "receivers" else LINE
            faults += text_faults(text, f"{head.name}, {HEAD_COLUMNS[name].lower()}", longest)
        day: date | Fault | None = None
        if said["date"]:
            day = date_of(said["date"], f"Rad {n}, {head.name}, datum")
            if isinstance(day, Fault):
                faults.append(day)
        heads.append(
            replace(
                head,
                office=said["office"],
                handler=said["handler"],
                date=day.isoformat() if isinstance(day, date) else "",
                dnr=said["dnr"],
                that_clauses=said["habit"] == THAT_CLAUSES,
                receivers=tuple(part.strip() for part in said["receivers"].split(";") if part),
            )
        )
    return tuple(heads), tuple(faults)


def _said(row: Row, name: str) -> str:
    found = row.get(name)
    return str(found).strip() if isinstance(found, str) else ""


def _show_versions(package: Package, heads: Sequence[Head]) -> None:
    """Show that every municipality's version has the master's words."""
    found = [(head, hash_of(package.points, head)) for head in heads]
    same = all(text_hash == package.text_hash for _, text_hash in found)
    words = "samma beslutspunkter i alla" if same else "beslutspunkterna är inte lika"
    tables.show_table(
        ("Kommun", "Skrivs som", "Avtryck av beslutspunkterna", "Samma ord som mallen"),
        [
            (
                head.name,
                THAT_CLAUSES if head.that_clauses else SENTENCES,
                text_hash,
                "ja" if text_hash == package.text_hash else "nej",
            )
            for head, text_hash in found
        ],
        caption=f"{len(found)} versioner av en text: {words}",
        text_columns=(0, 1, 2, 3),
    )


# ---- Files ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Made:
    """The files that were made, or why they were not."""

    files: tuple[tuple[str, bytes], ...] = ()
    whole: bytes = b""
    reasons: tuple[str, ...] = ()


@st.cache_resource(max_entries=8, show_spinner="Skriver handlingarna …")
def _made(
    key: tuple[object, ...],
    _package: Package,
    heads: tuple[Head, ...],
    _context: object,
    generic: tuple[str, ...],
    draft: bool,
) -> _Made:
    # What writes Word files takes a second to load: nobody waits for it who does not ask for one.
    from documents.release import NotReadyError, StrayFigureError, all_documents, zipped

    try:
        found = all_documents(_package, heads, draft=draft, context=_context, generic=generic)
    except NotReadyError as error:
        return _Made(reasons=error.reasons)
    except StrayFigureError as error:
        return _Made(reasons=(str(error),))
    return _Made(tuple((one.name, one.content) for one in found), zipped(found, _package))


def _show_files(here: Context, table: OnTable, package: Package, heads: Sequence[Head]) -> None:
    st.subheader("Handlingarna")
    show_matter(table, package)
    kind = st.radio("Slag", (DRAFT, FINAL), horizontal=True, key="handlingar_slag")
    draft = kind == DRAFT
    if not draft and table.standing.moved:
        st.warning(
            "Slutliga handlingar kan inte skrivas: paketet är ändrat sedan det frystes. Frys om "
            "eller ändra tillbaka under Paketet."
        )
        return
    try:
        context = matter_of(here, table, package)
    except StoreError as error:
        st.error(plain(str(error)))
        return
    asked = (package.version, tuple(heads), repr(context), draft)
    if st.button(f"Skriv handlingarna ({kind.lower()})", type="primary"):
        st.session_state["handlingar"] = asked
    if st.session_state.get("handlingar") != asked:
        return
    made = _made(asked, package, tuple(heads), context, general_texts(table.area), draft)
    if made.reasons:
        lines = "\n".join(f"- {plain(reason)}" for reason in made.reasons)
        st.error(f"Handlingarna kan inte skrivas förrän det här är klart:\n\n{lines}")
        return
    st.download_button(
        f"Hämta alla {len(made.files)} filer (zip)",
        made.whole,
        file_name=f"samstamt-{package.version}.zip",
        mime="application/zip",
        on_click="ignore",
        type="primary",
    )
    with st.expander("Hämta en fil i taget"):
        for name, content in made.files:
            st.download_button(
                name,
                content,
                file_name=name,
                mime=XLSX if name.endswith(".xlsx") else DOCX,
                on_click="ignore",
                key=f"fil_{name}",
            )


# ---- Read back -----------------------------------------------------------------------------------


def _show_read_back(package: Package) -> None:
    from documents.read_back import MAX_FILE, ReadBackError, compared

    st.subheader("Läs tillbaka en version som någon har arbetat i")
    sent = st.file_uploader(
        "Tjänsteskrivelse i Word",
        type=["docx"],
        key="last_tillbaka",
        max_upload_size=MAX_FILE // 1024**2,
        help="Beslutspunkterna jämförs ord för ord med mallen. Filen sparas inte.",
    )
    if sent is None:
        return
    try:
        found = compared(sent.getvalue(), package)
    except ReadBackError as error:
        st.error(plain(str(error)))
        return
    if found.same:
        st.success(f"Samma ord: avtrycket är {found.text_hash}, som i mallen.")
        return
    st.error(
        f"Orden skiljer: filens avtryck är {found.text_hash} och mallens {package.text_hash}. En "
        "fullmäktige som antar den här texten har inte fattat samma beslut som de andra."
    )
    tables.show_table(
        ("Punkt", "I mallen", "I filen"),
        [
            (f"{one.number} {one.heading}", one.master or "–", one.found or "–")
            for one in found.changes
        ],
        caption="Ord som skiljer",
        text_columns=(0, 1, 2),
    )
