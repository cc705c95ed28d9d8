"""What differs between two scenarios is all of it, and said in Swedish."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.decisions import Decisions
from models.entities import Alternative
from models.pack import Pack
from scenarios.decide import read_decisions
from scenarios.differences import differences, with_differences
from scenarios.keys import KEYS
from scenarios.scenario import Scenario
from tests.scenarios.test_bases import scenarios
from tests.scenarios.test_decide import GOOD

BASE = Scenario("a", "A", "A?")


@given(st.data())
def test_the_differences_are_all_there_is(pack: Pack, data: st.DataObject) -> None:
    """Two proposals on the table: what is not in the list is the same in both."""
    base, asked = data.draw(scenarios(pack, "a")), data.draw(scenarios(pack, "b"))
    rows = differences(asked, base, pack)
    made = with_differences(base, rows, pack)
    assert (made.decide, made.suppose, made.seed) == (asked.decide, asked.suppose, asked.seed)
    assert made.fingerprint() == asked.fingerprint()
    assert all(row.old != row.new for row in rows)
    assert len({(row.kind, row.key) for row in rows}) == len(rows)
    assert differences(base, base, pack) == ()
    back = differences(base, asked, pack)
    assert {(r.key, r.old, r.new) for r in map(_hashable, back)} == {
        (r.key, r.new, r.old) for r in map(_hashable, rows)
    }


def _hashable(row: object) -> object:
    return replace(row, old=str(row.old), new=str(row.new))  # type: ignore[type-var, attr-defined]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_every_decision_is_said_in_words(key: object, pack: Pack) -> None:
    """A councillor reads names and units, never a code or a field."""
    assert hasattr(key, "name")
    for value, _ in GOOD[key.name]:
        name = f"bygglov.{key.name}" if key.by_activity else key.name  # type: ignore[attr-defined]
        decide, _faults = read_decisions({name: value}, pack)
        (row,) = differences(replace(BASE, decide=decide), BASE, pack)
        assert row.kind == "beslut"
        assert row.old is None
        assert row.old_words == "inte beslutat"
        assert row.new_words
        for code in ("0513", "0512", "0687", "osterbymo", "True", "["):
            assert code not in row.new_words
        assert row.label.startswith("Bygglov: ") == key.by_activity  # type: ignore[attr-defined]


def test_the_words_are_those_of_a_meeting(pack: Pack) -> None:
    """Amounts in Swedish form, towns and municipalities by name, suppositions with their unit."""
    decide, _ = read_decisions(
        {
            "price_uncovered_day": 12_500,
            "outside": ["0687", "0512"],
            "bygglov.locked": ["Kinda+0512 sammanslagen Österbymo decentraliserad"],
            "no_notice": True,
            "lon.after": "",
        },
        pack,
    )
    asked = replace(
        BASE, decide=decide, suppose={"franvaro": 0.25, "omstallning_overdrag": "high"}, seed=3
    )
    told = {row.key: (row.label, row.new_words) for row in differences(asked, BASE, pack)}
    assert told == {
        "price_uncovered_day": ("En dag utan bemanning är värd", "12\u00a0500\u00a0kr/dag"),
        "outside": ("Kommuner utanför allt gemensamt", "Tranås och Ydre"),
        "bygglov.locked": (
            "Bygglov: låst i planen",
            "Kinda och Ydre: sammanslagen, Österbymo, decentraliserad",
        ),
        "no_notice": ("Ingen sägs upp", "ja"),
        "lon.after": ("Lön: startar först efter", "utan ordning"),
        "franvaro": ("Andel av arbetstiden en person inte är på plats", "0,25\u00a0andel"),
        "omstallning_overdrag": (
            "Överdrag på engångskostnaden",
            "spannets högsta, 1\u00a0andel över plan",
        ),
        "seed": ("Frö till dragningarna", "3"),
    }
    back = {row.key: row.new_words for row in differences(BASE, asked, pack)}
    assert back["outside"] == "inte beslutat"
    assert back["franvaro"] == "hela spannet"


def test_what_is_decided_otherwise_has_both_old_and_new(pack: Pack) -> None:
    """From what to what, side by side."""
    old = replace(BASE, decide=Decisions(how={"lon": (Alternative.OWN,)}))
    new = replace(BASE, decide=Decisions(how={"lon": (Alternative.OWN, Alternative.MERGED)}))
    (row,) = differences(new, old, pack)
    assert (row.old, row.new) == (["egen"], ["egen", "sammanslagen"])
    assert (row.old_words, row.new_words) == ("egen", "egen eller sammanslagen")
