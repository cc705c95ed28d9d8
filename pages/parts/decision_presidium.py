"""Presidiet: what one municipality is asked, what it means there, and what else can be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from models.timeline import timeline_of, whose_turn
from pages.parts import decision_instead, on_table, swedish, tables
from pages.parts.controls import Context
from pages.parts.decision_today import show_light
from pages.parts.on_table import OnTable
from pages.parts.plain import plain
from scenarios import written
from scenarios.desk import portfolio
from scenarios.frozen import EconomyRow, Frozen, Package
from scenarios.numbers import ALL


def show(here: Context) -> None:
    """Show one municipality its own sheet for an area, as it is frozen."""
    left, middle, right = st.columns(3)
    with left:
        area = on_table.ask_area(here)
    names = {m.code: m.name for m in here.pack.municipalities}
    with middle:
        code = str(
            st.selectbox(
                "Presidiet i",
                list(names),
                index=list(names).index(here.only) if here.only else 0,
                format_func=names.__getitem__,
                key="presidium",
                disabled=here.only is not None,
                help="Följer ”Visa för” när en kommun är vald där.",
            )
        )
    with right:
        on_table.ask_who()
    everything = on_table.all_on_table(here)
    table = next(found for found in everything if found.area == area)
    if table.package is None:
        st.markdown(
            f"**{plain(table.label)} har inget fryst paket än**, så det finns inget att ta "
            "ställning till."
        )
        return
    mine = _Mine(table, everything, table.package, here.only or code, names)
    st.markdown(_headline(mine))
    show_light(table)
    one, other = st.columns(2, gap="large")
    with one:
        _show_us(mine)
    with other:
        _show_others(mine)
    _show_asked(mine)
    decision_instead.show(here, mine.table, mine.package, mine.code)
    _show_when(mine)


@dataclass(frozen=True, slots=True)
class _Mine:
    """An area's package seen from one municipality."""

    table: OnTable
    all: Sequence[OnTable]
    package: Package
    code: str
    names: Mapping[str, str]

    @property
    def frozen(self) -> Frozen:
        return self.package.frozen

    @property
    def name(self) -> str:
        return self.names[self.code]

    @property
    def row(self) -> EconomyRow:
        return next(row for row in self.frozen.economy if row.code == self.code)

    @property
    def shown(self) -> dict[str, str]:
        return {figure.key: figure.shown for figure in self.package.figures}


def _headline(mine: _Mine) -> str:
    row = mine.row
    if not any(party.code == mine.code for party in mine.frozen.joining):
        return (
            f"**{mine.name} står utanför {plain(mine.table.label.lower())} och betalar som i "
            "dag**, men fullmäktige beslutar samma text."
        )
    # As the table below has them: rounded so that the municipalities add up.
    value, _, span = mine.shown[f"ekonomi.{mine.code}.forandring"].partition(" ")
    verb = "mer" if row.change.value > 0 else "mindre"
    return (
        f"**{mine.name} betalar {value.lstrip('+−')} tkr {verb} per år än i dag** {span}, och för "
        f"alla tillsammans blir det {mine.shown[f'ekonomi.{ALL}.forandring']} tkr per år."
    )


# ---- What it means -------------------------------------------------------------------------------


def _show_us(mine: _Mine) -> None:
    shown, code, frozen = mine.shown, mine.code, mine.frozen
    rows = [
        ("Kostnad i dag, tkr/år", shown[f"ekonomi.{code}.idag"]),
        ("Betalar, tkr/år", shown[f"ekonomi.{code}.betalar"]),
        ("Mot i dag, tkr/år", shown[f"ekonomi.{code}.forandring"]),
        ("Vinst mot att göra det ensam, tkr/år", shown[f"ekonomi.{code}.vinst"]),
        ("Engångskostnad, tkr", shown[f"ekonomi.{code}.engang"]),
        ("Del i samordningen av helheten, tkr/år", shown[f"ekonomi.{code}.samordning"]),
    ]
    for town in frozen.towns:
        if town.municipality == code:
            before, after = (shown[f"ort.{town.town}.{when}"] for when in ("fore", "efter"))
            rows.append((f"Årsarbetare i {town.town}", f"{before} → {after}"))
    if f"service.{code}.fore" in shown:
        before, after = (shown[f"service.{code}.{when}"] for when in ("fore", "efter"))
        rows.append(("Dagar per år utan bemanning", f"{before} → {after}"))
    tables.show_table(
        ("", mine.name),
        rows,
        caption=f"Vad det betyder för {mine.name}, {frozen.origin.price_year} års priser "
        "(5–95\u00a0%)",
    )
    st.markdown("**Risk.** " + _risk(mine))
    st.markdown(_balance(mine))


