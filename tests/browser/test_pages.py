"""Every page as a person meets it, on a laptop and on a projector."""

import re
from urllib.parse import urlencode, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Visit
from tests.browser.driving import PAGES, fresh_page, running_app, wait_until_drawn

pytestmark = pytest.mark.browser

VIEWS = (
    "Sida vid sida",
    "Hur säkert?",
    "Vad avgör?",
    "Vad håller?",
    "Vikta kriterier",
    "Över tid",
    "Filer och logg",
)
"""Of the page Scenarier, by the names in its addresses."""

DECISION_VIEWS = (
    "Dagens beslut",
    "Paketet",
    "Kommunerna",
    "Beslutsklockan",
    "Dokument",
    "Presidiet",
    "Förankring",
    "Omgången 2005–06",
)
"""Of the page Beslut, by the names in its addresses."""

HERE = {"localhost", "127.0.0.1"}
NO_FIGURE = re.compile(r"(?<!\w)(nan|NaN|None|inf)(?!\w)")

# What DOS-lagen asks for: WCAG 2.1, levels A and AA.
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

VISIBLE_TEXT = """() => [
    document.body.innerText,
    ...[...document.querySelectorAll("svg text")].map(text => text.textContent),
].join("\\n")"""
SIDEWAYS = """() => [document.scrollingElement, document.querySelector("[data-testid='stMain']")]
    .map(element => element.scrollWidth - element.clientWidth)"""

CUT_TABLES = """() => [...document.querySelectorAll(".samstamt-bred")]
    .filter(table => table.checkVisibility() && table.scrollWidth > table.clientWidth)
    .map(table => table.getAttribute("aria-label"))"""

SMALL_TEXT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = new Set();
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        const seen = element.checkVisibility({visibilityProperty: true, opacityProperty: true})
            && element.getBoundingClientRect().width > 1 && !element.closest("svg");
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (walker.currentNode.nodeValue.trim() && seen && size < 18)
            small.add(`${size} px: ${walker.currentNode.nodeValue.trim().slice(0, 40)}`);
    }
    return [...small];
}"""


def test_page_runs_to_its_end_without_a_fault(visit: Visit) -> None:
    """A red box in a meeting ends the meeting."""
    faults = visit.page.locator("[data-testid='stException'], .st-key-programfel")

    assert faults.all_inner_texts() == []


def test_page_writes_no_error_in_the_console(visit: Visit) -> None:
    """An error there is a part of the page that does not work, seen or not."""
    assert visit.errors == []


def test_page_asks_nothing_of_the_internet(visit: Visit) -> None:
    """The meeting room has no network, and what is planned there is nobody else's business."""
    assert [url for url in visit.asked if _host(url) not in HERE] == []


def test_page_shows_no_figure_that_is_none(visit: Visit) -> None:
    """A missing figure is "uppgift saknas", never a word from inside the machine."""
    assert NO_FIGURE.findall(visit.page.evaluate(VISIBLE_TEXT)) == []


def test_page_has_no_sideways_scroll(visit: Visit) -> None:
    """Nobody scrolls sideways on a projector: what is out there has not been shown."""
    assert visit.page.evaluate(SIDEWAYS) == [0, 0]


def test_no_table_is_cut_off(visit: Visit) -> None:
    """A table scrolls by itself, but nobody does that to the last column in a meeting."""
    assert visit.page.evaluate(CUT_TABLES) == []


