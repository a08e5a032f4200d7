"""A web page that a browser or Word stored with its pictures in one file (.mht) -> its document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.errors import Unreadable
from indexer.reading.archive.member import Broken
from indexer.reading.decoding import note_of
from indexer.reading.html import page
from indexer.reading.mail.mime import page_of, parsed
from indexer.reading.source import Document, Source

_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[A-Za-z!?]")
_HEAD_BYTES = 512
_BROKEN = "不是完整的网页档案（{}）。请在浏览器中打开原网页，重新另存。"


def read(source: Source) -> Iterator[Document]:
    """The article of the page. Raises `Unreadable` and OSError."""
    data = source.content()
    if _PAGE.match(data, 0, _HEAD_BYTES):
        yield from page.read(source)  # a page as it is, called so
        return
    try:
        parts = [part for part in parsed(data.lstrip()).walk() if part.get_content_maintype() == "text"]
    except (Broken, RecursionError) as error:
        raise Unreadable(source.place, _BROKEN.format(error)) from error
    pages = [part for part in parts if part.get_content_subtype() == "html"] or parts
    if not pages:
        raise Unreadable(source.place, _BROKEN.format("其中没有网页"))
    text = page_of(pages[0], source.place)
    for document in page.documents(text, source.place):
        yield replace(document, note=note_of(text))
