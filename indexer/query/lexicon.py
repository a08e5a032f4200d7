"""The user's own words and synonyms, from two plain files. They change queries, never the index.

A *dictionary* has jieba's format, a line each: `word [frequency] [tag]`; only the word counts here.
A file of *synonyms* has two or more forms a line. Between them stands a comma, 、, a tab, = or |; where a
line has none of these, white space. Blank lines and those that begin with # are passed over, so a word that
begins with # cannot be given.
Files are UTF-8, with or without a byte order mark, or GB18030 or UTF-16.

What is wrong with a line costs only that line, and is told in `problems`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from indexer.errors import Unreadable
from indexer.text.fold import fold
from indexer.text.literal import stands_at
from indexer.text.variants import rewritten
from indexer.text.words import words

Parsed = TypeVar("Parsed")

MAX_FORM_CHARACTERS = 64
"""Of a word of the dictionary, or of a form in a line of synonyms."""

_BETWEEN = re.compile("[,，、\t=|]")
_BREAK = re.compile("\r\n?|\n")
_TAG = re.compile("[A-Za-z]+")
_LAST_LATIN = "\u1eff"  # what is beyond needs no look at what stands beside it
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Lengths = dict[str, tuple[int, ...]]
"""First character -> the lengths of the words that begin with it, longest first: all that is looked up."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and synonyms as normal forms, and what was wrong with their files.

    `synonyms` maps a form to the other forms of its lines, in order. Lines are not joined: where 甲 = 乙 and
    乙 = 丙 are given, 乙 has both others, 甲 only 乙.
    """

    words: frozenset[str]
    synonyms: Mapping[str, tuple[str, ...]]
    problems: tuple[Unreadable, ...]
    _word_lengths: Lengths = field(init=False, repr=False, compare=False)
    _form_lengths: Lengths = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_word_lengths", _lengths(self.words))
        object.__setattr__(self, "_form_lengths", _lengths(self.synonyms))

    @classmethod
    def read(cls, dictionary: Path | None, synonyms: Path | None) -> Lexicon:
        """The lexicon of two files; one that is absent is empty. Raises nothing: see `problems`."""
        problems: list[Unreadable] = []
        listed = set(_parsed(dictionary, _word, problems))
        others: dict[str, dict[str, None]] = {}
        for forms in _parsed(synonyms, _forms, problems):
            for form in forms:
                others.setdefault(form, {}).update(dict.fromkeys(one for one in forms if one != form))
        return cls(
            words=frozenset(listed),
            synonyms={form: tuple(rest) for form, rest in others.items()},
            problems=tuple(problems),
        )

    def cut(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words and the phrases of a keyword's normal form, each once, in the order in which they stand.

        Phrases are the dictionary's words in it, leftmost and longest first, of two characters or more; one
        that the segmenter knows as one word is a word. What stands between them is segmented.
        """
        found: dict[str, None] = {}
        phrases: dict[str, None] = {}
        end = 0
        for start, stop in _places(text, self.words, self._word_lengths):
            if end < start:
                found.update(dict.fromkeys(words(text[end:start])))
            phrase, end = text[start:stop], stop
            (found if _known(phrase) else phrases)[phrase] = None
        found.update(dict.fromkeys(words(text[end:])))
        return tuple(found), tuple(phrases)

    def synonyms_of(self, text: str, most: int = 8) -> tuple[str, ...]:
        """At most `most` other normal forms of a whole keyword, without itself, in a fixed order.

        Each form that stands in it, leftmost and longest first, is replaced by each of its synonyms. Inside
        a longer keyword a form has two characters or more.
        """
        if text in self.synonyms:
            return self.synonyms[text][:most]
        places = _places(text, self.synonyms, self._form_lengths)
        return rewritten(text, [(start, end, self.synonyms[text[start:end]]) for start, end in places], most)


@lru_cache(maxsize=4096)
def _known(phrase: str) -> bool:
    """True if the segmenter has it as one word wherever it stands, so that the index holds it as a word.

    Alone, two characters are nearly always guessed to be a word; among others (大双碳人) the guess fails.
    """
    return sorted(words(f"{phrase}，大{phrase}人")) == sorted((phrase, "大", phrase, "人"))


