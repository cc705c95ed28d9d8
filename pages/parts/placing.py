"""Where the offices lie and what it would mean to move one: what the page Orter asks and says."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from models.rounding import round_to_total
from pages.parts import maps, swedish, tables
from pages.parts.pictures import halves, show_chart
from pages.parts.plain import plain
from pages.parts.summaries import name
from pages.parts.wording import MUNICIPALITY_COLOURS, PLACEMENTS
from scenarios.places import (
    FlowRow,
    OfficeRow,
    Organisation,
    TownJobs,
    flows,
    jobs,
    offices,
    outside_members,
)
from scenarios.run import Outcome
from scenarios.setting import Range

LEAST_FTE = 0.05  # less is 0,0 in print
PERCENT = "5–95\u00a0%"
ITSAM = (
    "Det var en sådan flytt som delade kommunalförbundet Itsam: den 29 november 2018 beslutade en "
    "oenig direktion att flytta kontoret från Kisa till Linköping, utanför alla medlemmar, och "
    "beslutet överklagades (Östgöta Correspondenten, ”Hit ska Itsam-flytten gå”, 2019)."
)


def empty(text: str) -> None:
    """Show that a section has nothing to tell, and why."""
    with st.container(border=True):
        st.markdown(text)


def between(low: float, high: float, decimals: int = 1) -> str:
    """Return the ends of a range that is no change."""
    return f"{swedish.number(low, decimals)}–{swedish.number(high, decimals)}"


def town_names(outcome: Outcome) -> dict[str, str]:
    """Return every town's name by key."""
    return {town.key: town.name for town in outcome.setting.case.towns}


def activity_names(outcome: Outcome) -> dict[str, str]:
    """Return every activity's name by key."""
    return {activity.key: activity.label for activity in outcome.pack.activities}


def headline(outcome: Outcome, only: str | None) -> str:
    """Return the page's one message: who loses, who gains, and where the offices are."""
    title = plain(outcome.scenario.title)
    if not any(choice.changed for choice in outcome.plan.choices):
        return (
            f"**{title}:** planen behåller egen verksamhet överallt. Inga gemensamma kontor, "
            "ingen byter arbetsort och ingen får längre resa."
        )
    return f"**{title}:** **{jobs_finding(outcome, only)}.** {offices_finding(outcome, only)}."


def printed_jobs(outcome: Outcome) -> list[TownJobs]:
    """Return jobs by town in tenths of FTE, each column adding up to its printed sum."""
    every = jobs(outcome)
    columns = {
        of: round_to_total([getattr(row, of) for row in every], 0.1)
        for of in ("before", "moved_in", "moved_out", "after")
    }
    return [
        replace(row, **{of: column[i] for of, column in columns.items()})
        for i, row in enumerate(every)
    ]


def jobs_finding(outcome: Outcome, only: str | None) -> str:
    """Return ”Kisa mister 2,5 årsarbetare och Tranås får 3,0 fler”: the greatest of each."""
    rows = [row for row in printed_jobs(outcome) if only in {None, row.municipality}]
    losing = [row for row in rows if row.change <= -LEAST_FTE]
    gaining = [row for row in rows if row.change >= LEAST_FTE]
    parts = []
    if losing:
        least = min(losing, key=lambda row: row.change)
        parts.append(f"{least.name} mister {swedish.number(-least.change, 1)} årsarbetare")
    if gaining:
        most = max(gaining, key=lambda row: row.change)
        more = f"{most.name} får {swedish.number(most.change, 1)}"
        parts.append(f"{more} fler" if losing else f"{more} fler årsarbetare")
    return " och ".join(parts) or "Arbetsplatserna ligger kvar där de är"


def offices_finding(outcome: Outcome, only: str | None) -> str:
    """Return how many joint offices there are and in which towns."""
    found = concerning(offices(outcome), only)
    count = sum(len(row.organisations) for row in found)
    whose = "" if only is None else f" som {name(outcome.pack, only)} är med i"
    if not count:
        return f"Ingen sammanslagen organisation{whose} har kontor någonstans"
    towns = [town_names(outcome)[row.town] for row in found]
    if count == 1:
        return f"En sammanslagen organisation{whose} har sitt kontor i {towns[0]}"
    number = swedish.count(count).capitalize()
    where = towns[0] if len(towns) == 1 else f"{swedish.count(len(towns))} orter"
    listed = f" ({swedish.listed(towns)})" if len(towns) > 1 else ""
    return f"{number} sammanslagna organisationer{whose} har kontor i {where}{listed}"


