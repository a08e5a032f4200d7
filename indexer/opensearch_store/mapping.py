"""What is indexed of a report: the fields, how their text is taken apart, and the settings of an index.

One document a report, of plain fields: nothing that a hosted cluster would not take. A block is one value of
a field, and values lie far apart, so a phrase never reaches from one block into the next.
"""

from __future__ import annotations

import os
from typing import Any

from indexer.errors import AskedWrongly
from indexer.opensearch_store.units import BEGIN, BOTH, END, HOLE, UNMARKED

VERSION = 4
"""Of the fields and of what they hold. An index of another version is not read."""

UNITS, MARKS, PAIRS = "units", "marks", "units.pairs"
"""All of the text: its units with their positions, the marks of sentences and blocks, and how often each pair
of neighbouring characters stands there. A pair is quick to find and a phrase is not, so the first rules out
most reports before the second is looked for."""
TITLE_UNITS, SOURCE_UNITS, AUTHOR_UNITS = "title_units", "source_units", "author_units"
WORDS, TITLE_WORDS = "words", "title_words"
"""How often each word stands in all of the text, and in the title: sent once, with the number behind it."""
KEPT = "kept"
"""All that is read of a report: see `kept.py`."""
WORDS_LENGTH, TITLE_LENGTH, PAIRS_LENGTH = "words_length", "title_length", "pairs_length"
"""How many words, words of the title and pairs there are."""

BLOCKS_APART = 100
"""Positions. A pattern spans less, and a phrase has no gaps."""
_LONGEST_TERM = 30_000
"""Characters of a word, at most: what the engine takes, in bytes, is 32,766."""
APART, OFTEN = " ", "|"
"""What stands between words that are sent, and between a word and its number. No word holds either."""
_DEEPEST_PAGE = 1_000_000

_UNITS = {"type": "text", "analyzer": "units", "norms": False, "position_increment_gap": BLOCKS_APART}
_COUNTED = {"type": "text", "index_options": "freqs", "norms": False}
_FOUND = {"type": "keyword", "doc_values": False}
_NUMBER = {"type": "integer", "index": False}

FIELDS: dict[str, Any] = {
    "id": {"type": "keyword"},
    "born": {"type": "long"},
    KEPT: {"type": "binary", "doc_values": True},
    "place": {"type": "keyword"},
    "fingerprint": _FOUND,
    UNITS: {**_UNITS, "fields": {"pairs": {**_COUNTED, "analyzer": "pairs"}}},
    MARKS: {**_UNITS, "analyzer": "marks"},
    TITLE_UNITS: _UNITS,
    SOURCE_UNITS: _UNITS,
    AUTHOR_UNITS: _UNITS,
    WORDS: {**_COUNTED, "analyzer": "words"},
    TITLE_WORDS: {**_COUNTED, "analyzer": "words"},
    WORDS_LENGTH: _NUMBER,
    TITLE_LENGTH: _NUMBER,
    PAIRS_LENGTH: _NUMBER,
    "characters": _NUMBER,
    "title": _FOUND,
    "source": {"type": "keyword"},
    "folder": {"type": "keyword"},
    "indexed": {"type": "long"},
    "authors": {"type": "keyword"},
    "year": {"type": "keyword"},
    "month": {"type": "keyword"},
    "first_day": {"type": "integer"},
    "last_day": {"type": "integer"},
    "day": {"type": "integer"},
    "sketch": _FOUND,
}

READ: dict[str, Any] = {"_source": False, "stored_fields": "_none_", "docvalue_fields": [KEPT]}
"""What is read of a hit: from its column. Of what was sent nothing else is stored, but for what another copy
may still need; a node would have to unpack that with its neighbours. So documents are written whole, and
never changed in part."""

MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "_meta": {"version": VERSION},
    "_source": {"enabled": False},
    "properties": FIELDS,
}

ANALYSIS: dict[str, Any] = {
    "char_filter": {
        "uncoded": {"type": "mapping", "mappings": [f"\\u{ord(code):04x}=>" for code in (BEGIN, END, BOTH)]}
    },
    "tokenizer": {
        "units": {"type": "simple_pattern", "pattern": f"[^{BEGIN}{END}{BOTH}][{BEGIN}{END}{BOTH}]?"},
        "characters": {"type": "ngram", "min_gram": 1, "max_gram": 1},
        "pairs": {"type": "ngram", "min_gram": 2, "max_gram": 2},
        "lines": {"type": "char_group", "tokenize_on_chars": ["\n"], "max_token_length": _LONGEST_TERM},
        "words": {"type": "char_group", "tokenize_on_chars": [APART], "max_token_length": _LONGEST_TERM},
    },
    "filter": {
        "holes": {"type": "stop", "stopwords": [HOLE]},
        "unmarked": {"type": "stop", "stopwords": [UNMARKED]},
        "often": {"type": "delimited_term_freq", "delimiter": OFTEN},
    },
    "analyzer": {
        "units": {"type": "custom", "tokenizer": "units", "filter": []},
        "pairs": {"type": "custom", "char_filter": ["uncoded"], "tokenizer": "pairs", "filter": []},
        "marks": {"type": "custom", "tokenizer": "characters", "filter": ["unmarked"]},
        "words": {"type": "custom", "tokenizer": "words", "filter": ["often"]},
        "given": {"type": "custom", "tokenizer": "lines", "filter": ["holes"]},
    },
}


def written_to(index: str) -> str:
    """The other name of an index of ours, by which it is written to: one that is not there has none. By its
    own a cluster would make it for whoever writes, with fields as it guesses them."""
    return f"{index}-written"


def index_body() -> dict[str, Any]:
    """What an index of reports is created with. How many shards it has is settled once and for all then."""
    settings = {
        "number_of_shards": _number("JIANBAO_CLUSTER_SHARDS", 1, least=1),
        **_copies(),
        "refresh_interval": "-1",  # a commit refreshes
        "codec": "best_compression",  # of what was sent, and no answer reads; columns are as they were
        "max_result_window": _DEEPEST_PAGE,
        "max_terms_count": _DEEPEST_PAGE,
    }
    return {"settings": {"index": settings, "analysis": ANALYSIS}, "mappings": MAPPINGS}


def commits_body() -> dict[str, Any]:
    """What the index of commits is created with: a few small documents, on every machine."""
    settings = {"number_of_shards": 1, "auto_expand_replicas": "0-all"}
    known = {"dynamic": False, "properties": {"generation": {"type": "long"}}}
    return {"settings": {"index": settings}, "mappings": known}


def _copies() -> dict[str, Any]:
    """A second copy of every shard where there is a second machine, unless a number was asked for."""
    asked = _number("JIANBAO_CLUSTER_REPLICAS", -1, least=0)
    return {"auto_expand_replicas": "0-1"} if asked < 0 else {"number_of_replicas": asked}


def _number(name: str, default: int, least: int) -> int:
    text = os.environ.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or int(text) < least:
        raise AskedWrongly(f"{name} 应是不小于 {least} 的整数，现在是“{text}”。")
    return int(text)
