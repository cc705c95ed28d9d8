"""The constraints as text: a changed program shows as a changed file that somebody must read."""

from pathlib import Path

import pytest

from models.entities import Alternative, Placement
from models.plan import POLICY, STRUCTURE, Constraint, Decisions, Program, enumerate_options
from tests.models.small import activity, small_case, suppose

GOLDEN = Path(__file__).parents[1] / "golden" / "lp"
RULES = (*STRUCTURE, *POLICY)


def constraints_of(rule: Constraint, folder: Path) -> str:
    """Return one rule's constraints in LP form for two municipalities and one activity.

    Doing anything together costs 500 000 kr. The activity may be run alone or merged in one town,
    by at least three: that two are too few is what makes the rule show.
    """
    ways = (Alternative.OWN, Alternative.MERGED)
    plan = activity("plan", alternatives=ways, placement=Placement.ONE_TOWN, least_partners=3)
    case = small_case(activities=(plan,))
    decisions = Decisions({}, {}, coordination_sek=500_000)
    program = Program(case, enumerate_options(case, suppose(case), decisions), decisions)
    rule(program)
    path = folder / "program.lp"
    program.problem.writeLP(path)
    text = path.read_text(encoding="utf-8")
    return text[text.index("Subject To") : text.index("Binaries")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_constraint_reads_as_it_did(rule: Constraint, tmp_path: Path) -> None:
    """A rule that councils decided on may not change its meaning in a refactoring."""
    golden = GOLDEN / f"{rule.__name__}.lp"
    assert golden.is_file(), "a new constraint needs a text that somebody has read"

    assert constraints_of(rule, tmp_path) == golden.read_text(encoding="utf-8")


def test_no_golden_text_is_left_without_its_constraint() -> None:
    """A file nobody compares with gives false comfort."""
    assert {path.stem for path in GOLDEN.glob("*.lp")} == {rule.__name__ for rule in RULES}
