"""A letter -> its document, and the files that are attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from indexer.errors import Unreadable
from indexer.reading.archive.member import Broken, Told
from indexer.reading.archive.unpacking import unpacked
from indexer.reading.mail.attachments import Attachments
from indexer.reading.source import ReaderOutput, Source


def read(source: Source, into: Path) -> Iterator[ReaderOutput]:
    """The document and the files, unpacked into the folder `into`. Raises `Unreadable` and OSError."""
    try:
        letter = Attachments(source.descriptor())
    except Told as error:
        raise Unreadable(source.place, str(error)) from error
    except Broken as error:
        reason = f"不是完整的邮件（{error}）。请在邮件程序中重新另存为 .eml。"
        raise Unreadable(source.place, reason) from error
    with closing(letter):
        yield letter.letter.document(source.place)
        yield from unpacked(letter, source, into)
