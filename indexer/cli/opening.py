"""The index that a command is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from indexer import open_store
from indexer.ingest.ledger import Ledger
from indexer.place import folder_of
from indexer.store import Store


@contextmanager
def opened(address: str) -> Iterator[tuple[Store, Ledger]]:
    """The store at an address, and its ledger; both are closed with the context."""
    store, ledger = open_store(address), Ledger(folder_of(address))
    try:
        yield store, ledger
    finally:
        ledger.close()
        store.close()
