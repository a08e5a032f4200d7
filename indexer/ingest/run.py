"""One run: walk -> the files in hand -> read -> commit, batch by batch -> forget.

Each step is one change of the ledger, and each commit of the store lies within one. What a crash leaves is a
whole index, without the batch that was in hand, and the next run reads that again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain
from pathlib import Path
from time import monotonic

from indexer.errors import ReportNotFound
from indexer.ingest.files import walk
from indexer.ingest.intake import Intake
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Progress, Summary
from indexer.reading import Columns, folder_below, place_of
from indexer.report import Packed, Report
from indexer.store import Store

BATCH_REPORTS = 200_000
BATCH_CHARACTERS = 100_000_000
BATCH_SECONDS = 120.0
"""A commit follows whichever comes first: a crash loses no more than this. How many reports that
is, the caller may say."""
PAGE_REPORTS = 100
"""So many reports are asked of the store at once."""


def run(
    store: Store,
    ledger: Ledger,
    roots: Sequence[Path],
    *,
    prune: bool,
    encoding: str,
    columns: Columns,
    batch: int,
    told: Callable[[Progress], None],
) -> Summary:
    """Bring the index up to date with what is in these paths. The ledger knows what the store has, and no
    other run is on: the caller sees to both. One commit takes at most `batch` reports."""
    intake = Intake(ledger, walk(roots, keep_out=ledger.folder, may_be_gone=prune), encoding, columns)
    with ledger.changing():
        ledger.note_roots(map(place_of, roots))
        files = intake.in_hand()
    with closing(intake.reports(files, told)) as reports:
        while _commit_batch(store, ledger, reports, batch):
            pass
    with ledger.changing():
        places = [place_of(root).rstrip("/") for root in roots]
        intake.summary.removed = _forget(store, ledger, places if prune else [], intake.kept)
        ledger.forget_vanished(places)
    return intake.summary


def _commit_batch(store: Store, ledger: Ledger, reports: Iterator[Packed], most: int) -> bool:
    """Read one batch and commit it; False when all is read."""
    with ledger.changing():
        first = next(reports, None)
        if first is not None:
            ledger.version = store.update(_batch(chain([first], reports), most))
    return first is not None


def _batch(reports: Iterator[Packed], most: int) -> Iterator[Packed]:
    """As many of the reports as one commit takes: at most so many."""
    characters, began = 0, monotonic()
    for number, report in enumerate(reports, start=1):
        yield report
        characters += report.characters
        full = number >= most or characters >= BATCH_CHARACTERS
        if full or monotonic() - began >= BATCH_SECONDS:
            return


def _forget(store: Store, ledger: Ledger, gone_below: list[str], kept: Collection[str]) -> int:
    """Forget the reports that no file has any more, and pass on those that another one has; how many are
    forgotten."""
    lost = ledger.claims.lose(gone_below, kept)
    if lost.removed or lost.passed_on:
        ledger.version = store.update(_passed_on(store, lost.passed_on, ledger.roots()), lost.removed)
    return len(lost.removed)


def _passed_on(store: Store, passed_on: list[tuple[str, str]], roots: list[str]) -> Iterator[Report]:
    """The reports of these ids, each with the place that it has now."""
    with store.snapshot() as snapshot:
        for start in range(0, len(passed_on), PAGE_REPORTS):
            page = passed_on[start : start + PAGE_REPORTS]
            found = snapshot.get([report_id for report_id, _ in page])
            for report, (report_id, place) in zip(found, page, strict=True):
                if report is None:  # removed meanwhile, by one who does not ask the ledger
                    raise ReportNotFound(report_id)
                yield replace(report, place=place, folder=folder_below(place, roots))
