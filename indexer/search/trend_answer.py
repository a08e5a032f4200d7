"""A trend as an answer: what was counted for each period, and what is worked out of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, compress
from typing import Any, Literal, assert_never, get_args

from indexer.message import says
from indexer.search.escaping import csv_lines
from indexer.search.json_form import LEFT_OUT
from indexer.search.periods import By

Value = Literal["reports", "share", "occurrences", "per_million"]
"""How many reports match, or how many of 1,000 that are held; how often it stands there, or how often in a
million characters that are held."""
VALUES: tuple[Value, ...] = get_args(Value)
OF_TEXT: tuple[Value, ...] = ("occurrences", "per_million")
"""To tell these the text of every report that matches is looked through."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question."""

    q: str = field(metadata=says("收到的检索式。"))
    read_as: str = field(metadata=says("实际理解成的检索式。"))
    total: int = field(metadata=says("命中几篇报告，准确数。"))
    undated: int = field(metadata=says("其中几篇的日期不知道，或不够确切。"))
    reports: tuple[int, ...] = field(metadata=says("各时段命中几篇，与 periods 一一对应。"))
    occurrences: tuple[int, ...] = field(
        default=LEFT_OUT, metadata=says("各时段出现多少处；value 为 occurrences 或 per_million 时才有。")
    )
    total_occurrences: int = field(
        default=LEFT_OUT, metadata=says("一共出现多少处，准确数，连同日期不知道的；同样要有 value 才有。")
    )


@dataclass(frozen=True, slots=True)
class Trend:
    """`periods` follow one another without a gap, "2024-03" or "2024", from the first to the last that the
    index holds a report of, among those that the filters admit."""

    by: By = field(metadata=says("按月 month 或按年 year。"))
    periods: tuple[str, ...] = field(metadata=says("各时段，连续不断，从早到晚。"))
    held: tuple[int, ...] = field(metadata=says("各时段共收录几篇，与 periods 一一对应。"))
    lines: tuple[Line, ...] = field(metadata=says("各检索式，按给出的顺序。"))
    characters: tuple[int, ...] = field(
        default=(), metadata=says("各时段共收录多少字，与 periods 一一对应。")
    )

    def between(self, first: str, last: str) -> Trend:
        """What of it lies from one period to another, both included; years do for months. Totals stay."""
        kept = [first <= one[: len(first)] and one[: len(last)] <= last for one in self.periods]

        def cut(values: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(compress(values, kept))

        lines = tuple(_cut(line, cut) for line in self.lines)
        return Trend(self.by, cut(self.periods), cut(self.held), lines, cut(self.characters))

    def shares(self, line: Line) -> tuple[float | None, ...]:
        """How many of 1,000 reports held match, for each period; None where none is held."""
        return _of_each(1000, line.reports, self.held)

    def column(self, line: Line, value: Value) -> tuple[float | None, ...]:
        """The line as one of its values, period by period; None where nothing is held."""
        match value:
            case "reports":
                return line.reports
            case "share":
                return self.shares(line)
            case "occurrences":
                return line.occurrences
            case "per_million":
                return _of_each(1_000_000, line.occurrences, self.characters)
            case _:
                assert_never(value)


def _cut(line: Line, cut: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Line:
    if line.occurrences is LEFT_OUT:
        return replace(line, reports=cut(line.reports))
    return replace(line, reports=cut(line.reports), occurrences=cut(line.occurrences))


def _of_each(many: int, found: Sequence[int], held: Sequence[int]) -> tuple[float | None, ...]:
    both = zip(found, held, strict=True)
    return tuple(round(many * one / all_held, 2) if all_held else None for one, all_held in both)


def trend_csv(found: Trend, value: Value = VALUES[0]) -> Iterator[str]:
    """The trend as pieces of a CSV file: a row for every period, a column for every question. Of numbers of
    reports the last row has those whose period is unknown."""
    head = ("period", "held", *(line.q for line in found.lines))
    columns = [found.column(line, value) for line in found.lines]
    rows = zip(found.periods, found.held, *columns, strict=True)
    undated = [("", "", *(line.undated for line in found.lines))]
    return csv_lines(chain([head], rows, undated if value == "reports" else ()))
