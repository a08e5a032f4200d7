"""What an index holds beside its reports: what of the files could not be read, and why. Nothing that is told
here names a folder above what was indexed."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePath

from indexer.errors import Noted, NotRead, Skipped
from indexer.ingest.ledger import Ledger
from indexer.message import says
from indexer.reading import folder_below


class Loss(StrEnum):
    """What became of a file."""

    UNREAD = "unread"
    SKIPPED = "skipped"
    NOTED = "noted"
    """It was read, but not all of it as it stands."""


@dataclass(frozen=True, slots=True)
class Told:
    """What could not be read of a file, or not as it stands."""

    file: str = field(metadata=says("文件，从收录的那一层文件夹写起；也可能是其中的一页或一行。"))
    loss: Loss = field(metadata=says("unread 未能收录，skipped 跳过，noted 已收录，但有不能照原样收录之处。"))
    reason: str = field(metadata=says("原因，和可以怎样做。"))


def losses(index: Path) -> tuple[Told, ...]:
    """Of all files of an index what could not be read, in the order of the files. Raises `IndexUnusable`."""
    with closing(Ledger(index)) as ledger:
        roots = ledger.roots()
        return tuple(_told(one, roots) for _, one in ledger.remarks.all())


def losses_of(index: Path, place: str) -> tuple[Told, ...]:
    """Of the file at a place, or the archive that it lies in. Raises `IndexUnusable`."""
    with closing(Ledger(index)) as ledger:
        roots = ledger.roots()
        return tuple(_told(one, roots) for one in ledger.remarks.of(place))


def _told(one: NotRead, roots: Collection[str]) -> Told:
    loss = Loss.NOTED if isinstance(one, Noted) else Loss.SKIPPED if isinstance(one, Skipped) else Loss.UNREAD
    folder, name = folder_below(one.place, roots), PurePath(one.place).name
    return Told(f"{folder}/{name}" if folder else name, loss, _without_folders(one.reason, roots))


def _without_folders(reason: str, roots: Collection[str]) -> str:
    """A reason may name another file by its whole path."""
    for root in sorted(roots, key=len):
        reason = reason.replace(f"{PurePath(root).parent}/".replace("//", "/"), "") if root != "/" else reason
    return reason
