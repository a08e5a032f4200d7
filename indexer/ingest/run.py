"""Files -> the reports of them that the store does not have; and what is to be remembered of each file."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import time_ns

from indexer.errors import Skipped, Unreadable
from indexer.ingest.files import File, Walk, below, folders
from indexer.ingest.holdings import Change, Holdings
from indexer.ingest.ledger import Ledger, Noted, Seen
from indexer.ingest.summary import Progress, Summary
from indexer.reading import Source, read_all
from indexer.report import Copy, Report
from indexer.store import Entry, Store

_UNSETTLED = 2_000_000_000
"""Nanoseconds for which the times of a file just written prove nothing: it may be written again within one
tick of the file system's clock."""

_VERSION = version("jianbao")
"""Another version may read the same file in another way."""

_Identity = tuple[str, str, str]
"""Fingerprint, date and source: what must not differ where an id is met again."""


@dataclass(slots=True)
class _Reading:
    """What has come of one file so far."""

    file: File
    claims: set[Copy] = field(default_factory=set)
    unreadable: list[Unreadable] = field(default_factory=list)
    settled: bool = True
    """Whether reading the same file again would give the same."""
    written: bool = True
    """Whether all that came of it is written with its batch: what is a copy is written when the run ends."""


class Intake:
    """One run over the files of a walk."""

    def __init__(self, store: Store, ledger: Ledger, walk: Walk, encoding: str = "") -> None:
        self.summary = Summary(quarantined=list(walk.quarantined), skipped=list(walk.skipped))
        self.progress = Progress()
        self._walk, self._encoding = walk, encoding
        self._holdings = Holdings(store)
        self._rows = ledger.files()
        self._bad: defaultdict[str, list[Unreadable]] = defaultdict(list)
        for file, bad in ledger.quarantine():
            self._bad[file].append(bad)
        self._seen: dict[Copy, _Identity] = {}
        self._first: dict[str, Copy] = {}
        self._damaged = {bad.place for bad in walk.quarantined}
        self._noted = [Noted(bad.place, None, (bad,)) for bad in walk.quarantined]
        self._pending: list[Noted] = []
        self._outdated: list[Noted] = []

    def reports(self, told: Callable[[Progress], None]) -> Iterator[Report]:
        """Read the files that are not known; yield the reports that are to be written. `told` is called
        whenever something has come of a file."""
        readings = {file.place: _Reading(file) for file in self._unknown()}
        files = [reading.file for reading in readings.values()]
        known = (file.place for file in files if file.place in self._rows)
        self._outdated = [Noted(place, None, tuple(self._bad[place])) for place in known]
        self.progress = Progress(of_files=len(files), of_bytes=sum(file.size for file in files))
        for source, one in read_all([Source.of(f.path, self._encoding, f.facts) for f in files]):
            reading = readings[source.place]
            if isinstance(one, tuple):
                self.progress.reports += 1
                yield from self._take(*one, reading)
            elif one is None:
                self._finish(reading)
            else:
                self._leave(one, reading)
            told(self.progress)

    def outdated(self) -> list[Noted]:
        """What is to be forgotten before the store changes, once: what was noted of files that are read anew.
        Were the run broken off, one that is then as it was before would not be looked at again."""
        outdated, self._outdated = self._outdated, []
        return outdated

    def finished(self) -> list[Noted]:
        """What is to be remembered of the files that were finished since this was last asked, and of which
        all is committed with the reports so far: were the run broken off, nobody would look at them again."""
        noted, self._noted = self._noted, []
        return noted

    def ended(self, roots: Sequence[Path]) -> list[Noted]:
        """What is to be remembered when edits and removals are committed, too: of the files not yet told, and
        nothing of those that are not there any more."""
        return [*self.finished(), *self._pending, *self._vanished(roots)]

    def edits(self) -> list[Report]:
        """The reports that are to be written when all others are committed."""
        return list(self._holdings.edits())

    @property
    def removed(self) -> set[str]:
        """The ids that are to be forgotten then."""
        return self._holdings.removed

    def lose(self, roots: Sequence[Path]) -> list[Report]:
        """Forget what was once read from these paths and is not there any more; the reports to be written
        are those that stand elsewhere too. What is in a file that cannot be read just now is kept."""
        before = len(self._holdings)
        is_below = below(roots)
        gone = [
            claim
            for claim, _ in self._holdings.claims()
            if claim not in self._seen
            and is_below(claim.place)
            and not any(folder in self._damaged for folder in (claim.place, *folders(claim.place)))
        ]
        written = self._holdings.lose(gone)
        self.summary.removed += before - len(self._holdings)
        return written

    def _vanished(self, roots: Sequence[Path]) -> Iterator[Noted]:
        there = {file.place for file in self._walk.files} | {bad.place for bad in self._walk.quarantined}
        known = {*self._rows, *(file for file, bad in self._bad.items() if bad)}
        return (Noted(place, None) for place in filter(below(roots), known - there))

    # — files that are known —

    def _unknown(self) -> Iterator[File]:
        """The files that have to be read. The reports of the others are seen to be there."""
        held = self._held()
        for file in self._walk.files:
            claims = held[file.place]
            if not self._is_known(file, len(claims)):
                yield file
                continue
            for claim, entry in claims:
                self._see(claim, (entry.fingerprint, entry.date, entry.source))
            self.summary.unchanged += len(claims)
            self.summary.quarantined += self._bad[file.place]
            if self._bad[file.place]:
                self._damaged.add(file.place)

    def _held(self) -> defaultdict[str, list[tuple[Copy, Entry]]]:
        """What the store has of each file; of an archive, what it has of the files in it."""
        files = {file.place for file in self._walk.files}
        archives = {file.place for file in self._walk.files if file.is_archive}
        held: defaultdict[str, list[tuple[Copy, Entry]]] = defaultdict(list)
        for claim, entry in self._holdings.claims(None if archives else files):
            if claim.place in files:
                held[claim.place].append((claim, entry))
            elif archive := next(filter(archives.__contains__, folders(claim.place)), None):
                held[archive].append((claim, entry))
        return held

    def _is_known(self, file: File, held: int) -> bool:
        """Whether the store has all that is in a file: by its size and times or, where only the times are
        new, by its content."""
        row = self._rows.get(file.place)
        if not row or (row.size, row.read_as, row.reports) != (file.size, self._read_as(file), held):
            return False
        if (row.modified, row.changed) == file.times:
            return True
        if (noted := self._as_seen(file, held)) is None or noted.content != row.content:
            return False
        self._noted.append(Noted(file.place, noted, tuple(self._bad[file.place])))
        return True

    def _as_seen(self, file: File, reports: int) -> Seen | None:
        """A file as it is to be remembered; None if it has changed meanwhile."""
        try:
            content = file.content()
        except OSError:
            return None
        if not file.is_still():
            return None
        times = file.times if time_ns() - max(file.times) > _UNSETTLED else (0, 0)
        return Seen(file.size, *times, content, self._read_as(file), reports)

    def _read_as(self, file: File) -> bytes:
        decisive = repr((_VERSION, self._encoding, file.facts))
        return hashlib.blake2b(decisive.encode(), digest_size=16).digest()

    # — files that are read —

    def _take(self, report: Report, fingerprint: str, reading: _Reading) -> Iterator[Report]:
        claim, identity = Copy(report.place, report.id), (fingerprint, report.date, report.source)
        first = self._first.get(report.id)
        if first and self._seen[first] != identity:
            reason = f"编号“{report.id}”已用于 {first.place} 中的另一篇报告。请改用不同的编号。"
            reading.settled = False  # once the other is gone this is a report
            self._leave(Unreadable(report.place, reason), reading)
            return
        if claim in self._seen:  # the very same record twice in one file
            self.summary.duplicates += 1
            return
        self._see(claim, identity)
        reading.claims.add(claim)
        written: list[Report] = []
        if first:
            change = self._holdings.take_copy(claim, first)
        else:
            change, written = self._holdings.take(report, fingerprint)
        reading.written &= change is not Change.COPY
        self._count(change)
        self.summary.characters += sum(one.characters for one in written)
        yield from written

    def _see(self, claim: Copy, identity: _Identity) -> None:
        self._seen[claim] = identity
        self._first.setdefault(claim.id, claim)

    def _count(self, change: Change) -> None:
        self.summary.added += change is Change.ADDED
        self.summary.updated += change is Change.UPDATED
        self.summary.unchanged += change is Change.UNCHANGED
        self.summary.duplicates += change is Change.COPY

    def _leave(self, one: Unreadable | Skipped, reading: _Reading) -> None:
        if isinstance(one, Skipped):
            reading.settled = False  # what is missing may be installed meanwhile
            self.summary.skipped.append(one)
        else:
            reading.unreadable.append(one)
            self.summary.quarantined.append(one)
            self._damaged.add(reading.file.place)

    def _finish(self, reading: _Reading) -> None:
        file = reading.file
        seen = self._as_seen(file, len(reading.claims)) if reading.settled else None
        noted = self._noted if reading.written else self._pending
        noted.append(Noted(file.place, seen, tuple(reading.unreadable)))
        self.progress.files += 1
        self.progress.bytes += file.size
