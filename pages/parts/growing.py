"""Where the age groups are heading, and what that would do to volumes and to the own costs."""

from collections.abc import Sequence

import streamlit as st

from models.entities import Figure
from models.pack import Pack
from pages.parts import growing_charts, swedish, tables
from pages.parts.controls import Context
from pages.parts.pictures import show_chart
from pages.parts.plain import plain
from pages.parts.swedish import MISSING
from pages.parts.tables import Cell
from pages.parts.tracing import label_of
from pages.parts.wording import EVERYBODY, STATUSES
from scenarios.demography import ALL, ActivityRow, Check, GroupRow, Outlook, outlook
from scenarios.setting import Setting

EVERYONE = "alla invånare"
CHOSEN = "demografi_grupp"
PERCENT = "5–95\u00a0%"


def show_demography(here: Context, setting: Setting) -> None:
    """Show the trend of the age groups: in a sentence, as lines and in tables."""
    found = outlook(setting)
    st.markdown(headline(found, here))
    st.markdown(_what_it_changes(found))
    _show_check(found, here)
    _show_lines(found, here)
    _show_groups(found, here)
    _show_activities(found, here)
    _show_lacking(found, here)


def headline(found: Outlook, here: Context) -> str:
    """Return in a sentence which age groups grow the most and the least."""
    extremes = found.most_and_least(here.only or ALL)
    if extremes is None:
        return (
            "**Ingen framskrivning:** uppgift saknas. Det behövs minst "
            f"{swedish.count(found.least_years)} officiella år för en åldersgrupp."
        )
    most, least = extremes
    last = found.years[-1]
    first = (
        f"**{_capital(_group(here.pack, most.group))} väntas bli {_more(most)} till {last}** än "
        f"{found.base_year} i {_where(here)} ({_span(most.change[-1])}, {PERCENT}{_unsure(most)})"
    )
    if least.group == most.group:
        return f"{first}."
    return (
        f"{first}; {_group(here.pack, least.group)} väntas bli {_more(least)} "
        f"({_span(least.change[-1])}{_unsure(least)})."
    )


def _what_it_changes(found: Outlook) -> str:
    if found.follows:
        return (
            "Scenariot låter volymerna följa trenden. Flöden år för år, snittet per år, nuvärdet "
            "och återbetalningen är räknade med den, på typvärdet; ”fullt genomförd” är i dagens "
            "volym, och engångskostnader och hyror är som i dag."
        )
    return (
        "Scenariot räknar med dagens volymer: inget resultat ändras av det som visas här. Knappen "
        "längst ner räknar samma scenario med trenden."
    )


def _show_check(found: Outlook, here: Context) -> None:
    """Say how the trends have held up against what has been counted since."""
    checks = [check for check in found.checks if here.only in {None, check.code}]
    if not checks:
        return
    year = max(check.counted.year for check in checks)
    st.markdown(
        f"**Prövad mot {year}:** {_tried(checks, here.pack)}. Läs därför talen som åt vilket håll "
        "det lutar, inte som en prognos."
    )
    with st.expander("Visa prövningen"):
        tables.show_table(
            ("Kommun", "År", f"Trendens tal ({PERCENT})", "Officiellt antal", "Avvikelse"),
            [_check_row(check, here.pack) for check in checks],
            caption="Alla invånare: trendens tal mot den senaste officiella folkmängden",
        )


def _tried(checks: Sequence[Check], pack: Pack) -> str:
    """Return how the trends agree with what has been counted, for one or for several."""
    if len(checks) == 1:
        (check,) = checks
        return (
            f"trenden ger {_count(check.expected)} invånare i {_name(pack, check.code)}, och "
            f"{_count(check.counted)} har sedan räknats, "
            f"{'inom' if check.within else 'utanför'} spannet"
        )
    over = sum(check.expected.value > check.counted.value for check in checks)
    outside = sum(not check.within for check in checks)
    within = (
        f"i {swedish.count(outside)} ligger det räknade utanför spannet"
        if outside
        else "allt som har räknats ligger inom spannet"
    )
    return (
        f"i {swedish.count(over)} av {swedish.count(len(checks))} kommuner ger trenden fler "
        f"invånare än som sedan har räknats, och {within}"
    )


