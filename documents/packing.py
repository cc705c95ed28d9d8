"""Zip files whose bytes depend on their content alone."""

import zipfile
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO

FIRST_YEAR = 1980  # the first that a zip file can tell


def moment(frozen: str) -> datetime:
    """Return the time at which something was frozen, without a time zone; 1980 if unreadable."""
    try:
        found = datetime.fromisoformat(frozen).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return datetime(FIRST_YEAR, 1, 1)
    return found if found.year >= FIRST_YEAR else datetime(FIRST_YEAR, 1, 1)


def packed(entries: Iterable[tuple[str, bytes]], time: datetime) -> bytes:
    """Return a zip file of the entries in their order, all with the same time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, time.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return out.getvalue()


def repacked(content: bytes, time: datetime) -> bytes:
    """Return a zip file again, with every entry's time set."""
    with zipfile.ZipFile(BytesIO(content)) as source:
        return packed(((e.filename, source.read(e)) for e in source.infolist()), time)
