"""What jianbao finds for a text, page by page to the last, and how that agrees with what is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import count
from statistics import fmean

from indexer import AskedWrongly, Page, Parameters, Store, parse, search

PAGE_HITS = 1000

_PLAIN = re.compile(r"(?:[^\W_]|[，。、；！%·])+")
"""Nothing but letters, digits and marks that no query gives a meaning to."""
_WORDS_OF_QUERIES = {"or", "and", "not"}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of one answer or, as means, of many: the share of the right reports that were found, the share of
    those found that are right, whether all of the right were found, and whether none was."""

    recall: float
    precision: float
    complete: float
    empty: float

    @classmethod
    def of(cls, found: Collection[str], right: Collection[str]) -> Agreement:
        """Nothing found is nothing wrong: its precision is 1. Nothing to find is all found."""
        hit = len(set(found) & set(right))
        return cls(
            recall=hit / len(right) if right else 1.0,
            precision=hit / len(found) if found else 1.0,
            complete=float(hit == len(right)),
            empty=float(len(right) > 0 and hit == 0),
        )


def mean(agreements: Sequence[Agreement]) -> Agreement:
    """The means over questions. Raises `ValueError` where there are none."""
    if not agreements:
        raise ValueError("no questions were asked")
    return Agreement(
        fmean(one.recall for one in agreements),
        fmean(one.precision for one in agreements),
        fmean(one.complete for one in agreements),
        fmean(one.empty for one in agreements),
    )


def quoted(text: str) -> str:
    """The query for exactly this text, which must hold no quotation mark."""
    return f'"{text}"'


def can_be_plain(text: str) -> bool:
    """True if a text means nothing but itself where it is typed without quotation marks."""
    return _PLAIN.fullmatch(text) is not None and text.lower() not in _WORDS_OF_QUERIES


def answered(store: Store, query: str) -> frozenset[str]:
    """The ids of every hit that a face would show, but the relaxed ones: these are set apart, and last."""

    def page(offset: int) -> list[tuple[str, str]]:
        with store.snapshot() as snapshot:
            asked = Parameters(q=query, limit=PAGE_HITS, offset=offset, passages=0)
            return [(hit.report.id, hit.match) for hit in search(snapshot, asked).hits]

    return _all(page)


def held(store: Store, query: str) -> frozenset[str]:
    """The same, asked of the store itself: the marks of so many hits, not needed here, would take twice as
    long as finding them."""

    def page(offset: int) -> list[tuple[str, str]]:
        with store.snapshot() as snapshot:
            return [
                (hit.id, hit.match) for hit in snapshot.search(parse(query), Page(PAGE_HITS, offset)).hits
            ]

    return _all(page)


def _all(page: Callable[[int], list[tuple[str, str]]]) -> frozenset[str]:
    """Page after page, until one is not full or comes to the relaxed. What cannot be asked finds nothing."""
    ids: set[str] = set()
    for offset in count(0, PAGE_HITS):
        try:
            hits = page(offset)
        except AskedWrongly:
            break
        strict = [report_id for report_id, match in hits if match != "relaxed"]
        ids.update(strict)
        if len(strict) < PAGE_HITS:
            break
    return frozenset(ids)
