"""A store whose commits are files: what can be done with these, and with no other store.

A store on other machines is looked after by what these have for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from indexer.store import Store


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair came to: how many `damaged` files there were, how many reports of them were `salvaged`,
    and how many `lost`."""

    damaged: int = 0
    salvaged: int = 0
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Backup:
    """The `version` of a commit, and its files by name, each open at its beginning."""

    version: str
    files: Mapping[str, BinaryIO]


@runtime_checkable
class FileStore(Store, Protocol):
    """Every method may raise `IndexUnusable`."""

    def repair(self) -> Repaired:
        """Commit what is whole of a damaged index. What is lost can only be read again from its files."""

    def backup(self) -> AbstractContextManager[Backup]:
        """The newest commit as files that stay as they are while the context lasts, whatever is committed.
        Raises `IndexDamaged`: what is damaged is not backed up."""

    def restore(self, folder: Path) -> None:
        """Have the commit whose files lie in this folder, from which they are moved. Raises `IndexPresent`
        where there is a commit, and `IndexDamaged`; before anything is changed."""
