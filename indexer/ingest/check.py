"""An index looked through, with what was read for it; and mended from what is whole and from the files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from indexer.errors import IndexDamaged, IndexUnusable
from indexer.file_store import FileStore, Repaired
from indexer.ingest.build import build
from indexer.ingest.claims import Missing
from indexer.ingest.files import hash_of
from indexer.ingest.ledger import Ledger
from indexer.ingest.summary import Summary
from indexer.reading import Columns, paths_of
from indexer.store import Store


def check(store: Store, ledger: Ledger) -> None:
    """Read all of the store and of the ledger, and hold them against each other. Raises `IndexUnusable`."""
    store.check()
    ledger.check()
    ledger.check_against(store)


# — the files —


@dataclass(slots=True)
class Originals:
    """The files that were read, as they are now: `whole` ones are as they were. `changed` ones were written
    since, `gone` ones are not there or cannot be read; what is `damaged` has other bytes although nobody has
    written it."""

    whole: int = 0
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)


def check_originals(ledger: Ledger) -> Originals:
    """Read every file again that reports came of, and compare its hash. Raises `IndexUnusable`."""
    found = Originals()
    for place, seen in ledger.files():
        try:
            path, now = _looked_at(place)
            with path.open("rb") as file:
                content = hash_of(file)
        except OSError:
            found.gone.append(place)
            continue
        if content == seen.content:
            found.whole += 1
        elif now == (seen.size, seen.modified, seen.changed):
            found.damaged.append(place)
        else:
            found.changed.append(place)
    return found


def _looked_at(place: str) -> tuple[Path, tuple[int, int, int]]:
    """The file at a place, its size and its times. Raises OSError."""
    path = next((path for path in paths_of(place) if path.exists()), Path(place))
    looked = path.stat()
    return path, (looked.st_size, looked.st_mtime_ns, looked.st_ctime_ns)


# — repair —


@dataclass(frozen=True, slots=True)
class Mended:
    """What a repair came to: of the store, of the files that were read again, and the reports that are lost
    because the files they came of are not there any more."""

    store: Repaired
    read: Summary
    lost: tuple[Missing, ...]


def repair(store: FileStore, ledger: Ledger, encoding: str = "", columns: Columns = ()) -> Mended:
    """Keep what is whole, read the rest again from its files where they are, and tell what is lost.

    Raises `IndexMissing`, `IndexOutdated`, `IndexBusy` where a run is on, and `IndexUnusable`.
    """
    with suppress(IndexDamaged), store.snapshot():
        pass  # it need not be whole, but has to be there
    with ledger.running():
        repaired = store.repair()
        try:
            ledger.check()
        except IndexUnusable:
            ledger.discard()
        missing = ledger.compare(store)
    files = {path for one in missing for path in paths_of(one.file) if path.is_file()}
    read = build(store, sorted(files), ledger, encoding=encoding, columns=columns) if files else Summary()
    return Mended(repaired, read, tuple(_still_missing(store, missing)))


def _still_missing(store: Store, missing: list[Missing]) -> Iterator[Missing]:
    with store.snapshot() as snapshot:
        found = snapshot.get([one.id for one in missing])
    return (one for one, report in zip(missing, found, strict=True) if report is None)
