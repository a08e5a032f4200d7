"""Requests made from the routes of the application and its OpenAPI document, most of them wrong somewhere.

They are whole: each has the empty line that ends its head, so that a server owes an answer. What never ends
is sent by the slow clients of `run.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote

from tests.hostile import material


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is sent. `method` tells whether its answer has a body."""

    sent: bytes
    method: str


@dataclass(frozen=True, slots=True)
class Routes:
    """What there is to ask: paths, in which `<` begins an id; what the document says that some take; ids that
    reports have."""

    paths: Sequence[str]
    described: Mapping[str, Sequence[Mapping[str, Any]]]
    ids: Sequence[str]

    @property
    def names(self) -> list[str]:
        """Those of all parameters."""
        known = {str(one["name"]) for takes in self.described.values() for one in takes}
        return sorted(known - {"id"}) + material.PARAMETERS


def requests(routes: Routes, seed: int) -> Iterator[Request]:
    """Without end; of the same seed always the same."""
    made = _Mutations(routes, Random(seed))
    while True:
        yield made.request()


class _Mutations:
    def __init__(self, routes: Routes, random: Random) -> None:
        self._routes, self._random, self._names = routes, random, routes.names

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def request(self) -> Request:
        choice = self._random.choice
        method = choice([*material.METHODS, f"M{self._random.random()}"]) if self._happens(0.12) else "GET"
        version = choice(material.VERSIONS) if self._happens(0.03) else "HTTP/1.1"
        host = choice(material.HOSTS) if self._happens(0.06) else "localhost"
        lines = [
            f"{method} {self._target()} {version}",
            f"Host: {host}",
            "Connection: close",
            *self._headers(),
        ]
        end = choice(material.LINE_ENDS)
        head = end.join([*lines, "", ""]).encode("latin-1")
        return Request(head + (choice(material.BODIES) if self._happens(0.1) else b""), method)

    def _headers(self) -> Iterator[str]:
        for _ in range(self._random.choice([0, 0, 0, 1, 2])):
            name = self._random.choice([*material.HEADERS])
            yield f"{name}: {self._random.choice(material.HEADERS[name])}"

    def _target(self) -> str:
        path = self._random.choice(self._routes.paths)
        takes = self._routes.described.get(path, ())
        target = self._path(path) + (self._escape() if self._happens(0.03) else "")
        if self._happens(0.02):
            target = self._random.choice(material.TARGETS)
        given = [*self._fitting(takes), *self._mutated()]
        self._random.shuffle(given)
        return f"{target}?{'&'.join(given)}" if given else target

    def _path(self, rule: str) -> str:
        before, placed, behind = rule.partition("<")
        if not placed:
            return rule
        name = quote(self._random.choice(self._routes.ids), safe="") if self._happens(0.6) else self._value()
        return before + name + behind.partition(">")[2]

    def _fitting(self, takes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Parameters as they are described, so that not everything ends at the first check."""
        yield f"q={quote(self._random.choice(material.WORDS))}"
        for one in takes:
            if one["name"] not in ("q", "id", "cursor") and self._happens(0.2):
                yield f"{one['name']}={quote(self._fit(one['schema']))}"

    def _fit(self, schema: Mapping[str, Any]) -> str:
        values = schema.get("enum") or schema.get("items", {}).get("enum")
        if values:
            return str(self._random.choice(values))
        if "maximum" in schema:
            return str(self._random.choice([schema["minimum"], schema["default"], 3, schema["maximum"]]))
        return self._random.choice(["2022", "2022-03", "江海报"])

    def _mutated(self) -> Iterator[str]:
        times = self._random.choice([0, 1, 1, 1, 2, 3]) if not self._happens(0.005) else 900
        for _ in range(times):
            yield f"{self._random.choice(self._names)}={self._value()}"

    def _value(self) -> str:
        kinds: Sequence[Callable[[], str]] = [self._text, self._text, self._escape, self._noise]
        return self._random.choice(kinds)()

    def _text(self) -> str:
        return quote(self._random.choice(material.TEXTS), safe="")

    def _escape(self) -> str:
        return self._random.choice(material.ESCAPES) * self._random.choice([1, 1, 2, 400])

    def _noise(self) -> str:
        """Any bytes, quoted, and now and then not."""
        noise = self._random.randbytes(self._random.choice([1, 9, 99]))
        return quote(noise) if self._happens(0.9) else noise.translate(None, b"\r\n #").decode("latin-1")
