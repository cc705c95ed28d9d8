"""Plan: decisions set on the screen, kept in the address, and everything the plan answers."""

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from models.decisions import Decisions
from models.pack import Pack
from scenarios.decide import as_table, read_decisions
from scenarios.scenario import Scenario, library
from tests.conftest import ROOT
from tests.pages.seeing import (
    FIVE,
    OVERVIEW,
    PLAN,
    assert_whole,
    opened,
    table_about,
    tables,
    text,
)

BUILDING = ("plan", "bygglov", "gis_mbk")
ASKED = {
    **{f"{key}.how": ["sammanslagen"] for key in BUILDING},
    **{f"{key}.least_partners": 3 for key in BUILDING},
    "largest_job_loss": 2.0,
    "office_in": ["osterbymo"],
    "one_off_ceiling": 5e6,
}
WHICH, WAYS = "Vad gäller det?", "Får drivas som"
LEAST, CEILING = "Minst så många kommuner om det slås ihop", "Högsta engångskostnad, mnkr"
LOSS, OFFICES = "Ingen ort förlorar mer än, årsarbetare", "Orter som ska ha ett gemensamt kontor"
ADDRESS = "beslut"


@pytest.fixture(scope="module")
def questions(pack: Pack) -> Mapping[str, Scenario]:
    """The shipped questions by key."""
    return {scenario.key: scenario for scenario in library(pack)}


def widget(app: AppTest, kind: str, label: str) -> Any:
    """Return the one field or button with a label."""
    (found,) = (element for element in app.get(kind) if element.label == label)
    return found


def table(app: AppTest) -> dict[str, object]:
    """Return what has been decided on the screen, as [decide] would have it."""
    return dict(app.session_state["utkast"].table)


def address(app: AppTest) -> dict[str, object]:
    """Return the decisions that a link to the page would carry."""
    found = json.loads(app.query_params[ADDRESS])
    assert isinstance(found, dict)
    return found


def effect(app: AppTest) -> str:
    """Return the plan's effect as the headline has it."""
    (found,) = re.findall(r"planen ger .*", text(app))
    return str(found)


def matrix(app: AppTest) -> dict[str, list[str]]:
    """Return the matrix: each activity's cells."""
    return {row[0]: row[1:] for row in table_about(app, "Driftform per verksamhet")[1:]}


def panel(pack: Pack, base: Scenario, link: str | None = None) -> AppTest:
    """Return the decisions' panel alone, opened by a link; `asked` is what it has come to."""

    def script(pack: "Pack", base: "Scenario") -> None:
        import streamlit as st

        from pages.parts import deciding

        st.session_state["asked"] = deciding.decided(pack, base)
        deciding.show_panel(pack, base)

    app = AppTest.from_function(script, default_timeout=60, kwargs={"pack": pack, "base": base})
    if link is not None:
        app.query_params[ADDRESS] = link
    return app.run()


def decided(app: AppTest) -> Decisions:
    """Return what the panel has come to, nothing having broken on the way."""
    assert [e.message for e in app.exception] == []
    scenario = app.session_state["asked"]
    assert isinstance(scenario, Scenario)
    return scenario.decide


