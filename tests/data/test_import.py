"""Official figures come in unchanged, the same way from every kind of file, and spare one's own."""

import csv
import importlib
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
IMPORTS = ROOT / "data" / "imports"
MUNICIPALITIES = ROOT / "data" / "municipalities"
VADSTENA = Path(__file__).parent / "vadstena" / "0584-vadstena"
SHIPPED = [*sorted(MUNICIPALITIES.glob("[0-9][0-9][0-9][0-9]-*")), VADSTENA]

FIGURES = [
    ("N01951", "0513", 2022, "10068.0"),
    ("N00901", "0513", 2022, "21.45"),
    ("N07001", "0513", 2022, "2379.221295"),
    ("N20041", "0513", 2022, "312.0"),
    ("N11061", "0513", 2022, "8.0"),
    ("N11010", "0513", 2021, "5.3"),
]


@pytest.fixture(scope="module")
def kolada() -> ModuleType:
    """The import command; its folder is on the path as when one runs it."""
    sys.path.insert(0, str(IMPORTS))
    try:
        return importlib.import_module("kolada")
    finally:
        sys.path.remove(str(IMPORTS))


def csv_file(path: Path, figures: list[tuple[str, str, int, str]]) -> Path:
    """Write Kolada's long form."""
    lines = [f"{kpi},{code},Kommun,{year},{value},T" for kpi, code, year, value in figures]
    header = "kpi_id,kommunkod,kommun,ar,varde,kon"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def entry(kpi: str, code: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    """Return one entry of an answer, with women beside the total as Kolada gives them."""
    total = {"gender": "T", "count": 1, "status": "", "value": value, "isdeleted": False, **more}
    women = {**total, "gender": "K", "value": 1.0}
    return {"kpi": kpi, "period": year, "municipality": code, "values": [women, total]}


def json_file(path: Path, entries: list[dict[str, Any]], **envelope: Any) -> Path:
    """Write one page of an answer from Kolada's API, version 3."""
    page = {"values": entries, "next_url": None, "previous_url": None, "count": 1, **envelope}
    path.write_text(json.dumps(page), encoding="utf-8")
    return path


def tables(folder: Path) -> dict[str, str]:
    """Return every table in a municipality's folder, as text."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}


def rows(path: Path) -> list[dict[str, str]]:
    """Return a table's rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(kolada: ModuleType, sources: list[Path], to: Path) -> str:
    """Return what the import says is wrong, having seen that it wrote nothing."""
    with pytest.raises(kolada.ImportFaultsError) as error:
        kolada.bring_in(sources, to, ["0513-kinda"])
    assert not (to / "0513-kinda").exists()
    return str(error.value)


def test_api_answers_and_csv_give_the_same_tables(kolada: ModuleType, tmp_path: Path) -> None:
    """However somebody got hold of the figures, the councils see the same ones."""
    entries = [entry(kpi, code, year, float(value)) for kpi, code, year, value in FIGURES]
    pages = [
        json_file(tmp_path / "b.json", entries[3:], previous_url="page=1"),
        json_file(tmp_path / "a.json", entries[:3], next_url="page=2"),
    ]

    kolada.bring_in(pages, tmp_path / "json", ["0513-kinda"])
    kolada.bring_in([csv_file(tmp_path / "k.csv", FIGURES)], tmp_path / "csv", ["0513-kinda"])

    assert tables(tmp_path / "json" / "0513-kinda") == tables(tmp_path / "csv" / "0513-kinda")
    assert sorted(tables(tmp_path / "csv" / "0513-kinda")) == [
        *("accounts.csv", "key_figures.csv", "resources.csv", "service.csv", "staffing.csv")
    ]


def test_a_figure_is_written_exactly_as_the_source_gives_it(
    kolada: ModuleType, tmp_path: Path
) -> None:
    """Not a decimal more or less, and money carries its price year."""
    kolada.bring_in([csv_file(tmp_path / "k.csv", FIGURES)], tmp_path, ["0513-kinda"])

    text = tables(tmp_path / "0513-kinda")
    assert (
        "planering,kostnad,2022,2379.221295,,,kr/inv,2022,official,kolada,N07001,"
        in (text["accounts.csv"])
    )
    assert "folkmangd,2022,10068,antal,,official,kolada,N01951," in text["key_figures.csv"]
    assert "skattesats,2022,21.45,procent,,official,kolada,N00901," in text["key_figures.csv"]


@pytest.mark.parametrize("value", [None, 0.0])
def test_a_missing_value_gives_no_row_and_a_zero_stays_a_zero(
    kolada: ModuleType, tmp_path: Path, value: float | None
) -> None:
    """What nobody knows must never look like nothing."""
    known = entry("N01951", "0513", 2022, 10068.0)
    page = json_file(tmp_path / "a.json", [known, entry("N00090", "0513", 2022, value)])

    kolada.bring_in([page], tmp_path, ["0513-kinda"])

    found = {row["key"]: row["value"] for row in rows(tmp_path / "0513-kinda/key_figures.csv")}
    expected = (
        {"folkmangd": "10068"} if value is None else {"folkmangd": "10068", "sjukfranvaro": "0"}
    )
    assert found == expected


def test_an_unknown_kpi_in_an_answer_is_an_error_with_its_name(
    kolada: ModuleType, tmp_path: Path
) -> None:
    """Somebody asked for it and would look for it in vain."""
    page = json_file(
        tmp_path / "a.json",
        [entry("N01951", "0513", 2022, 10068.0), entry("N99999", "0513", 2022, 1.0)],
    )

    said = faults(kolada, [page], tmp_path / "to")

    assert "a.json: nyckeltalet N99999 finns inte i series.csv" in said


def test_a_dump_may_hold_more_than_we_use(kolada: ModuleType, tmp_path: Path) -> None:
    """A file with all of Kolada holds thousands of key figures nobody asked for."""
    dump = csv_file(tmp_path / "k.csv", [*FIGURES, ("N99999", "0513", 2022, "1.0")])

    kolada.bring_in([dump], tmp_path, ["0513-kinda"])

    assert "N99999" not in "".join(tables(tmp_path / "0513-kinda").values())


def test_doing_it_again_changes_nothing(kolada: ModuleType, tmp_path: Path) -> None:
    """Otherwise every import would look like a change of the figures."""
    dump = csv_file(tmp_path / "k.csv", FIGURES)
    kolada.bring_in([dump], tmp_path, ["0513-kinda"])
    before = tables(tmp_path / "0513-kinda")

    said = kolada.bring_in([dump], tmp_path, ["0513-kinda"])

    assert tables(tmp_path / "0513-kinda") == before
    assert "0 nya, 0 ändrade, 0 borttagna" in said


def test_a_new_year_is_added_and_a_revised_figure_is_replaced_and_told(
    kolada: ModuleType, tmp_path: Path
) -> None:
    """Kolada revises; what a meeting decided on must be seen to have moved."""
    kolada.bring_in([csv_file(tmp_path / "k.csv", FIGURES)], tmp_path, ["0513-kinda"])
    newer = json_file(
        tmp_path / "a.json",
        [entry("N00901", "0513", 2022, 21.5), entry("N00901", "0513", 2023, 21.6)],
    )

    said = kolada.bring_in([newer], tmp_path, ["0513-kinda"])

    found = rows(tmp_path / "0513-kinda/key_figures.csv")
    assert [(row["year"], row["value"]) for row in found if row["key"] == "skattesats"] == [
        ("2022", "21.5"),
        ("2023", "21.6"),
    ]
    assert "ändrad: skattesats 2022: 21.45 → 21.5" in said


@pytest.mark.parametrize(("value", "deleted"), [(21.45, True), (None, False)])
def test_a_withdrawn_figure_leaves_the_table(
    kolada: ModuleType, tmp_path: Path, value: float | None, deleted: bool
) -> None:
    """A figure the source no longer stands for is not official any more."""
    kolada.bring_in([csv_file(tmp_path / "k.csv", FIGURES)], tmp_path, ["0513-kinda"])
    page = json_file(tmp_path / "a.json", [entry("N00901", "0513", 2022, value, isdeleted=deleted)])

    said = kolada.bring_in([page], tmp_path, ["0513-kinda"])

    keys = [row["key"] for row in rows(tmp_path / "0513-kinda/key_figures.csv")]
    assert keys == ["folkmangd"]
    assert "skattesats 2022" in said


def test_rows_typed_in_by_hand_are_kept(kolada: ModuleType, tmp_path: Path) -> None:
    """The municipality's own figure stands, also where the statistics say otherwise."""
    dump = csv_file(tmp_path / "k.csv", FIGURES)
    kolada.bring_in([dump], tmp_path, ["0513-kinda"])
    path = tmp_path / "0513-kinda" / "staffing.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    own = [
        "aldreomsorg,vard_omsorg,2022,305,,,årsarbetare,reported,bokslut,s. 12,Egen uppgift",
        "bygglov,bygglovshandlaggare,2022,2.5,,,årsarbetare,reported,bokslut,s. 12,",
    ]
    path.write_text("\n".join([header, *own]) + "\n", encoding="utf-8")

    said = kolada.bring_in([dump], tmp_path, ["0513-kinda"])

    assert path.read_text(encoding="utf-8").splitlines() == [header, *own]
    assert "kommunens egen uppgift behölls: aldreomsorg vard_omsorg 2022" in said


