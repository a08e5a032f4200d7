"""The files of a letter as those of an archive: unpacked by the same rules, handed out by the same names."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from indexer.reading.archive.member import CHUNK_BYTES, Broken, Member, clean, is_file
from indexer.reading.mail import mime, outlook
from indexer.reading.mail.letter import File
from indexer.reading.office.ole import MAGIC

_MAX_BYTES = 256 << 20
_MAX_NAME_CHARACTERS = 120


class Attachments:
    """See `Container`. It holds the letter, too."""

    cut = ""
    is_archive = False

    def __init__(self, descriptor: int) -> None:
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(_MAX_BYTES + 1)
        if len(data) > _MAX_BYTES:
            raise Broken(f"超过 {_MAX_BYTES >> 20} MiB")
        self.letter = outlook.letter_of(data) if data.startswith(MAGIC) else mime.letter_of(data)
        self.members = list(_members(self.letter.files, len(data)))

    def prepare(self, wanted: Sequence[Member]) -> None:
        """Nothing: any of them can be read by itself."""

    def chunks(self, member: Member) -> Iterator[bytes]:
        assert isinstance(member.key, File)
        try:
            data = member.key.content()
        except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
            raise Broken(str(error)) from error
        yield from (data[at : at + CHUNK_BYTES] for at in range(0, len(data), CHUNK_BYTES))

    def close(self) -> None:
        """Nothing is open."""


def _members(files: Sequence[File], size: int) -> Iterator[Member]:
    """No two have one name: a letter may have any number of image001.png."""
    met: dict[str, int] = {}
    for file in files:
        name = clean(file.name).replace("/", "／").strip(". ") or "附件"
        path = PurePosixPath(name)
        name = path.stem[:_MAX_NAME_CHARACTERS] + path.suffix
        met[name] = met.get(name, 0) + 1
        if met[name] > 1:
            name = f"{path.stem[:_MAX_NAME_CHARACTERS]} ({met[name]}){path.suffix}"
        if is_file(name):
            yield Member(name, file.size, size, file)
