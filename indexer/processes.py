"""Worker processes: as many as there is work for, and none that outlives its parent."""

from __future__ import annotations

import os
import threading
from functools import cache
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess

_NEEDED = ["indexer.reading.worker", "indexer.whoosh_store.writer.inverting"]
"""What workers need: some read files, some write runs."""


@cache
def context() -> ForkServerContext | SpawnContext:
    """Workers are copies of one small process that has loaded what all of them need, and has no threads: a
    copy of one that has may hang for ever on a lock that nobody holds. Where a system makes no copies, each
    loads for itself."""
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    workers = get_context("forkserver")
    workers.set_forkserver_preload(_NEEDED)
    return workers


def worker_count() -> int:
    """How many workers the processors can keep busy."""
    return os.cpu_count() or 1


def end_with_parent() -> None:
    """To be called in a worker: a parent that was killed cannot end it, and it would wait for ever."""
    if parent := parent_process():
        threading.Thread(target=_end_after, args=[parent], daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
