"""What a person typed, as a frozen value: parsed once, read by stores and by passages alike.

A keyword is matched in one of two ways. *Literally*: its normal form stands in one block of the
report, just as Ctrl-F would find it. *By words*: every word of it stands somewhere in the report.
In quotation marks only the first will do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.errors import AskedWrongly
from indexer.text.fold import fold
from indexer.text.words import words

MAX_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly this, within one block. `typed` is what is shown, `text` the normal form."""

    typed: str
    text: str

    def __str__(self) -> str:
        return f"“{self.typed}”"


@dataclass(frozen=True, slots=True)
class Keyword:
    """Literally this or, failing that, all of its words. `words` may be empty (punctuation)."""

    typed: str
    text: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return self.typed


Term = Literal | Keyword


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches, anywhere in the report."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """`wanted` matches, and `unwanted` does not match literally."""

    wanted: Node
    unwanted: Node


Node = Term | All | AnyOf | Without


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report must be, whatever it says. Dates are ISO, whole or cut short, both included."""

    after: str = ""
    before: str = ""
    source: str = ""

    def admit(self, date: str, source: str) -> bool:
        """True if a report of this date and source passes. An unknown date passes no date filter.

        A date that is cut short stands for its whole span, so it is compared over the digits that
        both sides have: 2024-03 lies within after=2024-03-05 and within before=2024.
        """
        if self.source and source != self.source:
            return False
        if not date:
            return not (self.after or self.before)
        low, high = self.after[: len(date)], self.before[: len(date)]
        return low <= date[: len(low)] and (not high or date[: len(high)] <= high)


@dataclass(frozen=True, slots=True)
class Query:
    """A whole question: `text` as it was typed, `root` what it means, `filters` beside it."""

    text: str
    root: Node
    filters: Filters = field(default_factory=Filters)

    @property
    def terms(self) -> tuple[Term, ...]:
        """The leaves, from left to right."""
        return tuple(_leaves(self.root))

    @property
    def read_as(self) -> str:
        """How the query was read, in a form that means the same when it is typed again."""
        return " ".join(map(str, self.terms))


_MARK = '["＂“”„‟「」『』]'
_QUOTED = rf"{_MARK}(?P<quoted>(?:(?!{_MARK}).)*?(?!{_MARK})\S(?:(?!{_MARK}).)*){_MARK}"
_PART = re.compile(rf"{_QUOTED}|(?P<plain>(?:(?!{_QUOTED.replace('?P<quoted>', '?:')})\S)+)", re.DOTALL)


def parse(text: str, filters: Filters | None = None) -> Query:
    """Read what a person typed. White space parts keywords; quotation marks make a literal.

    A quotation mark without its partner is searched as text, like every other character.
    Raises `AskedWrongly` where there is nothing to search for, or far too much.
    """
    if len(text) > MAX_CHARACTERS:
        raise AskedWrongly(f"检索词共 {len(text)} 个字符，最多 {MAX_CHARACTERS} 个。请缩短后再试。")
    terms = tuple(dict.fromkeys(_terms(text)))
    if not terms:
        raise AskedWrongly("检索词是空的。请输入要找的字词，例如：高质量发展")
    return Query(text, terms[0] if len(terms) == 1 else All(terms), filters or Filters())


def _terms(text: str) -> Iterator[Term]:
    for part in _PART.finditer(text):
        typed = (part["quoted"] or part["plain"]).strip()
        if not (folded := fold(typed)):
            continue  # nothing visible: zero-width characters and the like
        if part["quoted"]:
            yield Literal(typed, folded)
        else:
            yield Keyword(typed, folded, tuple(dict.fromkeys(words(folded))))


def _leaves(node: Node) -> Iterator[Term]:
    if isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, Without):
        yield from _leaves(node.wanted)
        yield from _leaves(node.unwanted)
    else:
        yield node
