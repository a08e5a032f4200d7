"""Folders and an index kept in step: what changes in the one is soon found in the other."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

import watchfiles

from indexer.errors import IndexBusy, NotWatched, PathNotFound
from indexer.ingest.build import build
from indexer.ingest.ledger import Ledger
from indexer.ingest.run import BATCH_REPORTS
from indexer.ingest.summary import Summary
from indexer.reading import SIDECAR, Columns, is_left_behind
from indexer.store import Store

GATHER_MILLISECONDS = 300
"""For how long changes are gathered at the most, while one follows upon the other."""
STILL_MILLISECONDS = 50
"""After so long without another change those gathered are looked at."""
TURN_MILLISECONDS = 500
"""After so long without any it is seen whether something is left to do."""


def watch(
    store: Store,
    folders: Sequence[Path],
    ledger: Ledger,
    encoding: str = "",
    columns: Columns = (),
    batch: int = BATCH_REPORTS,
    stop: Event | None = None,
) -> Iterator[Summary]:
    """Bring the index up to date, and again whenever something in the folders changes; yields what each
    run did. What is gone is forgotten. Ends when `stop` is set.

    Where another process is writing it waits, and tries again. Raises `PathNotFound`, `NotWatched` and
    what building raises.
    """
    roots = [Path(os.path.abspath(folder)) for folder in folders]
    index = Path(os.path.abspath(ledger.folder)) if ledger.folder else None
    if gone := [root for root in roots if not root.exists()]:
        raise PathNotFound(gone[0])
    waiting = set(roots)
    for changed in _changes(roots, stop):
        waiting.update(_to_walk(path) for path in changed if _concerns(path, roots, index))
        if waiting:
            try:
                yield build(
                    store,
                    sorted(waiting),
                    ledger,
                    prune=True,
                    encoding=encoding,
                    columns=columns,
                    batch=batch,
                )
            except IndexBusy:
                continue
            waiting.clear()


def _changes(roots: Sequence[Path], stop: Event | None) -> Iterator[set[Path]]:
    """The paths that change, as they change, and now and then none."""
    try:
        for changed in watchfiles.watch(
            *roots,
            watch_filter=None,
            debounce=GATHER_MILLISECONDS,
            step=STILL_MILLISECONDS,
            stop_event=stop,
            rust_timeout=TURN_MILLISECONDS,
            yield_on_timeout=True,
        ):
            yield {Path(path) for _, path in changed}
    except (OSError, RuntimeError) as error:  # the library's own error is a RuntimeError
        raise NotWatched(roots, str(error)) from error


def _concerns(path: Path, roots: Sequence[Path], index: Path | None) -> bool:
    if index and path.is_relative_to(index):
        return False
    below = (path.relative_to(root) for root in roots if path.is_relative_to(root))
    return any(not any(map(is_left_behind, one.parts)) for one in below)


def _to_walk(path: Path) -> Path:
    """What has to be looked at: where a file tells about others, or is a link, its whole folder."""
    return path.parent if path.name == SIDECAR or path.is_symlink() else path
