"""The folder of index files: commits that last, and no file left open by a failure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from weakref import WeakSet

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile

NAME = "MAIN"
"""What Whoosh calls an index that was given no name."""


class DurableStorage(FileStorage):
    """Whoosh writes segments, then a table of contents (TOC) under a temporary name, then renames it,
    then deletes the generation before; it never calls fsync. Its one rename is therefore the commit,
    and all that the new TOC names, the TOC itself and its name are forced to the disk around it."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: WeakSet[StructFile] = WeakSet()

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for path in Path(self.folder).iterdir():
            if NAME in path.name and path.is_file():  # other files come and go as they like
                _force(path)
        super().rename_file(oldname, newname, safe=safe)
        _force(Path(self.folder))

    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        file: StructFile = super().open_file(name, **kwargs)
        self._opened.add(file)
        return file

    def release(self) -> None:
        """Close the files that Whoosh has opened and, where it failed to read them, forgotten."""
        for file in list(self._opened):
            if not file.is_closed:
                file.close()


def _force(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
