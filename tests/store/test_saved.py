"""Saved scenarios: whole or not at all, never over another, and all that they have been is kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from models.decisions import Decisions
from models.pack import Pack
from scenarios.scenario import LIBRARY, Scenario, read_scenario
from store import saved as saving
from store.saved import KIND, CannotSaveError, differences, key_of, saved, title_of
from store.store import ConflictError, Store, StoreError, open_store, url_of

AT = "2026-11-22 14:05"
ASKED = Scenario(
    "utkast",
    "Vårt förslag",
    "Vad händer?",
    decide=Decisions(least_team=2.0),
    suppose={"franvaro": 0.25},
)


def save(store: Store, pack: Pack, scenario: Scenario, **how: Any) -> Scenario:
    """Save as Anna."""
    return saving.save(store, pack, scenario, **{"who": "Anna", "at": AT, **how})


def remove(store: Store, pack: Pack, key: str) -> None:
    """Remove what stands there now, as Bo."""
    saving.remove(store, pack, key, who="Bo", at=AT, seen=len(store.history(KIND, key)))


def undo(store: Store, pack: Pack, key: str) -> None:
    """Take back what was done last, as Bo."""
    saving.undo(store, pack, key, who="Bo", at=AT, seen=len(store.history(KIND, key)))


def put(store: Store, key: str, toml: str) -> None:
    """Put a text there as it is, as when a file was taken in."""
    store.save(KIND, key, {"toml": toml}, who="", at=AT, what="", seen=0)


def test_what_is_saved_is_there_when_it_is_listed(store: Store, pack: Pack) -> None:
    """Its key is the title made safe, and who saved it is kept."""
    assert saved(store, pack) == ()
    kept = save(store, pack, ASKED)
    assert kept == replace(ASKED, key="vart_forslag")
    (found,) = saved(store, pack)
    assert (found.key, found.scenario, found.faults) == ("vart_forslag", kept, ())
    revision = found.revision
    assert (revision.number, revision.who, revision.at) == (1, "Anna", AT)
    assert revision.what == "Sparade scenariot ”Vårt förslag”"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("../../etc/passwd", "etc_passwd"),
        ("Vårt förslag, 2!", "vart_forslag_2"),
        ("C:\\x", "c_x"),
        (".dold", "dold"),
        ("con", "con_"),
        ("today", "today_"),
        ("a" * 200, "a" * 60),
        ("\u00c5re\u0000", "are"),
    ],
)
def test_no_title_leads_out_of_the_folder(title: str, key: str) -> None:
    """What is typed on a page must never choose where on the disk something is written."""
    assert key_of(title) == key


@pytest.mark.parametrize("title", ["", "…", "../..", "北京"])
def test_a_title_without_letters_is_asked_for_again(title: str, store: Store, pack: Pack) -> None:
    """A file without a name would be hidden."""
    with pytest.raises(CannotSaveError, match="minst en bokstav") as caught:
        save(store, pack, replace(ASKED, title=title))
    assert not caught.value.taken
    assert store.recent(1) == ()


def test_nothing_is_overwritten_in_silence(store: Store, pack: Pack) -> None:
    """Two groups with the same title: the second is asked, and the first keeps its file."""
    save(store, pack, ASKED)
    other = replace(ASKED, decide=Decisions(least_team=5.0))
    with pytest.raises(CannotSaveError, match="Vårt förslag") as caught:
        save(store, pack, other)
    assert caught.value.taken
    assert saved(store, pack)[0].scenario == replace(ASKED, key="vart_forslag")
    save(store, pack, other, replacing=True)
    (found,) = saved(store, pack)
    assert found.scenario == replace(other, key="vart_forslag")


def test_a_shipped_scenarios_name_is_not_taken(store: Store, pack: Pack) -> None:
    """A base must mean one thing."""
    with pytest.raises(CannotSaveError, match="följer med") as caught:
        save(store, pack, replace(ASKED, title="02 Sårbarhet"), replacing=True)
    assert not caught.value.taken


def test_a_saved_scenario_says_what_differs_from_its_base(store: Store, pack: Pack) -> None:
    """The file is short and shows what the group has decided of its own."""
    base = read_scenario(LIBRARY / "04_kobyt_inriktning.toml", pack)
    decide = replace(base.decide, outside=("0512",))
    asked = replace(base, title="Utan Ydre", base=base.key, decide=decide)
    kept = save(store, pack, asked)
    text = saving.texts(store)["utan_ydre"]
    assert "outside" in text
    assert "plan.how" not in text
    again = save(store, pack, replace(kept, title="Kopia"))
    assert again.base == base.key
    for one in saved(store, pack):
        assert one.scenario is not None
        assert one.scenario.decide == asked.decide


def test_a_base_that_is_gone_or_leans_back_is_written_out(store: Store, pack: Pack) -> None:
    """A file never points at what is not there, nor at itself."""
    lost = save(store, pack, replace(ASKED, base="borta"))
    assert lost.base == "today"
    child = save(store, pack, replace(lost, title="Barn", base="vart_forslag", seed=3))
    assert child.base == "vart_forslag"
    turned = save(
        store, pack, replace(child, title="Vårt förslag", base="barn", seed=4), replacing=True
    )
    assert turned.base == "today"
    assert [s.faults for s in saved(store, pack)] == [(), ()]


def test_what_others_lean_on_is_not_removed(store: Store, pack: Pack) -> None:
    """Their files would no longer be readable; who they are is said."""
    kept = save(store, pack, ASKED)
    save(store, pack, replace(kept, title="Barn", base=kept.key))
    with pytest.raises(CannotSaveError, match="”Barn” utgår från"):
        remove(store, pack, kept.key)
    remove(store, pack, "barn")
    remove(store, pack, kept.key)
    assert saved(store, pack) == ()


@pytest.mark.parametrize("key", ["borta", "../01_lagsta_kostnad"])
def test_only_what_is_saved_can_be_removed(key: str, store: Store, pack: Pack) -> None:
    """A key made up in an address reaches nothing."""
    with pytest.raises(CannotSaveError, match="finns inte kvar"):
        remove(store, pack, key)
    assert store.recent(1) == ()


def test_what_cannot_be_read_is_listed_and_left(store: Store, pack: Pack) -> None:
    """Somebody's half-written scenario is theirs to mend, and may be removed when they say so."""
    save(store, pack, ASKED)
    toml = 'title = "T"\n[decide]\nleast_team = "stort"\n'
    put(store, "trasig", toml)
    put(store, "värre", "[decide")
    bad, good, worse = saved(store, pack)
    assert good.scenario is not None
    assert bad.scenario is None
    assert len(bad.faults) == 2
    assert worse.scenario is None
    assert "värre.toml" in str(worse.faults[0])
    save(store, pack, replace(ASKED, title="En till"))
    assert saving.texts(store)["trasig"] == toml
    for key in ("trasig", "värre"):
        remove(store, pack, key)
        assert store.latest(KIND, key) is None


