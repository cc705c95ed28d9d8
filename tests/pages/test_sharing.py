"""Fördelning: who pays, who gains, who would rather leave, and what would change that."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.dividing import WHOLE, Asked
from pages.parts.standing import _quote
from pages.parts.straining import TRIAL, TRIALS
from scenarios.setting import Range
from scenarios.sharing import BY_KEY, Key, ShareRow
from scenarios.sharing_words import KEY_WORDS, RULE_WORDS
from tests.pages.seeing import (
    FIVE,
    SHARING,
    assert_whole,
    kronor,
    opened,
    table_about,
    text,
)

PRICED = "02_sarbarhet"  # the shipped question in which most is joint
NO_GAIN = "it_drift"  # costs more jointly than apart in every shipped question
YDRE = "0512"
KEYS = [f"Nyckel: {words.lower()}" for words in KEY_WORDS.values()]
RULES = [words for key, words in RULE_WORDS.items() if key != BY_KEY]
SIDE_BY_SIDE = "Mot att vara ensam, tkr/år"
PAYS = "Vad var och en betalar"


@cache
def page(**state: str | int) -> AppTest:
    """Return the page with these choices made, whole, for tests that only read it."""
    app = opened(SHARING, **({"scenario": PRICED} | state))
    assert_whole(app)
    assert not app.error
    return app


def headers(app: AppTest) -> list[str]:
    """Return the sections' headings."""
    return [header.value for header in app.header]


def headline(app: AppTest) -> str:
    """Return what stands first on the page."""
    return str(app.main.markdown[0].value)


def column(table: Sequence[Sequence[str]], heading: str) -> list[str]:
    """Return one column of a table, without its heading."""
    (i,) = (i for i, text in enumerate(table[0]) if text == heading)
    return [row[i] for row in table[1:]]


def most_likely(cell: str) -> float:
    """Return the value in a cell that also holds a range."""
    return kronor(cell.split(" (")[0])


def adds_up(table: Sequence[Sequence[str]]) -> None:
    """Check that a table's last row is the sum of its first column of figures."""
    *parts, total = table[1:]
    assert total[0] == "Summa"
    assert sum(most_likely(row[1]) for row in parts) == most_likely(total[1])


def own_words(app: AppTest) -> tuple[list[str], list[list[str]]]:
    """Return a municipality's answer and the rows of its table of proposals."""
    answer = [m.value for m in app.markdown if "kan säga ja till" in m.value]
    return answer, table_about(app, "och vad som skulle krävas")


def test_where_nothing_is_joint_an_activity_is_offered_first() -> None:
    """The first question is one where nothing is joint; the page must not open on nothing."""
    app = opened(SHARING)
    assert_whole(app)
    assert not app.error
    what = app.selectbox(key="delas")
    assert what.options[-1] == "Hela planen"
    assert what.value != WHOLE
    assert "Vinster och förluster i hela planen" not in headers(app)
    assert len(table_about(app, PAYS)) == 1 + len(FIVE)


def test_the_whole_plan_with_nothing_joint_says_so() -> None:
    """An empty page explains itself and still shows every activity."""
    app = opened(SHARING, delas=WHOLE)
    assert_whole(app)
    assert "Planen gör inget gemensamt" in headline(app)
    assert headers(app) == ["Alla verksamheter"]


@pytest.mark.parametrize("state", [{}, {"delas": "ekonomi"}, {"scenario": "01_lagsta_kostnad"}])
def test_no_amount_stands_without_its_range(state: dict[str, str]) -> None:
    """A figure without a range is read as a promise."""
    app = page(**state)
    table = table_about(app, PAYS)
    for heading in table[0]:
        if "5–95" in heading:
            assert all(re.search(r"\(.+(–| till ).+\)", cell) for cell in column(table, heading))
    for row in table_about(app, SIDE_BY_SIDE)[1:]:
        for cell in row[2:]:
            assert not cell or re.search(r"\(.+ till .+\)", cell), row


def test_the_whole_plan_is_shown_with_every_key_and_rule() -> None:
    """All answers beside each other: nobody has to trust the one that was picked."""
    app = page()
    assert app.selectbox(key="delas").value == WHOLE
    table = table_about(app, SIDE_BY_SIDE)
    assert table[0] == ["Nyckel eller regel", "Skulle hellre lämna", *FIVE]
    assert [row[0] for row in table[1:]] == [*KEYS, *RULES]
    assert "Vinster och förluster i hela planen" in headers(app)
    assert len(app.code) == len(FIVE)


def test_the_balance_adds_up_to_what_each_pays_against_alone() -> None:
    """The column of activities ends in the figure that the council voted on."""
    app = page()
    *_, total = table_about(app, "Mot i dag, tkr/år")
    assert total[0] == "Summa"
    assert total[1:] == table_about(app, SIDE_BY_SIDE)[1][2:]


def test_transfers_beyond_the_key_add_up_to_nothing() -> None:
    """What one is given another gives; ±1 is the printed thousand."""
    app = page(regel="floor")
    moved = column(table_about(app, PAYS), "Varav utöver nyckeln")
    assert any(kronor(cell) for cell in moved)
    assert abs(sum(kronor(cell) for cell in moved)) <= len(moved) / 2


