"""A plan as a workbook to recount: every row behind the sums, and the sums as formulas."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from models.rulebook import active
from scenarios.roadmap import roadmap
from scenarios.run import Outcome
from scenarios.staffing import posts

WIDTH = 18


def plan_workbook(outcome: Outcome) -> bytes:
    """Return an .xlsx: Plan, Tjänster, År, Beslut, and Kontroll with formulas over the others.

    Money in SEK in the pack's price year. What comes from files is written as text, so that no
    cell is taken for a formula.
    """
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": f"Samstämt: {outcome.scenario.title}"})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "kr": book.add_format({"num_format": "#,##0"}),
        "fte": book.add_format({"num_format": "0.00"}),
        "text": book.add_format({}),
    }
    plan_rows = _plan_sheet(book.add_worksheet("Plan"), outcome, formats)
    post_rows = _posts_sheet(book.add_worksheet("Tjänster"), outcome, formats)
    _years_sheet(book.add_worksheet("År"), outcome, formats)
    _decisions_sheet(book.add_worksheet("Beslut"), outcome, formats)
    _check_sheet(book.add_worksheet("Kontroll"), outcome, formats, plan_rows, post_rows)
    book.close()
    return out.getvalue()


def _heads(sheet: Worksheet, heads: tuple[str, ...], formats: dict[str, Format]) -> None:
    for i, text in enumerate(heads):
        sheet.write_string(0, i, text, formats["head"])
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.freeze_panes(1, 1)


def _plan_sheet(sheet: Worksheet, outcome: Outcome, formats: dict[str, Format]) -> int:
    """Write a row for each activity and municipality; return how many."""
    heads = (
        "Verksamhet",
        "Kommun",
        "Driftform",
        "Grupp",
        "Leds från",
        "Placering",
        "Startår",
        "Effekt per år, kr",
        "Lägst (5 %), kr",
        "Högst (95 %), kr",
        "Engångskostnad, kr",
        "Dagar utan bemanning i dag",
        "Dagar utan bemanning i planen",
    )
    _heads(sheet, heads, formats)
    case, labels = outcome.setting.case, {a.key: a.label for a in outcome.pack.activities}
    towns = {t.key: t.name for t in case.towns}
    line = 0
    for row, e in zip(outcome.choices, outcome.effects, strict=True):
        members = dict(zip(e.choice.members, row.by_municipality, strict=True))
        for m, effect in members.items():
            line += 1
            texts = (
                labels[row.activity],
                case.municipalities[m].name,
                str(row.alternative),
                "+".join(case.municipalities[i].name for i in e.choice.members),
                towns[row.seat],
                str(row.pattern),
                ""
                if row.start is None
                else str(outcome.scenario.decide.first_year + row.start - 1),
            )
            for i, text in enumerate(texts):
                sheet.write_string(line, i, text, formats["text"])
            numbers = (effect.value, effect.low, effect.high, float(e.one_off[m]))
            for i, value in enumerate(numbers, start=len(texts)):
                sheet.write_number(line, i, value, formats["kr"])
            for i, value in enumerate((e.days_before[m], e.days_after[m]), start=len(texts) + 4):
                sheet.write_number(line, i, float(value), formats["fte"])
    return line


def _posts_sheet(sheet: Worksheet, outcome: Outcome, formats: dict[str, Format]) -> int:
    """Write a row for each activity, role and town of what changes; return how many."""
    _heads(
        sheet, ("Verksamhet", "Roll", "Ort", "Årsarbetare i dag", "Årsarbetare i planen"), formats
    )
    labels = {a.key: a.label for a in outcome.pack.activities}
    towns = {t.key: t.name for t in outcome.setting.case.towns}
    rows = posts(outcome)
    for line, row in enumerate(rows, start=1):
        for i, text in enumerate((labels[row.activity], row.role, towns[row.town])):
            sheet.write_string(line, i, text, formats["text"])
        sheet.write_number(line, 3, row.before, formats["fte"])
        sheet.write_number(line, 4, row.after, formats["fte"])
    return len(rows)


def _years_sheet(sheet: Worksheet, outcome: Outcome, formats: dict[str, Format]) -> None:
    _heads(
        sheet,
        ("År", "Startar", "Effekt, kr", "Lägst (5 %), kr", "Högst (95 %), kr", "Summerat, kr"),
        formats,
    )
    labels = {a.key: a.label for a in outcome.pack.activities}
    for line, year in enumerate(roadmap(outcome).years, start=1):
        sheet.write_number(line, 0, year.year)
        sheet.write_string(line, 1, ", ".join(labels[key] for key in year.starts))
        for i, value in enumerate((year.flow.value, year.flow.low, year.flow.high), start=2):
            sheet.write_number(line, i, value, formats["kr"])
        sheet.write_formula(line, 5, f"=SUM(C$2:C{line + 1})", formats["kr"], year.cumulative.value)


def _decisions_sheet(sheet: Worksheet, outcome: Outcome, formats: dict[str, Format]) -> None:
    _heads(sheet, ("Beslut", "Innebär"), formats)
    case, decide = outcome.setting.case, outcome.question.decisions
    lines = [(rule.words, rule.stated(case, decide)) for rule in active(case, decide)]
    lines += [
        ("pris på en dag utan bemanning, kr", f"{decide.price_uncovered_day_sek:.0f}"),
        ("pris på en flyttad årsarbetare, kr/år", f"{decide.price_moved_fte_sek:.0f}"),
        ("pris på en minuts längre resa, kr/år", f"{decide.price_travel_minute_sek:.0f}"),
        ("prisår", str(outcome.pack.price_year)),
        ("stämpel", str(outcome.stamp)),
    ]
    for line, (words, text) in enumerate(lines, start=1):
        sheet.write_string(line, 0, words)
        sheet.write_string(line, 1, text)
    sheet.set_column(0, 0, 45)
    sheet.set_column(1, 1, 100)


def _check_sheet(
    sheet: Worksheet, outcome: Outcome, formats: dict[str, Format], plan_rows: int, post_rows: int
) -> None:
    """Write what the screen says beside the same summed from the other sheets."""
    _heads(sheet, ("Storhet", "På skärmen", "Räknat här", "Skillnad"), formats)
    plan_last, post_last = plan_rows + 1, max(2, post_rows + 1)
    together = outcome.coordination.value
    names = {m.code: m.name for m in outcome.pack.municipalities}
    lines = [
        ("Samordning av helheten, kr/år", together, f"={together!r}"),
        (
            "Effekt per år, kr (summan av Plan och samordningen)",
            outcome.annual.value,
            f"=SUM(Plan!H2:H{plan_last})+C2",
        ),
        (
            "Engångskostnad, kr",
            outcome.one_off.value,
            f"=SUM(Plan!K2:K{plan_last})",
        ),
        *(
            (
                f"{names[row.code]}: effekt per år, kr",
                row.annual.value,
                _sum_where(f"Plan!H2:H{plan_last}", f"Plan!B2:B{plan_last}", names[row.code]),
            )
            for row in outcome.municipalities
        ),
        *(
            (
                f"{row.town}: ändring, årsarbetare",
                row.after - row.before,
                _sum_where(f"Tjänster!E2:E{post_last}", f"Tjänster!C2:C{post_last}", row.town)
                + _sum_where(
                    f"Tjänster!D2:D{post_last}", f"Tjänster!C2:C{post_last}", row.town
                ).replace("=", "-", 1),
            )
            for row in outcome.towns
        ),
    ]
    for line, (words, value, formula) in enumerate(lines, start=1):
        sheet.write_string(line, 0, words)
        sheet.write_number(line, 1, value, formats["fte"])
        sheet.write_formula(line, 2, formula, formats["fte"], value)
        sheet.write_formula(line, 3, f"=B{line + 1}-C{line + 1}", formats["fte"], 0)
    sheet.set_column(0, 0, 55)


def _sum_where(numbers: str, texts: str, text: str) -> str:
    """Return a formula for the sum beside a text, taken as it stands: SUMIFS reads = and *."""
    quoted = text.replace('"', '""')
    return f'=SUMPRODUCT(({texts}="{quoted}")*{numbers})'
