"""The running app and a browser, for the tests that look at what a person sees."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from models.council_register import COUNCIL, CouncilDecision, DecisionStatus
from models.pack import Pack
from tests.browser.driving import (
    PAGES,
    chromium,
    chromium_path,
    fresh_page,
    running_app,
    wait_until_drawn,
)
from tests.pages.deciding import file_of, lay, lay_file, made

VIEWPORTS = ((1440, 900), (1920, 1080))
"""A laptop and a projector."""

# On a page other than the first, Streamlit looks for its server under the page's own address,
# is told 404 and finds it at the root. It always does; nothing in the app can prevent it.
LOOKING_FOR_THE_SERVER = re.compile(rf"/({'|'.join(filter(None, PAGES.values()))})/_stcore/")


@dataclass
class Visit:
    """One page as one person saw it, and what the browser did meanwhile."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Write down every request, websocket and error from now on."""
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda websocket: self.asked.append(websocket.url))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        where = message.location["url"]
        if message.type == "error" and not LOOKING_FOR_THE_SERVER.search(where):
            self.errors.append(f"{message.text} ({where})")


@pytest.fixture(scope="session")
def app(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, started once, with an area's decision adopted by all."""
    saved = tmp_path_factory.mktemp("sparat")
    found = made(pack, "04_kobyt_inriktning")
    lay(saved, found)
    for n, m in enumerate(pack.municipalities, 1):
        adopted = CouncilDecision(
            m.code,
            COUNCIL,
            date(2026, 11, n),
            f"§ {n}",
            f"KS 2026/{n:04}",
            found.text_hash,
            DecisionStatus.ADOPTED,
        )
        dates = {"union_talks": date(2026, 9, n), "council": date(2026, 11, n)}
        lay_file(saved, replace(file_of(pack, m.code, dates), decisions=(adopted,)))
    with running_app(saved=saved) as address:
        yield address


# Not for the session: while Playwright is open, no other test can use asyncio.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium. Under CI it must be there; on a desk the test may be skipped."""
    if chromium_path() is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("Chromium saknas. Installera det (Debian: apt-get install chromium).")
    with chromium() as browser:
        yield browser


@pytest.fixture(
    scope="module",
    params=[(name, viewport) for name in PAGES for viewport in VIEWPORTS],
    ids=lambda param: f"{param[0]}-{param[1][0]}",
)
def visit(request: pytest.FixtureRequest, browser: Browser, app: str) -> Iterator[Visit]:
    """Each page in each size, drawn; opened once for all the tests that look at it."""
    name, (width, height) = request.param
    with fresh_page(browser, width, height) as page:
        visit = Visit(page)
        visit.listen()
        page.goto(f"{app}/{PAGES[name]}")
        wait_until_drawn(page)
        yield visit
