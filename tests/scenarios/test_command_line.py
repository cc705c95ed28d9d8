"""The command line: the same code and figures as the app, for who works without a screen."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from scenarios.__main__ import main
from scenarios.result import whole_result
from scenarios.run import Outcome
from scenarios.scenario import LIBRARY
from tests.conftest import MUNICIPALITIES, ROOT
from tests.scenarios.editing import set_cell, swap

PLAN_BYGG = str(LIBRARY / "03_plan_bygg_tre.toml")


def test_list_shows_every_shipped_question(capsys: pytest.CaptureFixture[str]) -> None:
    """An analyst sees what can be asked before asking."""
    assert main(["list"]) == 0
    told = capsys.readouterr().out
    for path in LIBRARY.glob("*.toml"):
        assert path.stem in told
    assert told.count("?") >= 5


@pytest.mark.parametrize("folder", [[], [str(ROOT / "data")], [str(MUNICIPALITIES)]])
def test_the_shipped_pack_holds(folder: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What we ship has no faults, whichever of the folders one points at."""
    assert main(["check-data", *folder]) == 0
    told = capsys.readouterr().out
    for name in ("Kinda", "Ödeshög", "Boxholm", "Ydre", "Tranås"):
        assert name in told


def test_a_broken_pack_has_all_its_faults_told_at_once(
    pack_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Three faults in three files by three authors: one run of the command shows them all."""
    kinda, ydre, tranas = (pack_copy / f for f in ("0513-kinda", "0512-ydre", "0687-tranas"))
    set_cell(
        kinda / "accounts.csv",
        {"line": "planering", "item": "kostnad", "year": "2022"},
        "value",
        "två",
    )
    set_cell(ydre / "key_figures.csv", {"key": "folkmangd", "year": "2022"}, "value", "-5")
    swap(tranas / "profile.toml", 'name = "Tranås"', 'name = "Tranas"')
    assert main(["check-data", str(pack_copy)]) == 1
    told = capsys.readouterr().out
    assert "0513-kinda/accounts.csv, rad " in told
    assert "0512-ydre/key_figures.csv, rad " in told
    assert "0687-tranas/profile.toml" in told
    assert told.count("Gör så här") >= 3
    assert " fel. Inget har ändrats." in told


@pytest.mark.parametrize("folder", ["tom", "finns-inte"])
def test_a_folder_without_a_pack_does_not_hold(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mistyped path must never be told that the pack holds."""
    (tmp_path / "tom").mkdir()
    assert main(["check-data", str(tmp_path / folder)]) == 1
    assert "Gör så här" in capsys.readouterr().out


def test_a_pack_without_municipalities_does_not_hold(
    empty_pack: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The shared tables alone are no pack: the command says what to add."""
    assert main(["check-data", str(empty_pack)]) == 1
    assert "Gör så här" in capsys.readouterr().out
    assert main(["run", PLAN_BYGG, "--data", str(empty_pack)]) == 1
    assert "Gör så här" in capsys.readouterr().err


def test_run_writes_the_same_figures_as_the_app_reckons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], outcomes: Mapping[str, Outcome]
) -> None:
    """File and screen come from one function; the stamp says so at the end."""
    assert main(["run", PLAN_BYGG, "--out", str(tmp_path / "ut")]) == 0
    told = capsys.readouterr().out
    result = json.loads((tmp_path / "ut" / "result.json").read_text(encoding="utf-8"))
    outcome = outcomes["03_plan_bygg_tre"]
    assert result == json.loads(json.dumps(whole_result(outcome)))
    assert str(outcome.stamp) in told
    for name in ("result.json", "choices.csv", "alternatives.csv"):
        assert name in told


def test_a_file_that_is_not_there_is_told_in_swedish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No stack trace for a misspelt name, and nothing written."""
    assert main(["run", str(tmp_path / "saknas.toml"), "--out", str(tmp_path / "ut")]) == 1
    told = capsys.readouterr().err
    assert "saknas.toml" in told
    assert "Gör så här" in told
    assert not (tmp_path / "ut").exists()


def test_a_question_without_an_answer_is_told_in_swedish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Decisions that leave no plan end in an explanation."""
    path = tmp_path / "omojlig.toml"
    path.write_text(
        'title = "T"\nquestion = "F?"\n[decide]\n"lon.how" = ["sammanslagen"]\n'
        '"lon.least_partners" = 6\n',
        encoding="utf-8",
    )
    assert main(["run", str(path), "--out", str(tmp_path / "ut")]) == 1
    told = capsys.readouterr().err
    assert "Besluten går inte ihop. " in told
    assert "minst 6 kommuner" in told


def test_a_place_where_nothing_can_be_written_is_told_in_swedish(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file where the folder should be: say so instead of a stack trace."""
    taken = tmp_path / "ut"
    taken.write_text("", encoding="utf-8")
    assert main(["run", PLAN_BYGG, "--out", str(taken)]) == 1
    assert "gick inte att skriva" in capsys.readouterr().err


def test_one_broken_municipality_does_not_stop_the_others(
    pack_copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Four municipalities get their figures while the fifth mends its folder."""
    (pack_copy / "0512-ydre" / "profile.toml").unlink()
    arguments = [PLAN_BYGG, "--data", str(pack_copy), "--out", str(tmp_path / "ut")]
    assert main(["run", *arguments]) == 0
    assert "0512-ydre/profile.toml" in capsys.readouterr().err
    result = json.loads((tmp_path / "ut" / "result.json").read_text(encoding="utf-8"))
    assert [m["code"] for m in result["municipalities"]] == ["0513", "0509", "0560", "0687"]


def test_a_shipped_scenario_that_the_pack_does_not_fit_is_told_and_the_others_listed(
    pack_copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pack with an activity less must not make every other question unreachable."""
    without_jour(pack_copy)
    assert main(["list", "--data", str(pack_copy)]) == 0
    told = capsys.readouterr()
    assert "01_lagsta_kostnad" in told.out
    assert "04_kobyt_inriktning" not in told.out
    assert "fastighetsovervakning.how" in told.err


def without_jour(folder: Path) -> None:
    """Take one activity out of the pack, and the rules and the conflicts that name it."""
    for name, cells in (("activities.csv", 1), ("conflicts_of_interest.csv", 2)):
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "fastighetsovervakning" not in line.split(",")[:cells]]
        path.write_text("".join(kept), encoding="utf-8")
    rules = folder / "rules.toml"
    parts = rules.read_text(encoding="utf-8").split("[[rule]]")
    kept = [part for part in parts if 'applies_to = "fastighetsovervakning"' not in part]
    rules.write_text("[[rule]]".join(kept), encoding="utf-8")


def test_the_command_runs_as_people_run_it(tmp_path: Path) -> None:
    """In the shell, from the project's folder, with Swedish letters in the output."""
    found = subprocess.run(
        [sys.executable, "-m", "scenarios", "run", PLAN_BYGG, "--out", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        check=False,
        timeout=60,
    )
    assert found.stderr == ""
    assert found.returncode == 0
    assert "resultat jämförbara från och med" in found.stdout
    assert (tmp_path / "result.json").is_file()
