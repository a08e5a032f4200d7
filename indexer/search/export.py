"""All hits of a search as one file: a table, JSON line by line, Markdown to read and quote from, or how each
is cited."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, islice
from pathlib import PurePath
from typing import Literal, get_args

from indexer.query import Query
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.report import Report
from indexer.search.answer import Hit, Passage, no_url
from indexer.search.asking import query_of
from indexer.search.citation import STYLE_OF, cite
from indexer.search.escaping import bold, csv_lines, inline, opening
from indexer.search.json_form import as_json
from indexer.search.parameters import Parameters, chosen
from indexer.search.search import hits_of, reprints_of
from indexer.store import Match, Snapshot

Format = Literal["csv", "jsonl", "md", "txt", "bib", "ris"]
FORMATS: tuple[Format, ...] = get_args(Format)

TEXTS = ("passages", "full")
"""What is written of each report: the passages that match, or along with them all of its text."""

REPORTS_AT_ONCE = 20
"""The reprints of so many are looked up together."""


def export(
    snapshot: Snapshot,
    parameters: Parameters,
    lexicon: Lexicon = EMPTY,
    form: str = "csv",
    *,
    url_of: Callable[[str], str],
    site: str = "",
    text: str = TEXTS[0],
) -> Generator[str, None, None]:
    """All hits of the search, wherever its pages begin and end, as pieces of a file in one of `FORMATS`.

    They come in the order of the search, and each is read when its piece is asked for: any number of them
    takes no memory. `url_of` makes the address of a report from its id; `site` ("https://host") stands before
    it where people follow it.

    The snapshot is entered here, and left when the last piece has been taken or the pieces are closed.
    Raises `AskedWrongly` and `IndexUnusable` when it is called, not when the first piece is asked for.
    """
    chosen("format", form, FORMATS)
    full = chosen("text", text, TEXTS) == TEXTS[1]
    if form in STYLE_OF:
        parameters = replace(parameters, passages=0)  # nobody sees them
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    pieces = _pieces(snapshot, query, parameters, url_of, partial(_WRITERS[form], parameters, site, full))
    next(pieces)
    return pieces


def _pieces(
    snapshot: Snapshot,
    query: Query,
    parameters: Parameters,
    url_of: Callable[[str], str],
    written: Callable[[Iterable[Hit]], Iterator[str]],
) -> Generator[str, None, None]:
    """Nothing, when the question has been asked, and then the file."""
    with snapshot:
        matches = snapshot.matches(query, parameters.order, parameters.classes)
        yield ""
        yield from written(_hits(snapshot, matches, query, parameters.passages, url_of))


def all_hits(
    snapshot: Snapshot,
    parameters: Parameters,
    lexicon: Lexicon = EMPTY,
    url_of: Callable[[str], str] = no_url,
) -> Iterator[Hit]:
    """All hits of the search in its order, wherever its pages begin and end; each is read when it is asked
    for. Raises `AskedWrongly` and `IndexUnusable`."""
    query = query_of(snapshot, parameters.q, parameters.filters, lexicon)
    matches = snapshot.matches(query, parameters.order, parameters.classes)
    return _hits(snapshot, matches, query, parameters.passages, url_of)


def _hits(
    snapshot: Snapshot, matches: Iterator[Match], query: Query, passages: int, url_of: Callable[[str], str]
) -> Iterator[Hit]:
    while some := tuple(islice(matches, REPORTS_AT_ONCE)):
        yield from hits_of(some, query, passages, reprints_of(snapshot, some), url_of)


def _csv(parameters: Parameters, site: str, full: bool, hits: Iterable[Hit]) -> Iterator[str]:
    passages = [f"passage_{number}" for number in range(1, parameters.passages + 1)]
    head = [*_COLUMNS, *passages, *(["text"] if full else [])]
    rows = (_row(hit, site, len(passages)) + ([full_text(hit.report)] if full else []) for hit in hits)
    return csv_lines(chain([head], rows))


def full_text(report: Report) -> str:
    """All of its paragraphs, one a line."""
    return "\n".join(block.text for block in report.paragraphs)


_COLUMNS = (
    *("id", "title", "date", "source", "authors", "number", "page", "file"),
    *("match", "score", "occurrences", "url", "reprints", "same_text"),
)


def _row(hit: Hit, site: str, passages: int) -> list[object]:
    known = hit.id, hit.title.text, hit.date, hit.source, "、".join(hit.authors)
    found = hit.match, hit.score, hit.occurrences, site + hit.url
    alike = " ".join(hit.reprints), " ".join(hit.same_text)
    shown = [passage.text for passage in hit.passages]
    empty = [""] * (passages - len(shown))
    file = PurePath(hit.known.place).name
    return [*known, hit.number, hit.page, file, *found, *alike, *shown, *empty]


def _jsonl(parameters: Parameters, site: str, full: bool, hits: Iterable[Hit]) -> Iterator[str]:
    held = ({**as_json(hit), "text": full_text(hit.report)} if full else hit for hit in hits)
    return (json.dumps(one, ensure_ascii=False, default=as_json) + "\n" for one in held)


def _md(parameters: Parameters, site: str, full: bool, hits: Iterable[Hit]) -> Iterator[str]:
    return chain([f"# {inline(parameters.q)}\n"], (_section(hit, site, full) for hit in hits))


def _section(hit: Hit, site: str, full: bool) -> str:
    report, url = hit.known, site + hit.url
    page = f"第 {report.page} 版" if report.page else ""
    known = map(inline, (report.source, report.date, page, " ".join(report.authors), report.number))
    title = bold(hit.title) or "（无标题）"
    parts = [f"## [{title}]({url})", opening(" · ".join(filter(None, known))), _alike(hit)]
    parts += [
        f"> {_quoted(passage)} [第 {passage.paragraph} 段]({url}#p{passage.paragraph})"
        for passage in hit.passages
    ]
    if full:
        parts += [opening(inline(block.text)) for block in hit.report.paragraphs]
    return "\n" + "\n\n".join(filter(None, parts)) + "\n"


def _alike(hit: Hit) -> str:
    if not hit.reprints:
        return ""
    same = f"，其中 {len(hit.same_text)} 篇全文相同" if hit.same_text else ""
    return f"另有 {len(hit.reprints)} 篇转载{same}"


def _quoted(passage: Passage) -> str:
    text = bold(passage)
    return f"…{text}" if passage.before else opening(text)


_Writer = Callable[[Parameters, str, bool, Iterable[Hit]], Iterator[str]]


def _cited(style: str) -> _Writer:
    """Writes citations alone, as of today; those of many lines with an empty one behind each."""
    end = "\n" if style == "text" else "\n\n"

    def written(parameters: Parameters, site: str, full: bool, hits: Iterable[Hit]) -> Iterator[str]:
        today = date.today()
        return (cite(hit.report, None, style, "", today) + end for hit in hits)

    return written


_WRITERS: dict[str, _Writer] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "md": _md,
    **{form: _cited(style) for form, style in STYLE_OF.items()},
}
