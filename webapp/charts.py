"""A trend as a line chart in SVG, the same on a page and as a file.

On a page the style sheet gives it the page's colours; in a file its own attributes hold. Lines differ in
colour, dashes and marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.etree import ElementTree as ET

from flask_babel import gettext as _

from indexer import Trend
from webapp.language import readable_span

WIDTH = 960
HEIGHT = 400
LEFT = 60
RIGHT = 170
TOP = 34
BOTTOM = 34
"""The drawing, and the margins around its plot, in the units of the drawing."""

FEWEST_HELD = 10
"""A share is drawn of no fewer reports: one of two would tower above all else."""

_FACES = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',system-ui,sans-serif"
_COLOURS = ("#a8201a", "#1f5fa8", "#2b7a3d", "#7a3c9c", "#8a5a00")
_DASHES = ("", "9 4", "2 3", "12 3 2 3", "6 2 2 2 2 2")
_MARKERS = (
    "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "m-3.5-3.5h7v7h-7z",
    "m0-4.5l4.5 8h-9z",
    "m0-5l5 5l-5 5l-5-5z",
    "m-4-4l8 8m0-8l-8 8",
)
_MAX_MARKERS = 24
"""On a line, so that they do not run into one another."""
_LABEL_DISTANCE = 18
"""From one label to the next, at least, in the units of the drawing."""
_LABEL_CHARACTERS = 9.5
"""The width of a label, at most, in Chinese characters."""
_NICE = (1, 2, 5)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
_MAX_PERIOD_TICKS = 12
_VALUE_TICKS = 5
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""

Values = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class _Scale:
    """From numbers of periods and values to places in the drawing; `step` lies between two ticks."""

    periods: int
    step: float
    steps: int

    @classmethod
    def of(cls, periods: int, most: float, whole: bool) -> _Scale:
        step = _nice(most / _VALUE_TICKS) if most else 1.0
        step = max(step, 1.0) if whole else step
        return cls(periods, step, max(1, ceil(most / step)))

    def x(self, period: int) -> float:
        """The middle of the period."""
        return round(LEFT + (period + 0.5) * (WIDTH - LEFT - RIGHT) / self.periods, 1)

    def y(self, value: float) -> float:
        plot = HEIGHT - TOP - BOTTOM
        return round(TOP + plot * (1 - value / (self.step * self.steps)), 1)


def chart(trend: Trend, *, share: bool = False) -> str:
    """The SVG, well-formed whatever the questions hold, in the language of the request."""
    columns = [_drawn(trend, number, share) for number in range(len(trend.lines))]
    known = [value for column in columns for value in column if value is not None]
    scale = _Scale.of(max(1, len(trend.periods)), max(known, default=0), whole=not share)
    svg = _svg(trend, share)
    _values_axis(svg, scale)
    _periods_axis(svg, scale, trend.periods)
    labels = _labels([_end(scale, column) for column in columns])
    for number, (column, label) in enumerate(zip(columns, labels, strict=True)):
        _line(svg, scale, number, column, trend.lines[number].q, label)
    return ET.tostring(svg, encoding="unicode")


def _drawn(trend: Trend, number: int, share: bool) -> Values:
    if not share:
        return trend.lines[number].reports
    shares = zip(trend.shares(trend.lines[number]), trend.held, strict=True)
    return [one if held >= FEWEST_HELD else None for one, held in shares]


def _svg(trend: Trend, share: bool) -> ET.Element:
    svg = ET.Element("svg", _attributes(viewBox=f"0 0 {WIDTH} {HEIGHT}", width=WIDTH, height=HEIGHT))
    svg.attrib.update(xmlns="http://www.w3.org/2000/svg", role="img", **{"class": "chart"})
    svg.set("data-plot", f"{LEFT} {WIDTH - RIGHT}")
    svg.attrib.update({"font-family": _FACES, "font-size": "13", "aria-labelledby": "chart-title chart-says"})
    _add(svg, "title", _title(trend), id="chart-title")
    _add(svg, "desc", _says(trend), id="chart-says")
    _add(svg, "rect", class_="ground", width=WIDTH, height=HEIGHT, fill="#fff")
    unit = _("每千篇报告中的篇数") if share else _("报告篇数")
    _add(svg, "text", unit, class_="soft", x=8, y=18, fill="#5f5b56")
    return svg


def _title(trend: Trend) -> str:
    if not trend.periods:
        return str(_("没有日期已知的报告"))
    span = readable_span(trend.periods[0], trend.periods[-1])
    lines = _("、").join(line.q for line in trend.lines)
    return str(_("%(lines)s：%(span)s的报告篇数", lines=lines, span=span))


def _says(trend: Trend) -> str:
    """What one sees at a glance, for those who do not."""
    return " ".join(
        _(
            "%(q)s：共 %(total)s 篇，%(span)s最多，%(most)s 篇。",
            q=line.q,
            total=line.total,
            span=span,
            most=most,
        )
        for line in trend.lines
        if (most := max(line.reports, default=0))
        for span in [readable_span(*[trend.periods[line.reports.index(most)]] * 2)]
    )


def _values_axis(svg: ET.Element, scale: _Scale) -> None:
    for number in range(scale.steps + 1):
        value = round(number * scale.step, 6)
        y = scale.y(value)
        colour = "#8d877f" if number == 0 else "#e4e0da"
        _add(
            svg,
            "path",
            class_="axis" if number == 0 else "grid",
            d=f"M{LEFT} {y}H{WIDTH - RIGHT}",
            stroke=colour,
        )
        place = {"text-anchor": "end"}
        _add(svg, "text", f"{value:,.6g}", class_="soft", x=LEFT - 8, y=y + 4.5, fill="#5f5b56", **place)


def _periods_axis(svg: ET.Element, scale: _Scale, periods: Sequence[str]) -> None:
    for number, text in _ticks(periods):
        x, y = scale.x(number), HEIGHT - BOTTOM
        _add(svg, "path", class_="axis", d=f"M{x} {y}v5", stroke="#8d877f")
        place = {"text-anchor": "middle"}
        _add(svg, "text", text, class_="soft", x=x, y=y + 20, fill="#5f5b56", **place)


def _ticks(periods: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Which periods are named below the axis, and how: every January where it would be too many months."""
    if not periods:
        return
    by_month = "-" in periods[0]
    steps = _MONTHS if by_month else [nice * 10**power for power in range(4) for nice in _NICE]
    step = next((step for step in steps if len(periods) <= step * _MAX_PERIOD_TICKS), steps[-1])
    for number, period in enumerate(periods):
        year, _dash, month = period.partition("-")
        if (int(year) * 12 + int(month) - 1 if by_month else int(year)) % step == 0:
            yield number, year if by_month and step >= 12 else period