# ---- The panel ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link",
    [
        "[1",
        "",
        "[]",
        "null",
        "3",
        '"plan.how"',
        '{"x":1}',
        '{"":{"":{"":[]}}}',
        "[" * 5_000,
        '{"a":' * 3_000,
        '{"largest_job_loss":' + "9" * 400 + "}",
        '{"largest_job_loss":1e999,"least_team":NaN,"longest_travel":-1}',
        '{"plan.how":{"egen":1},"plan.least_partners":"3","plan.required":[["0513"]]}',
        '{"plan.locked":["a b c d"],"plan.start":[1],"plan.placement":null}',
        '{"apart":[["0513"]],"office_in":"Atlantis","extra_towns":[3],"in_order":"nej"}',
        '{"first_year":2027.5,"legal_form":{},"level":[],"worse_off":7}',
        '{"\\ud800":1,"largest_job_loss":"\\udfff"}',
        '{"![x](http://exempel.se)":"<script>"}',
        "{'plan.how': 1}",
        "\x00",
    ],
)
def test_a_link_that_cannot_be_read_is_said_and_left(
    link: str, pack: Pack, questions: Mapping[str, Scenario]
) -> None:
    """A link that was cut in a mail, or made by somebody in bad faith, decides nothing."""
    base = questions["01_lagsta_kostnad"]
    app = panel(pack, base, link)
    assert decided(app) == base.decide
    assert bool(app.warning) == bool(link)
    for warning in app.warning:
        assert "gick inte att läsa" in warning.value
        assert "http://" not in warning.value
    assert ADDRESS not in app.query_params
    assert not app.run().warning


def test_a_link_is_read_as_far_as_it_can_be(pack: Pack, questions: Mapping[str, Scenario]) -> None:
    """One fault in a long link: the rest holds, the address is mended and the fields show it."""
    link = {
        **ASKED,
        "office_in": ["Österbymo"],
        "least_team": "stort",
        "apart": [["Kinda", "Ydre"]],
    }
    app = panel(pack, questions["01_lagsta_kostnad"], json.dumps(link))
    expected = {**ASKED, "apart": [["0513", "0512"]]}
    assert decided(app) == read_decisions(expected, pack)[0]
    assert [("least" in w.value, "stort" in w.value) for w in app.warning] == [(True, True)]
    assert address(app) == expected
    # The towns and municipalities given by name are picked in the fields all the same.
    assert widget(app, "multiselect", OFFICES).value == ["osterbymo"]
    assert widget(app, "multiselect", "Inte i samma grupp").value == ["0513+0512"]
    assert widget(app, "text_input", CEILING).value == "5"
    assert widget(app, "text_input", LOSS).value == "2"


def test_every_shipped_question_is_shown_in_the_panel_as_it_stands(
    pack: Pack, questions: Mapping[str, Scenario]
) -> None:
    """Nothing has been changed until somebody changes it: no link, no new title."""
    for base in questions.values():
        app = panel(pack, base)
        assert app.session_state["asked"] is base
        assert ADDRESS not in app.query_params
        assert not [b for b in app.button if b.label.startswith("Tillbaka")]


@pytest.mark.parametrize(
    ("label", "typed", "told"),
    [
        (LOSS, "två", "”två” är inget tal. Skriv siffror"),
        (LOSS, "1.234", "kan läsas på två sätt. Skriv 1,234 eller 1\u00a0234."),
        (LOSS, "-1", "är under noll"),
        (LOSS, "9" * 400, "0 eller mer"),
        (LEAST, "2,5", "är inget heltal"),
        (LEAST, "1", "ett heltal från 2"),
        (LEAST, "9" * 400, "är inget heltal"),
        ("Första året", "27", "ett årtal"),
        ("Högst så många starter om året", "0", "ett heltal från 1"),
    ],
)
def test_a_number_that_cannot_be_used_leaves_the_decision_and_says_what_to_write(
    label: str, typed: str, told: str, pack: Pack, questions: Mapping[str, Scenario]
) -> None:
    """A slip of the finger in a meeting must not make another plan."""
    start = {"largest_job_loss": 2.0, "starts_per_year": 4, "first_year": 2028}
    start |= {f"{a.key}.least_partners": 3 for a in pack.activities if a.optimised}
    app = panel(pack, questions["01_lagsta_kostnad"], json.dumps(start))
    before = decided(app)
    field = widget(app, "text_input", label)
    app = field.set_value(typed).run()
    assert decided(app) == before
    ((error,), *rest) = ([e.value.replace("\\", "") for e in app.error],)
    assert not rest
    assert told in error
    assert not app.warning
    # The right number, and nothing is said any more.
    app = widget(app, "text_input", label).set_value("3000" if label == LOSS else "").run()
    assert decided(app) != before
    assert not app.error