def concerning(rows: Sequence[OfficeRow], only: str | None) -> list[OfficeRow]:
    """Return the offices with only the organisations that a municipality takes part in."""
    mine = [
        replace(
            row, organisations=tuple(o for o in row.organisations if only in {None, *o.members})
        )
        for row in rows
    ]
    return [row for row in mine if row.organisations]


def outside_note(outcome: Outcome) -> str:
    """Say which office towns lie outside all members, and what that once led to; ”” if none."""
    towns = [town_names(outcome)[key] for key in outside_members(outcome)]
    if not towns:
        return ""
    everybody = swedish.count(len(outcome.pack.municipalities))
    return f"**{swedish.listed(towns)} ligger utanför alla {everybody} kommuner.** {ITSAM}"


def drawing(outcome: Outcome, only: str | None) -> maps.Drawing:
    """Return the map of a plan; who is not `only` is drawn fainter."""
    pack, case = outcome.pack, outcome.setting.case
    at = {town.key: town for town in case.towns}
    codes = [m.code for m in pack.municipalities]
    colours = dict(zip(codes, cycle(MUNICIPALITY_COLOURS), strict=False))
    order = {code: i for i, code in enumerate(codes)}
    outlines = sorted(pack.outlines, key=lambda o: order.get(o.code, -1))
    change = {row.town: row for row in printed_jobs(outcome)}
    found = concerning(offices(outcome), only)
    used = {row.town for row in found}
    places = []
    for town in case.towns:
        member = town.municipality in order
        kind = maps.SEAT if member and town.seat else maps.LOCALITY
        shown = town.seat or not member or town.key in used
        places.append(
            maps.Place(
                town.name,
                town.lat,
                town.lon,
                kind if member else maps.OUTSIDE,
                _label(town.name, change.get(town.key)) if shown else "",
                _about(town.inhabitants, change.get(town.key)),
            )
        )
    return maps.Drawing(
        areas=tuple(
            maps.Area(o.name, o.rings, colours.get(o.code, ""), only not in {None, o.code})
            for o in outlines
        ),
        places=tuple(places),
        offices=tuple(
            maps.Office(
                at[row.town].name,
                at[row.town].lat,
                at[row.town].lon,
                len(row.organisations),
                ", ".join(activity_names(outcome)[o.activity] for o in row.organisations),
            )
            for row in found
        ),
        flows=tuple(
            maps.Flow(
                at[flow.origin].name,
                at[flow.destination].name,
                (at[flow.origin].lon, at[flow.origin].lat),
                (at[flow.destination].lon, at[flow.destination].lat),
                flow.fte,
                only not in {None, at[flow.origin].municipality, at[flow.destination].municipality},
            )
            for flow in flows(outcome)
        ),
    )


def _label(town: str, row: TownJobs | None) -> str:
    if row is None or abs(row.change) < LEAST_FTE:
        return town
    return f"{town}\n{'▲' if row.change > 0 else '▼'} {swedish.signed(row.change, 1)}"


def _about(inhabitants: int, row: TownJobs | None) -> str:
    about = f"{swedish.number(inhabitants)} invånare i tätorten"
    if row is None:
        return about
    fte = [swedish.number(value, 1) for value in (row.before, row.after)]
    return f"{about}; {fte[0]} årsarbetare i dag, {fte[1]} med planen"


def map_finding(outcome: Outcome, only: str | None) -> str:
    """Return the map's finding: how many move between towns and the greatest stream."""
    found = streams(outcome, only)
    if not found:
        return "Ingen arbetsplats byter ort"
    names = town_names(outcome)
    most = found[0]
    whole = swedish.number(sum(flow.fte for flow in found), 1)
    way = f"{names[most.origin]} till {names[most.destination]}"
    return (
        f"{whole} årsarbetare byter arbetsort, flest från {way} ({swedish.number(most.fte, 1)})"
        if len(found) > 1
        else f"{whole} årsarbetare byter arbetsort: från {way}"
    )


