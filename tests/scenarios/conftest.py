"""What the tests of the questions share: the shipped scenarios run once, and one made ready."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from models.pack import Pack
from scenarios.run import Outcome, run
from scenarios.scenario import Scenario, library
from scenarios.setting import Setting, prepare


@pytest.fixture(scope="session")
def shipped(pack: Pack) -> Mapping[str, Scenario]:
    """The shipped scenarios by key."""
    return {scenario.key: scenario for scenario in library(pack)}


class _Outcomes(Mapping[str, Outcome]):
    """Outcomes by scenario, each reckoned the first time a test asks for it."""

    def __init__(self, pack: Pack, shipped: Mapping[str, Scenario]) -> None:
        self.pack, self.shipped = pack, shipped
        self.known: dict[str, Outcome] = {}

    def __getitem__(self, key: str) -> Outcome:
        if key not in self.known:
            self.known[key] = run(self.pack, self.shipped[key])
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.shipped)

    def __len__(self) -> int:
        return len(self.shipped)


@pytest.fixture(scope="session")
def outcomes(pack: Pack, shipped: Mapping[str, Scenario]) -> Mapping[str, Outcome]:
    """What came of every shipped scenario; frozen records that tests share."""
    return _Outcomes(pack, shipped)


@pytest.fixture(scope="session")
def setting(pack: Pack, shipped: Mapping[str, Scenario]) -> Setting:
    """The shipped pack made ready for the first shipped scenario."""
    return prepare(pack, shipped["01_lagsta_kostnad"])


@pytest.fixture
def empty_pack(pack_copy: Path) -> Path:
    """A copy of the shipped pack without a single municipality's folder."""
    for folder in pack_copy.glob("[0-9][0-9][0-9][0-9]-*"):
        shutil.rmtree(folder)
    return pack_copy