@pytest.mark.parametrize(
    ("label", "typed", "key", "expected"),
    [
        (CEILING, "2,5", "one_off_ceiling", 2.5e6),
        (CEILING, "0", "one_off_ceiling", 0.0),
        ("En dag utan bemanning är värd, kr", "5\u00a0000", "price_uncovered_day", 5000.0),
        ("Längsta resa till besökt service, minuter", "30", "longest_travel", 30.0),
        ("Minsta lag på varje kontor, årsarbetare", "1,5", "least_team", 1.5),
        ("Minsta kompetensdjup, årsarbetare", "2", "competence_depth", 2.0),
        ("Högst så många starter om året", "3", "starts_per_year", 3),
        ("Första året", "2028", "first_year", 2028),
    ],
)
def test_a_number_typed_is_a_decision_and_an_empty_field_none(
    label: str,
    typed: str,
    key: str,
    expected: float,
    pack: Pack,
    questions: Mapping[str, Scenario],
) -> None:
    """In the unit that the field says, kept as the file has it, and taken away again."""
    app = panel(pack, questions["01_lagsta_kostnad"])
    app = widget(app, "text_input", label).set_value(typed).run()
    assert table(app) == {key: expected}
    assert as_table(decided(app), pack) == {key: expected}
    app = widget(app, "text_input", label).set_value("").run()
    assert table(app) == {}
    assert ADDRESS not in app.query_params


def test_choices_and_switches_are_decisions(pack: Pack, questions: Mapping[str, Scenario]) -> None:
    """Each kind of field writes its own key, and going back to what stood takes it away."""
    app = panel(pack, questions["01_lagsta_kostnad"])
    widget(app, "selectbox", "Högre kostnad för en kommun").select("inte i helheten")
    widget(app, "selectbox", "Juridisk form för sammanslagna").select("bolag")
    widget(app, "selectbox", "Servicenivå i sammanslagna").select("gemensam nivå")
    widget(app, "checkbox", "Ingen sägs upp").check()
    widget(app, "checkbox", "Lön först efter Personal (PA)").uncheck()
    widget(app, "multiselect", "Inte i samma grupp").set_value(["0513+0512"])
    app = widget(app, "multiselect", "Fler orter som får ha kontor").set_value(["rimforsa"]).run()
    assert table(app) == {
        "worse_off": "inte i helheten",
        "legal_form": "bolag",
        "level": "gemensam nivå",
        "no_notice": True,
        "in_order": False,
        "apart": [["0513", "0512"]],
        "extra_towns": ["rimforsa"],
    }
    # A town that has been opened can be asked to have an office.
    app = widget(app, "multiselect", OFFICES).set_value(["rimforsa"]).run()
    assert decided(app).office_in == ("rimforsa",)
    widget(app, "multiselect", OFFICES).set_value([])
    widget(app, "multiselect", "Fler orter som får ha kontor").set_value([])
    widget(app, "selectbox", "Högre kostnad för en kommun").select("får förekomma")
    widget(app, "selectbox", "Juridisk form för sammanslagna").select("")
    widget(app, "selectbox", "Servicenivå i sammanslagna").select("egna nivåer")
    widget(app, "checkbox", "Ingen sägs upp").uncheck()
    widget(app, "checkbox", "Lön först efter Personal (PA)").check()
    app = widget(app, "multiselect", "Inte i samma grupp").set_value([]).run()
    assert table(app) == {}
    assert app.session_state["asked"] is questions["01_lagsta_kostnad"]


