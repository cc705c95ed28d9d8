"""Cooperations that have been: what a new key and an exit did, and what could be foreseen."""

from collections.abc import Sequence

import streamlit as st

from models.rounding import round_to_total
from models.words import MONTH_NAMES
from pages.parts import charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.placing import empty
from pages.parts.plain import plain
from pages.parts.strain_tables import (
    PHASE_YEARS,
    TKR,
    WHOLE,
    how_much,
    in_total,
    most_and_least,
    show_years,
)
from scenarios.known_case import (
    CaseFigure,
    Foreseen,
    KeyChange,
    KnownCase,
    KnownExit,
    burden,
    foreseen,
    key_change,
    known_cases,
    known_exit,
    phased,
)
from scenarios.setting import Range

LEAST, MOST = 0.2, 0.6  # the fixed shares that the known cases are reckoned with
FIXED_SHARES = (LEAST, 0.3, 0.4, 0.5, MOST)


def show_known_cases(here: Context) -> None:
    """Show every cooperation that has been: what happened, and what could be seen before."""
    cases = known_cases(here.pack)
    if not cases:
        empty("**Datapaketet har inget känt fall att jämföra med.**")
    for case in cases:
        change, known = key_change(case), known_exit(case)
        st.markdown(f"#### {plain(case.label)}")
        words = foreseen_words(foreseen(case, LEAST, MOST))
        if words:
            st.markdown(f"**Det här gick att se i förväg:** {words}")
        if change is not None:
            _show_case_change(change)
        if known is not None:
            _show_case_exit(known)
        _show_case_sources(case, here)


def foreseen_words(found: Foreseen) -> str:
    """Return what could be seen before the decisions of a case; ”” when it holds none."""
    said = []
    if found.key_change is not None and found.key_change.raised and found.key_change.lowered:
        up, down = found.key_change.raised[0], found.key_change.lowered[0]
        moved = found.key_change.moved
        said.append(
            f"bytet av nyckel flyttade {how_much(moved.value)} om året ({moved.certainty.value}). "
            f"{up.member.name} fick betala mest mer, {how_much(up.change.value)}, och "
            f"{down.member.name} mest mindre, {how_much(down.change.value)}."
        )
    if found.exit is not None:
        low, high = found.exit.low, found.exit.high
        said.append(
            f"{'Lämnar' if said else 'lämnar'} {found.exit.leaver.name} får de som är kvar bära "
            f"{swedish.number(low.per_inhabitant.value)}–"
            f"{swedish.number(high.per_inhabitant.value)} kr per invånare och år, om "
            f"{swedish.number(low.fixed.value * WHOLE)}–{swedish.percent(high.fixed.value)} av "
            f"kostnaden ligger fast ({low.per_inhabitant.certainty.value})."
        )
    return " ".join(said)


def _show_case_change(change: KeyChange) -> None:
    rows = [(row.member.name, row.change.value) for row in change.rows]
    finding = f"Ny nyckel {change.year}: {most_and_least(rows)}"
    values = round_to_total([value for _, value in rows], TKR)
    left, right = halves()
    with left:
        show_chart(
            charts.range_chart(
                [(label, Range(value, value, value)) for label, value in rows],
                unit="tkr/år",
                divisor=TKR,
                title=finding,
            ),
            finding,
        )
    with right:
        tables.show_table(
            ("Medlem", "Förändring, tkr/år", "Så vet vi det"),
            [
                *(
                    (row.member.name, swedish.signed_tkr(value), row.change.certainty.value)
                    for row, value in zip(change.rows, values, strict=True)
                ),
                ("Summa", in_total(values), ""),
            ],
            caption=f"Vad den nya nyckeln {change.year} ändrade",
            text_columns=(0, 2),
            sums=(len(rows),),
        )
        _show_premises([row.change for row in change.rows])
    show_years(
        [label for label, _ in rows],
        [[figure.value for figure in year.changes] for year in phased(change, PHASE_YEARS)],
        caption=f"Om bytet hade införts över {swedish.count(PHASE_YEARS)} år, tkr",
        note="Ett räkneexempel på beloppen ovan. År 0 är året före bytet.",
    )