def _check_row(check: Check, pack: Pack) -> tuple[str | Cell, ...]:
    off = check.expected.value / check.counted.value - 1
    return (
        _name(pack, check.code),
        str(check.counted.year),
        _count_cell(check.expected),
        swedish.number(check.counted.value),
        swedish.signed_percent(off, 1) + ("" if check.within else ", utanför spannet"),
    )


def _show_lines(found: Outlook, here: Context) -> None:
    """Show one age group year by year, a line for each municipality."""
    groups = list(dict.fromkeys(line.group for line in found.lines))
    extremes = found.most_and_least(here.only or ALL)
    if not groups or extremes is None:
        return
    group = st.segmented_control(
        "Åldersgrupp",
        groups,
        default=extremes[0].group,
        format_func=lambda key: _capital(_group(here.pack, key).removeprefix("invånare ")),
        key=CHOSEN,
    )
    group = group or extremes[0].group
    lines = [line for line in found.lines if line.group == group and here.only in {None, line.code}]
    if not lines:
        return
    title = _chart_title(found, here, group)
    names = {m.code: m.name for m in here.pack.municipalities}
    show_chart(growing_charts.courses(lines, names, base_year=found.base_year, title=title), title)
    st.caption(
        f"Index, {found.base_year} = 100. Heldragen linje är officiellt antal (Källa: Kolada), "
        f"streckad är trenden från det senaste antalet och det tonade fältet dess {PERCENT}: en "
        "egen beräkning."
    )


def _chart_title(found: Outlook, here: Context, group: str) -> str:
    who, last = _capital(_group(here.pack, group)), found.years[-1]
    whole = found.group(group, here.only or ALL)
    if whole.change[-1] is None:
        return f"{who}: trenden till {last} i de kommuner där den är känd"
    known = [
        (row.change[-1].value, _name(here.pack, row.code))
        for row in found.groups
        if row.group == group and row.code != ALL and row.change[-1] is not None
    ]
    said = f"{who}: {_more(whole)} till {last} i {_where(here)}"
    if here.only or len(known) < 2:
        return said
    return f"{said}, mest i {max(known)[1]} och minst i {min(known)[1]}"


def _show_groups(found: Outlook, here: Context) -> None:
    """Show the age groups today and in the years ahead, with ranges."""
    code = here.only or ALL
    mine = [row for row in found.groups if row.code == code]
    ahead = [heading for year in found.years for heading in (f"{year} ({PERCENT})", "Ändring")]
    tables.show_table(
        ("Åldersgrupp", str(found.base_year), *ahead),
        [_group_cells(_capital(_group(here.pack, row.group)), row) for row in mine],
        caption=f"Invånare per åldersgrupp ({here.whose}), antal; {STATUSES_NOTE}",
        sums=(len(mine) - 1,),
    )
    if here.only:
        return
    with st.expander("Visa per kommun"):
        for group in dict.fromkeys(row.group for row in found.groups):
            rows = [row for row in found.groups if row.group == group]
            tables.show_table(
                ("Kommun", str(found.base_year), *ahead),
                [_group_cells(_name(here.pack, row.code), row) for row in rows],
                caption=f"{_capital(_group(here.pack, group))} per kommun, antal",
                sums=(len(rows) - 1,),
            )


STATUSES_NOTE = "i dag officiellt, framåt uppskattning"


def _group_cells(label: str, row: GroupRow) -> tuple[str | Cell, ...]:
    cells: list[str | Cell] = [label, MISSING if row.today is None else _count(row.today)]
    for count, change in zip(row.expected, row.change, strict=True):
        cells += [_count_cell(count), _change_cell(change)]
    return tuple(cells)