def test_a_missing_page_is_noticed(kolada: ModuleType, tmp_path: Path) -> None:
    """Half an answer looks like a whole one, only with fewer figures."""
    page = json_file(tmp_path / "a.json", [entry("N01951", "0513", 2022, 1.0)], next_url="page=2")

    assert "Hämta också sidan" in faults(kolada, [page], tmp_path / "to")


def test_all_faults_are_said_at_once(kolada: ModuleType, tmp_path: Path) -> None:
    """The person at the keyboard should not have to try five times."""
    lost_zero = csv_file(tmp_path / "zero.csv", [("N01951", "513", 2022, "10068")])
    comma = csv_file(tmp_path / "comma.csv", [("N01951", "0513", 2022, '"10 068,5"')])
    twice = csv_file(
        tmp_path / "twice.csv",
        [("N01951", "0513", 2022, "10068"), ("N01951", "0513", 2022, "10069")],
    )
    strange = tmp_path / "strange.csv"
    strange.write_text("a,b\n1,2\n", encoding="utf-8")
    empty = json_file(tmp_path / "empty.json", [])

    said = faults(kolada, [lost_zero, comma, twice, strange, empty], tmp_path / "to")

    assert "zero.csv, rad 2: kommunkoden ”513” ska ha fyra siffror" in said
    assert "comma.csv, rad 2: ”10 068,5” är inget tal" in said
    assert "twice.csv: N01951 för 0513 år 2022 finns med två olika värden" in said
    assert "strange.csv: kolumnerna känns inte igen" in said
    assert "empty.json: svaret är tomt" in said


