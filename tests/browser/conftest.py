"""What several journeys begin at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.support.archive import write_archive

if TYPE_CHECKING:
    from tests.conftest import Indexed, Run


@pytest.fixture(scope="session")
def archive(run: Run, indexed: Indexed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One real server over the small archive. Every test shares it: to be read, never to be changed."""
    folder = tmp_path_factory.mktemp("archive")
    with run(indexed(folder / "index", write_archive(folder))) as server:
        yield server.address
