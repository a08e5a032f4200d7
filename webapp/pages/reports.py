"""The page of one report: its text with its marks, how to cite it, and what else is about the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from flask import Blueprint, Response, render_template, request, send_file

from indexer import (
    CITATION_STYLES,
    AskedWrongly,
    Marked,
    Message,
    Report,
    ReportNotFound,
    cite,
    has_original,
    mark_report,
    open_original,
    parse,
    report_url,
)
from webapp.addresses import Given, given_loosely, given_strictly
from webapp.pages.occurrences import Shown, numbered, occurrences, ticks
from webapp.state import lexicon, store

blueprint = Blueprint("reports", __name__)

_REPRINTS = 20
"""How many reprints a report's page lists."""
_SIMILAR = 5
_LISTED = 500
"""How many occurrences the page lists; the buttons and the strip lead to all of them."""


@blueprint.get("/reports/<id:report_id>")
def report(report_id: str) -> str:
    given = given_loosely(request.args)
    found = store().get(report_id)
    blocks = _shown(found, given)
    cited = _cited(found)
    return render_template(
        "report.html",
        report=found,
        blocks=blocks,
        marks=sum(len(block.text.marks) for block in blocks),
        occurrences=[one for one in occurrences(blocks) if one.number <= _LISTED],
        ticks=list(ticks(blocks)),
        given=given,
        q=given.get("q", ""),
        citations=_citations(found, None),
        cited=cited,
        paragraph_citations=_citations(found, cited) if cited else {},
        files=_files(found),
        similar=[match.report for match in store().similar(found.id, _SIMILAR)],
        reprints=list(_still_there(store().reprints([found.id])[0][:_REPRINTS])),
    )


@blueprint.get("/cite/<id:report_id>")
def citation(report_id: str) -> Response:
    """One citation as plain text, to be copied or fetched."""
    given = given_strictly(request.args, ("style", "paragraph"))
    paragraph = _number(given.get("paragraph", ""))
    text = _cite(store().get(report_id), paragraph, given.get("style", CITATION_STYLES[0]))
    return Response(f"{text}\n", mimetype="text/plain")


def _shown(found: Report, given: Given) -> list[Shown]:
    """The report's blocks, marked where the query is found."""
    q, kinds = given.get("q", ""), [block.kind for block in found.blocks]
    if q.strip():
        return numbered(kinds, mark_report(found, parse(q, lexicon=lexicon())))
    return numbered(kinds, [Marked(block.text, ()) for block in found.blocks])


def _cited(found: Report) -> int | None:
    """The paragraph that the page is asked to cite, if the report has it."""
    number = _number(request.args.get("cite", ""))
    return number if number and number <= len(found.paragraphs) else None


def _number(typed: str) -> int | None:
    """None where nothing was typed, and 0, which no paragraph has, where it is no number."""
    if not typed:
        return None
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _citations(found: Report, paragraph: int | None) -> Mapping[str, str]:
    return {style: _cite(found, paragraph, style) for style in CITATION_STYLES}


def _cite(found: Report, paragraph: int | None, style: str) -> str:
    anchor = "" if paragraph is None else f"#p{paragraph}"
    return cite(found, paragraph, style, request.host_url.rstrip("/") + report_url(found.id) + anchor)


def _files(found: Report) -> list[tuple[str, int | None]]:
    """The names of its files, each with its number where the file can be had."""
    numbers = [number if has_original(place) else None for number, place in enumerate(found.places, start=1)]
    return list(zip(found.files, numbers, strict=True))


def _still_there(ids: Iterable[str]) -> Iterator[Report]:
    """The reports of these ids; a commit may have come between that has one of them no more."""
    for one in ids:
        with suppress(ReportNotFound):
            yield store().get(one)


# — the file that a report was read from, to be saved as it lies there now, changed since or not —


_TYPE = "application/octet-stream"
"""Whatever it is, a browser is to save it: a page out of somebody's archive must not be one of ours."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@blueprint.get("/original/<id:report_id>")
def original(report_id: str) -> Response:
    """The file; of several, the one that `file` numbers from 1, as the report's page does."""
    found = open_original(_place(store().get(report_id), request.args.get("file", "")))
    name = _CONTROL.sub("_", found.name)
    response = send_file(found.file, _TYPE, as_attachment=True, download_name=name)
    response.content_length = found.size
    return response


def _place(report: Report, number: str) -> str:
    held = report.places
    if not number:
        return next(filter(has_original, held), report.place)
    if not number.isdecimal() or len(number) > 9 or not 1 <= int(number) <= len(held):
        raise AskedWrongly(
            Message("参数 file 无效：这篇报告有 {count} 个文件，请写 1 到 {count} 的整数。", count=len(held))
        )
    return held[int(number) - 1]
