"""Number formats, taken apart: `#,##0.00;[红色]-0` -> sections of tokens. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_MAX_CODE_CHARACTERS = 255
"""As Excel allows."""


class Sign(Enum):
    """What one token of a format is."""

    LITERAL = "as it stands"
    DIGIT = "room for a digit: 0, # or ?"
    POINT = "."
    COMMA = ","
    PERCENT = "%"
    EXPONENT = "E+"
    SLASH = "/"
    GENERAL = "the number in its usual form"
    TEXT = "@"
    MOMENT = "a part of a day or a time: yyyy"
    ELAPSED = "hours, minutes or seconds in all: [h]"


@dataclass(frozen=True, slots=True)
class Token:
    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One of the formats that a code names for numbers of different size. `condition` is ("<", 60.0).
    `chinese` is 1 or 2 where digits are written 一二三 or 壹贰叁."""

    tokens: tuple[Token, ...]
    signs: frozenset[Sign]
    condition: tuple[str, float] | None = None
    chinese: int = 0

    @property
    def is_moment(self) -> bool:
        return Sign.MOMENT in self.signs or Sign.ELAPSED in self.signs


_TOKEN = re.compile(
    r"""
    "(?P<quoted>[^"]*)"? | [\\!](?P<escaped>.) | _(?P<room>.) | \*(?P<fill>.)
    | \[(?P<bracket>[^\]]*)\]? | (?P<end>;)
    | (?P<general>General|G/通用格式)
    | (?P<moment>AM/PM|A/P|上午/下午|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+(?:\.0+)?|[Aa]{3,4}|[Ee]+(?![+-]))
    | (?P<exponent>[Ee][+-]) | (?P<digit>[0#?]) | (?P<other>.)
    """,
    re.X | re.S,
)
_ELAPSED = re.compile("[Hh]+|[Mm]+|[Ss]+")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_SYSTEM = {"$-F800": 'yyyy"年"m"月"d"日"', "$-F400": "h:mm:ss", "$-x-sysdate": 'yyyy"年"m"月"d"日"'}
"""Days and times as the system writes them: what stands behind these marks does not count."""
_SIGNS = {".": Sign.POINT, ",": Sign.COMMA, "%": Sign.PERCENT, "/": Sign.SLASH, "@": Sign.TEXT}


@lru_cache(1024)
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a format; one at least. Takes any string."""
    found: list[Section] = []
    for part in _parts(code[:_MAX_CODE_CHARACTERS]):
        tokens: list[Token] = []
        condition, chinese = None, 0
        for match in part:
            bracket = match["bracket"]
            if bracket in _SYSTEM:
                return sections(_SYSTEM[bracket])
            if bracket is None:
                tokens += _token(match)
            elif bracket.upper() in ("DBNUM1", "DBNUM2"):
                chinese = int(bracket[-1])
            elif told := _CONDITION.fullmatch(bracket):
                condition = told[1], float(told[2])
            elif _ELAPSED.fullmatch(bracket):
                tokens.append(Token(Sign.ELAPSED, bracket.lower()))
            elif bracket.startswith("$"):  # [$¥-804]: a currency, and whose
                tokens.append(Token(Sign.LITERAL, bracket[1:].split("-")[0]))
        divided = _divided(tokens)
        found.append(Section(divided, frozenset(one.sign for one in divided), condition, chinese))
    return tuple(found)


def _parts(code: str) -> Iterator[list[re.Match[str]]]:
    part: list[re.Match[str]] = []
    for match in _TOKEN.finditer(code):
        if match["end"]:
            yield part
            part = []
        else:
            part.append(match)
    yield part


def _token(match: re.Match[str]) -> Iterator[Token]:
    kind, text = match.lastgroup, match[match.lastgroup or 0]
    if kind in ("quoted", "escaped"):
        yield Token(Sign.LITERAL, text)
    elif kind == "room":  # white as wide as that character
        yield Token(Sign.LITERAL, " ")
    elif kind == "general":
        yield Token(Sign.GENERAL, text)
    elif kind == "moment":
        yield Token(Sign.MOMENT, text if text == "上午/下午" else text.lower())
    elif kind == "exponent":
        yield Token(Sign.EXPONENT, text.upper())
    elif kind == "digit":
        yield Token(Sign.DIGIT, text)
    elif kind == "other":
        yield Token(_SIGNS.get(text, Sign.LITERAL), text)


def _divided(tokens: list[Token]) -> tuple[Token, ...]:
    """The tokens, with commas, points and slashes as they stand where they part no digits: 2024/3/5."""
    moment = any(token.sign in (Sign.MOMENT, Sign.ELAPSED) for token in tokens)
    digits = any(token.sign is Sign.DIGIT for token in tokens)
    if digits and not moment:
        return tuple(tokens)
    plain = {Sign.POINT, Sign.COMMA, Sign.SLASH, Sign.DIGIT}
    return tuple(Token(Sign.LITERAL, one.text) if one.sign in plain else one for one in tokens)
