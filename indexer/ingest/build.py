"""Files -> store: what is new, changed or gone. Batches are committed as they fill.

A file that is as it was when it was last read is not opened. What a crash leaves is a whole index, without
the batch that was in hand, and the next run reads that again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from time import monotonic

from indexer.errors import NothingToRead
from indexer.ingest.files import walk
from indexer.ingest.ledger import Ledger
from indexer.ingest.run import Intake
from indexer.ingest.summary import Progress, Summary
from indexer.reading import FORMATS
from indexer.report import Report
from indexer.store import Store

BATCH_REPORTS, BATCH_CHARACTERS, BATCH_SECONDS = 200_000, 100_000_000, 120.0
"""A commit follows whichever comes first: a crash loses no more than this."""


def build(
    store: Store,
    paths: Iterable[Path],
    ledger: Ledger | None = None,
    *,
    prune: bool = False,
    encoding: str = "",
    told: Callable[[Progress], None] = lambda now: None,
) -> Summary:
    """Index the files named, and those in the folders named, with all folders below them.

    A report that the store holds already, unchanged, is not written again; with a ledger, a file that is
    unchanged is not read again either. With `prune` the store forgets the reports that were once read from
    these paths and are not there any more, though the paths themselves may be gone; those of a file that
    cannot be read just now are kept. `encoding` is that of all texts; detected where it is empty.

    Raises `PathNotFound` and `NothingToRead` before anything is done, and `IndexUnusable`.
    """
    began = monotonic()
    roots = [Path(os.path.abspath(path)) for path in paths]
    ledger = ledger or Ledger()
    found = walk(roots, keep_out=ledger.folder, may_be_gone=prune)
    if not found.files and not found.quarantined and not prune:
        raise NothingToRead(roots[0], FORMATS)
    intake = Intake(store, ledger, found, encoding)
    reports = intake.reports(told)
    while (first := next(reports, None)) is not None:
        ledger.note(intake.outdated())
        store.update(_batch(chain([first], reports)))
        ledger.note(intake.finished())
    living_on = intake.lose(roots) if prune else []
    last = [*living_on, *intake.edits()]
    if last or intake.removed:
        ledger.note(intake.outdated())
        store.update(last, intake.removed)
    ledger.note(intake.ended(roots))
    intake.summary.seconds = round(monotonic() - began, 3)
    return intake.summary


def _batch(reports: Iterator[Report]) -> Iterator[Report]:
    """As many of the reports as one commit takes. They are read while the store works on those before."""
    characters, began = 0, monotonic()
    for number, report in enumerate(reports, start=1):
        yield report
        characters += report.characters
        full = number >= BATCH_REPORTS or characters >= BATCH_CHARACTERS
        if full or monotonic() - began >= BATCH_SECONDS:
            return
