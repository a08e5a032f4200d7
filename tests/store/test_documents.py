"""A report as a document of the cluster, and back."""

from __future__ import annotations

from base64 import b64decode
from random import Random

import pytest
from hypothesis import given

from indexer.opensearch_store.documents import ClusterMatch, document, sketch_of
from indexer.opensearch_store.mapping import KEPT, TITLE_WORDS, WORDS, index_body
from indexer.report import Block, Kind, Report
from indexer.text import fold, normal
from tests.support.strategies import reports


def read_back(report: Report) -> ClusterMatch:
    """As a node gives it: without the padding."""
    return ClusterMatch({"fields": {KEPT: [document(report, 1)[KEPT].rstrip("=")]}}, "literal")


@given(reports)
def test_all_of_a_report_is_read_as_it_was_sent(report: Report) -> None:
    kept = read_back(report).kept
    assert (kept.report, kept.about, kept.digest) == (report, report.known, report.digest)
    assert kept.normal.blocks == tuple(fold.fold(block.text) for block in report.blocks)
    assert kept.numbers == set(sketch_of(kept.normal.whole))
    assert [kept.original(n) for n in range(len(kept.blocks))] == [block.text for block in report.blocks]


@given(reports)
def test_where_words_end_is_read_as_it_was_when_they_were_indexed(report: Report) -> None:
    kept = read_back(report).normal
    again = report.normal
    assert (kept.whole, kept.borders) == (again.whole, again.borders)
    assert (kept.is_even, kept.is_title) == (again.is_even, again.is_title)


def test_what_is_sent_of_a_report_is_little() -> None:
    """All of it is stored until every copy has it: so a word is sent once, with its number, and of a text
    that cannot be compressed two bytes for each character."""
    usual = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
    text = "".join(Random(1).choices(usual, k=2000))
    sent = document(Report("a", (Block(Kind.TITLE, "港口 港口 运营"), Block(Kind.PARAGRAPH, text))), 1)
    assert sent[TITLE_WORDS] == "港口|2 运营"
    assert set("港口|2 运营".split()) <= set(sent[WORDS].split())
    assert len(b64decode(sent[KEPT])) < 2.2 * len(text)
    assert index_body()["settings"]["index"]["codec"] == "best_compression"


def test_a_report_that_is_read_is_neither_folded_nor_cut_into_words_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Both take long, and a dictionary of today may cut otherwise."""
    report = Report("a", (Block(Kind.TITLE, "港口"), Block(Kind.PARAGRAPH, "镇江经开区新能源。")))
    match = read_back(report)
    monkeypatch.setattr(normal, "cut", None)
    monkeypatch.setattr(normal, "Folded", None)
    assert match.normal.places_of("港口") == [0]
