"""The reference that every store is held against: a list of reports, scanned from end to end.

It shares with the product only the values that cross the seam, the normal form and the words; what a
literal is, it decides in its own way, character by character.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from math import log
from pathlib import Path

from indexer.errors import IndexMissing, ReportNotFound
from indexer.query import (
    All,
    AnyOf,
    Dated,
    Field,
    Filters,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Query,
    Scope,
    Term,
)
from indexer.ranking.relaxation import enough, relaxation
from indexer.ranking.resemblance import REPRINT
from indexer.report import Block, Kind, Report
from indexer.store import (
    CLASSES,
    Class,
    Completion,
    Entry,
    Facet,
    Match,
    Matches,
    NormalForm,
    Order,
    Position,
    Spelt,
    Stats,
    TermCount,
)
from indexer.text.fold import fingerprint, fold
from indexer.text.sentences import sentences
from indexer.text.words import words
from indexer.whoosh_store.vocabulary.similar import ALIKE, TERMS


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
        classes: Collection[Class] = (),
        after: Position | None = None,
    ) -> Matches:
        held = list(self._held().values())
        every = _matching(held, query)
        totals: dict[Class, int | None] = {one: sum(m.match == one for m in every) for one in CLASSES}
        strict = sum(match.match != "relaxed" for match in every)
        wanted = classes or (("literal", "words") if strict else ("relaxed",))
        matches = _sorted([match for match in every if match.match in wanted], order)
        if after is not None:
            offset += _up_to(after, matches, order)
        room = 0 if classes or 0 < strict < offset else offset + limit - max(offset, strict)
        if "relaxed" not in wanted and room <= 0:
            totals["relaxed"] = None
        apart = _sorted([match for match in every if match.match == "relaxed" and strict], order)
        return Matches(
            total=len(matches) if classes else strict,
            totals=totals,
            hits=tuple(matches[offset : offset + limit]),
            apart=tuple(apart[: max(0, room)]),
            terms=tuple(_count(held, term) for term in query.terms),
            rest=len(matches[offset + limit :]),
            facets={facet: _facet(facet, matches) for facet in facets},
        )

    def every(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[Match]:
        return iter(self.search(query, limit=len(self._held()), order=order, classes=classes).hits)

    def normal_forms(
        self, query: Query, *, order: Order = Order.RELEVANCE, classes: Collection[Class] = ()
    ) -> Iterator[NormalForm]:
        return map(_normal_form, self.every(query, order=order, classes=classes))

    def get(self, report_id: str) -> Report:
        if report_id not in self._held():
            raise ReportNotFound(report_id)
        return self._held()[report_id]

    def reprints(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(self._reprints(one)) for one in ids)

    def _reprints(self, report_id: str) -> list[str]:
        held = {one.id: _shingles(one) for one in self._held().values()}
        mine = held.pop(report_id, set())
        shares = {one: len(mine & other) / len(mine | other) for one, other in held.items() if mine | other}
        alike = [one for one, share in shares.items() if share >= REPRINT]
        return sorted(alike, key=lambda one: (-shares[one], one))

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        asked, same = self.get(report_id), {report_id, *self._reprints(report_id)}
        shares = _shares(asked, list(self._held().values()))
        near = [Match(one, shares[one.id], "words") for one in self._held().values() if one.id not in same]
        near = _sorted([match for match in near if match.score >= ALIKE], Order.NEWEST)
        return tuple(sorted(near, key=lambda match: -match.score)[:most])

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        raise NotImplementedError("words are offered by an index, not by a scan")

    def spell(self, choices: Sequence[Collection[str]], most: int) -> tuple[Spelt, ...]:
        raise NotImplementedError("spellings are offered by an index, not by a scan")

    def catalogue(self) -> Iterable[Entry]:
        return [
            Entry(
                one.id,
                one.place,
                one.copies,
                one.digest,
                fingerprint(fold(block.text) for block in one.blocks).hex(),
                one.date,
                one.source,
            )
            for one in (self._reports or {}).values()
        ]

    def stats(self) -> Stats:
        reports = self._held().values()
        return Stats(len(reports), sum(one.characters for one in reports), 0, self._generation)

    def held(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        return _facet(facet, [Match(one, 0.0, "literal") for one in self._held().values()])

    def version(self) -> str:
        return str(self._generation or "")

    def check(self) -> None:
        self._held()

    def close(self) -> None:
        pass

    def _held(self) -> dict[str, Report]:
        if self._reports is None:
            raise IndexMissing(Path("memory"))
        return self._reports


def _shingles(report: Report) -> set[str]:
    """Every eight letters that follow one another, whatever stands between them."""
    letters = "".join(char for block in report.blocks for char in fold(block.text) if char.isalnum())
    return {letters[at : at + 8] for at in range(len(letters) - 7)}


def _sorted(matches: list[Match], order: Order) -> list[Match]:
    matches.sort(key=lambda match: match.report.id)
    matches.sort(key=lambda match: match.report.date, reverse=True)
    if order is Order.OLDEST:
        matches.sort(key=lambda match: match.report.date or "\U0010ffff")
    if order is Order.RELEVANCE:
        matches.sort(key=lambda match: CLASSES.index(match.match))
    return matches


def _up_to(position: Position, matches: list[Match], order: Order) -> int:
    """How many of the matches stand before the position or at it."""
    at = Match(Report(position.id, (), position.date), 0.0, "literal")
    return sum(_sorted([match, at], order)[0] is match for match in matches)


def _shares(asked: Report, reports: list[Report]) -> dict[str, float]:
    """What share of its own score each report has by BM25 over the telling words of one, spelt out."""
    titles = {one.id: _often([b for b in one.blocks if b.kind is Kind.TITLE]) for one in reports}
    bodies = {one.id: _often(one.blocks) for one in reports}
    idf = _idf(bodies)
    alone = {
        word: n - sum(m * (word in _inner(o)) for o, m in bodies[asked.id].items())
        for word, n in bodies[asked.id].items()
    }
    weights = {
        word: (1 + log(n)) * (2 if word in titles[asked.id] else 1)
        for word, n in alone.items()
        if n > 0
        and len(word) > 1
        and any(map(str.isalpha, word))
        and sum(word in b for b in bodies.values()) > 1
    }
    told = sorted(weights, key=lambda word: (weights[word] * idf[word], word), reverse=True)[:TERMS]
    scores = {
        one.id: sum(
            weights[word] * (_bm25(word, one.id, bodies, 120) + _bm25(word, one.id, titles, 0) / 2)
            for word in told
        )
        for one in reports
    }
    own = scores[asked.id]
    return {one: round(score / own, 9) if own else 0.0 for one, score in scores.items()}


def _often(blocks: Iterable[Block]) -> Counter[str]:
    return Counter(word for block in blocks for word in words(fold(block.text)))


def _inner(word: str) -> set[str]:
    return {word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1)} - {word}


def _idf(held: dict[str, Counter[str]]) -> dict[str, float]:
    having = Counter(word for often in held.values() for word in often)
    return {word: log(1 + (len(held) - n + 0.5) / (n + 0.5)) for word, n in having.items()}


def _bm25(word: str, report_id: str, held: dict[str, Counter[str]], shortest: int) -> float:
    often = held[report_id][word]
    mean = sum(map(Counter.total, held.values())) / len(held) or 1
    length = max(held[report_id].total(), shortest)
    return _idf(held)[word] * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length / mean)) if often else 0.0


def _normal_form(match: Match) -> NormalForm:
    blocks = tuple(fold(block.text) for block in match.report.blocks)
    return NormalForm(blocks, lambda: match.report)


def _matching(reports: list[Report], query: Query) -> list[Match]:
    """How the reports match a query, those that do."""
    admitted = [one for one in reports if query.filters.admit(one.date, one.source)]
    literal = [one for one in admitted if _matches(one, query.root, literally=True)]
    strict = [one for one in admitted if _matches(one, query.root, literally=False)]
    found = [Match(one, 0.0, "literal" if one in literal else "words") for one in strict]
    loose = relaxation(query.root)
    if loose is None:
        return found
    required = [
        one for one in admitted if all(_matches(one, node, literally=False) for node in loose.required)
    ]
    lacks = [
        tuple(text for text in (*loose.texts, *loose.aside) if not _holds(one, Literal(text, text)))
        for one in required
    ]
    held = [sum(len(text) for text in loose.texts if text not in lacking) for lacking in lacks]
    least = enough(max(held, default=0), loose.whole)
    for report, lacking, has in zip(required, lacks, held, strict=True):
        if report not in strict and has and has >= least:
            found.append(Match(report, 0.0, "relaxed", lacking))
    return found


def _matches(report: Report, node: Node, *, literally: bool) -> bool:
    if isinstance(node, All):
        return all(_matches(report, part, literally=literally) for part in node.parts)
    if isinstance(node, AnyOf):
        return any(_matches(report, part, literally=literally) for part in node.parts)
    if isinstance(node, Not):
        return not _matches(report, node.part, literally=True)
    if isinstance(node, Dated):
        return Filters(node.after, node.before).admit(report.date, "")
    if isinstance(node, InField):
        fields = {
            Field.TITLE: [block for block in report.blocks if block.kind is Kind.TITLE],
            Field.SOURCE: [Block(Kind.PARAGRAPH, report.source)],
            Field.AUTHOR: [Block(Kind.PARAGRAPH, name) for name in report.authors],
        }
        held = Report(report.id, tuple(fields[node.field]))
        return _matches(held, node.term, literally=literally)
    if _holds(report, node):
        return True
    if literally or not isinstance(node, Keyword):
        return False
    return set(node.words) <= _words(report) and all(_holds(report, Literal(p, p)) for p in node.phrases)


def _words(report: Report) -> set[str]:
    return {word for block in report.blocks for word in words(fold(block.text))}


def _holds(report: Report, node: Node) -> bool:
    return any(_within(fold(block.text), node) for block in report.blocks)


def _within(text: str, node: Node) -> bool:
    """Does the text, a block or a sentence, hold the node literally?"""
    if isinstance(node, Keyword):
        return any(stands_in(text, one) for one in node.texts)
    if isinstance(node, Literal):
        return stands_in(text, node.text)
    if isinstance(node, Pattern):
        return any(_pattern_at(text, at, node) for at in range(len(text)))
    if isinstance(node, Not):
        return not _within(text, node.part)
    if isinstance(node, AnyOf):
        return any(_within(text, part) for part in node.parts)
    assert isinstance(node, All | Near)
    units = sentences(text) if isinstance(node, Near) and node.scope is Scope.SENTENCE else [text]
    return any(all(_within(unit, part) for part in node.parts) for unit in units)


def _pattern_at(text: str, at: int, node: Pattern) -> bool:
    """Does the pattern begin at this very place? Every way through its gaps is tried."""
    if not node.pieces[0] or _continues(text, at - 1, at, -1):
        return False

    def goes_on(at: int, number: int) -> bool:
        piece = node.pieces[number]
        end = at + len(piece)
        if text[at:end] != piece:
            return False
        if number == len(node.gaps):
            return not piece or not _continues(text, end, end - 1, 1)
        fewest, most = node.gaps[number]
        ends = "。!;" if fewest == most else "。!;?"
        return any(
            not set(text[end : end + length]) & set(ends) and goes_on(end + length, number + 1)
            for length in range(fewest, min(most, len(text) - end) + 1)
        )

    return goes_on(at, 0)


def _count(reports: list[Report], term: Term) -> TermCount:
    literal = sum(_matches(report, term, literally=True) for report in reports)
    found = sum(_matches(report, term, literally=False) for report in reports)
    return TermCount("literal" if literal else "words" if found else "none", found)


def _facet(facet: Facet, matches: list[Match]) -> tuple[tuple[str, int], ...]:
    if facet != "source":
        size = {"year": 4, "month": 7}[facet]
        dates = [match.report.date for match in matches]
        return tuple(sorted(Counter(date[:size] for date in dates if len(date) >= size).items()))
    sources = Counter(match.report.source for match in matches if match.report.source)
    return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))