def _show_case_exit(known: KnownExit) -> None:
    month = MONTH_NAMES[round(known.month.value) - 1]
    leaver = known.leaver.name
    st.markdown(f"**{leaver} står utanför från {month} {known.year}.**{_deficit(known)}")
    left, right = halves()
    with left:
        tables.show_table(
            ("Uppgift", "Värde", "Så vet vi det"),
            [(label, value, figure.certainty.value) for label, value, figure in _exit_facts(known)],
            caption=f"Utträdet {known.year}",
            text_columns=(0, 2),
        )
        _show_premises([figure for *_, figure in _exit_facts(known)])
    with right:
        tried = [burden(known, share) for share in FIXED_SHARES]
        rows = [
            (
                swedish.percent(b.fixed.value),
                swedish.tkr(b.stranded.value),
                swedish.number(b.per_inhabitant.value),
            )
            for b in tried
        ]
        if known.implied is not None:
            b = known.implied
            rows.append(
                (
                    f"{swedish.percent(b.fixed.value)} (enligt underskottet)",
                    swedish.tkr(b.stranded.value),
                    swedish.number(b.per_inhabitant.value),
                )
            )
        tables.show_table(
            ("Fast andel", "Kvar att betala, tkr/år", "Kr per invånare och år"),
            rows,
            caption="Vad de som är kvar får bära tills organisationen är anpassad",
            sums=(len(tried),) if known.implied is not None else (),
        )
        _show_premises([b.stranded for b in tried])


def _deficit(known: KnownExit) -> str:
    if known.deficit is None or known.fixed is None:
        return ""
    return (
        f" Underskottet det året var {swedish.mnkr(known.deficit.value)} mnkr "
        f"({known.deficit.certainty.value}). Berodde allt på utträdet låg "
        f"{swedish.percent(known.fixed.value)} av kostnaden fast ({known.fixed.certainty.value})."
    )


def _exit_facts(known: KnownExit) -> list[tuple[str, str, CaseFigure]]:
    """Return what is known of an exit: what it is, the value and how it is known."""
    leaver, counted = known.leaver.name, known.total.facts[0].year
    found = [
        (f"Hela kostnaden {counted}", f"{swedish.mnkr(known.total.value)} mnkr", known.total),
        (f"{leaver}s andel", swedish.percent(known.share.value), known.share),
        (f"{leaver}s del av kostnaden", f"{swedish.mnkr(known.cost.value)} mnkr", known.cost),
    ]
    if known.notice is not None:
        notice = f"{swedish.number(known.notice.value)} månader"
        found.insert(0, ("Uppsägningstid", notice, known.notice))
    if known.deficit is not None:
        deficit = f"{swedish.mnkr(known.deficit.value)} mnkr"
        found.append((f"Underskott {known.year}", deficit, known.deficit))
    if known.fixed is not None:
        share = swedish.percent(known.fixed.value)
        found.append(("Fast andel enligt underskottet", share, known.fixed))
    return found


def _show_premises(figures: Sequence[CaseFigure]) -> None:
    """Say what the estimates among some figures take for granted."""
    premises = dict.fromkeys(p.value for figure in figures for p in figure.premises)
    if premises:
        st.caption(f"Det uppskattade förutsätter: {'; '.join(premises)}.")


def _show_case_sources(case: KnownCase, here: Context) -> None:
    keys = dict.fromkeys(fact.source for fact in case.facts)
    found = [here.pack.sources[key] for key in keys if key in here.pack.sources]
    listed = "; ".join(f"{plain(s.publisher)}, ”{plain(s.title)}”" for s in found)
    st.caption(
        "Rapporterat står i en källa och kan vara avrundat där, härlett är bara räkning på det, "
        "uppskattat tar dessutom något för givet. Därför finns inga spann här. "
        f"Källor: {listed}."
    )
