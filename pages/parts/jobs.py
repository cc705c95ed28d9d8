"""Jobs by town, who moves, how far people travel and what rent is locked: the tables of Orter."""

from collections.abc import Sequence

import streamlit as st

from models.rounding import round_to_total
from pages.parts import swedish, tables
from pages.parts.placing import (
    LEAST_FTE,
    PERCENT,
    activity_names,
    between,
    empty,
    fte_cell,
    jobs_finding,
    minutes_cell,
    printed_jobs,
    town_names,
)
from pages.parts.summaries import name
from pages.parts.swedish import MISSING
from pages.parts.wording import STATUSES
from scenarios.places import (
    LeaseRow,
    RentRow,
    TownJobs,
    TravelRow,
    all_jobs,
    all_locked_rent,
    leases,
    rents,
    travel,
)
from scenarios.run import Outcome
from scenarios.setting import Range
from scenarios.staffing import MoveRow, leavers, moves

Row = tuple[str | tables.Cell, ...]
LEAST_MINUTES = 0.5  # a shorter difference is 0 in print


def show_jobs(outcome: Outcome, only: str | None) -> None:
    """Show jobs by town before and after, and why they change."""
    st.header(jobs_finding(outcome, only))
    if not _changes(outcome):
        empty("**Planen ändrar ingenting.** Varje ort behåller de årsarbetare den har i dag.")
    rows = job_rows(outcome, only)
    tables.show_table(
        (
            "Ort",
            "I dag",
            "Flyttar in",
            "Flyttar ut",
            "Dras in eller tillkommer",
            "Med planen",
            "Förändring",
            "Väntas sluta för resan",
            "Slutar ändå per år",
        ),
        rows,
        caption="Årsarbetare i planens verksamheter efter arbetsplatsens ort "
        f"({PERCENT} inom parentes)",
        sums=(len(rows) - 1,) if only is None else (),
    )
    if not _changes(outcome):
        return
    st.caption(
        "Väntas sluta: så många av dem som flyttar ut som slutar inom två år för den längre resans "
        "skull. Slutar ändå: naturlig avgång (omsättning och pension) per år bland dem vars "
        "verksamhet ändras; indragning som ryms där kräver ingen uppsägning."
    )


def job_rows(outcome: Outcome, only: str | None) -> list[Row]:
    """Return the towns, printed so that rows and columns add up, and the sum for everybody."""
    every = printed_jobs(outcome)
    rows: list[Row] = [
        (row.name, *_job_cells(row), fte_cell(row.leaving), fte_cell(row.departures))
        for row in every
        if only in {None, row.municipality}
    ]
    if only is not None:
        return rows
    total = all_jobs(outcome, every)
    return [
        *rows,
        (total.name, *_job_cells(total), fte_cell(total.leaving), fte_cell(total.departures)),
    ]


def _job_cells(row: TownJobs) -> list[str]:
    return [
        swedish.number(row.before, 1),
        _count(row.moved_in),
        _count(row.moved_out),
        swedish.signed(row.other, 1) if abs(row.other) >= LEAST_FTE else "–",
        swedish.number(row.after, 1),
        swedish.signed(row.change, 1),
    ]


def _count(fte: float) -> str:
    return swedish.number(fte, 1) if fte >= LEAST_FTE else "–"


