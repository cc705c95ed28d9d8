"""What Plan answers beyond the plan: why not, at what price, what else, and who with whom."""

from collections.abc import Sequence

import streamlit as st

from models.answers import Blocked
from models.entities import Alternative
from models.pack import Pack
from pages.parts import plan_charts, swedish, tables
from pages.parts.pictures import show_chart
from pages.parts.plain import plain
from pages.parts.planning import members_words, seat_words
from pages.parts.tables import change_cell
from scenarios.answers import FrontierRow, GroupRow, PriceRow, dearer
from scenarios.run import Outcome


def show_blocked(found: Blocked) -> None:
    """Say which decisions do not go together, and what would open a plan."""
    st.markdown("De här besluten går inte ihop med varandra:")
    st.markdown("\n".join(f"- {plain(_sentence(text))}" for text in found.together))
    if not found.openings and not found.sure:
        st.markdown(
            "Tiden räckte inte för att visa vad som öppnar en plan. Ta bort ett av besluten och "
            "pröva igen."
        )
        return
    if not found.openings:
        st.markdown("Inget av dem räcker att ändra ensamt: minst två behöver lättas.")
        return
    st.markdown("**Det räcker att ändra ett av dem.** Det minsta som öppnar en plan är:")
    tables.show_table(
        ("Beslut", "Lättas till"),
        [(_sentence(words), _sentence(step)) for words, step in found.openings],
        caption="Minsta lättnad av varje beslut för sig",
        text_columns=(0, 1),
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def show_prices(rows: Sequence[PriceRow], finished: bool) -> None:
    """Show what each binding rule costs."""
    if not rows:
        if finished:
            st.markdown("Inget beslut kostar något: att lätta ett av dem ger ingen billigare plan.")
        return
    tables.show_table(
        ("Beslut", "Lättat ett steg", "Kostar i dag, tkr/år (5–95\u00a0%)"),
        [
            (
                _sentence(row.rule),
                _sentence(row.step),
                change_cell(row.annual),
            )
            for row in rows
        ],
        caption="Vad beslutet kostar: skillnaden mot den bästa planen om det lättas ett steg",
        text_columns=(0, 1),
    )
    st.caption(
        "Plus är vad som sparas om beslutet lättas. Minus kan förekomma när prisade dagar utan "
        "bemanning väger mer än kronorna: planen väljs på båda."
    )


def show_nearly(outcome: Outcome, others: Sequence[Outcome]) -> None:
    """Show the best plan and those nearly as good under each other: what, for whom, and where."""
    plans = [("Bästa", outcome), *((f"Plan {i}", x) for i, x in enumerate(others, start=1))]
    tables.show_table(
        (
            "",
            "Effekt, tkr/år (5–95\u00a0%)",
            "Dyrare än bästa, tkr/år",
            "Leds från (antal)",
            "Driftformer",
            "Dagar utan bemanning bort",
        ),
        [
            (
                label,
                change_cell(plan.annual),
                "–" if plan is outcome else change_cell(dearer(plan, outcome)),
                _offices(plan),
                _joint(plan),
                swedish.number(plan.days_avoided),
            )
            for label, plan in plans
        ],
        caption="Planerna sida vid sida",
        text_columns=(0, 3, 4),
    )
    tables.show_table(
        ("Effekt, tkr/år (5–95\u00a0%)", *(m.name for m in outcome.pack.municipalities)),
        [
            (label, *(change_cell(row.annual) for row in plan.municipalities))
            for label, plan in plans
        ],
        caption="Vem som vinner: per kommun, före fördelning och utan samordning av helheten",
    )
    towns = [row.town for row in outcome.towns]
    tables.show_table(
        ("Årsarbetare (ändring)", *towns),
        [(label, *(_jobs(plan, town) for town in towns)) for label, plan in plans],
        caption="Var jobben ligger",
    )


def _offices(plan: Outcome) -> str:
    towns = {t.key: t.town for t in plan.towns}
    seats: dict[str, int] = {}
    for row in plan.choices:
        if row.alternative is Alternative.MERGED:
            seats[towns[row.seat]] = seats.get(towns[row.seat], 0) + 1
    return ", ".join(f"{town} ({n})" for town, n in sorted(seats.items())) or "inga"


def _joint(plan: Outcome) -> str:
    merged = {r.activity for r in plan.choices if r.alternative is Alternative.MERGED}
    shared = {r.activity for r in plan.choices if r.alternative is Alternative.COOPERATION}
    return f"{len(merged)} slås ihop, {len(shared - merged)} samverkar"


def _jobs(plan: Outcome, town: str) -> str:
    row = next((row for row in plan.towns if row.town == town), None)
    if row is None:
        return "–"
    return f"{swedish.number(row.after, 1)} ({swedish.signed(row.after - row.before, 1)})"


def show_frontier(rows: Sequence[FrontierRow], what: str, heading: str, *, decimals: int) -> None:
    """Show a frontier: the finding, the curve where there is one, and the table behind it."""
    if not rows:
        return
    title = frontier_title(rows, what)
    if len(rows) == 1:
        st.markdown(title + ".")
        return
    show_chart(plan_charts.frontier(rows, axis=heading, title=title), title)
    with st.expander(f"Visa tabellen, kostnad mot {what}"):
        tables.show_table(
            (heading, "Effekt per år, tkr (5–95\u00a0%)"),
            [(swedish.number(row.measure, decimals), change_cell(row.annual)) for row in rows],
            caption="Billigaste planen vid varje gräns",
            text_columns=(),
        )


def frontier_title(rows: Sequence[FrontierRow], what: str) -> str:
    """Return the finding: what going from one end to the other costs."""
    if len(rows) < 2:
        return f"Den billigaste planen har redan minsta möjliga {what}"
    more = rows[-1].dearer
    return (
        f"Minsta möjliga {what} kostar på typvärdena {swedish.tkr(more.value)} tkr mer per år än "
        f"den billigaste planen ({swedish.span_tkr(more.low, more.high)})"
    )


def show_groups(pack: Pack, rows: Sequence[GroupRow]) -> None:
    """Show every group for one activity: effect, chance, and each member's balance."""
    heads = (
        "Kommuner",
        "Driftform",
        "Effekt, tkr/år",
        "Chans",
        *(m.name for m in pack.municipalities),
        "Dagar utan bemanning",
    )
    body: list[tuple[str | tables.Cell, ...]] = []
    for row in rows:
        body.append(
            (
                members_words(pack, row.members) + ("" if row.open else " (ej enligt besluten)"),
                tables.chip_with(row.choice.alternative, seat_words(pack, row.choice)),
                change_cell(row.annual),
                swedish.chance(row.chance),
                *("–" if r is None else change_cell(r) for r in row.by_municipality),
                f"{swedish.number(row.days_before)} → {swedish.number(row.days_after)}",
            )
        )
    tables.show_table(
        heads,
        body,
        caption="Varje grupp på sitt billigaste sätt, de andra som i dag; tkr/år, utan samordning "
        "av helheten",
        text_columns=(0, 1),
    )


def groups_title(pack: Pack, label: str, rows: Sequence[GroupRow]) -> str:
    """Return the finding: how many groups the decisions allow and which costs least."""
    open_rows = [row for row in rows if row.open]
    if not open_rows:
        return f"{label}: ingen gemensam grupp ryms i besluten"
    best = open_rows[0]
    cheaper = sum(row.annual.high < 0 for row in open_rows)
    who = members_words(pack, best.members)
    sure = "ingen ger säkert lägre kostnad" if not cheaper else f"{cheaper} ger säkert lägre"
    return f"{label}: {len(open_rows)} grupper ryms i besluten, {sure}; billigast är {who}"
