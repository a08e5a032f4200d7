"""jianbao 检报: full-text search over Chinese reports. What is imported from here is public.

    text/          pure functions over Chinese text: normal form, words, literals
    reading/       a file -> Reports
    query/         what a person typed -> Query, a frozen value
    ranking/       what a match is worth, in every store
    store.py       THE SEAM: Store, and what crosses it
    whoosh_store/  the store on Whoosh
    ingest/        files -> store: what is new, changed or gone
    search/        a question -> what a face shows
    cli/           the program `jianbao`
    report.py errors.py message.py deadline.py processes.py    what all of them share

A folder imports only what stands above it; `cli/` alone also knows the web application.
"""

from __future__ import annotations

from pathlib import Path

from indexer.deadline import deadline
from indexer.errors import AskedWrongly, IndexUnusable, JianbaoError, OutOfTime, ReportNotFound
from indexer.ingest.build import build
from indexer.ingest.summary import Summary
from indexer.message import Message
from indexer.processes import end_with_parent
from indexer.query import MAX_CHARACTERS, Filters, Query, parse
from indexer.query.lexicon import Lexicon
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading import has_original, open_original
from indexer.report import Block, Kind, Report
from indexer.search.answer import Answer, Hit, Marked, Passage, answer_json, report_json, report_url
from indexer.search.citation import STYLES as CITATION_STYLES
from indexer.search.citation import cite
from indexer.search.contexts import (
    MAX_CONTEXTS,
    ContextOrder,
    Contexts,
    contexts,
    contexts_asked,
    contexts_csv,
    contexts_json,
)
from indexer.search.export import FORMATS, export
from indexer.search.marks import mark_report
from indexer.search.parameters import (
    FIRST,
    MAX_LIMIT,
    MAX_OFFSET,
    MAX_PASSAGES,
    PARAMETERS,
    SEARCH_PATH,
    Parameters,
    chosen,
    next_url,
)
from indexer.search.search import search
from indexer.search.suggest import Suggestion, SuggestionKind, suggest
from indexer.search.trend import (
    BY,
    MAX_QUESTIONS,
    SHARE,
    By,
    Line,
    Trend,
    period_number,
    periods_between,
    share_asked,
    trend,
    trend_asked,
    trend_csv,
    trend_json,
)
from indexer.store import CLASSES, FACETS, Class, Manner, Match, Order, Stats, Store
from indexer.whoosh_store import WhooshStore

__all__ = [
    "BY",
    "CITATION_STYLES",
    "CLASSES",
    "FACETS",
    "FIRST",
    "FORMATS",
    "MAX_CHARACTERS",
    "MAX_CONTEXTS",
    "MAX_LIMIT",
    "MAX_OFFSET",
    "MAX_PASSAGES",
    "MAX_QUESTIONS",
    "PARAMETERS",
    "SEARCH_PATH",
    "SHARE",
    "Answer",
    "AskedWrongly",
    "Block",
    "By",
    "Class",
    "ContextOrder",
    "Contexts",
    "Filters",
    "Hit",
    "IndexUnusable",
    "JianbaoError",
    "Kind",
    "Lexicon",
    "LexiconFiles",
    "Line",
    "Manner",
    "Marked",
    "Match",
    "Message",
    "Order",
    "OutOfTime",
    "Parameters",
    "Passage",
    "Query",
    "Report",
    "ReportNotFound",
    "Stats",
    "Store",
    "Suggestion",
    "SuggestionKind",
    "Summary",
    "Trend",
    "answer_json",
    "build",
    "chosen",
    "cite",
    "contexts",
    "contexts_asked",
    "contexts_csv",
    "contexts_json",
    "deadline",
    "end_with_parent",
    "export",
    "has_original",
    "mark_report",
    "next_url",
    "open_original",
    "open_store",
    "parse",
    "period_number",
    "periods_between",
    "report_json",
    "report_url",
    "search",
    "share_asked",
    "suggest",
    "trend",
    "trend_asked",
    "trend_csv",
    "trend_json",
]


def open_store(folder: Path) -> Store:
    """The store in a folder. Nothing is read until it is asked, so this never fails."""
    return WhooshStore(folder)
