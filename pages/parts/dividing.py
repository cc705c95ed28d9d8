"""What is shared and how: what the page Fördelning asks, and what each pays."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from models.decisions import Choice
from models.entities import Alternative
from models.pack import Pack
from pages.parts import charts, controls, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import halves, show_chart
from pages.parts.planning import label_of, members_words, seat_words
from pages.parts.summaries import name
from pages.parts.tables import change_cell, cost_cell
from pages.parts.wording import ALTERNATIVES
from scenarios.run import Outcome
from scenarios.setting import Range
from scenarios.sharing import BY_KEY, Key, Shared, ShareRow, Stake, joint_choices, unit_price
from scenarios.sharing_words import (
    KEY_HELP,
    KEY_WORDS,
    RULE_DEFINITION,
    RULE_PROMISE,
    RULE_WORDS,
    WHY_NOT,
    key_words,
)

WHOLE = "hela_planen"
TKR, PER_INHABITANT, PER_CENT = "tkr/år", "kr per invånare", "% av egen kostnad"
PERCENT = "5–95\u00a0%"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page has asked for: what is shared, and by which key and rule."""

    activity: str
    key: Key
    rule: str

    @property
    def whole(self) -> bool:
        """Say whether it is the whole plan."""
        return self.activity == WHOLE


def joinable(outcome: Outcome) -> list[str]:
    """Return the activities that may be run jointly."""
    joint = {Alternative.COOPERATION, Alternative.MERGED}
    return [a.key for a in outcome.pack.activities if a.optimised and joint & set(a.alternatives)]


def ask(outcome: Outcome) -> Asked:
    """Ask what is to be shared, by which key and by which rule."""
    together = any(choice.joint for choice in outcome.plan.choices)
    what = [WHOLE, *joinable(outcome)] if together else [*joinable(outcome), WHOLE]
    first, second, third, fourth = st.columns([0.3, 0.22, 0.26, 0.22])
    with first:
        activity = st.selectbox(
            "Vad delas",
            what,
            format_func=lambda key: "Hela planen" if key == WHOLE else label_of(outcome.pack, key),
            key="delas",
            bind="query-params",
        )
    with second:
        key = st.selectbox(
            "Kostnadsnyckel",
            list(KEY_WORDS),
            format_func=KEY_WORDS.__getitem__,
            key="nyckel",
            bind="query-params",
            help="\n\n".join(f"**{KEY_WORDS[k]}.** {words}" for k, words in KEY_HELP.items()),
        )
    with third:
        rule = st.selectbox(
            "Fördelning av vinsten",
            list(RULE_WORDS),
            format_func=RULE_WORDS.__getitem__,
            key="regel",
            bind="query-params",
            help="\n\n".join(f"**{RULE_WORDS[k]}.** {words}" for k, words in RULE_PROMISE.items()),
        )
    with fourth:
        fixed = st.slider(
            "Fast del, lika för alla",
            0,
            100,
            0,
            5,
            format="%d %%",
            key="fast",
            bind="query-params",
            help="Så stor del av det gemensamma delas lika; resten efter nyckeln.",
        )
    # All of it in equal shares is one key, whichever way it was asked for.
    equal = key == "equal" or fixed == 100
    by = Key("equal") if equal else Key(str(key), fixed / 100)
    return Asked(str(activity), by, str(rule))


def stake_of(outcome: Outcome, asked: Asked, here: Context) -> Stake | None:
    """Return what is at stake, None when nothing is joint; asks who takes part in an activity."""
    if asked.whole:
        return controls.plan_stake(outcome)
    choices = _choices(outcome, asked.activity)
    if not choices:
        return None
    chosen = st.selectbox(
        "Vilka deltar",
        range(len(choices)),
        format_func=lambda i: _choice_words(here.pack, choices[i], outcome),
        key=f"deltar_{asked.activity}",
    )
    return controls.activity_stake(outcome, choices[int(chosen or 0)])