def test_one_activity_is_decided_by_itself_and_the_rest_can_be_left_as_today(
    pack: Pack, questions: Mapping[str, Scenario]
) -> None:
    """”Bara lön”: who takes part, when, where, and nothing else changes."""
    app = panel(pack, questions["01_lagsta_kostnad"])
    app = widget(app, "selectbox", WHICH).select("personal").run()
    widget(app, "multiselect", WAYS).set_value(["samverkan", "sammanslagen"])
    widget(app, "multiselect", "Kommuner som ska delta").set_value(["0512"])
    widget(app, "multiselect", "Kommuner som inte får delta").set_value(["0687"])
    widget(app, "multiselect", "Placering om det slås ihop").set_value(["hybrid"])
    app = widget(app, "selectbox", "Startar").select(2).run()
    own = {
        "personal.how": ["samverkan", "sammanslagen"],
        "personal.required": ["0512"],
        "personal.forbidden": ["0687"],
        "personal.placement": ["hybrid"],
        "personal.start": 2,
    }
    assert table(app) == own
    assert "Egna beslut finns för Personal (PA)." in text(app)
    app = widget(app, "button", "Låt allt annat vara som i dag").click().run()
    others = [a.key for a in pack.activities if a.optimised and a.key != "personal"]
    assert table(app) == own | {f"{key}.how": ["egen"] for key in others}
    assert f"Som i dag: {len(others)} verksamheter." in text(app)
    # The fields still show what was decided, and a new visit to the activity does too.
    assert widget(app, "multiselect", "Kommuner som ska delta").value == ["0512"]
    app = widget(app, "selectbox", WHICH).select("lon").run()
    assert widget(app, "multiselect", WAYS).value == ["egen"]
    assert widget(app, "multiselect", "Kommuner som ska delta").value == []
    app = widget(app, "button", "Tillbaka till ”Lägsta kostnad”").click().run()
    assert table(app) == {}


# ---- The page -----------------------------------------------------------------------------------


def test_the_question_of_the_meeting_is_put_and_answered_on_the_page(pack: Pack) -> None:
    """Plan och bygg by at least three, few jobs lost, an office in Ydre, a small bill."""
    app = opened(PLAN)
    app = widget(app, "selectbox", WHICH).select("omrade:2").run()
    widget(app, "multiselect", WAYS).set_value(["sammanslagen"])
    widget(app, "text_input", LEAST).set_value("3")
    widget(app, "text_input", LOSS).set_value("2")
    widget(app, "multiselect", OFFICES).set_value(["osterbymo"])
    app = widget(app, "text_input", CEILING).set_value("5").run()
    assert_whole(app)
    assert not app.error
    assert table(app) == ASKED
    seen = text(app)
    assert "Lägsta kostnad, ändrad" in seen
    assert "bevisat bäst" in seen
    assert "omräknad från grunden utan optimeraren och stämmer" in seen
    for words in (
        "Plan, Bygglov och GIS och MBK (mätning, beräkning, kartering) drivs som sammanslagen.",
        "minst 3 kommuner i en sammanslagen organisation.",
        "Ingen ort förlorar mer än 2 årsarbetare.",
        "Österbymo har ett gemensamt kontor.",
        "Högst 5\u00a0mnkr i engångskostnad.",
    ):
        assert words in seen
    cells = matrix(app)
    for label in ("Plan", "Bygglov"):
        assert all(cell.startswith("3 A") for cell in cells[label])
    assert any("●" in row[FIVE.index("Ydre")] for row in cells.values())
    assert {cell.split()[0] for row in cells.values() for cell in row} <= {"1", "2", "3", "4"}
    (legend,) = (e.proto.body for e in app.get("html") if e.proto.body.startswith("<p>"))
    assert re.sub(r"<[^>]+>", "", legend) == "1 egen 2 samverkan 3 sammanslagen 4 entreprenad"
    good = matrix(app)

    # A ceiling that nothing fits under: what is in the way, what opens it, and the plan that was.
    widget(app, "button", "Låt allt annat vara som i dag").click()
    app = widget(app, "text_input", CEILING).set_value("0,01").run()
    assert_whole(app)
    assert "Ingen plan uppfyller alla beslutade villkor." in app.warning[0].value
    seen = text(app)
    assert "De här besluten går inte ihop med varandra:" in seen
    assert "- Högst 0,01\u00a0mnkr i engångskostnad" in seen
    openings = dict(table_about(app, "Minsta lättnad")[1:])
    assert any(step.startswith("Högst ") and "mnkr" in step for step in openings.values())
    assert "Senaste planen som gick" in [s.value for s in app.subheader]
    assert "Den följer inte besluten till vänster." in seen
    assert matrix(app) == good

    # Decisions that contradict themselves are named before anything is searched; what is mistyped
    # changes nothing and is said beside the field.
    widget(app, "text_input", CEILING).set_value("")
    widget(app, "text_input", LOSS).set_value("två")
    app = widget(app, "text_input", LEAST).set_value("6").run()
    assert_whole(app)
    assert len(app.warning) == len(app.error) == 1
    assert "Plan: minst 6 kommuner i en sammanslagen organisation, men bara 5" in text(app)
    assert "”två” är inget tal" in text(app)
    assert table(app)["largest_job_loss"] == 2
    assert "De här besluten går inte ihop med varandra:" not in text(app)
    assert matrix(app) == good

    app = widget(app, "button", "Tillbaka till ”Lägsta kostnad”").click().run()
    assert_whole(app)
    assert not app.error
    assert table(app) == {}
    assert "Lägsta kostnad, ändrad" not in text(app)


