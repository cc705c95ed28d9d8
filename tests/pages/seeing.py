"""What a user sees of a page, taken out of the app as it runs."""

import re
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

from store.store import Store, open_store, url_of
from tests.conftest import ROOT

OVERVIEW, ACTIVITY = "pages/overview.py", "pages/activity.py"
PLAN, PLACES = "pages/plan.py", "pages/places.py"
SHARING, SCENARIOS, SOURCES = "pages/sharing.py", "pages/scenarios.py", "pages/sources.py"
PAGES = (OVERVIEW, ACTIVITY, PLAN, PLACES, SHARING, SCENARIOS, SOURCES)
CAPTION = re.compile(r"<caption>(.*?)</caption>")
FIVE = ("Kinda", "Ödeshög", "Boxholm", "Ydre", "Tranås")


def store_in(folder: Path) -> Store:
    """Return the store that the app keeps in a folder."""
    return open_store(url_of({}, folder))


def opened(page: str = OVERVIEW, **state: object) -> AppTest:
    """Return the app after a user has opened a page with these choices made."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    return app if page == OVERVIEW else app.switch_page(page).run()


def through_the_menu(
    *, leave_out: Collection[str] = (), **state: object
) -> Iterator[tuple[str, AppTest]]:
    """Open the app and then every page of the menu, one after the other, as a user clicks."""
    app = opened(**state)
    for page in (page for page in PAGES if page not in leave_out):
        yield page, app if page == OVERVIEW else app.switch_page(page).run()


def tables(app: AppTest) -> list[str]:
    """Return the HTML of every table on the page."""
    return [e.proto.body for e in app.get("html") if e.proto.body.startswith("<div class=")]


def rows(table: str) -> list[list[str]]:
    """Return a table's cells as plain text, the headings first."""
    return [
        [
            unescape(re.sub(r"<[^>]+>", "", cell))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL)
        ]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", table, flags=re.DOTALL)
    ]


def table_about(app: AppTest, words: str) -> list[list[str]]:
    """Return the rows of the one table whose caption holds these words."""
    captions = {CAPTION.findall(table)[0]: table for table in tables(app)}
    (found,) = (table for caption, table in captions.items() if words in caption)
    return rows(found)


def text(app: AppTest) -> str:
    """Return everything written on the page and in the sidebar, the tables too."""
    kinds = ("title", "header", "markdown", "caption", "error", "warning", "info")
    # A mark that is escaped for Markdown is seen without its backslash.
    said = [
        re.sub(r"\\([\W_])", r"\1", str(element.value))
        for kind in kinds
        for element in app.get(kind)
    ]
    captions = [caption for table in tables(app) for caption in CAPTION.findall(table)]
    cells = [cell for table in tables(app) for row in rows(table) for cell in row]
    return "\n".join([*said, *captions, *cells])


def assert_whole(app: AppTest) -> None:
    """Check that nothing broke and that nothing half-made is shown."""
    assert [e.message for e in app.exception] == []
    seen = text(app)
    assert seen
    for word in ("nan", "None", "inf", "Traceback", "<span", "</"):
        pattern = rf"(?<![\w/.]){re.escape(word)}(?![\w])"
        assert not re.search(pattern, seen), (word, re.search(f".*{pattern}.*", seen))


def kronor(cell: str) -> float:
    """Return a printed number as a number; ”oförändrad” is no change."""
    if cell == "oförändrad":
        return 0.0
    return float(cell.replace("\u00a0", "").replace("\u2212", "-").replace(",", "."))