def _choices(outcome: Outcome, activity: str) -> list[Choice]:
    """Return what may be shared of an activity: as planned first, the greatest group before."""
    j = outcome.setting.case.index(activity)
    planned = [c for c in outcome.plan.choices if c.activity == j and c.joint]
    others = [c for c in joint_choices(outcome.question, activity) if c not in planned]
    return [*sorted(planned, key=lambda c: -len(c.members)), *others]


def _choice_words(pack: Pack, choice: Choice, outcome: Outcome) -> str:
    codes = [pack.municipalities[m].code for m in choice.members]
    planned = ", som i planen" if choice in outcome.plan.choices else ""
    way = ALTERNATIVES[choice.alternative].lower()
    who = members_words(pack, codes)
    return f"{who[:1].upper()}{who[1:]}: {way}, {seat_words(pack, choice)}{planned}"


def against_alone(row: ShareRow) -> Range:
    """Return what a municipality bears more (+) or less (−) than alone."""
    return Range(-row.gains.value, -row.gains.high, -row.gains.low)


def headline(shared: Shared, stake: Stake, here: Context) -> str:
    """Return the finding: who gains, who would rather leave, and what it means to the one shown."""
    pack = here.pack
    words = f"{key_words(shared.key.key, shared.key.fixed).lower()} som nyckel"
    if shared.rule != BY_KEY:
        words = f"{RULE_WORDS[shared.rule].lower()} ovanpå {words}"
    if shared.why:
        return f"Med {words} finns inget svar. {WHY_NOT[shared.why].capitalize()}."
    gain = stake.game.gain
    lose = [name(pack, code) for code in shared.worse]
    if gain < -stake.game.tolerance:
        lead = (
            f"**Det finns ingen vinst att dela.** På typvärdena kostar det gemensamma mer än var "
            f"för sig. Med {words} får {swedish.listed(lose)} bära mer än ensam."
        )
    elif not lose and not shared.leaving:
        lead = f"**Med {words} skulle ingen hellre lämna**, på typvärdena."
    elif not lose:
        lead = (
            f"**Med {words} förlorar ingen, men {swedish.listed(_names(pack, shared.leaving))} "
            "skulle tillsammans ha mer att vinna på egen hand**, på typvärdena."
        )
    else:
        verb = "skulle hellre stå utanför"
        lead = (
            f"**Med {words} betalar {swedish.listed(lose)} mer än ensam och {verb}**, på "
            "typvärdena."
        )
    mine = next((row for row in shared.rows if row.code == here.only), None)
    if mine is None:
        absent = here.only is not None and here.only not in stake.codes
        return f"{lead} {name(pack, here.only)} deltar inte här." if absent and here.only else lead
    change = mine.against_today
    return (
        f"{lead} {name(pack, mine.code)} betalar {swedish.tkr(mine.pays.value)} tkr per år "
        f"({swedish.tkr(mine.pays.low)}–{swedish.tkr(mine.pays.high)}), "
        f"{swedish.signed_tkr(change.value)} mot i dag "
        f"({swedish.span_tkr(change.low, change.high)})."
    )


def _names(pack: Pack, codes: Sequence[str]) -> list[str]:
    return [name(pack, code) for code in codes]


def promise(shared: Shared, here: Context) -> str:
    """Return what the rule promises, and whether nobody loses here, which is checked."""
    text = RULE_PROMISE[shared.rule]
    if shared.why:
        return text
    if shared.holds:
        kept = (
            "Här skulle ingen grupp hellre lämna."
            if shared.rule == "nucleolus"
            else "Här betalar ingen mer än ensam."
        )
    elif shared.worse:
        kept = f"Här betalar {swedish.listed(_names(here.pack, shared.worse))} mer än ensam."
    else:
        kept = "Här finns ingen fördelning som alla grupper stannar i."
    return f"{text} **{kept}**"


