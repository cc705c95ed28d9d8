"""What the page Verksamhet asks and says."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from models.account import shares_by_status
from models.entities import Alternative, LevelChoice, Placement
from models.pack import Pack
from models.rounding import round_to_total
from pages.parts import swedish, tables
from pages.parts.controls import Context
from pages.parts.plain import plain
from pages.parts.wording import (
    ALTERNATIVES,
    ALTERNATIVES_LONG,
    LEVELS,
    PLACEMENTS,
    RANGE_NOTE,
    STATUSES,
    STEPS,
    STEPS_HELP,
)
from scenarios.compare import Amount, Arrangement, Column, Comparison
from scenarios.result import largest
from scenarios.setting import Range, Setting, positions

TKR = 1e3


@dataclass(frozen=True, slots=True)
class Subject:
    """One activity, or all planned activities of an area together."""

    label: str
    activities: tuple[str, ...]


def choose_subject(pack: Pack) -> Subject:
    """Ask for an area and, in it, one activity or all of them."""
    areas = {a.key: a for a in pack.areas if _planned(pack, a.key)}
    left, right = st.columns(2)
    with left:
        area = st.selectbox(
            "Område",
            list(areas),
            index=1 if len(areas) > 1 else 0,
            format_func=lambda key: f"{key} {areas[key].label}",
            key="omrade",
            bind="query-params",
        )
    inside = _planned(pack, area or "")
    labels = {a.key: a.label for a in pack.activities}
    choices = ["hela", *inside] if len(inside) > 1 else list(inside)
    with right:
        chosen = st.selectbox(
            "Verksamhet",
            choices,
            format_func=lambda key: "Hela området" if key == "hela" else labels[key],
            key=f"verksamhet_{area}",
        )
    if chosen == "hela" and area:
        return Subject(areas[area].label, tuple(inside))
    return Subject(labels[chosen or inside[0]], (chosen or inside[0],))


def choose_arrangement(setting: Setting, subject: Subject) -> Arrangement:
    """Ask who takes part, where the office lies, how the work is placed and on what level."""
    names = {m.code: m.name for m in setting.pack.municipalities}
    # The members' own seats come first among the towns, in the members' order.
    seats = dict(zip(names, (town.name for town in setting.case.towns), strict=False))
    own_patterns = {
        p for key in subject.activities for p in setting.case.patterns(setting.case.index(key))
    }
    patterns = [p for p in Placement if p in own_patterns]
    first, second, third, fourth = st.columns([3.4, 1.1, 1.2, 1.4])
    with first:
        group = st.multiselect(
            "Kommuner som deltar",
            list(names),
            default=list(names),
            format_func=names.__getitem__,
            key="grupp",
            placeholder="Välj minst två",
        )
        if not group:
            st.info("Inget valt: alla kommuner räknas med.")
            group = list(names)
        elif len(group) == 1:
            st.info("Samverkan och sammanslagning kräver minst två kommuner.")
    with second:
        seat = st.selectbox(
            "Gemensamt kontor",
            group,
            index=group.index(largest(setting, group)),
            format_func=seats.__getitem__,
            key="kontor_" + "+".join(group),
        )
    with third:
        pattern = st.selectbox(
            "Placering",
            patterns,
            format_func=PLACEMENTS.__getitem__,
            key="placering_" + "+".join(subject.activities),
        )
    with fourth:
        level = st.selectbox(
            "Servicenivå, sammanslagen",
            list(LevelChoice),
            format_func=LEVELS.__getitem__,
            key="niva",
        )
    _say_when_level_is_idle(setting, subject, group, level)
    return Arrangement(tuple(group), seat or group[0], pattern, level or LevelChoice.OWN)


def _say_when_level_is_idle(
    setting: Setting, subject: Subject, group: Sequence[str], level: LevelChoice | None
) -> None:
    case = setting.case
    inside = [case.index(key) for key in subject.activities]
    levels = {float(x) for x in case.level[list(positions(case, group))][:, inside].flat}
    if level not in {None, LevelChoice.OWN} and len(levels) == 1:
        st.caption(
            f"Alla i gruppen har servicenivå {swedish.number(levels.pop())}: valet ändrar inget "
            "förrän någon anger sin egen nivå."
        )


def headline(comparison: Comparison, here: Context) -> str:
    """Return the page's one message: which alternative, and whether that can be told apart."""
    others = [c for c in comparison.columns if c.alternative is not Alternative.OWN]
    if not concerns(comparison, here):
        return (
            f"{here.whose} är inte med i den valda gruppen och berörs inte. Nedan visas bara "
            "kommunens eget konto."
        )
    if not others:
        return "Verksamheten jämförs men har bara alternativ 1 i datapaketet."
    best = min(others, key=lambda c: c.annual.value)
    name = ALTERNATIVES[best.alternative].lower()
    span = swedish.span_tkr(best.annual.low, best.annual.high)
    if best.annual.value >= 0 and best.annual.low >= 0:
        return (
            f"**Egen verksamhet är billigast för {_whose(here)}.** Närmast kommer {name}: "
            f"{swedish.signed_tkr(best.annual.value)} tkr per år med omställningen inräknad "
            f"(spann {span} tkr); chansen att det ändå sparar är {swedish.chance(best.chance)}."
        )
    if best.annual.high > 0:
        return (
            f"**Ingen säker skillnad mellan {name} och egen verksamhet för {_whose(here)}:** "
            f"{swedish.signed_tkr(best.annual.value)} tkr per år med omställningen inräknad "
            f"(spann {span} tkr), chans till besparing {swedish.chance(best.chance)}. Skillnaden "
            "är mindre än osäkerheten: låt sårbarhet, nivå och ort avgöra."
        )
    return (
        f"**{ALTERNATIVES[best.alternative]} är billigast för {_whose(here)}:** "
        f"{swedish.signed_tkr(best.annual.value)} tkr per år med omställningen inräknad "
        f"(spann {span} tkr). Chansen till besparing är {swedish.chance(best.chance)}."
    )


