"""The stamp on everything that leaves the app: two equal stamps stand on equal figures."""

from dataclasses import dataclass

from models.pack import Pack
from scenarios.scenario import Scenario

VERSION = "0.4.0"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Version of the program and fingerprints of the pack and the scenario."""

    version: str
    pack: str
    scenario: str
    comparable_from: str

    def __str__(self) -> str:
        """Return the stamp as it is printed."""
        return (
            f"Samstämt {self.version} · datapaket {self.pack} · scenario {self.scenario} · "
            f"resultat jämförbara från och med {self.comparable_from}"
        )


def stamp(pack: Pack, scenario: Scenario) -> Stamp:
    """Return the stamp of a question put to a pack."""
    return Stamp(VERSION, pack.fingerprint, scenario.fingerprint(), pack.comparable_from)
