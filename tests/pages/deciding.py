"""A frozen area on the table, and the page Beslut opened on one of its views."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from models.council_dates import CouncilDates
from models.pack import Pack
from pages.parts import on_table
from scenarios.desk import CouncilFile, begun, refrozen
from scenarios.freeze import freeze
from scenarios.frozen import Head, Package
from scenarios.package import package
from scenarios.run import run
from scenarios.scenario import library
from scenarios.sharing import Key
from store.codec import to_body
from store.store import Store, open_store, url_of
from tests.conftest import ROOT
from tests.pages import seeing
from tests.scenarios.deciding_words import ready_words

AREA = "2"
BESLUT = "pages/decision.py"
AT = "2026-11-22 10:00"


def store_in(folder: Path) -> Store:
    """Return the store that the app opens for this folder."""
    return open_store(url_of({}, folder))


def made(pack: Pack, scenario: str = "03_plan_bygg_tre") -> Package:
    """Return a package of the area in which nothing is missing."""
    outcome = run(pack, next(one for one in library(pack) if one.key == scenario))
    return package(freeze(outcome, AREA, Key(), "by_key", time=AT), ready_words())


def lay(folder: Path, found: Package) -> None:
    """Lay a package and its draft on the table."""
    store = store_in(folder)
    draft = refrozen(begun(found.frozen, found.words), found)
    for kind, key, record in (
        (on_table.PACKAGE, found.version, found),
        (on_table.DRAFT, AREA, draft),
    ):
        store.save(kind, key, to_body(record), who="test", at=AT, what="Fryste", seen=0)


def file_of(pack: Pack, code: str, dates: Mapping[str, Any] | None = None) -> CouncilFile:
    """Return the papers of a municipality with some dates and nothing else."""
    name = next(m.name for m in pack.municipalities if m.code == code)
    return CouncilFile(AREA, Head(code, name), CouncilDates(code, name, **(dates or {})))


def lay_file(folder: Path, file: CouncilFile) -> None:
    """Lay a municipality's papers on the table."""
    store_in(folder).save(
        on_table.COUNCIL,
        f"{AREA}:{file.head.code}",
        to_body(file),
        who="test",
        at=AT,
        what="Lade",
        seen=0,
    )


def beslut(view: str, **state: object) -> AppTest:
    """Return the page Beslut after a user has chosen the view."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for key, value in {"omrade": AREA, "beslut_vy": view, **state}.items():
        app.session_state[key] = value
    app.run()
    for key, value in {"omrade": AREA, "beslut_vy": view, **state}.items():
        app.session_state[key] = value
    return app.switch_page(BESLUT).run()


def field(app: AppTest, kind: str, label: str) -> Any:
    """Return the one field or button with a label."""
    (found,) = (one for one in app.get(kind) if one.label == label)
    return found


def type_in(app: AppTest, **by_label: str) -> None:
    """Type into text fields; a label's spaces are written as underscores."""
    for label, value in by_label.items():
        field(app, "text_input", label.replace("_", " ")).set_value(value)


def press(app: AppTest, label: str) -> AppTest:
    """Press a button and let the page be drawn."""
    return field(app, "button", label).click().run()


def succeeded(app: AppTest) -> str:
    """Return what the page says has been done."""
    return "\n".join(str(one.value).replace("\\", "") for one in app.success)


def failed(app: AppTest) -> str:
    """Return what the page says stands in the way."""
    return "\n".join(str(one.value).replace("\\", "") for one in app.error)


def said(app: AppTest) -> str:
    """Return everything written on the page, HTML too, with plain spaces between the words."""
    html = (re.sub(r"<[^>]+>", "", unescape(one.proto.body)) for one in app.get("html"))
    return "\n".join([seeing.text(app), *html]).replace("\u00a0", " ")
