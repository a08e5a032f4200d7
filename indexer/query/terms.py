"""One word, one quotation, one date, one value of a field -> leaves of the query."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

from indexer.dates import is_date
from indexer.query.lexicon import Lexicon
from indexer.query.nodes import All, AnyOf, Dated, Field, InField, Keyword, Literal, Near, Node, Not, Pattern
from indexer.text.fold import HAN, fold
from indexer.text.variants import variants
from indexer.text.words import asks

MAX_GAP_CHARACTERS = 8
"""What an asterisk stands for at most."""

MAX_VARIED_CHARACTERS = 40
"""A longer keyword is a sentence, which stands nowhere in other words."""

_WILD = re.compile(r"(?<=[^*?])(?:[*?]*\*|[*?]+(?=[^*?]))")
"""A run of wildcards of a normal form. At the beginning it is text (*ST), and so are question marks at the
end, for that is how questions end."""


_CLAUSES = re.compile("[,，。、;；:：!！…]|[?？][^?？]*[?？]$")
"""Punctuation that stands between clauses, or ends the last of several."""
_ASKED = re.compile(f"[{HAN}]{{4}}？+[{HAN}]{{4}}")
"""A full-width question mark between two clauses: who means a wildcard has less beside it (第？届)."""


def literal(typed: str) -> Literal | None:
    """What stands in quotation marks; None where nothing is visible (zero-width characters and the like)."""
    text = fold(typed)
    return Literal(typed, text) if text else None


def keyword(typed: str, lexicon: Lexicon, *, wild: bool = True) -> Keyword | Literal | Pattern | None:
    """What stands without quotation marks: a keyword or, where it has wildcards and these are taken for
    such, a pattern. What has no word in it can only be meant literally."""
    if not (text := fold(typed)):
        return None
    if wild and (gaps := list(_WILD.finditer(text))) and not _is_sentence(typed):
        edges = [0, *(edge for gap in gaps for edge in gap.span()), len(text)]
        pieces = tuple(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
        return Pattern(typed, pieces, tuple(_admitted(gap[0]) for gap in gaps))
    words, phrases = lexicon.cut(text)
    if not words and not phrases:
        return Literal(typed, text)  # punctuation
    if len(text) > MAX_VARIED_CHARACTERS:
        return Keyword(typed, text, words, phrases)
    same = dict.fromkeys((*lexicon.synonyms_of(text), *variants(text)))
    return Keyword(typed, text, words, phrases, tuple(same))


def _is_sentence(typed: str) -> bool:
    """True for clauses, in which * and ? are marks of the text: what somebody copied, or asks."""
    if _CLAUSES.search(typed) or _ASKED.search(typed):
        return True
    before, mark, _ = fold(typed).rpartition("?")
    return bool(mark) and asks(before)


def _admitted(wildcards: str) -> tuple[int, int]:
    """The fewest and the most characters that a run of wildcards stands for."""
    single = wildcards.count("?")
    return single, single + MAX_GAP_CHARACTERS * ("*" in wildcards)


def exactly(node: Node) -> Node:
    """The same, each keyword as a literal: what is looked for within one sentence or field."""
    if isinstance(node, Keyword):
        literals = (Literal(node.typed, node.text), *(Literal(one, one) for one in node.variants))
        return AnyOf(literals) if node.variants else literals[0]
    return _each(node, exactly)


def within_field(field: Field, node: Node) -> Node:
    """The node, each of its terms looked for in that field. A date is a date in any field, and what is to
    stand near one another need only stand in the field."""
    if field is not Field.TITLE:
        node = exactly(node)
    match node:
        case Literal() | Keyword() | Pattern():
            return InField(field, node)
        case Near():
            return within_field(field, All(node.parts))
        case All() | AnyOf() | Not() | InField() | Dated():
            return _each(node, lambda part: within_field(field, part))
        case _:
            assert_never(node)


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its parts changed; a leaf, or a `Near` (whose leaves are literal), as it is."""
    match node:
        case All() | AnyOf():
            return type(node)(tuple(change(part) for part in node.parts))
        case Not():
            return Not(change(node.part))
        case Near() | Literal() | Keyword() | Pattern() | InField() | Dated():
            return node
        case _:
            assert_never(node)


# — dates as people type them —


_DATE = re.compile(r"([0-9]{4})(?:(?:年|[-/.])([0-9]{1,2})(?:(?:月|[-/.])([0-9]{1,2})日?|月)?|年)?")


def dated(name: str, text: str) -> Dated | None:
    """What `date:…`, `after:…` or `before:…` asks for, 2023年3月5日, 2023/3/5 or 2023-03..2024-02; None where
    the text is no date of the calendar."""
    if name == "date" and ".." in text:
        first, last = text.split("..", 1)
        after, before = iso(first), iso(last)
        if (after is None and first) or (before is None and last) or not (after or before):
            return None
        return Dated(after or "", before or "")
    if (day := iso(text)) is None:
        return None
    return Dated("" if name == "before" else day, "" if name == "after" else day)


def iso(text: str) -> str | None:
    """The date in ISO form, cut short as it was typed; None where it is none."""
    if not (found := _DATE.fullmatch(text)):
        return None
    date = "-".join(part.zfill(2) for part in found.groups() if part)
    return date if is_date(date) else None
