"""A report -> the document that is indexed, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property
from hashlib import blake2b
from typing import Any

import numpy as np

from indexer.dates import day
from indexer.opensearch_store.kept import Kept
from indexer.opensearch_store.mapping import (
    APART,
    AUTHOR_UNITS,
    KEPT,
    MARKS,
    OFTEN,
    PAIRS_LENGTH,
    SOURCE_UNITS,
    TITLE_LENGTH,
    TITLE_UNITS,
    TITLE_WORDS,
    UNITS,
    WORDS,
    WORDS_LENGTH,
)
from indexer.opensearch_store.units import coded, marks
from indexer.ranking.scripts import Scripts
from indexer.ranking.sketches import NOTHING, sketches
from indexer.report import At, Kind, Known, Report
from indexer.store import CLASSES, Class
from indexer.text.fold import Folded, fingerprint, fold
from indexer.text.literal import occurs
from indexer.text.normal import END_OF_BLOCK, Normal, Units, code_points, ends_of, units
from indexer.text.words import cut, words, words_of

Json = dict[str, Any]

UNKNOWN_DAY = 99_999_999
"""The last day of a report of unknown date, so that no span of days ends before it."""


def name_of(attempt: int, report_id: str) -> str:
    """The document of a report in one attempt at a commit: what is sent twice is the same document."""
    return blake2b(f"{attempt}/{report_id}".encode(), digest_size=16).hexdigest()


def document(report: Report, attempt: int) -> Json:
    """What is indexed of a report."""
    folded = [Folded.of(block.text) for block in report.blocks]
    normal = [one.text for one in folded]
    titles = [text for text, block in zip(normal, report.blocks, strict=True) if block.kind is Kind.TITLE]
    whole = "".join(text + END_OF_BLOCK for text in normal)
    cut_up, in_title = cut(whole), words("\n".join(titles))
    found, sketch, print_ = words_of(cut_up), sketch_of(whole), fingerprint(normal).hex()
    borders = ends_of(cut_up.starts, cut_up.sizes, len(whole))
    return {
        "id": report.id,
        "born": attempt,
        KEPT: Kept.of(report, folded, print_, sketch, borders).packed(),
        "place": report.place,
        "fingerprint": print_,
        UNITS: [coded(text) for text in normal],
        MARKS: [marks(text) for text in normal],
        TITLE_UNITS: [coded(text) for text in titles],
        SOURCE_UNITS: coded(fold(report.source)),
        AUTHOR_UNITS: [coded(fold(name)) for name in report.authors],
        WORDS: _counted(found),
        TITLE_WORDS: _counted(in_title),
        WORDS_LENGTH: len(found),
        TITLE_LENGTH: len(in_title),
        PAIRS_LENGTH: sum(map(len, normal)),
        "characters": report.characters,
        "title": title_key(titles),
        "source": report.source,
        "folder": report.folder,
        "indexed": report.indexed,
        "authors": list(report.authors),
        "sketch": sketch,
        **_dates(report.date),
    }


def _counted(found: Iterable[str]) -> str:
    """Words as they are sent, each once."""
    often = Counter(found).items()
    return APART.join(word if number == 1 else f"{word}{OFTEN}{number}" for word, number in often)


def sketch_of(text: str) -> list[int]:
    """The numbers by which the reprints of a text are found."""
    points = code_points(text)
    return [one for one in sketches(points, np.array([points.size]))[0].tolist() if one != NOTHING]


def title_key(titles: list[str]) -> str:
    """What reports have in common whose titles have one normal form."""
    return blake2b("\n".join(titles).encode(), digest_size=8).hexdigest() if titles else ""


def _dates(date: str) -> Json:
    """A date that is cut short is all of its days."""
    if not date:
        return {"day": 0}
    year = {"year": date[:4], "day": day(date), "first_day": day(date), "last_day": last_day(date)}
    return {**year, "month": date[:7]} if len(date) > 4 else year


def last_day(date: str) -> int:
    """The last day, as a number, that a date cut short may mean: 2024-03 -> 20240399."""
    return int(date.replace("-", "").ljust(8, "9"))


class ClusterMatch:
    """A `Match` and a `Candidate`, read from the document that the cluster sent."""

    def __init__(self, hit: Json, match: Class, looked_for: tuple[str, ...] = ()) -> None:
        self._packed, self._looked_for = hit["fields"][KEPT][0], looked_for
        self.match, self.score = match, float(hit.get("_score") or 0.0)

    @cached_property
    def kept(self) -> Kept:
        return Kept.unpacked(self._packed)

    @property
    def id(self) -> str:
        return self.known.id

    @property
    def class_number(self) -> int:
        return CLASSES.index(self.match)

    @property
    def tie(self) -> tuple[int, str]:
        return -day(self.known.date), self.id

    def units(self) -> Units:
        return units(self.normal.whole)

    def is_exact(self, scripts: Scripts) -> bool:
        if self.match != "literal" or (scripts.are_normal and not self.kept.is_other):
            return True
        return scripts.exact(self.normal.blocks, self.original)

    def rescored(self, score: float) -> ClusterMatch:
        other = copy(self)
        other.score = score
        return other

    @property
    def report(self) -> Report:
        return self.kept.report

    @property
    def normal(self) -> Normal:
        return self.kept.normal

    @property
    def known(self) -> Known:
        return self.kept.about

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        return tuple(text for text in self._looked_for if not self._holds(text))

    def _holds(self, text: str) -> bool:
        return any(occurs(block, text) for block in self.normal.blocks)

    def original(self, block: int) -> str:
        return self.kept.original(block)

    def at(self, block: int) -> At:
        return self.kept.at(block)

    @property
    def headings(self) -> list[int]:
        return self.kept.headings


def matches(hits: Iterable[Json], of: Class | None, looked_for: tuple[str, ...]) -> Iterator[ClusterMatch]:
    """The hits of a search for one class, or whose parts are named by the classes of what they find."""
    for hit in hits:
        match = next(one for one in CLASSES if one in hit["matched_queries"]) if of is None else of
        yield ClusterMatch(hit, match, looked_for if match == "relaxed" else ())


def reports_of(answer: Json) -> list[ClusterMatch]:
    """The reports that a search has brought, in its order."""
    return [ClusterMatch(hit, "literal") for hit in answer["hits"]["hits"]]
