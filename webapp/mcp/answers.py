"""What the tools answer: little enough for a model, and each statement with its report, its paragraph and its
citation. The fields, in their order, are the JSON that a model reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer import Counts, Told, Underway


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands in a paragraph of a report, and how to cite it; paragraph 0 is the title."""

    id: str
    paragraph: int
    text: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Statements of the reports that match, best first. `total` counts reports; where none matches as asked,
    the statements are of those that have only some of the words. `next` is the offset to go on from."""

    read_as: str
    total: int
    some_words_only: bool
    did_you_mean: str | None
    statements: tuple[Statement, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class From:
    """Where to go on reading."""

    paragraph: int
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Paragraphs that follow one another, `paragraphs` of which the whole report has."""

    title: str
    paragraphs: int
    statements: tuple[Statement, ...]
    next: From | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Occurrences, in 【】 within what stands around them. `total` is None where not all were counted."""

    reports: int
    total: int | None
    statements: tuple[Statement, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class Course:
    """How many reports match in all and in each period that has one."""

    q: str
    total: int
    undated: int
    periods: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Trends:
    """`held` has how many reports there are in the periods that the courses have."""

    by: str
    courses: tuple[Course, ...]
    held: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A citation, and the beginning of the paragraph that is cited."""

    id: str
    paragraph: int | None
    citation: str
    quote: str


@dataclass(frozen=True, slots=True)
class Latest:
    """One of the reports that came last."""

    id: str
    title: str
    date: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the index holds and what not, in the fields of `/api/v1/holdings`; of what there may be many only
    the first, and in `more` how many there are besides, by the name of the field."""

    reports: int
    characters: int
    years: Counts
    sources: Counts
    folders: Counts
    latest: tuple[Latest, ...]
    losses: tuple[Told, ...]
    underway: Underway | None
    more: Mapping[str, int]
