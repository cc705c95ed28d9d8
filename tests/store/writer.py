"""Writers that are killed: run by test_crash, one after the other in one process's children.

Each child saves one revision after the other under a few keys and writes down each that is
confirmed. Its parent kills it after the time given.
"""

import os
import signal
import sys
import time
from itertools import count

from store.database import database_at
from store.store import open_store

KEYS = ("a", "b", "c")


def text_of(key: str, number: int) -> str:
    """Return what is saved under a key as a number: long enough to be written in many pieces."""
    return f"{key}{number} " * 5_000


def write(url: str, first: int, confirmed: int) -> None:
    """Save for ever, and write down what is confirmed."""
    store = open_store(url)
    for turn in count(first):
        key = KEYS[turn % len(KEYS)]
        last = store.latest("prov", key)
        seen = last.number if last else 0
        body = {"x": text_of(key, seen + 1)}
        made = store.save("prov", key, body, who="", at="2026-11-22", what="", seen=seen)
        os.write(confirmed, f"{key} {made.number}\n".encode())


def let_one_write(url: str, first: int, delay: float) -> None:
    """Kill a child after the delay; every other one first gets something saved."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(url, first, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    with os.fdopen(ours) as confirmed:
        if first % 2 == 0:
            print(confirmed.readline(), end="")
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            print("avslutad")
        print(confirmed.read(), end="")


def main(url: str, *delays: str) -> None:
    """Let a child write for each delay in seconds; say when one ended without being killed."""
    database_at(url)  # what it takes in is taken in once, before the children
    for number, delay in enumerate(delays):
        let_one_write(url, number, float(delay))


if __name__ == "__main__":
    main(*sys.argv[1:])
