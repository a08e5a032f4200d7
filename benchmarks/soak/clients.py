"""The clients: so many connections, each asking again as soon as it is answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from benchmarks.corpus import SEED
from benchmarks.soak.kinds import KINDS, Asked, Kind

PATIENCE_SECONDS = 60.0
"""Until an answer counts as lost."""
_ABORTED_AFTER = 10_000
"""Bytes."""
RIGHT, REFUSED, WRONG, FAILED = "right", "503", "wrong", "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request: one of the four words above. What was wrong is said in `told`."""

    kind: str
    what: str
    told: str = ""


def load(address: str, asked: Asked, *, connections: int, seconds: float, first: int = 0) -> list[Outcome]:
    """So many clients for so many seconds; `first` numbers them, so that each draws anew."""
    end = monotonic() + seconds
    with ThreadPoolExecutor(connections) as clients:
        numbers = range(first, first + connections)
        loads = clients.map(lambda number: _client(address, asked, Random(SEED + number), end), numbers)
        return [one for load in loads for one in load]


def counted(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """By kind and by what came of it."""
    return Counter((one.kind, one.what) for one in outcomes)


def _client(address: str, asked: Asked, random: Random, end: float) -> list[Outcome]:
    outcomes, shares = [], [kind.share for kind in KINDS]
    while monotonic() < end:
        (kind,) = random.choices(KINDS, shares)
        outcomes.append(_asked(address, kind, kind.address(asked, random)))
    return outcomes


def _asked(address: str, kind: Kind, path: str) -> Outcome:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read(_ABORTED_AFTER) if kind.aborted else response.read()
    except (OSError, HTTPException) as error:
        return Outcome(kind.name, FAILED, f"{path}: {error!r}")
    finally:
        connection.close()
    return _judged(kind, path, response, body)


def _is_right(kind: Kind, body: bytes) -> bool:
    """What cannot even be read is not."""
    try:
        return kind.is_right(body)
    except (LookupError, ValueError):
        return False


def _judged(kind: Kind, path: str, response: HTTPResponse, body: bytes) -> Outcome:
    """A 503 that says when to come again is documented; no other failure is."""
    if response.status == 503 and response.headers["Retry-After"]:
        return Outcome(kind.name, REFUSED)
    if response.status != 200:
        return Outcome(kind.name, FAILED, f"{path}: {response.status}")
    if not _is_right(kind, body):
        return Outcome(kind.name, WRONG, f"{path}: {body[:300]!r}")
    return Outcome(kind.name, RIGHT)
