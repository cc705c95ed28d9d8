"""Paketet: frozen from the plan, written in fields, yellow when something has changed."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.joint_decision import Goal, GoalLevel, Measure, Seats
from pages.parts import on_table
from pages.parts.decision_rows import (
    goal_rows,
    goals_of,
    measure_rows,
    measures_of,
    seat_rows,
    seats_of,
)
from scenarios.desk import Draft
from scenarios.frozen import Package
from store.codec import record_of, to_body
from tests.pages.deciding import (
    AREA,
    AT,
    beslut,
    failed,
    field,
    lay,
    press,
    said,
    store_in,
    succeeded,
    type_in,
)
from tests.scenarios.deciding_words import CODES, ready_words

LIVELY = "04_kobyt_inriktning"


def draft_in(folder: Path) -> Draft:
    """Return the draft as it is kept."""
    row = store_in(folder).latest(on_table.DRAFT, AREA)
    assert row is not None
    return record_of(Draft, row)


def test_an_area_is_frozen_from_the_chosen_scenario(folder: Path):
    """The package holds the scenario's figures, and the draft begins with what is known."""
    app = beslut("Paketet", scenario=LIVELY)
    assert "har inget fryst paket" in said(app)

    press(app, "Frys Plan och bygg ur ”Inriktningen från 2005”")

    assert "fryst som version" in succeeded(app)
    draft = draft_in(folder)
    row = store_in(folder).latest(on_table.PACKAGE, draft.version)
    assert row is not None
    package = record_of(Package, row)
    assert package.frozen.origin.scenario_key == LIVELY
    assert draft.words.leadership.town == "Tranås"
    assert "Något saknas i mål" in said(app)


def test_an_area_that_stays_as_today_says_so(folder: Path):
    """There is nothing to decide together, and the message says what to do."""
    app = beslut("Paketet", scenario="06_nulage")

    press(app, "Frys Plan och bygg ur ”Som i dag”")

    assert "Välj ett scenario där området ändras" in failed(app)
    assert store_in(folder).latest(on_table.DRAFT, AREA) is None


def test_what_is_written_is_saved_and_there_in_a_new_session(folder: Path, found: Package):
    """A field is saved when it is left; the page says the package is no longer what is written."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    type_in(app, Anslag_som_pengarna_tas_ur="ett annat anslag")
    app.run()

    assert draft_in(folder).words.money.financing == "ett annat anslag"
    assert "ordalydelsen i ekonomi" in said(app)
    again = beslut("Paketet", punkt="2 Ekonomi")
    assert field(again, "text_input", "Anslag som pengarna tas ur").value == "ett annat anslag"
    assert "Medlen anvisas ur ett annat anslag." in said(again)


def test_two_fields_left_after_each_other_are_both_saved(folder: Path, found: Package):
    """Saving the first does not empty what is being written in the next."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    type_in(app, Anslag_som_pengarna_tas_ur="ett annat anslag")
    field(app, "text_input", "Hur regleras över- och underskott?").set_value("så här")
    app.run()

    money = draft_in(folder).words.money
    assert (money.financing, money.settlement) == ("ett annat anslag", "så här")


def test_a_field_that_cannot_be_read_is_told_of_and_not_saved(folder: Path, found: Package):
    """The words that were saved before stand; the fault says what to write."""
    lay(folder, found)
    app = beslut("Paketet", punkt="5 Politisk styrning")
    field(app, "text_input", "Uppsägningstid, månader").set_value("två år").run()

    assert "skriv till exempel 24" in failed(app)
    assert draft_in(folder).words.governance.notice_months == 24


def test_a_changed_key_turns_the_package_yellow_and_says_why(folder: Path, found: Package):
    """What was changed, what it moved, and two ways out."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    field(app, "selectbox", "Kostnadsnyckel").select("equal").run()

    words = said(app)
    assert "Kostnadsnyckel: Invånare → Lika delar" in words
    assert "gul" in words
    assert "Ydre: betalar efter nyckel och regel" in words
    assert draft_in(folder).key == "equal"
    assert draft_in(folder).version == found.version

    press(app, "Ändra tillbaka till det frysta")

    assert draft_in(folder).key == "inhabitants"
    assert "Ändrat sedan paketet frystes" not in said(app)


def test_freezing_again_makes_a_new_version_and_leaves_the_old(folder: Path, found: Package):
    """What a council has adopted is still there to be read."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    field(app, "selectbox", "Kostnadsnyckel").select("equal").run()

    press(app, "Frys om med utkastets ord och fördelning")

    versions = {row.key for row in store_in(folder).all_latest(on_table.PACKAGE)}
    assert found.version in versions
    assert draft_in(folder).version in versions - {found.version}
    assert "Ändrat sedan paketet frystes" not in said(app)


