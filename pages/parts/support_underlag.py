"""Underlag: the documents that the decisions stand on, the oldest first, kept while cited."""

from collections.abc import Sequence

import streamlit as st

from models.errors import Fault
from models.underlag import Underlag, underlag_faults, underlag_list, without_underlag
from pages.parts import entering, holding, on_table, records, tables
from pages.parts.controls import Context
from pages.parts.council_entry import NEW, ask_row
from pages.parts.records import Kept
from scenarios import written
from store.saved import key_of

KIND = "handling"
EVERY = ""


def show(here: Context) -> None:
    """Show what there is, and let a document be written and taken away."""
    found = {one.key: one for one in records.read_all(KIND, Underlag)}
    items = [one.record for one in found.values()]
    areas = on_table.areas(here)
    choices = {EVERY: "alla områden"} | areas
    chosen = st.selectbox(
        "Underlag för", list(choices), format_func=choices.__getitem__, key="handlingar_for"
    )
    shown = underlag_list(items, str(chosen or EVERY))
    st.markdown(
        f"**Förteckningen har {written.count(len(shown))} "
        f"{'handling' if len(shown) == 1 else 'handlingar'}**, den äldsta först."
        if shown
        else "**Inga handlingar är förtecknade.** För in dem nedan, eller välj ett annat område."
    )
    if shown:
        _show_table(shown, areas)
    st.header("För in en handling")
    entering.ask_who()
    in_order = underlag_list(items)
    row = ask_row(
        [one.title for one in in_order], f"{KIND}_rad_{holding.round_of(KIND)}", "handling", "Ny"
    )
    _ask(found, in_order[row] if row != NEW else None, areas)
    _remove(found, in_order, areas)


def _show_table(shown: Sequence[Underlag], areas: dict[str, str]) -> None:
    tables.show_table(
        ("Titel", "Datum", "Organ", "Plats", "Slag", "Beslut som vilar på den", "Länk"),
        [
            (
                one.title,
                one.dated,
                one.organ or "–",
                one.place or "–",
                one.kind,
                ", ".join(areas.get(key, key) for key in one.decisions) or "–",
                one.link or "–",
            )
            for one in shown
        ],
        caption="Handlingarna i tidsordning",
        text_columns=range(7),
    )


def _ask(found: dict[str, Kept[Underlag]], old: Underlag | None, areas: dict[str, str]) -> None:
    at = found[old.key].field("ratta") if old else f"{KIND}_{holding.round_of(KIND)}"
    over = found[old.key].filled_from(at, f"{at}_titel") if old else None
    one = _form(at, old, areas)
    if one is None:
        return
    others = [kept.record for key, kept in found.items() if not old or key != old.key]
    faults = underlag_faults([*others, one])
    if faults:
        entering.show_faults(faults)
        return
    place = over or Kept(KIND, one.key, one)
    what = f"{'Rättade' if old else 'Förde in'} handlingen {one.title}"
    records.save(place, one, what, at, empties=KIND)


def _form(at: str, old: Underlag | None, areas: dict[str, str]) -> Underlag | None:
    """Return the document typed, None until it is sent."""
    first = old or Underlag("", "", "", "", "", "")
    with st.form(f"form_{at}"):
        title = st.text_input("Titel", first.title, key=f"{at}_titel")
        one, two, three, four = st.columns(4)
        dated = one.text_input(
            "Datum, som det står på handlingen",
            first.dated,
            placeholder="2026-03-27, mars 2026 eller våren 2026",
            key=f"{at}_datum",
        )
        organ = two.text_input("Organ", first.organ, key=f"{at}_organ")
        place = three.text_input("Plats", first.place, key=f"{at}_plats")
        kind = four.text_input(
            "Slag", first.kind, placeholder="utredning, beslut, avtal …", key=f"{at}_slag"
        )
        link = st.text_input("Länk", first.link, key=f"{at}_lank")
        decisions = st.multiselect(
            "Områden vars beslut vilar på den",
            list(areas),
            [key for key in first.decisions if key in areas],
            format_func=areas.__getitem__,
            key=f"{at}_omraden",
        )
        if not st.form_submit_button("Spara handlingen"):
            return None
    return Underlag(
        first.key or key_of(f"{title} {dated}"),
        dated.strip(),
        organ.strip(),
        place.strip(),
        kind.strip(),
        title.strip(),
        link.strip(),
        first.activities,
        tuple(decisions),
    )


def _remove(
    found: dict[str, Kept[Underlag]], items: Sequence[Underlag], areas: dict[str, str]
) -> None:
    """Let a document be taken away, unless a decision stands on it."""
    row = entering.ask_removal(
        [one.title for one in items], f"{KIND}_bort_{holding.round_of(KIND)}"
    )
    if row is None:
        return
    left = without_underlag(items, items[row].key, areas)
    if isinstance(left, Fault):
        entering.show_faults([left])
        return
    records.remove(found[items[row].key], f"Tog bort handlingen {items[row].title}", KIND)
