"""Which report came of which file. Each file has a claim on each report that was read from it.

Several files may claim one id, if what they have of it is the same: text, date and source. The store then
`held`s the report of one claim, and the others stand by: when the file of that claim changes or goes, the
report is passed on to one of them. So the claims that are held are, one by one, the entries of the store.

A claim is `stale` from the time its file is in hand until the record is met again. A stale claim is in
nobody's way, and is lost at the end of the run.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from indexer.errors import Unreadable
from indexer.ingest.database import Database
from indexer.store import Entry


class Change(Enum):
    """What a record that was read is to the store."""

    ADDED = "its id is new"
    UPDATED = "its id is known, and something has changed"
    UNCHANGED = "the store has it just so"
    DUPLICATE = "the very same has been read already"


@dataclass(frozen=True, slots=True)
class Lost:
    """What the loss of claims is to the store: ids that are to be removed, and reports, each with its id
    and the place of the claim that it passes to."""

    removed: list[str]
    passed_on: list[tuple[str, str]]


class Missing(NamedTuple):
    """A report that the store should have: where it was read, and from which file."""

    id: str
    place: str
    file: str


class _Met(NamedTuple):
    """A claim on an id that is met again. It counts if its file is in the walk, and not still to be read."""

    entry: Entry
    held: bool
    counts: bool

    def is_same(self, entry: Entry) -> bool:
        return _identity(self.entry) == _identity(entry)


def at(column: str) -> str:
    """SQL: the place in this column is :place, or lies below it. An index on the column serves it."""
    return f"({column} = :place OR ({column} > :place || '/' AND {column} < :place || '0'))"


class Claims:
    """All claims of a ledger. Every method may raise `IndexUnusable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_known(self) -> int:
        """How many reports there are of the files in the walk that need not be read."""
        ((count,),) = self._database.ask(
            "SELECT count(*) FROM walked CROSS JOIN claims ON file = walked.place WHERE known AND NOT stale"
        )
        return int(count)

    def take_in_hand(self, files: Iterable[str]) -> None:
        """These files are to be read. What the store was found to have below one, an archive, is of it."""
        for place in files:
            self._database.change(
                f"UPDATE claims SET stale = 1, file = :place WHERE {at('file')}", place=place
            )

    def take(self, entry: Entry, file: str) -> Change:
        """A record that was read from a file. Raises `Unreadable` where its id is that of another report."""
        met = self._met(entry.id)
        own = next((one for one in met if one.entry.place == entry.place), None)
        first = next((one for one in met if one.counts), None)
        if first and not first.is_same(entry):
            reason = f"编号“{entry.id}”已用于 {first.entry.place} 中的另一篇报告。请改用不同的编号。"
            raise Unreadable(entry.place, reason)
        if own and own.counts:
            return Change.DUPLICATE
        is_as_before = own is not None and own.entry.digest == entry.digest
        if own and own.held and is_as_before:
            self._note(entry, file, held=True)
            return Change.UNCHANGED
        # Else whoever holds it may be about to lose it: then the store has the text of a file just read.
        if any(one.counts and one.held for one in met):
            self._note(entry, file, held=False)
            return Change.UNCHANGED if is_as_before else Change.DUPLICATE
        if met:
            self._displace(entry)
        self._note(entry, file, held=True)
        return Change.UPDATED if met else Change.ADDED

    def _met(self, report_id: str) -> list[_Met]:
        rows = self._database.ask(
            "SELECT id, place, digest, fingerprint, date, source, held,"
            " NOT stale AND file IN (SELECT place FROM walked) FROM claims WHERE id = :id",
            id=report_id,
        )
        return [_Met(Entry(*row[:6]), bool(row[6]), bool(row[7])) for row in rows]

    def _displace(self, entry: Entry) -> None:
        """The store is to have this report: claims on another one of its id end, and their files are to be
        read again, unless they have been; claims on the same report stand by."""
        identity = dict(
            zip(("id", "fingerprint", "date", "source"), (entry.id, *_identity(entry)), strict=True)
        )
        other = "id = :id AND (fingerprint, date, source) <> (:fingerprint, :date, :source)"
        self._database.change(
            f"DELETE FROM files WHERE place IN (SELECT file FROM claims WHERE {other} AND NOT stale)",
            **identity,
        )
        self._database.change(f"DELETE FROM claims WHERE {other}", **identity)
        self._database.change("UPDATE claims SET held = 0 WHERE id = :id", id=entry.id)

    def _note(self, entry: Entry, file: str, *, held: bool) -> None:
        self._database.change_each(
            "INSERT OR REPLACE INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)", [(*entry, file, held)]
        )

    def lose(self, gone_below: Iterable[str], kept: Iterable[str]) -> Lost:
        """End the claims that are stale now, and those of files that are gone below these places; but none
        in the places that are `kept`. What each report is held for passes to a claim that is left."""
        self._gather_lost(gone_below, kept)
        heirs = self._database.ask(
            "SELECT id, digest, (SELECT min(place) FROM claims AS other WHERE other.id = claims.id"
            " AND (place, id) NOT IN lost) FROM lost JOIN claims USING (place, id) WHERE held"
        )
        self._database.change("DELETE FROM claims WHERE (place, id) IN lost")
        self._database.change_each(
            "UPDATE claims SET held = 1, digest = ? WHERE id = ? AND place = ?",
            [(digest, report_id, place) for report_id, digest, place in heirs if place],
        )
        return Lost(
            removed=[report_id for report_id, _, place in heirs if not place],
            passed_on=[(report_id, place) for report_id, _, place in heirs if place],
        )

    def _gather_lost(self, gone_below: Iterable[str], kept: Iterable[str]) -> None:
        walked = "(SELECT place FROM walked)"
        self._database.change("DELETE FROM lost")
        self._database.change(
            f"INSERT INTO lost SELECT place, id FROM claims WHERE stale AND file IN {walked}"
        )
        for place in gone_below:
            self._database.change(
                f"INSERT OR IGNORE INTO lost SELECT place, id FROM claims"
                f" WHERE {at('file')} AND file NOT IN {walked}",
                place=place,
            )
        for place in kept:
            self._database.change(f"DELETE FROM lost WHERE {at('place')}", place=place)

    def doubt(self, place: str) -> None:
        """What the store has of this place, or from below it, is to be written again."""
        self._database.change(f"UPDATE claims SET digest = '' WHERE {at('file')}", place=place)

    def forget(self, ids: Collection[str]) -> None:
        """The store has none of these any more; the files that they came of are to be read again."""
        self._database.change("DELETE FROM differing")
        self._database.change_each("INSERT OR IGNORE INTO differing VALUES (?)", [(one,) for one in ids])
        self._end_differing()

    def note_held(self) -> None:
        """Remember which claims are held now, for `differing`: that takes long, and others may write."""
        self._database.change("DELETE FROM holding")
        self._database.change("INSERT INTO holding SELECT id, place, digest FROM claims WHERE held")

    def differing(self, entries: Iterable[Entry]) -> list[str]:
        """These are all that the store has: the ids of which it has not what was noted to be held."""
        self._database.change("DELETE FROM entries")
        self._database.change_each("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", entries)
        self._database.change("DELETE FROM differing")
        held, stored = (
            "SELECT id, place, digest FROM holding",
            "SELECT id, place, digest FROM entries",
        )
        self._database.change(
            f"INSERT INTO differing SELECT id FROM ({held} EXCEPT {stored})"
            f" UNION SELECT id FROM ({stored} EXCEPT {held})"
        )
        return [str(row[0]) for row in self._database.ask("SELECT id FROM differing ORDER BY id")]

    def reconcile(self, entries: Iterable[Entry]) -> list[Missing]:
        """These are all that the store has. Claims on a report that it has otherwise end, and what nobody
        has a claim on is claimed for its place; the files of both are to be read again. Returns the claims
        on reports that it does not have at all."""
        self.note_held()
        self.differing(entries)
        missing = self._database.ask(
            "SELECT id, place, file FROM claims WHERE held AND id NOT IN (SELECT id FROM entries)"
            " ORDER BY place"
        )
        self._end_differing()
        self._database.change(
            "INSERT INTO claims SELECT *, place, 1, 0 FROM entries WHERE id IN (SELECT id FROM differing)"
        )
        below = at("claims.file").replace(":place", "files.place")  # with +id SQLite asks for few claims
        self._database.change(
            "DELETE FROM files WHERE EXISTS"
            f" (SELECT 1 FROM claims WHERE {below} AND +id IN (SELECT id FROM differing))"
        )
        return [Missing(*row) for row in missing]

    def _end_differing(self) -> None:
        differing = "id IN (SELECT id FROM differing)"
        self._database.change(f"DELETE FROM files WHERE place IN (SELECT file FROM claims WHERE {differing})")
        self._database.change(f"DELETE FROM claims WHERE {differing}")


def _identity(entry: Entry) -> tuple[str, str, str]:
    """What must not differ where an id is met again."""
    return entry.fingerprint, entry.date, entry.source
