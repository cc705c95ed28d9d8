"""The page that Streamlit sends first, in Swedish: its language, its title and its noscript."""

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOSCRIPT = (
    "<noscript><p>Samstämt behöver JavaScript. Slå på det i webbläsaren och läs in sidan igen.</p>"
    "</noscript>"
)

# Asked with these, Streamlit could answer with a part, a packed copy or "not changed since":
# nothing that can be rewritten. The page is small; it is always sent whole.
ANSWERED_OTHERWISE = {b"accept-encoding", b"if-modified-since", b"if-none-match", b"range"}

# A file that a person downloads is sent as it is, and so is Streamlit's own traffic.
NO_PAGE = re.compile(r"/(_stcore|component|media|static)/")


def in_swedish(html: str) -> str:
    """Return Streamlit's page as a Swedish one; what is not recognised is left as it was."""
    html = html.replace('<html lang="en">', '<html lang="sv">', 1)
    html = html.replace("<title>Streamlit</title>", "<title>Samstämt</title>", 1)
    return re.sub(r"<noscript>.*?</noscript>", NOSCRIPT, html, count=1, flags=re.DOTALL)


class SwedishHtml:
    """ASGI middleware that rewrites HTML answers and lets everything else through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _may_be_a_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        asked = [header for header in scope["headers"] if header[0] not in ANSWERED_OTHERWISE]
        # No extensions: with "pathsend" a server would send Streamlit's file past us.
        await self.app({**scope, "headers": asked, "extensions": {}}, receive, _Rewriter(send))


def _may_be_a_page(path: str) -> bool:
    """Return whether an address has a page's form: not a file's, and not Streamlit's own."""
    return "." not in path.rsplit("/", 1)[-1] and not NO_PAGE.search(path)


class _Rewriter:
    """Holds an HTML answer until all of it has come, and sends it on in Swedish."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(Headers(raw=message["headers"])):
            self.start = message
        elif message["type"] == "http.response.body" and self.start is not None:
            self.body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._send_rewritten(self.start)
        else:
            await self.send(message)

    async def _send_rewritten(self, start: Message) -> None:
        body = in_swedish(self.body.decode("utf-8")).encode("utf-8")
        headers = MutableHeaders(raw=list(start["headers"]))
        for name in ("accept-ranges", "etag", "last-modified"):  # they describe Streamlit's text
            del headers[name]
        if body:
            headers["content-length"] = str(len(body))
        else:  # a HEAD request: its length would be that of Streamlit's text
            del headers["content-length"]
        await self.send({**start, "headers": headers.raw})
        await self.send({"type": "http.response.body", "body": body})


def _is_html(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith("text/html")
