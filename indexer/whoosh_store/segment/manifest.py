"""What a commit consists of: its segments, and which of their documents are deleted.

One file says it, `manifest`, itself a file of arrays. Each commit replaces it by renaming: that is the
commit. It is compared with its checksums whenever it is read, so that by a wrong bit neither a removed report
comes back nor another one is hidden.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np

from indexer.durable import replace
from indexer.whoosh_store.segment.arrays import (
    Array,
    Arrays,
    ArraysWriter,
    OutdatedArrays,
    Strings,
    arrays_of,
)
from indexer.whoosh_store.segment.postings import Docs

NAME = "MAIN"
"""What Whoosh calls an index that was given no name."""
MANIFEST = "manifest"
MANIFEST_COPY = "manifest.copy"
"""The same once more, written when the commit is made: what a repair goes by where the other is damaged."""
ENDING = ".columns"
_KEY_BYTES = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """`name` is that of its file, without the ending; the `deleted` ones of its documents rise."""

    name: str
    documents: int
    deleted: Docs

    @property
    def count(self) -> int:
        """How many documents live."""
        return self.documents - len(self.deleted)

    def path(self, folder: Path) -> Path:
        return folder / f"{self.name}{ENDING}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A commit. The key tells it from all others of its generation: of an index that was built anew, say."""

    generation: int = 0
    segments: tuple[Segment, ...] = ()
    key: str = field(default_factory=lambda: secrets.token_hex(_KEY_BYTES))

    @property
    def version(self) -> str:
        return f"{self.generation:x}-{self.key}"

    def write(self, folder: Path, name: str = MANIFEST) -> None:
        """Put it in the place of the one before. Raises OSError."""
        new = folder / f"{name}.new"
        with ArraysWriter(new) as file:
            for part, array in self._arrays().items():
                file.add(part, array)
        replace(new, folder / name)

    def _arrays(self) -> dict[str, Array]:
        deleted = [segment.deleted for segment in self.segments]
        return {
            "generation": np.array([self.generation], np.uint64),
            "key": np.frombuffer(bytes.fromhex(self.key), np.uint8),
            **{f"names.{part}": array for part, array in arrays_of(self._names()).items()},
            "documents": np.array([segment.documents for segment in self.segments], np.uint32),
            "deleted": np.concatenate([np.empty(0, np.uint32), *deleted]),
            "deleted.starts": np.cumsum([0, *map(len, deleted)], dtype=np.uint64),
        }

    def _names(self) -> Sequence[bytes]:
        return [segment.name.encode() for segment in self.segments]

    @classmethod
    def read(cls, folder: Path, name: str = MANIFEST) -> Manifest:
        """That of the newest commit. Raises FileNotFoundError before the first, `DamagedArrays`, OSError."""
        arrays = Arrays(folder / name)
        arrays.verify()
        starts = arrays["deleted.starts"].tolist()
        deleted = [arrays["deleted"][first:last].copy() for first, last in pairwise(starts)]
        names = [one.decode() for one in Strings(arrays, "names")]
        documents = arrays["documents"].tolist()
        return cls(
            int(arrays["generation"][0]),
            tuple(Segment(*one) for one in zip(names, documents, deleted, strict=True)),
            arrays["key"].tobytes().hex(),
        )


def last_commit(folder: Path) -> Manifest:
    """The newest commit; an empty one before the first. Raises `DamagedArrays`, `OutdatedArrays`, OSError."""
    for _ in range(2):
        with suppress(FileNotFoundError):
            return Manifest.read(folder)
        if not any(folder.glob(f"_{NAME}_*.toc")):
            return Manifest()
        # What is named there follows upon a manifest, and the first may have been written just now.
    raise OutdatedArrays("no manifest")


Stamp = tuple[int, int, int]


def stamp_of_manifest(folder: Path) -> Stamp:
    """What changes whenever a manifest is replaced, for the price of one look. Raises FileNotFoundError."""
    seen = os.stat(os.path.join(folder, MANIFEST))  # as plain strings, for each request asks
    return seen.st_ino, seen.st_mtime_ns, seen.st_size
