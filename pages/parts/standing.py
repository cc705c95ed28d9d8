"""All keys and rules side by side, who would rather leave, and what would turn a no into a yes."""

from collections.abc import Sequence

import streamlit as st

from models.entities import Alternative
from models.sharing import CannotShareError
from pages.parts import controls, swedish, tables
from pages.parts.controls import Context
from pages.parts.dividing import Asked, against_alone
from pages.parts.planning import label_of, members_words
from pages.parts.summaries import name
from pages.parts.tables import change_cell
from scenarios.run import Outcome
from scenarios.setting import Range
from scenarios.sharing import (
    BY_KEY,
    Shared,
    ShareRow,
    Stake,
    bears,
    fee_payers,
    fewer_days,
    stability,
)
from scenarios.sharing_words import KEY_WORDS, RULE_WORDS, WHY_NOT, key_words
from scenarios.stress import other_towns

PERCENT = "5–95\u00a0%"


def label_of_sharing(shared: Shared) -> str:
    """Return what a key or a rule is called in a row."""
    if shared.rule == BY_KEY:
        return f"Nyckel: {key_words(shared.key.key, shared.key.fixed).lower()}"
    return RULE_WORDS[shared.rule]


def show_side_by_side(stake: Stake, asked: Asked, here: Context) -> None:
    """Show what every key and every rule means to each, against being alone."""
    found = controls.sharings(stake, asked.key)
    names = [name(here.pack, code) for code in stake.codes]
    body: list[tuple[str | tables.Cell, ...]] = []
    for shared in found:
        if shared.why:
            why = f"Inget svar: {WHY_NOT[shared.why]}"
            body.append((label_of_sharing(shared), why, *("" for _ in names)))
            continue
        body.append(
            (
                label_of_sharing(shared),
                _who_leaves(shared, here),
                *(change_cell(against_alone(row)) for row in shared.rows),
            )
        )
    tables.show_table(
        ("Nyckel eller regel", "Skulle hellre lämna", *names),
        body,
        caption=f"Mot att vara ensam, tkr/år ({PERCENT}); minus är billigare",
        text_columns=(0, 1),
    )
    st.caption(
        "Vem som skulle hellre lämna är räknat på typvärdena. Reglerna läggs ovanpå den valda "
        "nyckeln."
    )


def _who_leaves(shared: Shared, here: Context) -> str:
    if not shared.leaving:
        return "ingen"
    return members_words(here.pack, shared.leaving)


def show_leaving(shared: Shared, stake: Stake, asked: Asked, here: Context) -> None:
    """Say which group would gain most by leaving, and the least that would keep it."""
    if shared.why:
        return
    found = stability(stake, bears(stake, asked.key, asked.rule))
    names = [name(here.pack, code) for code in stake.codes]
    lines = []
    if shared.leaving and shared.excess is not None:
        who = swedish.listed([name(here.pack, code) for code in shared.leaving])
        lines.append(
            f"- **{who}** har mest att vinna på att lämna: {swedish.tkr(shared.excess.value)} tkr "
            f"per år ({swedish.span_tkr(shared.excess.low, shared.excess.high)})."
        )
    else:
        lines.append("- Ingen kommun och ingen grupp har något att vinna på att lämna.")
    if found.core_empty:
        lines.append(
            "- **Ingen fördelning håller alla kvar.** Hur vinsten än delas finns en grupp som får "
            f"det bättre på egen hand. Det skulle krävas {swedish.tkr(found.from_outside)} tkr per "
            "år utifrån, på typvärdena."
        )
    elif found.transfers is not None and not found.stable:
        pays = [
            f"{who} {swedish.signed_tkr(amount)}"
            for who, amount in zip(names, found.transfers, strict=True)
            if round(amount / 1e3)
        ]
        lines.append(
            "- Det finns fördelningar som håller alla kvar. Närmast är att flytta så här mycket, "
            f"tkr per år på typvärdena: {swedish.listed(pays)}. Plus betalar mer."
        )
    else:
        lines.append("- Fördelningen håller: den ligger bland dem som alla grupper stannar i.")
    if not stake.proven:
        lines.append(
            "- Vad någon grupp skulle göra ensam är inte bevisat bäst; den kan ha mer att vinna "
            "på att lämna än här."
        )
    st.markdown("\n".join(lines))


