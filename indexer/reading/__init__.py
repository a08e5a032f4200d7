"""A file -> Reports. One file a format; a format is chosen by the file's name.

layout*.py    newspaper columns -> blocks (pure)
byline.py     a by-line -> authors (pure)
decoding.py   bytes -> text
text.py       .txt
records.py    .jsonl, .jsonl.xz and .csv of records
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.errors import Unreadable
from indexer.reading import records, text
from indexer.reading.decoding import storable
from indexer.report import Report

Reader = Callable[[Path], Iterator[Report | Unreadable]]

_READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".jsonl": records.read_jsonl,
    ".jsonl.xz": records.read_jsonl,
    ".csv": records.read_csv,
}
FORMATS = tuple(_READERS)


def reader_of(path: Path) -> Reader | None:
    """The reader of this file's format, by its name; None where the format is not known."""
    name = path.name.lower()
    return next((read for ending, read in _READERS.items() if name.endswith(ending)), None)


def read(path: Path) -> Iterator[Report | Unreadable]:
    """The reports of one file, each as it would be indexed, and an `Unreadable` for whatever of it
    cannot be read. Raises nothing: one bad file or record harms no other."""
    if (reader := reader_of(path)) is None:
        yield Unreadable(storable(str(path)), f"不认识的格式。可以读的格式：{'、'.join(FORMATS)}")
        return
    if not path.is_file():
        yield Unreadable(storable(str(path)), "不是普通文件，或已不存在。")
        return
    try:
        yield from reader(path)
    except Unreadable as error:
        yield error
    except OSError as error:
        yield Unreadable(storable(str(path)), f"无法读取（{error.strerror or error}）。请检查文件及其权限。")
