"""What the tests of the questions share: the shipped scenarios run once, and one made ready."""

import shutil
from collections.abc import Mapping
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


@pytest.fixture(scope="session")
def outcomes(pack: Pack, shipped: Mapping[str, Scenario]) -> Mapping[str, Outcome]:
    """What came of every shipped scenario; frozen records that tests share."""
    return {key: run(pack, scenario) for key, scenario in shipped.items()}


@pytest.fixture(scope="session")
def setting(pack: Pack, shipped: Mapping[str, Scenario]) -> Setting:
    """The shipped pack made ready for the first shipped scenario."""
    return prepare(pack, shipped["1_lagsta_kostnad"])


@pytest.fixture
def empty_pack(pack_copy: Path) -> Path:
    """A copy of the shipped pack without a single municipality's folder."""
    for folder in pack_copy.glob("[0-9][0-9][0-9][0-9]-*"):
        shutil.rmtree(folder)
    return pack_copy
