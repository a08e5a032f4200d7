"""A list of questions -> one table: how many reports, from when to when, and how many of each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from indexer.errors import AskedWrongly
from indexer.message import Message, says
from indexer.query import Filters, Query
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.asking import queries_of
from indexer.search.escaping import csv_lines
from indexer.search.periods import periods_between
from indexer.store import Count, Snapshot

MAX_LISTED = 200
"""As many as an address has room for, and a table that is read in one piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyLine:
    """One question."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    total: int = field(metadata=says("命中几篇报告，准确数。"))
    first: str = field(metadata=says("最早一篇的日期；日期都不知道的为空。"))
    last: str = field(metadata=says("最晚一篇的日期；日期都不知道的为空。"))
    reports: tuple[int, ...] = field(metadata=says("各年命中几篇，与 years 一一对应。"))


@dataclass(frozen=True, slots=True)
class Survey:
    """`years` follow one another without a gap, from the first to the last that any question finds."""

    years: tuple[str, ...] = field(metadata=says("各年，连续不断，从早到晚。"))
    lines: tuple[SurveyLine, ...] = field(metadata=says("各检索式，按给出的顺序。"))


def listed(text: str) -> list[str]:
    """The questions of a text, one a line; empty lines are none. Raises `AskedWrongly` for too many."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    return _not_too_many([line for line in lines if line])


def survey(
    snapshot: Snapshot, questions: Sequence[str], filters: Filters | None = None, lexicon: Lexicon = EMPTY
) -> Survey:
    """The table of up to `MAX_LISTED` questions, all asked at once.

    Raises `AskedWrongly` (no question, too many), `OutOfTime` and `IndexUnusable`.
    """
    if not questions:
        raise AskedWrongly(Message("没有检索式。请每行写一个。"))
    queries = queries_of(snapshot, _not_too_many(questions), filters, lexicon)
    counts = snapshot.counts(queries, ("year",))
    held = sorted({year for count in counts for year, _ in count.facets["year"]})
    years = tuple(periods_between(held[0], held[-1])) if held else ()
    lines = zip(queries, counts, strict=True)
    return Survey(years, tuple(_line(query, count, years) for query, count in lines))


def _line(query: Query, count: Count, years: Sequence[str]) -> SurveyLine:
    found = dict(count.facets["year"])
    return SurveyLine(
        q=query.text,
        read_as=query.read_as,
        total=count.total,
        first=count.first,
        last=count.last,
        reports=tuple(found.get(year, 0) for year in years),
    )


def _not_too_many(questions: Sequence[str]) -> list[str]:
    if len(questions) > MAX_LISTED:
        raise AskedWrongly(
            Message(
                "一次最多 {most} 个检索式，这次有 {given} 个。请分几次。",
                most=MAX_LISTED,
                given=len(questions),
            )
        )
    return list(questions)


def survey_csv(found: Survey) -> Iterator[str]:
    """The table as pieces of a CSV file, a row for every question."""
    head = ("q", "total", "first", "last", *found.years)
    rows = ((line.q, line.total, line.first, line.last, *line.reports) for line in found.lines)
    return csv_lines(chain([head], rows))
