"""What OpenDocument files have in common: their content, packed or flat, their text, and whether they are
locked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from lxml.etree import _Element

from indexer.errors import Unreadable
from indexer.reading.office import packages
from indexer.reading.office.packages import LOCKED, name_of, told
from indexer.reading.source import Source

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_SPACES = 200
_ASIDE = {"annotation", "annotation-end", "note", "ruby-text", "tracked-changes"}
"""What stands inside of a paragraph and is none of its text."""


FLAT = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
"""What is in the head of a file that is one page of XML."""


class Parts(Protocol):
    """What is asked of a file: see `packages.Package`."""

    def has(self, name: str) -> bool: ...
    def nodes(self, name: str, *tags: str) -> Iterator[_Element]: ...


class Flat:
    """A file that is one page of XML: its content and no other part."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def has(self, name: str) -> bool:
        return name == CONTENT

    def nodes(self, name: str, *tags: str) -> Iterator[_Element]:
        """As `Package.nodes`, but for those of charts and other files within: they are parts of their own in
        a package."""
        with self._source.open() as file:
            for node in packages.nodes(file, *tags):
                if next(node.iterancestors("{*}object"), None) is None:
                    yield node


def check(package: Parts, place: str) -> None:
    """Raises `Unreadable` for a file with a password."""
    if package.has(_MANIFEST) and next(package.nodes(_MANIFEST, "{*}encryption-data"), None) is not None:
        raise Unreadable(place, LOCKED)


def count(node: _Element, name: str) -> int:
    """How often something is repeated: once, where nothing is said."""
    number = told(node, name)
    return max(1, int(number)) if number.isdecimal() and len(number) < 9 else 1


def text_of(node: _Element) -> str:
    """The text of a paragraph, its line breaks included."""
    return "".join(_pieces(node)).strip()


def _pieces(node: _Element) -> Iterator[str]:
    yield node.text or ""
    for one in node:
        name = name_of(one)
        if name == "s":
            yield " " * min(_MOST_SPACES, count(one, "c"))
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _ASIDE:
            yield from _pieces(one)
        yield one.tail or ""
