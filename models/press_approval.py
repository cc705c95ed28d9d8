"""A press release that five municipalities send as one: the same words approved by all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.entered import MISSING, NOTE, Clearance, fault, text_faults, words_hash
from models.errors import Fault
from models.words import listed

LONGEST = 10 * NOTE


@dataclass(frozen=True, slots=True)
class PressRelease:
    """A text for the press and the web; `release_at` is local time without a zone, or None."""

    key: str
    title: str
    text: str
    release_at: datetime | None = None

    @property
    def text_hash(self) -> str:
        """The hash of title and text; an approval holds for one hash."""
        return words_hash((self.title, self.text))


@dataclass(frozen=True, slots=True)
class Approval:
    """One municipality's yes to one text; `by` is the office that said it, no name is needed."""

    code: str
    text_hash: str
    on: date
    by: str


def approved_by(
    release: PressRelease, approvals: Sequence[Approval], names: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the municipalities that have approved these very words, in the order of `names`.

    A change of a word makes earlier approvals void; put back, the words are approved again.
    """
    given = {one.code for one in approvals if one.text_hash == release.text_hash}
    return tuple(code for code in names if code in given)


def may_be_released(
    release: PressRelease, approvals: Sequence[Approval], names: Mapping[str, str], now: datetime
) -> Clearance:
    """Return whether the text may go out `now`: approved by all, and its time has come."""
    given = approved_by(release, approvals, names)
    if missing := [name for code, name in names.items() if code not in given]:
        earlier = {one.code for one in approvals}
        void = [name for code, name in names.items() if code in earlier - set(given)]
        again = f" Texten är ändrad sedan godkännandet från {listed(void)}." if void else ""
        return Clearance(
            False,
            f"{len(given)} av {len(names)} har godkänt texten. Saknas: {listed(missing)}.{again}",
        )
    if not names:
        return Clearance(False, "Ingen kommun är vald.")
    if release.release_at is None:
        return Clearance(
            False, f"Alla {len(names)} har godkänt texten. Tiden för utskick är inte satt."
        )
    when = f"{release.release_at:%Y-%m-%d %H.%M}"
    if now < release.release_at:
        return Clearance(False, f"Alla {len(names)} har godkänt texten. Den får gå ut {when}.")
    return Clearance(True, f"Alla {len(names)} har godkänt texten. Den får gå ut sedan {when}.")


def press_faults(
    release: PressRelease, approvals: Sequence[Approval], names: Mapping[str, str], today: date
) -> tuple[Fault, ...]:
    """Return, in Swedish, everything in a release and its approvals that does not hold."""
    where = f"Pressmeddelandet ”{release.title or release.key}”"
    return (
        *text_faults(release.title, f"{where}, rubrik", required=True),
        *text_faults(release.text, f"{where}, text", LONGEST, required=True, lines=True),
        *(
            found
            for one in sorted(approvals, key=lambda one: (one.code, one.on, repr(one)))
            for found in _approval_faults(one, where, names, today)
        ),
    )


def _approval_faults(
    one: Approval, where: str, names: Mapping[str, str], today: date
) -> Iterator[Fault]:
    at = f"{where}, godkännande från {names.get(one.code, one.code)}"
    yield from text_faults(one.by, f"{at}, vem", required=True)
    if one.code not in names:
        yield fault(
            at,
            f"kommunen ”{one.code}”",
            "en av " + ", ".join(names.values()),
            "välj en kommun som deltar",
        )
    if not one.text_hash:
        yield fault(at, MISSING, "vilken text som godkändes", "godkänn texten på nytt")
    if one.on > today:
        yield fault(
            at, f"{one.on}, som inte har varit", f"en dag till och med {today}", "rätta dagen"
        )
