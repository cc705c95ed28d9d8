"""An outcome as plain data: result.json (schema in docs/result.schema.json) and CSV tables."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from models.entities import Alternative, Placement
from scenarios.compare import Arrangement, Column, Comparison, compare_alternatives
from scenarios.decide import as_table
from scenarios.result_sure import decider_dict, deciders_of, uncertainty_dict
from scenarios.roadmap import Roadmap, roadmap
from scenarios.run import ChoiceRow, Outcome
from scenarios.scenario import all_supposed
from scenarios.setting import Range, Setting

SCHEMA_VERSION = 4
# A spreadsheet takes a cell that starts so for a formula; a leading apostrophe makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_dict(outcome: Outcome) -> dict[str, object]:
    """Return the outcome as JSON-ready data; money in SEK/year in the pack's price year."""
    pack, plan = outcome.pack, outcome.plan
    return {
        "schema": SCHEMA_VERSION,
        "stamp": {
            "version": outcome.stamp.version,
            "pack": outcome.stamp.pack,
            "scenario": outcome.stamp.scenario,
            "comparable_from": outcome.stamp.comparable_from,
        },
        "scenario": {
            "key": outcome.scenario.key,
            "title": outcome.scenario.title,
            "question": outcome.scenario.question,
            "author": outcome.scenario.author,
            "written": outcome.scenario.written,
            "base": outcome.scenario.base,
            "critique": outcome.scenario.critique,
            "sources": list(outcome.scenario.sources),
            "seed": outcome.scenario.seed,
            "decide": as_table(outcome.scenario.decide, pack),
            "suppose": all_supposed(outcome.scenario),
        },
        "price_year": pack.price_year,
        "base_year": pack.base_year,
        "municipalities": [{"code": m.code, "name": m.name} for m in pack.municipalities],
        "plan": {
            "proof": str(plan.proof),
            "objective_sek": plan.objective,
            "bound_sek": plan.bound,
            "gap_sek": plan.gap,
            "considered": plan.considered,
            "checks": list(outcome.faults),
            "outside_published": outcome.outside_published or None,
            "relative_effect": outcome.relative,
        },
        "total": {
            "annual_sek": _range(outcome.annual),
            "change_sek": _range(outcome.change),
            "one_off_sek": _range(outcome.one_off),
            "coordination_sek": _range(outcome.coordination),
            "chance_of_saving": outcome.chance,
        },
        "choices": [_choice(row, outcome.scenario.decide.first_year) for row in outcome.choices],
        "roadmap": _roadmap(roadmap(outcome)),
        "areas": [
            {
                "area": row.area,
                "activities": list(row.activities),
                "cost_today_sek": row.cost_today,
                "at_least": row.at_least,
                "annual_sek": _range(row.annual),
                "chance_of_saving": row.chance,
                "days_without_staff_before": row.days_before,
                "days_without_staff_after": row.days_after,
            }
            for row in outcome.areas
        ],
        "by_municipality": [
            {
                "code": row.code,
                "annual_sek": _range(row.annual),
                "change_sek": _range(row.change),
                "chance_of_saving": row.chance,
            }
            for row in outcome.municipalities
        ],
        "towns": [
            {
                "key": row.key,
                "town": row.town,
                "municipality": row.municipality,
                "fte_before": row.before,
                "fte_after": row.after,
            }
            for row in outcome.towns
        ],
        "alternatives": [_comparison(comparison) for comparison in all_together(outcome.setting)],
    }


def whole_result(outcome: Outcome) -> dict[str, object]:
    """Return the same with how sure it is and what decides it, as result.json has it."""
    return {
        **as_dict(outcome),
        "uncertainty": uncertainty_dict(outcome),
        "deciders": [
            decider_dict(activity, found, outcome.pack) for activity, found in deciders_of(outcome)
        ],
    }


def all_together(setting: Setting) -> list[Comparison]:
    """Return each planned activity's alternatives with every municipality in the group.

    The office lies in the municipality with most inhabitants, as the page shows at first.
    """
    group = tuple(m.code for m in setting.case.municipalities)
    arrangement = Arrangement(group, largest(setting, group), level=setting.scenario.decide.level)
    return [
        compare_alternatives(setting, [activity.key], arrangement)
        for activity in setting.case.activities
        if activity.optimised
    ]


def largest(setting: Setting, group: Sequence[str]) -> str:
    """Return the code of the group's municipality with most inhabitants."""
    people = dict(
        zip((m.code for m in setting.case.municipalities), setting.case.inhabitants, strict=True)
    )
    return max(group, key=lambda code: (people[code], code))


