"""What a person typed -> tokens. Whatever is no operator where it stands is part of a word.

Parentheses group where a token begins and the partner ends one; those of 港务(集团)有限公司 are text. A
hyphen excludes where a token begins; that of 2023-03 is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto


class Sign(Enum):
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    SENTENCE = auto()
    PARAGRAPH = auto()
    FIELD = auto()
    QUOTED = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is as typed; of what is quoted, what stands between the marks; of a field, its name."""

    sign: Sign
    text: str


_DOUBLE = '"＂“”„‟'
QUOTED = re.compile(
    rf"[{_DOUBLE}]([^{_DOUBLE}]*[^{_DOUBLE}\s][^{_DOUBLE}]*)[{_DOUBLE}]"
    r"|「([^「」]*[^「」\s][^「」]*)」|『([^『』]*[^『』\s][^『』]*)』"
)
"""Marks of one family, and something between them: what is missing its partner is text."""

_BOUND = r"(?=[\s()（）|｜]|$)"
_OPERATORS = (
    (Sign.OR, re.compile(rf"[|｜]+|OR{_BOUND}")),
    (Sign.AND, re.compile(rf"AND{_BOUND}")),
    (Sign.NOT, re.compile(rf"[-－](?=[^\s\-－|｜])|NOT{_BOUND}")),
    (Sign.SENTENCE, re.compile(rf"/[sS]{_BOUND}")),
    (Sign.PARAGRAPH, re.compile(rf"/[pP]{_BOUND}")),
)
_FIELD = re.compile(
    r"(title|source|author|date|after|before|标题|来源|作者|日期)[:：](?=[^\s|｜])", re.IGNORECASE
)
_PAREN = re.compile("[(（)）]")
_BEFORE = re.compile(rf"[\s(（|｜\-－{_DOUBLE}」』]|^$")
"""What stands before an operator: white space, a parenthesis, another operator or quotation, or nothing."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens, from left to right. Nothing visible is left out."""
    return _Scan(text).tokens()


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        self._quoted = {found.start(): found for found in QUOTED.finditer(text)}
        self._partner = self._partners()
        self._closing: set[int] = set()

    def _partners(self) -> dict[int, int]:
        """Where the partner of each opening parenthesis is; within quotation marks none has any."""
        within = {n for found in self._quoted.values() for n in range(*found.span())}
        partner: dict[int, int] = {}
        opened: list[int] = []
        for paren in _PAREN.finditer(self._text):
            at = paren.start()
            if at in within:
                continue
            if paren[0] in "(（":
                opened.append(at)
            elif opened:
                partner[opened.pop()] = at
        return partner

    def tokens(self) -> Iterator[Token]:
        at = 0
        while at < len(self._text):
            if self._text[at].isspace():
                at += 1
                continue
            token, at = self._token(at)
            yield token

    def _token(self, at: int) -> tuple[Token, int]:
        if at in self._closing:
            return Token(Sign.CLOSE, self._text[at]), at + 1
        if quoted := self._quoted.get(at):
            return Token(Sign.QUOTED, next(filter(None, quoted.groups())).strip()), quoted.end()
        if self._groups(at):
            self._closing.add(self._partner[at])
            return Token(Sign.OPEN, self._text[at]), at + 1
        if _BEFORE.match(self._text[at - 1 : at]):
            for sign, operator in _OPERATORS:
                if found := operator.match(self._text, at):
                    return Token(sign, found[0]), found.end()
            if found := _FIELD.match(self._text, at):
                return Token(Sign.FIELD, found[0]), found.end()
        elif found := _OPERATORS[0][1].match(self._text, at):  # a bar needs no space before it
            return Token(Sign.OR, found[0]), found.end()
        return self._word(at)

    def _groups(self, at: int) -> bool:
        """True if a parenthesis here groups: something stands in it, and its partner ends a token."""
        if (end := self._partner.get(at)) is None or not self._text[at + 1 : end].strip():
            return False
        after = self._text[end + 1 : end + 2]
        return not after or after.isspace() or after in "|｜" or end + 1 in self._closing

    def _word(self, at: int) -> tuple[Token, int]:
        end = at + 1
        while end < len(self._text) and not self._ends_word(end):
            end += 1
        return Token(Sign.WORD, self._text[at:end]), end

    def _ends_word(self, at: int) -> bool:
        char = self._text[at]
        return char.isspace() or char in "|｜" or at in self._quoted or at in self._closing
