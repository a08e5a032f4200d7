"""Which report has which text, while a run changes it: the same text twice is one report with both places.

A report belongs to the file that it was read from first, and has its id from there; where the same text
stands in another file, the report notes it as a copy. When that first file changes or goes, the text lives
on under the id of a copy. Texts are the same if their fingerprints are, and if the dates and sources that
are known of both do not differ: what was printed on two days is two reports, reprints of each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from enum import Enum

from indexer.report import Copy, Report
from indexer.store import Entry, Store


class Change(Enum):
    """What a report that was read is to the store."""

    ADDED = "its id is new"
    UPDATED = "its id is known, and something has changed"
    UNCHANGED = "the store has it just so"
    COPY = "another report has its text"


class Holdings:
    """What the store holds, and what it will hold when the run is over.

    Every place of every report is a claim: the place, and the id that the report has from there. `take` and
    `lose` return reports that are to be written now; `edits` and `removed` are for the end, when all else
    is committed.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entries = {entry.id: entry for entry in store.catalogue()}
        entries = self._entries.values()
        self._owner = {copy: entry.id for entry in entries if entry.copies for copy in entry.copies}
        self._by_text: dict[str, tuple[str, ...]] = {entry.fingerprint: (entry.id,) for entry in entries}
        if len(self._by_text) < len(self._entries):  # one text of two days
            self._by_text = _by_text(entries)
        self._edited: set[str] = set()
        self.removed: set[str] = set()
        self._passed_on: dict[str, Report] = {}
        """Reports that have taken over a text: until they are committed the store does not have them."""

    def __len__(self) -> int:
        return len(self._entries)

    def claims(self, places: Container[str] | None = None) -> Iterator[tuple[Copy, Entry]]:
        """Every claim, with the report that it is on; or those in these places alone."""
        for entry in self._entries.values():
            if places is None or entry.place in places:
                yield Copy(entry.place, entry.id), entry
            for copy in entry.copies:
                if places is None or copy.place in places:
                    yield copy, entry

    def take(self, report: Report, fingerprint: str) -> tuple[Change, list[Report]]:
        """A report that was read -> what it is to the store, and what is to be written for it."""
        claim = Copy(report.place, report.id)
        if (owner := self._owner.get(claim)) is not None:
            if _is_same(self._entries[owner], report, fingerprint):
                return Change.UNCHANGED, self._give_up(claim)
            self._drop(claim)
        known = self._entries.get(report.id)
        if known and known.fingerprint == fingerprint:
            return self._take_again(known, report)
        written = self._pass_on(known) if known else []
        same = (self._entries[one] for one in self._by_text.get(fingerprint, ()))
        if other := next((one for one in same if _is_same(one, report, fingerprint)), None):
            if known and report.id not in self._entries:
                self.removed.add(report.id)
            self._add(other, claim)
            return Change.COPY, written
        self._hold(_entry(report, fingerprint))
        return Change.UPDATED if known else Change.ADDED, [*written, report]

    def take_copy(self, claim: Copy, of: Copy) -> Change:
        """The report of one claim stands, just so, in the place of another too."""
        entry = self._entries[self._owner.get(of, of.id)]
        if claim in entry.copies:
            return Change.UNCHANGED
        self._add(entry, claim)
        return Change.COPY

    def lose(self, claims: Iterable[Copy]) -> list[Report]:
        """Give up claims; what is to be written are reports that live on under the id of a copy."""
        owning = []
        for claim in claims:
            if claim in self._owner:
                self._drop(claim)
            else:
                owning.append(self._entries[claim.id])
        self.removed.update(entry.id for entry in owning)
        return [report for entry in owning for report in self._pass_on(self._entries[entry.id])]

    def _give_up(self, copy: Copy) -> list[Report]:
        """Give up the report that a copy was before: it is still there if a run was broken off."""
        before = self._entries.get(copy.id)
        if before is None or before.place != copy.place:
            return []
        self.removed.add(copy.id)
        return self._pass_on(before)

    def edits(self) -> Iterator[Report]:
        """The reports of which only the copies have changed."""
        for one in sorted(self._edited):
            yield replace(self._store.get(one), copies=self._entries[one].copies)

    def _take_again(self, known: Entry, report: Report) -> tuple[Change, list[Report]]:
        if (known.digest, known.place) == (report.digest, report.place):
            return Change.UNCHANGED, []
        self._hold(_entry(report, known.fingerprint)._replace(copies=known.copies))
        return Change.UPDATED, [replace(report, copies=known.copies)]

    def _pass_on(self, entry: Entry) -> list[Report]:
        """Let go of a report. If there are copies the first takes over."""
        self._let_go(entry)
        if not entry.copies:
            return []
        heir, *rest = entry.copies
        held = self._passed_on.pop(entry.id, None) or self._store.get(entry.id)
        report = replace(held, id=heir.id, place=heir.place, copies=tuple(rest))
        self._passed_on[heir.id] = report
        self._hold(_entry(report, entry.fingerprint))
        return [report]

    def _hold(self, entry: Entry) -> None:
        if before := self._entries.get(entry.id):
            self._let_go(before)
        self._entries[entry.id] = entry
        self._by_text[entry.fingerprint] = (*self._by_text.get(entry.fingerprint, ()), entry.id)
        if entry.copies:
            self._owner.update(dict.fromkeys(entry.copies, entry.id))
        self.removed.discard(entry.id)

    def _let_go(self, entry: Entry) -> None:
        del self._entries[entry.id]
        others = (one for one in self._by_text[entry.fingerprint] if one != entry.id)
        self._by_text[entry.fingerprint] = tuple(others)
        self._edited.discard(entry.id)
        for copy in entry.copies:
            del self._owner[copy]

    def _add(self, entry: Entry, claim: Copy) -> None:
        self._change_copies(entry, (*entry.copies, claim))
        self._owner[claim] = entry.id

    def _drop(self, claim: Copy) -> None:
        entry = self._entries[self._owner.pop(claim)]
        self._change_copies(entry, tuple(copy for copy in entry.copies if copy != claim))

    def _change_copies(self, entry: Entry, copies: tuple[Copy, ...]) -> None:
        self._entries[entry.id] = entry._replace(copies=copies)
        self._edited.add(entry.id)


def _by_text(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        found[entry.fingerprint].append(entry.id)
    return {text: tuple(ids) for text, ids in found.items()}


def _entry(report: Report, fingerprint: str) -> Entry:
    return Entry(
        report.id, report.place, report.copies, report.digest, fingerprint, report.date, report.source
    )


def _is_same(entry: Entry, report: Report, fingerprint: str) -> bool:
    return (
        entry.fingerprint == fingerprint
        and _agree(entry.date, report.date)
        and (not entry.source or not report.source or entry.source == report.source)
    )


def _agree(one: str, other: str) -> bool:
    """Whether two dates may be of one day: each is whole, or cut short, or not known."""
    return one.startswith(other) or other.startswith(one)
