"""The tables that every cooperation starts from hold, and cover each legal form of the pack."""

import shutil
from pathlib import Path

import pytest

from models.pack import Pack
from models.responsibility import Part
from scenarios.responsibilities import FOLDER, default_notes, default_responsibilities


def test_every_row_has_one_who_answers_and_one_who_does() -> None:
    """What we ship is what we ask of others."""
    tables, faults = default_responsibilities()
    assert faults == ()
    for table in tables.values():
        assert table.bodies
        for task in table.tasks:
            assert len(task.bodies(Part.ANSWERS)) == 1, (table.form, task.key)
            assert task.bodies(Part.DOES), (table.form, task.key)


def test_every_legal_form_of_the_pack_has_a_table(pack: Pack) -> None:
    """Who chooses a form sees who does what in it."""
    tables, _ = default_responsibilities()
    assert {form.key for form in pack.legal_forms} <= set(tables)


def test_the_union_negotiation_is_each_municipality_s_own_in_every_form() -> None:
    """No joint body negotiates for an employer."""
    tables, _ = default_responsibilities()
    own = {
        form: task.bodies(Part.ANSWERS)
        for form, table in tables.items()
        for task in table.tasks
        if task.key == "forhandla"
    }
    assert len(own) >= 4
    assert set(own.values()) == {("kommunchef",)}


def test_a_note_names_a_task_that_exists() -> None:
    """What governs a task is said beside it."""
    tables, _ = default_responsibilities()
    tasks = {(form, task.key) for form, table in tables.items() for task in table.tasks}
    notes = default_notes()
    assert notes
    assert set(notes) <= tasks


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("responsibilities.csv", "A,R,C,,R,,", "A,A,C,,R,,", "2 ansvariga"),
        ("responsibilities.csv", "A,R,C,,R,,", "A,X,C,,R,,", "kolumn ”ks”: fann ”X”"),
        ("responsibilities.csv", "form,task", "form,tasks", "”task”"),
        ("bodies.csv", "avtal,kf,Kommunfullmäktige\n", "", "”kf”"),
    ],
)
def test_what_is_wrong_in_the_tables_is_said(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    """A municipality may change them, and is told when a row no longer holds."""
    folder = Path(shutil.copytree(FOLDER, tmp_path / "decisions"))
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    _, faults = default_responsibilities(folder)
    assert said in "\n".join(str(fault) for fault in faults)
