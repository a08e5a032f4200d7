"""The nodes of a cluster, as they tell of themselves: how long they have computed."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.request import Request, urlopen

_QUIET_SECONDS = 2.0
_QUIET_SHARE = 0.1
"""Of one processor: what nodes need that nobody asks anything."""
_PATIENCE_SECONDS = 600.0


class Nodes:
    """Those of the cluster at an address without the name of an index; none for the address ""."""

    def __init__(self, address: str) -> None:
        plain = address.removeprefix("opensearch+")
        scheme, _, hosts = plain.rstrip("/").partition("://")
        self._root = f"{scheme}://{hosts.split(',')[0]}" if address else ""

    def seconds(self) -> float:
        """Of CPU time since they were started, all together. Nodes that are one process count once."""
        if not self._root:
            return 0.0
        numbers = self._ask("GET", "/_nodes/process")["nodes"]
        told = self._ask("GET", "/_nodes/stats/process")["nodes"]
        processes = {
            (told[node]["host"], about["process"]["id"]): told[node]["process"]["cpu"]["total_in_millis"]
            for node, about in numbers.items()
        }
        return float(sum(processes.values())) / 1000

    def settle(self) -> None:
        """Wait until they have nothing left to do: merging goes on behind a commit."""
        until = time.monotonic() + _PATIENCE_SECONDS
        before = self.seconds()
        while self._root and time.monotonic() < until:
            time.sleep(_QUIET_SECONDS)
            now = self.seconds()
            if now - before < _QUIET_SHARE * _QUIET_SECONDS:
                return
            before = now

    def forget(self, name: str) -> None:
        """Remove all that belongs to an index."""
        for index in self._ask("GET", f"/{name}*/_settings"):
            self._ask("DELETE", f"/{index}")

    def _ask(self, method: str, path: str) -> Any:
        with urlopen(Request(self._root + path, method=method), timeout=60) as answer:
            return json.load(answer)
