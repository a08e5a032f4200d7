"""A text in the open document format -> the document. Its parts are read as they are: odfpy, its usual
library, builds a tree of its own of everything, and numbers nothing."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from indexer.errors import Unreadable
from indexer.reading.docx.reader import document_of
from indexer.reading.odt.styles import styles
from indexer.reading.odt.text import Reading
from indexer.reading.office.bombs import opened
from indexer.reading.office.ole import LOCKED
from indexer.reading.source import Document, Source

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MANIFEST = "META-INF/manifest.xml"
_BROKEN = "不是完整的 ODT 文档。请重新取得该文件，或在 LibreOffice、WPS 中另存为 .docx。"
_UNREADABLE = (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError)
"""What is raised of a broken package: RuntimeError of a part that is locked, or packed in an unknown way."""


def read(source: Source) -> Iterator[Document]:
    """The document in an .odt file, or one that is a single page of XML. Raises `Unreadable` and OSError."""
    parts = _parts(source.content(), source.place)
    text = next((one for part in parts for one in part.iterfind(f"{_OFFICE}body/{_OFFICE}text")), None)
    if text is None:
        raise Unreadable(source.place, "里面没有文字，是表格、图画或别的文档。请在 LibreOffice 中另存。")
    reading = Reading(styles(parts))
    lines = list(reading.lines(text))
    own_title = next((one.text or "" for part in parts for one in part.iter(_TITLE)), "")
    yield document_of([*lines, *reading.notes, *reading.endnotes], own_title, source.place)


def _parts(data: bytes, place: str) -> list[etree._Element]:
    """The roots of its XML."""
    try:
        if data.lstrip()[:1] == b"<":
            return [_tree(data)]
        with opened(data, place, _BROKEN) as package:
            names = package.namelist()
            if _MANIFEST in names and b"encryption-data" in package.read(_MANIFEST):
                raise Unreadable(place, LOCKED)
            wanted = ("styles.xml", "content.xml", "meta.xml")
            return [_tree(package.read(name)) for name in wanted if name in names]
    except _UNREADABLE as error:
        raise Unreadable(place, _BROKEN) from error


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)