def test_a_place_that_cannot_be_written_in_is_told_in_swedish(tmp_path: Path, pack: Pack) -> None:
    """A file where the folder should be: no stack trace, and nothing half-made left."""
    store = open_store(url_of({}, tmp_path / "sparat"))
    (tmp_path / "sparat").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="mappen går inte att använda"):
        save(store, pack, ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["sparat"]


def test_what_somebody_else_replaced_meanwhile_is_not_replaced(store: Store, pack: Pack) -> None:
    """Who it was and what differs is told, decision by decision."""
    save(store, pack, ASKED)
    theirs = replace(ASKED, decide=Decisions(least_team=5.0))
    save(store, pack, theirs, who="Cia", replacing=True, seen=1)
    mine = replace(ASKED, seed=3, decide=Decisions(least_team=3.0))
    with pytest.raises(ConflictError, match="Cia har ändrat") as caught:
        save(store, pack, mine, replacing=True, seen=1)
    told = [(row.where, row.before, row.mine, row.theirs) for row in differences(caught.value)]
    assert told == [("seed", 2005, 3, 2005), ("decide.least_team", 2.0, 3.0, 5.0)]
    assert saved(store, pack)[0].scenario == replace(theirs, key="vart_forslag")
    save(store, pack, mine, replacing=True, seen=2)
    assert saved(store, pack)[0].scenario == replace(mine, key="vart_forslag")


def test_a_name_that_is_taken_in_the_same_moment_is_taken(
    store: Store, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the save somebody else has saved under it."""
    monkeypatch.setattr("store.saved._base_of", lambda *_: put(store, "vart_forslag", "x"))
    with pytest.raises(CannotSaveError, match="Det finns redan") as caught:
        save(store, pack, replace(ASKED, base="x"))
    assert caught.value.taken
    assert saving.texts(store) == {"vart_forslag": "x"}


def test_a_change_is_taken_back_and_done_again(store: Store, pack: Pack) -> None:
    """What stood before is there again, as a change of whoever undid it; so is what was removed."""
    save(store, pack, ASKED)
    save(store, pack, replace(ASKED, seed=7), replacing=True)

    def seed() -> int | None:
        (found,) = saved(store, pack)
        return found.scenario.seed if found.scenario else None

    for expected in (2005, 7):
        undo(store, pack, "vart_forslag")
        assert seed() == expected
    remove(store, pack, "vart_forslag")
    assert store.recent(1)[0].what == "Tog bort scenariot ”Vårt förslag”"
    undo(store, pack, "vart_forslag")
    assert seed() == 7
    assert {one.who for one in store.history(KIND, "vart_forslag")} == {"Anna", "Bo"}


def test_what_others_lean_on_is_not_undone_away(store: Store, pack: Pack) -> None:
    """To undo the first save is to remove."""
    kept = save(store, pack, ASKED)
    save(store, pack, replace(kept, title="Barn", base=kept.key))
    with pytest.raises(CannotSaveError, match="”Barn” utgår från"):
        undo(store, pack, kept.key)
    undo(store, pack, "barn")
    undo(store, pack, kept.key)
    assert saved(store, pack) == ()


def test_an_undo_never_makes_a_scenario_unreadable(store: Store, pack: Pack) -> None:
    """What stood before leans on what now leans back: both would go round in a ring."""
    save(store, pack, replace(ASKED, title="Ett"))
    save(store, pack, replace(ASKED, title="Två", base="ett", seed=3))
    save(store, pack, replace(ASKED, title="Två", seed=4), replacing=True)
    save(store, pack, replace(ASKED, title="Ett", base="tva", seed=5), replacing=True)
    before = saving.texts(store)
    with pytest.raises(CannotSaveError, match="skulle sedan inte gå att läsa"):
        undo(store, pack, "tva")
    assert saving.texts(store) == before


def test_a_title_is_read_out_of_whatever_is_saved(store: Store, pack: Pack) -> None:
    """Also where nothing is, or where it is no scenario."""
    save(store, pack, ASKED)
    put(store, "a", "[")
    put(store, "b", "title = 3")
    titles = [title_of(store.latest(KIND, key)) for key in ("vart_forslag", "a", "b", "c")]
    assert titles == ["Vårt förslag", "", "", ""]


def test_a_copy_gets_the_first_name_that_is_free(store: Store, pack: Pack) -> None:
    """A group tries a variant of its own proposal without touching it."""

    def duplicate(store: Store, pack: Pack, scenario: Scenario) -> Scenario:
        return saving.duplicate(store, pack, scenario, who="", at=AT)

    titles = [duplicate(store, pack, ASKED).title for _ in range(3)]
    assert titles == ["Vårt förslag, kopia", "Vårt förslag, kopia 2", "Vårt förslag, kopia 3"]
    again = duplicate(store, pack, replace(ASKED, title="å" * 90))
    other = duplicate(store, pack, replace(ASKED, title="å" * 90))
    assert again.key != other.key
    assert all(one.scenario is not None for one in saved(store, pack))
