"""Drives the running app: starts it, finds Chromium, opens a page and knows when it is drawn."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]

PAGES = {
    "oversikt": "",
    "verksamhet": "verksamhet",
    "plan": "plan",
    "orter": "orter",
    "fordelning": "fordelning",
    "scenarier": "scenarier",
    "beslut": "beslut",
    "underlag": "underlag",
}
"""Every page in the menu and its address; the first page's is the empty one."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The sandbox needs rights that a container lacks; the rest keeps Chromium's own traffic quiet.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=sv-SE",
)

SECONDS_TO_START = 60
MILLISECONDS_TO_DRAW = 60_000

# Streamlit has run the script to its end, nothing on screen is from an earlier run, and every
# chart has been drawn.
DRAWN = """() =>
    document.querySelector("[data-testid='stApp'][data-test-script-state='notRunning']")
    && document.querySelector("[data-testid='stMain'] h1, .st-key-programfel")
    && !document.querySelector("[data-testid='stSkeleton'], [data-stale='true']")
    && [...document.querySelectorAll("[data-testid='stVegaLiteChart']")]
        .every(chart => chart.querySelector("svg, canvas"))
"""
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def chromium_path() -> str | None:
    """Return where Chromium is, or None."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


@contextmanager
def running_app(
    script: str = "serve.py", data: Path | None = None, saved: Path | None = None
) -> Iterator[str]:
    """Start the app on a free port, yield its address, and stop it.

    `data` is another data folder than the app's own (SAMSTAMT_DATA), and `saved` where what users
    enter lies; without it a folder that is thrown away, never the one that is worked in.
    """
    with TemporaryDirectory() as thrown_away:
        env = os.environ | {"SAMSTAMT_SPARAT": str(saved or thrown_away)}
        env.pop("DATABASE_URL", None)
        yield from _started(script, env | ({"SAMSTAMT_DATA": str(data)} if data else {}))


def _started(script: str, env: Mapping[str, str]) -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", script]
    command += ["--server.port", str(port), "--server.headless", "true"]
    with (
        TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log) as process,
    ):
        try:
            address = f"http://localhost:{port}"
            if not _answers(process, f"{address}/_stcore/health"):
                log.seek(0)
                raise RuntimeError(f"{script} did not start:\n{log.read().decode()}")
            yield address
        finally:
            process.terminate()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@contextmanager
def fresh_page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    """Yield an empty Swedish page of a given size, with no memory of other visits."""
    context = browser.new_context(
        locale="sv-SE", timezone_id="Europe/Stockholm", viewport={"width": width, "height": height}
    )
    yield context.new_page()
    context.close()


def wait_until_drawn(page: Page) -> None:
    """Return when the page has been run and drawn, and frame.html has made its repairs."""
    page.wait_for_function(DRAWN, timeout=MILLISECONDS_TO_DRAW)
    page.evaluate(TWO_FRAMES)
    page.wait_for_function(DRAWN, timeout=MILLISECONDS_TO_DRAW)  # a rerun may have begun between
    page.evaluate(TWO_FRAMES)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=1):
                return True
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    return False
