"""jianbao 检报: full-text search over Chinese reports. What is imported from here is public.

    errors.py        the whole error tree, drawn
    report.py        Report, Block: what is indexed and shown
    text/            pure functions over Chinese text: normal form, words, literals
    processes.py     worker processes
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
    parameters.py    what may be asked beside the words, checked
    marks.py         where a report matches a query
    passages.py      what was found -> the passages to show
    advice.py        what to ask instead of a question that found nothing
    spelling.py      what was probably meant: pinyin, initials, homophones
    suggest.py       what may be meant while it is typed
    wordbook.py      the user's word files beside the index
    search.py        parse, ask, cut passages: the one call of all faces
    printed.py       what the command line prints
    telling.py       how far a run is, on standard error
    cli.py           jianbao index | search | read | serve | watch | check | stats | remove

A file imports only what stands above it; `cli.py` alone also knows the web application.
"""

from __future__ import annotations

from pathlib import Path

from indexer.answer import Answer, Hit, Marked, Passage, answer_json, report_json, report_url
from indexer.build import build
from indexer.errors import AskedWrongly, IndexUnusable, JianbaoError, ReportNotFound
from indexer.lexicon import Lexicon
from indexer.marks import mark_report
from indexer.parameters import PARAMETERS, SEARCH_PATH, Parameters, next_url
from indexer.query import Query, parse
from indexer.report import Block, Kind, Report
from indexer.search import search
from indexer.store import Order, Stats, Store
from indexer.suggest import Suggestion, suggest
from indexer.summary import Summary
from indexer.whoosh_store import WhooshStore
from indexer.wordbook import Wordbook

__all__ = [
    "PARAMETERS",
    "SEARCH_PATH",
    "Answer",
    "AskedWrongly",
    "Block",
    "Hit",
    "IndexUnusable",
    "JianbaoError",
    "Kind",
    "Lexicon",
    "Marked",
    "Order",
    "Parameters",
    "Passage",
    "Query",
    "Report",
    "ReportNotFound",
    "Stats",
    "Store",
    "Suggestion",
    "Summary",
    "Wordbook",
    "answer_json",
    "build",
    "mark_report",
    "next_url",
    "open_store",
    "parse",
    "report_json",
    "report_url",
    "search",
    "suggest",
]


def open_store(folder: Path) -> Store:
    """The store in a folder. Nothing is read until it is asked, so this never fails."""
    return WhooshStore(folder)