def show_moves(outcome: Outcome, only: str | None) -> None:
    """Show who moves from where to where, how much longer the way is, and who leaves for it."""
    found = _moves_of(outcome, only)
    if not found:
        st.header("Ingen byter arbetsort")
        empty(
            "**Ingen arbetsplats flyttar mellan orter.** I egen verksamhet och samverkan har alla "
            "kvar sin arbetsgivare och sitt kontor; en decentraliserad organisation flyttar bara "
            "ledningen."
        )
        return
    whole = swedish.number(sum(move.fte for move in found), 1)
    leaving = leavers(outcome, concerns=only)
    st.header(
        f"{whole} årsarbetare byter arbetsort, {swedish.number(leaving.value, 1)} väntas sluta för "
        f"resans skull ({between(leaving.low, leaving.high)})"
    )
    rows = move_rows(outcome, found, leaving)
    tables.show_table(
        (
            "Verksamhet",
            "Yrke",
            "Från",
            "Till",
            "Årsarbetare",
            "Extra minuter enkel väg",
            "Väntas sluta, årsarbetare",
        ),
        rows,
        caption=f"Arbetsplatser som flyttar till en annan ort ({PERCENT} inom parentes)",
        text_columns=(0, 1, 2, 3),
        sums=(len(rows) - 1,),
    )
    st.caption(
        "Andelen som slutar är projektets antagande för varje restid (slutar_0_15 till "
        "slutar_over_60 i parameters.toml, kan ändras där); ingen svensk källa är funnen. Den "
        "extra resan är vägen mellan orterna: uppskattad ur koordinater gånger en omvägsfaktor, om "
        "ingen har fyllt i verklig väg eller tid i travel.csv. Var de anställda bor är inte känt."
    )


def move_rows(outcome: Outcome, found: Sequence[MoveRow], leaving: Range) -> list[Row]:
    """Return the moves as a table's rows, the FTE adding up to their printed sum."""
    activities, towns = activity_names(outcome), town_names(outcome)
    printed = round_to_total([move.fte for move in found], 0.1)
    rows: list[Row] = [
        (
            activities[move.activity],
            move.role,
            towns[move.origin],
            towns[move.destination],
            swedish.number(fte, 1),
            minutes_cell(move.minutes),
            fte_cell(move.leaving),
        )
        for move, fte in zip(found, printed, strict=True)
    ]
    total = swedish.number(sum(printed), 1)
    return [*rows, ("Summa", "", "", "", total, "", fte_cell(leaving))]


def _moves_of(outcome: Outcome, only: str | None) -> list[MoveRow]:
    owner = {town.key: town.municipality for town in outcome.setting.case.towns}
    return [
        move
        for move in moves(outcome)
        if only in {None, owner[move.origin], owner[move.destination]}
    ]


def show_travel(outcome: Outcome, only: str | None) -> None:
    """Show inhabitants' way to the services they visit, before and after."""
    found = [row for row in travel(outcome) if only in {None, row.municipality}]
    longer = [row for row in found if abs(row.after.value - row.before.value) >= LEAST_MINUTES]
    st.header(travel_finding(outcome, found, longer))
    if not longer:
        activities = activity_names(outcome)
        labels = list(dict.fromkeys(activities[row.activity] for row in found))
        empty(
            "**Ingen invånare får längre väg till ett kontor.** "
            + (
                f"{swedish.listed(labels)} görs gemensamt, men varje kommun har kvar sitt kontor."
                if labels
                else "Ingen verksamhet som invånare besöker får ett annat kontor."
            )
        )
    if longer:
        _show_travel_table(outcome, longer)
    if len(found) > len(longer):
        with st.expander("Visa restiderna dit vägen är oförändrad"):
            _show_travel_table(outcome, [row for row in found if row not in longer])
    if found:
        st.caption(
            "Medeltalet väger orterna efter invånare, till det närmaste kontoret som är öppet. "
            "Bara invånare i tätorter är räknade: var övriga bor finns inte i datapaketet. Vägen "
            "är uppskattad ur koordinater om ingen har fyllt i verklig väg eller tid."
        )


def travel_finding(
    outcome: Outcome, found: Sequence[TravelRow], longer: Sequence[TravelRow]
) -> str:
    """Return whose way grows most."""
    if not longer:
        return "Invånarnas resor är oförändrade"
    most = max(longer, key=lambda row: row.after.value - row.before.value)
    minutes = swedish.number(most.after.value - most.before.value)
    label = activity_names(outcome)[most.activity].lower()
    return (
        f"Invånarna i {name(outcome.pack, most.municipality)} får {minutes} minuter längre väg "
        f"till {label}"
    )


