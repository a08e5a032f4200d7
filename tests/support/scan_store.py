"""The reference that every store is held against: a list of reports, scanned from end to end.

It shares with the product only the values that cross the seam, the normal form and the words; what a
literal is, it decides in its own way, character by character.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from math import log
from typing import Self

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
from indexer.ranking.likeliness import likeliness
from indexer.ranking.order import is_sentence
from indexer.ranking.resemblance import MOST_REPRINTS, REPRINT
from indexer.ranking.similarity import LEAST_SHARE, TELLING_WORDS
from indexer.ranking.weights import BODY, TITLE, enough, relaxation, telling
from indexer.report import At, Block, Kind, Known, Packed, Report
from indexer.store import (
    CLASSES,
    HELD,
    STRICT,
    Class,
    Completion,
    CompletionKind,
    Count,
    Entry,
    Facet,
    Held,
    Match,
    Matches,
    Order,
    Page,
    Position,
    Reprints,
    Spelling,
    Spelt,
    Stats,
    TermCount,
)
from indexer.text.fold import fingerprint, fold
from indexer.text.normal import Normal
from indexer.text.sentences import sentences
from indexer.text.words import words
from tests.support.scan_order import bm25, idf_by_hand, in_order_by_hand, terms_of

_COMMITS = count()
"""Tells each commit from every other one, of a store that was put back to an earlier commit as well."""


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
        self._newest: ScanSnapshot | None = None

    def update(self, add: Iterable[Report | Packed], remove: Collection[str] = ()) -> str:
        added = {one.id: one.unpacked() if isinstance(one, Packed) else one for one in add}
        held, generation = (self._newest.held, self._newest.generation) if self._newest else ({}, 0)
        kept = {key: one for key, one in held.items() if key not in set(remove)}
        self._newest = ScanSnapshot({**kept, **added}, generation + 1)
        return self._newest.version

    def snapshot(self) -> ScanSnapshot:
        if self._newest is None:
            raise IndexMissing("memory")
        return self._newest

    def version(self) -> str:
        return self._newest.version if self._newest else ""

    def stats(self) -> Stats:
        held = self.snapshot().held.values()
        return Stats(len(held), sum(one.characters for one in held), 0, self.snapshot().generation)

    def check(self) -> None:
        self.snapshot()

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class ScanMatch:
    """A `Match` that has everything at hand."""

    report: Report
    match: Class
    score: float = 0.0
    lacks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.report.id

    @property
    def known(self) -> Known:
        return self.report.known

    @property
    def normal(self) -> Normal:
        return self.report.normal

    def original(self, block: int) -> str:
        return self.report.blocks[block].text

    def at(self, block: int) -> At:
        return self.report.blocks[block].at

    @property
    def headings(self) -> list[int]:
        return [n for n, block in enumerate(self.report.blocks) if block.kind is Kind.HEADING]


class ScanSnapshot:
    """A `Snapshot`: the reports of one commit, by their ids."""

    def __init__(self, held: dict[str, Report], generation: int) -> None:
        self.held, self.generation = held, generation
        self.version = f"{generation}-{next(_COMMITS)}"
        self._reports = list(held.values())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def search(self, query: Query, page: Page) -> Matches:
        every = _matching(self._reports, query)
        totals: dict[Class, int | None] = {one: sum(m.match == one for m in every) for one in CLASSES}
        strict = sum(match.match != "relaxed" for match in every)
        mixed = CLASSES if page.order is Order.RELEVANCE and is_sentence(query.root) else STRICT
        wanted = page.classes or (mixed if strict else ("relaxed",))
        matches = self._in_order(query, [match for match in every if match.match in wanted], page.order)
        start = page.offset + (_up_to(page.after, matches, page.order) if page.after else 0)
        room = start + page.limit - max(start, strict)
        if page.classes or "relaxed" in wanted or strict < start:
            room = 0
        if "relaxed" not in wanted and room <= 0:
            totals["relaxed"] = None
        loose = [match for match in every if match.match == "relaxed" and "relaxed" not in wanted]
        apart = self._in_order(query, loose, page.order)
        return Matches(
            total=len(matches) if page.classes or strict else 0,
            totals=totals,
            hits=tuple(matches[start : start + page.limit]),
            apart=tuple(apart[: max(0, room)]),
            terms=tuple(_count(self._reports, term) for term in query.terms),
            rest=len(matches[start + page.limit :]),
            facets={facet: _values(facet, matches) for facet in page.facets},
            offers={one: self._offer(query, page, one) for one in page.facets if query.filters.of(one)},
        )

    def _in_order(self, query: Query, matches: list[ScanMatch], order: Order) -> list[ScanMatch]:
        if order is not Order.RELEVANCE:
            return _sorted(matches, order)
        found = {one.id: one for one in matches}
        ranked = in_order_by_hand(query, [(one.report, one.match) for one in matches], self._reports)
        return [replace(found[name], score=score) for name, score in ranked]

    def matches(
        self, query: Query, order: Order = Order.RELEVANCE, classes: tuple[Class, ...] = ()
    ) -> Iterator[Match]:
        return iter(self.search(query, Page(limit=len(self.held), order=order, classes=classes)).hits)

    def each(self, queries: Sequence[Query], classes: tuple[Class, ...]) -> tuple[Iterator[Match], ...]:
        return tuple(self.matches(query, Order.NEWEST, classes) for query in queries)

    def counts(self, queries: Sequence[Query], facets: tuple[Facet, ...] = ()) -> tuple[Count, ...]:
        return tuple(self._counted(query, facets) for query in queries)

    def _counted(self, query: Query, facets: tuple[Facet, ...]) -> Count:
        found = [one for one in _matching(self._reports, query) if one.match in STRICT]
        dates = sorted(one.report.date for one in found if one.report.date) if facets else []
        return Count(
            total=len(found),
            facets={facet: _values(facet, found) for facet in facets},
            characters={facet: _characters(facet, found) for facet in facets},
            first=dates[0] if dates else "",
            last=dates[-1] if dates else "",
        )

    def values(self, facet: Facet) -> tuple[tuple[str, int], ...]:
        return _values(facet, [ScanMatch(one, "literal") for one in self._reports])

    def _offer(self, query: Query, page: Page, facet: Facet) -> tuple[tuple[str, int], ...]:
        lifted = replace(query, filters=query.filters.without(facet))
        return self.search(lifted, replace(page, limit=0)).facets[facet]

    def holdings(self, latest: int) -> Held:
        every = [ScanMatch(one, "literal") for one in self._reports]
        characters = sum(one.characters for one in self._reports)
        values = {facet: _values(facet, every) for facet in HELD}
        return Held(len(every), characters, values, tuple(_sorted(every, Order.ADDED)[:latest]))

    def get(self, ids: Sequence[str]) -> tuple[Report | None, ...]:
        return tuple(map(self.held.get, ids))

    def reprints(self, ids: Sequence[str]) -> tuple[Reprints, ...]:
        return tuple(self._reprints(self.held[one]) if one in self.held else Reprints((), 0) for one in ids)

    def _reprints(self, report: Report) -> Reprints:
        others = [other for other in self._reports if other.id != report.id]
        same = sorted(other.id for other in others if _print(other) == _print(report) != _NOTHING)
        shares = {other.id: _share(report, other) for other in others if other.id not in same}
        alike = [one for one, share in shares.items() if share >= REPRINT]
        ids = (*same, *sorted(alike, key=lambda one: (-shares[one], one)))[:MOST_REPRINTS]
        return Reprints(ids, min(len(same), MOST_REPRINTS))

    def similar(self, report_id: str, most: int) -> tuple[Match, ...]:
        if report_id not in self.held:
            raise ReportNotFound(report_id)
        asked = self.held[report_id]
        shares = _shares(asked, self._reports)
        others = [
            one
            for one in self._reports
            if one.id != report_id and _print(one) != _print(asked) and _share(asked, one) < REPRINT
        ]
        near = [ScanMatch(one, "words", shares[one.id]) for one in others if shares[one.id] >= LEAST_SHARE]
        return tuple(sorted(_sorted(near, Order.NEWEST), key=lambda match: -match.score)[:most])

    def complete(self, text: str, most: int) -> tuple[Completion, ...]:
        if not text or most < 1:
            return ()
        names = [*_most("source", self._names(lambda one: (one.source,), text), most)]
        names += _most("author", self._names(lambda one: one.authors, text), most)
        found = Counter(word for one in self._reports for word in _words(one))
        begun = {w: n for w, n in found.items() if w.startswith(text) and len(w) > 1 and _is_word(w)}
        begun |= self._continued(text)
        return (*_most("word", begun, most), *self._titles(text, most), *names)

    def _continued(self, text: str) -> dict[str, int]:
        """The words side by side that a text of two characters or more begins in two reports or more."""
        if len(text) < 2:
            return {}
        found = Counter(phrase for one in self._reports for phrase in _phrases(one.normal, text))
        return {phrase: count for phrase, count in found.items() if count > 1}

    def _names(self, of: Callable[[Report], Iterable[str]], text: str) -> dict[str, int]:
        names = Counter(name for one in self._reports for name in {*of(one)})
        return {name: count for name, count in names.items() if text in fold(name)}

    def _titles(self, text: str, most: int) -> Iterator[Completion]:
        """Those in which the text stands, or begins a word or number; of equal ones the newest is shown."""
        shown: dict[str, tuple[str, str]] = {}
        for match in _sorted([ScanMatch(one, "literal") for one in self._reports], Order.NEWEST):
            titles = [block.text for block in match.report.blocks if block.kind is Kind.TITLE]
            for title in titles:
                normal = fold(title)
                if any(stands_at(normal[: at + len(text)], text, at) for at in range(len(normal))):
                    shown.setdefault("\n".join(map(fold, titles)), (title, match.id))
                    break
        for normals, (title, newest) in islice(shown.items(), most):
            same = sum(_titles_of(one) == normals for one in self._reports)
            yield Completion(title, "title", same, newest)

    def spell(self, asked: Sequence[Spelling]) -> tuple[tuple[Spelt, ...], ...]:
        return tuple(() if self._is_right(one.unless) else self._spelt(one) for one in asked)

    def _is_right(self, text: str) -> bool:
        return bool(text and self._as_words(text).whole)

    def _spelt(self, spelling: Spelling) -> tuple[Spelt, ...]:
        held = [fold(block.text) for one in self._reports for block in one.blocks]
        texts = {piece for text in held for piece in _pieces(text, spelling.choices) if piece}
        found = [one for text in texts if (one := self._as_words(text)).whole]
        found.sort(key=lambda one: (likeliness(one.text, one.whole), one.text), reverse=True)
        return tuple(found[: spelling.most])

    def _as_words(self, text: str) -> Spelt:
        """In how many reports it is a word or else, of three characters or more, words side by side."""
        if (word := sum(text in _words(one) for one in self._reports)) or len(text) < 3:
            return Spelt(text, word, word)
        whole = sum(_is_whole(one.normal, text) for one in self._reports)
        return Spelt(text, sum(_holds(one, Literal(text, text)) for one in self._reports), whole)

    def entries(self, places: Collection[str] = (), fingerprints: Collection[str] = ()) -> Iterator[Entry]:
        within = tuple(f"{place.rstrip('/')}/" for place in places)
        for one in self._reports:
            if one.place in places or one.place.startswith(within) or _print(one) in fingerprints:
                yield Entry(one.id, one.place, one.digest, _print(one), one.date, one.source)


_NOTHING = fingerprint([]).hex()


def _is_whole(normal: Normal, text: str) -> bool:
    """Does it begin and end where words do?"""
    ends = [n for n, border in enumerate(normal.borders) if border]
    return any(normal.whole[a : a + len(text)] == text and a + len(text) in ends for a in ends)


def _phrases(normal: Normal, text: str) -> set[str]:
    """The words side by side that begin with the text, up to the end of the word that it ends in or of the
    next one, of two characters at least."""
    ends, found = [n for n, border in enumerate(normal.borders) if border], set()
    for start in ends:
        if normal.whole.startswith(text, start):
            end, *rest = [n for n in ends if n >= start + len(text)] or [len(normal.whole)]
            behind = rest[0] if rest else len(normal.whole)
            if end > start + len(text) and any(start < n < end for n in ends):
                found.add(normal.whole[start:end])
            if behind - end > 1 and normal.whole[end:behind].isalnum():
                found.add(normal.whole[start:behind])
    return found


def _pieces(text: str, choices: Sequence[Collection[str] | None]) -> Iterator[str]:
    """Whatever stands in a text that has one character of each choice."""
    size = len(choices)
    for at in range(len(text) - size + 1):
        piece = text[at : at + size]
        if all(choice is None or char in choice for char, choice in zip(piece, choices, strict=True)):
            yield text[at : at + size]


def _print(report: Report) -> str:
    return fingerprint(fold(block.text) for block in report.blocks).hex()


def _share(one: Report, other: Report) -> float:
    some, others = _shingles(one), _shingles(other)
    return len(some & others) / len(some | others) if some | others else 0.0


def _titles_of(report: Report) -> str:
    return "\n".join(fold(block.text) for block in report.blocks if block.kind is Kind.TITLE)


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text))


def _most(kind: CompletionKind, counts: Mapping[str, int], most: int) -> list[Completion]:
    found = sorted(counts, key=lambda text: (-counts[text], text))[:most]
    return [Completion(text, kind, counts[text]) for text in found]


def _shingles(report: Report) -> set[str]:
    """Every eight letters that follow one another, whatever stands between them."""
    letters = "".join(char for block in report.blocks for char in fold(block.text) if char.isalnum())
    return {letters[at : at + 8] for at in range(len(letters) - 7)}


def _sorted(matches: list[ScanMatch], order: Order) -> list[ScanMatch]:
    matches.sort(key=lambda match: match.report.id)
    matches.sort(key=lambda match: match.report.date, reverse=True)
    if order is Order.OLDEST:
        matches.sort(key=lambda match: match.report.date or "\U0010ffff")
    if order is Order.ADDED:
        matches.sort(key=lambda match: match.report.indexed, reverse=True)
    return matches


def _up_to(position: Position, matches: list[ScanMatch], order: Order) -> int:
    """How many of the matches stand before the position or at it."""
    at = ScanMatch(Report(position.id, (), position.date), "literal")
    return sum(_sorted([match, at], order)[0] is match for match in matches)


def _shares(asked: Report, reports: list[Report]) -> dict[str, float]:
    """What share of its own score each report has by BM25 over the telling words of one, spelt out."""
    held = {one.id: terms_of(one) for one in reports}
    title, body = held[asked.id][TITLE], held[asked.id][BODY]
    alone = {word: n - sum(m * (word in _inner(o)) for o, m in body.items()) for word, n in body.items()}
    weights = {
        word: (1 + log(n)) * (2 if word in title else 1)
        for word, n in alone.items()
        if n > 0
        and len(word) > 1
        and any(map(str.isalpha, word))
        and sum(word in one[BODY] for one in held.values()) > 1
    }
    tells = {word: weights[word] * idf_by_hand(word, held, BODY) for word in weights}
    told = sorted(tells, key=lambda word: (tells[word], word), reverse=True)[:TELLING_WORDS]
    scores = {
        name: sum(
            weights[word] * (bm25(word, name, held, BODY) + bm25(word, name, held, TITLE) / 2)
            for word in told
        )
        for name in held
    }
    own = scores[asked.id]
    return {one: round(score / own, 9) if own else 0.0 for one, score in scores.items()}


def _inner(word: str) -> set[str]:
    return {word[a:b] for a in range(len(word)) for b in range(a + 1, len(word) + 1)} - {word}


def _matching(reports: list[Report], query: Query) -> list[ScanMatch]:
    """How the reports match a query, those that do."""
    admitted = [one for one in reports if query.filters.admit(one.date, one.source, one.folder)]
    literal = [one for one in admitted if _matches(one, query.root, literally=True)]
    strict = [one for one in admitted if _matches(one, query.root, literally=False)]
    found = [ScanMatch(one, "literal" if one in literal else "words") for one in strict]
    asked = relaxation(query.root)
    if asked is None:
        return found
    loose = asked.in_pieces(lambda text: any(_holds(one, Literal(text, text)) for one in reports))
    required = [
        one for one in admitted if all(_matches(one, node, literally=False) for node in loose.required)
    ]
    lacks = [tuple(text for text in loose.named if not _holds(one, Literal(text, text))) for one in required]
    having = {text: sum(_holds(one, Literal(text, text)) for one in reports) for text in loose.texts}
    tells = {text: telling(having[text], len(reports)) for text in loose.texts}
    held = [sum(tells[text] for text in loose.texts if text not in lacking) for lacking in lacks]
    least = enough(max(held, default=0), sum(tells.values()), is_sentence=is_sentence(query.root))
    for report, lacking, has in zip(required, lacks, held, strict=True):
        if report not in strict and has and has >= least:
            found.append(ScanMatch(report, "relaxed", lacks=lacking))
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


def _values(facet: Facet, matches: list[ScanMatch]) -> tuple[tuple[str, int], ...]:
    if facet == "folder":
        return tuple(sorted(Counter(m.report.folder for m in matches if m.report.folder).items()))
    if facet != "source":
        size = {"year": 4, "month": 7}[facet]
        dates = [match.report.date for match in matches]
        return tuple(sorted(Counter(date[:size] for date in dates if len(date) >= size).items()))
    sources = Counter(match.report.source for match in matches if match.report.source)
    return tuple(sorted(sources.items(), key=lambda pair: (-pair[1], pair[0])))


def _characters(facet: Facet, matches: list[ScanMatch]) -> tuple[tuple[str, int], ...]:
    """How many characters the matches have that have each value."""
    having = {value: 0 for value, _ in _values(facet, matches)}
    for match in matches:
        for value, _ in _values(facet, [match]):
            having[value] += match.report.characters
    if facet == "source":
        return tuple(sorted(having.items(), key=lambda pair: (-pair[1], pair[0])))
    return tuple(having.items())
