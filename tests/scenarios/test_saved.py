"""Saved scenarios: whole or not at all, never over another, and nothing outside their folder."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.decisions import Decisions
from models.pack import Pack
from scenarios.saved import CannotSaveError, duplicate, key_of, remove, save, saved
from scenarios.scenario import LIBRARY, Scenario, read_scenario

ASKED = Scenario(
    "utkast",
    "Vårt förslag",
    "Vad händer?",
    decide=Decisions(least_team=2.0),
    suppose={"franvaro": 0.25},
)


def test_what_is_saved_is_there_when_it_is_listed(tmp_path: Path, pack: Pack) -> None:
    """The folder is made the first time; the name in it is the title made safe."""
    folder = tmp_path / "sparat"
    assert saved(folder, pack) == ()
    kept = save(folder, pack, ASKED)
    assert kept == replace(ASKED, key="vart_forslag")
    (found,) = saved(folder, pack)
    assert (found.key, found.scenario, found.faults) == ("vart_forslag", kept, ())
    assert [path.name for path in folder.iterdir()] == ["vart_forslag.toml"]


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
def test_a_title_without_letters_is_asked_for_again(title: str, tmp_path: Path, pack: Pack) -> None:
    """A file without a name would be hidden."""
    with pytest.raises(CannotSaveError, match="minst en bokstav") as caught:
        save(tmp_path, pack, replace(ASKED, title=title))
    assert not caught.value.taken
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten_in_silence(tmp_path: Path, pack: Pack) -> None:
    """Two groups with the same title: the second is asked, and the first keeps its file."""
    save(tmp_path, pack, ASKED)
    other = replace(ASKED, decide=Decisions(least_team=5.0))
    with pytest.raises(CannotSaveError, match="Vårt förslag") as caught:
        save(tmp_path, pack, other)
    assert caught.value.taken
    assert saved(tmp_path, pack)[0].scenario == replace(ASKED, key="vart_forslag")
    save(tmp_path, pack, other, replacing=True)
    (found,) = saved(tmp_path, pack)
    assert found.scenario == replace(other, key="vart_forslag")


def test_a_shipped_scenarios_name_is_not_taken(tmp_path: Path, pack: Pack) -> None:
    """A base must mean one thing."""
    with pytest.raises(CannotSaveError, match="följer med") as caught:
        save(tmp_path, pack, replace(ASKED, title="02 Sårbarhet"), replacing=True)
    assert not caught.value.taken


def test_a_saved_scenario_says_what_differs_from_its_base(tmp_path: Path, pack: Pack) -> None:
    """The file is short and shows what the group has decided of its own."""
    base = read_scenario(LIBRARY / "04_kobyt_inriktning.toml", pack)
    decide = replace(base.decide, outside=("0512",))
    asked = replace(base, title="Utan Ydre", base=base.key, decide=decide)
    kept = save(tmp_path, pack, asked)
    text = (tmp_path / "utan_ydre.toml").read_text(encoding="utf-8")
    assert "outside" in text
    assert "plan.how" not in text
    again = save(tmp_path, pack, replace(kept, title="Kopia"))
    assert again.base == base.key
    for one in saved(tmp_path, pack):
        assert one.scenario is not None
        assert one.scenario.decide == asked.decide


def test_a_base_that_is_gone_or_leans_back_is_written_out(tmp_path: Path, pack: Pack) -> None:
    """A file never points at what is not there, nor at itself."""
    lost = save(tmp_path, pack, replace(ASKED, base="borta"))
    assert lost.base == "today"
    child = save(tmp_path, pack, replace(lost, title="Barn", base="vart_forslag", seed=3))
    assert child.base == "vart_forslag"
    turned = save(
        tmp_path, pack, replace(child, title="Vårt förslag", base="barn", seed=4), replacing=True
    )
    assert turned.base == "today"
    assert [s.faults for s in saved(tmp_path, pack)] == [(), ()]


def test_what_others_lean_on_is_not_removed(tmp_path: Path, pack: Pack) -> None:
    """Their files would no longer be readable; who they are is said."""
    kept = save(tmp_path, pack, ASKED)
    save(tmp_path, pack, replace(kept, title="Barn", base=kept.key))
    with pytest.raises(CannotSaveError, match="”Barn” utgår från"):
        remove(tmp_path, pack, kept.key)
    remove(tmp_path, pack, "barn")
    remove(tmp_path, pack, kept.key)
    assert saved(tmp_path, pack) == ()


@pytest.mark.parametrize("key", ["borta", "../01_lagsta_kostnad", ""])
def test_only_what_is_saved_can_be_removed(key: str, tmp_path: Path, pack: Pack) -> None:
    """A key made up in an address reaches no file."""
    outside = tmp_path / "01_lagsta_kostnad.toml"
    outside.write_text("x", encoding="utf-8")
    with pytest.raises(CannotSaveError, match="finns inte kvar"):
        remove(tmp_path / "sparat", pack, key)
    assert outside.exists()


def test_a_file_that_cannot_be_read_is_listed_and_left(tmp_path: Path, pack: Pack) -> None:
    """Somebody's half-written file is theirs to mend, and may be removed when they say so."""
    save(tmp_path, pack, ASKED)
    broken = tmp_path / "trasig.toml"
    broken.write_text('title = "T"\n[decide]\nleast_team = "stort"\n', encoding="utf-8")
    before = broken.read_bytes()
    bad, good = saved(tmp_path, pack)
    assert good.scenario is not None
    assert bad.scenario is None
    assert len(bad.faults) == 2
    save(tmp_path, pack, replace(ASKED, title="En till"))
    assert broken.read_bytes() == before
    remove(tmp_path, pack, "trasig")
    assert not broken.exists()


def test_a_folder_that_cannot_be_written_in_is_told_in_swedish(tmp_path: Path, pack: Pack) -> None:
    """A file where the folder should be: no stack trace, and nothing half-made left."""
    taken = tmp_path / "sparat"
    taken.write_text("", encoding="utf-8")
    with pytest.raises(CannotSaveError, match="gick inte att spara"):
        save(taken, pack, ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["sparat"]


def test_half_a_file_is_never_left(
    tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full in the middle of it: what was there stands, and no scrap beside it."""
    save(tmp_path, pack, ASKED)
    before = (tmp_path / "vart_forslag.toml").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "disken är full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(CannotSaveError, match="disken är full"):
        save(tmp_path, pack, replace(ASKED, seed=9), replacing=True)
    with pytest.raises(CannotSaveError, match="disken är full"):
        save(tmp_path, pack, replace(ASKED, title="Ny"))
    assert [path.name for path in tmp_path.iterdir()] == ["vart_forslag.toml"]
    assert (tmp_path / "vart_forslag.toml").read_bytes() == before


def test_a_copy_gets_the_first_name_that_is_free(tmp_path: Path, pack: Pack) -> None:
    """A group tries a variant of its own proposal without touching it."""
    titles = [duplicate(tmp_path, pack, ASKED).title for _ in range(3)]
    assert titles == ["Vårt förslag, kopia", "Vårt förslag, kopia 2", "Vårt förslag, kopia 3"]
    again = duplicate(tmp_path, pack, replace(ASKED, title="å" * 90))
    other = duplicate(tmp_path, pack, replace(ASKED, title="å" * 90))
    assert again.key != other.key
    assert all(one.scenario is not None for one in saved(tmp_path, pack))
