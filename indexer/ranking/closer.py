"""A closer look at the reports that come first by relevance, as `order.py` says: 4., 5. and 6. of it.

Reports are looked at as far as `Closer.examined`, whichever page is asked for: so pages are pieces of one
order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Protocol, Self, TypeVar

from indexer.ranking.evidence import as_far_as
from indexer.ranking.order import EXAMINED_CHARACTERS, EXAMINED_FOR_KEYWORDS, EXAMINED_REPORTS, Floats
from indexer.ranking.scripts import Scripts
from indexer.text.normal import Units


class Candidate(Protocol):
    """A report that matches, as a store has it. `class_number` is the place of its class in `store.CLASSES`,
    `tie` what decides between equal scores: of two reports the one with the smaller comes first. `units` are
    those of its normal form."""

    @property
    def class_number(self) -> int: ...
    @property
    def score(self) -> float: ...
    @property
    def tie(self) -> tuple[Any, ...]: ...
    def units(self) -> Units: ...
    def is_exact(self, scripts: Scripts) -> bool:
        """False for a literal match that stands only in the other script."""

    def rescored(self, score: float) -> Self: ...


One = TypeVar("One", bound=Candidate)


@dataclass(frozen=True, slots=True)
class Closer:
    """`added` tells what each of the texts adds to the score of its report. `by_class` is whether the class
    of a match comes before its score."""

    added: Callable[[Sequence[Units]], Floats]
    scripts: Scripts
    by_class: bool

    @property
    def examined(self) -> int:
        """How many reports are looked at."""
        return EXAMINED_FOR_KEYWORDS if self.by_class else EXAMINED_REPORTS

    def look(self, found: Iterator[One]) -> Iterator[One]:
        """The same in the order of what the look tells. It takes nothing away, so what comes behind those
        that are looked at stays behind them."""
        first = self._with_evidence(list(islice(found, self.examined)))
        return chain(sorted(first, key=self._by_relevance), found)

    def _with_evidence(self, found: Sequence[One]) -> Iterator[One]:
        if not found:
            return iter(())
        texts = [one.units() for one in found]
        examined = as_far_as([text.size for text in texts], EXAMINED_CHARACTERS)
        both = zip(found[:examined], self.added(texts[:examined]).tolist(), strict=True)
        return chain((one.rescored(round(one.score + more, 9)) for one, more in both), found[examined:])

    def _by_relevance(self, one: Candidate) -> tuple[Any, ...]:
        by_class = (one.class_number, not one.is_exact(self.scripts)) if self.by_class else ()
        return *by_class, -one.score, one.tie
