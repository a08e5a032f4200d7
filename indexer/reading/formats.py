"""The formats, and one file read in the manner of its format."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import Noted, NotOurs, Skipped, Unreadable
from indexer.reading.blame import told
from indexer.reading.decoding import storable
from indexer.reading.document import report_of
from indexer.reading.source import Document, ReaderOutput, Source, Working
from indexer.reading.unread import way_out
from indexer.report import Report

_LEFT_BEHIND = {"thumbs.db", "desktop.ini", "__macosx"}

FileOutput = Report | Source | Unreadable | Skipped | Noted | Working
"""What reading a file gives: what its reader yields, each document as a report."""


@dataclass(frozen=True, slots=True)
class Format:
    """`reader` is the module that reads it and the function there. Modules are imported when a file wants
    them, for some bring large libraries. What is `plain` can neither hang nor fill the memory. What `unpacks`
    is given a folder for the files that it holds."""

    reader: str
    endings: tuple[str, ...]
    plain: bool = False
    unpacks: bool = False

    @property
    def is_archive(self) -> bool:
        return self.reader.startswith("archive.")


_ARCHIVES = (".zip", ".7z", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
_SLIDES = (
    *(".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm", ".ppt", ".pps", ".pot", ".dps", ".dpt"),
    *(".odp", ".otp", ".fodp"),
)
_SHEETS = (
    *(".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ett"),
    *(".ods", ".ots", ".fods"),
)
_FORMATS = (
    Format("text:read", (".txt",), plain=True),
    Format("markdown:read", (".md", ".markdown")),
    Format("html.page:read", (".html", ".htm", ".xhtml", ".shtml")),
    Format("office.word:read", (".docx", ".docm", ".dotx", ".dotm", ".doc", ".dot", ".wps", ".wpt", ".rtf")),
    Format("odt.reader:read", (".odt", ".ott", ".fodt")),
    Format("office.sheets.reader:read", _SHEETS),
    Format("office.slides.reader:read", _SLIDES),
    Format("print.pdf:read", (".pdf",)),
    Format("ofd.reader:read", (".ofd",)),
    Format("print.image:read", (".png", ".jpg", ".jpeg", ".tif", ".tiff")),
    Format("records:read_jsonl", (".jsonl",), plain=True),
    Format("records:read_jsonl", (".jsonl.xz", ".jsonl.gz")),
    Format("records:read_csv", (".csv", ".tsv"), plain=True),
    Format("epub:read", (".epub",)),
    Format("mail.page:read", (".mht", ".mhtml")),
    Format("mail.reader:read", (".eml", ".msg"), unpacks=True),
    Format("archive.unpacking:unpack", _ARCHIVES, unpacks=True),
)
_BY_ENDING = {ending: one for one in _FORMATS for ending in one.endings}
FORMATS = tuple(_BY_ENDING)
"""The endings of the names of files that can be read."""


def format_of(name: str) -> Format | None:
    """The format of a file of this name; None where it is not known."""
    return next((one for ending, one in _BY_ENDING.items() if name.lower().endswith(ending)), None)


def holds_files(name: str) -> bool:
    """Whether files of this name hold others."""
    found = format_of(name)
    return found is not None and found.unpacks


def is_left_behind(name: str) -> bool:
    """Whether a file or folder of this name is nothing that people mean to have read: it is hidden, or
    office programs or systems have left it behind."""
    return name.startswith((".", "~$")) or name.lower() in _LEFT_BEHIND


def unknown(path: Path, place: str) -> NotOurs:
    """That a file is of no format that is read, and what can be done with it."""
    return NotOurs(place, way_out(storable(path.name)))


def read(source: Source, scratch: Path) -> Iterator[FileOutput]:
    """The reports of one file, each as it would be indexed, and an `Unreadable` for whatever of it cannot
    be read. An archive yields its files, unpacked into the folder `scratch`, which is made if need be.

    Raises nothing but MemoryError: one bad file or record harms no other.
    """
    try:
        if (found := format_of(source.path.name)) is None:
            raise unknown(source.path, source.place)
        if not source.path.is_file():
            raise Unreadable(source.place, "不是普通文件，或已不存在。")
        is_empty = True
        for one in _reading(found, source, scratch):
            is_empty = is_empty and isinstance(one, Working | Noted)
            yield report_of(source, one) if isinstance(one, Document) else one
            if isinstance(one, Document) and one.note:
                yield Noted(source.place, one.note)
        if is_empty:
            raise Unreadable(source.place, "文件中没有报告。请核对内容。")
    except (Unreadable, Skipped) as error:
        yield error
    except OSError as error:
        yield Unreadable(source.place, f"无法读取（{error.strerror or error}）。请检查文件及其权限。")
    except MemoryError:
        raise
    except Exception as error:  # libraries fail in more ways on broken files than they document
        reason = f"读取时出错（{type(error).__name__}：{error}）。文件可能已损坏，请重新取得。"
        yield told(source.place, error, reason)


def _reading(found: Format, source: Source, scratch: Path) -> Iterator[ReaderOutput]:
    """What the reader yields, as long as the file stays what it was."""
    module, function = found.reader.split(":")
    reader = getattr(importlib.import_module(f"indexer.reading.{module}"), function)
    before = _state(source)
    for one in reader(source, scratch) if found.unpacks else reader(source):
        if isinstance(one, Document):
            _check(source, before)
        yield one
    _check(source, before)


def _check(source: Source, before: tuple[int, int]) -> None:
    if _state(source) != before:
        raise Unreadable(source.place, "读取时文件正在被改动。请等它写完，再收录一次。")


def _state(source: Source) -> tuple[int, int]:
    seen = source.path.stat()
    return seen.st_size, seen.st_mtime_ns