def concerns(comparison: Comparison, here: Context) -> bool:
    """Say whether the municipality shown takes part in the group chosen."""
    return here.only is None or here.only in comparison.arrangement.group


def show_existing_cooperation(pack: Pack, subject: Subject, arrangement: Arrangement) -> None:
    """Warn where a member already cooperates in the same activity."""
    members: dict[str, list[str]] = {}
    for m in pack.municipalities:
        if m.code in arrangement.group:
            for known in m.existing:
                if known.activity in subject.activities:
                    partners = f"med {swedish.listed(known.partners)}"
                    since = f" sedan {known.since}" if known.since else ""
                    members.setdefault(known.note or partners + since, []).append(m.name)
    if members:
        lines = [
            f"- **{swedish.listed(list(dict.fromkeys(names)))}:** {plain(note)}"
            for note, names in members.items()
        ]
        st.info("Pågående samverkan att ta hänsyn till:\n\n" + "\n".join(lines))


def show_statuses(pack: Pack, subject: Subject, only: str | None) -> None:
    """Say how large a share of the figures is official, reported, estimated and assumed."""
    figures = [
        figure
        for account in pack.accounts.values()
        if account.activity in subject.activities and only in {None, account.municipality}
        for figure in account.figures.values()
    ]
    parts = [f"{STATUSES[s]} {swedish.percent(x)}" for s, x in shares_by_status(figures).items()]
    st.caption(f"Uppgifterna för i dag: {' · '.join(parts)}. Varje tal finns längst ned med källa.")


def joint(comparison: Comparison) -> list[Column]:
    """Return the alternatives to own."""
    return [c for c in comparison.columns if c.alternative is not Alternative.OWN]


