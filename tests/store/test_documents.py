"""A report as a document of the cluster, and back."""

from __future__ import annotations

import pytest
from hypothesis import given

from indexer.opensearch_store.documents import ClusterMatch, document
from indexer.report import Block, Kind, Report
from indexer.text import normal
from tests.support.strategies import reports


@given(reports)
def test_where_words_end_is_read_as_it_was_when_they_were_indexed(report: Report) -> None:
    kept = ClusterMatch({"_source": document(report, 1)}, "literal").normal
    again = report.normal
    assert (kept.whole, kept.borders) == (again.whole, again.borders)
    assert (kept.is_even, kept.is_title) == (again.is_even, again.is_title)


def test_a_report_that_is_read_is_not_cut_into_words_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes longest, and a dictionary of today may cut otherwise."""
    report = Report("a", (Block(Kind.TITLE, "港口"), Block(Kind.PARAGRAPH, "镇江经开区新能源。")))
    match = ClusterMatch({"_source": document(report, 1)}, "literal")
    monkeypatch.setattr(normal, "cut", None)
    assert match.normal.places_of("港口") == [0]
