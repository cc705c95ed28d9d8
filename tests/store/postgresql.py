"""A PostgreSQL of the tests' own, from Debian's programs, in a folder that is thrown away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "postgres"


def programs() -> Path | None:
    """Return the folder with initdb and pg_ctl, the newest there is, or None."""
    found = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists()
    ]
    if found:
        return max(found, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("pg_ctl")
    return Path(on_path).parent if on_path and shutil.which("initdb") else None


@contextmanager
def running_server(bin_folder: Path, *, safe: bool = False) -> Iterator[str]:
    """Start a server that listens in its own folder only; return its address without a database.

    `safe` is as in real use, where what is confirmed is on the disk.
    """
    # A short path: the name of a socket may not be longer than a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        if os.geteuid() == 0:
            shutil.chown(home, SUPERUSER, SUPERUSER)
        data = home / "d"
        _as_user(
            bin_folder / "initdb",
            "-D",
            data,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        fast = "" if safe else " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        _as_user(
            bin_folder / "pg_ctl",
            "-D",
            data,
            "-w",
            "-l",
            home / "log",
            "start",
            "-o",
            f"-k {home} -h '' -c max_connections=40{fast}",
        )
        try:
            yield f"postgresql://{SUPERUSER}@/{{}}?host={home}"
        finally:
            _as_user(bin_folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _as_user(*command: object) -> None:
    """Run a program, as an ordinary user if we are root: PostgreSQL refuses root."""
    become = ["runuser", "-u", SUPERUSER, "--"] if os.geteuid() == 0 else []
    # Into a file: a server that goes on living would keep a pipe open, and us waiting.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [*become, *map(str, command)],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {said.read().decode(errors='replace')}")
