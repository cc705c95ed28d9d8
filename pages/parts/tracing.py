"""Every figure with its unit, status, source, year and how it was reckoned."""

import re
from collections.abc import Sequence
from html import escape

import streamlit as st

from models.entities import Figure
from models.pack import Pack
from pages.parts import swedish, tables
from pages.parts.wording import ITEM_KINDS, STATUSES

HEADINGS = ("Post", "Värde", "Lägst–högst", "Enhet", "År", "Status", "Så här", "Källa")
TEXT_COLUMNS = (0, 3, 5, 6, 7)
NAME = re.compile(r"[a-zA-Z_]\w*")


def choose_account(
    pack: Pack, activities: Sequence[str], only: str | None, key: str
) -> tuple[str, str]:
    """Ask for one municipality's account of one activity."""
    left, right = st.columns(2)
    with left:
        code = choose_municipality(pack, only, key, label="Konto för")
    with right:
        activity = choose_activity(pack, activities, key)
    return code, activity


def choose_municipality(
    pack: Pack, only: str | None, key: str, *, label: str = "Kommun", note: str | None = None
) -> str:
    """Ask for one municipality; the sidebar may leave only one to choose."""
    names = {m.code: m.name for m in pack.municipalities if only in {None, m.code}}
    code = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=f"{key}_kommun", help=note
    )
    return code or next(iter(names))


def choose_activity(pack: Pack, activities: Sequence[str], key: str) -> str:
    """Ask for the activity whose account is to be shown."""
    labels = {a.key: a.label for a in pack.activities if a.key in activities}
    activity = st.selectbox(
        "Kontots verksamhet",
        list(labels),
        format_func=labels.__getitem__,
        key=f"{key}_" + "+".join(labels),
    )
    return activity or next(iter(labels))


def show_account(pack: Pack, code: str, activity: str) -> None:
    """Show one account, figure by figure, what is missing in it, and its sources."""
    account = pack.accounts[code, activity]
    items = {item.key: item for item in pack.items}
    name = next(m.name for m in pack.municipalities if m.code == code)
    label = next(a.label for a in pack.activities if a.key == activity)
    figures = [
        (f"{ITEM_KINDS[items[key].kind]}: {items[key].label}", figure)
        for key, figure in account.figures.items()
    ]
    show_figures(
        pack, figures, caption=f"{name}: {label}, {pack.base_year}, i {pack.price_year} års priser"
    )
    if account.gaps:
        missing = swedish.listed([label_of(pack, key) for key in account.gaps])
        st.markdown(f"**Uppgift saknas:** {missing}.")


def show_figures(pack: Pack, figures: Sequence[tuple[str, Figure]], *, caption: str) -> None:
    """Show named figures with numbered sources, and the sources below."""
    keys = list(dict.fromkeys(key for _, figure in figures for key in figure.sources))
    rows = [(name, *_cells(pack, figure, keys)) for name, figure in figures]
    tables.show_table(HEADINGS, rows, caption=caption, text_columns=TEXT_COLUMNS)
    listed = [
        f"[{i}] {pack.sources[key].title}"
        + (f", {pack.sources[key].publisher}" if pack.sources[key].publisher else "")
        for i, key in enumerate(keys, start=1)
        if key in pack.sources
    ]
    st.caption("Källor: " + " · ".join(listed))


def _cells(pack: Pack, figure: Figure, keys: Sequence[str]) -> tuple[str | tables.Cell, ...]:
    # Kronor a year are shown in thousands: nobody knows an account to the krona.
    thousands = figure.unit == "kr/år"
    scale = 1e3 if thousands else 1.0
    decimals = _decimals(figure.value / scale)
    low, high = figure.low / scale, figure.high / scale
    span = f"{swedish.number(low, decimals)}–{swedish.number(high, decimals)}"
    unit = "tkr/år" if thousands else figure.unit.replace("km2", "km²")
    if figure.price_year and figure.price_year != pack.price_year:
        unit += f", {figure.price_year} års priser"
    numbers = ", ".join(str(i) for i in sorted(keys.index(key) + 1 for key in figure.sources))
    place = f" ({figure.place})" if figure.place else ""
    return (
        swedish.number(figure.value / scale, decimals),
        "–" if low == high else span,
        unit,
        str(figure.year),
        STATUSES[figure.status],
        tables.Cell(f'<span class="samstamt-lang">{escape(_how(pack, figure))}</span>'),
        f"{numbers}{place}".replace(" ", swedish.NBSP),
    )


def _how(pack: Pack, figure: Figure) -> str:
    """Return how a figure came about: its rule with every name and value written out."""
    if not figure.formula:
        return figure.note or "Direkt ur källan."
    values = dict(figure.inputs)

    def spelled(match: re.Match[str]) -> str:
        name = match.group()
        value = swedish.number(values[name], _decimals(values[name]))
        return f"{label_of(pack, name)} ({value})"

    formula = NAME.sub(spelled, figure.formula.replace("*", "×").replace(" - ", " − "))
    return f"{figure.because} = {formula}"


def label_of(pack: Pack, name: str) -> str:
    """Return in words what a formula or a key figure calls by its key, as inside a sentence."""
    if name == "manadslon":
        return "månadslön för rollen"
    if name in pack.parameters:
        return _inside_a_sentence(pack.parameters[name].label)
    items = {item.key: item.label for item in pack.items}
    if name in items:
        return _inside_a_sentence(items[name])
    # The codebook names the key figures as it names the columns of a table.
    figures = {column.name: column.label for column in pack.codebook.get("key_figure", ())}
    if name in figures:
        return figures[name]
    kind, _, rest = name.partition("_")
    if kind == "andel" and rest in items:
        return f"andel för {_inside_a_sentence(items[rest])}"
    lines = {line.key: line.label for line in pack.lines}
    if rest in lines:
        return f"{kind} för {_inside_a_sentence(lines[rest])}"
    return name.replace("_", " ")


def _inside_a_sentence(label: str) -> str:
    """Return a label with a small first letter unless it begins with an abbreviation."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _decimals(value: float) -> int:
    size = abs(value)
    if size >= 1000 or value == int(value):
        return 0
    return 1 if size >= 10 else 2 if size >= 1 else 3
