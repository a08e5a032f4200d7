"""The file that a report of an index was read from, opened again."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from indexer.ingest.ledger import Ledger
from indexer.reading import Original
from indexer.reading import open_original as open_below


def open_original(index: Path, place: str) -> Original:
    """The file at the place of a report in this index. Links above what was indexed are followed; where
    the ledger is lost and does not know what that was, none is.

    Raises `OriginalNotFound` and `IndexUnusable`.
    """
    with closing(Ledger(index)) as ledger:
        return open_below(place, ledger.root_of(place) or os.sep)
