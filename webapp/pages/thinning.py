"""The part of a trend that is drawn unasked: without years at its ends of which hardly a report is held.

One report with a date of 1954 among a hundred thousand of ten years would leave these a corner of the chart.
"""

from __future__ import annotations

from itertools import accumulate

from indexer import Trend

_THIN = 0.005
"""The share of all reports held that either end may have and still be left out."""
_WORTH_IT = 1 / 3
"""Of the periods fewer are not left out."""


def thinned(trend: Trend) -> Trend:
    """The trend, or that part of it. Totals stay those of the whole."""
    most = _THIN * sum(trend.held)
    start = _few(trend.held, most)
    end = len(trend.held) - _few(trend.held[::-1], most)
    if end - start >= (1 - _WORTH_IT) * len(trend.held):
        return trend
    return trend.between(trend.periods[start], trend.periods[end - 1])


def _few(held: tuple[int, ...], most: float) -> int:
    """How many of the first periods hold no more than that together."""
    return sum(so_far <= most for so_far in accumulate(held))