def test_a_municipality_nobody_has_figures_for_is_an_error(
    kolada: ModuleType, tmp_path: Path
) -> None:
    """A mistyped code must not make an empty municipality."""
    dump = csv_file(tmp_path / "k.csv", [("N01951", "0512", 2022, "3683.0")])

    assert "ingen källa har något värde för kommunen 0513" in faults(
        kolada, [dump], tmp_path / "to"
    )


def test_two_series_may_not_give_the_same_row(kolada: ModuleType, tmp_path: Path) -> None:
    """Otherwise the order of lines in a file would decide how many people live in Kinda."""
    text = (IMPORTS / "series.csv").read_text(encoding="utf-8")
    first = next(line for line in text.splitlines() if line.startswith("N01951,"))
    series = tmp_path / "series.csv"
    series.write_text(text + first.replace("N01951", "N01952") + "\n", encoding="utf-8")

    with pytest.raises(kolada.ImportFaultsError, match="samma rad och år som en tidigare serie"):
        kolada.bring_in([csv_file(tmp_path / "k.csv", FIGURES)], tmp_path, ["0513-kinda"], series)


def test_scb_and_election_tables_come_in_the_same_way(kolada: ModuleType, tmp_path: Path) -> None:
    """Population after Kolada's last year, electors and seats are lines in `series.csv` too."""
    sources = {
        "folkmangd.csv": "kommunkod,ar,folkmangd\n0513,2022,1\n0513,2024,9957\n0513,2025,9924\n",
        "val.csv": "kommunkod,ar,rostberattigade,valdeltagande_pct\n0513,2022,8006,84.59\n",
        "mandat.csv": "kommunkod,valar,mandat_kf\n0513,2014,31.0\n0513,2018,35.0\n",
    }
    for name, text in sources.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    kolada.bring_in([tmp_path / name for name in sources], tmp_path, ["0513-kinda"])

    found = [
        (row["key"], row["year"], row["value"], row["source"], row["place"])
        for row in rows(tmp_path / "0513-kinda/key_figures.csv")
    ]
    assert found == [
        ("folkmangd", "2024", "9957", "scb_befolkning", "BE0101"),
        ("folkmangd", "2025", "9924", "scb_befolkning", "000007SF"),
        ("rostberattigade", "2022", "8006", "valmyndigheten", "KO 2022"),
        ("valdeltagande", "2022", "84.59", "valmyndigheten", "KO 2022"),
        ("mandat_fullmaktige", "2018", "35", "mandat", "Mandat i fullmäktige 1998–2018"),
    ]


