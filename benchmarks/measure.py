"""Percentiles of what was measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Spread:
    """The nearest-rank percentiles of `count` values, in the values' own unit."""

    p50: float
    p95: float
    p99: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Raises `ValueError` where there are no values."""
        if not values:
            raise ValueError("no values were measured")
        rising = sorted(values)
        p50, p95, p99 = (rising[math.ceil(share * len(rising)) - 1] for share in (0.5, 0.95, 0.99))
        return cls(p50, p95, p99, len(rising))


def milliseconds(call: Callable[[], object]) -> float:
    """How long one call takes."""
    began = perf_counter()
    call()
    return (perf_counter() - began) * 1000
