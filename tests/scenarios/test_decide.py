"""The words of [decide]: each is read, written back alike, and told in Swedish when it is wrong."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.case import Case
from models.decisions import Choice, Decisions, WorseOff
from models.entities import Alternative, LevelChoice, Placement
from models.errors import ScenarioError
from models.pack import Pack
from scenarios.decide import as_table, read_decisions
from scenarios.keys import KEYS, PLACED
from scenarios.scenario import Scenario, as_toml, read_scenario

OWN, COOPERATION, MERGED, CONTRACTED = Alternative
# Kinda and Ydre, led from Österbymo: positions in the shipped pack's order.
TOGETHER = Choice(3, (0, 3), MERGED, 3, Placement.LOCAL)
ALONE = Choice(3, (1,), OWN, 1, Placement.LOCAL)

# What may be written for each key, and the decision it is.
GOOD: Mapping[str, tuple[tuple[object, object], ...]] = {
    "how": (
        (["egen", "sammanslagen"], (OWN, MERGED)),
        ("samverkan", (COOPERATION,)),
    ),
    "least_partners": ((3, 3), (6, 6)),
    "required": ((["Kinda", "0512"], ("0513", "0512")), ("Tranås", ("0687",))),
    "forbidden": ((["Ödeshög"], ("0509",)),),
    "placement": ((["fri"], PLACED), (["en_ort", "hybrid"], (PLACED[0], PLACED[2]))),
    "start": ((1, 1), (5, 5)),
    "after": (("lon", "lon"), ("", "")),
    "locked": (
        (["Kinda+0512 sammanslagen Österbymo decentraliserad"], (TOGETHER,)),
        (
            [
                "0512+0513 sammanslagen osterbymo decentraliserad",
                "0509 egen odeshog decentraliserad",
            ],
            (TOGETHER, ALONE),
        ),
    ),
    "level": (("gemensam nivå", LevelChoice.COMMON), ("högsta nivån", LevelChoice.HIGHEST)),
    "price_uncovered_day": ((5000, 5000.0), (0.5, 0.5)),
    "price_moved_post": ((10_000, 10_000.0),),
    "price_travel_minute": ((1_000, 1_000.0),),
    "outside": ((["Tranås"], ("0687",)), ("0512", ("0512",))),
    "apart": (([["Kinda", "Ydre"]], (("0513", "0512"),)),),
    "some_merge": ((["plan"], ("plan",)), ("lon", ("lon",))),
    "least_team": ((1.5, 1.5), (0, 0.0)),
    "competence_depth": ((2, 2.0),),
    "largest_job_loss": ((2, 2.0), (0, 0.0)),
    "office_in": ((["Österbymo", "kisa"], ("osterbymo", "kisa")),),
    "extra_towns": ((["rimforsa", "Linköping"], ("rimforsa", "linkoping")),),
    "longest_travel": ((30, 30.0),),
    "worse_off": (("inte i helheten", WorseOff.IN_TOTAL),),
    "one_off_ceiling": ((5_000_000, 5e6), (0, 0.0)),
    "starts_per_year": ((3, 3),),
    "in_order": ((False, False),),
    "no_notice": ((True, True),),
    "contracts_run_out": ((True, True),),
    "first_year": ((2028, 2028),),
    "legal_form": (("kommunalforbund", "kommunalforbund"),),
}
# What somebody wrote instead: another kind, out of bounds, a name that nobody has.
BAD: Mapping[str, tuple[object, ...]] = {
    "how": ("entreprenad", [], ["lagom"], 3, [["egen"]], {"a": 1}),
    "least_partners": (1, 2.5, True, "tre", 291, None, [3]),
    "required": (["Atlantis"], [], [["Kinda"]], 5),
    "forbidden": ("9999",),
    "placement": (["ovanpå"], []),
    "start": (0, 6, 1.0, "snart"),
    "after": ("kaffe", "politik", 3, ["lon"]),
    "locked": (
        ["Kinda"],
        ["Kinda sammanslagen kisa"],
        ["Kinda+Atlantis sammanslagen kisa en_ort"],
        ["Kinda egen atlantis en_ort"],
        ["Kinda lagom kisa en_ort"],
        [3],
    ),
    "level": ("lagom", ["gemensam nivå"]),
    "price_uncovered_day": (-5, "dyrt", float("nan"), float("inf"), 1e12, True),
    "price_moved_post": (-1,),
    "price_travel_minute": ("0",),
    "outside": (["Atlantis"], [], 512),
    "apart": ([["Kinda"]], [["Kinda", "Ydre", "Tranås"]], ["Kinda"], [3], "Kinda", [[["Kinda"]]]),
    "some_merge": (["kaffe"], [1], "politik"),
    "least_team": (-0.1,),
    "competence_depth": ([],),
    "largest_job_loss": (-2, 10**400),
    "office_in": (["Atlantis"], [["kisa"]], {"kisa": 1}),
    "extra_towns": (["Atlantis"], [None]),
    "longest_travel": ("långt",),
    "worse_off": ("alltid", 1),
    "one_off_ceiling": (-1, "5 mnkr"),
    "starts_per_year": (0, 101, 1.5),
    "in_order": ("ja", 1),
    "no_notice": ("true", 0),
    "contracts_run_out": ([],),
    "first_year": (1999, 2101, 2027.0, "2027"),
    "legal_form": ("stiftelse", [], {}),
}


def written(key: str) -> str:
    """Return the key as [decide] has it: those by activity after the name of one."""
    return f"plan.{key}" if next(k for k in KEYS if k.name == key).by_activity else key


def test_every_key_is_tried() -> None:
    """A new decision comes under these tests the day it can be made."""
    names = [key.name for key in KEYS]
    assert list(GOOD) == list(BAD) == names


def test_the_locked_groups_are_those_meant(pack: Pack, case: Case) -> None:
    """The positions used below are Kinda, Ödeshög and Ydre, with their seats, and Bygglov."""
    assert [pack.municipalities[m].name for m in (0, 1, 3)] == ["Kinda", "Ödeshög", "Ydre"]
    assert [case.towns[t].name for t in (1, 3)] == ["Ödeshög", "Österbymo"]
    assert case.activities[TOGETHER.activity].key == "bygglov"


@pytest.mark.parametrize("key", GOOD)
def test_a_decision_is_read_and_written_back_alike(key: str, pack: Pack) -> None:
    """What was decided on the screen is what the file says, and the other way round."""
    known = next(k for k in KEYS if k.name == key)
    name = f"bygglov.{key}" if known.by_activity else key
    for value, expected in GOOD[key]:
        decisions, faults = read_decisions({name: value}, pack)
        assert faults == ()
        wanted = {"bygglov": expected} if known.by_activity else expected
        assert decisions == replace(Decisions(), **{known.field: wanted})
        again, faults = read_decisions(as_table(decisions, pack), pack)
        assert faults == ()
        assert again == decisions


def test_deciding_nothing_is_an_empty_table(pack: Pack) -> None:
    """Only what differs is written, so that a file shows what somebody decided."""
    assert as_table(Decisions(), pack) == {}
    assert read_decisions({}, pack) == (Decisions(), ())


@st.composite
def tables(draw: st.DrawFn) -> dict[str, object]:
    """Draw a [decide] with any decisions side by side."""
    table: dict[str, object] = {}
    for key in KEYS:
        value = draw(st.sampled_from([None, *(value for value, _ in GOOD[key.name])]))
        for activity in ("bygglov", "plan") if key.by_activity else ("",):
            locks_plan = key.name == "locked" and activity == "plan"
            if value is not None and not locks_plan and draw(st.booleans()):
                table[f"{activity}.{key.name}".lstrip(".")] = value
    return table


@given(tables(), st.text(st.characters(codec="utf-8"), min_size=1))
def test_a_scenario_saved_is_the_scenario_read(
    pack: Pack, tmp_path_factory: pytest.TempPathFactory, table: dict[str, object], title: str
) -> None:
    """The file that is downloaded gives the same plan when somebody else opens it."""
    decisions, faults = read_decisions(table, pack)
    assert faults == ()
    asked = Scenario(
        "prov",
        title,
        "Vad händer?",
        author='Kalle "Kulan"',
        written="2026-11-21",
        seed=7,
        decide=decisions,
        suppose={"franvaro": "high"},
    )
    path = tmp_path_factory.mktemp("sparat") / "prov.toml"
    path.write_text(as_toml(asked, pack), encoding="utf-8", newline="\n")
    assert read_scenario(path, pack) == asked


@pytest.mark.parametrize("words", ["2026-11-21", "i fredags", ""])
def test_the_day_it_was_written_may_be_said_in_words(
    words: str, pack: Pack, tmp_path: Path
) -> None:
    """A file whose date was no date is not broken by being saved."""
    path = tmp_path / "prov.toml"
    asked = Scenario("prov", "Prov", "Vad händer?", written=words)
    path.write_text(as_toml(asked, pack), encoding="utf-8")
    assert read_scenario(path, pack) == asked


@pytest.mark.parametrize("key", BAD)
def test_a_bad_value_is_one_fault_and_leaves_the_standing_decision(key: str, pack: Pack) -> None:
    """Where, what was found, what was expected: and the rest is read all the same."""
    expected = next(k.expected for k in KEYS if k.name == key)
    for value in BAD[key]:
        decisions, faults = read_decisions({written(key): value, "least_team": 2}, pack)
        if key == "least_team":
            decisions, faults = read_decisions({written(key): value}, pack)
        assert [(fault[0], fault[2]) for fault in faults] == [(written(key), expected)], value
        assert faults[0][3]
        assert decisions == Decisions(least_team=None if key == "least_team" else 2.0)


def test_all_bad_values_are_told_at_once(pack: Pack, tmp_path: Path) -> None:
    """Nobody mends one line, runs again and is told of the next."""
    path = tmp_path / "fel.toml"
    table = "\n".join(f'"{written(k)}" = {json.dumps(values[0])}' for k, values in BAD.items())
    path.write_text(f'title = "T"\nquestion = "F?"\n[decide]\n{table}\n', encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, pack)
    told = [str(fault) for fault in caught.value.faults]
    assert len(told) == len(BAD)
    for key, words in zip(BAD, told, strict=True):
        assert words.startswith(f"fel.toml, kolumn ”decide.{written(key)}”: fann ”")
        assert "väntade" in words
        assert "Gör så här" in words


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("loner.how", "lon.how"),
        ("plan.least_partner", "plan.least_partners"),
        ("office_inn", "office_in"),
        ("plan.largest_job_loss", ""),
        ("largest_jobloss", "largest_job_loss"),
    ],
)
def test_a_misspelt_key_is_answered_with_the_nearest(key: str, meant: str, pack: Pack) -> None:
    """Half the faults in a file are a letter too many."""
    ((found, _, expected, remedy),) = read_decisions({key: 2}, pack)[1]
    assert found == key
    assert "largest_job_loss" in expected
    assert remedy.startswith("menade du ”")
    if meant:
        assert remedy == f"menade du ”{meant}”?"


@pytest.mark.parametrize("key", ["", ".", ".how", "plan.", "x" * 40, "åäö"])
def test_a_key_like_no_other_is_told_where_to_look(key: str, pack: Pack) -> None:
    """No guess is better than a wild one."""
    ((found, _, _, remedy),) = read_decisions({key: 2}, pack)[1]
    assert found == key
    assert remedy
