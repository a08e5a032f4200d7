"""A spreadsheet -> a document or reports. What it is is told by its content: many an .xls is a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import GivenUp, Noted, Skipped, Unreadable
from indexer.reading import records
from indexer.reading.blame import told
from indexer.reading.budget import Exhausted
from indexer.reading.html import page
from indexer.reading.mail import page as mail
from indexer.reading.office import packages
from indexer.reading.office.odf import CONTENT, FLAT, Flat
from indexer.reading.office.sheets import ods, xls, xlsb, xlsx, xml
from indexer.reading.office.sheets.rows import Sheet
from indexer.reading.office.sheets.tables import Tables
from indexer.reading.source import Document, Source, Working
from indexer.report import Report

_HEAD_BYTES = 2048
_OLD = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""How a sheet begins that Excel wrote before it kept them in files of several parts."""
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MAIL = re.compile(rb"(?:MIME-Version|Content-Type|From|Subject)\s*:", re.I)
"""How a web page begins that was stored with its pictures in one file."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "请在 WPS 或 Excel 中打开，另存为 .xlsx 后再收录。"
_Found = Document | Report | Noted | Unreadable | Skipped | Working


def read(source: Source) -> Iterator[_Found]:
    """The document in a spreadsheet, or the reports; what was read before its time was up, or before it turns
    out to be damaged, and then a `GivenUp` or `Unreadable` for the rest. Raises `Unreadable` and OSError."""
    with source.open() as file:
        head = file.read(_HEAD_BYTES)
    marked = xml.MARK in head or FLAT in head
    if not head.startswith((packages.ZIP, packages.OLE, *_OLD)) and not marked:
        yield from _written_otherwise(source, head)
        return
    tables = Tables(source)
    count = 0
    left: Unreadable | Skipped | None = None
    try:
        with _sheets(source, head) as sheets:
            for one in tables.reports(sheets):
                count += 1
                yield one
    except Unreadable as error:
        left = error
    except Exhausted as error:
        left = GivenUp(tables.place, str(error))
    except MemoryError:
        raise
    except Exception as error:  # of zipfile, zlib, lxml, xlrd, which have no common root
        left = told(tables.place, error, packages.damaged(error))
    if document := tables.document():
        yield document
    elif left or not count:
        raise left or Unreadable(source.place, "表格中没有文字。请核对内容。")
    yield from tables.notes()
    if left:
        yield left


@contextmanager
def _sheets(source: Source, head: bytes) -> Iterator[Iterator[Sheet]]:
    if xml.MARK in head:
        with source.open() as file:
            yield xml.sheets(file)
        return
    if FLAT in head:
        yield ods.sheets(Flat(source), source.place)
        return
    if not head.startswith(packages.ZIP):
        yield _old(source)
        return
    with packages.opened(source) as parts:
        if parts.has(CONTENT):
            yield ods.sheets(parts, source.place)
        elif parts.main.endswith(".bin"):
            yield xlsb.sheets(parts)
        else:
            yield xlsx.sheets(parts)


def _old(source: Source) -> Iterator[Sheet]:
    data = source.content()
    if _LOCKED in data:
        raise Unreadable(source.place, packages.LOCKED)
    return xls.sheets(data, source.place)


def _written_otherwise(source: Source, head: bytes) -> Iterator[_Found]:
    """What programs that export tables call .xls, and what Excel opens as one: a web page, or text whose
    columns tabs or commas part."""
    bare = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not bare:
        raise Unreadable(source.place, "文件是空的。请重新取得。")
    if bare.startswith(b"<"):
        return page.read(source)
    if _MAIL.match(bare):
        return mail.read(source)
    if b"\0" in bare and not bare.startswith(_UTF16):
        raise Unreadable(source.place, f"不是电子表格，或文件已损坏。{_SAVE_AS}")
    return records.read_csv(source)
