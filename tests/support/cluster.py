"""An OpenSearch cluster for tests: one process with three nodes for all processes of pytest.

It is started when a test first asks for it, and ends with pytest, however that ends. Where Java or Maven is
missing the tests that ask for it are skipped, and the end of the run says so; the variable
JIANBAO_CLUSTER=required makes that a failure.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cluster.artifacts import NoCluster, locked
from tests.cluster.nodes import Cluster, on_free_ports

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_FLAGS = ["-Xms256m", "-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
"""Compiled once and lightly: most of what is asked in tests is asked for the first time."""


@dataclass(frozen=True, slots=True)
class Places:
    """Addresses of empty indices. They are few, used again and again: to make one and to drop it takes the
    nodes longer than most tests."""

    cluster: Cluster
    _free: list[str] = field(default_factory=list)
    _made: list[str] = field(default_factory=list)

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an index that nothing has been written to, as far as any store can tell."""
        name = self._free.pop() if self._free else self._new()
        try:
            yield self.cluster.address + name
        finally:
            clear(self.cluster, name)
            self._free.append(name)

    def _new(self) -> str:
        self._made.append(f"test-{_WORKER or 'only'}-{len(self._made)}")
        return self._made[-1]


def clear(cluster: Cluster, name: str) -> None:
    """Forget all documents of an index, whichever indices of the cluster it consists of."""
    everything: dict[str, object] = {"query": {"match_all": {}}}
    cluster.ask("POST", f"/{name}*/_refresh")  # or what was written just now would stay
    cluster.ask("POST", f"/{name}*/_delete_by_query?refresh=true&conflicts=proceed", everything)


@pytest.fixture(scope="session")
def cluster(processes: None, tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    """Three nodes, for all tests: an index of another test is never touched."""
    own = tmp_path_factory.getbasetemp()
    try:
        return _shared(own.parent if _WORKER else own)
    except NoCluster as failure:
        if os.environ.get("JIANBAO_CLUSTER") == "required":
            raise
        pytest.skip(f"the store on OpenSearch is NOT TESTED: {failure}")


@pytest.fixture(scope="session")
def places(cluster: Cluster) -> Places:
    return Places(cluster)


@pytest.fixture
def place(places: Places) -> Iterator[str]:
    """The address of an empty index."""
    with places.fresh() as address:
        yield address


def _shared(folder: Path) -> Cluster:
    """Whichever process comes first starts it, for the one that all of them come from."""
    with locked(folder / "cluster.lock"):
        ports = folder / "cluster.json"
        if ports.exists():
            http, inner = json.loads(ports.read_text(encoding="ascii"))
            return Cluster(folder / "cluster", tuple(http), tuple(inner), together=True)
        cluster = on_free_ports(folder / "cluster", together=True)
        cluster.start(*_FLAGS, end_with=os.getppid() if _WORKER else os.getpid())
        cluster.wait()
        ports.write_text(json.dumps([cluster.ports, cluster.inner]), encoding="ascii")
        return cluster
