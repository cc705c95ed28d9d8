"""Pages ask; they do not reckon. What reckons can be tested without a screen."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGES = sorted((ROOT / "pages").glob("*.py"))
REMAKES_NUMBERS = (ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
RECKONS = {"sum", "round", "min", "max", "abs", "divmod", "pow"}
FORBIDDEN = {"numpy", "pandas", "scipy", "pulp", "tomllib", "math", "statistics"}


def test_there_are_eight_pages() -> None:
    """A page that the search below does not find is not checked."""
    assert [page.stem for page in PAGES] == [
        "activity",
        "decision",
        "overview",
        "places",
        "plan",
        "scenarios",
        "sharing",
        "sources",
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_does_not_reckon(page: Path) -> None:
    """A sum made on a page is a figure that no test of the models has seen."""
    for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
        if isinstance(node, ast.BinOp):
            assert not isinstance(node.op, REMAKES_NUMBERS), ast.unparse(node)
            if isinstance(node.op, ast.Add):
                parts = (node.left, node.right)
                assert not any(_is_number(part) for part in parts) or _counts(node), ast.unparse(
                    node
                )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in RECKONS, ast.unparse(node)
        if isinstance(node, ast.Import):
            assert not {alias.name.split(".")[0] for alias in node.names} & FORBIDDEN
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in FORBIDDEN


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_short(page: Path) -> None:
    """A page of more than sixty lines has begun to do something else."""
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 60


def test_the_frame_is_short() -> None:
    """app.py is the menu and the choices that hold everywhere."""
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def _counts(node: ast.BinOp) -> bool:
    """Say whether it is the number of columns, as in range(len(…) + 1), and not a figure."""
    return "len(" in ast.unparse(node)