def show_columns(comparison: Comparison, here: Context) -> None:
    """Show the alternatives by cost type and revenue type, net cost in bold, adding up in tkr."""
    columns = comparison.columns
    keys = _keys([c.costs for c in columns])
    income = _keys([c.revenues for c in columns])
    rows: list[tuple[str | tables.Cell, ...]] = []
    costs = [_in_tkr([_value(c.costs, key) for key, _ in keys]) for c in columns]
    revenues = [_in_tkr([_value(c.revenues, key) for key, _ in income]) for c in columns]
    for i, (key, label) in enumerate(keys):
        rows.append((f"{key} {label}", *(swedish.number(part[i]) for part in costs)))
    if any(c.unsplit for c in columns):
        costs = [[*part, round(c.unsplit / TKR)] for part, c in zip(costs, columns, strict=True)]
        rows.append(("Ej fördelat på kostnadsslag", *(swedish.number(part[-1]) for part in costs)))
    gross = [sum(part) for part in costs]
    rows.append(("Bruttokostnad", *(swedish.number(value) for value in gross)))
    sums = [len(rows) - 1]
    for i, (key, label) in enumerate(income):
        rows.append((f"{key} {label}", *(swedish.number(part[i]) for part in revenues)))
    unknown = "övriga intäkter" if income else "intäkter"
    if not comparison.revenue_known:
        rows.append((unknown.capitalize(), *(swedish.MISSING for _ in columns)))
    net = [g - sum(part) for g, part in zip(gross, revenues, strict=True)]
    at_least = "minst " if comparison.at_least else ""
    label = "Nettokostnad" if comparison.revenue_known else f"Nettokostnad före {unknown}"
    rows.append((label, *(at_least + swedish.number(value) for value in net)))
    sums.append(len(rows) - 1)
    rows.append(
        (
            "Nettokostnadens spann, 5–95\u00a0%",
            *(f"{swedish.tkr(c.net_range.low)}–{swedish.tkr(c.net_range.high)}" for c in columns),
        )
    )
    rows.append(("Mot i dag, fullt genomförd", "–", *(_change(c.change) for c in columns[1:])))
    rows.append(
        ("Mot i dag, snitt per år med omställning", "–", *(_change(c.annual) for c in columns[1:]))
    )
    rows.append(
        (
            "Chans till besparing (snitt per år med omställning)",
            "–",
            *(swedish.chance(c.chance) for c in columns[1:]),
        )
    )
    rows.append(("Engångskostnad", "–", *(_cost_range(c.one_off) for c in columns[1:])))
    shown = here.whose if here.only else f"gruppen ({len(comparison.shown)} kommuner)"
    tables.show_table(
        ("", *(ALTERNATIVES_LONG[c.alternative] for c in columns)),
        rows,
        caption=f"Kostnader och intäkter för {shown}, tkr/år i {here.pack.price_year} års priser",
        sums=sums,
    )
    st.caption(
        "”Mot i dag” gäller skattefinansierad nettokostnad; minus är lägre kostnad. " + RANGE_NOTE
    )


def bridge_title(column: Column) -> str:
    """Return the finding of a bridge: the step that weighs most."""
    if not column.steps:
        return ALTERNATIVES[column.alternative]
    most = max(column.steps, key=lambda step: abs(step.total))
    if abs(most.total) < TKR / 2:
        return f"{ALTERNATIVES[column.alternative]}: ingen skillnad mot egen"
    return (
        f"{ALTERNATIVES[column.alternative]}: mest betyder "
        f"{STEPS[most.key].lower()}, {swedish.signed_tkr(most.total)} tkr/år"
    )


