"""A pack with faults: every one told in Swedish, all at once; the good municipalities stay."""

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.case import build_case
from models.entities import Status
from models.errors import Fault
from models.pack import Reading, read_pack

KINDA = "0513-kinda"
VADSTENA = Path(__file__).parents[1] / "data" / "vadstena" / "0584-vadstena"


def rewrite(path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> None:
    """Change a table's rows, the header first."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(change(rows))


def set_cell(path: Path, where: dict[str, str], column: str, value: str) -> int:
    """Write one cell of the first row that fits `where`; return its row number in the file."""
    found = []

    def change(rows: list[list[str]]) -> list[list[str]]:
        header = rows[0]
        for number, row in enumerate(rows[1:], start=2):
            if all(row[header.index(name)] == cell for name, cell in where.items()):
                row[header.index(column)] = value
                found.append(number)
                break
        return rows

    rewrite(path, change)
    return found[0]


def replace_text(path: Path, old: str, new: str) -> None:
    """Replace the first occurrence in a text file; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def only_fault(reading: Reading) -> Fault:
    """Return the one fault there should be, having checked that a pack author can use it."""
    assert len(reading.faults) == 1, "\n".join(map(str, reading.faults))
    (fault,) = reading.faults
    assert_usable(fault)
    return fault


def assert_usable(fault: Fault) -> None:
    """House 3.10: where, what we found, what we expected, do this; in Swedish, no Python."""
    assert fault.file
    assert fault.found
    assert fault.expected
    assert fault.remedy
    assert re.match(r".+: fann .+; väntade .+\. Gör så här: .+", str(fault))
    assert not re.search(r"Error|Traceback|NoneType|<class|0x[0-9a-f]", str(fault))


def loaded(reading: Reading) -> set[str]:
    """Return the codes of the municipalities that can be used; reckoning them must work."""
    if reading.pack is None:
        return set()
    build_case(reading.pack)
    return {m.code for m in reading.pack.municipalities}


FOUR = {"0509", "0512", "0560", "0687"}
FIVE = FOUR | {"0513"}
PEOPLE = {"key": "folkmangd", "year": "2022"}


# One municipality's folder: the four others still load.


def _without_column(folder: Path) -> None:
    rewrite(folder / "key_figures.csv", lambda rows: [[*r[:3], *r[4:]] for r in rows])


def _unknown_column(folder: Path) -> None:
    rewrite(
        folder / "staffing.csv",
        lambda rows: [[*rows[0], "kommentar"], *([*r, ""] for r in rows[1:])],
    )


def _column_twice(folder: Path) -> None:
    rewrite(
        folder / "staffing.csv", lambda rows: [[*rows[0], "value"], *([*r, "1"] for r in rows[1:])]
    )


def _semicolons(folder: Path) -> None:
    path = folder / "resources.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), encoding="utf-8")


def _unknown_activity(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "activity", "aldreomsorgg")


def _unknown_role(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "role", "trollkarl")


def _unknown_line(folder: Path) -> None:
    set_cell(folder / "accounts.csv", {"line": "kultur", "year": "2022"}, "line", "kulturr")


def _unknown_item(folder: Path) -> None:
    set_cell(folder / "accounts.csv", {"line": "kultur", "year": "2022"}, "item", "K99")


def _words_for_a_number(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "många")


def _decimal_comma(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "value", "23,4")


def _space_in_number(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "1 234")


def _not_a_number(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "nan")


def _infinite(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "1e999")


def _half_a_year(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "year", "2022.5")


def _year_out_of_range(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "year", "22")


def _empty_required_cell(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "unit", "")


def _unknown_status(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "status", "officiell")


def _negative_inhabitants(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "-10068")


def _no_inhabitants(folder: Path) -> None:
    set_cell(folder / "key_figures.csv", PEOPLE, "value", "0")


def _negative_staff(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "value", "-3")


def _negative_cost(folder: Path) -> None:
    where = {"line": "kultur", "item": "kostnad", "year": "2022"}
    set_cell(folder / "accounts.csv", where, "value", "-1000")


def _negative_volume(folder: Path) -> None:
    row = ["plan", "volym", "2022", "-5", "", "", "antal", "reported", "kolada", "", ""]
    rewrite(folder / "resources.csv", lambda rows: [*rows, row])


def contract_end(value: str, unit: str = "årtal") -> Callable[[Path], None]:
    """Return what enters the year that payroll's contract runs out."""
    row = ["lon", "avtal_slut", "2022", value, "", "", unit, "reported", "kolada", "", ""]
    return lambda folder: rewrite(folder / "resources.csv", lambda rows: [*rows, row])


def _half_year_for_an_end(folder: Path) -> None:
    contract_end("2027.5")(folder)


def _short_year_for_an_end(folder: Path) -> None:
    contract_end("27")(folder)


def _years_left_for_an_end(folder: Path) -> None:
    contract_end("2027", "år")(folder)


def _town_that_is_a_candidate(folder: Path) -> None:
    set_cell(folder / "towns.csv", {"town": "horn"}, "town", "linkoping")


def _same_row_twice(folder: Path) -> None:
    rewrite(folder / "staffing.csv", lambda rows: [*rows, rows[-1]])


def _same_year_written_twice(folder: Path) -> None:
    def change(rows: list[list[str]]) -> list[list[str]]:
        again = list(rows[-1])
        again[2] += ".0"
        return [*rows, again]

    rewrite(folder / "staffing.csv", change)


def _short_row(folder: Path) -> None:
    rewrite(folder / "towns.csv", lambda rows: [*rows[:-1], rows[-1], ["ort"]])


def _total_that_does_not_add_up(folder: Path) -> None:
    def account(item: str, value: str) -> list[str]:
        return [
            "lon",
            item,
            "2022",
            value,
            value,
            value,
            "kr/år",
            "2022",
            "reported",
            "kolada",
            "",
            "",
        ]

    rewrite(
        folder / "accounts.csv",
        lambda rows: [*rows, account("kostnad", "1000000"), account("K1", "1000")],
    )


def _own_estimate_that_does_not_add_up(folder: Path) -> None:
    def account(item: str, value: str) -> list[str]:
        return [
            "lon",
            item,
            "2022",
            value,
            value,
            value,
            "kr/år",
            "2022",
            "estimate",
            "kolada",
            "",
            "",
        ]

    rewrite(
        folder / "accounts.csv",
        lambda rows: [*rows, account("kostnad", "1000000"), account("K1", "1000")],
    )


def _more_than_the_official_total(folder: Path) -> None:
    row = [
        "plan",
        "kostnad",
        "2022",
        "900000000",
        "",
        "",
        "kr/år",
        "2022",
        "reported",
        "kolada",
        "",
        "",
    ]
    rewrite(folder / "accounts.csv", lambda rows: [*rows, row])


def _more_staff_than_employed(folder: Path) -> None:
    row = [
        "plan",
        "planarkitekt",
        "2022",
        "5000",
        "",
        "",
        "årsarbetare",
        "reported",
        "kolada",
        "",
        "",
    ]
    rewrite(folder / "staffing.csv", lambda rows: [*rows, row])


def _range_upside_down(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "low", "9999")


def _estimate_without_range(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "status", "estimate")


def _money_without_price_year(folder: Path) -> None:
    where = {"line": "kultur", "item": "kostnad", "year": "2022"}
    set_cell(folder / "accounts.csv", where, "price_year", "")


def _money_of_another_year(folder: Path) -> None:
    where = {"line": "kultur", "item": "kostnad", "year": "2022"}
    set_cell(folder / "accounts.csv", where, "price_year", "2019")


def _unknown_source(folder: Path) -> None:
    set_cell(folder / "staffing.csv", {"year": "2022"}, "source", "hörsägen")


def _not_utf8(folder: Path) -> None:
    path = folder / "towns.csv"
    path.write_bytes(path.read_text("utf-8").replace("Kisa", "Östra Kisa").encode("latin-1"))


def _missing_table(folder: Path) -> None:
    (folder / "service.csv").unlink()


def _missing_profile(folder: Path) -> None:
    (folder / "profile.toml").unlink()


def _broken_toml(folder: Path) -> None:
    replace_text(folder / "profile.toml", 'code = "0513"', "code = 0513")


def _profile_not_utf8(folder: Path) -> None:
    path = folder / "profile.toml"
    path.write_bytes(path.read_text("utf-8").encode("latin-1"))


def _unknown_municipality(folder: Path) -> None:
    folder.rename(folder.with_name("9999-kinda"))
    replace_text(folder.with_name("9999-kinda") / "profile.toml", '"0513"', '"9999"')
    path = folder.with_name("9999-kinda") / "towns.csv"
    path.write_text(path.read_text("utf-8").replace(",0513,", ",9999,"), encoding="utf-8")


def _folder_of_another_name(folder: Path) -> None:
    folder.rename(folder.with_name("kinda"))


def _wrong_name(folder: Path) -> None:
    replace_text(folder / "profile.toml", 'name = "Kinda"', 'name = "Kinnda"')


def _code_as_number(folder: Path) -> None:
    replace_text(folder / "profile.toml", 'code = "0513"', "code = 513")


def _seat_that_is_no_town(folder: Path) -> None:
    replace_text(folder / "profile.toml", 'seat_town = "kisa"', 'seat_town = "kissa"')


def _seat_as_a_list(folder: Path) -> None:
    replace_text(folder / "profile.toml", 'seat_town = "kisa"', 'seat_town = ["kisa"]')


def _town_of_another_municipality(folder: Path) -> None:
    set_cell(folder / "towns.csv", {"town": "kisa"}, "municipality", "0512")


def _cooperation_of_an_unknown_activity(folder: Path) -> None:
    with (folder / "profile.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[existing_cooperation]]\nactivity = "itt"\nsource = "itsam"\n')


def _cooperation_that_is_no_table(folder: Path) -> None:
    path = folder / "profile.toml"
    head = path.read_text("utf-8").split("[[")[0]
    path.write_text('existing_cooperation = ["it_drift"]\n' + head, encoding="utf-8")


def _partners_that_are_no_list(folder: Path) -> None:
    with (folder / "profile.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[existing_cooperation]]\nactivity = "lon"\nsource = "itsam"\npartners = 5\n')


def _quote_that_never_ends(folder: Path) -> None:
    with (folder / "service.csv").open("a", encoding="utf-8") as file:
        file.write('"' + "x" * 200_000)


IN_A_FOLDER: dict[Callable[[Path], None], tuple[str, str, str]] = {
    _without_column: ("key_figures.csv", "unit", "ingen sådan kolumn"),
    _unknown_column: ("staffing.csv", "kommentar", "en okänd kolumn"),
    _column_twice: ("staffing.csv", "value", "kolumnen 2 gånger"),
    _semicolons: ("resources.csv", "", "semikolon"),
    _unknown_activity: ("staffing.csv", "activity", "”aldreomsorgg”"),
    _unknown_role: ("staffing.csv", "role", "”trollkarl”"),
    _unknown_line: ("accounts.csv", "line", "”kulturr”"),
    _unknown_item: ("accounts.csv", "item", "”K99”"),
    _words_for_a_number: ("key_figures.csv", "value", "texten ”många”"),
    _decimal_comma: ("staffing.csv", "value", "texten ”23,4”"),
    _space_in_number: ("key_figures.csv", "value", "texten ”1 234”"),
    _not_a_number: ("key_figures.csv", "value", "”nan”"),
    _infinite: ("key_figures.csv", "value", "”1e999”"),
    _half_a_year: ("staffing.csv", "year", "”2022.5”"),
    _year_out_of_range: ("staffing.csv", "year", "22"),
    _empty_required_cell: ("staffing.csv", "unit", "en tom cell"),
    _unknown_status: ("staffing.csv", "status", "”officiell”"),
    _negative_inhabitants: ("key_figures.csv", "value", "-10068"),
    _no_inhabitants: ("key_figures.csv", "value", "0"),
    _negative_staff: ("staffing.csv", "value", "-3"),
    _negative_cost: ("accounts.csv", "value", "-1000"),
    _negative_volume: ("resources.csv", "value", "-5"),
    _half_year_for_an_end: ("resources.csv", "value", "2027.5 årtal"),
    _short_year_for_an_end: ("resources.csv", "value", "27 årtal"),
    _years_left_for_an_end: ("resources.csv", "value", "2027 år"),
    _town_that_is_a_candidate: ("towns.csv", "town", "candidate_towns.csv"),
    _same_row_twice: ("staffing.csv", "activity, role, year", "samma uppgift"),
    _same_year_written_twice: ("staffing.csv", "activity, role, year", "samma uppgift"),
    _short_row: ("towns.csv", "", "1 celler"),
    _total_that_does_not_add_up: ("accounts.csv", "value", "kostnad 1000000 kr men"),
    _own_estimate_that_does_not_add_up: ("accounts.csv", "value", "kostnad 1000000 kr men"),
    _more_staff_than_employed: ("staffing.csv", "value", "årsarbetare"),
    _range_upside_down: ("staffing.csv", "low, value, high", "9999"),
    _estimate_without_range: ("staffing.csv", "low, high", "inget spann"),
    _money_without_price_year: ("accounts.csv", "price_year", "utan prisår"),
    _money_of_another_year: ("accounts.csv", "price_year", "prisår 2019"),
    _unknown_source: ("staffing.csv", "source", "källan ”hörsägen”"),
    _not_utf8: ("towns.csv", "", "tecken som inte är UTF-8"),
    _missing_table: ("service.csv", "", "ingen fil"),
    _missing_profile: ("profile.toml", "", "ingen fil"),
    _broken_toml: ("profile.toml", "", "något som inte är TOML"),
    _profile_not_utf8: ("profile.toml", "", "tecken som inte är UTF-8"),
    _unknown_municipality: ("profile.toml", "code", "”9999”"),
    _folder_of_another_name: ("profile.toml", "code", "”0513” i mappen ”kinda”"),
    _wrong_name: ("profile.toml", "name", "”Kinnda”"),
    _code_as_number: ("profile.toml", "code", "ingen text"),
    _seat_that_is_no_town: ("profile.toml", "seat_town", "”kissa”"),
    _seat_as_a_list: ("profile.toml", "seat_town", "ingen text"),
    _town_of_another_municipality: ("towns.csv", "municipality", "”0512”"),
    _cooperation_of_an_unknown_activity: ("profile.toml", "existing_cooperation.activity", "”itt”"),
    _cooperation_that_is_no_table: ("profile.toml", "existing_cooperation", "tabell"),
    _partners_that_are_no_list: ("profile.toml", "existing_cooperation.partners", "”5”"),
    _quote_that_never_ends: ("service.csv", "", "celler"),
}


@pytest.mark.parametrize("break_it", IN_A_FOLDER, ids=lambda f: f.__name__.strip("_"))
def test_a_fault_in_one_folder_stops_that_municipality_alone(
    break_it: Callable[[Path], None], pack_copy: Path
) -> None:
    """One economist's slip must not keep four other councils from seeing their figures."""
    file, column, found = IN_A_FOLDER[break_it]
    break_it(pack_copy / KINDA)
    reading = read_pack(pack_copy)

    fault = only_fault(reading)
    assert fault.file.endswith(f"/{file}")
    assert fault.column == column
    assert found in fault.found
    assert fault.municipality in fault.file
    assert loaded(reading) == FOUR


def test_more_than_the_official_total_is_told_for_every_line_it_breaks(pack_copy: Path) -> None:
    """900 mnkr for plan breaks planning, the line it is part of, and the municipality's whole."""
    _more_than_the_official_total(pack_copy / KINDA)
    reading = read_pack(pack_copy)

    for fault in reading.faults:
        assert_usable(fault)
    # The same cost also makes for more staff than the municipality has, which is told too.
    assert {(fault.file.split("/")[1], fault.column) for fault in reading.faults} == {
        ("accounts.csv", "planering"),
        ("accounts.csv", "infrastruktur_skydd"),
        ("accounts.csv", "totalt"),
        ("staffing.csv", "value"),
    }
    assert loaded(reading) == FOUR


@pytest.mark.parametrize(
    ("break_it", "row"),
    [(_words_for_a_number, PEOPLE), (_decimal_comma, {"year": "2022"})],
    ids=["key_figures", "staffing"],
)
def test_a_fault_points_at_the_row_one_sees_in_the_file(
    break_it: Callable[[Path], None], row: dict[str, str], pack_copy: Path
) -> None:
    """Among two hundred rows ”rad 7” is the difference between a minute and a morning."""
    break_it(pack_copy / KINDA)
    fault = only_fault(read_pack(pack_copy))
    with (pack_copy / fault.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert fault.row is not None
    assert rows[fault.row - 2].items() >= row.items()


def test_a_broken_toml_file_points_at_the_line(pack_copy: Path) -> None:
    """Python's own message is English; its line number is not."""
    _broken_toml(pack_copy / KINDA)
    fault = only_fault(read_pack(pack_copy))

    lines = (pack_copy / KINDA / "profile.toml").read_text("utf-8").splitlines()
    assert fault.row is not None
    assert lines[fault.row - 1] == "code = 0513"


def test_two_folders_for_one_municipality_stop_both(pack_copy: Path) -> None:
    """Counting Kinda twice would make every sum wrong; only the author knows which is right."""
    shutil.copytree(pack_copy / KINDA, pack_copy / "0513-kinda-ny")
    reading = read_pack(pack_copy)

    assert [fault.file for fault in reading.faults] == [
        f"{KINDA}/profile.toml",
        "0513-kinda-ny/profile.toml",
    ]
    for fault in reading.faults:
        assert_usable(fault)
    assert loaded(reading) == FOUR


def test_all_faults_in_all_folders_are_told_at_once(pack_copy: Path) -> None:
    """Mending one fault only to meet the next is how one loses a pack author."""
    breaks = [_decimal_comma, _unknown_source, _unknown_line, _missing_table, _wrong_name]
    for break_it in breaks[:3]:
        break_it(pack_copy / KINDA)
    _missing_table(pack_copy / "0687-tranas")
    rewrite(pack_copy / "0687-tranas" / "staffing.csv", lambda rows: [*rows, rows[-1]])
    reading = read_pack(pack_copy)

    for fault in reading.faults:
        assert_usable(fault)
    assert {(f.municipality, f.file.split("/")[1]) for f in reading.faults} == {
        (KINDA, "staffing.csv"),
        (KINDA, "accounts.csv"),
        ("0687-tranas", "service.csv"),
        ("0687-tranas", "staffing.csv"),
    }
    assert loaded(reading) == FOUR - {"0687"}


# The shared tables: no pack, no exception.


def shared_cell(
    table: str, where: dict[str, str], column: str, value: str
) -> Callable[[Path], None]:
    """Return what writes one cell of a shared table."""

    def change(folder: Path) -> None:
        set_cell(folder / f"{table}.csv", where, column, value)

    return change


def text(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces one text in a shared file."""
    return lambda folder: replace_text(folder / file, old, new)


def added(file: str, more: str) -> Callable[[Path], None]:
    """Return what adds a text to a shared file."""

    def change(folder: Path) -> None:
        with (folder / file).open("a", encoding="utf-8") as stream:
            stream.write("\n" + more + "\n")

    return change


def removed(file: str) -> Callable[[Path], None]:
    """Return what removes a shared file."""
    return lambda folder: (folder / file).unlink()


def latin1(file: str) -> Callable[[Path], None]:
    """Return what saves a shared file the way old spreadsheets do."""
    return lambda folder: (
        (folder / file).write_bytes((folder / file).read_text("utf-8").encode("latin-1", "replace"))
        and None
    )


def without_table(key: str) -> Callable[[Path], None]:
    """Return what takes one table out of parameters.toml."""

    def change(folder: Path) -> None:
        path = folder / "parameters.toml"
        parts = re.split(r"(?m)^(?=\[)", path.read_text("utf-8"))
        kept = [part for part in parts if not part.startswith(f"[{key}]")]
        assert len(kept) == len(parts) - 1
        path.write_text("".join(kept), encoding="utf-8")

    return change


def without_rows(file: str, column: str, cell: str) -> Callable[[Path], None]:
    """Return what takes rows out of a shared table."""

    def change(folder: Path) -> None:
        def kept(rows: list[list[str]]) -> list[list[str]]:
            at = rows[0].index(column)
            return [row for row in rows if row[at] != cell]

        rewrite(folder / file, kept)

    return change


PARAMETER = """[{key}]
label = "Ett tal"
low = {low}
value = {value}
high = {high}
unit = "{unit}"
status = "{status}"
source = "{source}"
{more}"""


def parameter(**changes: str) -> Callable[[Path], None]:
    """Return what adds one parameter to the pack, sound but for the changes."""
    cells = {
        "key": "ett_tal",
        "low": "1",
        "value": "2",
        "high": "3",
        "unit": "andel",
        "status": "assumption",
        "source": "kolada",
        "more": "",
    } | changes
    return added("parameters.toml", PARAMETER.format(**cells))


RULE = """[[rule]]
applies_to = "{applies_to}"
item = "{item}"
formula = "{formula}"
status = "{status}"
because = "därför"
"""


def a_rule(**changes: str) -> Callable[[Path], None]:
    """Return what adds one rule to the pack, sound but for the changes."""
    cells = {
        "applies_to": "alla",
        "item": "lokalyta",
        "formula": "folkmangd",
        "status": "assumption",
    } | changes
    return added("rules.toml", RULE.format(**cells))


def ring_of_lines(folder: Path) -> None:
    """Totalt lies within planning, which lies within totalt."""
    set_cell(folder / "lines.csv", {"line": "totalt"}, "parent", "planering")


SHARED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "no codebook": (removed("codebook.csv"), "codebook.csv", "ingen fil"),
    "codebook in Latin-1": (latin1("codebook.csv"), "codebook.csv", "tecken som inte är UTF-8"),
    "codebook without a table": (
        without_rows("codebook.csv", "table", "travel"),
        "codebook.csv",
        "inga kolumner för ”travel”",
    ),
    "codebook with a strange type": (
        shared_cell("codebook", {"table": "areas", "column": "order"}, "type", "tal"),
        "codebook.csv",
        "”tal”",
    ),
    "codebook with a word for a limit": (
        shared_cell("codebook", {"table": "areas", "column": "order"}, "low", "ett"),
        "codebook.csv",
        "texten ”ett”",
    ),
    "no activities": (removed("activities.csv"), "activities.csv", "ingen fil"),
    "a ring of lines": (ring_of_lines, "lines.csv", "en ring"),
    "a line within itself": (
        shared_cell("lines", {"line": "kultur"}, "parent", "kultur"),
        "lines.csv",
        "en ring",
    ),
    "a line within nothing known": (
        shared_cell("lines", {"line": "kultur"}, "parent", "nöje"),
        "lines.csv",
        "”nöje”",
    ),
    "an activity after itself": (
        shared_cell("activities", {"activity": "personal"}, "after", "personal"),
        "activities.csv",
        "en ring",
    ),
    "an activity in no area": (
        shared_cell("activities", {"activity": "lon"}, "area", "77"),
        "activities.csv",
        "”77”",
    ),
    "an activity with an unknown elasticity": (
        shared_cell("activities", {"activity": "lon"}, "elasticity", "e"),
        "activities.csv",
        "”e”",
    ),
    "an alternative nobody knows": (
        shared_cell("activities", {"activity": "lon"}, "alternatives", "egen;bolag"),
        "activities.csv",
        "”egen;bolag”",
    ),
    "a contractor without a price": (
        shared_cell("activities", {"activity": "plan"}, "alternatives", "egen;entreprenad"),
        "activities.csv",
        "utan pris",
    ),
    "a share above one": (
        shared_cell("activities", {"activity": "lon"}, "bought_share", "1.5"),
        "activities.csv",
        "1.5",
    ),
    "a role with unknown pay": (
        shared_cell("roles", {"role": "chef"}, "pay", "guld"),
        "roles.csv",
        "”guld”",
    ),
    "no manager role": (
        shared_cell("roles", {"role": "chef"}, "manager", "nej"),
        "roles.csv",
        "ingen chefsroll",
    ),
    "a cost type the alternatives need": (
        shared_cell("items", {"item": "K5"}, "kind", "resource"),
        "items.csv",
        "ingen post K5",
    ),
    "a cost type without exposure": (
        shared_cell("items", {"item": "lokalyta"}, "kind", "cost"),
        "items.csv",
        "lokalyta",
    ),
    "shares that do not make one": (
        shared_cell("cost_profiles", {"profile": "it", "item": "K3"}, "value", "0.03"),
        "cost_profiles.csv",
        "profilen ”it”",
    ),
    "a share of an unknown cost type": (
        shared_cell("cost_profiles", {"profile": "it", "item": "K3"}, "item", "K33"),
        "cost_profiles.csv",
        "”K33”",
    ),
    "a profile upside down": (
        shared_cell("cost_profiles", {"profile": "it", "item": "K3"}, "low", "0.5"),
        "cost_profiles.csv",
        "0.5",
    ),
    "an index of zero": (
        shared_cell("price_index", {"index": "kpi", "year": "2013"}, "low", "0"),
        "price_index.csv",
        "0",
    ),
    "an unknown source": (
        shared_cell("travel", {"to_town": "kisa"}, "source", "granne"),
        "travel.csv",
        "granne",
    ),
    "a contract for an unknown activity": (
        shared_cell("contracts", {"activity": "lon"}, "unit_price", "pris"),
        "contracts.csv",
        "”pris”",
    ),
    "an age group that nobody counts": (
        shared_cell("activities", {"activity": "lon"}, "age_groups", "inv_6_15;inv_0_99"),
        "activities.csv",
        "”inv_6_15;inv_0_99”",
    ),
    "an activity that is visited now and then": (
        shared_cell("activities", {"activity": "lon"}, "visited", "ibland"),
        "activities.csv",
        "”ibland”",
    ),
    "no candidate towns": (removed("candidate_towns.csv"), "candidate_towns.csv", "ingen fil"),
    "a candidate in no municipality": (
        shared_cell("candidate_towns", {"town": "eksjo"}, "municipality", "0999"),
        "candidate_towns.csv",
        "”0999”",
    ),
    "a candidate twice": (
        shared_cell("candidate_towns", {"town": "eksjo"}, "town", "mjolby"),
        "candidate_towns.csv",
        "samma uppgift (mjolby)",
    ),
    "a candidate at sea": (
        shared_cell("candidate_towns", {"town": "eksjo"}, "lon", "1.5"),
        "candidate_towns.csv",
        "1.5",
    ),
    "a candidate with an unknown source": (
        shared_cell("candidate_towns", {"town": "eksjo"}, "source", "kartan"),
        "candidate_towns.csv",
        "kartan",
    ),
    "no bands of travel": (
        lambda folder: rewrite(folder / "commuting.csv", lambda rows: rows[:1]),
        "commuting.csv",
        "inga rader",
    ),
    "bands of travel that do not start at zero": (
        without_rows("commuting.csv", "minutes_from", "0"),
        "commuting.csv",
        "15",
    ),
    "bands of travel that fall": (
        shared_cell("commuting", {"minutes_from": "30"}, "minutes_from", "50"),
        "commuting.csv",
        "45 efter 50",
    ),
    "a band of travel twice": (
        shared_cell("commuting", {"minutes_from": "30"}, "minutes_from", "15.0"),
        "commuting.csv",
        "samma uppgift",
    ),
    "a band of travel without a parameter": (
        shared_cell("commuting", {"minutes_from": "30"}, "parameter", "slutar"),
        "commuting.csv",
        "”slutar”",
    ),
    "a legal form that may perhaps decide": (
        shared_cell("legal_forms", {"form": "bolag"}, "authority", "kanske"),
        "legal_forms.csv",
        "”kanske”",
    ),
    "a legal form without a section": (
        shared_cell("legal_forms", {"form": "bolag"}, "section", ""),
        "legal_forms.csv",
        "en tom cell",
    ),
    "a legal form twice": (
        shared_cell("legal_forms", {"form": "bolag"}, "form", "avtal"),
        "legal_forms.csv",
        "samma uppgift (avtal)",
    ),
    "a legal form with an unknown source": (
        shared_cell("legal_forms", {"form": "bolag"}, "source", "juristen"),
        "legal_forms.csv",
        "juristen",
    ),
    "a competence of an unknown activity": (
        shared_cell("competences", {"competence": "lantbruk"}, "activity", "miljo"),
        "competences.csv",
        "”miljo”",
    ),
    "a competence that nobody has": (
        lambda folder: (
            [
                set_cell(folder / "competences.csv", {"competence": "lantbruk"}, column, "0")
                for column in ("low", "share")
            ]
            and None
        ),
        "competences.csv",
        "0",
    ),
    "a competence that more than all have": (
        shared_cell("competences", {"competence": "lantbruk"}, "high", "1.2"),
        "competences.csv",
        "1.2",
    ),
    "a competence upside down": (
        shared_cell("competences", {"competence": "lantbruk"}, "low", "0.3"),
        "competences.csv",
        "0.3 – 0.18 – 0.36",
    ),
    "a competence that takes half a person": (
        shared_cell("competences", {"competence": "lantbruk"}, "depth", "1.5"),
        "competences.csv",
        "”1.5”",
    ),
    "a competence that takes nobody": (
        shared_cell("competences", {"competence": "lantbruk"}, "depth", "0"),
        "competences.csv",
        "0",
    ),
    "a competence with an unknown source": (
        shared_cell("competences", {"competence": "lantbruk"}, "source", "granne"),
        "competences.csv",
        "granne",
    ),
    "a lease of nothing": (
        shared_cell("leases", {"town": "linkoping"}, "floor_m2", "0"),
        "leases.csv",
        "0",
    ),
    "a lease by the month": (
        shared_cell("leases", {"town": "linkoping"}, "unit", "kr/månad"),
        "leases.csv",
        "”kr/månad”",
    ),
    "a rent without price year": (
        shared_cell("leases", {"town": "linkoping"}, "price_year", ""),
        "leases.csv",
        "en tom cell",
    ),
    "a rent of a year without index": (
        shared_cell("leases", {"town": "linkoping"}, "price_year", "1995"),
        "leases.csv",
        "1995",
    ),
    "a lease with an unknown source": (
        shared_cell("leases", {"town": "linkoping"}, "source", "hyresvärden"),
        "leases.csv",
        "hyresvärden",
    ),
    "an unknown kind of fact": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "fact", "grundavgift"),
        "known_cases.csv",
        "”grundavgift”",
    ),
    "a kind of fact that nothing reckons with": (
        lambda folder: (
            replace_text(folder / "codebook.csv", "known_fact,grundanslag", "known_fact,avgift")
            or replace_text(folder / "codebook.csv", ";grundanslag;", ";avgift;")
            or replace_text(folder / "known_cases.csv", "itsam,grundanslag", "itsam,avgift")
        ),
        "known_cases.csv",
        "”avgift”",
    ),
    "a fact in another unit": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "unit", "mnkr"),
        "known_cases.csv",
        "”mnkr”",
    ),
    "a fact beyond its limits": (
        shared_cell("known_cases", {"fact": "uttrade_manad"}, "value", "13"),
        "known_cases.csv",
        "13",
    ),
    "a whole cost of nothing": (
        shared_cell("known_cases", {"fact": "kostnad_totalt"}, "value", "0"),
        "known_cases.csv",
        "0",
    ),
    "a fact without a value": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "value", ""),
        "known_cases.csv",
        "en tom cell",
    ),
    "a fact about no municipality": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "municipality", "9999"),
        "known_cases.csv",
        "”9999”",
    ),
    "a member's fact about the whole": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "municipality", ""),
        "known_cases.csv",
        "en tom cell",
    ),
    "a fact of the whole about a member": (
        shared_cell("known_cases", {"fact": "kostnad_totalt"}, "municipality", "0513"),
        "known_cases.csv",
        "”0513”",
    ),
    "a fact twice": (
        added(
            "known_cases.csv",
            "itsam,grundanslag,0884,2019,1,kr/år,published,affarsliv_itsam,,",
        ),
        "known_cases.csv",
        "samma uppgift (itsam · grundanslag · 0884 · 2019)",
    ),
    "a fact with an unknown source": (
        shared_cell("known_cases", {"fact": "grundanslag"}, "source", "någon"),
        "known_cases.csv",
        "någon",
    ),
    "a member without inhabitants": (
        without_rows("known_cases.csv", "value", "9915"),
        "known_cases.csv",
        "”0513” utan folkmängd",
    ),
    "nobody with inhabitants": (
        without_rows("known_cases.csv", "fact", "invanare"),
        "known_cases.csv",
        "”0884” utan folkmängd",
    ),
    "a member counted in one year more than the others": (
        added("known_cases.csv", "itsam,invanare,0513,2019,9940,invånare,official,kolada,N01951,"),
        "known_cases.csv",
        "”0560” utan folkmängd",
    ),
    "changes of everybody that do not cancel out": (
        added(
            "known_cases.csv",
            "\n".join(
                f"itsam,andring_ny_nyckel,{code},2019,1000,kr/år,published,itsam,,"
                for code in ("0560", "0512", "0509")
            ),
        ),
        "known_cases.csv",
        "ändringar 2019 som tillsammans blir −1327000 kr",
    ),
    "two who leave in one case": (
        added("known_cases.csv", "itsam,uttrade_manad,0512,2025,1,månad,published,itsam,,"),
        "known_cases.csv",
        "ett utträde till",
    ),
    "a known case without a name": (
        without_rows("codebook.csv", "table", "known_case"),
        "codebook.csv",
        "ingen rad för ”itsam” under known_case",
    ),
    "a kind of fact without a unit": (
        without_rows("codebook.csv", "column", "grundanslag"),
        "codebook.csv",
        "ingen rad för ”grundanslag” under known_fact",
    ),
    "settings missing": (
        text("pack.toml", "base_year = 2022\n", ""),
        "pack.toml",
        "ingen uppgift",
    ),
    "a year in words": (
        text("pack.toml", "base_year = 2022", 'base_year = "tjugotvå"'),
        "pack.toml",
        "”tjugotvå”",
    ),
    "members that are no list": (
        text("pack.toml", 'members = ["0513", "0509", "0560", "0512", "0687"]', "members = 5"),
        "pack.toml",
        "5",
    ),
    "prices of another year than the accounts": (
        text("pack.toml", "price_year = 2022", "price_year = 2019"),
        "pack.toml",
        "2019",
    ),
    "settings that are not TOML": (
        text("pack.toml", "base_year = 2022", "base_year ="),
        "pack.toml",
        "inte är TOML",
    ),
    "no sources": (removed("sources.toml"), "sources.toml", "ingen fil"),
    "no parameters": (removed("parameters.toml"), "parameters.toml", "ingen fil"),
    "no rules": (removed("rules.toml"), "rules.toml", "ingen fil"),
    "rules that are no list": (
        lambda folder: (folder / "rules.toml").write_text('rule = "plus"') and None,
        "rules.toml",
        "inga regler",
    ),
    "rules that are no tables": (
        lambda folder: (folder / "rules.toml").write_text("rule = [1]") and None,
        "rules.toml",
        "”1”",
    ),
    "municipality codes in Latin-1": (
        latin1("municipality_codes.csv"),
        "municipality_codes.csv",
        "tecken som inte är UTF-8",
    ),
    "no municipality codes": (
        removed("municipality_codes.csv"),
        "municipality_codes.csv",
        "ingen fil",
    ),
    "a municipality code without a name": (
        added("municipality_codes.csv", "9999"),
        "municipality_codes.csv",
        "1 celler",
    ),
    "a parameter the models need": (without_table("po"), "parameters.toml", "ingen sådan tabell"),
    "a parameter with an unknown source": (
        parameter(source="sagt"),
        "parameters.toml",
        "källan ”sagt”",
    ),
    "a parameter with an unknown status": (
        parameter(status="säker"),
        "parameters.toml",
        "”säker”",
    ),
    "a parameter in words": (parameter(value='"två"'), "parameters.toml", "två"),
    "a parameter without end": (parameter(high="inf"), "parameters.toml", "inf"),
    "a parameter that is no number": (parameter(value="nan"), "parameters.toml", "1"),
    "a parameter upside down": (parameter(low="9"), "parameters.toml", "9, 2, 3"),
    "money without price year": (parameter(unit="kr/år"), "parameters.toml", "inget prisår"),
    "money of a year without index": (
        parameter(unit="kr/år", more="price_year = 1950"),
        "parameters.toml",
        "1950",
    ),
    "a share with a year without index": (
        parameter(more="price_year = 1950"),
        "parameters.toml",
        "1950",
    ),
    "a price year in words": (
        parameter(unit="kr/år", more='price_year = "i fjol"'),
        "parameters.toml",
        "i fjol",
    ),
    "a list for an index": (
        parameter(unit="kr/år", more='price_year = 2019\nindex = ["kpi"]'),
        "parameters.toml",
        "kpi",
    ),
    "a list for a source": (
        added(
            "parameters.toml",
            PARAMETER.format(
                key="ett_tal",
                low=1,
                value=2,
                high=3,
                unit="andel",
                status="assumption",
                source="x",
                more="",
            ).replace('"x"', '["kolada"]'),
        ),
        "parameters.toml",
        "kolada",
    ),
    "a loose value among the parameters": (
        lambda folder: (
            (folder / "parameters.toml").write_text(
                "lost = 5\n" + (folder / "parameters.toml").read_text("utf-8"), encoding="utf-8"
            )
            and None
        ),
        "parameters.toml",
        "ett löst värde",
    ),
    "something to divide by that is zero": (
        text("parameters.toml", "low = 10\nvalue = 20", "low = 0\nvalue = 15"),
        "parameters.toml",
        "0",
    ),
    "a rule for an unknown activity": (a_rule(applies_to="itt"), "rules.toml", "”itt”"),
    "a rule for an unknown item": (a_rule(item="K99"), "rules.toml", "”K99”"),
    "a rule with an unknown status": (a_rule(status="viss"), "rules.toml", "”viss”"),
    "a rule without a formula": (a_rule(formula=""), "rules.toml", "ingen text"),
    "a rule that is not arithmetic": (
        a_rule(formula="folkmangd ** 2"),
        "rules.toml",
        "innehåller annat än",
    ),
    "a rule that cannot be read": (
        a_rule(formula="folkmangd *"),
        "rules.toml",
        "går inte att läsa",
    ),
    "a list for a rule's item": (
        added(
            "rules.toml",
            RULE.format(applies_to="alla", item="x", formula="1", status="assumption").replace(
                '"x"', '["K1"]'
            ),
        ),
        "rules.toml",
        "ingen text",
    ),
}


@pytest.mark.parametrize("name", SHARED)
def test_a_fault_in_a_shared_table_gives_no_pack_and_no_exception(
    name: str, pack_copy: Path
) -> None:
    """What all five stand on must be right; the app starts all the same and shows the list."""
    break_it, file, found = SHARED[name]
    break_it(pack_copy)
    reading = read_pack(pack_copy)

    assert reading.pack is None
    for fault in reading.faults:
        assert_usable(fault)
        assert not fault.municipality
    assert {Path(fault.file).name for fault in reading.faults} == {file}
    assert any(found in fault.found for fault in reading.faults)


def test_faults_in_shared_tables_and_folders_come_together(pack_copy: Path) -> None:
    """The list is whole from the start, whatever it is that stops the pack."""
    replace_text(pack_copy / "pack.toml", "base_year = 2022", "base_year =")
    ring_of_lines(pack_copy)
    without_table("po")(pack_copy)
    a_rule(formula="1 +")(pack_copy)
    _decimal_comma(pack_copy / KINDA)
    _missing_table(pack_copy / "0687-tranas")
    reading = read_pack(pack_copy)

    assert reading.pack is None
    assert {fault.file for fault in reading.faults} == {
        "pack.toml",
        "lines.csv",
        "parameters.toml",
        "rules.toml",
        f"{KINDA}/staffing.csv",
        "0687-tranas/service.csv",
    }
    for fault in reading.faults:
        assert_usable(fault)


def test_rules_in_a_ring_leave_a_gap_and_nothing_worse(pack_copy: Path) -> None:
    """Two rules that read each other are no fault of syntax: the figure is simply not known."""
    a_rule(item="lokalyta", formula="arbetsplatser")(pack_copy)
    replaced = (pack_copy / "rules.toml").read_text("utf-8")
    parts = [p for p in replaced.split("[[rule]]") if 'item = "arbetsplatser"' not in p]
    (pack_copy / "rules.toml").write_text("[[rule]]".join(parts), encoding="utf-8")
    a_rule(item="arbetsplatser", formula="lokalyta")(pack_copy)
    reading = read_pack(pack_copy)

    assert reading.faults == ()
    assert reading.pack is not None
    gaps = reading.pack.accounts["0513", "plan"].gaps
    assert {"lokalyta", "arbetsplatser"} <= set(gaps)


@pytest.mark.parametrize("name", ["", "nowhere", "municipalities/0513-kinda"])
def test_a_folder_that_is_no_pack_is_told_so(name: str, pack_copy: Path) -> None:
    """The most common slip of all: pointing one folder too high or too low."""
    folder = pack_copy.parent / name if name else pack_copy / "0513-kinda" / "tom"
    folder.mkdir(exist_ok=True)
    reading = read_pack(folder)

    assert reading.pack is None
    assert "peka ut en mapp" in only_fault(reading).remedy


OUTLINES = "outlines.geojson"
RING = "[[15.0,58.0],[15.1,58.0],[15.1,58.1],[15.0,58.0]]"
POLYGON = f'{{"type":"Polygon","coordinates":[{RING}]}}'


def outline(properties: str = '{"code":"0560","name":"Boxholm"}', geometry: str = POLYGON) -> str:
    """Return a collection with one municipality, sound but for the changes."""
    return f'{{"features":[{{"properties":{properties},"geometry":{geometry}}}]}}'


def polygon(coordinates: str) -> str:
    """Return a collection with one municipality of these coordinates."""
    return outline(geometry=f'{{"type":"Polygon","coordinates":{coordinates}}}')


NOT_OUTLINES = {
    "no JSON": ('{"features": [', "något som inte är JSON"),
    "a number too long to read": ('{"features": ' + "1" * 5_000 + "}", "något som inte är JSON"),
    "too deep to read": ("[" * 100_000, "något som inte är JSON"),
    "a list": ("[]", "ingen lista"),
    "no features": ('{"features": 5}', "ingen lista"),
    "a feature that is no table": ('{"features": [5]}', "inte går att rita"),
    "a code as a number": (outline('{"code":560,"name":"Boxholm"}'), "inte går att rita"),
    "no name": (outline('{"code":"0560"}'), "inte går att rita"),
    "no properties": (outline("null"), "inte går att rita"),
    "no geometry": (outline(geometry="null"), "inte går att rita"),
    "a point": (outline(geometry='{"type":"Point","coordinates":[15,58]}'), "inte går att rita"),
    "no coordinates": (outline(geometry='{"type":"MultiPolygon"}'), "inte går att rita"),
    "no rings": (polygon("[]"), "inte går att rita"),
    "a ring of two": (polygon("[[[15,58],[15,59]]]"), "inte går att rita"),
    "a word for a longitude": (polygon(f"[{RING}]".replace("15.1", '"öst"')), "inte går att rita"),
    "latitudes beyond the pole": (polygon(f"[{RING}]".replace("58", "158")), "inte går att rita"),
    "a longitude without end": (polygon(f"[{RING}]".replace("15.1", "1e999")), "inte går att rita"),
    "coordinates in words": (polygon(f"[{RING}]".replace("[15.1,58.0]", "true")), "rita"),
}


@pytest.mark.parametrize("name", NOT_OUTLINES)
def test_a_fault_in_the_outlines_is_told_and_stops_nothing(name: str, pack_copy: Path) -> None:
    """Nothing is reckoned on the map: without it the five still plan."""
    text, found = NOT_OUTLINES[name]
    (pack_copy / OUTLINES).write_text(text, encoding="utf-8")
    reading = read_pack(pack_copy)

    fault = only_fault(reading)
    assert fault.file == OUTLINES
    assert found in fault.found
    assert loaded(reading) == FIVE
    assert reading.pack is not None
    assert reading.pack.outlines == ()


@pytest.mark.parametrize("lose_it", [removed(OUTLINES), latin1(OUTLINES)], ids=["gone", "latin1"])
def test_outlines_that_cannot_be_read_are_told_and_stop_nothing(
    lose_it: Callable[[Path], None], pack_copy: Path
) -> None:
    """A lost file is said once, and not once a municipality."""
    lose_it(pack_copy)
    reading = read_pack(pack_copy)

    assert only_fault(reading).file == OUTLINES
    assert loaded(reading) == FIVE


def test_a_member_without_an_outline_is_told_and_kept(pack_copy: Path) -> None:
    """An empty place on the map is said; a municipality twice is drawn once."""
    path = pack_copy / OUTLINES
    replace_text(path, '"code":"0560"', '"code":"0513"')
    reading = read_pack(pack_copy)

    assert [fault.found for fault in reading.faults] == ["koden 0513 en gång till"]
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if "Boxholm" not in line), encoding="utf-8")
    reading = read_pack(pack_copy)
    assert only_fault(reading).found == "ingen kontur för 0560 Boxholm"
    assert loaded(reading) == FIVE


def test_an_outline_may_be_in_several_parts_and_have_holes(pack_copy: Path) -> None:
    """An island is a part of its municipality; a lake within it is not drawn."""
    lake = RING.replace("15.1", "15.05")
    parts = f'{{"type":"MultiPolygon","coordinates":[[{RING},{lake}],[{RING}]]}}'
    (pack_copy / OUTLINES).write_text(outline(geometry=parts), encoding="utf-8")
    pack = read_pack(pack_copy).pack

    assert pack is not None
    (drawn,) = pack.outlines
    assert (drawn.code, drawn.name, len(drawn.rings)) == ("0560", "Boxholm", 2)
    assert drawn.rings[0] == ((15.0, 58.0), (15.1, 58.0), (15.1, 58.1), (15.0, 58.0))


def test_a_changed_outline_changes_the_stamp(pack_copy: Path) -> None:
    """The map is on the printout too."""
    before = read_pack(pack_copy).pack
    replace_text(pack_copy / OUTLINES, "14.7495", "14.7496")
    after = read_pack(pack_copy).pack

    assert before is not None
    assert after is not None
    assert before.fingerprint != after.fingerprint


def test_a_lease_in_a_town_nobody_knows_is_told_and_left_out(pack_copy: Path) -> None:
    """What cannot be placed cannot be shown; the rest of the pack stands."""
    set_cell(pack_copy / "leases.csv", {"town": "linkoping"}, "town", "lindköping")
    reading = read_pack(pack_copy)

    fault = only_fault(reading)
    assert (fault.file, fault.row, fault.column) == ("leases.csv", 2, "town")
    assert reading.pack is not None
    assert reading.pack.leases == ()
    assert loaded(reading) == FIVE


def test_a_lease_in_a_stopped_municipality_is_no_fault_of_its_own(pack_copy: Path) -> None:
    """Mending Kinda's folder brings its lease back; there is nothing to mend in leases.csv."""
    set_cell(pack_copy / "leases.csv", {"town": "linkoping"}, "town", "kisa")
    assert (whole := read_pack(pack_copy).pack) is not None
    assert [lease.town for lease in whole.leases] == ["kisa"]

    _decimal_comma(pack_copy / KINDA)
    reading = read_pack(pack_copy)
    assert only_fault(reading).file == f"{KINDA}/staffing.csv"
    assert reading.pack is not None
    assert reading.pack.leases == ()


def test_a_lease_may_say_its_first_year(pack_copy: Path) -> None:
    """An empty cell is not known; a year is."""
    set_cell(pack_copy / "leases.csv", {"town": "linkoping"}, "from_year", "2019")
    pack = read_pack(pack_copy).pack

    assert pack is not None
    assert pack.leases[0].from_year == 2019


def test_a_municipality_may_say_when_a_contract_runs_out(pack_copy: Path) -> None:
    """Activity by activity, as its own figure; the others go on knowing nothing."""
    contract_end("2027")(pack_copy / KINDA)
    reading = read_pack(pack_copy)

    assert reading.faults == ()
    assert reading.pack is not None
    accounts = reading.pack.accounts
    ends = accounts["0513", "lon"].figures["avtal_slut"]
    assert (ends.value, ends.unit, ends.status) == (2027, "årtal", Status.REPORTED)
    assert not any("avtal_slut" in a.figures for key, a in accounts.items() if key[1] != "lon")
    assert "avtal_slut" not in accounts["0512", "lon"].figures
    assert not any("avtal_slut" in account.gaps for account in accounts.values())


def every_way_to_break() -> Iterator[Callable[[Path], None]]:
    """Return all the breaks above, as changes of the whole pack."""
    for break_it in IN_A_FOLDER:
        yield lambda folder, b=break_it: b(folder / KINDA)  # type: ignore[misc]
    yield from (break_it for break_it, _, _ in SHARED.values())


def test_however_much_is_broken_nothing_raises(pack_copy: Path) -> None:
    """Every break above on top of each other: the worst pack there is still gives a list."""
    broken = 0
    for break_it in every_way_to_break():
        try:
            break_it(pack_copy)
            broken += 1
        except (OSError, AssertionError, ValueError, IndexError, UnicodeDecodeError):
            continue  # an earlier break has already taken what this one changes
        reading = read_pack(pack_copy)
        assert reading.faults
        for fault in reading.faults:
            assert_usable(fault)
    assert broken > 50


def test_an_empty_pack_is_told_so(pack_copy: Path) -> None:
    """No municipality at all is no pack, and no crash."""
    for path in pack_copy.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
    assert read_pack(pack_copy).pack is None


def test_a_sixth_municipality_is_a_folder_and_nothing_else(pack_copy: Path) -> None:
    """Done when: Vadstena's folder is dropped in and six municipalities load."""
    shutil.copytree(VADSTENA, pack_copy / VADSTENA.name)
    reading = read_pack(pack_copy)

    assert reading.faults == ()
    assert loaded(reading) == FIVE | {"0584"}
    assert reading.pack is not None
    assert reading.pack.municipalities[-1].name == "Vadstena"
    assert build_case(reading.pack).cost.shape[0] == 6


def test_a_changed_figure_changes_the_stamp(pack_copy: Path) -> None:
    """Two printouts with the same stamp stand on the same figures, to the last cell."""
    before = read_pack(pack_copy).pack
    set_cell(pack_copy / KINDA / "key_figures.csv", PEOPLE, "value", "10069")
    after = read_pack(pack_copy).pack

    assert before is not None
    assert after is not None
    assert before.fingerprint != after.fingerprint


def test_windows_line_ends_and_a_byte_order_mark_are_no_faults(pack_copy: Path) -> None:
    """What Excel writes when one asks it for CSV in UTF-8 must read as it is."""
    for path in (pack_copy / KINDA).glob("*.csv"):
        text = path.read_text("utf-8").replace("\r\n", "\n").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode("utf-8"))
    reading = read_pack(pack_copy)

    assert reading.faults == ()
    assert loaded(reading) == FIVE


def test_a_name_in_a_rule_that_nobody_knows_is_a_fault_and_not_a_gap(pack_copy: Path) -> None:
    """A misspelt name would otherwise make an account silently poorer in every municipality."""
    replace_text(pack_copy / "rules.toml", "manadsavlonade * 12", "manadsavlnade * 12")

    reading = read_pack(pack_copy)
    fault = only_fault(reading)
    assert fault.file == "rules.toml"
    assert "manadsavlnade" in fault.found
    assert reading.pack is not None
