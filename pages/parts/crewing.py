"""How a plan is staffed, as the page Plan shows it: teams, posts by town, cover and competence."""

from collections.abc import Sequence

from pages.parts import swedish, tables
from pages.parts.planning import members_words
from scenarios.run import Outcome
from scenarios.setting import Range
from scenarios.staffing import PostRow, TeamRow


def teams_title(rows: Sequence[TeamRow]) -> str:
    """Return the finding: how many rest on one person before and after."""
    before = sum(row.thin_before for row in rows)
    after = sum(row.thin_after for row in rows)
    if not rows:
        return "Bemanningen är som i dag"
    if before == after == 0:
        return "Ingen av de ändrade verksamheterna vilar på färre än två heltider"
    return (
        f"I det som ändras vilar {swedish.count(before)} kommunala lag på färre än två heltider i "
        f"dag, {swedish.count(after)} efteråt"
    )


def show_teams(outcome: Outcome, rows: Sequence[TeamRow]) -> None:
    """Show each changed organisation's team: posts, leaders, cover, depth, departures."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    tables.show_table(
        (
            "Verksamhet",
            "Kommuner",
            "Utförande i dag → plan",
            "Ledning i dag → plan",
            "Slutar självmant per år",
            "Indras fortare än så",
            "Lag under två heltider",
            "Ovanligaste kompetensen",
            "Dagar utan bemanning",
        ),
        [
            (
                labels[row.activity],
                tables.chip(row.alternative, members_words(outcome.pack, row.members)),
                _change(row.staff_before, row.staff_after),
                _change(row.managers_before, row.managers_after),
                swedish.number(row.departures, 1),
                "–" if row.notice < 0.05 else swedish.number(row.notice, 1),
                f"{row.thin_before} → {row.thin_after}",
                _depth(row),
                f"{swedish.number(row.days_before)} → {swedish.number(row.days_after)}",
            )
            for row in rows
        ],
        caption="Bemanning i det som ändras, årsarbetare; en sammanslagen organisation bemannas i "
        "kvarts tjänster",
        text_columns=(0, 1),
    )


def _change(before: float, after: float) -> str:
    return f"{swedish.number(before, 2)} → {swedish.number(after, 2)}"


def _depth(row: TeamRow) -> str:
    if row.depth_before is None or row.depth_after is None:
        return "–"
    return f"{swedish.number(row.depth_before, 1)} → {swedish.number(row.depth_after, 1)}"


def show_norms(outcome: Outcome, rows: Sequence[TeamRow]) -> None:
    """Show what the need is reckoned from: role, volume, and the rule or norm behind it."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    tables.show_table(
        ("Verksamhet", "Roll", "Volym", "Behovet räknas så"),
        [
            (
                labels[row.activity],
                row.role,
                swedish.MISSING
                if row.volume is None
                else f"{swedish.number(row.volume)} {row.volume_unit}",
                row.norm or "egen uppgift i kommunens mapp",
            )
            for row in rows
        ],
        caption="Varifrån bemanningsbehovet kommer",
        text_columns=(0, 1, 3),
    )


def show_posts(outcome: Outcome, rows: Sequence[PostRow]) -> None:
    """Show posts by role and town, before and after."""
    labels = {a.key: a.label for a in outcome.pack.activities}
    towns = {row.key: row.town for row in outcome.towns}
    tables.show_table(
        ("Verksamhet", "Roll", "Ort", "I dag", "Planen", "Ändring"),
        [
            (
                labels[row.activity],
                row.role,
                towns[row.town],
                swedish.number(row.before, 2),
                swedish.number(row.after, 2),
                swedish.signed(row.after - row.before, 2),
            )
            for row in rows
        ],
        caption="Tjänster per roll och ort i det som ändras, årsarbetare",
        text_columns=(0, 1, 2),
    )


def departures_note(rate: Range) -> str:
    """Say what natural departure is reckoned as."""
    return (
        f"Av egen vilja eller med pension slutar {swedish.percent(rate.value, 1)} om året "
        f"(spann {swedish.percent(rate.low, 1)}–{swedish.percent(rate.high, 1)}; "
        "parametrarna personalomsattning och pensionsavgang i parameters.toml). Chefer räknas med: "
        "den som inte längre leder antas kunna utföra."
    )
