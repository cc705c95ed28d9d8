"""Moves one joint office on trial: asks which and where to, shows the plan with and without."""

from dataclasses import replace

import streamlit as st

from models.decisions import Choice
from models.entities import Placement
from models.rounding import round_to_total
from pages.parts import deciding, moving_charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.placing import (
    LEAST_FTE,
    PERCENT,
    activity_names,
    empty,
    fte_cell,
    members,
    minutes_cell,
    outside_note,
    town_names,
)
from pages.parts.plain import plain
from pages.parts.summaries import name
from pages.parts.wording import PLACEMENTS
from scenarios.places import (
    Relocation,
    TravelRow,
    organisations,
    possible_seats,
    relocate,
    travel,
)
from scenarios.run import Outcome
from scenarios.setting import Range


@st.fragment
def try_another_town(outcome: Outcome, here: Context) -> None:
    """Ask for an office and a town, and answer; a new choice runs this section again, and no more.

    The chosen way is `choose_office`'s, for what else may be done with it.
    """
    asked = choose_office(outcome, here.only)
    if asked is None:
        show_nothing_to_move(here)
        return
    show_relocation(relocate(outcome, *asked))
    old, new = asked
    if new != old and st.button(
        "Behåll flytten och planera om resten",
        help="Låser organisationen i den nya orten och öppnar orten i besluten om den inte är det.",
    ):
        deciding.keep_move(here.pack, outcome, old, new)
        st.rerun()


def choose_office(outcome: Outcome, only: str | None) -> tuple[Choice, Choice] | None:
    """Ask which office to move, where and how placed; return the choice that is and the new one.

    None when the plan has no merged organisation to move.
    """
    found = {
        f"{o.activity}:{'+'.join(o.members)}": (choice, o)
        for choice, o in organisations(outcome)
        if only in {None, *o.members}
    }
    if not found:
        return None
    labels, names, stamp = activity_names(outcome), town_names(outcome), outcome.stamp.scenario
    first, second, third = st.columns([2.2, 1.6, 1.2])
    with first:
        chosen = st.selectbox(
            "Organisation",
            list(found),
            format_func=lambda key: (
                f"{labels[found[key][1].activity]} ({members(outcome, found[key][1])}), "
                f"kontor i {names[found[key][1].seat]}"
            ),
            key=f"flytta_{stamp}_{only}",
        )
    old, _ = found[chosen or next(iter(found))]
    with second:
        seat = _choose_town(outcome, old, f"flytta_till_{stamp}_{chosen}")
    with third:
        patterns = list(outcome.setting.case.patterns(old.activity))
        pattern = st.selectbox(
            "Placering",
            patterns,
            index=patterns.index(old.pattern) if old.pattern in patterns else 0,
            format_func=PLACEMENTS.__getitem__,
            key=f"flytta_placering_{stamp}_{chosen}",
            disabled=len(patterns) == 1,
        )
    return old, replace(old, seat=seat, pattern=pattern or Placement.ONE_TOWN)


def _choose_town(outcome: Outcome, old: Choice, key: str) -> int:
    """Ask for a town: those the decisions open first, then the others, said not to be open."""
    case = outcome.setting.case
    open_towns = possible_seats(outcome.question, old)
    towns = [*open_towns, *(t for t in range(len(case.towns)) if t not in open_towns)]
    others = [t for t in open_towns if t != old.seat]

    def label(t: int) -> str:
        if t == old.seat:
            return f"{case.towns[t].name} (som i planen)"
        if t in open_towns:
            return case.towns[t].name
        why = "utanför kommunerna" if case.town_owner[t] < 0 else "inte öppnad i besluten"
        return f"{case.towns[t].name} ({why})"

    chosen = st.selectbox(
        "Ny kontorsort",
        towns,
        index=towns.index(others[0]) if others else 0,
        format_func=label,
        key=key,
    )
    return old.seat if chosen is None else chosen


def show_nothing_to_move(here: Context) -> None:
    """Say why there is no office to move and where to find one."""
    whose = "" if here.only is None else f" som {here.whose} är med i"
    empty(
        f"**Planen har inget gemensamt kontor{whose} att flytta.** Här prövas en annan kontorsort "
        "för en sammanslagen organisation, med svar direkt. Välj i sidofältet ett scenario där "
        "något slås samman."
    )


