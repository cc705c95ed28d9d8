"""docs/ says what the code does: a name that has changed in one must change in the other."""

import re
from functools import cache

import pytest

from models.alternatives import CONTRACTED_STEPS, COOPERATION_STEPS, MERGED_STEPS
from models.pack import Pack
from models.parameters import REQUIRED
from models.policy import STRUCTURE
from models.rulebook import POLICY
from tests.conftest import ROOT

DOCS = ROOT / "docs"
FOLDERS = ("models", "scenarios", "store", "pages")


@cache
def code() -> str:
    """Everything written in Python, and the pack's shared files."""
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    files += sorted((ROOT / "data" / "municipalities").glob("*.toml"))
    files += sorted((ROOT / "data" / "municipalities").glob("*.csv"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def glossary() -> list[tuple[str, str]]:
    """Return (Swedish, identifiers) for each row of the glossary."""
    lines = (DOCS / "ordlista.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|") for line in lines if line.startswith("|")][2:]
    return [(row[1].strip(), row[2].strip()) for row in rows]


def test_every_name_in_the_glossary_exists_in_the_code() -> None:
    """Who looks a word up finds it in the code."""
    for swedish, identifiers in glossary():
        names = re.findall(r"`(?:\w+\.)?(\w+)[^`]*`", identifiers)
        assert names, swedish
        for name in names:
            assert re.search(rf"\b{name}\b", code()), (swedish, name)


def test_a_swedish_term_stands_once_in_the_glossary() -> None:
    """One Swedish term, one row."""
    terms = [swedish for swedish, _ in glossary()]
    assert len(set(terms)) == len(terms)


@pytest.mark.parametrize("step", sorted({*MERGED_STEPS, *COOPERATION_STEPS, *CONTRACTED_STEPS}))
def test_every_step_is_written_out_in_the_model_document(step: str) -> None:
    """A step of the bridge without a formula in words cannot be defended in a meeting."""
    assert f"`{step}`" in (DOCS / "model.md").read_text(encoding="utf-8")


def test_every_rule_of_the_plan_is_written_out() -> None:
    """The program in the document is the program in the code."""
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for name in (*(rule.__name__ for rule in STRUCTURE), *(rule.name for rule in POLICY)):
        assert name in text, name


def test_every_parameter_that_the_reckoning_reads_is_named() -> None:
    """An assumption that moves the result stands where its formula stands."""
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    # A family is written once: infasning_ar_1–3.
    missing = [key for key in REQUIRED if key not in text and key[:-1] not in text]
    assert missing == []


def test_every_name_in_the_model_document_exists(pack: Pack) -> None:
    """A parameter that has been renamed is renamed in the document too."""
    text = (DOCS / "model.md").read_text(encoding="utf-8")
    for name in sorted(set(re.findall(r"`([a-zåäö_]+)`", text)) - {"kodstil"}):
        assert name in pack.parameters or re.search(rf"\b{name}\b", code()), name