def _line(
    svg: ET.Element, scale: _Scale, number: int, column: Values, q: str, label: tuple[float, float] | None
) -> None:
    """A line with its markers and, at its end, its name. Where nothing is known it is interrupted."""
    colour = _COLOURS[number]
    group = _add(svg, "g", class_=f"line line-{number + 1}", fill="none", stroke=colour, color=colour)
    group.attrib.update({"stroke-width": "2", "stroke-linejoin": "round"})
    _add(group, "title", q)
    places = [None if value is None else (scale.x(at), scale.y(value)) for at, value in enumerate(column)]
    drawn = "".join(
        f"{'L' if at and places[at - 1] else 'M'}{place[0]:g} {place[1]:g}"
        for at, place in enumerate(places)
        if place
    )
    _add(group, "path", d=drawn, **{"stroke-dasharray": _DASHES[number]})
    marks = "".join(f"M{x:g} {y:g}{_MARKERS[number]}" for x, y in _marked(places, number))
    if label is None:
        return
    end, y = label
    x = WIDTH - RIGHT + 14
    _add(group, "path", class_="marker", d=f"{marks}M{x} {y:g}{_MARKERS[number]}", fill="#fff")
    _add(group, "path", d=f"M{WIDTH - RIGHT} {end:g}L{x - 6} {y:g}", **{"stroke-width": "0.75"})
    _add(group, "text", _short(q), x=x + 10, y=y + 4.5, fill=colour, stroke="none")


def _marked(places: Sequence[tuple[float, float] | None], number: int) -> Iterator[tuple[float, float]]:
    """The points that have a marker: some, not the same of each line, and those that no line leads to."""
    step = ceil(len(places) / _MAX_MARKERS)
    for at, place in enumerate(places):
        alone = not any((*places[max(0, at - 1) : at], *places[at + 1 : at + 2]))
        if place and (alone or at % step == number % step):
            yield place


def _end(scale: _Scale, column: Values) -> float | None:
    """How high the last point of a line is; None where it has none."""
    return next((scale.y(value) for value in reversed(column) if value is not None), None)


def _labels(ends: Sequence[float | None]) -> list[tuple[float, float] | None]:
    """For each end the height of its label: beside it, or as near as its neighbours allow."""
    known = sorted((end, number) for number, end in enumerate(ends) if end is not None)
    heights: list[float] = []
    for place, (end, _number) in enumerate(known):
        lowest = HEIGHT - BOTTOM - _LABEL_DISTANCE * (len(known) - 1 - place)
        heights.append(min(lowest, max(end, heights[-1] + _LABEL_DISTANCE if heights else TOP)))
    found = {number: (end, height) for (end, number), height in zip(known, heights, strict=True)}
    return [found.get(number) for number in range(len(ends))]


def _short(text: str) -> str:
    """What fits beside the plot. An ASCII character is about half as wide as a Chinese one."""
    width = 0.0
    for at, char in enumerate(text):
        width += 0.6 if char.isascii() else 1.0
        if width > _LABEL_CHARACTERS:
            return f"{text[:at]}…"
    return text


def _nice(value: float) -> float:
    """The least of 1, 2, 5, 10, 20 … (or 0.1, 0.2 …) that is not below the value."""
    power = 10.0 ** floor(log10(value))
    return next((nice * power for nice in (*_NICE, 10) if nice * power >= value * (1 - 1e-9)), 10 * power)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: object) -> ET.Element:
    child = ET.SubElement(parent, tag, _attributes(**attributes))
    child.text = _ILLEGAL.sub("", text) or None
    return child


def _attributes(**attributes: object) -> dict[str, str]:
    """Those that are not empty; `class_` is `class`, which Python keeps for itself."""
    return {name.rstrip("_"): f"{value}" for name, value in attributes.items() if value not in ("", None)}