def show_map(outcome: Outcome, only: str | None) -> None:
    """Show the map and, beside it, every joint office with what it does and for whom."""
    left, right = _map_and_table()
    with left:
        title = map_finding(outcome, only)
        show_chart(maps.office_map(drawing(outcome, only), title=title), title)
        st.caption(
            "▲ och ▼ är ortens förändring i årsarbetare, alla planens verksamheter. Siffran i "
            "fyrkanten är antal organisationer; en pil är arbetsplatser som flyttar."
        )
        with st.expander("Visa kartan som tabell"):
            show_flows(outcome, only)
    with right:
        found = concerning(offices(outcome), only)
        if found:
            tables.show_table(
                ("Kontor", "Verksamhet", "Kommuner"),
                office_rows(outcome, found),
                caption="Sammanslagna organisationer och var deras kontor ligger",
                text_columns=(0, 1, 2),
            )
        else:
            whose = "" if only is None else f" som {name(outcome.pack, only)} är med i"
            empty(
                f"**Planen har ingen sammanslagen organisation{whose}.** I egen verksamhet och "
                "samverkan behåller varje kommun sina kontor. Kartan visar var de ligger i dag."
            )
        note = outside_note(outcome)
        if note:
            st.warning(note)


def show_flows(outcome: Outcome, only: str | None) -> None:
    """Show what the map shows of towns and streams, as tables."""
    seats = {row.town: row for row in concerning(offices(outcome), only)}
    tables.show_table(
        ("Ort", "Kommun", "Organisationer med kontor", "Förändring, årsarbetare"),
        [
            (
                row.name,
                _lies_in(outcome, row),
                str(len(seats[row.town].organisations)) if row.town in seats else "–",
                swedish.signed(row.change, 1),
            )
            for row in printed_jobs(outcome)
        ],
        caption="Orterna på kartan",
        text_columns=(0, 1),
    )
    found = streams(outcome, only)
    if found:
        names = town_names(outcome)
        tables.show_table(
            ("Från", "Till", "Årsarbetare"),
            [
                (names[flow.origin], names[flow.destination], swedish.number(flow.fte, 1))
                for flow in found
            ],
            caption="Arbetsplatser som flyttar",
            text_columns=(0, 1),
        )


def _lies_in(outcome: Outcome, row: TownJobs) -> str:
    members = {m.code: m.name for m in outcome.pack.municipalities}
    return members.get(row.municipality, "utanför kommunerna")


def streams(outcome: Outcome, only: str | None) -> list[FlowRow]:
    """Return the flows, or those to and from a municipality's towns."""
    owner = {town.key: town.municipality for town in outcome.setting.case.towns}
    return [
        flow
        for flow in flows(outcome)
        if only in {None, owner[flow.origin], owner[flow.destination]}
    ]


def _map_and_table() -> list[DeltaGenerator]:
    if st.session_state.get("projektor"):
        return halves()
    return list(st.columns([1.35, 1], gap="large"))


def office_rows(
    outcome: Outcome, found: Sequence[OfficeRow]
) -> list[tuple[str | tables.Cell, ...]]:
    """Return every merged organisation, town by town."""
    return [
        (
            tables.with_span(town_names(outcome)[row.town], PLACEMENTS[organisation.pattern]),
            activity_names(outcome)[organisation.activity],
            members(outcome, organisation),
        )
        for row in found
        for organisation in row.organisations
    ]


def members(outcome: Outcome, organisation: Organisation) -> str:
    """Return the members' names, or that they are all."""
    if len(organisation.members) == len(outcome.pack.municipalities):
        return f"alla {swedish.count(len(organisation.members))}"
    return swedish.listed([name(outcome.pack, code) for code in organisation.members])


def fte_cell(r: Range) -> tables.Cell:
    """Return FTE with their range; a dash where there is nothing to count."""
    if r.high < LEAST_FTE:
        return tables.Cell("–")
    return tables.with_span(swedish.number(r.value, 1), between(r.low, r.high))


def minutes_cell(r: Range) -> tables.Cell:
    """Return whole minutes with their range."""
    return tables.with_span(swedish.number(r.value), between(r.low, r.high, 0))
