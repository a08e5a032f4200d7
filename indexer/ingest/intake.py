"""Files -> those that have to be read -> the reports of them that the store does not have."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from time import time, time_ns

from indexer.errors import GivenUp, Mishandled, Noted, NotOurs, Skipped, Unreadable
from indexer.ingest.claims import Change
from indexer.ingest.files import File, Walk
from indexer.ingest.ledger import Ledger, Seen
from indexer.ingest.remarks import Remark
from indexer.ingest.summary import Progress, Summary
from indexer.reading import Columns, Source, Working, folder_below, read_all
from indexer.report import Packed
from indexer.store import Entry

UNSETTLED_NANOSECONDS = 2_000_000_000
"""For so long the times of a file just written prove nothing: it may be written again within one tick of the
file system's clock."""

_VERSION = version("jianbao")
"""Another version may read the same file in another way."""


@dataclass(slots=True)
class _Reading:
    """What has come of one file so far."""

    file: File
    told: list[Remark] = field(default_factory=list)
    settled: bool = True
    """Whether reading the same file again would give the same."""


class Intake:
    """The files of one run. What it does is noted in the ledger, and counted in the summary."""

    def __init__(self, ledger: Ledger, found: Walk, encoding: str = "", columns: Columns = ()) -> None:
        self.summary = Summary()
        self.kept: set[str] = set()
        """The places that could not be read just now: what was read there before stays."""
        self._ledger, self._found = ledger, found
        self._encoding, self._columns = encoding, columns
        self._roots: list[str] = []

    # — which files have to be read —

    def in_hand(self) -> list[File]:
        """Look at every file of the walk; those that have to be read."""
        self._ledger.begin_walk()
        files = []
        for file in self._found.files:
            known = self._is_known(file)
            self._ledger.walked(file.place, known=known)
            if not known:
                files.append(file)
        self._ledger.take_in_hand(file.place for file in files)
        self._note_walk()
        return files

    def _is_known(self, file: File) -> bool:
        """Whether a file is as it was when it was read: by its size and times or, where only the times are
        new, by its content."""
        row = self._ledger.seen(file.place)
        if not row or (row.size, row.read_as) != (file.size, self._read_as(file)):
            return False
        if (row.modified, row.changed) == file.times:
            return True
        if (seen := self._as_seen(file)) is None or seen.content != row.content:
            return False
        self._ledger.note(file.place, seen)
        return True

    def _note_walk(self) -> None:
        """What could not be looked at, and what is known of the files that are not read."""
        self.summary.quarantined += self._found.quarantined
        self.summary.skipped += self._found.skipped
        told = defaultdict[str, list[Remark]](list)
        for left in self._found.quarantined, self._found.skipped:
            for each in left:
                told[each.place].append(each)
        for place, said in told.items():
            self._ledger.walked(place, known=False)
            self._ledger.note(place, None)
            self._ledger.remarks.set(place, said)
        self.kept.update(bad.place for bad in self._found.quarantined)
        for file, one in self._ledger.remarks.of_known():
            if isinstance(one, Noted):
                self.summary.noted.append(one)
            elif isinstance(one, Skipped):
                self.kept.add(one.place)
                self.summary.skipped.append(one)
            else:
                self.kept.add(file)
                self.summary.quarantined.append(one)
        self.summary.unchanged += self._ledger.claims.of_known()

    def _as_seen(self, file: File) -> Seen | None:
        """A file as it is to be remembered; None if it has changed meanwhile."""
        try:
            content = file.content()
        except OSError:
            return None
        if not file.is_still():
            return None
        times = file.times if time_ns() - max(file.times) > UNSETTLED_NANOSECONDS else (0, 0)
        return Seen(file.size, *times, content, self._read_as(file))

    def _read_as(self, file: File) -> bytes:
        decisive = repr((_VERSION, self._encoding, self._columns, file.facts))
        return hashlib.blake2b(decisive.encode(), digest_size=16).digest()

    # — reading them —

    def reports(self, files: list[File], told: Callable[[Progress], None]) -> Generator[Packed, None, None]:
        """Read files; yield the reports that are to be written. `told` is called whenever something has come
        of a file."""
        self._roots = self._ledger.roots()
        progress = Progress(of_files=len(files), of_bytes=sum(file.size for file in files))
        found = read_all(list(map(self._source, files)))
        for file in files:
            reading, before = _Reading(file), progress.bytes
            for _, one in found:
                if one is None:
                    break
                if isinstance(one, Working):
                    progress.pages, progress.of_pages = one.pages, one.of_pages
                    progress.bytes = before + one.bytes_of(file.size)
                elif isinstance(one, Packed):
                    progress.reports += 1
                    yield from self._take(one, reading)
                else:
                    self._leave(one, reading)
                told(progress)
            self._finish(reading)
            progress.files += 1
            progress.bytes = before + file.size
            progress.pages = progress.of_pages = 0
            told(progress)

    def _source(self, file: File) -> Source:
        return Source.of(file.path, self._encoding, file.facts, file.root, self._columns)

    def _take(self, one: Packed, reading: _Reading) -> Iterator[Packed]:
        entry = Entry(one.id, one.place, one.digest, one.fingerprint.hex(), one.date, one.source)
        try:
            change = self._ledger.claims.take(entry, reading.file.place)
        except Unreadable as refused:
            reading.settled = False  # once the other is gone this is a report
            reading.told.append(refused)
            self.summary.quarantined.append(refused)
            return
        self._count(change)
        if change in (Change.ADDED, Change.UPDATED):
            self.summary.characters += one.characters
            yield one._replace(folder=folder_below(one.place, self._roots), indexed=int(time()))

    def _count(self, change: Change) -> None:
        self.summary.added += change is Change.ADDED
        self.summary.updated += change is Change.UPDATED
        self.summary.unchanged += change is Change.UNCHANGED
        self.summary.duplicates += change is Change.DUPLICATE

    def _leave(self, one: Unreadable | Skipped | Noted, reading: _Reading) -> None:
        if isinstance(one, Skipped):
            reading.settled = reading.settled and isinstance(one, NotOurs)  # what is missing may be installed
            reading.told.append(one)
            self.kept.add(one.place)
            self.summary.skipped.append(one)
        elif isinstance(one, Noted):
            reading.told.append(one)
            self.summary.noted.append(one)
        else:
            reading.settled = reading.settled and not isinstance(one, GivenUp | Mishandled)
            reading.told.append(one)
            self.kept.add(reading.file.place)
            self.summary.quarantined.append(one)

    def _finish(self, reading: _Reading) -> None:
        place = reading.file.place
        self._ledger.note(place, self._as_seen(reading.file) if reading.settled else None)
        self._ledger.remarks.set(place, reading.told)
