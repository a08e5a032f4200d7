"""The tools: each asks one snapshot of the index, and answers so that a model has room for it.

What a parameter means is said to models where it is declared; bounds are checked by the SDK.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from indexer import Context as Line
from indexer import (
    Hit,
    LexiconFiles,
    Match,
    Parameters,
    Piece,
    Report,
    ReportNotFound,
    Snapshot,
    Store,
    cite,
    contexts,
    contexts_asked,
    excerpt,
    losses,
    search,
    trend,
    trend_asked,
    underway,
    within,
)
from webapp.mcp.answers import Cited, Course, Found, From, Held, Latest, Lines, Read, Statement, Trends

_MAX_QUOTED = 300
_MOST, _LATEST = 20, 5
"""Of sources, folders and files that are not held; of reports that came last."""

Question = Annotated[
    str, Field(description="检索式：空格=都要，|=或，-=不要，“”=一字不差，title: source: date: 限定")
]
Day = Annotated[str, Field(description="2024、2024-03 或 2024-03-05")]
Source = Annotated[str, Field(description="来源全名")]
Offset = Annotated[int, Field(ge=0, le=10_000)]
Number = Annotated[int, Field(ge=1, description="第几段，从 1 数起")]


@dataclass(frozen=True, slots=True)
class Tools:
    """All of them, over one store, whose ledger and word files are in the folder `index`."""

    store: Store
    words: LexiconFiles
    index: Path

    def search(
        self,
        q: Question,
        limit: Annotated[int, Field(ge=1, le=20, description="几篇")] = 5,
        offset: Offset = 0,
        passages: Annotated[int, Field(ge=1, le=5, description="每篇几个片段")] = 1,
        after: Day = "",
        before: Day = "",
        source: Source = "",
    ) -> Found:
        given = {"q": q, "limit": limit, "offset": offset, "passages": passages}
        asked = _asked(given, after, before, source)
        with self.store.snapshot() as snapshot:
            found = search(snapshot, Parameters.read(asked), self.words.lexicon())
            return Found(
                read_as=found.query.read_as,
                total=found.total,
                some_words_only=found.query.relaxed,
                did_you_mean=found.query.did_you_mean,
                statements=tuple(one for hit in found.hits for one in _statements(hit)),
                next=found.next_offset,
            )

    def read(
        self,
        id: str,
        paragraph: Number = 1,
        around: Annotated[int, Field(ge=0, le=100, description="连同前后各几段")] = 1,
        start: Annotated[int, Field(ge=0, description="从该段第几个字起")] = 0,
        characters: Annotated[int, Field(ge=100, le=10_000, description="最多几个字")] = 1000,
    ) -> Read:
        with self.store.snapshot() as snapshot:
            report = _report(snapshot, id)
        count = len(report.paragraphs)
        wanted = within(paragraph, paragraph, around, count)
        part = excerpt(report, wanted, paragraph, start, characters)
        return Read(
            title=report.title,
            paragraphs=count,
            statements=tuple(_piece(report, one) for one in part.pieces),
            next=From(part.rest.paragraph, part.rest.start) if part.rest else None,
        )

    def contexts(
        self,
        q: Question,
        sort: Literal["found", "left", "right", "newest", "oldest"] = "found",
        limit: Annotated[int, Field(ge=1, le=50, description="几行")] = 10,
        offset: Offset = 0,
        after: Day = "",
        before: Day = "",
        source: Source = "",
    ) -> Lines:
        given = {"q": q, "sort": sort, "limit": limit, "offset": offset}
        asked, order = contexts_asked(_asked(given, after, before, source))
        with self.store.snapshot() as snapshot:
            found = contexts(snapshot, asked, self.words.lexicon(), order)
            reports = _reports(snapshot, found.lines)
        return Lines(
            reports=found.reports,
            total=found.total,
            statements=tuple(_line(reports[one.id], one) for one in found.lines),
            next=found.next_offset,
        )

    def trend(
        self,
        q: Annotated[list[str], Field(min_length=1, max_length=5, description="一至五个检索式，逐条比较")],
        by: Literal["", "month", "year"] = "",
        after: Day = "",
        before: Day = "",
        source: Source = "",
    ) -> Trends:
        period, filters = trend_asked(_asked({"by": by}, after, before, source))
        with self.store.snapshot() as snapshot:
            found = trend(snapshot, q, period, filters, self.words.lexicon())
        courses = tuple(
            Course(line.q, line.total, line.undated, _some(found.periods, line.reports))
            for line in found.lines
        )
        named = {period for course in courses for period in course.periods}
        held = {one: many for one, many in _some(found.periods, found.held).items() if one in named}
        return Trends(found.by, courses, held)

    def cite(
        self,
        id: str,
        paragraph: Number | None = None,
        style: Literal["text", "bibtex", "ris", "markdown"] = "text",
    ) -> Cited:
        with self.store.snapshot() as snapshot:
            report = _report(snapshot, id)
        text = cite(report, paragraph, style, "", date.today())
        quote = report.paragraphs[paragraph - 1].text[:_MAX_QUOTED] if paragraph else ""
        return Cited(id=id, paragraph=paragraph, citation=text, quote=quote)

    def holdings(self) -> Held:
        with self.store.snapshot() as snapshot:
            held = snapshot.holdings(_LATEST)
            latest = tuple(_latest(match) for match in held.latest)
        lost = losses(self.index)
        many = {"sources": held.values["source"], "folders": held.values["folder"], "losses": lost}
        return Held(
            reports=held.reports,
            characters=held.characters,
            years=held.values["year"],
            sources=held.values["source"][:_MOST],
            folders=held.values["folder"][:_MOST],
            latest=latest,
            losses=lost[:_MOST],
            underway=underway(self.index),
            more={name: len(values) - _MOST for name, values in many.items() if len(values) > _MOST},
        )

    def whole(self, id: str) -> Report:
        """A report. Raises `ReportNotFound`."""
        with self.store.snapshot() as snapshot:
            return _report(snapshot, id)


def _asked(given: dict[str, object], after: str, before: str, source: str) -> dict[str, str]:
    """As an address has it, for the readers of addresses; "after" and "before" are from and to, which Python
    keeps for itself."""
    whole = {**given, "from": after, "to": before, "source": source}
    return {name: str(value) for name, value in whole.items() if value != ""}


def _report(snapshot: Snapshot, report_id: str) -> Report:
    (found,) = snapshot.get([report_id])
    if found is None:
        raise ReportNotFound(report_id)
    return found


def _reports(snapshot: Snapshot, lines: Sequence[Line]) -> dict[str, Report]:
    """Those of the lines, by their ids."""
    ids = list(dict.fromkeys(line.id for line in lines))
    return {one.id: one for one in snapshot.get(ids) if one}


def _statements(hit: Hit) -> list[Statement]:
    """Its passages; of a report found by its title alone the title."""
    if not hit.passages:
        return [_statement(hit.report, 0, hit.title.text)]
    return [_statement(hit.report, one.paragraph, one.text) for one in hit.passages]


def _piece(report: Report, piece: Piece) -> Statement:
    return _statement(report, piece.paragraph, piece.text)


def _latest(match: Match) -> Latest:
    known, title = match.known, match.normal.title
    return Latest(known.id, "" if title is None else match.original(title), known.date, known.source)


def _line(report: Report, line: Line) -> Statement:
    return _statement(report, line.paragraph, f"{line.left}【{line.keyword}】{line.right}")


def _statement(report: Report, paragraph: int, text: str) -> Statement:
    return Statement(report.id, paragraph, text, cite(report, paragraph or None, "text", "", date.today()))


def _some(periods: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    """Those that are not zero: years without a report would fill the room of a model with nothing."""
    return {period: count for period, count in zip(periods, counts, strict=True) if count}