def test_towns_come_with_the_municipality(kolada: ModuleType, tmp_path: Path) -> None:
    """The seat first, then by size; a newer count takes the older one's place."""
    header = "tatortskod,tatort,kommunkod,folkmangd,ar,lat,lon,centralort"
    old, new = tmp_path / "t2020.csv", tmp_path / "t2023.csv"
    old.write_text(
        f"{header}\n0512TB102,Hestra,0512,473,2020,57.95461,15.07287,False\n"
        "0512TC104,Österbymo,0512,900,2020,57.82621,15.2814,True\n",
        encoding="utf-8",
    )
    new.write_text(
        f"{header}\n0512TC104,Österbymo,0512,890,2023,57.82621,15.2814,True\n", encoding="utf-8"
    )

    kolada.bring_in([old], tmp_path, ["0512-ydre"])
    first = [row["town"] for row in rows(tmp_path / "0512-ydre/towns.csv")]
    kolada.bring_in([new], tmp_path, ["0512-ydre"])
    then = [(row["town"], row["inhabitants"]) for row in rows(tmp_path / "0512-ydre/towns.csv")]

    assert first == ["osterbymo", "hestra"]
    assert then == [("osterbymo", "890")]


def test_the_command_explains_itself_when_a_file_is_missing(tmp_path: Path) -> None:
    """What one runs is the script itself, from the project's folder."""
    done = subprocess.run(
        [sys.executable, str(IMPORTS / "kolada.py"), "finns_inte.json", "--to", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )

    assert done.returncode == 1
    assert "finns_inte.json: filen finns inte." in done.stderr
    assert "Traceback" not in done.stderr


def test_the_shipped_list_of_series_is_sound(kolada: ModuleType) -> None:
    """Every series has a known table, unit and source."""
    series, wrong = kolada.read_series(IMPORTS / "series.csv")
    sources = tomllib.loads((MUNICIPALITIES / "sources.toml").read_text(encoding="utf-8"))

    assert wrong == []
    assert {one.fields["source"] for one in series} <= set(sources)
    assert all(one.fields["label"] for one in series)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_shipped_official_row_is_one_that_a_series_gives(
    kolada: ModuleType, folder: Path
) -> None:
    """What is called official came in through the import and can come in again."""
    series, _ = kolada.read_series(IMPORTS / "series.csv")
    given = {
        (one.table, one.names, one.fields["unit"], one.fields["place"] or one.series)
        for one in series
    }
    for name in ("key_figures", "accounts", "staffing", "resources", "service"):
        table = kolada.TABLES[name]
        official = [row for row in rows(folder / f"{name}.csv") if row["status"] == "official"]
        assert official
        for row in official:
            assert (name, table.names(row), row["unit"], row["place"]) in given
            assert row.get("price_year", "") in {"", row["year"]}
            assert row["value"] == row["value"].strip() != ""


@pytest.mark.parametrize(
    ("folder", "table", "start"),
    [
        ("0513-kinda", "key_figures", "folkmangd,2022,10068,antal,"),
        ("0513-kinda", "accounts", "planering,kostnad,2022,2379.221295,,,kr/inv,2022,"),
        ("0687-tranas", "key_figures", "arsarbetare,2022,1562.7,årsarbetare,"),
        ("0512-ydre", "key_figures", "folkmangd,2025,3619,antal,"),
        ("0560-boxholm", "key_figures", "soliditet_inkl_pension,2022,-3.746612,procent,"),
        ("0509-odeshog", "key_figures", "rostberattigade,2022,4286,antal,"),
        ("0513-kinda", "key_figures", "inv_0_5,2013,614,antal,,official,kolada,N01952,"),
        ("0687-tranas", "key_figures", "inv_80_plus,2022,1478,antal,,official,kolada,N01957,"),
    ],
)
def test_shipped_figures_agree_with_the_published_ones(folder: str, table: str, start: str) -> None:
    """Copied by hand from Kolada, SCB and Valmyndigheten."""
    lines = (MUNICIPALITIES / folder / f"{table}.csv").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith(start)] != []


def test_sick_leave_in_boxholm_2022_is_missing_and_not_zero() -> None:
    """The gap in the statistics is a gap here too."""
    years = [
        row["year"]
        for row in rows(MUNICIPALITIES / "0560-boxholm" / "key_figures.csv")
        if row["key"] == "sjukfranvaro"
    ]

    assert years == ["2018", "2019", "2020", "2021"]
