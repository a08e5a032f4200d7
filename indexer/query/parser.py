"""What a person typed -> Query. Nothing is a syntax error: what does not parse is searched as text.

either  =  both { "|" both }
both    =  near { near }
near    =  close { "/p" close }        close  =  unary { "/s" unary }
unary   =  [ "-" ] ( "(" either ")" | field ":" value | quoted | word )
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import assert_never

from indexer.deadline import check
from indexer.errors import AskedWrongly
from indexer.message import Message
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.query.nodes import (
    All,
    AnyOf,
    Dated,
    Field,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Scope,
)
from indexer.query.question import Filters, Query
from indexer.query.terms import dated, exactly, keyword, literal, within_field
from indexer.query.tokens import Sign, Token, tokens

MAX_CHARACTERS = 2000
MAX_NESTING = 20

_FIELDS = {"标题": "title", "来源": "source", "作者": "author", "日期": "date"}
_DATES = ("date", "after", "before")
_SCOPES = {Sign.SENTENCE: Scope.SENTENCE, Sign.PARAGRAPH: Scope.PARAGRAPH}


def parse(
    text: str, filters: Filters | None = None, lexicon: Lexicon = EMPTY, as_text: Collection[str] = ()
) -> Query:
    """Read what a person typed; the wildcards of words that are given `as_text` are text. No word at all is
    every report that the filters admit, where there are some.

    Raises `AskedWrongly` where there is nothing to search for, or far too much, or more parentheses within
    one another than anybody means; and `OutOfTime`."""
    if len(text) > MAX_CHARACTERS:
        raise AskedWrongly(
            Message(
                "检索词共 {given} 个字符，最多 {most} 个。请缩短后再试。",
                given=len(text),
                most=MAX_CHARACTERS,
            )
        )
    parser = _Parser(list(tokens(text)), lexicon, as_text)
    root = parser.whole() or (All(()) if filters not in (None, Filters()) else None)
    if root is None:
        raise AskedWrongly(Message("检索词是空的。请输入要找的字词，例如：高质量发展"))
    return Query(text, root, filters or Filters(), tuple(parser.notes))


class _Parser:
    """Reads tokens from left to right. Each method returns a node, or None for nothing visible."""

    def __init__(self, read: list[Token], lexicon: Lexicon, as_text: Collection[str]) -> None:
        self._tokens = read
        self._at = 0
        self._depth = 0
        self._lexicon = lexicon
        self._without_wildcards = as_text
        self.notes: list[str] = []
        """What was searched as text although it looks like more, in sentences."""

    def whole(self) -> Node | None:
        return self._either()

    def _next(self) -> Sign | None:
        return self._tokens[self._at].sign if self._at < len(self._tokens) else None

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _either(self) -> Node | None:
        parts = [self._both()]
        while self._next() is Sign.OR:
            bar = self._take()
            if parts[-1] is None or self._next() in (None, Sign.CLOSE, Sign.OR):
                parts[-1] = _joined(All, [parts[-1], self._as_text(bar), self._both()])
            else:
                parts.append(self._both())
        return _joined(AnyOf, parts)

    def _both(self) -> Node | None:
        parts: list[Node | None] = []
        while self._next() not in (None, Sign.OR, Sign.CLOSE):
            if self._next() is Sign.AND and parts and self._operand_after():
                self._take()
            parts.append(self._near(Sign.PARAGRAPH, lambda: self._near(Sign.SENTENCE, self._unary)))
        return _joined(All, parts)

    def _operand_after(self) -> bool:
        """True if what follows the next token can be an operand."""
        after = self._tokens[self._at + 1 : self._at + 2]
        return bool(after) and after[0].sign in _OPERANDS

    def _near(self, sign: Sign, operand: Callable[[], Node | None]) -> Node | None:
        parts = [operand()]
        while self._next() is sign and _near_able(parts[-1]) and self._operand_after():
            before = self._at
            self._take()
            part = operand()
            if not _near_able(part):
                self._at = before
                break
            parts.append(part)
        nodes = tuple(dict.fromkeys(exactly(part) for part in parts if part is not None))
        if len(parts) == 1 or all(isinstance(node, Not) for node in nodes):
            return _joined(All, parts)
        return nodes[0] if len(nodes) == 1 else Near(_SCOPES[sign], nodes)

    def _unary(self) -> Node | None:
        check()
        if self._next() is Sign.NOT and self._operand_after():
            self._take()
            match self._unary():
                case None:
                    return None
                case Not(part):  # twice not
                    return part
                case part:
                    return Not(part)
        return self._atom()

    def _atom(self) -> Node | None:
        token = self._take()
        if token.sign is Sign.OPEN:
            return self._group()
        if token.sign is Sign.FIELD:
            return self._field(token)
        if token.sign is Sign.QUOTED:
            return literal(token.text)
        if token.sign is Sign.WORD:
            return self._word(token.text)
        return self._as_text(token)

    def _word(self, typed: str) -> Node | None:
        if is_text := typed in self._without_wildcards:
            self.notes.append(Message("“{typed}”按通配符没有找到，改按文字检索。", typed=typed))
        return keyword(typed, self._lexicon, wild=not is_text)

    def _group(self) -> Node | None:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise AskedWrongly(Message("括号嵌套超过 {most} 层。请减少括号后再试。", most=MAX_NESTING))
        inner = self._either()
        self._depth -= 1
        self._take()  # the closing one: only a parenthesis that has its partner opens a group
        return inner

    def _field(self, token: Token) -> Node | None:
        name = token.text[:-1].lower()
        name = _FIELDS.get(name, name)
        if name in _DATES:
            return self._date(name, token)
        if self._next() not in _VALUES:
            return keyword(token.text, self._lexicon)
        value = self._atom()
        return None if value is None else within_field(Field(name), value)

    def _date(self, name: str, token: Token) -> Node | None:
        typed = token.text
        if self._next() is Sign.WORD:
            value = self._take().text
            if found := dated(name, value):
                return found
            typed += value
        self.notes.append(
            Message("“{typed}”里没有日期，按文字检索。日期写成 2023、2023-03 或 2023-03-05。", typed=typed)
        )
        return keyword(typed, self._lexicon)

    def _as_text(self, token: Token) -> Node | None:
        self.notes.append(
            Message("“{operator}”的两边没有可以连接的检索词，按文字检索。", operator=token.text)
        )
        return literal(token.text)


_VALUES = (Sign.OPEN, Sign.QUOTED, Sign.WORD)
_OPERANDS = (*_VALUES, Sign.NOT, Sign.FIELD)


def _near_able(node: Node | None) -> bool:
    """True if a node can be looked for within one sentence: it asks for text alone, not for a field."""
    match node:
        case All() | AnyOf() | Near():
            return all(_near_able(part) for part in node.parts)
        case Not():
            return _near_able(node.part)
        case Literal() | Keyword() | Pattern():
            return True
        case InField() | Dated() | None:
            return False
        case _:
            assert_never(node)


def _joined(kind: type[All] | type[AnyOf], parts: list[Node | None]) -> Node | None:
    """The parts as one node: flat, each once, and alone where there is only one. A keyword's own variants,
    which `read_as` shows beside it, are no further alternatives."""
    flat: dict[Node, None] = {}
    for part in parts:
        if part is not None:
            flat |= dict.fromkeys(part.parts if isinstance(part, kind) else (part,))
    if kind is AnyOf:
        known = {text for node in flat if isinstance(node, Keyword) for text in node.texts}
        flat = {node: None for node in flat if not isinstance(node, Literal) or node.text not in known}
    nodes = tuple(flat)
    return nodes[0] if len(nodes) == 1 else kind(nodes) if nodes else None
