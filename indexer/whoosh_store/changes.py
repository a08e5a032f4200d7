"""What changes the index in a folder, one writer at a time; and what looks through it or copies it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.util.filelock import try_for

from indexer.durable import make_folder
from indexer.errors import IndexBusy, IndexPresent
from indexer.file_store import Backup, Repaired
from indexer.report import Packed, Report
from indexer.whoosh_store.backup import files_of, put
from indexer.whoosh_store.guard import Guard, using_disk
from indexer.whoosh_store.repair import check_commit, repair_commit
from indexer.whoosh_store.searcher.leaves import Leaf
from indexer.whoosh_store.segment.manifest import MANIFEST, NAME, Manifest, last_commit
from indexer.whoosh_store.writer.commit import Incoming, commit, settle
from indexer.whoosh_store.writer.runs import folder_for_runs, write_runs

LOCK_TIMEOUT_SECONDS = 10.0
"""How long a writer waits for another before it gives up."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Those of a store, whose methods of these names say what they do."""

    folder: Path
    verify: Callable[[], None]

    def update(self, add: Iterable[Report | Packed], remove: Collection[str]) -> str:
        incoming = Incoming(add)
        with folder_for_runs(self.folder) as scratch:
            self._sweep()
            runs = list(write_runs(incoming, scratch))
            with self.writing(), self._reading:
                return commit(self.folder, last_commit(self.folder), incoming, runs, remove).version

    def _sweep(self) -> None:
        """Remove what killed writers have left, before anything else needs the room; unless another one is
        at work, who has done so."""
        with self._reading, suppress(IndexBusy), self.writing(timeout_seconds=0):
            settle(self.folder)

    def check(self, leaves: Sequence[Leaf]) -> None:
        check_commit(leaves)

    def repair(self) -> Repaired:
        with folder_for_runs(self.folder) as scratch, self.writing(), self._reading:
            return repair_commit(self.folder, scratch)

    def backup(self, newest: Manifest, stack: ExitStack) -> Backup:
        return Backup(newest.version, stack.enter_context(files_of(self.folder, newest)))

    def restore(self, folder: Path) -> None:
        with using_disk(str(self.folder)):
            make_folder(self.folder)
        with self.writing(), self._reading:
            if (self.folder / MANIFEST).exists():
                raise IndexPresent(str(self.folder))
            put(self.folder, folder)

    @property
    def _reading(self) -> Guard:
        return Guard(str(self.folder), self.verify)

    @contextmanager
    def writing(self, timeout_seconds: float | None = None) -> Iterator[None]:
        """While nobody else writes. Raises `IndexBusy`."""
        wait = LOCK_TIMEOUT_SECONDS if timeout_seconds is None else timeout_seconds
        with using_disk(str(self.folder)):
            lock = FileStorage(str(self.folder)).lock(f"{NAME}_WRITELOCK")
            if not try_for(lock.acquire, timeout=wait):
                raise IndexBusy(str(self.folder))
        try:
            yield
        finally:
            lock.release()