def relocation_finding(moved: Relocation) -> str:
    """Return what moving the office does to the yearly cost, and how sure the direction is."""
    names = town_names(moved.before)
    label = activity_names(moved.before)[
        moved.before.setting.case.activities[moved.old.activity].key
    ]
    towns = moved.before.setting.case.towns
    here, there = (names[towns[c.seat].key] for c in (moved.old, moved.new))
    r = moved.annual
    where = (
        f"Med kontoret för {label} i **{there}** i stället för {here}"
        if moved.old.seat != moved.new.seat
        else f"Med kontoret för {label} kvar i **{there}**"
    )
    if moved.old.pattern != moved.new.pattern:
        where += f" och placeringen {PLACEMENTS[moved.new.pattern]}"
    span = f"(spann {swedish.span_tkr(r.low, r.high)} tkr)"
    if not round(r.value / 1e3):
        return f"{where} blir kostnaden i stort sett densamma {span}."
    direction = "billigare" if r.value < 0 else "dyrare"
    sure = " Spannet täcker noll: riktningen är inte säker." if r.low < 0 < r.high else ""
    return (
        f"{where} blir planen **{swedish.tkr(abs(r.value))} tkr {direction} per år** {span}.{sure}"
    )


def broken(moved: Relocation) -> list[str]:
    """Return, in plain words, each decision that the move breaks."""
    towns = moved.before.setting.case.towns
    found = []
    if not moved.open:
        town = towns[moved.new.seat].name
        found.append(
            f"Besluten öppnar inte {town} som ort för ett gemensamt kontor. Öppna orten bland "
            "besluten om den ska gå att välja."
        )
    return found + [fault for fault in moved.after.faults if fault not in moved.before.faults]


def show_relocation(moved: Relocation) -> None:
    """Show the plan with the office moved, with the plan as it was as a ghost beside it."""
    st.markdown(relocation_finding(moved))
    faults = broken(moved)
    if faults:
        lines = "\n".join(f"- {plain(fault)}" for fault in faults)
        st.warning(f"**Flytten bryter mot det som är beslutat:**\n\n{lines}")
    note = outside_note(moved.after)
    if note and not outside_note(moved.before):
        st.warning(note)
    tables.show_table(
        ("", "Planen", "Med flytten", "Skillnad"),
        relocation_rows(moved),
        caption=f"Planen med och utan flytten, {moved.before.pack.price_year} års priser "
        f"({PERCENT} inom parentes)",
    )
    left, right = halves()
    with left:
        title = posts_finding(moved)
        show_chart(moving_charts.posts(post_bars(moved), title=title), title)
        with st.expander("Visa tabellen per ort"):
            tables.show_table(
                ("Ort", "I dag", "Planen", "Med flytten"),
                post_rows(moved),
                caption="Årsarbetare i organisationen efter arbetsplatsens ort",
                sums=(len(moved.posts),),
            )
    with right:
        rows = municipality_ranges(moved)
        title = balance_finding(moved)
        show_chart(moving_charts.balance(rows, title=title), title)
        with st.expander("Visa tabellen per kommun"):
            tables.show_table(
                ("Kommun", "Planen", "Med flytten", "Skillnad"),
                balance_rows(moved),
                caption="Förändrad nettokostnad mot i dag före fördelning, tkr/år",
            )


def relocation_rows(moved: Relocation) -> list[tuple[str | tables.Cell, ...]]:
    """Return the plan's figures before and after the move, and the difference draw by draw."""
    was, now = moved.before, moved.after
    rows: list[tuple[str | tables.Cell, ...]] = [
        (
            "Nettokostnad mot i dag, snitt per år med omställning, tkr",
            *map(tables.change_cell, (was.annual, now.annual, moved.annual)),
        ),
        (
            "Nettokostnad mot i dag, fullt genomfört, tkr/år",
            *map(tables.change_cell, (was.change, now.change, moved.change)),
        ),
        (
            "Engångskostnad, tkr",
            tables.cost_cell(was.one_off),
            tables.cost_cell(now.one_off),
            tables.change_cell(moved.one_off),
        ),
        (
            "Årsarbetare i organisationen",
            swedish.number(sum(row.planned for row in moved.posts), 1),
            swedish.number(sum(row.moved for row in moved.posts), 1),
            swedish.signed(sum(row.moved - row.planned for row in moved.posts), 1),
        ),
        (
            "Väntas sluta för resans skull, årsarbetare",
            fte_cell(moved.leaving_before),
            fte_cell(moved.leaving_after),
            tables.with_span(
                swedish.signed(moved.leaving.value, 1),
                f"{swedish.signed(moved.leaving.low, 1)} till "
                f"{swedish.signed(moved.leaving.high, 1)}",
            ),
        ),
    ]
    visits = [_travel_of(outcome, moved) for outcome in (was, now)]
    if all(visits):
        before, after = (max(rows, key=lambda row: row.longest_after.value) for rows in visits)
        rows.append(
            (
                "Invånarnas längsta resa till verksamheten, minuter",
                minutes_cell(before.longest_after),
                minutes_cell(after.longest_after),
                swedish.signed(after.longest_after.value - before.longest_after.value),
            )
        )
    return rows