def _has(app: AppTest, words: str) -> bool:
    return any(words in html for html in tables(app))


def test_what_is_locked_stays_when_the_rest_is_planned_anew() -> None:
    """The part a council has settled lies still while the others go on asking."""
    app = opened(PLAN, scenario="04_kobyt_inriktning")
    before, cost = matrix(app), effect(app)
    app = widget(app, "multiselect", "Lås i planen").set_value(["lon", "bygglov"]).run()
    assert_whole(app)
    assert set(table(app)) >= {"lon.locked", "bygglov.locked"}
    # To lock what the plan already does costs nothing; of plans that cost the same to the krona
    # another may be shown.
    assert effect(app) == cost
    assert [matrix(app)[label] for label in ("Lön", "Bygglov")] == [
        before["Lön"],
        before["Bygglov"],
    ]
    app = widget(app, "selectbox", WHICH).select("plan").run()
    app = widget(app, "multiselect", WAYS).set_value(["egen"]).run()
    assert_whole(app)
    after = matrix(app)
    assert set(after["Plan"]) == {"1"}
    assert after["Plan"] != before["Plan"]
    assert (after["Lön"], after["Bygglov"]) == (before["Lön"], before["Bygglov"])
    # Unlocked one by one: the other stays locked.
    app = widget(app, "multiselect", "Lås i planen").set_value(["lon"]).run()
    assert "lon.locked" in table(app)
    assert "bygglov.locked" not in table(app)
    # Another question has its own decisions.
    app = app.selectbox(key="scenario").select("03_plan_bygg_tre").run()
    assert_whole(app)
    assert not [key for key in table(app) if key.endswith(".locked")]


def test_what_takes_long_is_begun_on_purpose_and_kept() -> None:
    """Plans nearly as good, and the price of each decision: only when somebody asks."""
    app = opened(PLAN, scenario="03_plan_bygg_tre")
    assert not _has(app, "Planerna sida vid sida")
    widget(app, "slider", "Antal planer").set_value(3)
    app = widget(app, "button", "Sök planer som är nästan lika bra").click().run()
    assert_whole(app)
    plans = table_about(app, "Planerna sida vid sida")[1:]
    assert [row[0] for row in plans] == ["Bästa", "Plan 1", "Plan 2", "Plan 3"]
    assert plans[0][2] == "–"
    winners = table_about(app, "Vem som vinner")
    assert winners[0][1:] == list(FIVE)
    assert len({tuple(row[1:]) for row in winners[1:]}) > 1
    assert len(table_about(app, "Var jobben ligger")) == 5
    app = widget(app, "button", "Räkna vad varje beslut kostar").click().run()
    assert_whole(app)
    prices = table_about(app, "Vad beslutet kostar")[1:]
    assert "Verksamheter som ska slås ihop av några" in [row[0] for row in prices]
    assert all(row[2].startswith("+") for row in prices)
    # What was found is kept while something else is asked, and a plan can be taken over whole.
    assert _has(app, "Planerna sida vid sida")
    app = widget(app, "button", "Lås plan 1").click().run()
    assert_whole(app)
    locked = [key for key in table(app) if key.endswith(".locked")]
    assert len(locked) == len(matrix(app))
    assert plans[1][1].split()[0] in text(app)