@pytest.mark.parametrize("activity", ["information", "ekonomi", NO_GAIN])
def test_an_activity_shows_who_gains_and_who_would_rather_leave(activity: str) -> None:
    """The question in every cooperation: whose is the gain, and who pays for it?"""
    app = page(delas=activity)
    table = table_about(app, PAYS)
    pays = column(table, "Mot att vara ensam (5–95\u00a0%)")
    worse = [row[0] for row, cell in zip(table[1:], pays, strict=True) if most_likely(cell) > 0]
    for who in worse:
        assert who in headline(app)
    assert "Vem skulle hellre lämna?" in headers(app)
    leaves = table_about(app, SIDE_BY_SIDE)[1][1]
    said = next(m.value for m in app.markdown if m.value.startswith("- "))
    if leaves == "ingen":
        assert "Ingen kommun och ingen grupp har något att vinna på att lämna" in said
    else:
        assert f"**{leaves}** har mest att vinna på att lämna" in said


def test_a_municipality_sees_what_each_key_costs_it() -> None:
    """Ydre asks: what could we say yes to?"""
    app = page(kommun=YDRE)
    answer, table = own_words(app)
    assert len(answer) == 1
    assert answer[0].startswith("**Ydre kan säga ja till ")
    assert [row[0] for row in table[1:5]] == KEYS
    assert {row[3] for row in table[1:]} <= {"ja", "nej"}
    assert "Vad skulle få en kommun att säga ja?" not in headers(app)
    assert "Ydre betalar " in headline(app)
    (quoted,) = app.code
    assert quoted.value.startswith("Över hela planen betalar Ydre ")


def test_equal_shares_make_the_smallest_say_no_and_compensation_yes() -> None:
    """The smallest carries most of an equal share; the page says what it would take."""
    app = page(kommun=YDRE, nyckel="equal")
    _, table = own_words(app)
    (mine,) = (row for row in table if row[0] == "Nyckel: lika delar")
    assert mine[3] == "nej"
    loss = mine[2].split(" (")[0].removeprefix("+")
    (paid,) = (row for row in table if row[0].startswith("Ersättning: "))
    assert paid[0].startswith(f"Ersättning: {loss} tkr per år (")
    assert paid[3] == "ja"
    assert "betalar Ydre mer än ensam" in headline(app)


def test_all_of_it_fixed_is_the_key_equal_shares() -> None:
    """The slider's end and the key's name are the same agreement."""
    slider, key = page(fast=100), page(nyckel="equal")
    assert table_about(slider, PAYS) == table_about(key, PAYS)
    assert headline(slider) == headline(key)


@pytest.mark.parametrize("state", [{"fast": 100}, {"nyckel": "equal", "fast": 50}, {"fast": 50}])
def test_no_key_is_shown_twice(state: dict[str, str | int]) -> None:
    """Two rows with one name make the reader look for a difference that is not there."""
    app = page(**state, **{TRIAL: "Överdrag"})
    for about in (SIDE_BY_SIDE, "och vad som skulle krävas", "Vem som betalar överdraget"):
        names = [row[0] for row in table_about(app, about)[1:]]
        assert len(names) == len(set(names)), (about, names)


def test_with_the_floor_nobody_pays_more_than_alone() -> None:
    """What the rule promises is what the table shows."""
    app = page(regel="floor")
    assert "Här betalar ingen mer än ensam." in text(app)
    assert "betalar mer än ensam och skulle hellre stå utanför" not in text(app)
    pays = column(table_about(app, PAYS), "Mot att vara ensam (5–95\u00a0%)")
    assert max(most_likely(cell) for cell in pays) <= 0


@pytest.mark.parametrize("rule", [BY_KEY, "floor"])
def test_an_activity_without_a_gain_has_nothing_to_divide(rule: str) -> None:
    """No rule makes a loss into a gain; those that promise it do not answer."""
    app = page(delas=NO_GAIN, regel=rule)
    found = {row[0]: row[1] for row in table_about(app, SIDE_BY_SIDE)[1:]}
    for key in ("nucleolus", "floor"):
        assert found[RULE_WORDS[key]].startswith("Inget svar: ")
    assert "det finns ingen vinst att dela" in headline(app).lower()
    if rule == BY_KEY:
        assert "**Det finns ingen vinst att dela.**" in headline(app)
    else:
        assert PAYS not in text(app)


def test_another_leaver_and_a_dearer_overrun_are_answered() -> None:
    """The trials are moved in the meeting; each answer is printed with its sum."""
    app = opened(SHARING, scenario=PRICED, **{TRIAL: "Utträde"})
    (leaver,) = (box for box in app.selectbox if box.label == "Vem lämnar?")
    leaver.select_index(4).run()
    assert_whole(app)
    gone = table_about(app, "efter uppsägningstiden")
    adds_up(gone)
    assert {row[0]: row[3] for row in gone[1:]}["Tranås"] == "har lämnat"
    assert any("Lämnar Tranås" in m.value for m in app.markdown)
    app = opened(SHARING, scenario=PRICED, **{TRIAL: "Överdrag"})
    app.slider(key="strain_overrun").set_value(20).run()
    assert_whole(app)
    dearer = table_about(app, "Vem som betalar överdraget")
    assert [row[0] for row in dearer[1:]] == list(KEY_WORDS.values())
    assert len({most_likely(row[-1]) for row in dearer[1:]}) == 1
    for row in dearer[1:]:
        assert sum(most_likely(cell) for cell in row[1:-1]) == most_likely(row[-1])
    assert any("20\u00a0% dyrare" in m.value for m in app.markdown)


