"""Tries a sharing before it is decided: new key, exit, late joiner, office, overrun, known cases.

What is warned of here is warned of before the fact; the last tab shows one that went wrong.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from models.entities import Alternative
from models.game import worse_off
from models.rounding import round_to_total
from models.sharing import CannotShareError
from models.stress import Exit, PaidBy
from pages.parts import charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.placing import empty
from pages.parts.plain import plain
from pages.parts.sharing_words import KEY_WORDS
from pages.parts.summaries import name
from scenarios.known_case import (
    MONTHS,
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
from scenarios.setting import Range, with_range
from scenarios.sharing import BY_KEY, Key, Stake, bears, joint_drawn, paid_by_key, paid_drawn
from scenarios.stress import (
    Changed,
    ExitOutcome,
    Left,
    OtherTown,
    Overrun,
    exits,
    joins_late,
    new_key,
    other_towns,
    overruns,
    pure_keys,
)

TABS = ("Ny nyckel", "Utträde", "Sen anslutning", "Annan kontorsort", "Överdrag", "Itsam")
NO_VOLUME = "Nyckeln går inte att använda här: uppgift saknas om volymen för alla."
NOTHING_TO_SHARE_BY = (
    "Prövningen går inte att göra här: nyckeln ger ingen av de övriga någon gemensam kostnad."
)
RANGE = "Inom parentes 5–95\u00a0% av utfallen."
YEARS = "Beloppen år för år är typvärden, utan spann."
TKR = 1e3
LEAST, MOST = 0.2, 0.6  # the fixed shares that the known cases are reckoned with
FIXED_SHARES = (LEAST, 0.3, 0.4, 0.5, MOST)
PERCENT_STEP, HALF, WHOLE = 5, 50, 100
NOTICE_YEARS, MOST_NOTICE_YEARS, PHASE_YEARS = 3, 5, 3
MONTH_NAMES = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)


def show_stress(stake: Stake, key: Key, here: Context) -> None:
    """Show what happens to a sharing when something changes, one tab for each thing."""
    if not stake.joint:
        empty(
            "**Här är inget gemensamt, så det finns ingen fördelning att pröva.** Nedan visas vad "
            "som hände i ett verkligt samarbete."
        )
        show_known_cases(here)
        return
    trials = (show_new_key, show_exit, show_late_joiner, show_other_towns, show_overrun)
    places = st.tabs(list(TABS))
    for place, trial in zip(places, trials, strict=False):
        with place:
            _try(trial, stake, key, here)
    with places[-1]:
        show_known_cases(here)


@st.fragment
def _try(
    trial: Callable[[Stake, Key, Context], None], stake: Stake, key: Key, here: Context
) -> None:
    """Show one trial; a new choice in it runs it alone. A key without an answer is said so."""
    try:
        trial(stake, key, here)
    except CannotShareError:
        st.info(NO_VOLUME if key.key == "volume" else NOTHING_TO_SHARE_BY)


# ---- What the tabs have in common ----------------------------------------------------------------


def printed(ranges: Sequence[Range]) -> list[Range]:
    """Return the ranges with values in whole tkr that add up to their printed sum."""
    values = round_to_total([r.value for r in ranges], TKR)
    return [Range(value, r.low, r.high) for value, r in zip(values, ranges, strict=True)]


def in_total(values: Sequence[float]) -> str:
    """Return the sum in tkr: 0 where money only changes hands."""
    return swedish.signed_tkr(sum(values))


def how_much(sek: float) -> str:
    """Return an amount without its sign, ”120 tkr”."""
    return f"{swedish.tkr(abs(sek))} tkr"


def most_and_least(rows: Sequence[tuple[str, float]]) -> str:
    """Return ”Kinda betalar 120 tkr mer om året och Ydre 80 tkr mindre”: the greatest of each."""
    most, least = max(rows, key=lambda row: row[1]), min(rows, key=lambda row: row[1])
    parts = []
    if round(most[1] / TKR) > 0:
        parts.append(f"{most[0]} betalar {how_much(most[1])} mer om året")
    if round(least[1] / TKR) < 0:
        verb = "" if parts else "betalar "
        parts.append(f"{least[0]} {verb}{how_much(least[1])} mindre{'' if parts else ' om året'}")
    return " och ".join(parts) or "ingen betalar mer eller mindre än förut"


def show_changes(
    rows: Sequence[tuple[str, Range]], *, heading: str, caption: str, title: str
) -> None:
    """Show what each pays more or less as a chart and a table with its sum."""
    left, right = halves()
    with left:
        show_chart(charts.range_chart(rows, unit="tkr/år", divisor=TKR, title=title), title)
    with right:
        shown = printed([r for _, r in rows])
        tables.show_table(
            ("Kommun", heading),
            [
                *(
                    (label, tables.change_cell(r))
                    for (label, _), r in zip(rows, shown, strict=True)
                ),
                ("Summa", in_total([r.value for r in shown])),
            ],
            caption=caption,
            sums=(len(rows),),
        )
        st.caption(f"Plus är mer att betala. {RANGE}")


def show_years(
    names: Sequence[str], years: Sequence[Sequence[float]], *, caption: str, note: str
) -> None:
    """Show a table year by year, one column a municipality, inside an expander."""
    with st.expander("Visa år för år"):
        rows = []
        for year, values in enumerate(years):
            shown = round_to_total(list(values), TKR)
            rows.append((str(year), *map(swedish.signed_tkr, shown), in_total(shown)))
        tables.show_table(("År", *names, "Summa"), rows, caption=caption)
        st.caption(note)


def changed_names(here: Context, rows: Sequence[Changed]) -> list[tuple[str, Range]]:
    """Return each municipality's name and change."""
    return [(name(here.pack, row.code), row.change) for row in rows]


def by_year(rows: Sequence[Changed]) -> list[tuple[float, ...]]:
    """Return the changes with years as rows."""
    return list(zip(*(row.yearly for row in rows), strict=True))


def ask_who(label: str, stake: Stake, here: Context, widget: str) -> int:
    """Ask for one of those that take part in something joint; return its position in the stake."""
    taking_part = {m for choice in stake.choices if choice.joint for m in choice.members}
    codes = [c for c, m in zip(stake.codes, stake.players, strict=True) if m in taking_part]
    chosen = st.selectbox(
        label,
        codes,
        index=codes.index(here.only) if here.only in codes else 0,
        format_func=lambda code: name(here.pack, code),
        key=f"strain_{widget}_{'_'.join(codes)}_{here.only}",
    )
    return stake.codes.index(chosen or codes[0])


def years_in_words(years: int) -> str:
    """Return ”ett år” or ”3 år”."""
    return "ett år" if years == 1 else f"{years} år"


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
            "stå ensam."
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
        f"med nyckeln {key_label(known.key).lower()}"
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
        [(key_label(row.key), *_overrun_cells(row, len(labels))) for row in rows],
        caption="Vem som betalar överdraget med varje nyckel, tkr/år",
    )
    st.caption(f"Varje rad blir hela överdraget. {RANGE}")


def _overrun_cells(row: Overrun, count: int) -> tuple[str | tables.Cell, ...]:
    if row.total is None:
        return (swedish.MISSING,) * (count + 1)
    return (*map(tables.change_cell, printed(row.shares)), tables.change_cell(row.total))


def key_label(key: Key) -> str:
    """Return a key's name, with its part in equal shares where it has one."""
    if not key.fixed:
        return KEY_WORDS[key.key]
    return f"{KEY_WORDS[key.key]}, {swedish.percent(key.fixed)} lika"


# ---- Known cases ---------------------------------------------------------------------------------


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
