"""The agreement: twenty-five clauses in order, filled or visibly not."""

from dataclasses import replace

import pytest

from documents.agreement import agreement, warnings
from documents.content import Block, Heading, Prose, Table, texts
from documents.rules_of_procedure import rules_of_procedure
from models.joint_decision import Words
from scenarios.frozen import Package
from tests.documents.matter import CONTEXT, HEADS, WORDS
from tests.documents.package import EMPTY, FROZEN, PACKAGE, package

CLAUSES = 25


def clauses(of: Package = PACKAGE, context: object = CONTEXT) -> dict[str, list[Block]]:
    """Return what stands under every numbered heading of an agreement."""
    found: dict[str, list[Block]] = {}
    for block in agreement(of, context).blocks:
        if isinstance(block, Heading):
            found[block.text] = []
        elif found:
            found[next(reversed(found))].append(block)
    return found


def test_the_clauses_stand_in_their_order_and_none_is_empty() -> None:
    """Numbered from the parties to the signatures."""
    numbered = [name for name in clauses() if name[0].isdigit()]
    assert [name.split(". ")[0] for name in numbered] == [str(n + 1) for n in range(CLAUSES)]
    assert numbered[0] == "1. Parter"
    assert numbered[-1] == "25. Underskrifter"
    assert all(clauses()[name] for name in numbered)


def test_a_filled_agreement_has_no_gap() -> None:
    """What the package and people have said is enough."""
    assert not [text for text in texts(agreement(PACKAGE, CONTEXT)) if "[uppgift" in text]


def test_what_nobody_has_said_is_a_gap_in_its_clause() -> None:
    """Never an empty clause, and never invented words."""
    found = clauses(EMPTY, replace(CONTEXT, clauses=(), company_numbers=()))
    for name in ("1. Parter", "4. Definitioner", "10. Servicenivå och kvalitet", "11. Ekonomi"):
        told = " ".join(str(block) for block in found[name])
        assert "[uppgift saknas" in told, name


def test_the_clause_on_cost_says_what_point_two_adopts() -> None:
    """The same figures, municipality by municipality, as the decision's own words."""
    (table,) = [block for block in clauses()["11. Ekonomi"] if isinstance(block, Table)]
    adopted = " ".join(PACKAGE.points[1].clauses)
    for name, pays, change, fixed in table.rows[:-1]:
        assert f"{name} betalar {pays} tkr per år, vilket mot i dag är {change} tkr" in adopted
        assert fixed == "0" or f"{name} {fixed} tkr" in adopted
    _, pays, change, _ = table.rows[-1]
    assert f"kommunerna {pays} tkr per år, vilket mot i dag är {change} tkr" in adopted


def test_how_it_is_shared_is_said_in_the_words_that_are_adopted() -> None:
    """In agreement and reglemente as in point 2, also where there is no gain to share."""
    dearer = replace(FROZEN.total, change=replace(FROZEN.total.change, value=1.0))
    for of in (PACKAGE, package(WORDS, replace(FROZEN, total=dearer))):
        key, rule = of.points[1].clauses[:2]
        for paper in (agreement(of, CONTEXT), rules_of_procedure(of)):
            told = " ".join(texts(paper))
            assert key[1:] in told
            assert rule[1:] in told


def test_the_clause_on_validity_names_every_council_that_takes_part() -> None:
    """And none that does not."""
    four = tuple(replace(p, joins=p.code != "0512") for p in FROZEN.parties)
    found = clauses(package(WORDS, replace(FROZEN, parties=four)))["24. Giltighet"]
    told = " ".join(str(block) for block in found[:2])
    for head in HEADS:
        assert (f"Kommunfullmäktige i {head.name}" in told) is (head.code != "0512")


def test_people_may_write_another_text_instead_of_a_standard_one() -> None:
    """Ours on disputes gives way; what is reckoned stays beside what people add."""
    own = replace(CONTEXT, clauses=((23, "Tvist avgörs av skiljemän."), (11, "Moms tillkommer.")))
    found = clauses(PACKAGE, own)
    assert found["23. Tvist"] == [Prose("Tvist avgörs av skiljemän.")]
    assert any(isinstance(block, Table) for block in found["11. Ekonomi"])
    assert found["11. Ekonomi"][-1] == Prose("Moms tillkommer.")


@pytest.mark.parametrize(
    ("months", "longest", "warned"),
    [(37, 36, True), (36, 36, False), (None, 36, False), (48, None, False)],
)
def test_a_notice_longer_than_the_law_allows_is_warned_of(
    months: int | None, longest: int | None, warned: bool
) -> None:
    """With both lengths, so that somebody can mend it; no limit, no warning."""
    governance = replace(WORDS.governance, notice_months=months)
    found = warnings(
        package(replace(WORDS, governance=governance)), replace(CONTEXT, longest_notice=longest)
    )
    assert bool(found) is warned
    assert all(str(months) in text and str(longest) in text for text in found)


def test_the_reglemente_rests_on_every_section_about_a_joint_committee() -> None:
    """From the committee itself to its revision, 9 kap. 19–35 §§, and seats for all."""
    paper = rules_of_procedure(PACKAGE)
    told = " ".join(texts(paper))
    for section in ("19 §", "20 §", "21 och 22 §§", *(f"{n} §" for n in (24, 25, 26, 27, 28, 29))):
        assert f"9 kap. {section}" in told
    for section in ("30 och 31 §§", "32 §", "33 §", "34 och 35 §§"):
        assert f"9 kap. {section}" in told
    seats = [b for b in paper.blocks if isinstance(b, Table) and b.caption == "Platser"]
    assert [row[0] for row in seats[0].rows] == [head.name for head in HEADS]


def test_a_reglemente_about_nothing_written_shows_its_gaps() -> None:
    """Who hosts it, who sits in it and what it decides."""
    told = " ".join(texts(rules_of_procedure(package(Words()))))
    for what in ("värdkommun", "platser", "beslutanderätt", "uppsägningstid"):
        assert f"[uppgift saknas: {what}]" in told
