"""What is being typed -> what it may become: the last keyword, completed from the index.

Asked at every letter, so the index is asked three times at most: what begins so, what it may be the pinyin
of, and how many reports each of that finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge, nsmallest
from itertools import chain
from typing import Literal

from indexer.message import says
from indexer.query import parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.answer import no_url
from indexer.search.likeliest import TIMES_LIKELIER, of_letters, weight
from indexer.store import Completion, Snapshot, Spelling
from indexer.text.fold import HAN, fold
from indexer.text.pinyin import readings
from indexer.text.words import singles

MAX_CHARACTERS = 100
"""Of what is longer nothing is completed."""

MAX_SUGGESTED = 8
MAX_SUGGESTED_TITLES = 3
MAX_SUGGESTED_NAMES = 2
"""Neither titles nor names take more than half of what is suggested."""

_READINGS_TRIED = 2
_PAIRS_WEIGHED = 24
"""Of two characters many only happen to meet."""
_TIMES_LIKELIER = 20
"""Words of one character are only offered where no words are so many times likelier."""
_LONGER_WEIGHED = MAX_SUGGESTED
"""Longer texts take long to count."""
_LAST = re.compile(r"\S+$")
_PLAIN = re.compile(r"\w[\w.%#+·&'-]*")
"""A keyword without operators, as a normal form."""
_SPELT = re.compile(f"([{HAN}]*)([a-zü']+)")
_FAMILIES = (("“", "”"), ("「", "」"), ("『", "』"))
_DOUBLE = '"＂“”„‟'


SuggestionKind = Literal["word", "title", "source", "author", "pinyin"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the last keyword may become."""

    text: str = field(metadata=says("补全成的文字。"))
    kind: SuggestionKind = field(
        metadata=says("是什么：word 词，title 标题，source 来源，author 作者，pinyin 拼音对应的汉字。")
    )
    reports: int = field(metadata=says("按 query 检索有多少篇；标题是有几篇报告用它。"))
    query: str = field(metadata=says("补全之后的整个检索式。"))
    url: str = field(default="", metadata=says("标题所在的报告页（几篇同题时是最新的）；其他种类为空。"))


def suggest(
    snapshot: Snapshot,
    typed: str,
    most: int = MAX_SUGGESTED,
    lexicon: Lexicon = EMPTY,
    url_of: Callable[[str], str] = no_url,
) -> tuple[Suggestion, ...]:
    """At most `most` suggestions: words and what Latin letters stand for, then names, each those of the most
    reports first; then titles, the newest first. Words come before what is typed in letters, unless ten times
    as many reports have that. `url_of` makes the address of a title's report.

    None where nothing is being typed, or what is no plain keyword. Raises `OutOfTime` and `IndexUnusable`.
    """
    last = _LAST.search(typed)
    if len(typed) > MAX_CHARACTERS or last is None or most < 1:
        return ()
    text, before = fold(last[0]), typed[: last.start()].lstrip()
    if not _PLAIN.fullmatch(text) or sum(map(before.count, _DOUBLE)) % 2:
        return ()
    held = snapshot.complete(text, most + 1)
    titles = [*_titles(held, before, url_of)][: min(MAX_SUGGESTED_TITLES, most // 2)]
    names = [*_names(held, before)][: min(MAX_SUGGESTED_NAMES, most // 2)]
    room = most - len(titles) - len(names)
    spelt = _spelt(snapshot, text, before, room)
    words = [*_words(held, text, before)][: max(room - len(spelt), room // 2)]
    offered = (*_merged(words, spelt[: room - len(words)]), *names)
    return (*_found(snapshot, offered, lexicon), *titles)


def _merged(words: Sequence[Suggestion], spelt: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Words that the letters begin and what they may be the pinyin of (houla, 后来), each in its order."""
    times = {"word": TIMES_LIKELIER, "pinyin": 1}
    return merge(words, spelt, key=lambda one: -one.reports * times[one.kind])


def _found(snapshot: Snapshot, offered: tuple[Suggestion, ...], lexicon: Lexicon) -> Iterator[Suggestion]:
    """Those that find something, with how many reports they find: as many as the search then tells."""
    asked = [parse(one.query, lexicon=lexicon) for one in offered]
    for one, count in zip(offered, snapshot.counts(asked) if asked else (), strict=True):
        if count.total:
            yield replace(one, reports=count.total)


def _words(held: tuple[Completion, ...], text: str, before: str) -> Iterator[Suggestion]:
    for word, kind, reports, _ in held:
        if kind == "word" and word != text:
            yield Suggestion(word, "word", reports, before + word)


def _names(held: tuple[Completion, ...], before: str) -> Iterator[Suggestion]:
    for name, kind, reports, _ in sorted(held, key=lambda one: (-one.reports, one.text)):
        if kind in ("source", "author") and (value := _quoted(name, bare=True)):
            yield Suggestion(name, kind, reports, f"{before}{kind}:{value}")


def _titles(held: tuple[Completion, ...], before: str, url_of: Callable[[str], str]) -> Iterator[Suggestion]:
    for title, kind, reports, report_id in held:
        if kind == "title" and (value := _quoted(title)):
            yield Suggestion(title, "title", reports, before + value, url_of(report_id))


def _spelt(snapshot: Snapshot, text: str, before: str, most: int) -> list[Suggestion]:
    """The Chinese that Latin letters stand for, perhaps behind Chinese characters already typed.

    Characters that only happen to meet are left out, unless there is nothing else.
    """
    if not (parts := _SPELT.fullmatch(text)):
        return []
    read = readings(parts[2], prefix=True)[:_READINGS_TRIED]
    asked = [_spelling((*parts[1], *one.choices)) for one in read if len(parts[1]) + len(one.choices) > 1]
    found = set(chain(*snapshot.spell(asked))) if asked else set()
    size = len(text)
    weights = {one.text: weight(one.text, one.whole) * of_letters(one.text, size) for one in found}
    least = max(weights.values(), default=0) / _TIMES_LIKELIER
    likely = [one for one in found if not singles(one.text) or weights[one.text] >= least]
    best = nsmallest(most, likely, key=lambda one: (-weights[one.text], one.text))
    return [Suggestion(one.text, "pinyin", one.reports, before + one.text) for one in best]


def _spelling(choices: tuple[str, ...]) -> Spelling:
    return Spelling(choices, _PAIRS_WEIGHED if len(choices) == 2 else _LONGER_WEIGHED)


def _quoted(text: str, bare: bool = False) -> str | None:
    """In the first quotation marks that the text does not hold itself; None where it holds all kinds."""
    if bare and re.fullmatch(r"\w+", text):
        return text
    for opening, closing in _FAMILIES:
        if not set(text) & set(_DOUBLE if opening in _DOUBLE else opening + closing):
            return opening + text + closing
    return None
