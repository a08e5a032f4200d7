"""Filters over the columns of dates and sources."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from indexer.query import Filters
from indexer.whoosh_store.columns import within
from indexer.whoosh_store.postings import Docs
from indexer.whoosh_store.snapshot import Leaf


def admitted(leaf: Leaf, documents: Docs, filters: Filters) -> Docs:
    """Which of the documents pass the filters."""
    if filters.source:
        documents = documents[_of_source(leaf, documents, filters.source)]
    if filters.after or filters.before:
        documents = documents[within(leaf.columns.dates[documents], filters.after, filters.before)]
    return documents


def _of_source(leaf: Leaf, documents: Docs, source: str) -> npt.NDArray[np.bool_]:
    wanted = source.encode()
    numbers = [number for number, one in enumerate(leaf.columns.sources) if one == wanted]
    return np.equal(leaf.columns.source_of[documents], numbers[0] if numbers else -1)
