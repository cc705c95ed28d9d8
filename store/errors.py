"""What can stand in the way of saving and reading, each in one Swedish message."""

import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from store.revision import Body, Revision


class StoreError(Exception):
    """What was asked of the store has not been done; why and what to do, in Swedish."""


class ConflictError(StoreError):
    """Somebody else changed the same thing meanwhile; nothing was saved.

    `mine` is what was to be saved (None for a removal), `theirs` what stands there now and `base`
    what both started from, None when there was nothing.
    """

    def __init__(self, mine: Body | None, theirs: Revision, base: Revision | None) -> None:
        """Keep the three, so that a page can show what differs."""
        self.mine, self.theirs, self.base = mine, theirs, base
        who = theirs.who or "Någon annan"
        done = "tagit bort" if theirs.body is None else "ändrat"
        super().__init__(
            f"{who} har {done} det här medan du arbetade ({theirs.at}: {theirs.what}). "
            "Inget har sparats. Se vad som skiljer och spara på nytt om din version ska gälla."
        )


# By the beginning of SQLite's own name of the error: the first that fits is said.
SQLITE: tuple[tuple[str, str], ...] = (
    ("SQLITE_FULL", "Disken är full. Frigör utrymme och försök igen."),
    (
        "SQLITE_READONLY",
        "Filen eller mappen får bara läsas. Ge rätt att skriva där och försök igen.",
    ),
    ("SQLITE_BUSY", "Någon annan skriver just nu. Försök igen om en stund."),
    ("SQLITE_LOCKED", "Någon annan skriver just nu. Försök igen om en stund."),
    (
        "SQLITE_NOTADB",
        "Filen är ingen databas och har lämnats orörd. Flytta den eller lägg tillbaka en kopia.",
    ),
    (
        "SQLITE_CORRUPT",
        "Filen är skadad. Lägg undan den och lägg tillbaka den senaste kopian.",
    ),
    (
        "SQLITE_CANTOPEN",
        "Det går inte att öppna eller skapa filen. Kontrollera att mappen finns och får skrivas i.",
    ),
    ("SQLITE_PERM", "Det saknas rätt till filen. Ge rätt att läsa och skriva den."),
    (
        "SQLITE_IOERR",
        "Disken svarar inte som den ska, eller är full. Kontrollera den och försök igen.",
    ),
)
# By the beginning of PostgreSQL's five-letter code.
POSTGRESQL: tuple[tuple[str, str], ...] = (
    ("53100", "Databasens disk är full. Be den som sköter databasen att frigöra utrymme."),
    ("53", "Databasen har ont om resurser. Försök igen om en stund."),
    ("25006", "Databasen får bara läsas just nu. Be den som sköter databasen om rätt att skriva."),
    ("42501", "Databasens användare saknar rätt till det. Be den som sköter databasen om den."),
    ("28", "Databasen godtar inte namnet eller lösenordet. Rätta DATABASE_URL och starta om."),
    ("3D000", "Databasen finns inte på servern. Rätta DATABASE_URL eller skapa databasen."),
    ("40", "Någon annan skrev samtidigt. Försök igen."),
    ("57", "Databasen stängdes under tiden. Försök igen om en stund."),
)
NO_CONTACT = (
    "Det gick inte att få kontakt. Kontrollera att databasen är igång, och server, namn, lösenord "
    "och databas i DATABASE_URL."
)


def explained(error: SQLAlchemyError, place: str) -> StoreError:
    """Return the error as one Swedish sentence or two, without addresses or passwords.

    The driver's own words are left out: they can quote the address, and they are in English.
    """
    cause: Any = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorname", None) or type(cause).__name__
        known = SQLITE
    else:
        code = getattr(cause, "sqlstate", None) or ""
        known = POSTGRESQL
        if not code and type(cause).__name__ in {"OperationalError", "ConnectionTimeout"}:
            return StoreError(f"{place}: {NO_CONTACT}")
    for beginning, words in known:
        if code.startswith(beginning):
            return StoreError(f"{place}: {words}")
    code = code or type(cause).__name__
    return StoreError(
        f"{place}: något oväntat hände ({code}). Inget har sparats. Försök igen, och säg till den "
        "som förvaltar Samstämt om det inte går."
    )
