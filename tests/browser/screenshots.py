"""Photographs every page, whole, into docs/bilder: `make skarmbilder`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from playwright.sync_api import Page

from models.pack import read_pack
from tests.browser.driving import PAGES, ROOT, chromium, fresh_page, running_app, wait_until_drawn
from tests.pages.deciding import lay, made

WIDTH, HEIGHT = 1440, 900

# A page that has more to show in another question than the one the app opens with.
ASKED = {
    "fordelning": {"scenario": "Sårbarheten räknas"},
    "scenarier": {"scenario": "Sårbarheten räknas", "vy": "Vad avgör?"},
    "beslut": {"beslut_vy": "Paketet", "omrade": "Plan och bygg", "punkt": "2 Ekonomi"},
}

# Streamlit scrolls inside the page: the window must be as tall as what is in it.
WHOLE_HEIGHT = "() => document.querySelector(\"[data-testid='stMain']\").scrollHeight"


def photograph(page: Page, address: str, name: str) -> None:
    """Save the whole page at `address` as docs/bilder/<name>.png."""
    page.goto(address)
    wait_until_drawn(page)
    page.set_viewport_size({"width": WIDTH, "height": max(HEIGHT, page.evaluate(WHOLE_HEIGHT))})
    wait_until_drawn(page)
    page.screenshot(path=ROOT / "docs" / "bilder" / f"{name}.png")


@contextmanager
def _on_table(folder: Path) -> Iterator[str]:
    """Yield the address of the app with an area's decision on the table."""
    pack = read_pack(ROOT / "data" / "municipalities").pack
    assert pack is not None
    lay(folder, made(pack, "04_kobyt_inriktning"))
    with running_app(saved=folder) as address:
        yield address


def main() -> None:
    """Photograph every page in the menu."""
    with TemporaryDirectory() as folder, _on_table(Path(folder)) as app, chromium() as browser:
        for name, path in PAGES.items():
            with fresh_page(browser, WIDTH, HEIGHT) as page:
                photograph(page, f"{app}/{path}?{urlencode(ASKED.get(name, {}))}", name)


if __name__ == "__main__":
    main()