@pytest.mark.parametrize("trial", TRIALS)
def test_every_trial_opens(trial: str) -> None:
    """Somebody clicks through them all in the meeting."""
    page(**{TRIAL: trial})


def test_a_new_key_and_a_late_joiner_only_move_money() -> None:
    """What one pays more another pays less, in whole thousands as printed."""
    for trial, about in (("Ny nyckel", "gäller fullt ut"), ("Sen anslutning", "första året mot")):
        table = table_about(page(**{TRIAL: trial}), about)
        adds_up(table)
        assert table[-1][1] == "0"


def test_a_merged_activity_can_try_another_office() -> None:
    """A town of its own is what a municipality asks for first."""
    app = page(delas="information", **{TRIAL: "Annan kontorsort"})
    assert len(table_about(app, "Förändring mot kontor i")) > 1


def test_the_known_case_shows_what_happened_and_how_it_is_known() -> None:
    """Itsam: what could be seen before, told apart from what was reported."""
    table = table_about(page(**{TRIAL: "Kända fall"}), "Vad den nya nyckeln 2019 ändrade")
    found = {row[0]: (row[1], row[2]) for row in table[1:]}
    assert found["Kinda"] == ("+600", "rapporterat")
    assert found["Vimmerby"] == ("\u22121\u00a0200", "rapporterat")
    assert found["Åtvidaberg"] == ("\u2212730", "rapporterat")
    assert found["Ydre"][1] == "uppskattat"
    adds_up(table)
    seen = text(page(**{TRIAL: "Kända fall"}))
    for word in ("rapporterat", "(härlett)", "uppskattat", "Det här gick att se i förväg:"):
        assert word in seen


def test_every_activity_is_listed_with_its_losers() -> None:
    """The table at the end has a row for each activity that may be joint and a column a key."""
    table = table_about(page(), "Vem som skulle hellre stå utanför")
    assert table[0] == ["Verksamhet", "Som", "Vinst", *KEY_WORDS.values()]
    offered = page().selectbox(key="delas").options
    assert [row[0] for row in table[1:]] == [name for name in offered if name != "Hela planen"]
    gains = sum(row[2] == "ja" for row in table[1:])
    assert 0 < gains < len(table) - 1
    assert f"av {len(table) - 1} verksamheter ger en vinst" in text(page())


@pytest.mark.parametrize("unit", ["kr per invånare", "% av egen kostnad"])
def test_the_bars_can_be_in_another_unit(unit: str) -> None:
    """Per inhabitant the small and the large can be compared."""
    page(delas_enhet=unit)


def test_the_sentence_to_quote_says_mer_and_mindre_by_the_sign() -> None:
    """It is pasted into minutes; nobody checks it against the table again."""
    saves, pays = Range(-5e3, -9e3, 2e3), Range(7e3, 1e3, 9e3)
    asked = Asked(WHOLE, Key("volume", 0.2), "floor")
    row = ShareRow("0512", 1e6, 3600.0, Range(9e5, 8e5, 1e6), saves, 0.0, 0.0, pays, 0.5)
    said = _quote(row, "Ydre", [("Lön", pays), ("Plan", saves)], asked)
    assert "betalar Ydre 5 tkr per år mindre än i dag (\u22129 till +2 tkr" in said
    assert "med nyckeln 20\u00a0% lika, resten efter volym och regeln golv" in said
    assert "Sämre blir Lön, +7 tkr (+1 till +9)" in said
    assert "ställd än ensam" not in said
    assert _quote(row, "Ydre", [("Plan", saves)], asked).endswith("blir sämre.")


def test_a_pack_with_an_unknown_volume_is_told_of_and_the_other_keys_answer(own_pack: Path) -> None:
    """One municipality's missing figure stops one key, not the meeting."""
    path = own_pack / "0512-ydre" / "key_figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("elever_anpassad_grundskola,")]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), encoding="utf-8")
    app = opened(SHARING, delas="sarskilt_stod", nyckel="volume")
    assert_whole(app)
    assert "finns inget svar. Uppgift saknas för nyckeln" in headline(app)
    found = {row[0]: row[1] for row in table_about(app, SIDE_BY_SIDE)[1:]}
    assert found["Nyckel: volym"].startswith("Inget svar: uppgift saknas")
    assert not found["Nyckel: invånare"].startswith("Inget svar")
    app = opened(SHARING, delas="sarskilt_stod", nyckel="volume", **{TRIAL: "Utträde"})
    assert_whole(app)
    assert any("uppgift saknas om volymen" in i.value for i in app.info)