def show_what_makes_yes(stake: Stake, asked: Asked, here: Context) -> None:
    """Show, for one municipality, what each key costs and which changes would make it say yes."""
    codes = list(stake.codes)
    found = [s for s in controls.sharings(stake, asked.key) if s.rows]
    code = here.only if here.only in codes else _choose(codes, found, here)
    i = codes.index(str(code))
    body: list[tuple[str | tables.Cell, ...]] = []
    yes = []
    for shared in found:
        row = shared.rows[i]
        accepts = str(code) not in shared.worse
        if accepts:
            yes.append(label_of_sharing(shared).removeprefix("Nyckel: ").lower())
        body.append(
            (
                label_of_sharing(shared),
                _on_a_line(row.against_today),
                _on_a_line(against_alone(row)),
                "ja" if accepts else "nej",
            )
        )
    body += _other_changes(stake, asked, i, here)
    who = name(here.pack, str(code))
    if len(yes) == len(found):
        st.markdown(f"**{who} kan säga ja till varje nyckel och regel**, på typvärdena.")
    elif yes:
        st.markdown(f"**{who} kan säga ja till {swedish.listed(yes)}**, på typvärdena.")
    else:
        st.markdown(f"**Ingen nyckel och ingen regel räcker för {who}**, på typvärdena.")
    tables.show_table(
        ("Förslag", f"Mot i dag, tkr/år ({PERCENT})", "Mot att vara ensam", "Ja?"),
        body,
        caption=f"Vad varje nyckel och regel kostar {who}, och vad som skulle krävas",
        text_columns=(0, 3),
    )
    if stake.question.decisions.price_uncovered_day_sek:
        price = swedish.number(stake.question.decisions.price_uncovered_day_sek)
        st.caption(
            f"Ja betyder att {who} inte har det sämre än ensam när en dag utan bemanning räknas "
            f"som värd {price} kr att slippa. ”Mot i dag” är bara kronorna."
        )


def _choose(codes: list[str], found: Sequence[Shared], here: Context) -> str:
    """Ask for a municipality, the one most often worse off first."""
    worst = max(codes, key=lambda code: sum(code in shared.worse for shared in found))
    chosen = st.selectbox(
        "Kommun",
        codes,
        index=codes.index(worst),
        format_func=lambda c: name(here.pack, c),
        key=f"ja_{'_'.join(codes)}",
    )
    return str(chosen)


def _other_changes(
    stake: Stake, asked: Asked, i: int, here: Context
) -> list[tuple[str | tables.Cell, ...]]:
    """Return what else would turn a no: compensation, a price on days, another office town."""
    shared = next(
        s for s in controls.sharings(stake, asked.key) if s.rule == BY_KEY and s.key == asked.key
    )
    if not shared.rows:
        return []
    row = shared.rows[i]
    rows: list[tuple[str | tables.Cell, ...]] = []
    loss = against_alone(row)
    if loss.value > stake.game.tolerance:
        low = max(loss.low, 0.0)
        rows.append(
            (
                f"Ersättning: {swedish.tkr(loss.value)} tkr per år "
                f"({swedish.tkr(low)}–{swedish.tkr(loss.high)}) ovanpå vald nyckel",
                "",
                "±0",
                "ja",
            )
        )
        fewer = fewer_days(stake, i)
        if fewer > 0:
            price = stake.question.decisions.price_uncovered_day_sek + loss.value / fewer
            rows.append(
                (
                    f"En dag utan bemanning räknas som värd {swedish.number(price)} kr på "
                    f"typvärdena ({swedish.number(fewer)} dagar färre om året)",
                    "",
                    "±0",
                    "ja",
                )
            )
    if len(stake.choices) == 1 and stake.choices[0].alternative is Alternative.MERGED:
        towns = {t.key: t.name for t in stake.question.setting.case.towns}
        for other in other_towns(stake, asked.key):
            after = against_alone(other.rows[i])
            rows.append(
                (
                    f"Kontoret i {towns[other.town]}, vald nyckel",
                    "",
                    _on_a_line(after),
                    "ja" if after.value <= stake.game.tolerance else "nej",
                )
            )
    return rows


def _on_a_line(r: Range) -> str:
    """Return a change with its range on one line: a whole table is to fit on a screen."""
    return f"{swedish.signed_tkr(r.value)} ({swedish.span_tkr(r.low, r.high)})"


