"""Three nodes on the loopback: their settings, their processes, their health."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.cluster.artifacts import NoCluster
from tests.cluster.jvm import Jvm

COUNT = 3
HOST = "127.0.0.1"
_GREEN_SECONDS = 240
_FREE = range(20_000, 32_000)
"""Below the ports that the system gives to outgoing connections, many of which a starting node opens."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Nodes whose number i listens to programs at `ports[i]` and to the other nodes at `inner[i]`."""

    folder: Path
    ports: tuple[int, ...]
    inner: tuple[int, ...]
    together: bool = False
    """All nodes in one process: a third of the memory and of the time to start."""

    @property
    def address(self) -> str:
        """What jianbao takes for an index, up to the name of the index."""
        return f"opensearch+http://{','.join(f'{HOST}:{port}' for port in self.ports)}/"

    @property
    def jvms(self) -> tuple[Jvm, ...]:
        homes = tuple(self.folder / f"node{number}" for number in range(COUNT))
        if self.together:
            return (Jvm(self.folder, homes),)
        return tuple(Jvm(home, (home,)) for home in homes)

    @property
    def _name(self) -> str:
        """That of no other cluster: one at the same ports is not to be taken for this one."""
        return f"jianbao-{sha256(str(self.folder).encode()).hexdigest()[:12]}"

    def start(self, *flags: str, end_with: int = 0) -> None:
        """All nodes that are not running; the flags are the JVM's. Raises `NoCluster`."""
        dead = [jvm for jvm in self.jvms if not jvm.alive()]
        if len(dead) == len(self.jvms):
            _check_free(self.ports + self.inner)
        for number in range(COUNT):
            self._configure(number)
        for jvm in dead:
            jvm.start(flags, end_with)

    def stop(self) -> None:
        for jvm in self.jvms:
            jvm.stop()

    def wait(self, nodes: int = COUNT, seconds: float = _GREEN_SECONDS) -> None:
        """Until so many nodes are there, and every copy of every index. Raises `NoCluster`."""
        until = time.monotonic() + seconds
        while not self._green(nodes):
            dead = [jvm for jvm in self.jvms if not jvm.alive()]
            if len(dead) > COUNT - nodes or time.monotonic() > until:
                raise NoCluster(f"集群没有启动（{self._health}），原因见 {(dead or self.jvms)[0].log}。")
            time.sleep(0.2)

    def manager(self) -> int:
        """The number of the node that the others have elected."""
        (elected,) = self.ask("GET", "/_cat/cluster_manager?format=json")
        return int(elected["node"].removeprefix("node"))

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the first node that answers says. Raises `OSError`."""
        failure: OSError = ConnectionError()
        for port in self.ports:
            try:
                return _asked(Request(f"http://{HOST}:{port}{path}", method=method), body)
            except URLError as refused:
                if hasattr(refused, "code"):
                    raise
                failure = refused
        raise failure

    def _green(self, nodes: int) -> bool:
        return self._health == (self._name, nodes, "green")

    @property
    def _health(self) -> tuple[str, int, str]:
        """The name of the cluster that answers, how many nodes it has, and how it is."""
        try:
            told = self.ask("GET", "/_cluster/health")
        except OSError:
            return "", 0, "没有应答"
        return told["cluster_name"], told["number_of_nodes"], told["status"]

    def _configure(self, number: int) -> None:
        config = self.folder / f"node{number}" / "config" / "opensearch.yml"
        config.parent.mkdir(parents=True, exist_ok=True)
        lines = (f"{name}: {json.dumps(value)}\n" for name, value in self._settings(number))
        config.write_text("".join(lines), encoding="utf-8")

    def _settings(self, number: int) -> Iterator[tuple[str, object]]:
        yield "cluster.name", self._name
        yield "node.name", f"node{number}"
        yield "network.host", HOST
        yield "http.port", self.ports[number]
        yield "transport.port", self.inner[number]
        yield "logger.level", "info"
        yield "http.type", "netty4"
        yield "transport.type", "netty4"
        yield "discovery.seed_hosts", [f"{HOST}:{port}" for port in self.inner]
        yield "cluster.initial_cluster_manager_nodes", [f"node{other}" for other in range(COUNT)]
        # All nodes share this machine: none is to plan for all of its processors, none may stop when its
        # disk is nearly full of other things.
        yield "node.processors", 2
        yield "cluster.routing.allocation.disk.threshold_enabled", False


def on_free_ports(folder: Path, *, together: bool = False) -> Cluster:
    """A cluster beside which others may run."""
    ports = _free_ports(2 * COUNT)
    return Cluster(folder, ports[:COUNT], ports[COUNT:], together)


def _check_free(ports: tuple[int, ...]) -> None:
    for port in ports:
        if not _is_free(port):
            raise NoCluster(f"端口 {port} 已被占用。请换一组：make cluster PORT=9400")


def _is_free(port: int) -> bool:
    with socket.socket() as one:
        # As the nodes do: what is left of connections that have ended does not count.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_ports(count: int) -> tuple[int, ...]:
    found = tuple(islice(filter(_is_free, Random().sample(_FREE, len(_FREE))), count))
    if len(found) < count:
        raise NoCluster("没有空闲的端口。")
    return found


def _asked(request: Request, body: object) -> Any:
    request.add_header("Content-Type", "application/json")
    request.data = None if body is None else json.dumps(body).encode()
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)
