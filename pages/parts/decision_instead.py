"""What one municipality can say instead of no: each way with what it does to all, and kept."""

import streamlit as st

from pages.parts import controls, kept, on_table, swedish, tables
from pages.parts.controls import Context, NoPlan
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from scenarios import counter
from scenarios.counter import CounterProposal
from scenarios.frozen import Frozen, KeyRow, Package
from scenarios.run import Outcome
from store.codec import record_of, to_body
from store.errors import StoreError

COUNTER = "motforslag"
CONDITIONS = (
    "Ja, under förutsättning att samtliga fullmäktige beslutar lika",
    "Ja, under förutsättning att utvärdering sker efter två år med rätt att lämna",
    "Ja, men med senare start",
)
MOST_WORDS = 2000
LONGEST_KEY = 120


@st.cache_resource(max_entries=16, show_spinner="Prövar kontoret i andra orter …")
def _other_towns(version: str, _outcome: Outcome, _frozen: Frozen) -> tuple[KeyRow, ...]:
    return tuple(counter.other_towns(_outcome, _frozen))


def _instead(here: Context, table: OnTable, package: Package) -> list[KeyRow]:
    """Return every other way with what it does to all: sharing, phasing in and other towns."""
    rows = list(package.frozen.other_keys)
    if table.standing.moved:
        return rows  # another plan than the frozen one says nothing of its towns
    outcome = controls.outcome(here.pack, on_table.scenario_of(here, package))
    if not isinstance(outcome, NoPlan):
        rows += _other_towns(package.version, outcome, package.frozen)
    return rows


def show(here: Context, table: OnTable, package: Package, code: str) -> None:
    """Show every other way with what it does to all, and keep what is proposed."""
    st.subheader("Vad kan sägas i stället för nej?")
    rows = _instead(here, table, package)
    tables.show_table(
        ("I stället", *(row.name for row in package.frozen.economy)),
        [
            (
                row.label if row.changes else f"{row.label}: {row.why}",
                *(
                    [tables.change_cell(c) for c in row.changes]
                    or ["–"] * len(package.frozen.economy)
                ),
            )
            for row in rows
        ],
        caption="Vad var och en då betalar mer (+) eller mindre (−) än i dag, tkr/år (5–95\u00a0%)",
        text_columns=(0,),
    )
    options = [*CONDITIONS, *(row.label for row in rows if not row.why)]
    with st.form(f"motforslag_{table.area}_{code}", clear_on_submit=True):
        label = st.selectbox("Föreslå", options)
        text = st.text_area("Med egna ord", max_chars=MOST_WORDS, height=80)
        sent = st.form_submit_button("Spara som motförslag")
    if sent:
        chosen = next((row for row in rows if row.label == label), None)
        _save(
            CounterProposal(
                table.area,
                package.version,
                code,
                str(label),
                text.strip(),
                on_table.who(),
                kept.now(),
                () if chosen is None else _written(package.frozen, chosen),
            ),
            package.frozen.name(code),
        )
        st.rerun()
    _show_saved(package.frozen)


def _written(frozen: Frozen, row: KeyRow) -> tuple[tuple[str, str], ...]:
    """Return what a way does to each, as it is shown now."""
    return tuple(
        (
            mine.name,
            f"{swedish.signed_tkr(change.value)} "
            f"({swedish.span_tkr(change.low, change.high)}) tkr/år",
        )
        for mine, change in zip(frozen.economy, row.changes, strict=True)
    )


def _save(proposal: CounterProposal, name: str) -> None:
    what = f"Motförslag från {name}: {proposal.label}"
    key = f"{proposal.area}:{proposal.code}:{proposal.at}:{proposal.label}"[:LONGEST_KEY]
    on_table.saving(
        lambda: kept.store().save(
            COUNTER,
            key,
            to_body(proposal),
            who=proposal.who,
            at=proposal.at,
            what=what,
            seen=0,
        ),
        "Motförslaget är sparat. Det är ett förslag och inget beslut.",
    )


def _show_saved(frozen: Frozen) -> None:
    try:
        rows = kept.store().all_latest(COUNTER)
        found = [record_of(CounterProposal, row) for row in rows]
    except StoreError as error:
        st.error(plain(str(error)))
        return
    of_area = [one for one in found if one.area == frozen.area]
    if of_area:
        tables.show_table(
            ("När", "Kommun", "Av", "I stället", "Med egna ord", "Vad det gör för var och en"),
            [
                (
                    one.at,
                    frozen.name(one.code),
                    one.who,
                    one.label,
                    one.text or "–",
                    "; ".join(f"{name} {change}" for name, change in one.changes) or "–",
                )
                for one in sorted(of_area, key=lambda one: one.at, reverse=True)
            ],
            caption="Motförslag, det senaste först",
            text_columns=(0, 1, 2, 3, 4, 5),
        )
