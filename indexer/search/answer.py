"""What a search answers, and the JSON of it that programs see (the same from CLI and API)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from indexer.report import Report
from indexer.store import Class, Facet, Manner

Mark = tuple[int, int]
"""From where to where to mark, in code points of the original text; the end is not included."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marks, which rise and do not overlap."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paragraph: `paragraph` counts from 1, `start` is where the piece begins in it.

    `text.text` is that piece unchanged, `text.marks` count from its beginning.
    """

    paragraph: int
    start: int
    text: Marked
    before: bool
    """True where the paragraph goes on before the piece, likewise `after`."""
    after: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A report found. `occurrences` counts the places that are marked in all of it; `lacks` are the words of
    the query that a relaxed match does not have; `reprints` are the ids of reports whose text is nearly the
    same, most alike first."""

    report: Report
    title: Marked
    score: float
    match: Class
    occurrences: int
    passages: tuple[Passage, ...]
    lacks: tuple[str, ...] = ()
    reprints: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> int:
        return len(self.report.paragraphs)


@dataclass(frozen=True, slots=True)
class TermAnswer:
    """One keyword as it was read, how it matched, and in how many reports by itself. What is `unwanted` must
    not be in a report."""

    text: str
    matched: Manner
    reports: int
    unwanted: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A question that does find something: the one that found nothing, without some of its keywords."""

    keywords: tuple[str, ...]
    q: str
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """For `total` and `totals` see `Matches`. Where nothing matches as asked, `total` is 0, `relaxed` is true
    and the hits are relaxed ones; where something does, relaxed ones may stand `apart`. `left_out` and
    `did_you_mean` say what to ask instead. `cursor` is that of the next page; None on the last, and where
    pages are not asked for `by_cursor`.
    """

    q: str
    read_as: str
    notes: tuple[str, ...]
    terms: tuple[TermAnswer, ...]
    relaxed: bool
    did_you_mean: str | None
    left_out: tuple[LeftOut, ...]
    total: int
    totals: Mapping[Class, int | None]
    took_ms: float
    offset: int
    limit: int
    hits: tuple[Hit, ...]
    apart: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[tuple[str, int], ...]]
    by_cursor: bool = False
    cursor: str | None = None

    @property
    def following(self) -> int | str | None:
        """What leads to the next page: its cursor where that is how pages are asked for, else its offset."""
        return self.cursor if self.by_cursor else self.next_offset

    @property
    def next_offset(self) -> int | None:
        """Where the next page begins; None on the last."""
        after = self.offset + self.limit
        return after if self.limit and after < self.listed else None

    @property
    def listed(self) -> int:
        """How many hits the pages hold together."""
        return self.total or (self.totals["relaxed"] or 0 if self.relaxed else 0)


def answer_json(answer: Answer, next_url: str | None) -> dict[str, Any]:
    """The answer as the API writes it."""
    return {
        "query": {
            "q": answer.q,
            "read_as": answer.read_as,
            "notes": answer.notes,
            "terms": [asdict(term) for term in answer.terms],
            "relaxed": answer.relaxed,
            "did_you_mean": answer.did_you_mean,
            "left_out": [asdict(one) for one in answer.left_out],
        },
        "total": answer.total,
        "totals": dict(answer.totals),
        "took_ms": answer.took_ms,
        "offset": answer.offset,
        "limit": answer.limit,
        **({"cursor": answer.cursor} if answer.by_cursor else {}),
        "next": next_url,
        "hits": [hit_json(hit) for hit in answer.hits],
        "apart": [hit_json(hit) for hit in answer.apart],
        "facets": {name: [list(pair) for pair in pairs] for name, pairs in answer.facets.items()},
    }


def report_url(report_id: str) -> str:
    """The report's page, from the root of the site."""
    return f"/reports/{quote(report_id, safe='')}"


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the API writes it."""
    report = hit.report
    return {
        "id": report.id,
        "title": {"text": hit.title.text, "marks": hit.title.marks},
        "date": report.date,
        "source": report.source,
        "authors": report.authors,
        "url": report_url(report.id),
        "score": round(hit.score, 4),
        "match": hit.match,
        "lacks": hit.lacks,
        "occurrences": hit.occurrences,
        "paragraphs": hit.paragraphs,
        "reprints": hit.reprints,
        "passages": [
            {
                "paragraph": passage.paragraph,
                "start": passage.start,
                "text": passage.text.text,
                "marks": passage.text.marks,
            }
            for passage in hit.passages
        ],
    }


def report_json(report: Report) -> dict[str, Any]:
    """A report as `jianbao read --json` prints it."""
    return {
        "title": report.title,
        "date": report.date,
        "source": report.source,
        "authors": report.authors,
        "number": report.number,
        "page": report.page,
        "blocks": [{"kind": block.kind, "text": block.text} for block in report.blocks],
    }