def show_each(shared: Shared, stake: Stake, here: Context) -> None:
    """Show what each pays: bars in a fixed order, and the table."""
    if not shared.rows:
        return
    unit = st.segmented_control(
        "Visa i", [TKR, PER_INHABITANT, PER_CENT], default=TKR, key="delas_enhet"
    )
    drawn = [
        (name(here.pack, row.code), _in_unit(against_alone(row), row, str(unit or TKR)))
        for row in shared.rows
    ]
    title = _title(shared, here)
    left, right = halves()
    with left:
        show_chart(
            charts.range_chart(drawn, unit=str(unit or TKR), divisor=1.0, title=title), title
        )
    with right:
        st.markdown(promise(shared, here))
        with st.expander("Så räknas det"):
            st.markdown(
                f"{RULE_DEFINITION[shared.rule]} {KEY_HELP[shared.key.key]}\n\n"
                "*Ensam* är det billigaste kommunen kan göra utan de andra under samma beslut, "
                "oftast som i dag. Kostnaden är brutto och skattefinansierad: avgifter stannar hos "
                "kommunen och taxekollektivens del räknas inte in. Bidrag och restkostnad stannar "
                "hemma. I samverkan är bara den köpta delen gemensam. Regeln räknas om till ett "
                "fast belopp per år ovanpå nyckeln; spannet visar vad det ger om kostnaderna blir "
                "andra."
            )
        _show_price_per_unit(stake, shared, here)
    _show_table(shared, stake, here)


def _in_unit(r: Range, row: ShareRow, unit: str) -> Range:
    per = {TKR: 1e3, PER_INHABITANT: row.inhabitants, PER_CENT: row.own / 100}[unit]
    if not per:
        return Range(0.0, 0.0, 0.0)
    return Range(r.value / per, r.low / per, r.high / per)


def _title(shared: Shared, here: Context) -> str:
    won = [name(here.pack, r.code) for r in shared.rows if r.gains.low > 0]
    lost = [name(here.pack, r.code) for r in shared.rows if r.gains.high < 0]
    parts = []
    if won:
        parts.append(f"säkert billigare för {swedish.listed(won)}")
    if lost:
        parts.append(f"säkert dyrare för {swedish.listed(lost)}")
    if not parts:
        return "Mot att vara ensam: för ingen kommun är riktningen säker"
    return "Mot att vara ensam: " + ", ".join(parts)


def _show_price_per_unit(stake: Stake, shared: Shared, here: Context) -> None:
    """Say what the volume key comes to as a price for each unit, for one activity."""
    if shared.key.key != "volume" or len(stake.choices) != 1:
        return
    price = unit_price(stake)
    unit = next(
        a.volume_unit for i, a in enumerate(here.pack.activities) if i == stake.choices[0].activity
    )
    st.markdown(
        f"Självkostnadspris: **{swedish.number(price.value)} kr** "
        f"({swedish.number(price.low)}–{swedish.number(price.high)}) per enhet ({unit})."
    )


def _show_table(shared: Shared, stake: Stake, here: Context) -> None:
    priced = any(row.priced for row in shared.rows)
    heads = [
        "Kommun",
        f"I dag, tkr/år ({here.pack.price_year})",
        f"Betalar efter ({PERCENT})",
        f"Mot i dag ({PERCENT})",
        "Varav utöver nyckeln",
    ]
    if priced:
        heads.append("Dagar, flyttar och resor, värde")
    heads += [f"Mot att vara ensam ({PERCENT})", "Chans att vinna"]
    rows: list[tuple[str | tables.Cell, ...]] = []
    for row in shared.rows:
        worth = [swedish.signed_tkr(-row.priced)] if priced else []
        rows.append(
            (
                name(here.pack, row.code),
                swedish.tkr(row.own),
                cost_cell(row.pays),
                change_cell(row.against_today),
                swedish.signed_tkr(row.transfer),
                *worth,
                change_cell(against_alone(row)),
                swedish.chance(row.chance),
            )
        )
    tables.show_table(
        heads,
        rows,
        caption="Vad var och en betalar; minus är billigare. ”Utöver nyckeln” summerar till noll",
    )
    if priced:
        st.caption(
            "Dagar utan bemanning, flyttade årsarbetare och längre resor räknas till de priser som "
            "besluten satt. De bärs där de uppstår och ingår bara i ”mot att vara ensam”."
        )
