"""The tables that more than one paper has, each made in one place from the package's figures."""

from collections.abc import Iterator

from documents.content import Table
from models.joint_decision import GoalLevel
from scenarios.decision_text import GAP, gap
from scenarios.frozen import Figure, Package
from scenarios.numbers import ALL

ALL_TOGETHER = "Alla"
UNKNOWN, NONE = "uppgift saknas", "–"
SPAN = "spannet 5–95\u00a0% inom parentes"


def shown(package: Package) -> dict[str, str]:
    """Return how every figure is written, by its key."""
    return {figure.key: figure.shown for figure in package.figures}


def parties(package: Package) -> tuple[tuple[str, str], ...]:
    """Return every municipality's code and name, and last everybody together."""
    rows = tuple((row.code, row.name) for row in package.frozen.economy)
    return (*rows, (ALL, ALL_TOGETHER))


def _economy(package: Package, keys: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found = shown(package)
    return tuple(
        (name, *(found.get(f"ekonomi.{code}.{key}", NONE) for key in keys))
        for code, name in parties(package)
    )


def economy(package: Package) -> Table:
    """Return what every municipality pays today and with the plan."""
    price = package.frozen.origin.price_year
    return Table(
        f"Kostnad per år i snitt, tkr i {price} års priser, {SPAN}",
        ("Kommun", "I dag", "Betalar med förslaget", "Förändring", "Engångskostnad"),
        _economy(package, ("idag", "betalar", "forandring", "engang")),
        widths=(0.9, 1.45, 1.45, 1.55, 1.2),
        summed=True,
    )


def costs(package: Package) -> Table:
    """Return what point 2 adopts: what each pays, the change, and the fixed amount on top."""
    price = package.frozen.origin.price_year
    return Table(
        f"Kostnadens fördelning, tkr per år i {price} års priser, {SPAN}",
        ("Kommun", "Betalar", "Förändring mot i dag", "Fast belopp utöver nyckeln"),
        _economy(package, ("betalar", "forandring", "utjamning")),
        widths=(1.2, 1.4, 1.6, 1.1),
        summed=True,
    )


def rest_of_economy(package: Package) -> Table:
    """Return what the economy table has no room for."""
    return Table(
        f"Fast belopp, vinst och samordning, tkr per år, {SPAN}",
        (
            "Kommun",
            "Fast belopp utöver nyckeln",
            "Vinst mot att göra det ensam",
            "Andel av samordningen av helheten",
        ),
        _economy(package, ("utjamning", "vinst", "samordning")),
        summed=True,
    )


def years(package: Package) -> Table:
    """Return the change for each municipality and calendar year."""
    found = shown(package)
    codes = [code for code, _ in parties(package)]
    return Table(
        f"Förändring mot i dag år för år, tkr, {SPAN}",
        ("År", *(name for _, name in parties(package))),
        tuple(
            (str(y.year), *(found[f"ekonomi.{code}.ar.{y.year}"] for code in codes))
            for y in package.frozen.total.years
        ),
        widths=(0.5, *(1.4 for _ in codes)),
    )


def alternatives(package: Package) -> Table:
    """Return the three ways side by side."""
    found, sides = shown(package), package.frozen.alternatives
    return Table(
        f"Alternativen för dem som deltar tillsammans, {SPAN}",
        ("", "Enhet", *sides.headings),
        tuple(
            (
                line.label,
                line.unit,
                *(found.get(f"alternativ.{n}.{h}", UNKNOWN) for h in sides.headings),
            )
            for n, line in enumerate(sides.lines)
        ),
        texts=2,
        widths=(1.5, 0.95, *(1.5 for _ in sides.headings)),
    )


def towns(package: Package) -> Table:
    """Return FTE by town today and with the plan, and their sum."""
    found, of = shown(package), {t.town: t.municipality for t in package.frozen.towns}
    return Table(
        "Årsarbetare med sin arbetsplats på orten",
        ("Ort", "Kommun", "I dag", "Med förslaget", "Förändring"),
        tuple(
            (
                "Alla orter" if town == ALL else town,
                package.frozen.name(of.get(town, "")),
                *(found[f"ort.{town}.{key}"] for key in ("fore", "efter", "andring")),
            )
            for town in (*of, ALL)
        ),
        texts=2,
        summed=True,
    )


def service(package: Package) -> Table:
    """Return the days without staff in every municipality."""
    found = shown(package)
    return Table(
        "Dagar per år utan bemanning",
        ("Kommun", "I dag", "Med förslaget"),
        tuple(
            (row.name, found[f"service.{row.code}.fore"], found[f"service.{row.code}.efter"])
            for row in package.frozen.service
        ),
        widths=(2, 1, 1),
    )


def goals(package: Package) -> Table:
    """Return every goal with what measures it."""
    found = shown(package)
    return Table(
        "Målen, vad som mäter dem och vem som svarar för dem",
        ("Nivå", "Mål", "Mäts med", "Nuläge", "Målvärde", "Källa", "Ansvarig"),
        tuple(
            (
                goal.level.value,
                gap(goal.text, "målets text"),
                *(
                    _measured(package, n, found)
                    if goal.level is GoalLevel.ASSIGNMENT
                    else (NONE,) * 5
                ),
            )
            for n, goal in enumerate(package.words.goals, 1)
        )
        or ((GAP.format(what="mål"), *("",) * 6),),
        texts=7,
        widths=(1, 2, 1.5, 1.2, 1.2, 1.2, 1.3),
    )


def _measured(package: Package, n: int, found: dict[str, str]) -> Iterator[str]:
    goal = package.words.goals[n - 1]
    yield gap(goal.indicator, "indikator")
    for key, year, what in (
        ("nulage", goal.baseline_year, "nuläge"),
        ("mal", goal.year, "målvärde"),
    ):
        yield _in_year(found.get(f"mal.{n}.{key}"), goal.unit, year, what)
    yield gap(goal.source, "källa")
    yield gap(goal.owner, "ägare")


def _in_year(value: str | None, unit: str, year: int | None, what: str) -> str:
    if value is None or year is None:
        return GAP.format(what=what)
    return f"{value} {unit} ({year})"


def measures(package: Package) -> Table:
    """Return the key figures of the evaluation with where they stand today."""
    found = shown(package)
    return Table(
        "Nyckeltal i utvärderingen",
        ("Nyckeltal", "Nuläge", "Källa"),
        tuple(
            (
                gap(one.name, "namn"),
                _in_year(found.get(f"nyckeltal.{n}"), one.unit, one.baseline_year, "nuläge"),
                gap(one.source, "källa"),
            )
            for n, one in enumerate(package.words.evaluation.measures, 1)
        )
        or ((GAP.format(what="nyckeltal"), "", ""),),
        texts=3,
    )


def other_keys(package: Package) -> Table:
    """Return what each would pay more or less with every other way of sharing."""
    found, rows = shown(package), package.frozen.economy
    return Table(
        f"Förändring mot i dag med andra sätt att fördela, tkr per år, {SPAN}",
        ("Sätt att fördela", *(row.name for row in rows)),
        tuple(
            (
                f"{key.label} (har inget svar: {key.why})" if key.why else key.label,
                *(found.get(f"annars.{key.key}.{row.code}", NONE) for row in rows),
            )
            for key in package.frozen.other_keys
        ),
        widths=(1.3, *(1.2 for _ in rows)),
    )


def source_of(figure: Figure, package: Package) -> str:
    """Return where a figure comes from; the stamp itself is long, and stands on every page."""
    stamped = figure.source == package.frozen.origin.stamp
    return "planen enligt stämpeln i sidfoten" if stamped else figure.source


def numbers(package: Package) -> Table:
    """Return every figure with its unit, status, source and years."""
    return Table(
        "Alla tal i handlingarna",
        ("Uppgift", "Värde", "Enhet", "Status", "Källa", "År", "Prisår"),
        tuple(
            (
                figure.label,
                figure.shown,
                figure.unit,
                figure.status,
                source_of(figure, package),
                "" if figure.year is None else str(figure.year),
                "" if figure.price_year is None else str(figure.price_year),
            )
            for figure in package.figures
        ),
        texts=7,
        widths=(3.2, 1.8, 1.2, 0.8, 1.9, 0.5, 0.6),
    )
