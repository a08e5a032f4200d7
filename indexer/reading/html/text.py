"""A page's tree -> its visible pieces of text, in the order in which a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from indexer.reading.decoding import storable
from indexer.reading.layout.blocks import blocks, row_texts

_MAX_DEPTH = 200
_IS_DEEP = etree.XPath(f"boolean({'/*' * _MAX_DEPTH})")
"""Of every piece of text all holders are looked at; pages have a few dozen."""
_MAX_TAGS = 50_000
"""A page with an article has a few thousand; to judge each takes twenty microseconds."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CAPTIONS = ("figcaption", "caption")
_LISTED = ("li", "dt", "dd", "tr", "blockquote")
BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure"
    "|footer|form|frameset|h[1-6r]|header|hgroup|html|legend|li|main|menu|nav|ol|p|pre|section|summary|table|tbody"
    "|td|tfoot|th|thead|title|tr|ul"
)
_UNSEEN = re.compile(
    "area|audio|button|canvas|datalist|embed|head|iframe|input|map|noframes|noscript|object|rp|rt|script|select|style"
    "|svg|template|textarea|video"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
BREAK = "\n"  # a line ends on the page
_FOLDED = "\v"  # a line ends in the source alone
_BREAKS = re.compile(f"[ {_FOLDED}]*{BREAK}[ {_FOLDED}]*")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# Chinese is wrapped anywhere, so a line end of the source that touches it stands for nothing.
_TIGHT = re.compile(f"(?<=[{_CHINESE}]) *{_FOLDED}[ {_FOLDED}]*| *{_FOLDED}[ {_FOLDED}]*(?=[{_CHINESE}])")


@dataclass(frozen=True, slots=True)
class Piece:
    """An undivided piece of visible text. `element` is the innermost block of the page that holds it."""

    text: str
    element: HtmlElement
    linked: float
    """The share of its letters and digits that are links: what stands between two links is neither."""
    seams: tuple[tuple[str, str], ...] = ()
    """What stands on each side where two parts of the page adjoin within a line, 新京报|举报. Readers see by
    colours or room that they are two."""

    @property
    def level(self) -> int:
        """1 to 6 for a heading, else 0."""
        tag = next((tag for tag in _tags(self.element) if tag in HEADINGS), "")
        return HEADINGS.index(tag) + 1 if tag else 0

    @property
    def is_caption(self) -> bool:
        return any(tag in _CAPTIONS for tag in _tags(self.element))

    @property
    def is_listed(self) -> bool:
        """Whether it is an item of a list, a row of a table or a quotation: no heading, however short."""
        return any(tag in _LISTED for tag in _tags(self.element))


class _Part(NamedTuple):
    """Text between two tags; `is_parted` says that one inline element ended and another began before it."""

    text: str
    is_link: bool = False
    is_parted: bool = False


class TooDeep(ValueError):
    """The tags of a page are nested so deep, or are so many, that a tree of them takes too long. The parser
    would leave out what stands deeper still."""


def parsed(text: str) -> HtmlElement | None:
    """The tree of a page; None of one that holds nothing. Nothing is fetched, and no entity that the page
    itself declares is expanded. Raises `TooDeep`."""
    if text.count("<") > _MAX_TAGS:
        raise TooDeep
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        tree = document_fromstring(storable(text).encode(), parser=parser)
    except etree.LxmlError:
        return None
    if _IS_DEEP(tree) or any("xcessive depth" in entry.message for entry in parser.error_log):
        raise TooDeep
    return tree


def pieces(tree: HtmlElement) -> list[Piece]:
    """All visible text below `tree`, block by block. A table's row of short cells is one piece. Lines that
    end on the page are pieces of their own, unless they were wrapped by hand."""
    shown = [piece for piece in _Walk(tree).pieces() if piece.text.strip()]
    return [line for piece in _rows(shown) for line in _lines(piece)]


class _Walk:
    """A walk through a tree: the text of the block in hand so far, and what it stands within."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree, self._blocks = tree, [tree]
        self._texts: list[_Part] = []
        self._links = self._kept = 0
        self._ended = self._parted = False
        """An inline part has ended, and another begun, since the last text."""

    def pieces(self) -> Iterator[Piece]:
        """The text of each block, also where it is white."""
        walk = etree.iterwalk(self._tree, events=("start", "end"))
        for event, node in walk:
            if event == "end":
                yield from self._close(node)
            elif _is_seen(node):
                yield from self._open(node)
            else:
                walk.skip_subtree()

    def _open(self, node: HtmlElement) -> Iterator[Piece]:
        if BLOCK.fullmatch(node.tag):
            yield from self._flush()
            self._blocks.append(node)
        self._links += node.tag == "a"
        self._kept += node.tag == "pre"
        self._parted = self._ended
        self._add(node.text)

    def _close(self, node: HtmlElement) -> Iterator[Piece]:
        if _is_seen(node):
            self._links -= node.tag == "a"
            self._kept -= node.tag == "pre"
            self._ended = True
            if BLOCK.fullmatch(node.tag):
                yield from self._flush()
                self._blocks.pop()
            elif node.tag == "br":
                self._texts.append(_Part(BREAK))
                self._ended = self._parted = False
        if node is not self._tree:
            self._add(node.tail)

    def _add(self, text: str | None) -> None:
        if text:
            shown = text if self._kept else folded(text)
            self._texts.append(_Part(shown, self._links > 0, self._parted))
            if text.strip():
                self._ended = self._parted = False

    def _flush(self) -> Iterator[Piece]:
        if self._texts:
            yield _piece(self._texts, self._blocks[-1])
            self._texts = []


def _is_seen(node: HtmlElement) -> bool:
    """False of comments, of what no reader sees, and of what is hidden."""
    return isinstance(node.tag, str) and not _UNSEEN.fullmatch(node.tag) and not _is_hidden(node)


def _is_hidden(node: HtmlElement) -> bool:
    return "hidden" in node.attrib or _HIDDEN.search(node.get("style", "")) is not None


def folded(text: str) -> str:
    """The text with its white space as one character each, which tells whether a line of the source ends."""
    return _SPACE.sub(_mark, text)


def _mark(space: re.Match[str]) -> str:
    return _FOLDED if "\n" in space[0] or "\r" in space[0] else " "


def _piece(parts: Sequence[_Part], element: HtmlElement) -> Piece:
    length = sum(_letters(part.text) for part in parts)
    linked = sum(_letters(part.text) for part in parts if part.is_link)
    text = "".join(part.text for part in parts)
    return Piece(text, element, linked / length if length else 0.0, _seams(parts))


def _seams(parts: Sequence[_Part]) -> tuple[tuple[str, str], ...]:
    held = [part for part in parts if not part.text.isspace()]
    return tuple((left.text.strip(), right.text.strip()) for left, right in pairwise(held) if right.is_parted)


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _tags(element: HtmlElement) -> Iterator[str]:
    """The tags of an element and of what holds it, as far as the block that a browser would set apart."""
    yield element.tag
    for holder in element.iterancestors():
        if holder.tag in ("body", "article", "section", "td"):
            return
        yield str(holder.tag)


def _rows(shown: Iterable[Piece]) -> Iterator[Piece]:
    for row, group in groupby(shown, key=lambda piece: _holder(piece.element, ("tr",))):
        held = list(group)
        if row is None or len(held) == 1:
            yield from held
            continue
        cells = [
            list(cell) for _, cell in groupby(held, key=lambda piece: _holder(piece.element, ("td", "th")))
        ]
        texts = row_texts([[tidy(piece.text) for piece in cell] for cell in cells])
        if len(texts) < len(held):
            linked = sum(piece.linked * len(piece.text) for piece in held) / sum(len(p.text) for p in held)
            yield Piece(texts[0], row, linked, tuple(seam for piece in held for seam in piece.seams))
        else:
            yield from held


def _holder(element: HtmlElement, tags: tuple[str, ...]) -> HtmlElement | None:
    return element if element.tag in tags else next(element.iterancestors(*tags), None)


def tidy(text: str) -> str:
    """Folded text with the white space that a browser shows, its own lines parted by line feeds."""
    return _TIGHT.sub("", _BREAKS.sub(BREAK, text)).replace(_FOLDED, " ")


def _lines(piece: Piece) -> Iterator[Piece]:
    if piece.level or piece.is_caption:
        piece = replace(piece, text=piece.text.replace(BREAK, _FOLDED))
    text = tidy(piece.text)
    if BREAK in text.strip():
        yield from (replace(piece, text=block.text) for block in blocks(text))
    else:
        yield replace(piece, text=text.strip())
