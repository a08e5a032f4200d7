"""A word processor's file, read as what it is. Its name often tells something else: systems export web pages,
archives of pages and RTF as .doc, and people change endings by hand."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from indexer.reading.office.odf import FLAT
from indexer.reading.office.ole import MAGIC
from indexer.reading.source import ReaderOutput, Source

_HEAD_BYTES = 4096
_MARKS = rb"(?:\xef\xbb\xbf)?\s*"
_ABOVE = rb"(?:[^\0\r\n]{1,998}\r?\n){0,20}?"
"""Other lines that may stand first."""
_READERS = (
    (re.compile(re.escape(MAGIC)), "office.doc:read"),
    (re.compile(rb"[\x9b\xdb]\xa5.\0|\x31\xbe\0\0|\xfe\x37.\0", re.S), "office.doc:too_old"),
    (re.compile(_MARKS + rb"\{\\rtf"), "rtf.reader:read"),
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", re.S), "odt.reader:read"),
    (re.compile(_MARKS + rb"<.{0,2000}?" + re.escape(FLAT), re.S), "odt.reader:read"),
    (re.compile(_MARKS + rb"<[A-Za-z!?]"), "html.page:read"),
    (re.compile(_MARKS + _ABOVE + rb"(?:MIME-Version|Content-Type)[ \t]*:", re.I), "mail.page:read"),
    (re.compile(rb"[^\0]+\Z"), "text:read"),
)
_ELSE = "docx.reader:read"


def read(source: Source) -> Iterator[ReaderOutput]:
    """What is in the file. Raises `Unreadable` and OSError."""
    with source.open() as file:
        head = file.read(_HEAD_BYTES)
    module, function = next((name for mark, name in _READERS if mark.match(head)), _ELSE).split(":")
    yield from getattr(importlib.import_module(f"indexer.reading.{module}"), function)(source)
