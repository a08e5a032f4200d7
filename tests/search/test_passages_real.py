"""Passages on real reports: a thousand hits of random questions, each held against looking everywhere."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator
from statistics import mean

import pytest
from hypothesis import settings

from benchmarks.data import data
from indexer import AskedWrongly, Block, Kind, Parameters, Report, Store, open_store, search
from indexer.search.asking import query_of
from indexer.search.cutting import PASSAGE_CHARACTERS
from tests.search.test_passages import check, expected
from tests.support.asking import asked
from tests.support.data import needs

NEWS = data("news_10k.jsonl.xz")
HITS, THOROUGH = 300, 1000
"""So many random hits are checked; ten times as many where properties are tried on `THOROUGH` examples."""
LONG = 10_000
"""Characters from which a report counts as long."""

Paragraphs = list[str]


@pytest.fixture(scope="module")
def news() -> list[Paragraphs]:
    """Every tenth report of the sample and all long ones, the title first."""
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    texts = [[record["title"], *record["paragraphs"]] for record in records]
    return [text for n, text in enumerate(texts) if n % 10 == 0 or is_long(text)]


@pytest.fixture(scope="module")
def store(
    processes: None, news: list[Paragraphs], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    store = open_store(tmp_path_factory.mktemp("news"))
    store.update(report(str(number), text) for number, text in enumerate(news))
    yield store
    store.close()


def report(report_id: str, text: Paragraphs) -> Report:
    title, *paragraphs = text
    return Report(report_id, (Block(Kind.TITLE, title), *(Block(Kind.PARAGRAPH, one) for one in paragraphs)))


def is_long(text: Paragraphs) -> bool:
    return sum(map(len, text)) >= LONG


def questions(news: list[Paragraphs], luck: random.Random) -> Iterator[str]:
    """One to three keywords, cut anywhere from one report, every tenth time from a long one."""
    long = [text for text in news if is_long(text)]
    while True:
        text = luck.choice(long if luck.random() < 0.1 else news)
        yield " ".join(keyword(luck.choice(text), luck) for _ in range(luck.randint(1, 3)))


def keyword(paragraph: str, luck: random.Random) -> str:
    """Plain or quoted, joined from two places (so that it matches by its words), or a pattern."""
    first, second = cut(paragraph, luck), cut(paragraph, luck)
    return luck.choice([first, first, first, f"“{first}”", first + second, wild(paragraph, luck)])


def cut(paragraph: str, luck: random.Random) -> str:
    start = luck.randrange(max(1, len(paragraph)))
    return paragraph[start : start + luck.randint(1, 8)]


def wild(paragraph: str, luck: random.Random) -> str:
    """A cutting with a wildcard in its middle."""
    start, gap = luck.randrange(max(1, len(paragraph))), luck.randint(1, 4)
    behind = start + 2 + gap
    return paragraph[start : start + 2] + luck.choice(["*", "?" * gap]) + paragraph[behind : behind + 2]


@needs(NEWS.name)
def test_the_laws_hold_for_random_hits(news: list[Paragraphs], store: Store) -> None:
    luck = random.Random(168)
    hits = HITS * (10 if settings().max_examples >= THOROUGH else 1)
    checked = long = 0
    lengths: list[int] = []
    for q in questions(news, luck):
        if checked >= hits:
            break
        try:
            query = asked(store, query_of, q)
        except AskedWrongly:
            continue  # nothing but white space was cut
        total = asked(store, search, Parameters(q, limit=0)).total
        offset = luck.choice([0, luck.randrange(max(1, total))])
        few, many = (
            asked(store, search, Parameters(q, limit=4, offset=offset, passages=most)).hits
            for most in (3, 20)
        )
        for one, same in zip(few, many, strict=True):
            report, awaited = same.report, expected(same.report, query)
            titles = [block.kind is Kind.TITLE for block in report.blocks]
            there = {
                what
                for what, rows in awaited.items()
                if any(row and not title for row, title in zip(rows, titles, strict=True))
            }
            seen = check(report, one.passages, awaited)
            assert len(one.passages) <= 3
            assert len(seen) >= min(3, len(there)), q
            assert check(report, same.passages, awaited) == there, q
            lengths += [len(passage.text) for passage in one.passages]
            checked += 1
            long += report.characters >= LONG
    assert long >= hits / 5, "long reports are as good as short ones"
    assert PASSAGE_CHARACTERS / 2 < mean(lengths) <= max(lengths) <= PASSAGE_CHARACTERS + 40
