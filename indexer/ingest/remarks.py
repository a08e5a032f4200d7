"""What is to be said of the files read: what could not be read, or not as it stands, or is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from indexer.errors import Noted, Skipped, Unreadable
from indexer.ingest.database import Database

Remark = Unreadable | Noted | Skipped
"""What is to be said of a file, or of a part of one."""
_Kind = TypeVar("_Kind", bound=Remark)
_KINDS: tuple[type[Unreadable] | type[Noted] | type[Skipped], ...] = (Unreadable, Noted, Skipped)
"""As they are numbered in the database."""

_ALL = "SELECT file, place, reason, kind FROM quarantine ORDER BY file, rowid"
_OF_KNOWN = (
    "SELECT file, quarantine.place, reason, kind FROM walked CROSS JOIN quarantine ON file = walked.place"
    " WHERE known ORDER BY file, quarantine.rowid"
)
_OF_ONE = (
    "SELECT file, place, reason, kind FROM quarantine"
    " WHERE place = :place OR substr(place, 1, length(:place) + 1) = :place || '：'"  # a page of it
    " OR (place = file AND substr(:place, 1, length(file) + 1) = file || '/') ORDER BY rowid"
)


class Remarks:
    """Those of a ledger, each with the file that it is about. Every method may raise `IndexUnusable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[tuple[str, Remark]]:
        """In the order of the files."""
        return self._asked(_ALL)

    def of_kind(self, kind: type[_Kind]) -> list[tuple[str, _Kind]]:
        """Those of one kind, in the order of the files."""
        return [(file, one) for file, one in self.all() if isinstance(one, kind)]

    def of_known(self) -> list[tuple[str, Remark]]:
        """Those about the files in the walk that need not be read."""
        return self._asked(_OF_KNOWN)

    def of(self, place: str) -> list[Remark]:
        """Those about a place and its parts (a page), or about the archive as a whole that it lies in."""
        return [one for _, one in self._asked(_OF_ONE, place=place)]

    def _asked(self, question: str, **values: object) -> list[tuple[str, Remark]]:
        rows = self._database.ask(question, **values)
        return [(file, _KINDS[kind](place, reason)) for file, place, reason, kind in rows]

    def set(self, file: str, remarks: Iterable[Remark]) -> None:
        """Say this of a file, instead of what was said before."""
        self._database.change("DELETE FROM quarantine WHERE file = :file", file=file)
        self._database.change_each(
            "INSERT INTO quarantine VALUES (?, ?, ?, ?)",
            [(file, one.place, one.reason, _number(one)) for one in remarks],
        )


def _number(one: Remark) -> int:
    return next(number for number, kind in enumerate(_KINDS) if isinstance(one, kind))