def _lengths(listed: frozenset[str] | Mapping[str, object]) -> Lengths:
    found: Lengths = {}
    for first, length in sorted({(one[0], len(one)) for one in listed}, reverse=True):
        found[first] = (*found.get(first, ()), length)
    return found


def _places(
    text: str, listed: frozenset[str] | Mapping[str, object], lengths: Lengths
) -> Iterator[tuple[int, int]]:
    """Where something listed stands, leftmost and longest first, and cuts no Latin word or number."""
    at = 0
    while at < len(text):
        for length in lengths.get(text[at], ()):
            one = text[at : at + length]
            if len(one) == length > 1 and one in listed and _stands(text, one, at):
                yield at, at + length
                at += length
                break
        else:
            at += 1


def _stands(text: str, one: str, at: int) -> bool:
    return min(one[0], one[-1]) > _LAST_LATIN or stands_at(text, one, at)


def _parsed(
    path: Path | None, parse: Callable[[str], Parsed], problems: list[Unreadable]
) -> Iterator[Parsed]:
    """What the lines of a file hold; those that hold nothing usable become problems."""
    try:
        data = path.read_bytes() if path else b""
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(Unreadable(str(path), f"打不开（{error.strerror}）。请检查文件的权限后重试。"))
        return
    if b"\0" in data and not data.startswith(_UTF16_MARKS):
        problems.append(Unreadable(str(path), "不是文本。请另存为 UTF-8 文本。"))
        return
    for number, line in enumerate(_lines(data), start=1):
        try:
            if line is None:
                raise ValueError("编码有误，这一行未采用。请将文件另存为 UTF-8 文本。")
            if (text := line.strip()) and text[0] != "#":
                yield parse(text)
        except ValueError as error:
            problems.append(Unreadable(f"{path} 第 {number} 行", f"{error}"))


def _lines(data: bytes) -> list[str | None]:
    """The lines of a file, None for what cannot be decoded: one broken line spoils no other."""
    if data.startswith(_UTF16_MARKS):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(codecs.BOM_UTF8)
    if (text := _decoded(data, "utf-8")) is not None:
        return [*_BREAK.split(text)]
    lines = [_decoded(line, "utf-8") for line in data.splitlines()]
    # A word of two characters in GB18030 may be UTF-8 as well (双碳 is ˫̼), but never Chinese in it.
    sound = sum(line is not None and not line.isascii() and max(line) > "\u07ff" for line in lines)
    if lines.count(None) > sound and (text := _decoded(data, "gb18030")) is not None:
        return [*_BREAK.split(text)]
    return lines


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _word(line: str) -> str:
    """The word of a dictionary's line. Raises ValueError, saying what to do."""
    word, *rest = line.split()
    if len(rest) > 2:
        raise ValueError("多于三项。每行应为：词 词频 词性，后两项可省略，词中不能有空格。")
    frequency = rest and not (len(rest) == 1 and _TAG.fullmatch(rest[0]))
    if frequency and not rest[0].isdecimal():
        raise ValueError(f"词频“{rest[0]}”不是数字。每行应为：词 词频 词性，后两项可省略。")
    return _form(word)


def _forms(line: str) -> tuple[str, ...]:
    """The forms of a line of synonyms. Raises ValueError, saying what to do."""
    parts = _BETWEEN.split(line) if _BETWEEN.search(line) else line.split()
    forms = tuple(dict.fromkeys(_form(part) for part in parts if part.strip()))
    if len(forms) < 2:
        raise ValueError("不足两个不同的词。每行应有两个以上同义的词，用逗号分开。")
    return forms


def _form(typed: str) -> str:
    form = fold(typed)
    if not form:
        raise ValueError("没有可见的文字。请改正或删去这一行。")
    if len(form) > MAX_FORM_CHARACTERS:
        raise ValueError(f"超过 {MAX_FORM_CHARACTERS} 个字。请改短或删去这一行。")
    return form


EMPTY = Lexicon(words=frozenset(), synonyms={}, problems=())
"""No words, no synonyms."""
