"""Plan as a meeting uses it: the question is put with the fields, answered, and survives F5."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.driving import fresh_page, wait_until_drawn
from tests.browser.test_pages import CUT_TABLES, SIDEWAYS, WCAG

pytestmark = pytest.mark.browser

LEAST, CEILING = "Minst så många kommuner om det slås ihop", "Högsta engångskostnad, mnkr"
LOSS, OFFICES = "Ingen ort förlorar mer än, årsarbetare", "Orter som ska ha ett gemensamt kontor"
BUILDING_TITLE = "Plan och bygg i en gemensam organisation"
BUILDING = ("plan", "bygglov", "gis_mbk")
# What an answer takes on a busy computer.
MILLISECONDS = 60_000


def field(page: Page, kind: str, label: str) -> Locator:
    """Return the field with a label: stSelectbox, stMultiSelect."""
    return page.get_by_test_id(kind).filter(has_text=label)


def pick(page: Page, kind: str, label: str, option: str) -> None:
    """Pick an option in a list, as with the mouse."""
    field(page, kind, label).locator("input").click()
    page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    wait_until_drawn(page)


def write(page: Page, label: str, text: str) -> None:
    """Write in a field and go on to the next with Enter."""
    page.get_by_role("textbox", name=label).fill(text)
    page.keyboard.press("Enter")
    wait_until_drawn(page)


def in_the_address(page: Page) -> dict[str, object]:
    """Return the decisions that the address carries."""
    (text,) = parse_qs(urlsplit(page.url).query)["beslut"]
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def matrix(page: Page) -> list[list[str]]:
    """Return the cells of the matrix of the plan."""
    table = page.get_by_role("region", name="Driftform per verksamhet och kommun")
    return [row.locator("th, td").all_inner_texts() for row in table.locator("tbody tr").all()]


def test_the_question_of_the_meeting_is_put_answered_and_survives_a_reload(
    browser: Browser, app: str
) -> None:
    """Plan och bygg merged by at least three, an office in Ydre, few jobs lost, a small bill.

    Set from nothing in tests/pages; here from the shipped question, which is reckoned faster.
    """
    with fresh_page(browser, 1440, 900) as page:
        page.goto(f"{app}/plan?{urlencode({'scenario': BUILDING_TITLE})}")
        wait_until_drawn(page)
        pick(page, "stSelectbox", "Vad gäller det?", "2 Plan och bygg")
        ways = field(page, "stMultiSelect", "Får drivas som")
        assert ways.get_by_label("Ta bort Egen").is_visible()
        assert ways.get_by_label("Ta bort Sammanslagen").is_visible()
        assert ways.get_by_label("Ta bort Samverkan").count() == 0
        assert page.get_by_role("textbox", name=LEAST).input_value() == "3"
        write(page, LOSS, "2")
        pick(page, "stMultiSelect", OFFICES, "Österbymo")
        write(page, CEILING, "5")

        headline = page.get_by_text(f"{BUILDING_TITLE}, ändrad:")
        expect(headline).to_be_visible(timeout=MILLISECONDS)
        asked = in_the_address(page)
        assert {
            **{f"{key}.how": ["egen", "sammanslagen"] for key in BUILDING},
            "some_merge": list(BUILDING),
            **{f"{key}.least_partners": 3 for key in BUILDING},
            "largest_job_loss": 2,
            "office_in": ["osterbymo"],
            "one_off_ceiling": 5_000_000,
        }.items() <= asked.items()
        assert page.get_by_text("bevisat bäst").is_visible()
        answered, said = matrix(page), headline.inner_text()
        by_label = {row[0]: row[1:] for row in answered}
        assert sum(cell.startswith("3 A") for cell in by_label["Plan"]) >= 3
        assert all(cell.startswith(("3 A", "1")) for cell in by_label["Plan"])
        assert page.evaluate(CUT_TABLES) == []

        page.reload()
        wait_until_drawn(page)
        assert in_the_address(page) == asked
        assert headline.inner_text() == said
        assert matrix(page) == answered
        assert page.get_by_role("textbox", name=CEILING).input_value() == "5"
        assert field(page, "stMultiSelect", OFFICES).get_by_label("Ta bort Österbymo").is_visible()

        # A slip of the finger is said beside the field, can be read, and changes nothing.
        write(page, LOSS, "två")
        expect(page.get_by_text("”två” är inget tal.")).to_be_visible(timeout=MILLISECONDS)
        assert matrix(page) == answered
        assert in_the_address(page) == asked
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [violation["id"] for violation in found] == []


@pytest.mark.parametrize("name", ["plan", "orter"])
def test_nothing_is_cut_off_when_everything_is_unfolded(
    browser: Browser, app: str, name: str
) -> None:
    """The widest plan with every table open: no column beside the edge, nothing axe can find."""
    with fresh_page(browser, 1440, 900) as page:
        page.goto(f"{app}/{name}?{urlencode({'scenario': 'Inriktningen från 2005'})}")
        wait_until_drawn(page)
        for unfolded in page.locator("[data-testid='stMain'] details").all():
            if unfolded.get_attribute("open") is None:
                unfolded.locator("summary").click()
        wait_until_drawn(page)

        assert page.locator("[data-testid='stMain'] details:not([open])").count() == 0
        assert page.evaluate(CUT_TABLES) == []
        assert page.evaluate(SIDEWAYS) == [0, 0]
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [violation["id"] for violation in found] == []
