"""Estimate rules: accounts that no statistics give, derived from figures that exist.

A rule is a formula in the pack that an economist can read. Only + − * / and parentheses are
allowed. The range of a result is its least and greatest value when every input takes its ends
in every combination, which is exact when the formula is monotone in each input.
"""

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from simpleeval import FeatureNotAvailable, InvalidExpression, SimpleEval

from models.entities import Figure, Status

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
# The rank of a status: a derived figure can never be surer than what it is derived from.
RANK = {status: i for i, status in enumerate(Status)}
MOST_UNCERTAIN_INPUTS = 10
# Names, numbers and signs in one formula; more than this no economist can check.
LONGEST_FORMULA = 500


@dataclass(frozen=True, slots=True)
class Rule:
    """How one item of an account is derived when nobody has entered it."""

    applies_to: str
    item: str
    formula: str
    status: Status
    because: str
    names: tuple[str, ...]


def names_in(formula: str) -> tuple[str, ...]:
    """Return the names a formula reads, sorted.

    Raises:
        ValueError: when the formula is not arithmetic with + − * /, told in Swedish.
    """
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError("går inte att läsa") from None
    nodes = list(ast.walk(tree))
    if len(nodes) > LONGEST_FORMULA:
        raise ValueError("är för lång för att läsas; dela upp den")
    if not all(_is_arithmetic(node) for node in nodes):
        raise ValueError("innehåller annat än tal, namn, + − * / och parenteser")
    return tuple(sorted({node.id for node in nodes if isinstance(node, ast.Name)}))


def _is_arithmetic(node: ast.AST) -> bool:
    if isinstance(node, ast.operator | ast.unaryop):
        return type(node) in OPERATORS
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    return isinstance(node, ast.Expression | ast.BinOp | ast.UnaryOp | ast.Name | ast.Load)


def evaluate(formula: str, values: Mapping[str, object]) -> object:
    """Return the formula's value; works on numbers and on arrays of numbers."""
    evaluator = SimpleEval(operators=OPERATORS, functions={}, names=dict(values))
    try:
        return evaluator.eval(formula)
    except (FeatureNotAvailable, InvalidExpression) as error:
        raise ValueError(str(error)) from error


def apply_rule(rule: Rule, inputs: Mapping[str, Figure], unit: str, year: int) -> Figure | None:
    """Return the figure the rule gives, or None when it divides by zero.

    `inputs` must hold a figure for every name of the rule. The status is the rule's own or, when an
    input is less sure, that input's.
    """
    figures = [inputs[name] for name in rule.names]
    uncertain = [i for i, f in enumerate(figures) if f.low < f.value or f.high > f.value]
    # Beyond ten uncertain inputs the corners are too many; the least wide then stay at their value.
    uncertain = sorted(uncertain, key=lambda i: -_width(figures[i]))[:MOST_UNCERTAIN_INPUTS]
    corners = np.array(list(product((0, 1), repeat=len(uncertain))), dtype=bool)
    values: dict[str, object] = {}
    for i, (name, figure) in enumerate(zip(rule.names, figures, strict=True)):
        ends = np.full(len(corners) + 1, figure.value)
        if i in uncertain:
            ends[1:] = np.where(corners[:, uncertain.index(i)], figure.high, figure.low)
        values[name] = ends
    try:
        with np.errstate(all="ignore"):
            result = np.broadcast_to(
                np.asarray(evaluate(rule.formula, values), dtype=np.float64), (len(corners) + 1,)
            )
    except ArithmeticError:  # plain numbers of the formula itself, such as 1 / 0
        return None
    if not np.all(np.isfinite(result)):
        return None
    status = max((rule.status, *(f.status for f in figures)), key=RANK.__getitem__)
    # What is published about the world at large is, for one municipality, at best an estimate.
    if Status.PUBLISHED in {status, *(f.status for f in figures)}:
        status = max(status, Status.ESTIMATE, key=RANK.__getitem__)
    money = "kr" in unit
    return Figure(
        value=float(result[0]),
        low=float(min(result)),
        high=float(max(result)),
        unit=unit,
        status=status,
        year=year,
        price_year=year if money else None,
        sources=tuple(sorted({s for f in figures for s in f.sources})),
        formula=rule.formula,
        because=rule.because,
        inputs=tuple((name, f.value) for name, f in zip(rule.names, figures, strict=True)),
    )


def _width(figure: Figure) -> float:
    return (figure.high - figure.low) / abs(figure.value) if figure.value else 0.0


def derive(
    item: str,
    rules: Sequence[Rule],
    known: Mapping[str, Figure],
    derived: dict[str, Figure | None],
    unit_of: Callable[[str], str],
    year: int,
) -> Figure | None:
    """Return an item of one account: entered, or by the first rule whose inputs all exist.

    `known` holds entered figures, key figures and parameters; `derived` collects what has been
    worked out so far for this account; while an item is being worked out it stands there as None,
    which stops rules that read each other.
    """
    if item in known:
        return known[item]
    if item in derived:
        return derived[item]
    derived[item] = None
    for rule in rules:
        if rule.item != item:
            continue
        inputs = {name: derive(name, rules, known, derived, unit_of, year) for name in rule.names}
        complete = {name: figure for name, figure in inputs.items() if figure is not None}
        if len(complete) == len(inputs):
            figure = apply_rule(rule, complete, unit_of(item), year)
            if figure is not None:
                derived[item] = figure
                return figure
    # Not kept as missing: asked for from outside a ring it may well be found.
    del derived[item]
    return None
