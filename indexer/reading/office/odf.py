"""What OpenDocument files have in common: their text, and whether they are locked."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from indexer.errors import Unreadable
from indexer.reading.office.packages import LOCKED, Package, name_of, told

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_SPACES = 200
_ASIDE = {"annotation", "annotation-end", "note", "ruby-text", "tracked-changes"}
"""What stands inside of a paragraph and is none of its text."""


def check(package: Package, place: str) -> None:
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
