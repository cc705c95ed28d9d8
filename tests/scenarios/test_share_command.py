"""`share`: any table of groups shared by every rule, with figures that others have published."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from models.sharing import RULES as EVERY_RULE
from scenarios.__main__ import main
from tests.conftest import ROOT

# Tennessee Valley Authority, thousand dollars: Straffin and Heaney (1981).
TVA = {
    "1": 163520,
    "2": 140826,
    "3": 250096,
    "1+2": 301607,
    "1+3": 378821,
    "2+3": 367370,
    "1+2+3": 412584,
}
# Three investors and their interest: Lemaire (1984).
LEMAIRE = {
    "1": 46125,
    "2": 17437.5,
    "3": 5812.5,
    "1+2": 69187.5,
    "1+3": 53812.5,
    "2+3": 30750,
    "1+2+3": 90000,
}
# Any two save 6 together, all three no more than that: whoever is left out can outbid.
EMPTY = {"A": 6, "B": 6, "C": 6, "A+B": 6, "A+C": 6, "B+C": 6, "A+B+C": 12}
TABLE_RULES = [
    "shapley",
    "nucleolus",
    "scrb",
    "equal",
    "equal_gain",
    "equal_percentage",
    "floor",
]

Answer = dict[str, Any]
Share = Callable[..., Answer]
Refuse = Callable[..., list[str]]


def table(values: Mapping[str, object], divider: str = ",") -> str:
    """Return the file's text."""
    rows = [("group", "value"), *values.items()]
    return "".join(f"{group}{divider}{value}\n" for group, value in rows)


