"""What a run over files has done, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.errors import Noted, Skipped, Unreadable


@dataclass(slots=True)
class Summary:
    """What a run did to the reports. `duplicates` are records that were passed by, for the very same one, of
    the same id, had been read already; `characters` counts the text that was written to the index."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    duplicates: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    quarantined: list[Unreadable] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    characters: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Progress:
    """How far a run is: of the files that have to be read those that are done, and of their bytes those of
    the file in hand as well, where its reader tells; how many reports were in them; and of the pages of the
    file in hand, where it has any, those that are read."""

    files: int = 0
    of_files: int = 0
    bytes: int = 0
    of_bytes: int = 0
    reports: int = 0
    pages: int = 0
    of_pages: int = 0