def show_steps(column: Column) -> None:
    """Show every step by cost type; the steps add up to the difference."""
    rows = []
    rounded = _in_tkr([step.total for step in column.steps])
    for step, total in zip(column.steps, rounded, strict=True):
        by_type = "; ".join(
            f"{amount.key} {swedish.signed_tkr(amount.value)}"
            for amount in step.by_cost_type
            if abs(amount.value or 0) >= TKR / 2
        )
        rows.append((STEPS[step.key], swedish.signed(total), by_type or "–", STEPS_HELP[step.key]))
    rows.append(("Skillnad mot egen", swedish.signed(sum(rounded)), "", ""))
    tables.show_table(
        ("Steg", "tkr/år", "Per kostnads- eller intäktsslag", "Vad steget är"),
        rows,
        caption=f"Från egen till {ALTERNATIVES[column.alternative].lower()}",
        text_columns=(0, 2, 3),
        sums=(len(rows) - 1,),
    )


def municipality_title(comparison: Comparison) -> str:
    """Return the finding of the municipalities' chart for the fullest alternative."""
    column = joint(comparison)[-1]
    rows = [
        (m.name, dict(m.change)[column.alternative].value)
        for m in comparison.municipalities
        if m.member
    ]
    gains = [name for name, value in rows if value < 0]
    name = ALTERNATIVES[column.alternative]
    if not gains:
        return f"{name}: ingen kommun får lägre kostnad före fördelning"
    if len(gains) == len(rows):
        return f"{name}: alla får lägre kostnad före fördelning"
    return f"{name}: {swedish.listed(gains)} får lägre kostnad före fördelning"


def show_municipalities(comparison: Comparison) -> None:
    """Show each municipality's net cost and change, with range."""
    columns = joint(comparison)
    rows = []
    for m in comparison.municipalities:
        change = dict(m.change)
        rows.append(
            (
                m.name + ("" if m.member else " (inte med)"),
                swedish.tkr(m.own_net),
                *(_change(change[c.alternative]) for c in columns),
            )
        )
    tables.show_table(
        ("Kommun", "Netto i dag", *(ALTERNATIVES[c.alternative] for c in columns)),
        rows,
        caption="Förändrad nettokostnad per kommun, fullt genomförd, före fördelning, tkr/år",
    )


def payback_title(comparison: Comparison) -> str:
    """Return the finding of the cumulative chart."""
    column = joint(comparison)[-1]
    name = ALTERNATIVES[column.alternative]
    if column.payback_year is None:
        return f"{name} har inte betalat sig inom {len(column.flow) - 1} år"
    return f"{name} har betalat sig efter {swedish.number(column.payback_year)} år"


def show_flow(comparison: Comparison) -> None:
    """Show the yearly effect on net cost with transition, tkr, and the present value."""
    columns = joint(comparison)
    years = range(len(columns[0].flow))
    rows: list[tuple[str, ...]] = [
        (f"År {y}", *(swedish.signed_tkr(c.flow[y]) for c in columns)) for y in years
    ]
    rows.append(("Nuvärde", *(_change(c.present_value) for c in columns)))
    tables.show_table(
        ("År", *(ALTERNATIVES[c.alternative] for c in columns)),
        rows,
        caption="Effekt på nettokostnaden per år med engångskostnad, tkr",
        sums=(len(rows) - 1,),
    )


def show_service(comparison: Comparison, here: Context) -> None:
    """Show staffing, other resources, service level and cover before and after, all reckoned."""
    columns = comparison.columns
    if not comparison.staff_known:
        st.markdown(f"Bemanning: {swedish.MISSING}.")
        return
    rows = [
        ("Årsarbetare i utförande", *(swedish.number(c.fte, 1) for c in columns)),
        ("Årsarbetare i ledning", *(swedish.number(c.manager_fte, 1) for c in columns)),
        ("Arbetsplatser", *(swedish.number(c.workplaces, 1) for c in columns)),
        ("Lokalyta, m²", *(swedish.number(c.floor_m2) for c in columns)),
        (
            "Servicenivå, index (50 = som gruppen i dag)",
            *(swedish.number(c.level) for c in columns),
        ),
        (
            "Dagar per år utan någon på plats, snitt",
            *(swedish.number(c.uncovered_days, 1) for c in columns),
        ),
        ("Beror på en person, antal", *(str(len(c.on_one_person)) for c in columns)),
        ("Restid till kontoret, minuter", *(swedish.number(c.minutes_to_office) for c in columns)),
    ]
    towns = [name for name, _ in columns[0].town_fte]
    for i, town in enumerate(towns):
        rows.append(
            (f"Arbetsplatsens ort: {town}", *(swedish.number(c.town_fte[i][1], 1) for c in columns))
        )
    tables.show_table(
        ("", *(ALTERNATIVES[c.alternative] for c in columns)),
        rows,
        caption=f"Årsarbetare, resurser, service och sårbarhet, {here.whose}; "
        "orterna för hela gruppen",
    )
    for line in _changes_in_words(comparison, here):
        st.markdown(f"- {line}")


