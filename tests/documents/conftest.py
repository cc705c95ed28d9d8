"""What the tests of the documents share: pictures drawn once, and LibreOffice run once."""

import pytest

from documents.charts import Pictures, pictures
from tests.documents.package import PACKAGE


@pytest.fixture(scope="session")
def drawn() -> Pictures:
    """The package's two pictures, drawn once."""
    return pictures(PACKAGE)
