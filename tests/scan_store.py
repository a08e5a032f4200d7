"""The reference that every store is held against: a list of reports, scanned from end to end.

It shares with the product only the values that cross the seam, the normal form and the words; what a
literal is, it decides in its own way, character by character.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from indexer.errors import IndexMissing, ReportNotFound
from indexer.query import All, AnyOf, Keyword, Node, Query, Without
from indexer.report import Report
from indexer.store import Entry, Facet, Match, Matches, Order, Stats, TermCount
from indexer.text.fold import fold
from indexer.text.words import words


def stands_in(text: str, literal: str) -> bool:
    """Law 1, spelt out: is the literal in the text, whole where it ends in a letter or digit?"""
    return any(stands_at(text, literal, at) for at in range(len(text)))


def stands_at(text: str, literal: str, at: int) -> bool:
    """Does the literal stand at this very place?"""
    end = at + len(literal)
    return (
        text[at:end] == literal
        and not _continues(text, at - 1, at, -1)
        and not _continues(text, end, end - 1, 1)
    )


def _continues(text: str, beside: int, end: int, step: int) -> bool:
    """Does the character at `beside` continue the letters or the number that the one at `end` is of?"""
    if not 0 <= beside < len(text):
        return False
    a, b = text[end], text[beside]
    if a in "0123456789":
        further = text[beside + step] if 0 <= beside + step < len(text) else ""
        return b in "0123456789" or (b == "." and further != "" and further in "0123456789")
    return _is_latin(a) and _is_latin(b)


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z" or ("ß" <= char <= "ɏ" and char != "÷") or "Ḁ" <= char <= "ỿ"


class ScanStore:
    """A `Store` that keeps everything in memory and looks at all of it every time."""

    def __init__(self) -> None:
        self._reports: dict[str, Report] | None = None
        self._generation = 0

    def update(self, add: Iterable[Report], remove: Collection[str] = ()) -> None:
        kept = {key: one for key, one in (self._reports or {}).items() if key not in set(remove)}
        self._reports = {**kept, **{report.id: report for report in add}}
        self._generation += 1

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Collection[Facet] = (),
    ) -> Matches:
        held = self._held().values()
        admitted = [one for one in held if query.filters.admit(one.date, one.source)]
        matches = [
            Match(report, 0.0, "literal" if _matches(report, query.root, literally=True) else "words")
            for report in admitted
            if _matches(report, query.root, literally=False)
        ]
        matches.sort(key=lambda match: match.report.id)
        matches.sort(key=lambda match: match.report.date, reverse=True)
        if order is Order.OLDEST:
            matches.sort(key=lambda match: match.report.date or "\U0010ffff")
        if order is Order.RELEVANCE:
            matches.sort(key=lambda match: match.manner == "literal", reverse=True)
        return Matches(
            total=len(matches),
            hits=tuple(matches[offset : offset + limit]),
            terms=tuple(_count(list(held), term) for term in query.terms),
            facets={facet: _facet(facet, matches) for facet in facets},
        )

    def get(self, report_id: str) -> Report:
        if report_id not in self._held():
            raise ReportNotFound(report_id)
        return self._held()[report_id]

    def catalogue(self) -> Iterable[Entry]:
        return [Entry(one.id, one.place, one.digest) for one in (self._reports or {}).values()]

    def stats(self) -> Stats:
        reports = self._held().values()
        return Stats(len(reports), sum(one.characters for one in reports), 0, self._generation)

    def close(self) -> None:
        pass

    def _held(self) -> dict[str, Report]:
        if self._reports is None:
            from pathlib import Path

            raise IndexMissing(Path("memory"))
        return self._reports


def _matches(report: Report, node: Node, *, literally: bool) -> bool:
    if isinstance(node, All):
        return all(_matches(report, part, literally=literally) for part in node.parts)
    if isinstance(node, AnyOf):
        return any(_matches(report, part, literally=literally) for part in node.parts)
    if isinstance(node, Without):
        unwanted = _matches(report, node.unwanted, literally=True)
        return not unwanted and _matches(report, node.wanted, literally=literally)
    texts = [fold(block.text) for block in report.blocks]
    if any(stands_in(text, node.text) for text in texts):
        return True
    if literally or not isinstance(node, Keyword) or not node.words:
        return False
    return set(node.words) <= {word for text in texts for word in words(text)}


def _count(reports: list[Report], term: Node) -> TermCount:
    literal = sum(_matches(report, term, literally=True) for report in reports)
    found = sum(_matches(report, term, literally=False) for report in reports)
    return TermCount("literal" if literal else "words" if found else "none", found)


def _facet(facet: Facet, matches: list[Match]) -> tuple[tuple[str, int], ...]:
    if facet == "month":
        return tuple(sorted(Counter(m.report.date[:7] for m in matches if len(m.report.date) > 6).items()))
    sources = Counter(match.report.source for match in matches if match.report.source)
    return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))
