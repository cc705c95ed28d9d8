"""A scenario file says what differs from its base: the base is found, resolved and taken back."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decisions import Decisions
from models.entities import Alternative
from models.errors import ScenarioError
from models.pack import Pack
from scenarios.decide import as_table, read_decisions
from scenarios.scenario import LIBRARY, Scenario, as_toml, read_scenario, read_text, readable
from tests.conftest import ROOT
from tests.scenarios.test_decide import tables

FIRST = """\
title = "Första"
question = "Vad?"
seed = 7
[decide]
price_uncovered_day = 1200
in_order = false
"lon.how" = ["sammanslagen"]
[suppose]
franvaro = "high"
realisering_samverkan = 0.35
"""
SECOND = """\
title = "Andra"
question = "Vad då?"
base = "forsta"
without = ["in_order", "franvaro"]
[decide]
"lon.how" = ["egen"]
least_team = 2
[suppose]
realisering_samverkan = "low"
"""


def put(folder: Path, **files: str) -> Path:
    """Write scenario files in a folder and return it."""
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def faults(path: Path, pack: Pack) -> list[str]:
    """Return what is wrong with a file that must not be read."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, pack)
    return [str(fault) for fault in caught.value.faults]


def test_a_file_holds_only_what_differs_and_the_record_all_of_it(
    tmp_path: Path, pack: Pack
) -> None:
    """Who reads the record need not know the base; who reads the file sees what is new."""
    put(tmp_path, forsta=FIRST, andra=SECOND)
    found = read_scenario(tmp_path / "andra.toml", pack)
    assert found.base == "forsta"
    assert found.seed == 7
    assert found.decide == Decisions(
        price_uncovered_day_sek=1200, how={"lon": (Alternative.OWN,)}, least_team=2
    )
    assert found.suppose == {"realisering_samverkan": "low"}


def test_bases_are_resolved_all_the_way_down(tmp_path: Path, pack: Pack) -> None:
    """A proposal on a proposal on a shipped question: each says only its own."""
    third = 'title = "T"\nquestion = "F?"\nbase = "andra"\n[decide]\nlevel = "högsta nivån"\n'
    first = FIRST.replace("seed = 7\n", 'seed = 7\nbase = "04_kobyt_inriktning"\n')
    put(tmp_path, forsta=first, andra=SECOND, tredje=third)
    found = as_table(read_scenario(tmp_path / "tredje.toml", pack).decide, pack)
    assert found["level"] == "högsta nivån"
    assert found["least_team"] == 2
    assert found["lon.how"] == ["egen"]
    assert found["price_uncovered_day"] == 1200
    assert found["plan.how"] == ["sammanslagen"]


def test_a_number_inside_the_range_is_supposed_as_it_stands(tmp_path: Path, pack: Pack) -> None:
    """A council that knows its own absence need not choose between the ends of a range."""
    found = read_scenario(put(tmp_path, forsta=FIRST) / "forsta.toml", pack)
    assert found.supposed(pack) == {
        "franvaro": pack.parameters["franvaro"].high,
        "realisering_samverkan": 0.35,
    }


@pytest.mark.parametrize(
    ("bases", "ring"),
    [
        ({"a": "a"}, "a → a"),
        ({"a": "b", "b": "a"}, "a → b → a"),
        ({"a": "b", "b": "c", "c": "b"}, "b → c → b"),
    ],
)
def test_bases_that_lead_back_to_themselves_are_refused(
    bases: dict[str, str], ring: str, tmp_path: Path, pack: Pack
) -> None:
    """Without this the program would never come to an end; the ring is named."""
    files = {k: f'title = "T"\nquestion = "F?"\nbase = "{b}"\n' for k, b in bases.items()}
    (told,) = faults(put(tmp_path, **files) / "a.toml", pack)
    assert f"{ring}: peka ut något annat" in told
    found, told_of_all = readable(pack, tmp_path)
    assert found == ()
    assert told_of_all


def test_the_faults_of_a_base_and_of_the_file_come_at_once(tmp_path: Path, pack: Pack) -> None:
    """Both files have to be mended; each fault says in which one it is."""
    put(tmp_path, forsta=FIRST.replace("1200", "-1"), andra=SECOND.replace("= 2\n", '= "två"\n'))
    told = faults(tmp_path / "andra.toml", pack)
    assert [line.split(",")[0] for line in told] == ["andra.toml", "forsta.toml"]
    # In a list of many, a base that does not hold is told once.
    put(tmp_path, tredje='title = "T"\nquestion = "F?"\nbase = "forsta"\n')
    _, listed = readable(pack, tmp_path)
    assert len(listed) == 2