@pytest.fixture
def share(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Share:
    """Write the table, run the command and return its answer."""

    def run(text: str, *options: str) -> Answer:
        path = tmp_path / "spel.csv"
        path.write_text(text, encoding="utf-8", newline="")
        assert main(["share", str(path), *options]) == 0
        told = capsys.readouterr()
        assert told.err == ""
        answer: Answer = json.loads(told.out)
        return answer

    return run


@pytest.fixture
def refuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Refuse:
    """Write the table, see the command refuse it and return the faults, one a line."""

    def run(text: str | bytes, *options: str) -> list[str]:
        path = tmp_path / "spel.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert main(["share", str(path), *options]) == 1
        told = capsys.readouterr()
        assert told.out == ""
        faults = told.err.splitlines()
        for fault in faults:
            assert fault.startswith("• ")
            assert "fann " in fault
            assert "väntade " in fault
            assert "Gör så här: " in fault
        return faults

    return run


# ---- Figures -------------------------------------------------------------------------------------


def test_the_tennessee_valley_is_shared_as_published(share: Share) -> None:
    """The textbook's case comes out to the decimal: then others' cases can be trusted too."""
    answer = share(table(TVA))
    assert answer["kind"] == "cost"
    assert answer["players"] == ["1", "2", "3"]
    assert answer["core"] == {"empty": False, "least_from_outside": 0.0}
    shapley, nucleolus = answer["rules"]["shapley"], answer["rules"]["nucleolus"]
    assert list(shapley["shares"].values()) == pytest.approx([117829, 100756.5, 193998.5])
    assert list(nucleolus["shares"].values()) == pytest.approx([116234, 93540, 202810])
    assert nucleolus["holds"] is True
    assert nucleolus["least_transfer"] == 0.0
    assert nucleolus["leaving_group"] is None
    assert nucleolus["definition"].endswith("där ingen betalar mer än ensam")


def test_gains_are_shared_as_gains(share: Share) -> None:
    """Lemaire's investors: shares, excesses and words all in what is won."""
    answer = share(table(LEMAIRE), "--kind", "gain")
    assert answer["kind"] == "gain"
    shapley, nucleolus = answer["rules"]["shapley"], answer["rules"]["nucleolus"]
    assert list(shapley["shares"].values()) == pytest.approx([51750, 25875, 12375])
    assert list(nucleolus["shares"].values()) == pytest.approx([52687.5, 24468.75, 12843.75])
    # 3 alone gets 5 812.5 and is given 12 375; 1 gets 46 125 and is given 51 750: the least margin.
    assert shapley["largest_excess"] == pytest.approx(46125 - 51750)
    assert nucleolus["definition"].endswith("där ingen får mindre än ensam")


def test_a_sharing_that_a_group_would_leave_says_who_and_what_it_takes(share: Share) -> None:
    """Equal parts of the whole ask most of the smallest: the answer names those who would go."""
    answer = share(table({"A": 100, "B": 20, "A+B": 110}), "--rule", "equal")
    assert answer["rules"] == {
        "equal": {
            "shares": {"A": 55.0, "B": 55.0},
            "largest_excess": 35.0,
            "leaving_group": "B",
            "worse_off": ["B"],
            "holds": False,
            "least_transfer": 35.0,
        }
    }
    assert answer["left_out"] == {}


def test_who_gets_less_than_alone_is_worse_off_in_a_gain(share: Share) -> None:
    """The same question in gains: B is offered more than alone, A less."""
    values = {"A": 100, "B": 20, "A+B": 130}
    equal = share(table(values), "--kind", "gain", "--rule", "equal")["rules"]["equal"]
    assert equal["shares"] == {"A": 65.0, "B": 65.0}
    assert equal["worse_off"] == ["A"]
    assert equal["leaving_group"] == "A"
    assert equal["least_transfer"] == pytest.approx(35)


def test_a_promise_can_hold_though_a_group_would_leave(share: Share) -> None:
    """Lemaire by equal percentage: each gets more than alone, and still 2 and 3 do best alone."""
    rules = share(table(LEMAIRE), "--kind", "gain")["rules"]
    assert rules["equal_percentage"]["holds"] is True
    assert rules["equal_percentage"]["worse_off"] == []
    assert rules["equal_percentage"]["leaving_group"] == "2+3"
    given = sum(rules["equal_percentage"]["shares"][p] for p in "23")
    assert rules["equal_percentage"]["largest_excess"] == pytest.approx(30750 - given)
    assert rules["equal_percentage"]["least_transfer"] == pytest.approx(30750 - given)


def test_an_empty_core_says_what_is_missing_and_promises_no_transfer(share: Share) -> None:
    """When no sharing holds everybody, moving money between the players cannot help."""
    answer = share(table(EMPTY))
    assert answer["core"]["empty"] is True
    # Every pair pays at most 6, so the three pay at most 9 of the 12.
    assert answer["core"]["least_from_outside"] == pytest.approx(3)
    for told in answer["rules"].values():
        assert told["least_transfer"] is None
        assert told["leaving_group"] is not None
    assert answer["rules"]["nucleolus"]["holds"] is False
    assert answer["rules"]["shapley"]["holds"] is True


@pytest.mark.parametrize(
    ("values", "kind"), [(TVA, "cost"), (LEMAIRE, "gain"), (EMPTY, "cost"), (TVA, "gain")]
)
def test_shares_add_up_to_the_whole(values: Mapping[str, float], kind: str, share: Share) -> None:
    """Nothing is left over and nothing is shared twice, whatever the rule."""
    whole = list(values.values())[-1]
    for told in share(table(values), "--kind", kind)["rules"].values():
        assert sum(told["shares"].values()) == pytest.approx(whole, rel=1e-12)


def test_kronor_and_millions_give_the_same_answer(share: Share) -> None:
    """The unit of the table is nobody's business: all figures scale and no word changes."""
    kronor = share(table(TVA | {"1+3": 375821}))["rules"]
    millions = share(table({g: f"{v / 1e6:.6f}" for g, v in (TVA | {"1+3": 375821}).items()}))
    for name, told in millions["rules"].items():
        same = kronor[name]
        for player, amount in told["shares"].items():
            assert amount * 1e6 == pytest.approx(same["shares"][player], rel=1e-9)
        for figure in ("largest_excess", "least_transfer"):
            assert told[figure] * 1e6 == pytest.approx(same[figure], rel=1e-6, abs=1e-3)
        for word in ("leaving_group", "worse_off", "holds"):
            assert told[word] == same[word]


def test_cooperation_that_gains_nothing_is_answered_despite_rounding(share: Share) -> None:
    """Six who save nothing: 0.1 + 0.2 is not 0.3 in a computer, and the answer still comes."""
    alone = dict(zip("ABCDEF", (0.1, 0.2, 0.3, 0.7, 1.1, 1000.3), strict=True))
    values = {
        "+".join(group): round(sum(alone[p] for p in group), 1)
        for size in range(1, 7)
        for group in combinations(alone, size)
    }
    answer = share(table(values))
    assert answer["core"] == {"empty": False, "least_from_outside": 0.0}
    for player, amount in answer["rules"]["nucleolus"]["shares"].items():
        assert amount == pytest.approx(alone[player])
    # Five pay 167.1 each and should pay 2.4 together: all but that must go back to them.
    equal = answer["rules"]["equal"]
    assert equal["least_transfer"] == pytest.approx(5 * 1002.7 / 6 - 2.4)


def test_a_single_player_bears_the_whole(share: Share) -> None:
    """A trivial table is no reason to stop."""
    answer = share(table({"Ydre": 7}))
    assert list(answer["rules"]) == TABLE_RULES
    assert answer["core"] == {"empty": False, "least_from_outside": 0.0}
    for told in answer["rules"].values():
        assert told["shares"] == {"Ydre": 7.0}
        assert told["leaving_group"] is None
        assert told["least_transfer"] == 0.0


def test_nothing_is_ever_minus_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """−0 in an answer makes a reader look for the loss."""
    path = tmp_path / "spel.csv"
    path.write_text(table({"A": 0, "B": 0, "A+B": 0}), encoding="utf-8")
    assert main(["share", str(path), "--kind", "gain"]) == 0
    assert "-0.0" not in capsys.readouterr().out


def test_thirteen_are_shared_by_every_rule(share: Share) -> None:
    """All municipalities of a county, 8 191 groups: each rule answers, and the core is there."""
    names = [f"K{i}" for i in range(13)]
    values = {
        "+".join(group): f"{sum(100 + int(n[1:]) for n in group) * 0.97 ** (len(group) - 1):.2f}"
        for size in range(1, 14)
        for group in combinations(names, size)
    }
    answer = share(table(values))
    assert answer["players"] == names
    assert list(answer["rules"]) == TABLE_RULES
    assert answer["core"]["empty"] is False
    assert answer["rules"]["nucleolus"]["holds"] is True


# ---- What is left out ----------------------------------------------------------------------------


def test_rules_that_a_table_cannot_feed_are_named_with_the_reason(share: Share) -> None:
    """Every rule of the house is answered or explained: none is silently missing."""
    answer = share(table(TVA))
    assert list(answer["rules"]) == TABLE_RULES
    assert {rule.key for rule in EVERY_RULE} <= {*answer["rules"], *answer["left_out"]}
    assert {"by_key", "equal_per_inhabitant", "volume", "historic", "fixed_and_variable"} <= set(
        answer["left_out"]
    )
    for reason in answer["left_out"].values():
        assert reason.startswith("tabellen ")


@pytest.mark.parametrize(
    ("kind", "whole", "reason"), [("cost", 13, "betala mer än ensam"), ("gain", 11, "få mindre")]
)
def test_a_rule_without_an_answer_says_why(
    kind: str, whole: float, reason: str, share: Share
) -> None:
    """When cooperation loses, somebody must: rules that promise otherwise say so and stop."""
    text = table({"A": 6, "B": 6, "A+B": whole})
    answer = share(text, "--kind", kind)
    for name in ("nucleolus", "floor"):
        assert name not in answer["rules"]
        assert reason in answer["left_out"][name]
    assert answer["core"] == {"empty": True, "least_from_outside": 1.0}
    one = share(text, "--kind", kind, "--rule", "floor")
    assert one["rules"] == {}
    assert list(one["left_out"]) == ["floor"]


def test_a_percentage_of_nothing_is_left_out(share: Share) -> None:
    """Players worth nothing alone have no percentage to save."""
    answer = share(table({"A": 0, "B": 0, "A+B": 10}), "--kind", "gain")
    assert "ensam" in answer["left_out"]["equal_percentage"]
    assert answer["rules"]["shapley"]["shares"] == {"A": 5.0, "B": 5.0}


# ---- How the file may look -----------------------------------------------------------------------

SAME = {
    "decimal comma": "group;value\nA;1000,5\nB;800\nA+B;1500\n",
    "byte order mark": "\ufeffgroup;value\nA;1000,5\nB;800\nA+B;1500\n",
    "quoted": 'group,value\n"A","1000,5"\n"B","800"\n"A+B","1500"\n',
    "thousands": "group;value\nA;1 000,5\nB;800\nA+B;1\u00a0500,00\n",
    "narrow space": "group;value\nA;1\u202f000,5\nB;800\nA+B;1\u2009500\n",
    "power of ten": "group,value\nA,1.0005e3\nB,8e2\nA+B,1.5E+3\n",
    "spaces around": "\n group , value \n A , 1000.5 \n B , 800\n A + B , 1500\n\n,\n",
    "line ends": "group,value\r\nA,1000.5\r\nB,800\r\nA+B,1500\r\n",
    "more columns": "note,value,group\nx,1000.5,A\n,800,B\ny,1500,A+B\n",
    "turned round": "group,value\nA,1000.5\nB,800\nB+A,1500\n",
}


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_table_in_another_dress_gives_the_same_answer(text: str, share: Share) -> None:
    """A file from Excel, from a script or typed by hand: same figures."""
    assert share(text) == share(table({"A": 1000.5, "B": 800, "A+B": 1500}))


def test_players_stand_in_the_order_they_first_occur(share: Share) -> None:
    """The reader's own order, not the alphabet's; and a group is named in that order."""
    answer = share(table({"Ydre+Boxholm": 100, "Boxholm": 10, "Ydre": 100}), "--rule", "equal")
    assert answer["players"] == ["Ydre", "Boxholm"]
    assert list(answer["rules"]["equal"]["shares"]) == ["Ydre", "Boxholm"]


def test_rows_in_any_order_give_the_same_shares(share: Share) -> None:
    """Permuted rows and names: the same game."""
    turned = {"+".join(reversed(g.split("+"))): v for g, v in reversed(TVA.items())}
    one, other = share(table(TVA))["rules"], share(table(turned))["rules"]
    for name in TABLE_RULES:
        assert other[name]["shares"] == pytest.approx(one[name]["shares"], rel=1e-12)


def test_a_name_typed_on_another_machine_is_the_same_name(share: Share) -> None:
    """Ö in one sign or in two looks alike and is alike."""
    values = {"\u00d6desh\u00f6g": 2, "Ydre": 2, "O\u0308desho\u0308g+Ydre": 3}
    assert share(table(values))["players"] == ["\u00d6desh\u00f6g", "Ydre"]


def test_a_true_minus_is_a_minus(share: Share) -> None:
    """Word and Excel write −3 with a sign of its own."""
    answer = share(table({"A": "\u22123", "B": 5, "A+B": 1}), "--rule", "shapley")
    assert answer["rules"]["shapley"]["shares"] == pytest.approx({"A": -3.5, "B": 4.5})


# ---- Faults --------------------------------------------------------------------------------------

FAULTS = {
    "unreadable": ("A,två\nB,1\nA+B,1\n", ", rad 2, kolumn ”value”: fann texten ”två”"),
    "thousands dot": ("A,1.234.567\nB,1\nA+B,1\n", "fann texten ”1.234.567”"),
    "odd spaces": ("A,12 34\nB,1\nA+B,1\n", "fann texten ”12 34”"),
    "no value": ("A,\nB,1\nA+B,1\n", ", rad 2, kolumn ”value”: fann en tom cell"),
    "not a number": ("A,nan\nB,1\nA+B,1\n", "fann ”nan”; väntade ett ändligt tal"),
    "infinite": ("A,1\nB,-inf\nA+B,1\n", ", rad 3, kolumn ”value”: fann ”-inf”; väntade ett änd"),
    "overflow": ("A,1\nB,1e999\nA+B,1\n", "fann ”1e999”; väntade ett ändligt tal"),
    "too great": ("A,1\nB,1e15\nA+B,1\n", "väntade ett belopp på högst 15 siffror"),
    "twice": ("A,1\nB,1\nA+B,1\nB+A,1\n", ", rad 5, kolumn ”group”: fann samma grupp (”B+A”) som"),
    "same member": ("A,1\nB,1\nA+B,1\nA+B+A,1\n", ", rad 5, kolumn ”group”: fann ”A” 2 gånger i"),
    "empty name": ("A,1\nB,1\nA+B,1\nA++B,1\n", "fann ett tomt namn i ”A++B”"),
    "nobody": (",0\nA,1\nB,1\nA+B,1\n", ", rad 2, kolumn ”group”: fann en tom cell"),
    "cells": ("A,1,5\nA,1\nB,1\nA+B,1\n", ", rad 2: fann 3 celler; väntade 2 celler"),
    "missing": ("A,1\nB,1\n", "kolumn ”group”: fann 1 grupp utan rad: A+B; väntade en rad för var"),
}


@pytest.mark.parametrize(("rows", "told"), FAULTS.values(), ids=FAULTS)
def test_each_fault_says_where_and_what(rows: str, told: str, refuse: Refuse) -> None:
    """One fault, one sentence: the row, what stands there, what was expected, what to do."""
    (fault,) = refuse("group,value\n" + rows)
    assert "spel.csv" in fault
    assert told in fault


def test_all_faults_are_told_at_once(refuse: Refuse) -> None:
    """Four faults in one file are mended in one go."""
    faults = refuse("group;value\nA;x\nB;inf\nA+;3\nB+A;4\nA+B;5\nC;1\n")
    for fault, told in zip(
        faults,
        ("”x”", "”inf”", "”A+”", "rad 5", "3 grupper utan rad: A+C, B+C, A+B+C;"),
        strict=True,
    ):
        assert told in fault


def test_a_wrong_option_is_told_with_the_faults_of_the_file(refuse: Refuse) -> None:
    """An unknown rule lists the names there are; the file is checked in the same run."""
    faults = refuse("group,value\nA,x\n", "--rule", "rättvist", "--kind", "pris")
    assert len(faults) == 3
    assert "--kind: fann ”pris”; väntade något av cost, gain." in faults[0]
    assert f"--rule: fann ”rättvist”; väntade något av all, {', '.join(TABLE_RULES)}." in faults[1]
    assert "”x”" in faults[2]


def test_asking_for_a_rule_that_no_table_can_feed_says_why(refuse: Refuse) -> None:
    """The name is not unknown, only out of reach: say what is missing."""
    (fault,) = refuse(table(TVA), "--rule", "equal_per_inhabitant")
    assert "tabellen har inga invånare" in fault
    assert "shapley" in fault


@pytest.mark.parametrize("text", ["", "\ufeff", "\n ; \n", "group,value\n"])
def test_an_empty_file_is_told_what_to_hold(text: str, refuse: Refuse) -> None:
    """No rows, no game: the form is shown."""
    (fault,) = refuse(text)
    assert "fann en tom fil" in fault or "fann inga rader under rubriken" in fault
    assert "kolumnerna group och value" in fault


def test_missing_columns_are_told_by_name(refuse: Refuse) -> None:
    """Both names at once, when the header is somebody else's."""
    faults = refuse("grupp;värde\nA;1\n")
    assert len(faults) == 2
    assert "rad 1, kolumn ”group”: fann ingen sådan kolumn" in faults[0]
    assert "rad 1, kolumn ”value”: fann ingen sådan kolumn" in faults[1]


def test_a_column_twice_is_a_fault(refuse: Refuse) -> None:
    """Which of two values holds is not for the command to say."""
    (fault,) = refuse("group,value,value\nA,1,2\n")
    assert "kolumn ”value”: fann kolumnen 2 gånger" in fault


def test_more_than_eighteen_names_are_too_many(refuse: Refuse) -> None:
    """Nineteen names are told as that, not as half a million missing groups."""
    (fault,) = refuse(table({f"K{i}": 1 for i in range(19)}))
    assert "fann 19 namn: K0, K1, " in fault
    assert "väntade högst 18 namn" in fault


def test_missing_groups_stand_smallest_first(refuse: Refuse) -> None:
    """One list to work through, pairs before the whole."""
    (fault,) = refuse(table({"A+B+C": 1, "C": 1, "B": 1}))
    assert "4 grupper utan rad: A, A+B, A+C, B+C;" in fault
    assert "de 7 grupperna av A, B, C" in fault


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("group,value\nÖ,1\n".encode("latin-1"), "tecken som inte är UTF-8"),
        ("group,value\nA,1\n".encode("utf-16"), "tecken som inte är UTF-8"),
        (b'group,value\n"A,1\n', "en rad som inte går att dela i celler"),
    ],
)
def test_what_is_no_text_table_is_told(content: bytes, told: str, refuse: Refuse) -> None:
    """A workbook or an old encoding: say how to save it."""
    (fault,) = refuse(content)
    assert told in fault


@pytest.mark.parametrize("name", ["saknas.csv", "."])
def test_a_table_that_is_not_there_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A misspelt name or a folder: no stack trace."""
    assert main(["share", str(tmp_path / name)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "fann ingen fil som går att läsa" in told.err
    assert "Gör så här" in told.err


def test_the_command_shares_as_people_run_it(tmp_path: Path) -> None:
    """In the shell: only JSON on standard output, Swedish letters whole, and no data pack asked."""
    path = tmp_path / "spel.csv"
    path.write_text(table({"Ödeshög": 2, "Ydre": 2, "Ödeshög+Ydre": 3}), encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "scenarios", "share", str(path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PATH": os.environ["PATH"]},
        check=False,
        timeout=60,
    )
    assert found.stderr == ""
    assert found.returncode == 0
    assert found.stdout.startswith('{\n  "kind": "cost"')
    assert '"Ödeshög": 1.5' in found.stdout
    assert json.loads(found.stdout)["left_out"]["volume"] == "tabellen har inga volymer"