def _balance(mine: _Mine) -> str:
    """Return what all the frozen packages come to together here, to be quoted."""
    frozen = [table.package.frozen for table in mine.all if table.package is not None]
    if len(frozen) < 2:
        return ""
    whole = portfolio(frozen, mine.code)
    return (
        f"**Alla {written.count(len(frozen))} frysta paket tillsammans:** {mine.name} betalar "
        f"{swedish.signed_tkr(whole.value)} tkr per år mot i dag, ytterst "
        f"{swedish.span_tkr(whole.low, whole.high)}."
    )


def _risk(mine: _Mine) -> str:
    shown = mine.shown
    said = [
        f"Chansen att området blir billigare för alla tillsammans är {shown['chans']}."
        if "chans" in shown
        else "",
        f"{shown['flyttade']} årsarbetare byter ort och {shown['slutar']} väntas sluta för det.",
        f"Så stor del av dagens kostnad är annat än antaganden: {shown['kanda_uppgifter']}.",
        mine.package.words.impact.risks,
    ]
    return plain(" ".join(text for text in said if text))


def _show_others(mine: _Mine) -> None:
    shown = mine.shown
    tables.show_table(
        ("Kommun", "Mot i dag, tkr/år", "Har sagt"),
        [
            (
                row.name,
                tables.span_cell(shown[f"ekonomi.{row.code}.forandring"]),
                _said(mine, row.code),
            )
            for row in mine.frozen.economy
        ],
        caption="Vad det betyder för alla, och vad de har sagt",
        text_columns=(0, 2),
    )
    worse = [row.name for row in mine.frozen.economy if row.gains.value < 0]
    if worse:
        st.markdown(f"Betalar mer än ensam, på typvärdena: {swedish.listed(worse)}.")


def _said(mine: _Mine, code: str) -> str:
    file = next(file for file in mine.table.files if file.head.code == code)
    if file.decisions:
        last = file.decisions[-1]
        return f"{last.organ} {last.status} {last.on or ''}".strip()
    if file.positions:
        last_said = file.positions[-1]
        return f"{last_said.stance} ({last_said.organ} {last_said.on or ''})".strip()
    return "ej behandlat"


# ---- What is asked, and what else can be said ----------------------------------------------------


def _show_asked(mine: _Mine) -> None:
    st.subheader("Det här ombeds fullmäktige besluta")
    lines = "\n".join(
        f"{point.number}. **{point.heading}.** "
        + " ".join(f"{plain(c[:1].upper() + c[1:])}." for c in point.clauses)
        for point in mine.package.points
    )
    with st.expander(f"Beslutspunkterna ordagrant, avtryck {mine.package.text_hash}"):
        st.markdown(lines)
    lacking = len(mine.table.standing.missing)
    if lacking:
        st.caption(f"{lacking} uppgifter saknas än i texten.")


def _show_when(mine: _Mine) -> None:
    st.subheader("När?")
    planned = {
        file.head.code: file.dates.council
        for file in mine.table.files
        if file.dates.council is not None
    }
    turn = timeline_of(
        [d for file in mine.table.files for d in file.decisions],
        list(mine.names),
        planned,
        on_table.today(),
    )
    st.markdown(plain(whose_turn(turn, mine.names)))