def test_one_municipality_sees_its_own_changes_on_a_projector(pack: Pack) -> None:
    """”Visa för” Ydre on the wall: its own rows, its own effect, nothing that is half-made."""
    app = opened(PLAN, scenario="04_kobyt_inriktning", kommun="0512", projektor=True)
    assert_whole(app)
    changes = table_about(app, "Det som ändras mot i dag")
    column = [cells[FIVE.index("Ydre")] for cells in matrix(app).values()]
    assert len(changes) - 1 == sum(not cell.startswith("1") for cell in column)
    assert "Summa" not in [row[0] for row in changes]
    assert all("Ydre" in row[2] or row[2].startswith("alla") for row in changes[1:])
    assert "samordningen av helheten" in text(app)
    asked = widget(app, "selectbox", "Verksamhet")
    app = asked.select("plan").run()
    groups = table_about(app, "Varje grupp på sitt billigaste sätt")
    assert len(groups) == 27
    # Nobody may run plan alone in this question: a group that leaves somebody out is not allowed.
    assert sum("ej enligt besluten" not in row[0] for row in groups[1:]) == 1
    at = groups[0].index("Ydre")
    for row in groups[1:]:
        assert (row[at] == "–") == ("Ydre" not in row[0] and not row[0].startswith("alla"))


def test_a_link_to_a_municipality_that_is_not_there_is_said(own_pack: Path) -> None:
    """Ydre's folder is broken: what was decided about it is told, and the rest is planned."""
    (own_pack / "0512-ydre" / "profile.toml").unlink()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    link = {"plan.required": ["0512"], "office_in": ["osterbymo"], "largest_job_loss": 2.0}
    app.query_params[ADDRESS] = json.dumps(link)
    app = app.switch_page(PLAN).run()
    assert [e.message for e in app.exception] == []
    assert table(app) == {"largest_job_loss": 2.0}
    assert len(next(iter(matrix(app).values()))) == 4
    assert "Ingen ort förlorar mer än 2 årsarbetare." in text(app)
    # Another two folders go while the page is open: the last plan is not shown for other numbers.
    for folder in ("0513-kinda", "0509-odeshog"):
        shutil.rmtree(own_pack / folder)
    app.session_state["utkast"].table["one_off_ceiling"] = 0.0
    app.session_state["utkast"].table["lon.how"] = ["sammanslagen"]
    app = app.run()
    assert [e.message for e in app.exception] == []
    assert "Senaste planen som gick" not in [s.value for s in app.subheader]


def test_what_is_decided_holds_on_the_other_pages() -> None:
    """The headline on the overview is the plan under the decisions made on Plan."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    own = {f"{key}.how": ["egen"] for key in BUILDING}
    app.query_params[ADDRESS] = json.dumps(own)
    app = app.run()
    assert_whole(app)
    assert "Lägsta kostnad, ändrad" in text(app)
    assert address(app) == own
    app = app.switch_page(PLAN).run()
    cells = matrix(app)
    assert all(cell.split()[0] == "1" for cell in cells["Plan"])
    app = app.switch_page(OVERVIEW).run()
    assert address(app) == own
