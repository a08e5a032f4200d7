"""Whoosh's own table of contents, for those who open the index with Whoosh itself.

It is a pickle: it is written here, and never read. It follows a commit, so that Whoosh's readers see what
was committed or, for the moment in between, the commit before.
"""

from __future__ import annotations

from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.durable import force
from indexer.whoosh_store.segment.codec import ColumnSegment
from indexer.whoosh_store.segment.manifest import NAME, Manifest
from indexer.whoosh_store.segment.schema import SCHEMA


class _DurableStorage(FileStorage):
    """Whoosh writes a table of contents under a temporary name, then renames it; it never calls fsync."""

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        force(Path(self.folder, oldname))
        super().rename_file(oldname, newname, safe=safe)


def toc_name(manifest: Manifest) -> str:
    """That of the file for this commit. One of the same generation and another key has another commit."""
    return f"_{NAME}_{manifest.generation}.toc"


def write_toc(folder: Path, manifest: Manifest) -> None:
    """Have the newest commit named, unless it is. Raises OSError."""
    if not (folder / toc_name(manifest)).exists():
        segments = [ColumnSegment.of(one, NAME) for one in manifest.segments]
        TOC(SCHEMA, segments, manifest.generation).write(_DurableStorage(str(folder)), NAME)