def test_a_base_that_is_not_there_hides_no_other_fault(tmp_path: Path, pack: Pack) -> None:
    """The rest of the file is read all the same."""
    text = SECOND.replace('"forsta"', '"borta"').replace("= 2\n", "= -2\n")
    told = faults(put(tmp_path, andra=text) / "andra.toml", pack)
    assert len(told) == 2
    assert any("kolumn ”base”" in line for line in told)


def test_what_is_taken_back_must_be_there(tmp_path: Path, pack: Pack) -> None:
    """A misspelt key that takes nothing back would leave a decision standing in silence."""
    put(tmp_path, forsta=FIRST, andra=SECOND.replace('"in_order"', '"in_ordr"'))
    (told,) = faults(tmp_path / "andra.toml", pack)
    assert "menade du ”in_order”?" in told
    assert "som ”forsta” beslutar eller antar" in told


def test_a_file_that_was_sent_leans_on_the_library(pack: Pack) -> None:
    """An upload has no folder of its own; a shipped base is there for everyone."""
    text = 'title = "T"\nquestion = "F?"\nbase = "04_kobyt_inriktning"\n'
    found = read_text(text.encode(), "../skickad.toml", pack)
    assert found.key == "skickad"
    assert found.decide == read_scenario(LIBRARY / "04_kobyt_inriktning.toml", pack).decide


def test_the_example_in_the_readme_is_a_scenario(pack: Pack) -> None:
    """The first file anybody writes is a copy of that one."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", readme, flags=re.DOTALL)
    found = read_text(example.encode(), "exempel.toml", pack)
    assert found.decide.outside == ("0687",)
    assert found.decide.after == {"lon": "ekonomi"}
    assert "lon" not in found.decide.how


@pytest.mark.parametrize("data", [b"\xff", b"[decide", b"a = " + b"[" * 5000, b"\x00"])
def test_a_file_that_was_sent_and_is_no_scenario_is_told_of(data: bytes, pack: Pack) -> None:
    """Whatever is dropped on the page gets an answer in Swedish."""
    with pytest.raises(ScenarioError, match="Gör så här"):
        read_text(data, "bild.toml", pack)


def ranges(pack: Pack) -> list[tuple[str, float, float]]:
    """Return some parameters with their ranges."""
    keys = ("franvaro", "realisering_samverkan", "omstallning_overdrag")
    return [(key, pack.parameters[key].low, pack.parameters[key].high) for key in keys]


@st.composite
def suppositions(draw: st.DrawFn, pack: Pack) -> dict[str, str | float]:
    """Draw what is supposed of some parameters: an end, a number in the range, or nothing."""
    found: dict[str, str | float] = {}
    for key, low, high in ranges(pack):
        at = draw(st.none() | st.sampled_from(["low", "value", "high"]) | st.floats(low, high))
        if at is not None:
            found[key] = at
    return found


@st.composite
def scenarios(draw: st.DrawFn, pack: Pack, key: str, base: str = "today") -> Scenario:
    """Draw a scenario with any decisions and suppositions."""
    decide, told = read_decisions(draw(tables()), pack)
    assert told == ()
    return Scenario(
        key,
        "Rubrik",
        "Fråga?",
        base=base,
        critique=draw(st.sampled_from(["", "Forskningen säger emot."])),
        sources=draw(st.sampled_from([(), ("statskontoret_2023",)])),
        seed=draw(st.integers(0, 9)),
        decide=decide,
        suppose=draw(suppositions(pack)),
    )


@given(st.data())
def test_the_differences_written_read_back_to_the_same_scenario(
    pack: Pack, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever two scenarios hold, the file of one on the other gives it back whole."""
    base = data.draw(scenarios(pack, "grund"))
    asked = data.draw(scenarios(pack, "prov", base="grund"))
    folder = tmp_path_factory.mktemp("grund")
    put(folder, grund=as_toml(base, pack), prov=as_toml(asked, pack, base))
    assert read_scenario(folder / "prov.toml", pack) == asked
    # Without the base at hand the file holds everything.
    alone = read_text(as_toml(asked, pack).encode(), "prov.toml", pack)
    assert (alone.decide, alone.suppose, alone.seed) == (asked.decide, asked.suppose, asked.seed)
    assert alone.fingerprint() == asked.fingerprint()
