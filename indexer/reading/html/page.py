"""A web page -> the document that is its article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from indexer.errors import Unreadable
from indexer.reading.html.article import article, is_side_matter
from indexer.reading.html.encoding import decoded
from indexer.reading.html.facts import facts_of_head
from indexer.reading.html.flat import flat
from indexer.reading.html.lines import facts_of_lines
from indexer.reading.html.text import Piece, TooDeep, parsed, pieces
from indexer.reading.layout.blocks import blocks, kinds
from indexer.reading.layout.lines import ends_sentence
from indexer.reading.source import Document, Facts, Source
from indexer.report import At, Block, Kind

_MAX_BYTES = 32 * 2**20  # its tree takes twenty times as much
_LAUGHS = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<!DOCTYPE[^\[>]*\[[^\]]*<!ENTITY\s[^>]*&\w+;", re.I)
"""Entities made of entities: no page has them but to grow beyond all bounds where they are expanded."""
_TAG = re.compile(r"<[A-Za-z!?/]")
_DATA_URL = re.compile(r"data:[\w.+-]+/[\w.+-]+;base64,[A-Za-z0-9+/=\s]+")
_MAX_LINE_CHARACTERS = 60
"""No headline and no line of names and dates is longer."""
_PIECES_ABOVE = 8
_PIECES_BELOW = 3
"""Around the article, in which its date and source may stand."""
_UNTITLED = re.compile(r".{0,3}|无标题.*|未命名.*|新建.*|untitled.*|首页", re.I)


def read(source: Source) -> Iterator[Document]:
    """The article of a web page; all visible text of a page that has none, and all text of one whose tags are
    too deep or too many. Raises `Unreadable` and OSError. Nothing is fetched."""
    whole = decoded(source.content(_MAX_BYTES), source.place, source.encoding)
    for document in documents(whole.text, source.place):
        yield replace(document, note=whole.note)


def documents(text: str, place: str) -> Iterator[Document]:
    """The same of the text of a page."""
    if not _TAG.search(text):
        yield Document(blocks(text))
        return
    if _LAUGHS.match(text):
        reason = "网页里的实体（<!ENTITY）一层套一层，展开后会大得读不完，没有读取。请不要使用这个文件。"
        raise Unreadable(place, reason)
    text = _DATA_URL.sub("", text)
    try:
        tree = parsed(text)
    except TooDeep:
        yield Document(blocks(flat(text)))
        return
    if tree is None:
        raise Unreadable(place, "网页中没有正文。请核对文件是否完整。")
    yield from _article(tree, place)


def _article(tree: HtmlElement, place: str) -> Iterator[Document]:
    shown = pieces(tree)
    found = article(tree, shown)
    own = facts_of_head(tree)
    if _UNTITLED.fullmatch(own.title):
        own = replace(own, title="")
    if found.hidden:
        yield Document(_titled(own.title, blocks(found.hidden)), own)
        return
    if not shown:
        raise Unreadable(
            place, "网页中没有正文：它可能只是框架，或要运行脚本才显示文字。请在浏览器中打开后另存。"
        )
    title = _headline(own.title, shown, found.chosen)
    chosen = _with_head(shown, found.chosen, title)
    named = _blocks(shown, chosen, title)
    near = _lines_around(shown, chosen, title)
    seams = [seam for piece in near for seam in piece.seams]
    facts = facts_of_lines([piece.text for piece in near], seams).over(own)
    if title is None:
        named = _titled(own.title, named)
    yield Document(named, Facts(title=next((b.text for b in named if b.kind is Kind.TITLE), "")).over(facts))


def _headline(stated_title: str, shown: Sequence[Piece], chosen: Sequence[int]) -> int | None:
    """Which piece is the headline: the one that the page's own title begins with, else the largest heading
    above the text."""
    above = range(next((i for i in chosen if _is_text(shown[i])), chosen[-1]) + 1)
    wanted = _squeezed(stated_title)
    same = [i for i in above if len(own := _squeezed(shown[i].text)) >= 4 and wanted.startswith(own)]
    if same:
        return max(same, key=lambda i: (shown[i].level == 1, shown[i].linked < 0.5, len(shown[i].text), i))
    headings = [i for i in above if shown[i].level and shown[i].linked < 0.5 and not is_side_matter(shown[i])]
    return min(headings, key=lambda i: (shown[i].level, -i), default=None)


def _is_text(piece: Piece) -> bool:
    return ends_sentence(piece.text) or len(piece.text) > _MAX_LINE_CHARACTERS


def _with_head(shown: Sequence[Piece], chosen: Sequence[int], title: int | None) -> list[int]:
    """The chosen pieces, the headline, the headings above it and the headings and sentences below it."""
    if title is None:
        return [*_line_above(shown, chosen[0]), *chosen]
    head = {title}
    for i in range(title - 1, -1, -1):
        if not shown[i].level or shown[i].element.getparent() is not shown[title].element.getparent():
            break
        head.add(i)
    for i in range(title + 1, chosen[0]):
        if (shown[i].level or ends_sentence(shown[i].text)) and not is_side_matter(shown[i]):
            head.add(i)
    return sorted(head.union(chosen))


def _line_above(shown: Sequence[Piece], first: int) -> list[int]:
    """The line right above a text without any headline, if nothing else can be meant by it."""
    if first == 0 or len(shown[first - 1].text) > _MAX_LINE_CHARACTERS or is_side_matter(shown[first - 1]):
        return []
    holder = shown[first - 1].element.getparent()
    within = holder is not None and any(one is holder for one in shown[first].element.iterancestors())
    return [first - 1] if within and facts_of_lines([shown[first - 1].text]) == Facts() else []


def _lines_around(shown: Sequence[Piece], chosen: Sequence[int], title: int | None) -> list[Piece]:
    start = max(0, (chosen[0] if title is None else min(title, chosen[0])) - _PIECES_ABOVE)
    end = next((i for i in chosen if i > start and ends_sentence(shown[i].text)), chosen[0])
    near = [*range(start, end), *chosen[-_PIECES_BELOW:]]
    return [shown[i] for i in near if i != title and len(shown[i].text) <= 4 * _MAX_LINE_CHARACTERS]


def _blocks(shown: Sequence[Piece], chosen: Sequence[int], title: int | None) -> tuple[Block, ...]:
    texts = [shown[i].text for i in chosen]
    return tuple(
        Block(_kind(shown, chosen, k, title, kind), text, At(level=shown[chosen[k]].level))
        for k, (kind, text) in enumerate(zip(kinds(texts, False), texts, strict=True))
    )


def _kind(shown: Sequence[Piece], chosen: Sequence[int], k: int, title: int | None, by_words: Kind) -> Kind:
    """The kind of one piece: what its tag says, else what its words say."""
    i = chosen[k]
    if i == title:
        return Kind.TITLE
    if shown[i].is_caption:
        return Kind.CAPTION
    if shown[i].level and by_words is not Kind.BYLINE:
        return Kind.KICKER if title is not None and _is_kicker(shown, chosen, k, title) else Kind.HEADING
    if title is not None and by_words in (Kind.TITLE, Kind.KICKER):
        return Kind.PARAGRAPH
    return Kind.PARAGRAPH if by_words is Kind.HEADING and shown[i].is_listed else by_words


def _is_kicker(shown: Sequence[Piece], chosen: Sequence[int], k: int, title: int) -> bool:
    """Whether a heading belongs to the headline: it stands above it, or right below it and no other heading
    is like it."""
    i = chosen[k]
    if i < title:
        return True
    is_next = all(shown[j].level for j in chosen[chosen.index(title) : k])
    return is_next and all(shown[j].level != shown[i].level for j in chosen[k + 1 :])


def _titled(title: str, named: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks below the title that the page states and does not show, where it states one."""
    if not title:
        return named
    rest = (replace(b, kind=Kind.PARAGRAPH) if b.kind in (Kind.TITLE, Kind.KICKER) else b for b in named)
    return (Block(Kind.TITLE, title), *rest)


def _squeezed(text: str) -> str:
    return "".join(text.split())
