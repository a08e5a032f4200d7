"""The page of one report: its text with its marks, how to cite it, and what else is about the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from flask import Blueprint, Response, request

from indexer import (
    CITATION_STYLES,
    Kind,
    Marked,
    Report,
    chosen,
    has_original,
    losses_of,
    mark_report,
    outline,
    query_of,
)
from webapp.addresses import (
    HOME,
    RESULT,
    Given,
    changed,
    given_loosely,
    given_strictly,
    number_asked,
    report_url,
    results_page,
)
from webapp.citing import cited
from webapp.pages.hits import is_pdf
from webapp.state import index, lexicon, report_of, snapshot
from webapp.templating import rendered

blueprint = Blueprint("reports", __name__)

_MAX_REPRINTS = 20
_MAX_SIMILAR = 5
_MAX_OCCURRENCES = 500
"""The page lists no more; the buttons and the strip lead to all of them."""


@blueprint.get("/reports/<id:report_id>")
def report(report_id: str) -> str:
    given = given_loosely(request.args)
    found = report_of(report_id)
    blocks = _blocks(found, given)
    paragraph = _cited(found)
    (reprints,) = snapshot().reprints([report_id])
    return rendered(
        "report.html",
        report=found,
        blocks=blocks,
        outline=_outline(found, blocks),
        marks=sum(len(block.text.marks) for block in blocks),
        occurrences=[one for one in occurrences(blocks) if one.number <= _MAX_OCCURRENCES],
        ticks=list(ticks(blocks)),
        given=given,
        q=given.get("q", ""),
        ways=_ways(given),
        here=changed(report_url(report_id), given, at=request.args.get("at") or None),
        citations=cited(found),
        cited=paragraph,
        paragraph_citations=cited(found, paragraph) if paragraph else None,
        has_original=has_original(found.place),
        pages=_pages(found),
        losses=losses_of(index(), found.place) if found.place else (),
        similar=[match.report for match in snapshot().similar(report_id, _MAX_SIMILAR)],
        reprints=[one for one in snapshot().get(reprints.ids[:_MAX_REPRINTS]) if one],
        same_text=reprints.ids[: reprints.same],
    )


@dataclass(frozen=True, slots=True)
class Ways:
    """From a report back to where it was found, and on to what was found before and after it."""

    back: str
    previous: str
    following: str


def _ways(given: Given) -> Ways:
    if not (at := number_asked(request.args, "at")):
        return Ways(changed(HOME, given), "", "")
    previous, following = (changed(RESULT, given, at=number) for number in (at - 1, at + 1))
    return Ways(results_page(given, at), previous if at > 1 else "", following)


@blueprint.get("/cite/<id:report_id>")
def citation(report_id: str) -> Response:
    """One citation as plain text, to be copied or fetched."""
    given = given_strictly(request.args, ("style", "paragraph"))
    style = chosen("style", given.get("style", CITATION_STYLES[0]), CITATION_STYLES)
    text = getattr(cited(report_of(report_id), number_asked(given, "paragraph")), style)
    return Response(f"{text}\n", mimetype="text/plain")


def _blocks(found: Report, given: Given) -> list[NumberedBlock]:
    """The report's blocks, marked where the query is found."""
    q, kinds = given.get("q", ""), [block.kind for block in found.blocks]
    if q.strip():
        return numbered(kinds, mark_report(found, query_of(snapshot(), q, lexicon=lexicon())))
    return numbered(kinds, [Marked(block.text, ()) for block in found.blocks])


def _outline(found: Report, blocks: Sequence[NumberedBlock]) -> list[tuple[NumberedBlock, int]]:
    """The blocks that an outline names, and how deep each lies; none where it names but one."""
    entries = outline(found.blocks)
    return [(blocks[one.block], one.depth) for one in entries] if len(entries) > 1 else []


def _pages(found: Report) -> dict[int, int]:
    """The blocks with which a page of a PDF begins, and the number of the page."""
    pages: dict[int, int] = {}
    if is_pdf(found.file) and has_original(found.place):
        last = 0
        for number, block in enumerate(found.blocks):
            if block.at.page > last:
                pages[number] = last = block.at.page
    return pages


def _cited(found: Report) -> int | None:
    """The paragraph that the page is asked to cite, if the report has it."""
    number = number_asked(request.args, "cite")
    return number if number and number <= len(found.paragraphs) else None


# — where its marks are —


STRIP_LENGTH = 1000
"""Of what the ticks are on, in the units of the drawing, whatever the length of the report."""
_MIN_TICK_DISTANCE = 4
"""Ticks nearer to each other would be one blot: they are one tick."""

_CHARACTERS_BEFORE = 10
_CHARACTERS_BEHIND = 14
"""What is shown around a mark in the list."""


@dataclass(frozen=True, slots=True)
class NumberedBlock:
    """A block on a report's page. `number` is that of its paragraph, which the title has none of; `first` is
    the number of its first mark: marks are counted from 1 through the whole report."""

    kind: Kind
    text: Marked
    number: int | None
    first: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A mark with what stands around it; the title is paragraph None."""

    number: int
    paragraph: int | None
    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Marks close together: the first of them, and where it is."""

    at: int
    mark: int


def numbered(kinds: Sequence[Kind], texts: Sequence[Marked]) -> list[NumberedBlock]:
    """Blocks with their paragraphs and their marks numbered."""
    paragraphs = iter(range(1, len(kinds) + 1))
    firsts = accumulate((len(text.marks) for text in texts), initial=1)
    return [
        NumberedBlock(kind, text, None if kind is Kind.TITLE else next(paragraphs), first)
        for kind, text, first in zip(kinds, texts, firsts, strict=False)
    ]


def occurrences(blocks: Sequence[NumberedBlock]) -> Iterator[Occurrence]:
    """Every mark, in the order of the text."""
    for block in blocks:
        text = block.text.text
        for number, (start, end) in enumerate(block.text.marks, block.first):
            first, last = max(0, start - _CHARACTERS_BEFORE), end + _CHARACTERS_BEHIND
            before = ("…" if first else "") + text[first:start]
            after = text[end:last] + ("…" if last < len(text) else "")
            yield Occurrence(number, block.number, before, text[start:end], after)


def ticks(blocks: Sequence[NumberedBlock]) -> Iterator[Tick]:
    """The marks by their share of the report's characters, from 0 to `STRIP_LENGTH`."""
    lengths = [len(block.text.text) for block in blocks]
    last = -_MIN_TICK_DISTANCE
    for block, begins in zip(blocks, accumulate(lengths, initial=0), strict=False):
        for number, (start, _) in enumerate(block.text.marks, block.first):
            at = STRIP_LENGTH * (begins + start) // sum(lengths)
            if at - last >= _MIN_TICK_DISTANCE:
                last = at
                yield Tick(at, number)
