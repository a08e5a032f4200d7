"""jianbao 检报: full-text search over Chinese reports. What is imported from here is public.

    text/          pure functions over Chinese text: normal form, words, literals
    reading/       a file -> Reports
    query/         what a person typed -> Query, a frozen value
    ranking/       what a match is worth, in every store
    store.py       THE SEAM: Store, and what crosses it
    file_store.py  what else a store can do whose commits are files
    whoosh_store/  the store on Whoosh
    opensearch_store/
                   the store in a cluster of OpenSearch
    ingest/        files -> store: what is new, changed or gone
    search/        a question -> what a face shows
    cli/           the program `jianbao`
    report.py      what is kept of a report
    errors.py      all that can go wrong, each with what to do
    message.py     a sentence for people, in their language
    place.py dates.py deadline.py processes.py durable.py scratch.py system.py
                   what all share: each says in its first line what it is

A folder imports only what stands above it; `cli/` alone also knows the web application.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.dates import moment
from indexer.deadline import deadline
from indexer.errors import AskedWrongly, IndexUnusable, JianbaoError, OutOfTime, ReportNotFound
from indexer.message import Message, says
from indexer.place import folder_of, is_folder
from indexer.query import MAX_CHARACTERS, Choice, Filters, Query, iso_date, parse
from indexer.query.lexicon import Lexicon
from indexer.query.lexicon_files import LexiconFiles
from indexer.report import REPORT_FIELDS, Block, Kind, Known, Packed, Report
from indexer.search.answer import BETWEEN_HEADINGS, Answer, Counts, Hit, Marked, Passage
from indexer.search.asking import query_of
from indexer.search.citation import STYLES as CITATION_STYLES
from indexer.search.citation import Citation, citation, cite
from indexer.search.collocates import (
    MAX_COLLOCATES,
    Collocate,
    CollocateOrder,
    Collocates,
    collocates,
    collocates_asked,
    collocates_csv,
)
from indexer.search.contexts import (
    MAX_CONTEXTS,
    Beside,
    Context,
    Contexts,
    beside_asked,
    contexts,
    contexts_asked,
)
from indexer.search.contexts_csv import contexts_csv
from indexer.search.escaping import csv_lines
from indexer.search.examples import Example, ExampleKind, examples
from indexer.search.excerpt import MAX_AROUND, RANGE, Excerpt, Piece, excerpt, range_asked, within
from indexer.search.export import FORMATS, TEXTS, all_hits, export
from indexer.search.json_form import LEFT_OUT, as_json
from indexer.search.line_order import ContextOrder
from indexer.search.marks import mark_report
from indexer.search.occurrences import Occurrences, occurrences
from indexer.search.parameters import (
    FILTERS,
    FIRST,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_PASSAGES,
    PARAMETERS,
    Parameters,
    choice,
    chosen,
    filters_written,
    written_choice,
)
from indexer.search.periods import BY, By, period_number, periods_between
from indexer.search.places import MAX_SPAN, UNITS, Span
from indexer.search.report_answer import ReportAnswer
from indexer.search.search import search
from indexer.search.standing import outline
from indexer.search.suggest import Suggestion, SuggestionKind, suggest
from indexer.search.survey import MAX_LISTED, Survey, SurveyLine, listed, survey, survey_csv
from indexer.search.trend import (
    MAX_QUESTIONS,
    SHARE,
    TrendCounts,
    trend,
    trend_asked,
    trend_counts,
    value_asked,
)
from indexer.search.trend_answer import OF_TEXT, VALUES, Line, Trend, Value, trend_csv
from indexer.store import CLASSES, FACETS, Class, Manner, Match, Order, Page, Reprints, Snapshot, Stats, Store
from indexer.system import can_fork, processors
from indexer.text.fold import fold
from indexer.text.headline import line_breaks
from indexer.whoosh_store import WhooshStore

if TYPE_CHECKING:
    from indexer.ingest.build import build
    from indexer.ingest.holdings import Loss, Told, losses, losses_of
    from indexer.ingest.originals import open_original
    from indexer.ingest.summary import Summary
    from indexer.ingest.underway import Underway, underway, underway_stamp
    from indexer.processes import end_with_parent
    from indexer.reading import has_original, page_picture
    from indexer.scratch import scratch_folder
    from indexer.search.bundle import BUNDLE_FORMS, MAX_BUNDLED, bundle

_LATER = {
    "page_picture": "indexer.reading",
    "Loss": "indexer.ingest.holdings",
    "Told": "indexer.ingest.holdings",
    "Underway": "indexer.ingest.underway",
    "losses": "indexer.ingest.holdings",
    "losses_of": "indexer.ingest.holdings",
    "underway": "indexer.ingest.underway",
    "underway_stamp": "indexer.ingest.underway",
    **dict.fromkeys(("BUNDLE_FORMS", "MAX_BUNDLED", "bundle"), "indexer.search.bundle"),
    "build": "indexer.ingest.build",
    "end_with_parent": "indexer.processes",
    "has_original": "indexer.reading",
    "open_original": "indexer.ingest.originals",
    "scratch_folder": "indexer.scratch",
    "Summary": "indexer.ingest.summary",
}
"""What is imported when it is first asked for: whoever only searches does not wait for what reads files, or
writes them."""

__all__ = [
    "BETWEEN_HEADINGS",
    "BUNDLE_FORMS",
    "BY",
    "CITATION_STYLES",
    "CLASSES",
    "FACETS",
    "FILTERS",
    "FIRST",
    "FORMATS",
    "LEFT_OUT",
    "MAX_AROUND",
    "MAX_BUNDLED",
    "MAX_CHARACTERS",
    "MAX_COLLOCATES",
    "MAX_CONTEXTS",
    "MAX_LIMIT",
    "MAX_LISTED",
    "MAX_OFFSET",
    "MAX_PASSAGES",
    "MAX_QUESTIONS",
    "MAX_SPAN",
    "OF_TEXT",
    "PARAMETERS",
    "RANGE",
    "REPORT_FIELDS",
    "SHARE",
    "TEXTS",
    "UNITS",
    "VALUES",
    "Answer",
    "AskedWrongly",
    "Beside",
    "Block",
    "By",
    "Choice",
    "Citation",
    "Class",
    "Collocate",
    "CollocateOrder",
    "Collocates",
    "Context",
    "ContextOrder",
    "Contexts",
    "Counts",
    "Example",
    "ExampleKind",
    "Excerpt",
    "Filters",
    "Hit",
    "IndexUnusable",
    "JianbaoError",
    "Kind",
    "Known",
    "Lexicon",
    "LexiconFiles",
    "Line",
    "Loss",
    "Manner",
    "Marked",
    "Match",
    "Message",
    "Occurrences",
    "Order",
    "OutOfTime",
    "Packed",
    "Page",
    "Parameters",
    "Passage",
    "Piece",
    "Query",
    "Report",
    "ReportAnswer",
    "ReportNotFound",
    "Reprints",
    "Snapshot",
    "Span",
    "Stats",
    "Store",
    "Suggestion",
    "SuggestionKind",
    "Summary",
    "Survey",
    "SurveyLine",
    "Told",
    "Trend",
    "TrendCounts",
    "Underway",
    "Value",
    "all_hits",
    "as_json",
    "beside_asked",
    "build",
    "bundle",
    "can_fork",
    "choice",
    "chosen",
    "citation",
    "cite",
    "collocates",
    "collocates_asked",
    "collocates_csv",
    "contexts",
    "contexts_asked",
    "contexts_csv",
    "csv_lines",
    "deadline",
    "end_with_parent",
    "examples",
    "excerpt",
    "export",
    "filters_written",
    "fold",
    "folder_of",
    "has_original",
    "iso_date",
    "line_breaks",
    "listed",
    "losses",
    "losses_of",
    "mark_report",
    "moment",
    "occurrences",
    "open_original",
    "open_store",
    "outline",
    "page_picture",
    "parse",
    "period_number",
    "periods_between",
    "processors",
    "query_of",
    "range_asked",
    "says",
    "scratch_folder",
    "search",
    "suggest",
    "survey",
    "survey_csv",
    "trend",
    "trend_asked",
    "trend_counts",
    "trend_csv",
    "underway",
    "underway_stamp",
    "value_asked",
    "within",
    "written_choice",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def open_store(address: Path | str) -> Store:
    """The store at an address: a folder, or opensearch+https://host:port,host:port/name. Nothing is read
    until it is asked, so an index need not be there. Raises `AskedWrongly` for any other address."""
    if is_folder(address):
        return WhooshStore(Path(os.path.abspath(address)))
    from indexer.opensearch_store.address import Address, Secrets

    parsed, secrets = Address.read(str(address)), Secrets.of()
    try:
        from indexer.opensearch_store.store import ClusterStore
    except ModuleNotFoundError as missing:
        if missing.name != "opensearchpy":
            raise
        sentence = "集群中的索引需要另外的软件包。请安装：pip install 'jianbao[cluster]'"
        raise AskedWrongly(sentence) from missing
    return ClusterStore(parsed, secrets)