def _show_activities(found: Outlook, here: Context) -> None:
    """Show what the trend means to each activity's volume and, if cost follows it, to its cost."""
    with st.expander("Visa vad trenden betyder för verksamheternas volym och egna kostnad"):
        labels = {a.key: a.label for a in here.pack.activities}
        mine = [row for row in found.activities if row.code == (here.only or ALL)]
        last = found.years[-1]
        tables.show_table(
            (
                "Verksamhet",
                "Volymen följer",
                *(f"Volym {year} ({PERCENT})" for year in found.years),
                f"Egen kostnad {found.base_year}",
                f"Egen kostnad {last}",
                "Status",
            ),
            [_activity_cells(row, labels[row.activity], here.pack) for row in mine],
            caption=f"Verksamheterna om kostnaden följer volymen ({here.whose}), tkr/år i "
            f"{here.pack.price_year} års priser, som i dag i övrigt",
            text_columns=(0, 1, 6),
        )
        st.caption(
            "Kostnaden framåt är kostnaden i dag gånger volymens tillväxt: ingen ändrad "
            "servicenivå, styckkostnad eller stordriftsfördel. Spannen är hoplagda som om allt "
            "avvek åt samma håll, alltså hellre för breda än för smala."
        )


def _activity_cells(row: ActivityRow, label: str, pack: Pack) -> tuple[str | Cell, ...]:
    later = row.cost_expected[-1]
    follows = swedish.listed([_group(pack, group) for group in row.groups]) or EVERYONE
    return (
        label,
        follows,
        *(_change_cell(change) for change in row.growth),
        _cost_cell(row.cost_today),
        _cost_cell(later),
        MISSING if later is None else STATUSES[later.status],
    )


def _show_lacking(found: Outlook, here: Context) -> None:
    """Say where there is no trend and that the volume is then kept as it is."""
    lacking = [pair for pair in found.lacking if here.only in {None, pair[0]}]
    if not lacking:
        return
    where = [f"{_name(here.pack, code)}: {_group(here.pack, group)}" for code, group in lacking]
    st.warning(
        plain(
            f"Uppgift saknas: färre än {swedish.count(found.least_years)} officiella år, eller ett "
            f"antal som är noll, för {swedish.listed(where)}. Där görs ingen framskrivning, och "
            "verksamheter som följer dem räknas med dagens volym."
        )
    )


def _group(pack: Pack, group: str) -> str:
    return EVERYONE if group == ALL else label_of(pack, group)


def _name(pack: Pack, code: str) -> str:
    return next((m.name for m in pack.municipalities if m.code == code), EVERYBODY)


def _where(here: Context) -> str:
    if here.only:
        return here.whose
    return f"de {swedish.count(len(here.pack.municipalities))} kommunerna tillsammans"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _more(row: GroupRow) -> str:
    """Return ”18 % fler”, ”8 % färre” or ”lika många”."""
    change = row.change[-1]
    if change is None:
        return MISSING
    share = change.value - 1
    if round(share * 100) == 0:
        return "lika många"
    return f"{swedish.percent(abs(share))} {'fler' if share > 0 else 'färre'}"


def _unsure(row: GroupRow) -> str:
    """Say so where the range holds both more and fewer."""
    change = row.change[-1]
    if change is None or not change.low < 1 < change.high:
        return ""
    return ", så åt vilket håll är osäkert"


def _span(times: Figure | None) -> str:
    if times is None:
        return MISSING
    low, high = swedish.signed_percent(times.low - 1), swedish.signed_percent(times.high - 1)
    return f"{low} till {high}"


def _count(figure: Figure) -> str:
    return swedish.number(figure.value)


def _count_cell(figure: Figure | None) -> str | Cell:
    if figure is None:
        return MISSING
    span = f"{swedish.number(figure.low)}–{swedish.number(figure.high)}"
    return tables.with_span(_count(figure), span)


def _change_cell(times: Figure | None) -> str | Cell:
    if times is None:
        return MISSING
    return tables.with_span(swedish.signed_percent(times.value - 1), _span(times))


def _cost_cell(figure: Figure | None) -> str | Cell:
    if figure is None:
        return MISSING
    low, high = swedish.tkr(figure.low), swedish.tkr(figure.high)
    value = swedish.tkr(figure.value)
    return value if low == high else tables.with_span(value, f"{low}–{high}")
