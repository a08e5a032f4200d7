"""The stores that the contract is tried on, each empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import open_store
from indexer.store import Store
from tests.support.scan_store import ScanStore


def empty(request: pytest.FixtureRequest, folder: Path) -> Store:
    """The one that the parameter of a fixture names; a cluster is started when it is first named."""
    match request.param:
        case "scan":
            return ScanStore()
        case "cluster":
            return open_store(request.getfixturevalue("place"))
        case _:
            return open_store(folder / "index")
