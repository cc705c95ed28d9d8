"""Somebody who changes one thing over and over, in a process of their own; run by test_store."""

import sys

from store.store import ConflictError, open_store


def main(url: str, who: str, turns: str) -> None:
    """Save so many times, each time over what was last seen; print each number that was saved."""
    store = open_store(url)
    input()  # until everybody is ready
    for turn in range(int(turns)):
        last = store.latest("prov", "a")
        seen = last.number if last else 0
        body = {"who": who, "turn": turn}
        try:
            made = store.save("prov", "a", body, who=who, at="2026-11-22", what="", seen=seen)
        except ConflictError:
            continue
        print(made.number)


if __name__ == "__main__":
    main(*sys.argv[1:])
