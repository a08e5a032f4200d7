"""A .7z as a container of files. They are packed together: those that are wanted are unpacked at once."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path, PurePosixPath

from py7zr import FileInfo, PasswordRequired, Py7zIO, SevenZipFile, WriterFactory

from indexer.reading.archive.member import (
    ANY_RATIO_BYTES,
    CHUNK_BYTES,
    LINK,
    LOCKED_WHOLE,
    MAX_RATIO,
    MAX_TOTAL_BYTES,
    Broken,
    Member,
    Told,
    clean,
    is_file,
)
from indexer.scratch import scratch_folder

_TWICE = "压缩包中有几个文件同名，都没有读取。请改名后重新打包。"


class Seven:
    """See `Container`. The library has no common root for what it raises of a damaged archive."""

    cut = ""
    is_archive = True

    def __init__(self, descriptor: int) -> None:
        self._held = ExitStack()
        file = self._held.enter_context(os.fdopen(descriptor, "rb"))
        self._size = os.fstat(descriptor).st_size
        try:
            self._archive = SevenZipFile(file)
            if self._archive.needs_password():
                raise PasswordRequired("")
            self.members = list(self._members())
        except MemoryError:
            raise
        except Exception as error:
            self._held.close()
            raise (
                Told(LOCKED_WHOLE) if isinstance(error, PasswordRequired) else Broken(str(error))
            ) from error
        self._wanted: Sequence[Member] = ()
        self._writers: _Writers | None = None
        self._why = ""

    def prepare(self, wanted: Sequence[Member]) -> None:
        self._wanted = wanted

    def chunks(self, member: Member) -> Iterator[bytes]:
        assert isinstance(member.key, str)
        if self._writers is None:
            self._writers = _Writers(self._held.enter_context(scratch_folder("jianbao-7z-")), self._size)
            self._unpack(self._writers)
        path = self._writers.done.pop(_same(member.key), None)
        if path is None:
            raise Broken(self._why)
        with path.open("rb") as data:
            while chunk := data.read(CHUNK_BYTES):
                yield chunk
        path.unlink()

    def close(self) -> None:
        self._held.close()

    def _members(self) -> Iterator[Member]:
        infos: list[FileInfo] = [one for one in self._archive.list() if not one.is_directory]
        names = [clean(info.filename) for info in infos]
        counts = Counter(names)
        for name, info in zip(names, infos, strict=True):
            if is_file(name):
                refused = LINK if info.is_symlink or not info.is_file else _TWICE if counts[name] > 1 else ""
                yield Member(name, info.uncompressed or 0, self._size, info.filename, refused)

    def _unpack(self, writers: _Writers) -> None:
        """Unpack what is wanted, as far as the archive is well."""
        try:
            self._archive.extract(targets=[str(one.key) for one in self._wanted], factory=writers)
        except MemoryError:
            raise
        except Exception as error:
            self._why = str(error) or type(error).__name__
            writers.give_up()


class _Writers(WriterFactory):
    """Files of numbers for what comes out, by the names in the archive."""

    def __init__(self, folder: Path, size: int) -> None:
        self.done: dict[PurePosixPath, Path] = {}
        self._last: tuple[PurePosixPath, _Writer] | None = None
        self._folder = folder
        self._left = min(max(ANY_RATIO_BYTES, MAX_RATIO * size), MAX_TOTAL_BYTES)

    def create(self, filename: str) -> Py7zIO:
        name = _same(filename)
        path = self.done[name] = self._folder / f"{len(self.done)}"
        writer = _Writer(path, self)
        self._last = name, writer
        return writer

    def give_up(self) -> None:
        """What was in hand last is not whole."""
        if self._last:
            name, writer = self._last
            writer.close()
            self.done.pop(name, None)

    def take(self, size: int) -> None:
        """So many bytes more come out."""
        self._left -= size
        if self._left < 0:
            raise Broken("it unpacks to too much")


class _Writer(Py7zIO):
    def __init__(self, path: Path, writers: _Writers) -> None:
        self._file = path.open("xb")
        self._writers = writers

    def write(self, s: bytes | bytearray) -> int:
        self._writers.take(len(s))
        return self._file.write(s)

    def read(self, size: int | None = None) -> bytes:
        return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def flush(self) -> None:
        self._file.flush()

    def size(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()


def _same(name: str) -> PurePosixPath:
    """A name as the library gives it back."""
    return PurePosixPath(name)
