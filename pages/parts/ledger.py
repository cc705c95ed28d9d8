"""What the page Underlag asks and shows."""

from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

import streamlit as st

from models.account import shares_by_status
from models.entities import Source, Status
from models.pack import Pack
from pages.parts import swedish, tables, tracing
from pages.parts.summaries import show_rest
from pages.parts.wording import STATUSES


def headline(pack: Pack) -> str:
    """Return the page's one message: how much is known and how surely."""
    figures = [f for account in pack.accounts.values() for f in account.figures.values()]
    parts = [f"{STATUSES[s]} {swedish.percent(x)}" for s, x in shares_by_status(figures).items()]
    whole = _in_kronor(cost_shares(pack))
    planned = _in_kronor(cost_shares(pack, [a.key for a in pack.activities if a.optimised]))
    weighed = (
        f" Av kostnaden i kronor är {whole}; i verksamheterna som planeras {planned}."
        if whole and planned
        else ""
    )
    return (
        f"{swedish.number(len(figures))} uppgifter i kontona för {pack.base_year}, alla i "
        f"{pack.price_year} års priser: {', '.join(parts)}.{weighed} En egen uppgift i kommunens "
        "mapp går alltid före en räkneregel."
    )


def cost_shares(pack: Pack, activities: Collection[str] | None = None) -> dict[Status, float]:
    """Return each status's share of the cost in kronor, of all accounts or of some activities'."""
    return shares_by_status(
        (
            figure
            for account in pack.accounts.values()
            if activities is None or account.activity in activities
            for figure in account.cost_figures(pack.items)
        ),
        by_value=True,
    )


def _in_kronor(shares: Mapping[Status, float]) -> str:
    return swedish.listed([f"{swedish.percent(x)} {STATUSES[s]}" for s, x in shares.items()])


def every(pack: Pack) -> tuple[str, ...]:
    """Return the keys of every activity, comparison rows too."""
    return tuple(activity.key for activity in pack.activities)


def show_parameters(pack: Pack) -> None:
    """Show every parameter with its range, status and source."""
    rows = []
    for p in pack.parameters.values():
        decimals = 3 if abs(p.high) < 10 else 0
        stated = ""
        if p.stated_price_year and p.stated_price_year != p.price_year:
            stated = f"; {swedish.number(p.stated_value)} i {p.stated_price_year} års priser"
        unit = f"{p.unit}, {p.price_year} års priser{stated}" if p.price_year else p.unit
        rows.append(
            (
                p.label,
                swedish.number(p.low, decimals),
                swedish.number(p.value, decimals),
                swedish.number(p.high, decimals),
                unit,
                STATUSES[p.status],
                p.note,
                pack.sources[p.source].title,
            )
        )
    tables.show_table(
        ("Antagande", "Lägst", "Typvärde", "Högst", "Enhet", "Status", "Anmärkning", "Källa"),
        rows,
        caption="Antaganden och nyckeltal i räknereglerna",
        text_columns=(0, 4, 5, 6, 7),
    )


def show_key_figures(pack: Pack, code: str) -> None:
    """Show a municipality's newest official figures and the official lines."""
    name = next(m.name for m in pack.municipalities if m.code == code)
    newest = {k.key: k.figure for k in sorted(pack.key_figures[code], key=lambda k: k.figure.year)}
    named = {key: tracing.label_of(pack, key) for key in newest}
    figures = sorted((name[:1].upper() + name[1:], newest[key]) for key, name in named.items())
    tracing.show_figures(pack, figures, caption=f"{name}: nyckeltal, senaste år")
    show_official_lines(pack, code)
    show_rest(pack, code)


def show_official_lines(pack: Pack, code: str) -> None:
    """Show the official cost lines of a municipality year by year, mnkr in each year's prices."""
    name = next(m.name for m in pack.municipalities if m.code == code)
    labels = {line.key: line.label for line in pack.lines}
    found = {
        (labels[line], item): {figure.year: figure.value for figure in figures}
        for (m, line, item), figures in pack.official.items()
        if m == code and line in labels
    }
    years = sorted({year for values in found.values() for year in values})
    tables.show_table(
        ("Räkenskapsrad", "Mått", *(str(year) for year in years)),
        [
            (label, item.capitalize(), *(swedish.mnkr(values.get(year)) for year in years))
            for (label, item), values in sorted(found.items())
        ],
        caption=f"{name}: officiella kostnader, mnkr i respektive års priser (Källa: Kolada; "
        "kr/inv gånger folkmängd är egen beräkning)",
        text_columns=(0, 1),
    )


def show_gaps(pack: Pack) -> None:
    """List what could not be reckoned and what no statistics give."""
    labels = {a.key: a.label for a in pack.activities}
    items = {item.key: item.label for item in pack.items}
    names = {m.code: m.name for m in pack.municipalities}
    rows = [
        (names[account.municipality], labels[account.activity], items[key])
        for account in pack.accounts.values()
        for key in account.gaps
    ]
    without_revenue = [
        labels[a.key]
        for a in pack.activities
        if not any(
            pack.accounts[m.code, a.key].of_kind(pack.items, "revenue") for m in pack.municipalities
        )
    ]
    if rows:
        tables.show_table(
            ("Kommun", "Verksamhet", "Post"),
            rows,
            caption="Uppgifter som en räkneregel väntar på",
            text_columns=(0, 1, 2),
        )
    else:
        st.markdown("Varje räkneregel har fått de uppgifter den behöver.")
    st.markdown(
        f"**Intäkter: uppgift saknas** för {swedish.listed(without_revenue)}. Där visas "
        "nettokostnaden före intäkter."
    )
    st.markdown(
        "**Bara en antagen eller uppskattad kostnad** finns för "
        + swedish.listed(
            [labels[a.key] for a in pack.activities if a.optimised and _uncertain(pack, a.key)]
        )
        + ". Kommunernas egna konton ska ersätta dem."
    )


def show_sources(pack: Pack) -> None:
    """Show every source with publisher, address and licence."""
    rows = [
        (s.title, s.publisher or "–", address(s), s.retrieved or "–", s.licence or "–", s.note)
        for s in sorted(pack.sources.values(), key=lambda s: s.title)
    ]
    tables.show_table(
        ("Källa", "Utgivare", "Adress", "Hämtad", "Licens", "Anmärkning"),
        rows,
        caption="Källor",
        text_columns=range(6),
    )


def address(source: Source) -> str:
    """Return where to read the source; a bare domain names a publisher and not a document."""
    parts = urlsplit(source.url)
    if parts.path.strip("/") or parts.query:
        return source.url
    if parts.netloc:
        return f"adress saknas (utgivarens webbplats: {parts.netloc})"
    # What nobody has fetched, such as the project's own assumptions, has no address to miss.
    return "adress saknas" if source.retrieved else "–"


def _uncertain(pack: Pack, activity: str) -> bool:
    return any(
        figure.status not in {Status.OFFICIAL, Status.REPORTED}
        for m in pack.municipalities
        for figure in pack.accounts[m.code, activity].cost_figures(pack.items)
    )