def write(outcome: Outcome, folder: Path) -> tuple[Path, ...]:
    """Write result.json and the CSV tables; return the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    result = whole_result(outcome)
    sure = result["uncertainty"]
    written = [folder / "result.json"]
    written[0].write_text(
        json.dumps(result, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8"
    )
    tables = {
        "choices": result["choices"],
        "areas": result["areas"],
        "by_municipality": result["by_municipality"],
        "towns": result["towns"],
        "roadmap": result["roadmap"]["years"] if isinstance(result["roadmap"], dict) else [],
        "alternatives": _flat_alternatives(outcome.setting),
        "uncertainty": sure["by_activity"] if isinstance(sure, dict) else [],
        "deciders": _flat_deciders(result["deciders"]),
    }
    for name, rows in tables.items():
        if isinstance(rows, list):
            written.append(folder / f"{name}.csv")
            _write_csv(written[-1], [_flat(row) for row in rows])
    return tuple(written)


def safe_cell(value: object) -> object:
    """Return the value so that a spreadsheet takes text as text and never as a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _range(found: Range) -> dict[str, float]:
    return {"value": found.value, "low": found.low, "high": found.high}


def _roadmap(found: Roadmap) -> dict[str, object]:
    return {
        "present_value_sek": _range(found.present_value),
        "payback_year": found.payback,
        "unplaced": list(found.unplaced),
        "years": [
            {
                "year": year.year,
                "starts": list(year.starts),
                "flow_sek": _range(year.flow),
                "cumulative_sek": _range(year.cumulative),
            }
            for year in found.years
        ],
    }


def _choice(row: ChoiceRow, first_year: int) -> dict[str, object]:
    return {
        "activity": row.activity,
        "alternative": str(row.alternative),
        "members": list(row.members),
        "seat": row.seat,
        "pattern": str(row.pattern),
        "start_year": None if row.start is None else first_year + row.start - 1,
        "annual_sek": _range(row.annual),
        "change_sek": _range(row.change),
        "one_off_sek": _range(row.one_off),
        "chance_of_saving": row.chance,
        "days_without_staff_before": row.days_before,
        "days_without_staff_after": row.days_after,
        "moved_fte": row.moved_fte,
        "annual_by_member_sek": {
            code: _range(found)
            for code, found in zip(row.members, row.by_municipality, strict=True)
        },
    }


def _comparison(comparison: Comparison) -> dict[str, object]:
    pattern = comparison.arrangement.pattern
    return {
        "activity": comparison.activities[0],
        "group": list(comparison.arrangement.group),
        "seat": comparison.arrangement.seat,
        "pattern": None if pattern is None else str(Placement(pattern)),
        "at_least": comparison.at_least,
        "columns": [_column(column) for column in comparison.columns],
        "change_by_municipality_sek": {
            m.code: {str(h): _range(found) for h, found in m.change}
            for m in comparison.municipalities
        },
    }


def _column(column: Column) -> dict[str, object]:
    return {
        "alternative": str(Alternative(column.alternative)),
        "cost_sek": {amount.key: amount.value for amount in column.costs},
        "revenue_sek": {amount.key: amount.value for amount in column.revenues},
        "unsplit_sek": column.unsplit,
        "gross_sek": column.gross,
        "net_sek": _range(column.net_range),
        "change_sek": _range(column.change),
        "annual_sek": _range(column.annual),
        "one_off_sek": _range(column.one_off),
        "present_value_sek": _range(column.present_value),
        "payback_year": column.payback_year,
        "chance_of_saving": column.chance,
        "fte": column.fte,
        "manager_fte": column.manager_fte,
        "days_without_staff": column.uncovered_days,
        "steps_sek": {step.key: step.total for step in column.steps},
    }


def _flat_alternatives(setting: Setting) -> list[dict[str, object]]:
    return [
        {
            "activity": comparison.activities[0],
            "alternative": str(column.alternative),
            "item": amount.key,
            "label": amount.label,
            "kind": kind,
            "value_sek": amount.value,
        }
        for comparison in all_together(setting)
        for column in comparison.columns
        for kind, amounts in (("kostnad", column.costs), ("intäkt", column.revenues))
        for amount in amounts
    ]


def _flat_deciders(found: object) -> list[dict[str, object]]:
    """Return a row for each subject and assumption."""
    return [
        {
            **{key: value for key, value in one.items() if key != "assumptions"},
            "assumption": assumption,
        }
        for one in (found if isinstance(found, list) else [])
        for assumption in one["assumptions"]
    ]


def _flat(row: object, prefix: str = "") -> dict[str, object]:
    """Return nested data as one level with joined names; lists are joined with +."""
    flat: dict[str, object] = {}
    if not isinstance(row, dict):
        return {prefix or "value": row}
    for key, value in row.items():
        name = f"{prefix}_{key}" if prefix else str(key)
        if isinstance(value, dict):
            flat |= _flat(value, name)
        elif isinstance(value, list):
            flat[name] = "+".join(str(part) for part in value)
        else:
            flat[name] = value
    return flat


def _write_csv(path: Path, rows: Sequence[dict[str, object]]) -> None:
    names = list(dict.fromkeys(_names(rows)))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: safe_cell(value) for key, value in row.items()} for row in rows)


def _names(rows: Iterable[dict[str, object]]) -> Iterable[str]:
    for row in rows:
        yield from row
