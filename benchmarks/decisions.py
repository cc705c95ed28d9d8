"""How long a decision takes to freeze, write and keep. Run: python benchmarks/decisions.py.

Not a test: a slow machine is no fault in the code. Wall clock, medians and worst of several runs.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from documents.release import all_documents, zipped  # noqa: E402 - the path comes first
from models.pack import Pack, read_pack  # noqa: E402 - the path comes first
from scenarios.desk import begun, refrozen  # noqa: E402 - the path comes first
from scenarios.freeze import freeze  # noqa: E402 - the path comes first
from scenarios.frozen import Head  # noqa: E402 - the path comes first
from scenarios.package import package  # noqa: E402 - the path comes first
from scenarios.run import run  # noqa: E402 - the path comes first
from scenarios.scenario import library  # noqa: E402 - the path comes first
from scenarios.sharing import Key  # noqa: E402 - the path comes first
from scenarios.suggested import suggested  # noqa: E402 - the path comes first
from store.codec import record_of, to_body  # noqa: E402 - the path comes first
from store.store import open_store, url_of  # noqa: E402 - the path comes first

RUNS = 5
AREA, SCENARIO = "2", "04_kobyt_inriktning"
AT = "2026-11-22 10:00"


def shipped() -> Pack:
    """Return the shipped pack."""
    pack = read_pack(ROOT / "data" / "municipalities").pack
    if pack is None:
        raise SystemExit("The shipped pack has faults: python -m scenarios check-data")
    return pack


def timed(work: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Return the time of every run, in seconds; the first is cold."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times


def shown(name: str, times: list[float]) -> None:
    """Print a row: the first run, the median of the others and the worst of them."""
    later = times[1:]
    print(
        f"{name:<52} {times[0]:>8.3f} {statistics.median(later):>8.3f} {max(later):>8.3f}",
        flush=True,
    )


def main() -> None:
    """Print how long each step takes."""
    pack = shipped()
    outcome = run(pack, next(one for one in library(pack) if one.key == SCENARIO))
    print(f"{'what, seconds':<52} {'first':>8} {'median':>8} {'worst':>8}")

    shown(
        "freeze one area from a plan that is reckoned",
        timed(lambda: freeze(outcome, AREA, Key(), "by_key", time=AT)),
    )
    frozen = freeze(outcome, AREA, Key(), "by_key", time=AT)
    words = suggested(frozen)
    shown("make the package: texts, figures, hashes", timed(lambda: package(frozen, words)))
    found = package(frozen, words)

    heads = [Head(m.code, m.name) for m in pack.municipalities]
    shown(
        "write every draft, five municipalities, and zip",
        timed(lambda: zipped(all_documents(found, heads, draft=True), found), 3),
    )

    draft = refrozen(begun(frozen, words), found)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(url_of({}, Path(folder)))
        saved = 0

        def save() -> None:
            nonlocal saved
            body = to_body(draft)
            store.save("utkast", AREA, body, who="b", at=AT, what="Ändrade", seen=saved)
            saved += 1

        shown("save a draft in SQLite", timed(save, 101))
        body = to_body(found)
        numbers = iter(range(1000))

        def keep() -> None:
            key = f"{next(numbers)}"
            store.save("paket", key, body, who="b", at=AT, what="Fryste", seen=0)

        shown("save a package in SQLite", timed(keep, 21))

        def read() -> None:
            row = store.latest("paket", "0")
            assert row is not None
            record_of(type(found), row)

        shown("read a package in SQLite", timed(read, 21))


if __name__ == "__main__":
    main()