def test_two_who_write_are_told_and_nothing_is_lost(folder: Path, found: Package):
    """The second sees the difference; what the first saved stands."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    first = draft_in(folder)
    words = replace(first.words, money=replace(first.words.money, financing="den förstas"))
    store_in(folder).save(
        on_table.DRAFT,
        AREA,
        to_body(replace(first, words=words)),
        who="den första",
        at=AT,
        what="Ändrade",
        seen=1,
    )

    type_in(app, Anslag_som_pengarna_tas_ur="den andras")
    app.run()

    assert draft_in(folder).words.money.financing == "den förstas"
    assert "den första" in failed(app)
    assert "den andras" in said(app)


def test_the_last_change_is_undone(folder: Path, found: Package):
    """And stays in the list of changes."""
    lay(folder, found)
    app = beslut("Paketet", punkt="2 Ekonomi")
    type_in(app, Anslag_som_pengarna_tas_ur="ett misstag")
    app.run()

    press(app, "Ångra senaste ändringen")

    assert draft_in(folder).words == found.words
    assert "Ändringar (3)" in [one.label for one in app.expander]


def test_rows_are_read_as_people_type_them():
    """Decimal commas, spaces in thousands and a true minus sign; back again they are the same."""
    rows = [
        {
            "level": "uppdragsmål",
            "text": "Kortare tid",
            "indicator": "mediantid",
            "unit": "veckor",
            "baseline": "1 234,5",
            "baseline_year": "2025",
            "target": "−6",
            "year": "2029",
            "source": "s",
            "owner": "o",
        },
        {"level": None, "text": None},
    ]

    goals, faults = goals_of(rows)

    assert faults == ()
    assert goals == (
        Goal(
            GoalLevel.ASSIGNMENT,
            "Kortare tid",
            "mediantid",
            "veckor",
            1234.5,
            2025,
            -6.0,
            2029,
            "s",
            "o",
        ),
    )
    assert goals_of(goal_rows(goals)) == (goals, ())


@pytest.mark.parametrize("value", [0.125, 7.5, 1234.567, 61902.0, -0.001, 1e6, 1 / 3])
def test_a_number_is_shown_as_it_was_given(value: float):
    """Opening a table must not save a rounded value."""
    rows = measure_rows((Measure("n", "", value, 2022, "k"),))

    ((found,), faults) = measures_of(rows)

    assert faults == ()
    assert found.baseline == pytest.approx(value, rel=1e-14)
    assert measure_rows((found,)) == rows


def test_every_fault_in_the_rows_is_told_at_once_with_row_and_column():
    """Nobody mends one cell to be told of the next."""
    _, faults = goals_of(
        [
            {"text": "ett", "baseline": "1.234", "year": "i år"},
            {"text": "två", "target": "åtta"},
            {"text": "tre", "level": "annat", "baseline_year": "1066"},
        ]
    )

    assert [(fault.row, fault.column) for fault in faults] == [
        (1, "Nuläge"),
        (1, "Målår"),
        (2, "Målvärde"),
        (3, "Nivå"),
        (3, "Nulägets år"),
    ]
    assert "1,234 eller 1" in faults[0].remedy


def test_a_text_that_cannot_be_printed_is_told_of():
    """A control character, and a hundred thousand letters: both by row and column."""
    _, faults = goals_of([{"text": "mål\x07"}, {"text": "å" * 100_000}])

    assert [fault.file for fault in faults] == ["Målen, rad 1, mål", "Målen, rad 2, mål"]


def test_measures_and_seats_are_read_too():
    """Each with its own columns; a municipality with nothing typed has no seats."""
    measures = (Measure("Dagar", "dagar per år", 14.2, 2022, "källa"),)
    names = dict(zip(CODES, ("Kinda", "Ödeshög", "Boxholm", "Ydre", "Tranås"), strict=True))
    seats = (Seats("0513", 2, 2), Seats("0687", 3, 0))

    assert measures_of(measure_rows(measures)) == (measures, ())
    assert seats_of(seat_rows(seats, names), names) == (seats, ())
    _, (fault,) = seats_of([{"code": "Ydre", "members": "2,5", "substitutes": "1"}], names)
    assert (fault.row, fault.column) == (1, "Ledamöter")


def test_the_front_page_counts_goals_and_frozen_packages(folder: Path, found: Package):
    """Each part of the assignment stands where its own data is."""
    empty = beslut("Dagens beslut").switch_page("pages/overview.py").run()
    assert "**Förankring** ej påbörjad" in "\n".join(m.value for m in empty.markdown)

    lay(folder, replace(found, words=ready_words()))

    app = beslut("Dagens beslut").switch_page("pages/overview.py").run()
    words = "\n".join(m.value for m in app.markdown)
    assert "**Mål** 1 av 9 med mätbart mål" in words
    assert "**Förankring** 1 av 9 med fryst beslutspaket" in words


def test_what_the_form_requires_is_ticked_off_point_by_point(folder: Path, found: Package):
    """Every paper and every point in it, with its paragraph; then nothing is left."""
    lay(folder, found)
    app = beslut("Paketet", punkt="5 Politisk styrning")

    def left() -> int:
        (label,) = (one.label for one in app.expander if "kräver:" in one.label)
        return int(label.split("kräver: ")[1].split(" ")[0])

    before, boxes = left(), [box for box in app.checkbox if str(box.key).startswith("krav_")]
    assert len({box.key for box in boxes}) == len(boxes)
    assert any("9 kap. 33 § kommunallagen" in box.label for box in boxes)
    for box in boxes:
        app.checkbox(key=box.key).check()
    app.run()

    assert before > 0
    assert left() == 0
    assert len(draft_in(folder).done) == len(boxes)
