"""Records -> normal forms and words, by two processes: what every peer is fed, as fast as jianbao's own."""

from __future__ import annotations

import json
import pickle
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.corpus import lines, texts
from indexer.processes import context
from indexer.text.fold import fold
from indexer.text.words import spans

PROCESSES = 2
_BATCH_RECORDS = 64
_MAX_WAITING_BATCHES = 16
"""Memory stays bounded, however slow the engine is."""


class Prepared(NamedTuple):
    """A report as a peer takes it. `text` joins the blocks' normal forms by a line break, `words` the
    words by a space; `characters` and `bytes` (UTF-8) measure the original text."""

    id: str
    text: str
    words: str
    characters: int
    bytes: int


def prepared(corpus: Path) -> Iterator[Prepared]:
    """Every report of the corpus in its order; two processes parse, fold and segment ahead."""
    unread = lines(corpus)
    with context().Pool(PROCESSES) as pool:
        waiting = deque(
            pool.apply_async(_batch, (batch,)) for batch in _batches(unread, _MAX_WAITING_BATCHES)
        )
        while waiting:
            yield from waiting.popleft().get()
            waiting.extend(pool.apply_async(_batch, (batch,)) for batch in _batches(unread, 1))


def _batches(unread: Iterator[bytes], count: int) -> Iterator[list[bytes]]:
    for _ in range(count):
        if batch := list(islice(unread, _BATCH_RECORDS)):
            yield batch


def _batch(batch: list[bytes]) -> list[Prepared]:
    return [_prepared(line) for line in batch]


def _prepared(line: bytes) -> Prepared:
    record = json.loads(line)
    blocks = texts(record)
    normal = [fold(text) for text in blocks]
    return Prepared(
        id=str(record["id"]),
        text="\n".join(normal),
        words=" ".join(word.text for text in normal for word in spans(text)),
        characters=sum(map(len, blocks)),
        bytes=sum(len(text.encode()) for text in blocks),
    )


def keep(reports: Iterable[Prepared], path: Path) -> None:
    """Write reports to a file for `kept`."""
    with path.open("wb") as file:
        pickle.dump([tuple(report) for report in reports], file, protocol=5)


def kept(path: Path) -> list[Prepared]:
    """The reports that `keep` wrote: only ever a file of this very run."""
    with path.open("rb") as file:
        return [Prepared(*report) for report in pickle.load(file)]
