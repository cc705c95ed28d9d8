"""A scenario file that does not hold says everything that is wrong with it, in Swedish."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.decisions import Decisions
from models.entities import Alternative, LevelChoice
from models.errors import ScenarioError
from models.pack import Pack
from scenarios.scenario import Scenario, as_toml, read_scenario

GOOD = """\
title = "Lön ihop"
question = "Vad blir det av lön i en gemensam organisation?"
author = "Kommunchefsgruppen"
written = 2026-11-21
seed = 7

[decide]
"lon.how" = ["sammanslagen"]
"plan.least_partners" = 4
level = "gemensam nivå"
price_uncovered_day = 1200

[suppose]
realisering_sammanslagen = "low"
"""

# What somebody wrote instead, and the words the fault must have.
BAD = {
    "an unknown heading": ('author = "Kommunchefsgruppen"', 'forfattare = "X"', "”forfattare”"),
    "a misspelt heading": ("seed = 7", "sed = 7", "menade du ”seed”?"),
    "no title": ('title = "Lön ihop"\n', "", "title"),
    "an empty question": (
        'question = "Vad blir det av lön i en gemensam organisation?"',
        'question = ""',
        "question",
    ),
    "a title that is no text": ('title = "Lön ihop"', "title = 3", "”3”"),
    "a seed that is no number": ("seed = 7", 'seed = "sju"', "ett heltal från 0"),
    "a seed below zero": ("seed = 7", "seed = -1", "ett heltal från 0"),
    "another base": ("seed = 7", 'base = "i morgon"', "today"),
    "a base in a list": ("seed = 7", 'base = ["today"]', "namnet på ett annat scenario"),
    "a base outside the folders": ("seed = 7", 'base = "../mitt"', "today"),
    "a misspelt base": ("seed = 7", 'base = "01_lagsta_kostnd"', "menade du ”01_lagsta_kostnad”?"),
    "something to take back that today does not have": (
        "seed = 7",
        'without = ["price_uncovered_day"]',
        "en nyckel som ”today” beslutar eller antar",
    ),
    "a word to take back that is no list": ("seed = 7", 'without = "level"', "en lista av nycklar"),
    "critique that is no text": ("seed = 7", "critique = 3", "en text"),
    "an unknown source": ("seed = 7", 'sources = ["statskontret_2023"]', "”statskontoret_2023”"),
    "a source that is no text": ("seed = 7", "sources = [3]", "sources.toml"),
    "sources that are no list": ("seed = 7", 'sources = "kobyt_2005"', "en lista av nycklar"),
    "a misspelt activity": ('"lon.how"', '"loner.how"', "menade du ”lon.how”?"),
    "an unknown activity": ('"lon.how"', '"vägvisning i skog"', "activities.csv"),
    "an unknown decision": ('"lon.how"', '"lon.who"', "”lon.who”"),
    "an alternative that is not allowed": (
        '"lon.how" = ["sammanslagen"]',
        '"bygglov.how" = ["entreprenad"]',
        "verksamhetens tillåtna driftformer",
    ),
    "no alternative at all": ('["sammanslagen"]', "[]", "”[]”"),
    "an alternative in a list of lists": ('["sammanslagen"]', '[["sammanslagen"]]', "en lista av"),
    "an alternative that is a number": ('["sammanslagen"]', "3", "en lista av"),
    "one partner": ("= 4", "= 1", "ett heltal från 2"),
    "half a partner": ("= 4", "= 2.5", "ett heltal från 2"),
    "a partner that is a truth value": ("= 4", "= true", "ett heltal från 2"),
    "an unknown level": ('"gemensam nivå"', '"lagom"', "gemensam nivå"),
    "levels in a list": ('"gemensam nivå"', '["gemensam nivå"]', "gemensam nivå"),
    "a price below zero": ("= 1200", "= -5", "kronor per dag"),
    "a price that is no number": ("= 1200", '= "dyrt"', "kronor per dag"),
    "a price that is not finite": ("= 1200", "= nan", "kronor per dag"),
    "a number outside the range": ('"low"', "1.2", "ett tal i spannet 0 till 1\u00a0andel"),
    "a number below the range": ('"low"', "-0.1", "ändra spannet i parameters.toml om det är fel"),
    "a supposition that is not finite": ('"low"', "nan", "ett tal i spannet"),
    "a supposition that is a truth value": ('"low"', "true", "ett tal i spannet"),
    "an unknown supposition": ("realisering_sammanslagen", "tur", "parameters.toml"),
    "volumes that follow nothing known": (
        "realisering_sammanslagen",
        'volumes = "prognos"\nrealisering_sammanslagen',
        "”today” eller ”trend”",
    ),
    "volumes in a list": (
        "realisering_sammanslagen",
        'volumes = ["trend"]\nrealisering_sammanslagen',
        "”today” eller ”trend”",
    ),
    "a misspelt supposition": (
        "realisering_sammanslagen",
        "realisering_samanslagen",
        "menade du ”realisering_sammanslagen”?",
    ),
    "an end that does not exist": ('"low"', '"lagom"', "”low”, ”value”, ”high” eller ett tal"),
    "a municipality of another pack": (
        "price_uncovered_day = 1200",
        'outside = ["Kinda", "Motala"]',
        "”Motala” finns inte i datapaketet: välj bland Kinda, Ödeshög, Boxholm, Ydre och Tranås",
    ),
    "misspelt municipalities": (
        "price_uncovered_day = 1200",
        'outside = ["Kindaa", "tranås"]',
        "menade du ”Kinda”?; ”tranås” finns inte i datapaketet, menade du ”Tranås”?",
    ),
    "a misspelt town": (
        "price_uncovered_day = 1200",
        'office_in = ["Österbymå"]',
        "menade du ”Österbymo”?",
    ),
    "a misspelt activity in a list": (
        "price_uncovered_day = 1200",
        'some_merge = ["byglov"]',
        "menade du ”bygglov”?",
    ),
    "an order that goes round": (
        "price_uncovered_day = 1200",
        '"personal.after" = "lon"',
        "Personal (PA) efter Lön efter Personal (PA): ta bort eller ändra ett av leden",
    ),
    "a table that is a number": ("[suppose]\nrealisering_sammanslagen", "suppose", "suppose"),
    "what is not TOML": ("[decide]", "[decide", "TOML"),
}


def written(folder: Path, text: str) -> Path:
    """Write a scenario file and return it."""
    path = folder / "mitt.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path, pack: Pack) -> tuple[str, ...]:
    """Return the faults of a file that must not be read."""
    with pytest.raises(ScenarioError) as caught:
        read_scenario(path, pack)
    assert str(caught.value) == "\n".join(f"• {fault}" for fault in caught.value.faults)
    return tuple(str(fault) for fault in caught.value.faults)


def test_a_good_file_is_read_as_it_stands(tmp_path: Path, pack: Pack) -> None:
    """What is decided and what is supposed come through, and nothing else."""
    scenario = read_scenario(written(tmp_path, GOOD), pack)
    assert scenario.key == "mitt"
    assert scenario.written == "2026-11-21"
    assert scenario.seed == 7
    assert scenario.decide == Decisions(
        how={"lon": (Alternative.MERGED,)},
        least_partners={"plan": 4},
        level=LevelChoice.COMMON,
        price_uncovered_day_sek=1200,
    )
    assert scenario.supposed(pack) == {
        "realisering_sammanslagen": pack.parameters["realisering_sammanslagen"].low
    }


def test_a_key_may_be_written_without_quotes(tmp_path: Path, pack: Pack) -> None:
    """TOML reads plan.how without quotes as a table in a table; the author means the same."""
    plain = written(tmp_path, GOOD.replace('"lon.how"', "lon.how"))
    bare = read_scenario(plain, pack)
    assert bare.fingerprint() == read_scenario(written(tmp_path, GOOD), pack).fingerprint()


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_told_in_swedish(what: str, tmp_path: Path, pack: Pack) -> None:
    """The author is told where, what was found, what was expected and what to do."""
    old, new, words = BAD[what]
    assert old in GOOD
    (told,) = faults(written(tmp_path, GOOD.replace(old, new, 1)), pack)
    assert told.startswith("mitt.toml")
    assert words in told
    assert "fann" in told
    assert "väntade" in told
    assert "Gör så här" in told


def test_every_fault_comes_at_once(tmp_path: Path, pack: Pack) -> None:
    """Nobody should have to run the command five times to find five faults."""
    text = GOOD
    for what in ("no title", "an unknown activity", "one partner", "a number below the range"):
        old, new, _ = BAD[what]
        text = text.replace(old, new, 1)
    told = faults(written(tmp_path, text), pack)
    assert len(told) == 4


def test_a_file_that_is_not_there_is_told_in_swedish(tmp_path: Path, pack: Pack) -> None:
    """A misspelt path is the commonest fault of all."""
    (told,) = faults(tmp_path / "saknas.toml", pack)
    assert "ingen fil" in told


def test_a_folder_is_no_scenario(tmp_path: Path, pack: Pack) -> None:
    """A path that leads to a folder is told as gently as one that leads nowhere."""
    (told,) = faults(tmp_path, pack)
    assert "ingen fil" in told


def test_a_file_in_another_coding_is_told_in_swedish(tmp_path: Path, pack: Pack) -> None:
    """An old editor saves å ä ö in Latin-1; the author is told to save as UTF-8."""
    path = tmp_path / "gammal.toml"
    path.write_bytes(GOOD.encode("latin-1"))
    (told,) = faults(path, pack)
    assert "UTF-8" in told


ASKED = Scenario(key="a", title="A", question="A?")


@pytest.mark.parametrize(
    "changed",
    [
        replace(ASKED, decide=Decisions(how={"lon": (Alternative.OWN,)})),
        replace(ASKED, decide=Decisions(least_partners={"plan": 4})),
        replace(ASKED, decide=Decisions(level=LevelChoice.HIGHEST)),
        replace(ASKED, decide=Decisions(price_uncovered_day_sek=1.0)),
        replace(ASKED, decide=Decisions(first_year=2028)),
        replace(ASKED, suppose={"franvaro": "low"}),
        replace(ASKED, suppose={"franvaro": "high"}),
        replace(ASKED, seed=1),
        replace(ASKED, volumes="trend"),
    ],
)
def test_the_fingerprint_follows_what_can_change_a_result(changed: Scenario) -> None:
    """Two papers with the same stamp stand on the same question."""
    assert changed.fingerprint() != ASKED.fingerprint()


def test_the_fingerprint_does_not_follow_words_and_order() -> None:
    """A better title on the same question must not make last week's paper look outdated."""
    again = replace(ASKED, key="b", title="B", question="B?", author="C", written="2026-01-01")
    assert again.fingerprint() == ASKED.fingerprint()
    one = replace(ASKED, decide=Decisions(least_partners={"plan": 3, "lon": 2}))
    other = replace(ASKED, decide=Decisions(least_partners={"lon": 2, "plan": 3}))
    assert one.fingerprint() == other.fingerprint()


def test_volumes_follow_the_trend_when_the_file_says_so(tmp_path: Path, pack: Pack) -> None:
    """What is saved as a file is read back to the same question, and a plain one is plain."""
    plain = read_scenario(written(tmp_path, GOOD), pack)
    text = GOOD.replace("[suppose]\n", '[suppose]\nvolumes = "trend"\n')
    asked = read_scenario(written(tmp_path, text), pack)

    assert (plain.volumes, plain.follows_trend) == ("today", False)
    assert (asked.volumes, asked.follows_trend) == ("trend", True)
    assert asked.suppose == plain.suppose
    assert "volumes" not in as_toml(plain, pack)
    again = read_scenario(written(tmp_path, as_toml(asked, pack)), pack)
    assert again.fingerprint() == asked.fingerprint()
    assert again.volumes == "trend"


def test_todays_volumes_said_aloud_is_the_same_question(tmp_path: Path, pack: Pack) -> None:
    """Stamps from before volumes could follow a trend still mean what they meant."""
    text = GOOD.replace("[suppose]\n", '[suppose]\nvolumes = "today"\n')
    said = read_scenario(written(tmp_path, text), pack)

    assert said.fingerprint() == read_scenario(written(tmp_path, GOOD), pack).fingerprint()
