"""jianbao 检报: full-text search over Chinese reports. What is imported from here is public.

    said.py          a sentence for people, as template and values
    errors.py        the whole error tree, drawn
    budget.py        how long a question may take
    report.py        Report, Block: what is indexed and shown
    text/            pure functions over Chinese text: normal form, words, literals
    processes.py     worker processes
    periods.py       months and years in a row
    reading/         a file -> Reports
    lexicon.py       the user's own words and synonyms
    query/           what a person typed -> Query, a frozen value
    store.py         THE SEAM: Store, Match, Matches, Stats
    whoosh_store/    the store on Whoosh
    walking.py       folders -> the files in them
    ledger.py        what is remembered of the files read
    holdings.py      which report has which text
    summary.py       what a run has done, and how far it is
    intake.py        files -> the reports that the store does not have
    build.py         files -> store: what is new, changed, gone
    watch.py         folders and an index kept in step
    answer.py        what a search answers, and its JSON
    citation.py      a report as it is cited: text, BibTeX, Markdown
    parameters.py    what may be asked beside the words, checked
    marks.py         where a report matches a query
    cutting.py       where a paragraph may be cut
    passages.py      what was found -> the passages to show
    advice.py        what to ask instead of a question that found nothing
    spelling.py      what was probably meant: pinyin, initials, homophones
    suggest.py       what may be meant while it is typed
    wordbook.py      the user's word files beside the index
    search.py        parse, ask, cut passages: the one call of all faces
    spreadsheet.py   rows -> CSV that spreadsheets open as they should
    markdown.py      texts -> Markdown that shows them unchanged
    contexts.py      every occurrence on a line of its own
    trend.py         how often something is reported, by month or year
    export.py        all hits of a search as one file
    printed.py       what the command line prints
    telling.py       how far a run is, on standard error
    serving.py       the options of jianbao serve
    cli.py           jianbao index | search | read | serve | watch | check | stats | remove

A file imports only what stands above it; `cli.py` alone also knows the web application.
"""

from __future__ import annotations

from pathlib import Path

from indexer.answer import Answer, Hit, Marked, Passage, answer_json, report_json, report_url
from indexer.budget import budget
from indexer.build import build
from indexer.citation import STYLES as CITATION_STYLES
from indexer.citation import cite
from indexer.contexts import (
    MAX_CONTEXTS,
    ContextOrder,
    Contexts,
    contexts,
    contexts_asked,
    contexts_csv,
    contexts_json,
)
from indexer.errors import AskedWrongly, IndexUnusable, JianbaoError, OutOfTime, ReportNotFound
from indexer.export import FORMATS, export
from indexer.lexicon import Lexicon
from indexer.marks import mark_report
from indexer.parameters import (
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
from indexer.periods import period_number, periods_between
from indexer.processes import end_with_parent
from indexer.query import MAX_CHARACTERS, Filters, Query, parse
from indexer.reading import has_original, open_original
from indexer.report import Block, Kind, Report
from indexer.said import Said
from indexer.search import search
from indexer.store import CLASSES, FACETS, Class, Manner, Match, Order, Stats, Store
from indexer.suggest import Suggestion, SuggestionKind, suggest
from indexer.summary import Summary
from indexer.trend import (
    BY,
    MAX_QUESTIONS,
    SHARE,
    By,
    Line,
    Trend,
    share_asked,
    trend,
    trend_asked,
    trend_csv,
    trend_json,
)
from indexer.whoosh_store import WhooshStore
from indexer.wordbook import Wordbook

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
    "Line",
    "Manner",
    "Marked",
    "Match",
    "Order",
    "OutOfTime",
    "Parameters",
    "Passage",
    "Query",
    "Report",
    "ReportNotFound",
    "Said",
    "Stats",
    "Store",
    "Suggestion",
    "SuggestionKind",
    "Summary",
    "Trend",
    "Wordbook",
    "answer_json",
    "budget",
    "build",
    "chosen",
    "cite",
    "contexts",
    "contexts_asked",
    "contexts_csv",
    "contexts_json",
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