def test_the_widest_plan_is_not_cut_off(browser: Browser, app: str) -> None:
    """The shipped question whose plan has the most rows and the longest names in its cells."""
    with fresh_page(browser, 1440, 900) as page:
        page.goto(f"{app}/plan?{urlencode({'scenario': 'Inriktningen från 2005'})}")
        wait_until_drawn(page)

        assert page.locator(".samstamt-val", has_text="3 A").count() > 0
        assert page.evaluate(CUT_TABLES) == []


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *(("scenarier", {"scenario": "Sårbarheten räknas", "vy": view}) for view in VIEWS),
        *(
            ("beslut", {"omrade": "Plan och bygg", "beslut_vy": view, "punkt": "2 Ekonomi"})
            for view in DECISION_VIEWS
        ),
        ("beslut", {"beslut_vy": "Paketet", "omrade": "IT"}),
        ("beslut", {"beslut_vy": "Paketet", "omrade": "Plan och bygg", "punkt": "1 Mål"}),
        (
            "beslut",
            {"beslut_vy": "Paketet", "omrade": "Plan och bygg", "punkt": "5 Politisk styrning"},
        ),
        ("beslut", {"beslut_vy": "Presidiet", "omrade": "Plan och bygg", "kommun": "Ydre"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value.values()),
)
def test_every_view_is_whole_with_everything_unfolded(
    name: str, asked: dict[str, str], browser: Browser, app: str
) -> None:
    """Each view is a page of its own to who looks at it: nothing red, cut off or in the way."""
    with fresh_page(browser, 1440, 900) as page:
        page.goto(f"{app}/{PAGES[name]}?{urlencode(asked)}")
        wait_until_drawn(page)
        for unfolded in page.locator("[data-testid='stMain'] details").all():
            if unfolded.get_attribute("open") is None:
                unfolded.locator("summary").click()
        wait_until_drawn(page)

        assert page.locator("[data-testid='stException'], .st-key-programfel").count() == 0
        assert NO_FIGURE.findall(page.evaluate(VISIBLE_TEXT)) == []
        assert page.evaluate(SIDEWAYS) == [0, 0]
        assert page.evaluate(CUT_TABLES) == []
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [_in_words(violation) for violation in found] == []


def test_page_says_that_it_is_swedish(visit: Visit) -> None:
    """A screen reader chooses its voice by this."""
    assert visit.page.evaluate("document.documentElement.lang") == "sv"


def test_page_has_no_known_obstacle_by_wcag_2_1_aa(visit: Visit) -> None:
    """What axe-core can find, of what the law asks."""
    found = Axe().run(visit.page, options=WCAG).response["violations"]

    assert [_in_words(violation) for violation in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_projector_mode_can_be_read_from_the_back_row(
    browser: Browser, app: str, name: str
) -> None:
    """Fifteen people and one wall: no text outside charts under 18 px, no sideways scroll."""
    with fresh_page(browser, 1920, 1080) as page:
        page.goto(f"{app}/{PAGES[name]}?projektor=true")
        wait_until_drawn(page)

        assert page.evaluate(SMALL_TEXT) == []
        assert page.evaluate(SIDEWAYS) == [0, 0]


def test_menu_holds_the_pages_that_are_tested(browser: Browser, app: str) -> None:
    """A new page comes under these tests the day it enters the menu."""
    with fresh_page(browser, 1440, 900) as page:
        page.goto(app)
        wait_until_drawn(page)
        links = page.locator("[data-testid='stSidebarNavLink']")
        addresses = [link.get_attribute("href") or "" for link in links.all()]

    assert [urlsplit(address).path.strip("/") for address in addresses] == list(PAGES.values())


def test_link_to_a_page_works_as_the_first_thing_asked_of_the_app(browser: Browser) -> None:
    """A link in a summons is opened on a computer where the app has just been started."""
    with running_app() as address, fresh_page(browser, 1440, 900) as page:
        page.goto(f"{address}/{PAGES['plan']}")
        wait_until_drawn(page)

        assert page.locator("[data-testid='stException'], .st-key-programfel").count() == 0
        assert page.locator("[data-testid='stSidebarNavLink']").count() == len(PAGES)


def test_app_started_without_its_server_is_swedish_too(browser: Browser) -> None:
    """Somebody will type `streamlit run app.py`; frame.html then sets the language."""
    with running_app("app.py") as address, fresh_page(browser, 1440, 900) as page:
        page.goto(address)
        wait_until_drawn(page)

        assert page.evaluate("document.documentElement.lang") == "sv"


def _host(url: str) -> str:
    """Return the host of a URL; a data: or blob: URL asks nobody."""
    address = urlsplit(url)
    return "localhost" if address.scheme in {"data", "blob"} else address.hostname or ""


def _in_words(violation: dict) -> str:
    places = "; ".join(node["html"][:160] for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']} ({places})"
