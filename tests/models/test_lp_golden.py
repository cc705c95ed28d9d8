"""The rules as text: a changed rule shows as a changed file that somebody must read."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.case import Case
from models.decisions import Choice, Decisions, WorseOff
from models.entities import Alternative, Placement
from models.options import Options, enumerate_options
from models.policy import STRUCTURE
from models.program import Program
from models.rulebook import POLICY, Rule
from tests.models.small import activity, small_case, suppose, with_places

GOLDEN = Path(__file__).parents[1] / "golden"
OWN, COOPERATION, MERGED, CONTRACTED = Alternative
ONE_TOWN, LOCAL, HYBRID = Placement.ONE_TOWN, Placement.LOCAL, Placement.HYBRID

# ---- What is added to the program ------------------------------------------------------------

# What each constraint is shown under; the decision is what switches it on.
CONSTRAINTS: Mapping[str, Decisions] = {
    "one_way_each": Decisions(),
    "coordination_is_paid": Decisions(coordination_sek=500_000),
    "changes_start": Decisions(),
    "no_town_loses_more": Decisions(largest_job_loss=2.5),
    "office_in_town": Decisions(office_in=("ort1",)),
    "merged_by_some": Decisions(some_merge=("lon",)),
    "within_one_off_ceiling": Decisions(one_off_ceiling_sek=900_000),
    "nobody_loses_in_total": Decisions(worse_off=WorseOff.IN_TOTAL, coordination_sek=300_000),
    "starts_within_pace": Decisions(starts_per_year=1),
    "in_order": Decisions(in_order=True),
    "reductions_by_departure": Decisions(no_notice=True),
    "contracts_first_run_out": Decisions(contracts_run_out=True, first_year=2027),
    "start_as_decided": Decisions(start={"lon": 3}),
}
# Those that are about two activities at once; the others are shown for one.
TWO_ACTIVITIES = {"starts_within_pace", "in_order"}
ADDS = {
    **{structure.__name__: structure for structure in STRUCTURE},
    **{rule.name: rule.adds for rule in POLICY if rule.adds is not None},
}


def plain_options(decided: Decisions, *, both: bool) -> Options:
    """Return options of two municipalities, own or merged in one town, with round figures.

    What a merger costs, saves and moves is said here and not reckoned, so that the text is about
    the rule alone: seat 0 costs 100 000 and 200 000 kr, seat 1 gains 100 000 and 200 000 kr; the
    town left loses 3 FTE and the other gains 1; and so on. A contract in municipality 0 ends 2028.
    """
    ways = {"alternatives": (OWN, MERGED), "placement": ONE_TOWN}
    personnel, pay = activity("personal", **ways), activity("lon", after="personal", **ways)
    case = small_case(activities=(personnel, pay) if both else (pay,), inhabitants=(20.0, 10.0))
    ends = np.full(case.fte.shape, np.nan)
    ends[0] = 2028
    case = replace(case, contract_end=ends)
    reckoned = enumerate_options(case, suppose(case), decided)
    options = reckoned.keep(~reckoned.merged | (reckoned.pattern == 0))
    sign = np.where(options.seat == 0, 1.0, -1.0)
    return replace(
        options,
        annual=np.where(options.merged, sign, 0.0)[:, None] * np.array([1e5, 2e5]),
        one_off=np.where(options.merged, 1e6 + options.seat, 0.0),
        jobs=np.where(
            options.merged[:, None], np.where(np.eye(2)[options.seat] > 0, 1.0, -3.0), 0.0
        ),
        no_notice_year=np.where(options.merged, np.where(options.seat == 0, 3.0, np.inf), 1.0),
    )


def constraints_of(name: str, folder: Path) -> str:
    """Return one rule's constraints in LP form for two municipalities."""
    decided, both = CONSTRAINTS[name], name in TWO_ACTIVITIES
    paced = name == "changes_start" or any(r.paced for r in POLICY if r.name == name)
    program = Program(plain_options(decided, both=both), decided, paced=paced)
    adds = ADDS[name]
    assert adds is not None
    adds(program)
    path = folder / "program.lp"
    program.problem.writeLP(path)
    text = path.read_text(encoding="utf-8")
    return text[text.index("Subject To") : text.index("Binaries")]


@pytest.mark.parametrize("name", ADDS)
def test_a_constraint_reads_as_it_did(name: str, tmp_path: Path) -> None:
    """A rule that councils decided on may not change its meaning in a refactoring."""
    assert constraints_of(name, tmp_path) == golden(f"lp/{name}.lp")


# ---- What is forbidden before there is a program ----------------------------------------------

