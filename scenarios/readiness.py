"""What must be mended before a question can be put to a pack."""

from models.errors import Fault
from models.pack import Reading

NOBODY = Fault(
    "municipalities",
    None,
    "",
    "ingen kommun",
    "en mapp för varje kommun, till exempel ”0513-kinda”",
    "lägg till minst en kommunmapp; README.md i samma mapp säger vad den ska innehålla",
)


def faults_of(reading: Reading) -> tuple[Fault, ...]:
    """Return every fault of the pack, and one when there is nobody to reckon for."""
    if reading.pack is None and not reading.faults:
        return (NOBODY,)
    return reading.faults
