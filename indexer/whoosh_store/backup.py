"""A commit as files: held while others write, and put where there was none."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from indexer.durable import force
from indexer.scratch import scratch_folder
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.manifest import MANIFEST, Manifest
from indexer.whoosh_store.writer.commit import settle


@contextmanager
def files_of(folder: Path, manifest: Manifest) -> Iterator[dict[str, BinaryIO]]:
    """The segments of a commit, opened, and compared with their checksums: who has a file open has all of it,
    though it be removed. Raises FileNotFoundError where it has been, `DamagedArrays`, OSError."""
    with ExitStack() as stack:
        files: dict[str, BinaryIO] = {}
        for path in [segment.path(folder) for segment in manifest.segments]:
            files[path.name] = stack.enter_context(path.open("rb"))
            Columns(path).arrays.verify()
        scratch = stack.enter_context(scratch_folder("jianbao-manifest-"))
        manifest.write(scratch)
        files[MANIFEST] = stack.enter_context((scratch / MANIFEST).open("rb"))
        yield files


def put(folder: Path, restored: Path) -> None:
    """Move the segments of a commit into the folder, its manifest last: until then there is no index. The
    caller holds the lock. Raises `DamagedArrays`, before anything is moved, and OSError."""
    manifest = Manifest.read(restored)
    for segment in manifest.segments:
        Columns(segment.path(restored)).arrays.verify()
    for segment in manifest.segments:
        force(segment.path(restored))
        os.rename(segment.path(restored), segment.path(folder))
    force(folder)
    manifest.write(folder)
    settle(folder)
