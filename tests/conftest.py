"""What every test may ask for: the shipped pack, its numbers, and a copy of it to break."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from models.case import Case, build_case
from models.pack import Pack, read_pack
from models.parameters import Suppositions, principal

# Whoever runs the tests may have a database of their own, with what five councils have saved.
os.environ.pop("DATABASE_URL", None)

ROOT = Path(__file__).parents[1]
MUNICIPALITIES = ROOT / "data" / "municipalities"

# The same examples in every run: a red build is about the code, never about the draw.
settings.register_profile(
    "house",
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The shipped pack, read once; a frozen record that tests share."""
    reading = read_pack(MUNICIPALITIES)
    assert reading.faults == ()
    assert reading.pack is not None
    return reading.pack


@pytest.fixture(scope="session")
def case(pack: Pack) -> Case:
    """The shipped pack's numbers; no test may write in them."""
    built = build_case(pack)
    for name in built.__slots__:
        array = getattr(built, name)
        if hasattr(array, "setflags"):
            array.setflags(write=False)
    return built


@pytest.fixture(scope="session")
def sup(pack: Pack) -> Suppositions:
    """Every supposition of the shipped pack at its mode."""
    return principal(pack.parameters, [a.elasticity for a in pack.activities])


@pytest.fixture
def pack_copy(tmp_path: Path) -> Path:
    """A copy of the shipped pack that a test may break or add to."""
    return Path(shutil.copytree(MUNICIPALITIES, tmp_path / "municipalities"))
