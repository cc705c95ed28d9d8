"""The sections of the page Plan, each with its own message."""

import streamlit as st

from pages.parts import (
    answering,
    charts,
    controls,
    crewing,
    deciding,
    plan_charts,
    planning,
    summaries,
    tables,
)
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.plain import plain
from scenarios.answers import (
    against_job_loss,
    against_thin_cover,
    alternatives_to,
    rule_prices,
)
from scenarios.handout import changed
from scenarios.roadmap import roadmap
from scenarios.run import Outcome
from scenarios.staffing import departure_rate, posts, teams

POINTS = 21  # on a frontier


def answer(here: Context) -> Outcome:
    """Return the plan; where there is none, say what is in the way and go on with the last one.

    Ends the page where there is no last one.
    """
    found = controls.outcome(here.pack, here.scenario)
    if isinstance(found, controls.NoPlan):
        st.warning(plain(found.words))
        if found.searchable:
            answering.show_blocked(controls.in_the_way(here.pack, here.scenario))
        last = controls.last_good(here.pack)
        if last is None:
            st.stop()
        st.subheader("Senaste planen som gick")
        st.caption(plain(f"Den följer inte besluten till vänster. {last.scenario.title}."))
        return last
    controls.keep_good(found)
    return found


def show_matrix(outcome: Outcome, here: Context) -> None:
    """Show who runs what with whom, how sure it is that nothing is better, and what to lock."""
    st.markdown(summaries.headline(outcome, here.only))
    st.markdown(planning.proof(outcome))
    st.html(planning.legend())
    tables.show_table(
        ("Verksamhet", *(m.name for m in here.pack.municipalities)),
        planning.matrix_rows(outcome),
        caption="Driftform per verksamhet och kommun; samma bokstav är samma grupp, ● gemensamt "
        "kontor eller den som säljer",
        text_columns=range(len(here.pack.municipalities) + 1),
    )
    deciding.show_locks(here.pack, outcome)
    st.caption(planning.existing_note(here.pack))


def show_changes(outcome: Outcome, here: Context) -> None:
    """Show what changes: by activity, over the years, for each municipality and town."""
    st.header("Vad planen ändrar")
    chosen = changed(outcome, here.only)
    if chosen:
        added = [] if here.only else planning.sum_rows(outcome)
        rows = [*planning.choice_rows(outcome, chosen), *added]
        tables.show_table(
            planning.CHOICE_HEADINGS,
            rows,
            caption=f"Det som ändras mot i dag, tkr i {here.pack.price_year} års priser",
            text_columns=(0, 1, 2, 3, 4),
            sums=planning.last_row(rows) if added else (),
        )
    else:
        st.markdown("Under de här besluten är det billigast att allt drivs som i dag.")
    st.caption(summaries.range_note(outcome))
    show_years(outcome)
    left, right = halves()
    with left:
        title = planning.municipalities_title(outcome)
        drawn = planning.municipality_ranges(outcome)
        show_chart(charts.range_chart(drawn, unit="tkr/år", divisor=1e3, title=title), title)
        with st.expander("Visa tabellen per kommun"):
            planning.show_municipalities(outcome)
    with right:
        title = summaries.jobs_title(outcome)
        show_chart(charts.towns(outcome.towns, title=title), title)
        with st.expander("Visa tabellen per ort"):
            summaries.show_towns(outcome)


def show_years(outcome: Outcome) -> None:
    """Show what starts when, and the cost added up year by year with its range."""
    if not any(row.start is not None for row in outcome.choices):
        return
    roads = roadmap(outcome)
    left, right = halves()
    with left:
        title = planning.roadmap_title(outcome, roads)
        show_chart(plan_charts.starts(outcome, roads, title=title), title)
    with right:
        title = planning.cumulative_title(roads)
        show_chart(plan_charts.cumulative(roads, title=title), title)
    with st.expander("Visa planen år för år"):
        planning.show_roadmap(outcome, roads)


def show_crew(outcome: Outcome) -> None:
    """Show how what changes is staffed, and how thin it is before and after."""
    st.header("Bemanningen")
    crew = teams(outcome)
    st.markdown(crewing.teams_title(crew) + ".")
    if not crew:
        return
    crewing.show_teams(outcome, crew)
    st.caption(crewing.departures_note(departure_rate(outcome.setting)))
    with st.expander("Visa tjänster per roll och ort"):
        crewing.show_posts(outcome, posts(outcome))
    with st.expander("Visa var behovet kommer ifrån"):
        crewing.show_norms(outcome, crew)


def show_nearly_as_good(outcome: Outcome, here: Context) -> None:
    """Offer plans that cost a little more and differ in where and for whom."""
    st.header("Nästan lika bra planer")
    st.markdown(
        "Planer som kostar högst så mycket mer som ni väljer, men har kontoren i andra orter och "
        "gynnar andra kommuner. Det är det som brukar förhandlas."
    )
    left, right = halves()
    with left:
        share = planning.choose_slack(outcome)
    with right:
        count = st.slider("Antal planer", 3, 8, 4)
    work = controls.long_work(
        "nastan",
        (*controls.key_of(outcome), share, count),
        "Sök planer som är nästan lika bra",
        count,
        lambda: alternatives_to(outcome, share, count),
    )
    if work.found:
        answering.show_nearly(outcome, work.found)
        deciding.show_take_over(here.pack, work.found)
    elif work.state == controls.DONE:
        st.markdown("Ingen annan plan ryms inom det valda påslaget.")


def show_prices(outcome: Outcome) -> None:
    """Offer what each binding decision costs."""
    st.header("Vad besluten kostar")
    work = controls.long_work(
        "priser",
        controls.key_of(outcome),
        "Räkna vad varje beslut kostar",
        8,
        lambda: rule_prices(outcome),
    )
    answering.show_prices(work.found, work.state == controls.DONE)


def show_frontiers(outcome: Outcome) -> None:
    """Offer the curves of cost against jobs and against thin cover."""
    st.header("Kostnad mot jobb och mot sårbarhet")
    key = controls.key_of(outcome)
    left, right = halves()
    with left:
        work = controls.long_work(
            "jobb",
            key,
            "Räkna kostnad mot jobbförlust",
            POINTS,
            lambda: against_job_loss(outcome, POINTS),
        )
        axis = "Största jobbförlust i en ort, årsarbetare"
        answering.show_frontier(work.found, "jobbförlust i en ort", axis, decimals=2)
    with right:
        work = controls.long_work(
            "tackning",
            key,
            "Räkna kostnad mot sårbarhet",
            POINTS,
            lambda: against_thin_cover(outcome, POINTS),
        )
        axis = "Dagar utan bemanning per år, alla kommuner"
        answering.show_frontier(work.found, "antal dagar utan bemanning", axis, decimals=0)


def show_groups(outcome: Outcome, here: Context) -> None:
    """Show every group for one activity."""
    st.header("Alla grupper för en verksamhet")
    asked = planning.choose_activity(outcome)
    rows = controls.groups(outcome, asked)
    label = planning.label_of(here.pack, asked)
    st.markdown(answering.groups_title(here.pack, label, rows) + ".")
    with st.expander("Visa alla grupper"):
        answering.show_groups(here.pack, rows)
