"""What an index holds that begins with a text, contains it, or is spelt like it.

A cluster lists no terms. But whatever begins with a text, or is spelt like it, stands in reports that hold
these characters: so some of these reports are looked into, and what is found there is counted everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from heapq import nlargest, nsmallest
from itertools import pairwise, product
from typing import Any

from indexer.opensearch_store.documents import ClusterMatch, reports_of, title_key
from indexer.opensearch_store.mapping import AUTHOR_UNITS, PAIRS, SOURCE_UNITS, TITLE_UNITS, UNITS, WORDS
from indexer.opensearch_store.queries import NOTHING, all_of, any_of, phrase, term, terms, with_pairs
from indexer.opensearch_store.session import Session
from indexer.opensearch_store.units import open_ways
from indexer.ranking.likeliness import likeliness
from indexer.report import Kind
from indexer.store import Completion, CompletionKind, Spelling, Spelt
from indexer.text.fold import fold
from indexer.text.literal import places, stands_at
from indexer.text.normal import LEAST_CONTINUED, Normal
from indexer.text.words import is_inner_word, words

Json = dict[str, Any]

COMPLETED_FROM_REPORTS = 48
SPELT_FROM_REPORTS = 24
"""In so many of the reports that hold the characters it is looked what stands there."""
SEEN_OFTEN, SEEN_EVERY = 2, 12
"""In so many of these words side by side are found that are offered, and in one of so many."""
COUNTED_WORDS = 64
EXAMINED_TITLES = 64
CONSIDERED_NAMES = 1000
"""So many words, titles and names are considered."""
MOST_PAIRS = 4096
"""More pairs of characters are not asked for: they rule little out."""


# — what begins with a text —


def complete(session: Session, text: str, most: int) -> tuple[Completion, ...]:
    """See `Snapshot.complete`."""
    if most < 1 or not text:
        return ()
    holding, title, source, author = (
        _holding(text, field, inside=field in (SOURCE_UNITS, AUTHOR_UNITS))
        for field in (UNITS, TITLE_UNITS, SOURCE_UNITS, AUTHOR_UNITS)
    )
    found = session.together(
        sample=[session.sampling(holding, COMPLETED_FROM_REPORTS)],
        titles=[_newest(session, title)],
        names=[_names(session, source, "source"), _names(session, author, "authors")],
    )
    sources, authors = found["names"]
    return (
        *_words(session, text, most, found["sample"][0]),
        *_titles(session, text, most, found["titles"][0]),
        *_named(sources, "source", text, most),
        *_named(authors, "author", text, most),
    )


def _holding(text: str, field: str, *, inside: bool) -> Json:
    """What holds a text that may go on behind it, and before it as well if it may stand inside of a word."""
    ways = open_ways(text, left=inside, right=True)
    return all_of([*with_pairs(text, field), any_of(phrase(way, field) for way in ways)])


def _words(session: Session, text: str, most: int, answer: Json) -> list[Completion]:
    """Words of two characters at least, no mere numbers; and words side by side."""
    sample = [match.normal for match in reports_of(answer)]
    step = max(1, answer["hits"]["total"]["value"] // max(1, len(sample)))
    begun = Counter(word for one in sample for word in {*words(one.whole)} if _begins(word, text))
    likely = nsmallest(COUNTED_WORDS, begun, key=lambda word: (-begun[word], word))
    counts = session.count([term(WORDS, word) for word in likely])
    found = [Completion(word, "word", count) for word, count in zip(likely, counts, strict=True)]
    if len(text) >= LEAST_CONTINUED:
        seen = Counter(one for normal in sample for one in normal.continued(text))
        often = max(SEEN_OFTEN, len(sample) // SEEN_EVERY)
        known = {one.text for one in found}
        found += [
            Completion(one, "word", step * count)
            for one, count in seen.items()
            if count >= often and one not in known
        ]
    return nsmallest(most, found, key=lambda one: (-one.reports, one.text))


def _begins(word: str, text: str) -> bool:
    return word.startswith(text) and len(word) > 1 and any(map(str.isalpha, word))


def _newest(session: Session, query: Json) -> Json:
    body = session.sampling(query, EXAMINED_TITLES)
    return {**body, "sort": [{"day": "desc"}, {"id": "asc"}]}


def _titles(session: Session, text: str, most: int, answer: Json) -> Iterator[Completion]:
    """Those in which the text stands, or begins a word or number; of equal ones the newest is shown."""
    newest: dict[str, tuple[str, str]] = {}
    for match in reports_of(answer):
        titles = [block.text for block in match.report.blocks if block.kind is Kind.TITLE]
        shown = next((title for title in titles if _stands_in(fold(title), text)), None)
        if shown is not None:
            newest.setdefault(title_key([*map(fold, titles)]), (shown, match.id))
        if len(newest) == most:
            break
    counts = session.count([term("title", key) for key in newest])
    for (shown, report_id), count in zip(newest.values(), counts, strict=True):
        yield Completion(shown, "title", count, report_id)


def _stands_in(normal: str, text: str) -> bool:
    return any(stands_at(normal[: at + len(text)], text, at) for at in places(normal, text))


def _names(session: Session, query: Json, field: str) -> Json:
    by_name = {"terms": {"field": field, "size": CONSIDERED_NAMES}}
    return {**session.counting(query), "aggs": {"names": by_name}}


def _named(answer: Json, kind: CompletionKind, text: str, most: int) -> list[Completion]:
    """Sources or authors whose normal form contains the text; those of the most reports first."""
    counts = {one["key"]: one["doc_count"] for one in answer["aggregations"]["names"]["buckets"]}
    wanted = [name for name in counts if text in fold(name)]
    best = nsmallest(most, wanted, key=lambda name: (-counts[name], name))
    return [Completion(name, kind, counts[name]) for name in best]


# — what is spelt like something —


def spell(session: Session, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
    """See `Snapshot.spell`."""
    if texts := list(dict.fromkeys(one.unless for one in asked if one.unless)):
        right = _right(session, texts)
        asked = [one._replace(most=0) if one.unless in right else one for one in asked]
    samples = session.samples(list(map(_spelling, asked)), SPELT_FROM_REPORTS)
    found = [_standing(one, *sample) for one, sample in zip(asked, samples, strict=True)]
    counts = iter(session.count([term(WORDS, text) for texts in found for text in texts]))
    return tuple(
        _likeliest([_spelt(text, next(counts), *texts[text]) for text in texts], one.most)
        for one, texts in zip(asked, found, strict=True)
    )


def _right(session: Session, texts: Sequence[str]) -> set[str]:
    """Those of the texts that stand as words. One that is a word is counted, others are looked for."""
    counts = session.count([term(WORDS, text) for text in texts])
    known = {text for text, count in zip(texts, counts, strict=True) if count}
    others = [text for text in texts if text not in known]
    standing = spell(session, [Spelling(tuple(text), 1) for text in others])
    return known | {text for text, found in zip(others, standing, strict=True) if found}


def _spelling(asked: Spelling) -> Json:
    """What may hold a text that is spelt so: a pair of each two choices, a character of each that stands
    between any characters."""
    choices = asked.choices
    if asked.most < 1 or not choices or not all(one is None or one for one in choices):
        return NOTHING
    found = []
    for one, other in pairwise(choices):
        if one and other and len(one) * len(other) <= MOST_PAIRS:
            found.append(terms(PAIRS, ["".join(pair) for pair in product(one, other)]))
    if not found:
        chosen = [one for one in choices if one]
        found = [any_of(phrase(way, UNITS) for char in one for way in _anywhere(char)) for one in chosen]
    return all_of(found)


def _anywhere(char: str) -> Collection[tuple[str, ...]]:
    return open_ways(char, left=True, right=True)


def _standing(asked: Spelling, reports: int, sample: Sequence[ClusterMatch]) -> dict[str, tuple[int, int]]:
    """The texts that are spelt so in a sample of reports: in about how many of all reports each stands, and
    in about how many as words."""
    if not sample:
        return {}
    sought = re.compile("(?=(" + "".join(map(_class, asked.choices)) + "))")
    step = max(1, reports // len(sample))
    held: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for match in sample:
        texts = {found[1] for found in sought.finditer(match.normal.whole)}
        held.update(texts)
        whole.update(text for text in texts if _is_whole(match.normal, text))
    return {text: (step * count, step * whole[text]) for text, count in held.items()}


def _class(choice: Collection[str] | None) -> str:
    return "[\u4e00-\u9fff]" if choice is None else "[" + "".join(map(re.escape, sorted(choice))) + "]"


def _is_whole(normal: Normal, text: str) -> bool:
    """Whether a text begins and ends somewhere as words do, or stands inside of one as a word."""
    inner = is_inner_word(text)
    for at in places(normal.whole, text):
        end = at + len(text)
        if normal.borders[at] and normal.borders[end]:
            return True
        if inner and normal.borders.find(1, at + 1, end) < 0:
            return True
    return False


def _spelt(text: str, as_word: int, reports: int, whole: int) -> Spelt:
    """A text that is no word may be words side by side; but two of a character each are none."""
    if as_word or len(text) < 3:
        return Spelt(text, as_word, as_word)
    return Spelt(text, reports, whole)


def _likeliest(found: Sequence[Spelt], most: int) -> tuple[Spelt, ...]:
    whole = [one for one in found if one.whole]
    return tuple(nlargest(most, whole, key=lambda one: (likeliness(one.text, one.whole), one.text)))