def show_balance(shared: Shared, stake: Stake, asked: Asked, here: Context) -> None:
    """Show gains and losses over everything that is joint, with a sentence to quote."""
    try:
        found = controls.balance(stake, asked.key, asked.rule)
    except CannotShareError as error:
        st.markdown(f"Inget svar: {WHY_NOT[error.why]}.")
        return
    names = [name(here.pack, code) for code in stake.codes]
    body: list[tuple[str | tables.Cell, ...]] = [
        (label_of(here.pack, row.activity), *(change_cell(_turned(r)) for r in row.gains))
        for row in found.rows
    ]
    body.append(("Samordning av helheten", *(change_cell(_turned(r)) for r in found.coordination)))
    if any(found.transfers):
        body.append(
            ("Belopp utöver nyckeln", *(swedish.signed_tkr(-amount) for amount in found.transfers))
        )
    body.append(("Summa", *(change_cell(_turned(r)) for r in found.total)))
    tables.show_table(
        ("Verksamhet", *names),
        body,
        caption=f"Mot i dag, tkr/år ({PERCENT}); prissatta dagar, flyttar och resor ingår; minus "
        "är billigare",
        sums=(len(body) - 1,),
    )
    kept = sum(row.kept_home for row in found.rows)
    st.caption(
        f"Kvar hemma i det som blir gemensamt: {swedish.mnkr(kept)} mnkr per år i bidrag, "
        "restkostnad och egen organisation (typvärde). Den ändras inte och ingår inte i tabellen."
    )
    fees = fee_payers(stake)
    if fees is not None:
        st.caption(
            "Taxekollektiven får sin del för sig, utanför det som delas här: "
            f"{swedish.signed_tkr(fees.value)} tkr per år fullt genomfört "
            f"({swedish.span_tkr(fees.low, fees.high)})."
        )
    st.markdown("**Att citera**")
    for i, row in enumerate(shared.rows):
        if here.only in {None, row.code}:
            parts = [
                (label_of(here.pack, found_row.activity), _turned(found_row.gains[i]))
                for found_row in found.rows
            ]
            st.code(_quote(row, names[i], parts, asked), language=None, wrap_lines=True)


def _turned(r: Range) -> Range:
    return Range(-r.value, -r.high, -r.low)


def _quote(row: ShareRow, who: str, rows: list[tuple[str, Range]], asked: Asked) -> str:
    """Return a sentence or two on a municipality's balance over the whole."""
    paid, change = row.against_today, against_alone(row)
    how = f"nyckeln {key_words(asked.key.key, asked.key.fixed).lower()}"
    if asked.rule != BY_KEY:
        how += f" och regeln {RULE_WORDS[asked.rule].lower()}"
    text = (
        f"Över hela planen betalar {who} {swedish.tkr(abs(paid.value))} tkr per år "
        f"{'mindre' if paid.value < 0 else 'mer'} än i dag "
        f"({swedish.span_tkr(paid.low, paid.high)} tkr, 5–95\u00a0%; minus är billigare), "
        f"med {how}."
    )
    if row.priced:
        text += (
            f" Med dagar utan bemanning, flyttar och resor till de beslutade priserna är kommunen "
            f"{swedish.tkr(abs(change.value))} tkr per år "
            f"{'bättre' if change.value < 0 else 'sämre'} ställd än ensam "
            f"({swedish.span_tkr(change.low, change.high)} tkr)."
        )
    losses = sorted((x for x in rows if round(x[1].value / 1e3) > 0), key=lambda x: -x[1].value)
    if not losses:
        return f"{text} Ingen verksamhet för sig blir sämre."
    label, worst = losses[0]
    amount = f"{swedish.signed_tkr(worst.value)} tkr ({swedish.span_tkr(worst.low, worst.high)})"
    if len(losses) == 1:
        return f"{text} Sämre blir {label}, {amount}."
    many = swedish.count(len(losses)).capitalize()
    return f"{text} {many} verksamheter blir sämre, mest {label}, {amount}."


def show_everywhere(outcome: Outcome, here: Context) -> None:
    """Show, for every activity and every key, who would rather leave."""
    rows: list[tuple[str | tables.Cell, ...]] = []
    views = controls.every_activity(outcome)
    for view in views:
        codes = [here.pack.municipalities[m].code for m in view.choice.members]
        rows.append(
            (
                label_of(here.pack, view.activity),
                tables.chip_with(
                    view.choice.alternative,
                    members_words(here.pack, codes) + ("" if view.planned else ", ej i planen"),
                ),
                "ja" if view.gains else "nej",
                *(_losers(shared, codes, here) for shared in view.by_key),
            )
        )
    gains = sum(view.gains for view in views)
    st.markdown(
        f"**{swedish.count(gains).capitalize()} av {len(views)} verksamheter ger en vinst att "
        "dela**, på typvärdena. I de andra kostar det gemensamma mer än var för sig, och någon "
        "förlorar med varje nyckel."
    )
    tables.show_table(
        ("Verksamhet", "Som", "Vinst", *KEY_WORDS.values()),
        rows,
        caption="Vem som skulle hellre stå utanför med varje nyckel, utan belopp därutöver",
        text_columns=range(7),
    )


def _losers(shared: Shared, codes: list[str], here: Context) -> str:
    if shared.why:
        return WHY_NOT[shared.why]
    if not shared.worse:
        return "ingen" if not shared.leaving else f"{_who_leaves(shared, here)} tillsammans"
    if len(shared.worse) == len(codes):
        return "alla"
    return swedish.listed([name(here.pack, code) for code in shared.worse])