def _show_travel_table(outcome: Outcome, rows: Sequence[TravelRow]) -> None:
    activities = activity_names(outcome)
    tables.show_table(
        ("Verksamhet", "Kommun", "I dag", "Med planen", "Förändring", "Längsta väg med planen"),
        [
            (
                activities[row.activity],
                name(outcome.pack, row.municipality),
                minutes_cell(row.before),
                minutes_cell(row.after),
                swedish.signed(row.after.value - row.before.value),
                minutes_cell(row.longest_after),
            )
            for row in rows
        ],
        caption=f"Invånarnas väg till verksamheten, minuter enkel väg ({PERCENT} inom parentes)",
        text_columns=(0, 1),
    )


def show_rents(outcome: Outcome, only: str | None) -> None:
    """Show rent that is paid for what is left, and what known leases lock."""
    found = [row for row in rents(outcome) if only in {None, row.municipality}]
    locked = all_locked_rent(outcome, only)
    if found:
        st.header(
            f"{swedish.tkr(locked.value)} tkr hyra är låst i lokaler som lämnas "
            f"({swedish.tkr(locked.low)}–{swedish.tkr(locked.high)})"
        )
        rows = [*rent_rows(outcome, found), _rent_sum(locked)]
        tables.show_table(
            (
                "Verksamhet",
                "Kommun",
                "Hyra, tkr/år",
                "År kvar, antagande",
                "Avtalet slutar",
                "Låst, tkr",
            ),
            rows,
            caption=f"Hyra för arbetsplatser som lämnas, {outcome.pack.price_year} års priser "
            f"({PERCENT} inom parentes)",
            text_columns=(0, 1),
            sums=(len(rows) - 1,),
        )
    else:
        st.header("Planen lämnar inga hyrda lokaler")
        empty("**Ingen hyra blir låst.** Inga arbetsplatser lämnas, så inga avtal behöver lösas.")
    st.caption(
        f"Avtal vars slut ingen har angett är märkta ”{MISSING}”; för dem räknas med antagandet "
        "hyresavtal_kvar i parameters.toml."
    )
    known = leases(outcome.pack)
    if known:
        _show_leases(outcome, known)


def rent_rows(outcome: Outcome, found: Sequence[RentRow]) -> list[Row]:
    """Return rent that is still paid for what has been left."""
    activities = activity_names(outcome)
    return [
        (
            activities[row.activity],
            name(outcome.pack, row.municipality),
            tables.cost_cell(row.rent),
            tables.with_span(
                swedish.number(row.years.value),
                between(row.years.low, row.years.high),
            ),
            MISSING,
            tables.cost_cell(row.locked),
        )
        for row in found
    ]


def _rent_sum(locked: Range) -> Row:
    return ("Summa", "", "", "", "", tables.cost_cell(locked))


def _show_leases(outcome: Outcome, known: Sequence[LeaseRow]) -> None:
    tables.show_table(
        (
            "Hyresgäst",
            "Ort",
            "Hyra, tkr/år",
            "År",
            "Yta, m²",
            "Hyra, kr/m² och år",
            "Låst, mnkr",
            "Avtalet slutar",
            "Status, prisår",
            "Källa",
        ),
        lease_rows(outcome, known),
        caption="Kända hyresavtal för gemensamma kontor; avtalade belopp utan spann",
        text_columns=(0, 1, 8, 9),
    )


def lease_rows(outcome: Outcome, known: Sequence[LeaseRow]) -> list[Row]:
    """Return the known leases: what they lock, from whom we know it, and in which prices."""
    towns = town_names(outcome)
    rows: list[Row] = []
    for row in known:
        lease = row.lease
        source = outcome.pack.sources[lease.source]
        end = None if lease.from_year is None else lease.from_year + lease.years
        rows.append(
            (
                lease.holder,
                towns[lease.town],
                swedish.tkr(lease.rent),
                swedish.number(lease.years),
                swedish.number(lease.floor_m2),
                swedish.number(row.per_m2),
                swedish.mnkr(row.locked),
                MISSING if end is None else str(round(end)),
                f"{STATUSES[lease.status]}, {lease.price_year}",
                f"{source.publisher}: {source.title}",
            )
        )
    return rows


def _changes(outcome: Outcome) -> bool:
    return any(choice.changed for choice in outcome.plan.choices)
