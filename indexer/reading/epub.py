"""An electronic book (.epub) -> its document: a zip of web pages, which its package file sets in order."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from lxml import etree

from indexer.errors import Unreadable
from indexer.reading.blame import ours
from indexer.reading.decoding import note_of
from indexer.reading.docx.embedded import page_lines
from indexer.reading.docx.reader import document_of
from indexer.reading.docx.text import WordLine
from indexer.reading.html.encoding import decoded
from indexer.reading.metadata.dates import iso_date
from indexer.reading.office.bombs import opened
from indexer.reading.source import Document, Facts, Source

_BROKEN = "不是完整的 EPUB 电子书。请重新取得该文件。"
_LOCKED = "电子书有版权保护，打不开。请换用没有加密的版本。"
_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = (".xhtml", ".html", ".htm", ".xml")
_UNTITLED = {"", "untitled", "unknown", "未知"}
_BAD = (zipfile.BadZipFile, zlib.error, etree.LxmlError, OSError, EOFError, RuntimeError, ValueError)
"""What is raised of a broken package; KeyError of a part that it has not."""


def read(source: Source) -> Iterator[Document]:
    """The book as one document. What its package file states of it are facts: publishers mean it. Raises
    `Unreadable` and OSError."""
    with opened(source.content(), source.place, _BROKEN) as package:
        try:
            path, root = _package_file(package)
            names = list(_spine(root, posixpath.dirname(path)))
            locked = _locked(package)
        except (*_BAD, KeyError) as error:
            raise Unreadable(source.place, _BROKEN) from error
        if locked.intersection(names):
            raise Unreadable(source.place, _LOCKED)
        lines, missing = _lines(package, names, source.place)
    note = f"有 {missing} 个章节缺失或损坏，没有读取。请重新取得该文件。" if missing else ""
    note += note_of("".join(line.text for line in lines))
    facts = _facts(root)
    yield replace(document_of(lines, facts.title, source.place, note), facts=facts)


def _package_file(package: zipfile.ZipFile) -> tuple[str, etree._Element]:
    """Where the package file is, and what it says."""
    folder = _folder(package)
    container = _tree(package.read(folder + _CONTAINER))
    path = folder + next((node.get("full-path", "") for node in container.iter("{*}rootfile")), "")
    return path, _tree(package.read(path))


def _folder(package: zipfile.ZipFile) -> str:
    """The folder that all of the book stands in: none, unless who packed it packed the folder."""
    named = (name for name in package.namelist() if f"/{name}".endswith(f"/{_CONTAINER}"))
    return min(named, key=len, default=_CONTAINER).removesuffix(_CONTAINER)


def _spine(root: etree._Element, folder: str) -> Iterator[str]:
    """The names of the pages, in the order of the book."""
    pages = {node.get("id", ""): node.get("href", "") for node in root.iter("{*}item")}
    for node in root.iter("{*}itemref"):
        if href := pages.get(node.get("idref", "")):
            yield posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _locked(package: zipfile.ZipFile) -> set[str]:
    """The names of what is encrypted; as a rule that is fonts, if anything."""
    folder = _folder(package)
    if folder + _ENCRYPTION not in package.namelist():
        return set()
    references = _tree(package.read(folder + _ENCRYPTION)).iter("{*}CipherReference")
    return {posixpath.normpath(folder + unquote(node.get("URI", ""))) for node in references}


def _lines(package: zipfile.ZipFile, names: list[str], place: str) -> tuple[list[WordLine], int]:
    """The lines of all pages, and how many pages cannot be read. Pictures that are pages of their own say
    nothing."""
    lines: list[WordLine] = []
    missing = 0
    for name in dict.fromkeys(names):
        if name.lower().endswith(_PAGES):
            try:
                lines += page_lines(decoded(package.read(name), place).text)
            except (*_BAD, KeyError, Unreadable) as error:
                if ours(place, error):
                    raise
                missing += 1
    return lines, missing


def _facts(root: etree._Element) -> Facts:
    def told(name: str) -> list[str]:
        return [" ".join("".join(map(str, node.itertext())).split()) for node in root.iter(f"{_DC}{name}")]

    title = next(iter(told("title")), "")
    return Facts(
        title="" if title.lower() in _UNTITLED else title,
        date=next((day for one in told("date") if (day := iso_date(one.partition("T")[0]))), ""),
        source=next(iter(told("publisher")), ""),
        authors=tuple(name for name in dict.fromkeys(told("creator")) if name.lower() not in _UNTITLED),
    )


def _tree(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser)
