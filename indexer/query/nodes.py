"""The parts of a query: frozen values, read by stores, marks and passages alike.

A term is matched in one of two manners. *Literally*: its normal form stands in one block of the report,
just as Ctrl-F would find it. *By words*: every word of it stands somewhere in the report; only a keyword
can be matched so. Each node prints as what, typed again, means the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from indexer.text.literal import occurs, pattern_occurs
from indexer.text.sentences import sentences


@dataclass(frozen=True, slots=True)
class Literal:
    """Exactly this, within one block. `typed` is what is shown, `text` the normal form."""

    typed: str
    text: str

    def __str__(self) -> str:
        return _quoted(self.typed)


@dataclass(frozen=True, slots=True)
class Keyword:
    """Literally this or one of its variants or, failing that, all of its words and phrases.

    `words` are looked for as words; `phrases`, words of the user's dictionary, as literals, for the index was
    made without them. One or the other is not empty. `variants` are other normal forms that mean the
    same: a number in other digits, a synonym.
    """

    typed: str
    text: str
    words: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The normal forms any of which is the keyword literally; what was typed comes first."""
        return self.text, *self.variants

    def __str__(self) -> str:
        if not self.variants:
            return _unquoted(self.typed)
        return f"({' | '.join([_unquoted(self.typed), *map(_quoted, self.variants)])})"


@dataclass(frozen=True, slots=True)
class Pattern:
    """Pieces in this order within one sentence; between two of them as many characters as the gap admits.

    `gaps[i]`, the fewest and the most characters, lies between `pieces[i]` and `pieces[i + 1]`. No piece is
    empty but the last, where the pattern ends in a gap; what borders on a gap may continue there.
    """

    typed: str
    pieces: tuple[str, ...]
    gaps: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        return _unquoted(self.typed)


class Field(StrEnum):
    TITLE = "title"
    SOURCE = "source"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class InField:
    """The term, looked for in the title, the source or the name of one author instead of the whole report.

    Sources and names are matched literally only.
    """

    field: Field
    term: Literal | Keyword | Pattern

    def __str__(self) -> str:
        return f"{self.field}:{self.term}"


@dataclass(frozen=True, slots=True)
class Dated:
    """Published from `after` to `before`, both included; ISO dates, whole or cut short, or empty."""

    after: str
    before: str

    def __str__(self) -> str:
        if self.after == self.before:
            return f"date:{self.after}"
        return f"date:{self.after}..{self.before}"


Term = Literal | Keyword | Pattern | InField | Dated
"""A leaf."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part matches, anywhere in the report."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(_grouped(part, AnyOf) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part matches."""

    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return " | ".join(_grouped(part, All) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match literally."""

    part: Node

    def __str__(self) -> str:
        part = _grouped(self.part, All, AnyOf, Near, Not)
        return f"NOT {part}" if part[0] in "-－" else f"-{part}"


class Scope(StrEnum):
    SENTENCE = "s"
    PARAGRAPH = "p"


@dataclass(frozen=True, slots=True)
class Near:
    """Every part matches literally within one and the same sentence or paragraph (block).

    Its leaves are literals and patterns.
    """

    scope: Scope
    parts: tuple[Node, ...]

    def __str__(self) -> str:
        return f" /{self.scope} ".join(_grouped(part, All, AnyOf, Near) for part in self.parts)


Node = Term | All | AnyOf | Not | Near


def leaves(node: Node, *, unwanted: bool = True) -> Iterator[Term]:
    """The leaves of a node, from left to right; those under a `Not` only where `unwanted` is set."""
    match node:
        case All() | AnyOf() | Near():
            for part in node.parts:
                yield from leaves(part, unwanted=unwanted)
        case Not():
            if unwanted:
                yield from leaves(node.part)
        case Literal() | Keyword() | Pattern() | InField() | Dated():
            yield node
        case _:
            assert_never(node)


def has_not(node: Node) -> bool:
    """True if something in the node must not match."""
    match node:
        case All(parts) | AnyOf(parts) | Near(parts=parts):
            return any(has_not(part) for part in parts)
        case Not():
            return True
        case Literal() | Keyword() | Pattern() | InField() | Dated():
            return False
        case _:
            assert_never(node)


def _quoted(typed: str) -> str:
    """In quotation marks that are not in it. All marks have one normal form."""
    if re.search('["＂“”„‟]', typed):
        return "「" + re.sub("[「」]", '"', typed) + "」"
    return f"“{typed}”"


_MARKS = str.maketrans({**dict.fromkeys('"＂“”„‟', "〝"), "「": "﹁", "」": "﹂", "『": "﹃", "』": "﹄"})
_PARENTHESES = str.maketrans("(（)）", "﹙﹙﹚﹚")


def _unquoted(typed: str) -> str:
    """What stands without quotation marks, as it reads the same wherever it is put: quotation marks, and
    parentheses that might find a partner there, as others of the same normal form, which never have one."""
    if re.match("[(（]", typed) or re.search("[(（)）]", re.sub(r"[(（][^(（)）]*[)）]", "", typed)):
        typed = typed.translate(_PARENTHESES)
    return typed.translate(_MARKS)


def _grouped(node: Node, *kinds: type) -> str:
    return f"({node})" if isinstance(node, kinds) else str(node)


# — nodes within a text —


def holds(text: str, node: Node) -> bool:
    """True if the node matches literally within the text, the normal form of a block, sentence or name.
    The node's leaves must be literals and patterns."""
    match node:
        case Literal():
            return occurs(text, node.text)
        case Pattern():
            return pattern_occurs(text, node.pieces, node.gaps)
        case Not():
            return not holds(text, node.part)
        case AnyOf():
            return any(holds(text, part) for part in node.parts)
        case All() | Near():
            for part in node.parts:
                if isinstance(part, Literal) and part.text not in text:
                    return False  # as most blocks: they need not be cut into sentences
            units = sentences(text) if isinstance(node, Near) and node.scope is Scope.SENTENCE else (text,)
            return any(all(holds(unit, part) for part in node.parts) for unit in units)
        case Keyword() | InField() | Dated():
            raise TypeError(f"{node} is not looked for within a text")
        case _:
            assert_never(node)
