"""All hits of a search as one file: a table, JSON line by line, or Markdown to read and quote from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import Literal, get_args

from indexer.query import parse
from indexer.query.lexicon import EMPTY, Lexicon
from indexer.search.answer import Hit, Passage, hit_json, report_url
from indexer.search.markdown import bold, inline, opening
from indexer.search.parameters import Parameters, chosen
from indexer.search.search import hits_of
from indexer.search.spreadsheet import csv_lines
from indexer.store import Match, Store

Format = Literal["csv", "jsonl", "md"]
FORMATS: tuple[Format, ...] = get_args(Format)

_AT_ONCE = 20
"""Reports whose reprints are looked up together."""


def export(
    store: Store, parameters: Parameters, lexicon: Lexicon = EMPTY, form: str = "csv", site: str = ""
) -> Iterator[str]:
    """All hits of the search, wherever its pages begin and end, as pieces of a file in one of `FORMATS`.

    They are of one commit, in the order of the search, and each is read when its piece is asked for: any
    number of them takes no memory. `site` is what stands before addresses ("https://host").
    Raises `AskedWrongly` and `IndexUnusable` when it is called, not when the first piece is asked for.
    """
    chosen("format", form, FORMATS)
    query = parse(parameters.q, parameters.filters, lexicon)
    matches = store.every(query, order=parameters.order, classes=parameters.classes)
    hits = chain.from_iterable(hits_of(store, some, query, parameters.passages) for some in _some(matches))
    return _WRITERS[form](hits, parameters, site)


def _some(matches: Iterator[Match]) -> Iterator[tuple[Match, ...]]:
    while some := tuple(islice(matches, _AT_ONCE)):
        yield some


def _csv(hits: Iterable[Hit], parameters: Parameters, site: str) -> Iterator[str]:
    passages = [f"passage_{number}" for number in range(1, parameters.passages + 1)]
    return csv_lines(chain([[*_COLUMNS, *passages]], (_row(hit, site, len(passages)) for hit in hits)))


_COLUMNS = (
    *("id", "title", "date", "source", "authors", "number", "page"),
    *("match", "score", "occurrences", "url"),
)


def _row(hit: Hit, site: str, passages: int) -> list[object]:
    report = hit.report
    known = report.id, report.title, report.date, report.source, "、".join(report.authors)
    found = hit.match, round(hit.score, 4), hit.occurrences, site + report_url(report.id)
    shown = [passage.text.text for passage in hit.passages]
    return [*known, report.number, report.page, *found, *shown, *[""] * (passages - len(shown))]


def _jsonl(hits: Iterable[Hit], parameters: Parameters, site: str) -> Iterator[str]:
    return (json.dumps(hit_json(hit), ensure_ascii=False) + "\n" for hit in hits)


def _md(hits: Iterable[Hit], parameters: Parameters, site: str) -> Iterator[str]:
    return chain([f"# {inline(parameters.q)}\n"], (_section(hit, site) for hit in hits))


def _section(hit: Hit, site: str) -> str:
    report, url = hit.report, site + report_url(hit.report.id)
    page = f"第 {report.page} 版" if report.page else ""
    known = map(inline, (report.source, report.date, page, " ".join(report.authors), report.number))
    parts = [f"## [{bold(hit.title) or '（无标题）'}]({url})", opening(" · ".join(filter(None, known)))]
    parts += [
        f"> {_quoted(passage)} [第 {passage.paragraph} 段]({url}#p{passage.paragraph})"
        for passage in hit.passages
    ]
    return "\n" + "\n\n".join(filter(None, parts)) + "\n"


def _quoted(passage: Passage) -> str:
    text = bold(passage.text)
    return f"…{text}" if passage.before else opening(text)


_WRITERS: dict[str, Callable[[Iterable[Hit], Parameters, str], Iterator[str]]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "md": _md,
}
