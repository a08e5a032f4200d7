"""What is asked of each server, and how its answers are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from benchmarks.peers import datasette_fts5
from benchmarks.serve import addresses as serve_addresses
from benchmarks.serve.addresses import Address, Question

Json = dict[str, Any]

PATIENCE_SECONDS = 10.0
"""Until an answer counts as lost."""
SAMPLED_QUESTIONS = 100
"""Asked one by one before the load: warm-up, and a look at what is answered."""


class BadAnswer(Exception):
    """An answer that is not one: its status, or what befell the connection."""


@dataclass(frozen=True, slots=True)
class Face:
    """One kind of answer of one server. `read` gives an answer's exact total, and how many reports and how
    many passages of them it holds; None where that is for people to read."""

    key: str
    name: str
    address: Address
    read: Callable[[bytes], tuple[int, int, int]] | None = None


def fetch(url: str) -> bytes:
    """The body of a 200. Raises `BadAnswer`."""
    try:
        with urlopen(url, timeout=PATIENCE_SECONDS) as reply:
            if reply.status != 200:
                raise BadAnswer(f"{url}: {reply.status}")
            return bytes(reply.read())
    except (HTTPError, URLError, TimeoutError, ConnectionError) as error:
        raise BadAnswer(f"{url}: {error}") from error


def sample(base: str, face: Face, questions: Sequence[Question]) -> Json:
    """What an answer holds, on average over the first questions. Raises `BadAnswer`."""
    bodies = [fetch(base + face.address(question)) for question in questions[:SAMPLED_QUESTIONS]]
    about: Json = {"bytes": mean(map(len, bodies)), "total": None, "reports": None, "passages": None}
    if face.read:
        totals, reports, passages = zip(*map(face.read, bodies), strict=True)
        about |= {"total": mean(totals), "reports": mean(reports), "passages": mean(passages)}
    return about


def _of_jianbao(body: bytes) -> tuple[int, int, int]:
    held = json.loads(body)
    hits = held["hits"]
    return held["total"], len(hits), sum(len(hit["passages"]) for hit in hits)


def _of_datasette(body: bytes) -> tuple[int, int, int]:
    rows = json.loads(body)
    return (rows[0]["total"] if rows else 0), len(rows), len(rows)


JIANBAO = (
    Face("jianbao", "jianbao, JSON", serve_addresses.answer, _of_jianbao),
    Face("jianbao_page", "jianbao, page", serve_addresses.page),
)
DATASETTE = (
    Face("datasette", "Datasette, JSON", datasette_fts5.answer, _of_datasette),
    Face("datasette_page", "Datasette, page", datasette_fts5.page),
)
DATASETTE_TWO = (
    Face("datasette_two", "Datasette, JSON, two processes", datasette_fts5.answer, _of_datasette),
)