def _travel_of(outcome: Outcome, moved: Relocation) -> list[TravelRow]:
    case = outcome.setting.case
    codes = [case.municipalities[m].code for m in moved.old.members]
    key = case.activities[moved.old.activity].key
    return [r for r in travel(outcome) if r.activity == key and r.municipality in codes]


def posts_finding(moved: Relocation) -> str:
    """Return the finding of the organisation's jobs by town."""
    names = town_names(moved.before)
    ordered = sorted(moved.posts, key=lambda row: row.moved - row.planned)
    least, most = ordered[0], ordered[-1]
    if most.moved - most.planned < LEAST_FTE:
        return "Organisationens arbetsplatser ligger kvar"
    gained = swedish.number(most.moved - most.planned, 1)
    lost = swedish.number(least.planned - least.moved, 1)
    return (
        f"Flytten ger {names[most.town]} {gained} årsarbetare och tar {lost} från "
        f"{names[least.town]}"
    )


def post_bars(moved: Relocation) -> list[moving_charts.Bars]:
    """Return the organisation's FTE by town for the chart."""
    names = town_names(moved.before)
    return [
        moving_charts.Bars(names[row.town], row.today, row.planned, row.moved)
        for row in moved.posts
    ]


def post_rows(moved: Relocation) -> list[tuple[str, ...]]:
    """Return the organisation's FTE by town, each column adding up to its printed sum."""
    names = town_names(moved.before)
    columns = [
        round_to_total([getattr(row, when) for row in moved.posts], 0.1)
        for when in ("today", "planned", "moved")
    ]
    rows = [
        (names[row.town], *(swedish.number(value, 1) for value in values))
        for row, *values in zip(moved.posts, *columns, strict=True)
    ]
    return [*rows, ("Summa", *(swedish.number(sum(column), 1) for column in columns))]


def municipality_ranges(moved: Relocation) -> list[tuple[str, Range, Range]]:
    """Return each municipality's effect by the plan and with the office moved."""
    return [
        (name(moved.before.pack, was.code), was.annual, now.annual)
        for was, now in zip(moved.before.municipalities, moved.after.municipalities, strict=True)
    ]


def balance_finding(moved: Relocation) -> str:
    """Return which municipality the move costs most and which it helps most."""
    pack = moved.before.pack
    changes = [(name(pack, code), r) for code, r in moved.by_municipality]
    worst = max(changes, key=lambda pair: pair[1].value)
    best = min(changes, key=lambda pair: pair[1].value)
    parts = []
    if round(worst[1].value / 1e3) > 0:
        parts.append(f"ökar kostnaden mest för {worst[0]}")
    if round(best[1].value / 1e3) < 0:
        parts.append(f"minskar {'den' if parts else 'kostnaden'} mest för {best[0]}")
    if not parts:
        return "Före fördelning ändrar flytten ingen kommuns kostnad"
    return f"Före fördelning {' och '.join(parts)}"


def balance_rows(moved: Relocation) -> list[tuple[str | tables.Cell, ...]]:
    """Return each municipality's effect before and after the move, in tkr."""
    changes = dict(moved.by_municipality)
    codes = [row.code for row in moved.before.municipalities]
    return [
        (
            label,
            tables.change_cell(was),
            tables.change_cell(now),
            tables.change_cell(changes[code]) if code in changes else "berörs inte",
        )
        for code, (label, was, now) in zip(codes, municipality_ranges(moved), strict=True)
    ]
