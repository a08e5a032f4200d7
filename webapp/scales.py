"""How a chart is laid out: from periods and values to places in the drawing, ticks, room for labels. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

LABEL_DISTANCE = 18
"""From one label to the next, at least, in the units of the drawing."""
_NICE = (1, 2, 5)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_VALUE_TICKS = 5


@dataclass(frozen=True, slots=True)
class Frame:
    """The drawing, and the margins around its plot, in its units. `label` is the room for a label beside the
    plot and `title` that for the title, in Chinese characters; at most so many `ticks` name periods."""

    name: str
    width: int
    height: int
    left: int
    right: int
    label: float
    title: float
    ticks: int
    top: int = 62
    bottom: int = 34

    @property
    def end(self) -> int:
        """Where the plot ends."""
        return self.width - self.right


WIDE = Frame("chart", width=960, height=400, left=60, right=170, label=9.5, title=60, ticks=12)
NARROW = Frame("small-chart", width=400, height=340, left=52, right=92, label=4, title=25, ticks=4)
"""For a page, and for a phone: there a drawing made smaller would not be read."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From numbers of periods and values to places in the drawing; `step` lies between two ticks."""

    frame: Frame
    periods: int
    step: float
    steps: int

    @classmethod
    def of(cls, frame: Frame, periods: int, most: float, whole: bool) -> Scale:
        step = nice(most / _VALUE_TICKS) if most else 1.0
        step = max(step, 1.0) if whole else step
        return cls(frame, periods, step, max(1, ceil(most / step)))

    def x(self, period: int) -> float:
        """The middle of the period."""
        frame = self.frame
        return round(frame.left + (period + 0.5) * (frame.end - frame.left) / self.periods, 1)

    def y(self, value: float) -> float:
        frame = self.frame
        plot = frame.height - frame.top - frame.bottom
        return round(frame.top + plot * (1 - value / (self.step * self.steps)), 1)


def ticks(periods: Sequence[str], most: int) -> Iterator[tuple[int, str]]:
    """Which periods are named below the axis, and how: every January where it would be too many months."""
    if not periods:
        return
    by_month = "-" in periods[0]
    steps = _MONTHS if by_month else [nice * 10**power for power in range(4) for nice in _NICE]
    step = next((step for step in steps if len(periods) <= step * most), steps[-1])
    for number, period in enumerate(periods):
        year, _dash, month = period.partition("-")
        if (int(year) * 12 + int(month) - 1 if by_month else int(year)) % step == 0:
            yield number, year if by_month and step >= 12 else period


def labels(frame: Frame, ends: Sequence[float | None]) -> list[tuple[float, float] | None]:
    """For each end the height of its label: beside it, or as near as its neighbours allow."""
    known = sorted((end, number) for number, end in enumerate(ends) if end is not None)
    heights: list[float] = []
    for place, (end, _number) in enumerate(known):
        lowest = frame.height - frame.bottom - LABEL_DISTANCE * (len(known) - 1 - place)
        heights.append(min(lowest, max(end, heights[-1] + LABEL_DISTANCE if heights else frame.top)))
    found = {number: (end, height) for (end, number), height in zip(known, heights, strict=True)}
    return [found.get(number) for number in range(len(ends))]


def short(text: str, room: float) -> str:
    """What fits into the room. An ASCII character is about half as wide as a Chinese one."""
    width = 0.0
    for at, char in enumerate(text):
        width += 0.6 if char.isascii() else 1.0
        if width > room:
            return f"{text[:at]}…"
    return text


def nice(value: float) -> float:
    """The least of 1, 2, 5, 10, 20 … (or 0.1, 0.2 …) that is not below the value."""
    power = 10.0 ** floor(log10(value))
    return next((nice * power for nice in (*_NICE, 10) if nice * power >= value * (1 - 1e-9)), 10 * power)
