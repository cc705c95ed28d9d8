"""Reads a TOML file of the pack; what cannot be read becomes a fault and an empty table."""

import re
import tomllib
from pathlib import Path

from models.errors import Fault


def read_toml(path: Path, shown: str, faults: list[Fault], folder: str = "") -> dict[str, object]:
    """Return the tables of `path`, or nothing and a fault added to `faults`."""
    try:
        return parse_toml(path.read_bytes(), shown, faults, folder)
    except OSError:
        faults.append(Fault(shown, None, "", "ingen fil", "en TOML-fil", "lägg till filen", folder))
    return {}


def parse_toml(data: bytes, shown: str, faults: list[Fault], folder: str = "") -> dict[str, object]:
    """Return the tables of what a file holds, or nothing and a fault added to `faults`."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        faults.append(
            Fault(
                shown,
                None,
                "",
                "tecken som inte är UTF-8",
                "text i UTF-8",
                "spara filen med kodningen UTF-8",
                folder,
            )
        )
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # tables in tables without end
        faults.append(
            Fault(
                shown,
                _line_in(str(error)),
                "",
                "något som inte är TOML",
                "en läsbar TOML-fil",
                "rätta raden; text ska stå inom citattecken, decimaltal skrivs med punkt och varje "
                "tabell får finnas en gång",
                folder,
            )
        )
    return {}


def _line_in(message: str) -> int | None:
    """Return the line that Python's own message points at, if it does."""
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else None
