"""The page that is sent first says that it is Swedish, however it is asked for."""

import asyncio
import gzip
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import FileResponse, HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from pages.parts.swedish_html import SwedishHtml, in_swedish

STREAMLITS_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"
ENGLISH = '<!DOCTYPE html><html lang="en"><title>Streamlit</title>' + "<p>Å</p>" * 100


def ask(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> tuple[dict, bytes]:
    """Return the headers and the body with which `app` answers one request."""
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()  # nothing more comes, and nobody hangs up
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    asked = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": asked,
        "extensions": {"http.response.pathsend": {}},
    }
    asyncio.run(app(scope, receive, send))
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return answered, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def app() -> Starlette:
    """Answers as Streamlit's server does: pages, a file to download, and its own traffic."""
    routes = [
        Route("/", lambda _: FileResponse(STREAMLITS_PAGE)),
        Route("/plan", lambda _: HTMLResponse(ENGLISH)),
        Route("/media/rapport.html", lambda _: HTMLResponse(ENGLISH)),
        Route("/_stcore/health", lambda _: HTMLResponse("ok")),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(SwedishHtml), Middleware(GZipMiddleware)]
    )


def test_streamlits_own_page_becomes_swedish_in_every_part() -> None:
    """A new Streamlit may word its page otherwise; then this says so."""
    html = in_swedish(STREAMLITS_PAGE.read_text(encoding="utf-8"))

    assert '<html lang="sv">' in html
    assert "<title>Samstämt</title>" in html
    assert "Samstämt behöver JavaScript" in html
    assert "You need to enable JavaScript" not in html


def test_page_has_the_length_it_says(app: Starlette) -> None:
    """Å, ä and ö are two bytes each; a wrong length cuts the page or hangs the browser."""
    headers, body = ask(app, "/")

    assert b'<html lang="sv">' in body
    assert headers["content-length"] == str(len(body))


def test_page_is_swedish_when_the_browser_accepts_it_packed(app: Starlette) -> None:
    """Streamlit packs every page but the first."""
    headers, body = ask(app, "/plan", accept_encoding="gzip")

    assert "content-encoding" not in headers
    assert '<html lang="sv">' in body.decode()


def test_page_is_sent_whole_when_a_part_or_only_news_is_asked_for(app: Starlette) -> None:
    """A browser that once kept the English page must not be told to keep it."""
    alone = Starlette(routes=app.routes)
    kept, _ = ask(alone, "/")
    headers, body = ask(app, "/", if_none_match=kept["etag"], range="bytes=0-9")

    assert body.endswith(b"</html>\n")
    assert not {"accept-ranges", "etag", "last-modified"} & set(headers)


def test_head_gives_no_length_that_is_not_the_pages(app: Starlette) -> None:
    """The file's own length is that of the English page."""
    headers, body = ask(app, "/", method="HEAD")

    assert body == b""
    assert "content-length" not in headers


@pytest.mark.parametrize("path", ["/media/rapport.html", "/_stcore/health"])
def test_everything_but_pages_goes_through_untouched(app: Starlette, path: str) -> None:
    """A file that a person downloads is theirs, and Streamlit's traffic is Streamlit's."""
    headers, body = ask(app, path, accept_encoding="gzip")
    alone, expected = ask(
        Starlette(routes=app.routes, middleware=[Middleware(GZipMiddleware)]),
        path,
        accept_encoding="gzip",
    )

    assert _unpacked(headers, body) == _unpacked(alone, expected)
    assert headers == alone


def _unpacked(headers: dict, body: bytes) -> bytes:
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
