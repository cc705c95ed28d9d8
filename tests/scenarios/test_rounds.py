"""The round of 2005–2006 as its own document prints it, and what follows from the dates alone."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from models.accord import Required, accord_of
from models.pack import Pack
from models.underlag import underlag_list
from scenarios.rounds import FOLDER, Round, RoundError, read_round, round_days

FILE = FOLDER / "2005_2006_framat_genom_samverkan.toml"
TODAY = date(2026, 11, 22)
LAST = date(2006, 4, 24)


@pytest.fixture(scope="module")
def names(pack: Pack) -> dict[str, str]:
    """The municipalities by code."""
    return {m.code: m.name for m in pack.municipalities}


@pytest.fixture(scope="module")
def a_round(names: dict[str, str]) -> Round:
    """The shipped round."""
    return read_round(FILE, names, TODAY)


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """Return a copy of the round in which one text is another."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / FILE.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_councils_took_it_in_this_order(a_round: Round, names: dict[str, str]) -> None:
    """Tranås first and Ydre last, five months apart."""
    days = round_days(a_round, TODAY)
    order = [names[code] for code in days.timeline.order]
    assert order == ["Tranås", "Ödeshög", "Boxholm", "Kinda", "Ydre"]
    assert days.timeline.gaps == (21, 49, 56, 28)
    assert days.timeline.offsets == (0, 21, 70, 126, 154)
    assert days.timeline.span == 154
    assert days.from_first_draft == 475
    assert days.from_final_version == 209


def test_they_were_in_accord_on_the_last_day_and_not_before(
    a_round: Round, names: dict[str, str]
) -> None:
    """On every day of the round, seen from that day."""
    required = Required(tuple(names), a_round.text_hash)
    day = date(2005, 11, 1)
    while day < LAST:
        assert not accord_of(required, a_round.decisions, (), names, {}, day).reached, day
        day += timedelta(1)
    seen = accord_of(required, a_round.decisions, (), names, {}, LAST)
    assert seen.since == LAST
    assert accord_of(required, a_round.decisions, (), names, {}, TODAY).since == LAST


def test_every_reference_is_printed_as_the_source_has_it(
    a_round: Round, names: dict[str, str]
) -> None:
    """Five municipalities, five ways of writing a number, none of them made alike."""
    assert {names[d.code]: d.printed for d in a_round.decisions} == {
        "Kinda": "Kf 2006-03-27 21",
        "Ödeshög": "2005-12-12, KF 86/05 Dnr 150/05",
        "Boxholm": "Kf 11/2006, 2006-01-30, Dnr 2005.110.005",
        "Ydre": "2006-04-24 16 dnr KS 2005/0097",
        "Tranås": "KF 2005-11-21 138, dnr 338/05",
    }
    for decision in a_round.decisions:
        assert str(decision.on) in decision.printed
        assert decision.dnr in decision.printed
        assert decision.paragraph.removeprefix("§ ") in decision.printed


def test_the_text_had_four_versions(a_round: Round) -> None:
    """A draft and three revisions, the last before the first council."""
    assert [str(version.on) for version in a_round.versions] == [
        "2005-01-04",
        "2005-03-17",
        "2005-09-08",
        "2005-09-27",
    ]


def test_seven_documents_lie_under_the_round_in_date_order(a_round: Round) -> None:
    """From the redovisning in Kisa to the consultation, each once."""
    listed = underlag_list(a_round.underlag, a_round.key)
    assert [(one.dated, one.place) for one in listed] == [
        ("2002-04-23", "Kisa"),
        ("2002-05-08", ""),
        ("juni 2003", ""),
        ("29–30 januari 2004", "Rimforsa"),
        ("9 september 2004", "Pinnarp"),
        ("2 mars 2005", ""),
        ("våren/sommaren 2005", ""),
    ]


def test_the_round_names_a_source_of_the_pack(a_round: Round, pack: Pack) -> None:
    """Who doubts a date can look it up."""
    source = pack.sources[a_round.source]
    assert source.url == a_round.url


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "Framåt genom samverkan"', "", "title: fann|title”: fann uppgift saknas"),
        ("on = 2006-04-24", 'on = "i april"', "decisions 4, on”: fann ”i april”"),
        ("on = 2006-04-24", "on = 2006-04-24T10:00:00", "decisions 4, on"),
        ("on = 2006-04-24", "on = 2106-04-24", "inte har varit"),
        ('municipality = "0512"', 'municipality = "0513"', "samma beslut|två gånger"),
        ('municipality = "0512"', 'municipality = "0561"', "kommunen ”0561”"),
        ('dnr = "150/05"', "dnr = 150", "decisions 2, dnr”: fann ”150”"),
        ('dnr = "150/05"', 'number = "150/05"', "fann ”number”"),
        ('dated = "juni 2003"', 'dated = "förr"', "”förr”"),
        ('consultation = "våren/sommaren 2005"', 'consultation = "snart"', "”snart”"),
        ('consulted = ["respektive kommun", "partigrupper"]', "consulted = 5", "lista med texter"),
        ("on = 2005-01-04", "on = 2005-12-04", "den äldsta först"),
        ("[[versions]]", "[[version]]", "fann ”version”"),
        ("[[decisions]]", "[decisions", "TOML"),
    ],
)
def test_what_is_wrong_in_a_round_is_said(
    tmp_path: Path, names: dict[str, str], old: str, new: str, said: str
) -> None:
    """One sentence that names the place, and no stack of code."""
    with pytest.raises(RoundError) as raised:
        read_round(broken(tmp_path, old, new), names, TODAY)
    assert re.search(said, str(raised.value))


def test_a_file_that_is_not_there_is_said(tmp_path: Path, names: dict[str, str]) -> None:
    """The name looked for stands in the sentence."""
    with pytest.raises(RoundError, match=r"saknas\.toml: fann ingen fil"):
        read_round(tmp_path / "saknas.toml", names, TODAY)


def test_a_round_without_anything_in_it_says_all_that_is_missing(
    tmp_path: Path, names: dict[str, str]
) -> None:
    """An empty file is nine faults, told at once."""
    path = tmp_path / "tom.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(RoundError) as raised:
        read_round(path, names, TODAY)
    assert len(raised.value.faults) == 9
