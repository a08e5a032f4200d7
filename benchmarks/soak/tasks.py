"""The writer of `benchmarks.soak`, a job of its own (see job.py), and what it keeps true.

Each commit adds some marked reports, a new batch, and removes those of the oldest. So a question for the mark
has always the same total, and its answer holds batches that follow each other, each of them whole. An answer
that mixes two commits does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from benchmarks.memory import of_process
from indexer import Block, Kind, Report, open_store

Json = dict[str, Any]

MARK = "龘靐齉爨"
PERIOD_SECONDS = 2.0
"""From one commit's start to the next."""
BATCH = 3
BATCHES = 20
MARKED = BATCH * BATCHES
"""Reports that have the mark, after every commit."""


def begin(folder: str) -> None:
    """The first batches, in one commit."""
    _commit(folder, add=range(BATCHES), remove=())


def write(folder: str, seconds: float) -> list[Json]:
    """For so many seconds a commit every `PERIOD_SECONDS`: how long each took, and what memory (bytes) and
    descriptors the process held after it. At the end all of the index is read. Raises `IndexDamaged`."""
    began, written = monotonic(), list[Json]()
    while (start := monotonic()) < began + seconds:
        batch = BATCHES + len(written)
        _commit(folder, add=[batch], remove=[batch - BATCHES])
        written.append({"seconds": monotonic() - start, **_held()})
        sleep(max(0.0, start + PERIOD_SECONDS - monotonic()))
    store = open_store(Path(folder))
    store.check()
    store.close()
    return written


def is_of_one_commit(ids: Iterable[str]) -> bool:
    """Whether the marked reports of these ids are all of those that one commit held."""
    batches = Counter(int(one.split("-")[1]) for one in ids)
    first = min(batches, default=0)
    return batches == dict.fromkeys(range(first, first + BATCHES), BATCH)


def _commit(folder: str, add: Iterable[int], remove: Sequence[int]) -> None:
    store = open_store(Path(folder))
    store.update(
        (_report(batch, one) for batch in add for one in range(BATCH)),
        [_id(batch, one) for batch in remove for one in range(BATCH)],
    )
    store.close()


def _id(batch: int, one: int) -> str:
    return f"soak-{batch}-{one}"


def _report(batch: int, one: int) -> Report:
    texts = [
        (Kind.TITLE, f"第{batch}批之{one}"),
        (Kind.PARAGRAPH, f"{MARK}，写在第{batch}批的第{one}篇报告里。"),
    ]
    blocks = tuple(Block(kind, text) for kind, text in texts)
    return Report(id=_id(batch, one), blocks=blocks, date=f"{2000 + batch % 25}-06")


def _held() -> Json:
    return {"memory": of_process("self").private, "descriptors": len([*Path("/proc/self/fd").iterdir()])}
