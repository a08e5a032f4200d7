"""A Markdown file -> its visible text: what a reader of the finished page would find, without the marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.reading.decoding import decode
from indexer.reading.html.text import parsed, pieces
from indexer.reading.layout.blocks import blocks, kinds, row_texts
from indexer.reading.source import Document, Source
from indexer.reading.text import split_front_matter
from indexer.report import At, Block, Kind

# What is nested deeper than an own limit the library would leave out; without one Python's comes first.
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 10_000}).enable(["table", "strikethrough"])
# Four spaces before a line are a paragraph's indent in Chinese reports, and never a program.
_MARKDOWN.disable("code")
_CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff"
_TIGHT = re.compile(f"(?<=[{_CHINESE}])\n|\n(?=[{_CHINESE}])")
# CommonMark wants white space or punctuation beside ** where it stands next to punctuation, and Chinese has
# no such space: **重要：**请看 stays as it was typed.
_LEFT_OVER = re.compile(
    r"\*\*(?=\S)(?:(?=[“‘《（「『【〈])([^*\n]+?)|([^*\n]+?)(?<=[，。、；：！？”’》）」』】〉%％]))(?<=\S)\*\*"
)


_MARKS = "*_~`[]<>&|\\!"
_MAX_MARKS = 50_000
_MAX_LINES = 50_000
_DEEP = re.compile(r"^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t]){200}|(?:!?\[){100}", re.M)
"""A line that stands in more quotations and lists than are ever seen, or opens as many brackets."""


def read(source: Source) -> Iterator[Document]:
    """The document in a Markdown file. Raises `Unreadable` and OSError."""
    decoded = decode(source.content(), source.place, source.encoding)
    facts, text = split_front_matter(decoded.text)
    found = None if _is_overloaded(text) else _finished(text)
    told = blocks(text) if found is None else _blocks(found, bool(facts.title))
    yield Document(told, facts, decoded.note)


def _finished(text: str) -> list[tuple[int, str]] | None:
    """The pieces of text of the finished page; None where one thing is nested in another too deep."""
    try:
        return list(_pieces(_MARKDOWN.parse(text)))
    except (RecursionError, ValueError):
        return None


def _is_overloaded(text: str) -> bool:
    """Whether a text has more marks than anybody makes: each costs as much as a line of reading. Then it is
    read as it was typed, marks and all."""
    return (
        text.count("\n") > _MAX_LINES
        or sum(map(text.count, _MARKS)) > _MAX_MARKS
        or _DEEP.search(text) is not None
    )


def _blocks(found: Sequence[tuple[int, str]], is_titled: bool) -> tuple[Block, ...]:
    """The blocks of pieces of text, each with the level of its heading, 0 for none."""
    texts = [text for _, text in found]
    levels = [level for level, _ in found]
    title = levels.index(1) if 1 in levels else None
    named = kinds(texts, False) if not any(levels) and not is_titled else [Kind.PARAGRAPH] * len(texts)
    for i, level in enumerate(levels):
        if level:
            named[i] = Kind.TITLE if i == title else Kind.HEADING
    ats = [At(level=level) for level in levels]
    return tuple(Block(kind, text, at) for kind, text, at in zip(named, texts, ats, strict=True))


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    level = 0
    ordinal = ""
    row: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type == "list_item_open":
            ordinal = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield from ((0, text) for text in row_texts(row or []))
            row = None
        elif token.type in ("inline", "fence", "html_block"):
            texts = list(_texts(token))
            if row is not None:
                row.append([" ".join(texts)])
                continue
            yield from ((level, f"{ordinal}{text}" if k == 0 else text) for k, text in enumerate(texts))
            ordinal = ""


def _texts(token: Token) -> Iterator[str]:
    """The lines of one token that stand apart, none of them blank."""
    if token.type == "fence":
        parts: Iterable[str] = [token.content.strip("\n")]
    elif token.type == "html_block":
        parts = _of_html(token.content)
    else:
        parts = _TIGHT.sub("", _LEFT_OVER.sub(r"\1\2", "".join(_visible(token.children or [])))).split("\r")
        parts = (" ".join(part.split("\n")).strip() for part in parts)
    return (part for part in parts if part.strip())


def _visible(tokens: Sequence[Token]) -> Iterator[str]:
    """What is seen of inline text: a line end of the source as a line feed, one of the page as a return."""
    for token in tokens:
        if token.type in ("text", "code_inline"):
            yield token.content
        elif token.type == "image":
            yield from _visible(token.children or [])
        elif token.type == "softbreak":
            yield "\n"
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.startswith("<br")):
            yield "\r"


def _of_html(written: str) -> list[str]:
    tree = parsed(f"<div>{written}</div>")
    return [piece.text for piece in pieces(tree)] if tree is not None else []
