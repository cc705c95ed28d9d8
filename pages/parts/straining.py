"""Tries a sharing before it is decided: new key, exit, late joiner, office, overrun, known cases.

What is warned of here is warned of before the fact; the last tab shows one that went wrong.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from models.entities import Alternative
from models.game import worse_off
from models.sharing import CannotShareError
from models.stress import Exit, PaidBy
from pages.parts import charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.known_cases import show_known_cases
from pages.parts.pictures import show_chart
from pages.parts.placing import empty
from pages.parts.strain_tables import (
    HALF,
    MOST_NOTICE_YEARS,
    NOTICE_YEARS,
    PERCENT_STEP,
    PHASE_YEARS,
    RANGE,
    TKR,
    WHOLE,
    ask_who,
    by_year,
    changed_names,
    how_much,
    most_and_least,
    printed,
    show_changes,
    show_years,
    years_in_words,
)
from pages.parts.summaries import name
from scenarios.known_case import (
    MONTHS,
    known_cases,
    known_exit,
)
from scenarios.setting import Range, with_range
from scenarios.sharing import (
    BY_KEY,
    Key,
    Stake,
    bears,
    joint_drawn,
    paid_by_key,
    paid_drawn,
    pure_keys,
)
from scenarios.sharing_words import KEY_WORDS, key_words
from scenarios.stress import (
    ExitOutcome,
    Left,
    OtherTown,
    Overrun,
    exits,
    joins_late,
    new_key,
    other_towns,
    overruns,
)

TRIAL = "strain_trial"
NO_VOLUME = "Nyckeln går inte att använda här: uppgift saknas om volymen för alla."
NOTHING_TO_SHARE_BY = (
    "Prövningen går inte att göra här: nyckeln ger ingen av de övriga någon gemensam kostnad."
)
YEARS = "Beloppen år för år är typvärden, utan spann."


def show_stress(stake: Stake, key: Key, here: Context) -> None:
    """Show what happens to a sharing when something changes, one thing at a time."""
    if not stake.joint:
        empty(
            "**Här är inget gemensamt, så det finns ingen fördelning att pröva.** Nedan visas vad "
            "som hände i ett verkligt samarbete."
        )
        show_known_cases(here)
        return
    _choose_and_show(stake, key, here)


@st.fragment
def _choose_and_show(stake: Stake, key: Key, here: Context) -> None:
    """Ask for a trial and show it; a new choice in it runs it alone.

    One at a time and not as tabs: what is hidden would be reckoned all the same, and not printed.
    """
    trial = st.segmented_control("Prövning", list(TRIALS), default=next(iter(TRIALS)), key=TRIAL)
    try:
        TRIALS[trial or next(iter(TRIALS))](stake, key, here)
    except CannotShareError:
        st.info(NO_VOLUME if key.key == "volume" else NOTHING_TO_SHARE_BY)


# ---- New key -------------------------------------------------------------------------------------


def show_new_key(stake: Stake, key: Key, here: Context) -> None:
    """Ask which key is exchanged for which, and show who pays more and who less."""
    keys = [pure.key for pure in pure_keys()]
    first, second, third = st.columns(3)
    with first:
        old = _ask_key("Från", keys, "historic")
    with second:
        new = _ask_key("Till", keys, "inhabitants")
    with third:
        years = st.slider("Införs över antal år", 0, 10, PHASE_YEARS, key="strain_key_years")
    try:
        rows = new_key(stake, Key(old), Key(new), years)
    except CannotShareError:
        st.info(NO_VOLUME if "volume" in {old, new} else NOTHING_TO_SHARE_BY)
        return
    named = changed_names(here, rows)
    shown = printed([r for _, r in named])
    finding = most_and_least([(label, r.value) for (label, _), r in zip(named, shown, strict=True)])
    words = f"{KEY_WORDS[old].lower()} till {KEY_WORDS[new].lower()}"
    st.markdown(f"**Byts nyckeln från {words}: {finding}.** Pengarna byter bara ägare.")
    show_changes(
        named,
        heading="Förändring, tkr/år",
        caption="Förändring när den nya nyckeln gäller fullt ut",
        title=f"Ny nyckel: {finding}",
    )
    show_years(
        [label for label, _ in named],
        by_year(rows),
        caption="Förändring mot den gamla nyckeln, tkr",
        note=f"{YEARS} År 0 är året före bytet." if years else f"{YEARS} Nyckeln gäller direkt.",
    )


def _ask_key(label: str, keys: Sequence[str], default: str) -> str:
    chosen = st.selectbox(
        label,
        keys,
        index=keys.index(default),
        format_func=KEY_WORDS.__getitem__,
        key=f"strain_key_{default}",
    )
    return chosen or default


# ---- Exit ----------------------------------------------------------------------------------------


def show_exit(stake: Stake, key: Key, here: Context) -> None:
    """Ask who leaves and how, and show what it leaves behind and who would leave next."""
    plan = _ask_exit(stake, here)
    found = exits(stake, key, plan)
    leaver = name(here.pack, stake.codes[plan.leaver])
    st.markdown(f"**{_exit_finding(found, plan, leaver)}**")
    warnings = exit_warnings(stake, found, here)
    for warning in warnings:
        st.warning(warning)
    if len(found.chain) == 1:
        st.markdown(f"**Sedan stannar det.** {_stops(found, leaver, here)}")
    before = [name(here.pack, stake.codes[i]) for i in already_losing(stake, key)]
    if warnings and before:
        st.caption(
            f"Redan före utträdet är det dyrare än att stå ensam för {swedish.listed(before)}."
        )
    st.caption(
        f"Det som blir kvar är den fasta andelen ({swedish.percent(plan.fixed)}) gånger {leaver}s "
        "andel av den gemensamma kostnaden gånger hela den gemensamma kostnaden."
    )
    labels = [name(here.pack, row.code) for row in found.rows]
    title = f"Så ändras kostnaden när {leaver} har lämnat och organisationen är anpassad"
    show_chart(
        charts.range_chart(
            [(label, row.after) for label, row in zip(labels, found.rows, strict=True)],
            unit="tkr/år",
            divisor=TKR,
            title=title,
        ),
        title,
    )
    _show_exit_table(stake, key, plan, found, labels)
    show_years(
        labels,
        found.yearly.tolist(),
        caption="Förändring mot fördelningen i dag, tkr",
        note=(
            f"{YEARS} År 0 är uppsägningen. Under uppsägningstiden "
            f"({years_in_words(plan.notice_years)}) betalar alla som förut. Här räknas också dagar "
            "utan bemanning, flyttade tjänster och längre resor med, där besluten ger dem ett pris."
        ),
    )


def _ask_exit(stake: Stake, here: Context) -> Exit:
    first, second, third = st.columns(3)
    with first:
        leaver = ask_who("Vem lämnar?", stake, here, "leaver")
        paid_by = st.radio(
            "Vem betalar det som blir kvar?",
            list(PaidBy),
            index=list(PaidBy).index(PaidBy.REMAINING),
            format_func=lambda who: str(who.value).capitalize(),
            key="strain_paid_by",
        )
    with second:
        notice = st.slider(
            "Uppsägningstid, år",
            0,
            MOST_NOTICE_YEARS,
            usual_notice(here),
            key="strain_notice",
        )
        adjusted = st.slider("År tills organisationen är anpassad", 0, 5, 2, key="strain_adjusted")
    with third:
        usual, why = usual_fixed(here)
        fixed = st.slider(
            "Fast andel av kostnaden, %",
            0,
            WHOLE,
            usual,
            PERCENT_STEP,
            key="strain_fixed",
            help=f"Den del av kostnaden som inte försvinner när någon lämnar. {why}",
        )
    return Exit(leaver, notice, fixed / WHOLE, adjusted, PaidBy(paid_by or PaidBy.REMAINING))


def usual_fixed(here: Context) -> tuple[int, str]:
    """Return the fixed share in per cent that a known exit implies, and where it comes from."""
    for case in known_cases(here.pack):
        known = known_exit(case)
        if known is not None and known.fixed is not None and 0 <= known.fixed.value <= 1:
            share = round(known.fixed.value * WHOLE / PERCENT_STEP) * PERCENT_STEP
            why = (
                f"Underskottet i {case.label} {known.year} tyder på ungefär {share}\u00a0% – en "
                "uppskattning, som gäller om hela underskottet berodde på utträdet."
            )
            return share, why
    return HALF, "Inget känt utträde finns att jämföra med, så hälften är en gissning."


def usual_notice(here: Context) -> int:
    """Return the notice in whole years that a known exit had, else three."""
    for case in known_cases(here.pack):
        known = known_exit(case)
        if known is not None and known.notice is not None:
            return min(round(known.notice.value / MONTHS), MOST_NOTICE_YEARS)
    return NOTICE_YEARS


def _exit_finding(found: ExitOutcome, plan: Exit, leaver: str) -> str:
    r = found.stranded
    if not plan.adjusted_after or round(r.value / TKR) <= 0:
        return f"Lämnar {leaver} blir ingen kostnad kvar efter uppsägningstiden."
    return (
        f"Lämnar {leaver} blir {how_much(r.value)} om året kvar att betala i "
        f"{years_in_words(plan.adjusted_after)} (spann {swedish.tkr(r.low)}–{swedish.tkr(r.high)} "
        f"tkr). Det betalar {plan.paid_by.value}."
    )


def exit_warnings(stake: Stake, found: ExitOutcome, here: Context) -> list[str]:
    """Return what to know before the fact: for whom it no longer pays and who leaves next."""
    losing = [row for row in found.rows if loses(stake, row)]
    said = []
    if losing:
        names = [f"{name(here.pack, row.code)} ({how_much(row.gains or 0)}/år)" for row in losing]
        said.append(
            f"**Då lönar det sig inte längre för {swedish.listed(names)}** jämfört med att "
            "stå ensam, på typvärdena."
        )
    if len(found.chain) > 1:
        names = [name(here.pack, code) for code in found.chain[1:]]
        order = ", i den ordningen" if len(names) > 1 else ""
        said.append(f"**Sedan skulle {swedish.listed(names)} hellre lämna**{order}.")
    return said


def already_losing(stake: Stake, key: Key) -> tuple[int, ...]:
    """Return those that bear more than alone before anybody has left."""
    return tuple(worse_off(stake.game, bears(stake, key, BY_KEY)))


def loses(stake: Stake, row: Left) -> bool:
    """Say whether it no longer pays for one that is left."""
    return row.gains is not None and row.gains < -stake.game.tolerance


def _stops(found: ExitOutcome, leaver: str, here: Context) -> str:
    left = [name(here.pack, row.code) for row in found.rows if row.gains is not None]
    if len(left) == 1:
        return f"{left[0]} är ensam kvar, och det gemensamma upphör."
    return f"Ingen av dem som är kvar skulle tjäna på att lämna efter {leaver}."


def _show_exit_table(
    stake: Stake, key: Key, plan: Exit, found: ExitOutcome, labels: Sequence[str]
) -> None:
    """Show what each bears meanwhile and after; without a time to adjust, only after."""
    meanwhile, after = exit_sums(stake, key, plan, found)
    columns = [(f"I {years_in_words(plan.adjusted_after)}", [r.meanwhile for r in found.rows])]
    columns = columns if plan.adjusted_after else []
    columns.append(("Därefter", [r.after for r in found.rows]))
    sums = [meanwhile, after][-len(columns) :]
    shown = [printed(ranges) for _, ranges in columns]
    tables.show_table(
        ("Kommun", *(f"{heading}, tkr/år" for heading, _ in columns), "Lönar det sig, tkr/år"),
        [
            *(
                (label, *(tables.change_cell(column[i]) for column in shown), _gains(stake, row))
                for i, (label, row) in enumerate(zip(labels, found.rows, strict=True))
            ),
            (
                "Summa",
                *(
                    tables.change_cell(Range(sum(r.value for r in column), total.low, total.high))
                    for column, total in zip(shown, sums, strict=True)
                ),
                "",
            ),
        ],
        caption="Förändring mot fördelningen i dag, efter uppsägningstiden",
        sums=(len(labels),),
    )
    st.caption(
        f"Plus är mer att betala. {RANGE} ”Lönar det sig” är typvärdet av vad den som är kvar "
        "tjänar jämfört med att stå ensam; dagar utan bemanning, flytt och resor räknas med där "
        "besluten ger dem ett pris."
    )


def _gains(stake: Stake, row: Left) -> str:
    if row.gains is None:
        return "har lämnat"
    return f"{'nej' if loses(stake, row) else 'ja'}, {swedish.signed_tkr(row.gains)}"


def exit_sums(stake: Stake, key: Key, plan: Exit, found: ExitOutcome) -> tuple[Range, Range]:
    """Return what an exit costs all together until the organisation has been adjusted, and after.

    Money moved between them cancels out in every draw, so the range is that of the sum.
    """
    one, everybody = plan.leaver, stake.game.everybody
    choices = [
        *stake.alone[everybody - (1 << one)].choices,
        *stake.alone[1 << one].choices,
    ]
    change = paid_by_key(stake, key, choices) - paid_by_key(stake, key)
    drawn = paid_drawn(stake, key, choices) - paid_drawn(stake, key)
    stranded = plan.fixed * joint_drawn(stake, key)[:, one]
    return (
        with_range(float(change[one]) + found.stranded.value, drawn[:, one] + stranded),
        with_range(float(change.sum()), drawn.sum(axis=1)),
    )


# ---- Late joiner ---------------------------------------------------------------------------------


def show_late_joiner(stake: Stake, key: Key, here: Context) -> None:
    """Ask who joins late and at what premium, and show who pays it and who has it."""
    first, second, third = st.columns(3)
    with first:
        joiner = ask_who("Vem ansluter sent?", stake, here, "joiner")
    with second:
        premium = st.slider(
            "Påslag första året, %",
            0,
            HALF,
            20,
            PERCENT_STEP,
            key="strain_premium",
            help="På den sent anslutnas del av den gemensamma kostnaden. Faller jämnt till noll.",
        )
    with third:
        years = st.slider("Påslaget är borta efter, år", 1, 10, 4, key="strain_joiner_years")
    rows = joins_late(stake, key, joiner, premium / WHOLE, years)
    named = changed_names(here, rows)
    label, r = named[joiner][0], printed([r for _, r in named])[joiner]
    st.markdown(
        f"**Ansluter {label} sent med {premium}\u00a0% påslag betalar kommunen {how_much(r.value)} "
        f"mer första året och de andra lika mycket mindre.** Efter {years_in_words(years)} "
        "betalar alla enligt nyckeln. Pengarna byter bara ägare."
    )
    show_changes(
        named,
        heading="Första året, tkr",
        caption="Förändring första året mot den vanliga nyckeln",
        title=f"{label} betalar {how_much(r.value)} mer första året",
    )
    show_years(
        [label for label, _ in named],
        by_year(rows),
        caption="Förändring mot den vanliga nyckeln, tkr",
        note=f"{YEARS} År 0 är det första året.",
    )


# ---- Another office town -------------------------------------------------------------------------


def show_other_towns(stake: Stake, key: Key, here: Context) -> None:
    """Show what every other office town would mean, for a single merged organisation."""
    if len(stake.choices) != 1 or stake.choices[0].alternative is not Alternative.MERGED:
        empty(
            "**En annan kontorsort prövas för en verksamhet i taget, när den är sammanslagen.** "
            "Välj en sådan verksamhet här, eller pröva flytten på sidan Orter."
        )
        return
    rows = other_towns(stake, key)
    towns = {town.key: town.name for town in stake.question.setting.case.towns}
    today = stake.question.setting.case.towns[stake.choices[0].seat].name
    if not rows:
        empty(f"**Ingen annan ort än {today} är öppen för kontoret i besluten.**")
        return
    finding = town_finding(rows, towns, today)
    st.markdown(f"**{finding}.**")
    show_chart(
        charts.range_chart(
            [(towns[row.town], row.total) for row in rows],
            unit="tkr/år",
            divisor=TKR,
            title=finding,
        ),
        finding,
    )
    tables.show_table(
        ("Kontorsort", *(name(here.pack, code) for code in stake.codes), "Summa"),
        [
            (
                towns[row.town],
                *map(tables.change_cell, printed(row.change)),
                tables.change_cell(row.total),
            )
            for row in rows
        ],
        caption=f"Förändring mot kontor i {today}, tkr/år",
    )
    st.caption(f"Plus är mer att betala. {RANGE}")


def town_finding(rows: Sequence[OtherTown], towns: dict[str, str], today: str) -> str:
    """Return which other town is cheapest and whether it beats the one that is."""
    best = min(rows, key=lambda row: row.total.value)
    way = "lägre" if best.total.value < 0 else "högre"
    return (
        f"Av de andra orterna är {towns[best.town]} billigast: {how_much(best.total.value)} {way} "
        f"kostnad om året tillsammans än med kontor i {today}"
    )


# ---- Overrun -------------------------------------------------------------------------------------


def show_overrun(stake: Stake, key: Key, here: Context) -> None:
    """Ask how much dearer what is joint gets, and show who pays for it under each key."""
    percent = st.slider("Det gemensamma blir dyrare, %", 1, 30, PERCENT_STEP, key="strain_overrun")
    keys = pure_keys()
    rows = overruns(stake, percent / WHOLE, keys if key in keys else (*keys, key))
    labels = [name(here.pack, code) for code in stake.codes]
    chosen = next(row for row in rows if row.key == key)
    known = chosen if chosen.total is not None else next((r for r in rows if r.total), None)
    if chosen.total is None:
        st.info(NO_VOLUME)
    if known is None or known.total is None:
        return
    shown = printed(known.shares)
    most = max(range(len(labels)), key=lambda i: shown[i].value)
    finding = (
        f"Blir det gemensamma {percent}\u00a0% dyrare kostar det {how_much(known.total.value)} mer "
        f"om året; {labels[most]} betalar mest, {how_much(shown[most].value)}, "
        f"med nyckeln {key_words(known.key.key, known.key.fixed).lower()}"
    )
    st.markdown(f"**{finding}.**")
    show_chart(
        charts.range_chart(
            list(zip(labels, known.shares, strict=True)),
            unit="tkr/år",
            divisor=TKR,
            title=finding,
        ),
        finding,
    )
    tables.show_table(
        ("Nyckel", *labels, "Summa"),
        [
            (key_words(row.key.key, row.key.fixed), *_overrun_cells(row, len(labels)))
            for row in rows
        ],
        caption="Vem som betalar överdraget med varje nyckel, tkr/år",
    )
    st.caption(f"Varje rad blir hela överdraget. {RANGE}")


def _overrun_cells(row: Overrun, count: int) -> tuple[str | tables.Cell, ...]:
    if row.total is None:
        return (swedish.MISSING,) * (count + 1)
    return (*map(tables.change_cell, printed(row.shares)), tables.change_cell(row.total))


TRIALS: dict[str, Callable[[Stake, Key, Context], None]] = {
    "Ny nyckel": show_new_key,
    "Utträde": show_exit,
    "Sen anslutning": show_late_joiner,
    "Annan kontorsort": show_other_towns,
    "Överdrag": show_overrun,
    "Kända fall": lambda _stake, _key, here: show_known_cases(here),
}