def _changes_in_words(comparison: Comparison, here: Context) -> list[str]:
    """Return each change in service that a resident or an employee would notice."""
    own = comparison.columns[0]
    absence = here.pack.parameters["franvaro"]
    lines = []
    for column in joint(comparison):
        name = ALTERNATIVES[column.alternative]
        if abs(column.level - own.level) >= 0.5:
            lines.append(
                f"**{name}, nivå:** från {swedish.number(own.level)} till "
                f"{swedish.number(column.level)} (berör invånare och företag)."
            )
        if abs(column.uncovered_days - own.uncovered_days) >= 0.5:
            lines.append(
                f"**{name}, kontinuitet:** dagar utan någon på plats går från "
                f"{swedish.number(own.uncovered_days, 1)} till "
                f"{swedish.number(column.uncovered_days, 1)} per år (berör dem som söker tjänsten)."
            )
        gone = [place for place in own.on_one_person if place not in column.on_one_person]
        if gone:
            lines.append(f"**{name}, personberoende:** upphör för {swedish.listed(gone)}.")
        new = [place for place in column.on_one_person if place not in own.on_one_person]
        if new:
            lines.append(
                f"**{name}, personberoende:** uppstår för {swedish.listed(new)}, som behåller "
                "färre egna när arbete köps; säljaren täcker frånvaron."
            )
        if column.minutes_to_office >= 1:
            lines.append(
                f"**{name}, närhet:** arbetsplatsen ligger i snitt "
                f"{swedish.number(column.minutes_to_office)} minuter bort "
                "(berör besökare och personal)."
            )
    if not lines:
        return ["Ingen förändring i service som går att räkna fram ur underlaget."]
    return [
        *lines,
        f"Dagar utan någon på plats räknas med {swedish.percent(absence.value, 1)} frånvaro "
        f"({swedish.percent(absence.low)}–{swedish.percent(absence.high)}) och är en undre gräns.",
    ]


def _keys(columns: Sequence[Sequence[Amount]]) -> list[tuple[str, str]]:
    found = {a.key: a.label for amounts in columns for a in amounts}
    return sorted(found.items(), key=lambda pair: (pair[0][0] != "K", int(pair[0][1:])))


def _value(amounts: Sequence[Amount], key: str) -> float:
    return next((a.value or 0.0 for a in amounts if a.key == key), 0.0)


def _in_tkr(values: Sequence[float]) -> list[float]:
    """Return whole thousands that add up to the rounded sum."""
    return [value / TKR for value in round_to_total(values, TKR)]


def _change(r: Range) -> str:
    return f"{swedish.signed_tkr(r.value)} ({swedish.span_tkr(r.low, r.high)})"


def _cost_range(r: Range) -> str:
    return f"{swedish.tkr(r.value)} ({swedish.tkr(r.low)}–{swedish.tkr(r.high)})"


def _whose(here: Context) -> str:
    return here.whose if here.only else "gruppen"


def _planned(pack: Pack, area: str) -> list[str]:
    return [a.key for a in pack.activities if a.area == area and a.optimised]
