"""What the processes of `benchmarks.cluster` do, each a job of its own (see job.py)."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.cluster.nodes import Nodes
from benchmarks.cpu import of_tree
from benchmarks.library.tasks import whole_search
from benchmarks.measure import Spread, milliseconds
from indexer import build, open_store

Json = dict[str, Any]


@dataclass(slots=True)
class Spent:
    """Seconds: by the clock, and of CPU time by this process with all that it started, and by the nodes."""

    seconds: float = 0.0
    own: float = 0.0
    nodes: float = 0.0


@contextmanager
def _spending(nodes: Nodes) -> Iterator[Spent]:
    spent = Spent()
    began, own, theirs = perf_counter(), of_tree("self"), nodes.seconds()
    yield spent
    spent.seconds = perf_counter() - began
    spent.own = of_tree("self") - own
    nodes.settle()
    spent.nodes = nodes.seconds() - theirs


def index(place: str, cluster: str, corpus: str, copies: int) -> Json:
    """From the file of records to the last commit; what the nodes do behind it is waited for and counted."""
    os.environ["JIANBAO_CLUSTER_REPLICAS"] = str(copies - 1)
    with closing(open_store(place)) as store:
        with _spending(Nodes(cluster)) as spent:
            summary = build(store, [Path(corpus)])
        assert not summary.quarantined, summary.quarantined[0]
        stats = store.stats()
    return {**asdict(spent), "reports": stats.reports, "bytes": stats.bytes}


def serve(place: str, cluster: str, asked: str) -> Json:
    """All questions to one store that stays open: how long, and what was answered. Those of the warm-up are
    others: Java compiles while it runs, and whoever is asked the same again remembers."""
    warming_up, questions = json.loads(Path(asked).read_text(encoding="utf-8"))
    answers: list[str] = []
    with closing(open_store(place)) as store:
        requests = _Requests()

        def ask(text: str) -> float:
            return milliseconds(lambda: answers.append(whole_search(store, text)))

        for text in warming_up:
            ask(text)
        answers.clear()
        requests.count = 0
        with _spending(Nodes(cluster)) as spent:
            taken = [ask(text) for text in questions]
    return {
        "whole": asdict(Spread.of(taken)),
        "spent": asdict(spent),
        "requests": requests.count / len(taken),
        "answers": [_said(answer) for answer in answers],
    }


def _said(answer: str) -> Json:
    """What of an answer is to be the same wherever the index is."""
    held: Json = json.loads(answer)
    return {"total": held["total"], "ids": [hit["id"] for hit in held["hits"]]}


class _Requests(logging.Handler):
    """Counts what the client of the cluster asks: it logs each request."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.count = 0
        logger = logging.getLogger("opensearch")
        logger.setLevel(logging.INFO)
        logger.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
