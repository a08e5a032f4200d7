"""The door: paths -> a run over them, while nobody else is at work on the index; and reports removed."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import closing, nullcontext
from pathlib import Path
from time import monotonic

from indexer.errors import NothingToRead, ReportNotFound
from indexer.ingest.files import Walk, walk
from indexer.ingest.ledger import Ledger
from indexer.ingest.run import BATCH_REPORTS, run
from indexer.ingest.summary import Progress, Summary
from indexer.ingest.underway import noted
from indexer.reading import FORMATS, Columns, place_of
from indexer.store import Store


def build(
    store: Store,
    paths: Iterable[Path],
    ledger: Ledger | None = None,
    *,
    prune: bool = False,
    encoding: str = "",
    columns: Columns = (),
    batch: int = BATCH_REPORTS,
    told: Callable[[Progress], None] = lambda now: None,
) -> Summary:
    """Index the files named, and those in the folders named, with all folders below them.

    A report that the store holds already, unchanged, is not written again. With a ledger, the same from run
    to run, a file that is as it was when it was last read is not opened either. With `prune` the store
    forgets the reports that were once read from these paths and are not there any more, though the paths
    themselves may be gone; those of a file that cannot be read just now are kept. `encoding` is that of all
    texts; detected where it is empty. `columns` says what names of fields of records mean.
    One commit takes at most `batch` reports.

    Raises `PathNotFound` and `NothingToRead` before anything is done, `IndexBusy` where another run does not
    end, and `IndexUnusable`.
    """
    began = monotonic()
    roots = [Path(os.path.abspath(path)) for path in paths]
    known = [os.sep] if ledger else [place_of(root) for root in roots]
    with nullcontext(ledger) if ledger else closing(Ledger()) as its:
        if not prune and _holds_nothing(walk(roots, keep_out=its.folder)):
            raise NothingToRead(roots[0], FORMATS)
        with its.running(), noted(its.folder, told) as told:
            its.reconcile(store, known)
            summary = run(
                store, its, roots, prune=prune, encoding=encoding, columns=columns, batch=batch, told=told
            )
    summary.seconds = round(monotonic() - began, 3)
    return summary


def _holds_nothing(found: Walk) -> bool:
    return next(found.files, None) is None and not found.quarantined


def remove(store: Store, ids: Collection[str], ledger: Ledger) -> None:
    """Forget reports. Files of theirs that are still there are read again by the next run.

    Raises `ReportNotFound`, before anything is done, and `IndexUnusable`.
    """
    with store.snapshot() as snapshot:
        for report_id, report in zip(ids, snapshot.get(list(ids)), strict=True):
            if report is None:
                raise ReportNotFound(report_id)
    with ledger.running():
        ledger.reconcile(store)
        with ledger.changing():
            ledger.claims.forget(ids)
            ledger.version = store.update((), ids)
