"""Which segments a commit merges: how often a report is rewritten, and how many segments are left."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.whoosh_store.segment.manifest import Segment
from indexer.whoosh_store.writer.commit import SMALLEST_SEGMENT_REPORTS, _split


def commits(added: list[int]) -> tuple[float, int]:
    """How often each report is written on the average by commits of so many, and the most segments there are
    at a time."""
    segments: list[Segment] = []
    written = most = 0
    for new in added:
        segments, merged = _split(segments, new)
        count = new + sum(one.count for one in merged)
        segments.append(Segment("", count, np.empty(0, np.uint32)))
        written, most = written + count, max(most, len(segments))
    return written / sum(added), most


@pytest.mark.parametrize(
    ("added", "written", "most"),
    [
        ([140_000] * 7 + [20_000], 1.7, 4),
        ([50_000] * 20, 2.8, 4),
        ([109_397] + [100] * 1000, 3.8, 9),
        ([10] * 5_000, 26, 8),
    ],
)
def test_a_report_is_rewritten_seldom_and_segments_are_few(
    added: list[int], written: float, most: int
) -> None:
    times, segments = commits(added)
    assert times <= written
    assert segments <= most


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=15))
def test_both_grow_with_the_logarithm_of_the_reports(added: list[int]) -> None:
    times, segments = commits([SMALLEST_SEGMENT_REPORTS + one for one in added])
    doublings = log2(sum(added) / SMALLEST_SEGMENT_REPORTS + len(added)) + 1
    assert times <= doublings
    assert segments <= doublings