# What each rule that forbids is shown under.
FORBIDDEN: Mapping[str, Decisions] = {
    "ways_as_decided": Decisions(how={"bygglov": (OWN, MERGED)}),
    "enough_partners": Decisions(least_partners={"bygglov": 3}),
    "required_take_part": Decisions(required={"bygglov": ("0000",)}),
    "forbidden_stay_out": Decisions(forbidden={"bygglov": ("0001",)}),
    "kept_apart": Decisions(apart=(("0000", "0001"),)),
    "placed_as_decided": Decisions(placement={"bygglov": (LOCAL, HYBRID)}),
    "team_in_every_office": Decisions(least_team=2.0),
    "competence_deep_enough": Decisions(competence_depth=0.5),
    "within_reach": Decisions(longest_travel=25.0),
    "nobody_loses_anywhere": Decisions(worse_off=WorseOff.IN_ANY_ACTIVITY),
    "lawful_form": Decisions(legal_form="bolag"),
    "locked_stay": Decisions(locked={"bygglov": (Choice(0, (0, 1), MERGED, 1, LOCAL),)}),
}
FORBIDS = {rule.name: rule for rule in POLICY if rule.forbids is not None}


def visited_case() -> Case:
    """Return two municipalities and one visited activity with authority, open to every way.

    By lies in municipality 0, 18 minutes from its seat; the seats lie 26 minutes apart.
    """
    bygglov = activity(
        "bygglov", alternatives=(OWN, COOPERATION, MERGED, CONTRACTED), visited=True, authority=True
    )
    return with_places(small_case(activities=(bygglov,), km_apart=20.0))


def arrangements_under(rule: Rule, decided: Decisions) -> str:
    """Return the rule's sentence, what it forbids and what it leaves open, a line for each."""
    case = visited_case()
    options = enumerate_options(case, suppose(case), decided)
    assert rule.forbids is not None
    out = rule.forbids(options, decided)

    def line(i: int) -> str:
        choice = options.choice(i)
        codes = "+".join(case.municipalities[m].code for m in choice.members)
        return f"  {codes} {choice.alternative} {case.towns[choice.seat].key} {choice.pattern}"

    forbidden, left = (
        [line(int(i)) for i in np.flatnonzero(rows)] or ["  inget"] for rows in (out, ~out)
    )
    sentence = rule.stated(case, decided)
    return "\n".join([sentence, "Förbjuder", *forbidden, "Lämnar öppet", *left, ""])


@pytest.mark.parametrize("name", FORBIDS)
def test_a_rule_forbids_what_it_did(name: str) -> None:
    """Each line is an arrangement that somebody has read and found rightly placed."""
    text = arrangements_under(FORBIDS[name], FORBIDDEN[name])

    assert text == golden(f"forbidden/{name}.txt")


@pytest.mark.parametrize("name", FORBIDS)
def test_a_rule_that_is_off_forbids_nothing_or_what_the_pack_says(name: str) -> None:
    """No decision is no rule, but for the partners and the placement that the pack asks for."""
    case = visited_case()
    options = enumerate_options(case, suppose(case), Decisions())
    rule = FORBIDS[name]
    assert rule.forbids is not None

    assert rule.stated(case, Decisions()) == ""
    assert not rule.forbids(options, Decisions()).any()


# ---- One text for each, and no other -----------------------------------------------------------


def golden(path: str) -> str:
    """Return a text that somebody has read."""
    file = GOLDEN / path
    assert file.is_file(), "a new rule needs a text that somebody has read"
    return file.read_text(encoding="utf-8")


def test_every_rule_has_its_golden_text_and_no_text_is_left_without_its_rule() -> None:
    """A rule nobody has read, and a file nobody compares with, both give false comfort."""
    assert {rule.name for rule in POLICY} <= set(ADDS) | set(FORBIDS)
    assert {path.stem for path in GOLDEN.glob("lp/*")} == set(ADDS) == set(CONSTRAINTS)
    assert {path.stem for path in GOLDEN.glob("forbidden/*")} == set(FORBIDS) == set(FORBIDDEN)
    assert {path.name for path in GOLDEN.iterdir()} == {"lp", "forbidden"}


def test_every_rule_forbids_or_adds_and_is_said_in_words() -> None:
    """A rule that did neither would be a decision without effect; its name is its function's."""
    for rule in POLICY:
        assert (rule.forbids is None) is not (rule.adds is None), rule.name
        assert (rule.forbids or rule.adds).__name__ == rule.name  # type: ignore[union-attr]
        assert rule.words, rule.name
    assert len({rule.name for rule in POLICY}) == len(POLICY)
