"""The stamp on everything that leaves the app: two equal stamps stand on equal figures."""

import hashlib
import json
from dataclasses import dataclass

from models.pack import Pack
from scenarios.scenario import Scenario

VERSION = "0.5.0"
VERSION_DIGITS = 10


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


def version_id(stamp: Stamp | str, figures: str, time: str) -> str:
    """Return the id of a frozen version: same question, same figures and same time, same id.

    `figures` is the hash that `scenarios.meeting_log.figures_hash` gives.
    """
    said = json.dumps([str(stamp), figures, time], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:VERSION_DIGITS]
