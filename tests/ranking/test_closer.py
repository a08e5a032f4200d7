"""The closer look, at reports of no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import parse
from indexer.ranking.closer import Closer
from indexer.ranking.order import Floats
from indexer.ranking.scripts import Scripts
from indexer.text.fold import fold
from indexer.text.normal import Units, units


@dataclass(frozen=True)
class Candidate:
    """The more of 好 there is in its text, the more a look adds to its score."""

    text: str
    class_number: int = 0
    score: float = 0.0

    @property
    def tie(self) -> tuple[str]:
        return (self.text,)

    def units(self) -> Units:
        return units(self.text)

    def is_exact(self, scripts: Scripts) -> bool:
        return scripts.exact([fold(self.text)], [self.text].__getitem__)

    def rescored(self, score: float) -> Candidate:
        return replace(self, score=score)


def _added(texts: Sequence[Units]) -> Floats:
    return np.array([(text == ord("好")).sum() for text in texts], np.float64)


def _look(*found: Candidate, by_class: bool = True) -> list[Candidate]:
    return list(Closer(_added, Scripts(parse("臺灣")), by_class).look(iter(found)))


def test_keywords_come_by_class_then_in_the_script_that_was_typed_then_by_what_the_look_adds() -> None:
    other, exact, better = Candidate("台湾好好好"), Candidate("臺灣"), Candidate("臺灣好")
    by_words = Candidate("臺灣好好好好", class_number=1)
    assert [one.text for one in _look(by_words, other, exact, better)] == [
        better.text,
        exact.text,
        other.text,
        by_words.text,
    ]


def test_of_a_sentence_only_the_score_decides() -> None:
    found = _look(Candidate("臺灣", score=1.5), Candidate("台湾好好", class_number=2), by_class=False)
    assert [(one.text, one.score) for one in found] == [("台湾好好", 2.0), ("臺灣", 1.5)]


@given(st.lists(st.integers(0, 3), max_size=60), st.booleans())
def test_what_comes_behind_those_that_are_looked_at_stays_there_as_it_was(
    goods: list[int], by_class: bool
) -> None:
    closer = Closer(_added, Scripts(parse("臺灣")), by_class)
    found = [Candidate("好" * good, score=-float(place)) for place, good in enumerate(goods)]
    seen = list(closer.look(iter(found)))
    assert seen[closer.examined :] == found[closer.examined :]
    assert sorted(one.text for one in seen) == sorted(one.text for one in found)
