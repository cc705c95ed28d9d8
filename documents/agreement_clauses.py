"""The clauses of a samverkansavtal in their order, and the standard text of some of them."""

from collections.abc import Callable
from dataclasses import dataclass

from documents import agreement_known as known
from documents.content import Block, Prose
from documents.context import Context
from scenarios.frozen import Package

Known = Callable[[Package, Context], tuple[Block, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause's name, what is known of it, and what people must say beside that.

    `standard` when what is known is a proposal that people may write another text instead of.
    """

    name: str
    known: Known
    wanted: str = ""
    standard: bool = False


def _nothing(_: Package, __: Context) -> tuple[Block, ...]:
    return ()


def _text(*texts: str) -> Known:
    """Return a clause that says the same whatever the package."""

    def said(_: Package, __: Context) -> tuple[Block, ...]:
        return tuple(Prose(text) for text in texts)

    return said


CLAUSES = (
    Clause("Parter", known.parties),
    Clause("Bakgrund och syfte", known.purpose),
    Clause("Rättslig grund", known.ground),
    Clause("Definitioner", _nothing, "definitioner"),
    Clause("Uppgifter och omfattning", known.tasks, "vad som inte ingår"),
    Clause("Organisation, värdkommun, säte och kontorsorter", known.organisation),
    Clause("Politisk styrning", known.governance),
    Clause("Ledning och personal", known.leadership, "beställarkompetens i varje kommun"),
    Clause("Delegering", known.delegation),
    Clause("Servicenivå och kvalitet", _nothing, "servicenivåer och hur de mäts"),
    Clause("Ekonomi", known.economy),
    Clause(
        "Betalning och fakturering",
        _text(
            "Värdkommunen fakturerar parterna kvartalsvis i förskott enligt budget och gör en "
            "slutlig avräkning efter bokslut. Mervärdesskatt hanteras enligt gällande regler."
        ),
        standard=True,
    ),
    Clause("Egendom, system, licenser och lokaler", known.premises, "egendom, system och licenser"),
    Clause(
        "Insyn, rapportering och revision",
        _text(
            "Varje part har rätt till insyn i verksamheten och i räkenskaperna. Parternas "
            "revisorer får de uppgifter de begär.",
            "Kommunstyrelsen i varje kommun rapporterar varje år om samverkan till fullmäktige.",
        ),
        standard=True,
    ),
    Clause("Uppföljning och utvärdering", known.evaluation),
    Clause(
        "Arkiv, diarium, sekretess och personuppgifter",
        _text(
            "Värdkommunen diarieför och arkiverar handlingar som hör till det gemensamma. "
            "Sekretess prövas av den som förvarar handlingen. Vem som är personuppgiftsansvarig, "
            "och vem som är biträde, anges för varje behandling i ett särskilt avtal."
        ),
        standard=True,
    ),
    Clause("Information och kommunikation", _nothing, "hur parterna informerar"),
    Clause("Ansvar och försäkring", _nothing, "ansvar och försäkring"),
    Clause(
        "Bristande uppfyllelse",
        _text(
            "Brister meddelas skriftligen. Värdkommunen lämnar inom skälig tid en plan för hur de "
            "avhjälps. Kvarstår en väsentlig brist behandlas den av kommunstyrelsernas presidier."
        ),
        standard=True,
    ),
    Clause(
        "Ändringar och tillägg",
        _text(
            "Avtalet ändras endast genom likalydande beslut i samma fullmäktige som har godkänt "
            "det. Ändringar är skriftliga."
        ),
        standard=True,
    ),
    Clause(
        "Ny part",
        _text(
            "En ny part får ansluta sig efter likalydande beslut i samtliga parters fullmäktige. "
            "Nyckelns andelar räknas då om, och den nya parten bär kostnaden för sitt inträde."
        ),
        standard=True,
    ),
    Clause("Avtalstid, uppsägning, utträde och avveckling", known.term),
    Clause(
        "Tvist",
        _text(
            "Tvist om avtalet löses i första hand genom förhandling mellan kommunstyrelsernas "
            "presidier. Kan den inte lösas så avgörs den i allmän domstol i värdkommunens "
            "domkrets."
        ),
        standard=True,
    ),
    Clause("Giltighet", known.validity),
    Clause(
        "Underskrifter",
        _text("Avtalet har upprättats i ett exemplar till varje part och undertecknas nedan."),
        standard=True,
    ),
)
