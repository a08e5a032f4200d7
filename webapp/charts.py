"""A trend as a line chart in SVG, the same on a page and as a file.

On a page the style sheet gives it the page's colours; in a file its own attributes hold. Lines differ in
colour, dashes and marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import ceil
from typing import assert_never
from xml.etree import ElementTree as ET

from indexer import Line, Trend, Value
from webapp.language import plain_text as _
from webapp.language import readable_span
from webapp.scales import WIDE, Frame, Scale, labels, short, ticks

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
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""

Values = Sequence[float | None]
_WHOLE: tuple[Value, ...] = ("reports", "occurrences")
"""Numbers that are counted, and not of anything."""
_HEADING = {"font-size": "15", "font-weight": "600"}


def chart(trend: Trend, value: Value = "reports", frame: Frame = WIDE) -> str:
    """The SVG, well-formed whatever the questions hold, in the language of the request."""
    columns = [_drawn(trend, line, value) for line in trend.lines]
    known = [one for column in columns for one in column if one is not None]
    scale = Scale.of(frame, max(1, len(trend.periods)), max(known, default=0), whole=value in _WHOLE)
    svg = _svg(trend, value, frame)
    _values_axis(svg, scale)
    _periods_axis(svg, scale, trend.periods)
    places = labels(frame, [_end(scale, column) for column in columns])
    for number, (column, label) in enumerate(zip(columns, places, strict=True)):
        _line(svg, scale, number, column, trend.lines[number].q, label)
    return ET.tostring(svg, encoding="unicode")


def _drawn(trend: Trend, line: Line, value: Value) -> Values:
    column = trend.column(line, value)
    if value in _WHOLE:
        return column
    both = zip(column, trend.held, strict=True)
    return [one if held >= FEWEST_HELD else None for one, held in both]


def unit_of(value: Value) -> str:
    """What a number of a trend counts."""
    match value:
        case "reports":
            return _("报告篇数")
        case "share":
            return _("每千篇报告中的篇数")
        case "occurrences":
            return _("出现次数")
        case "per_million":
            return _("每百万字中的次数")
        case _:
            assert_never(value)


def _svg(trend: Trend, value: Value, frame: Frame) -> ET.Element:
    width, height = frame.width, frame.height
    svg = ET.Element("svg", _attributes(viewBox=f"0 0 {width} {height}", width=width, height=height))
    svg.attrib.update(xmlns="http://www.w3.org/2000/svg", role="img", **{"class": f"chart {frame.name}"})
    svg.set("data-plot", f"{frame.left} {frame.end} {frame.top} {height - frame.bottom}")
    names = [f"{frame.name}-title", f"{frame.name}-says"]
    svg.attrib.update({"font-family": _FACES, "font-size": "13", "aria-labelledby": " ".join(names)})
    title = _title(trend, value)
    _add(svg, "title", title, id=names[0])
    _add(svg, "desc", _says(trend), id=names[1])
    _add(svg, "rect", class_="ground", width=width, height=height, fill="#fff")
    _add(svg, "text", short(title, frame.title), class_="heading", x=8, y=20, fill="#222", **_HEADING)
    _add(svg, "text", unit_of(value), class_="soft", x=8, y=44, fill="#5f5b56")
    return svg


def _title(trend: Trend, value: Value) -> str:
    if not trend.periods:
        return _("没有已知日期的报告")
    span = readable_span(trend.periods[0], trend.periods[-1])
    lines = _("、").join(line.q for line in trend.lines)
    return _("%(lines)s：%(span)s，%(unit)s", lines=lines, span=span, unit=unit_of(value))


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


def _values_axis(svg: ET.Element, scale: Scale) -> None:
    for number in range(scale.steps + 1):
        value = round(number * scale.step, 6)
        y = scale.y(value)
        colour = "#8d877f" if number == 0 else "#e4e0da"
        _add(
            svg,
            "path",
            class_="axis" if number == 0 else "grid",
            d=f"M{scale.frame.left} {y}H{scale.frame.end}",
            stroke=colour,
        )
        place: dict[str, object] = {"text-anchor": "end", "x": scale.frame.left - 8, "y": y + 4.5}
        _add(svg, "text", f"{value:,.6g}", class_="soft", fill="#5f5b56", **place)


def _periods_axis(svg: ET.Element, scale: Scale, periods: Sequence[str]) -> None:
    for number, text in ticks(periods, scale.frame.ticks):
        x, y = scale.x(number), scale.frame.height - scale.frame.bottom
        _add(svg, "path", class_="axis", d=f"M{x} {y}v5", stroke="#8d877f")
        place = {"text-anchor": "middle"}
        _add(svg, "text", text, class_="soft", x=x, y=y + 20, fill="#5f5b56", **place)


def _line(
    svg: ET.Element, scale: Scale, number: int, column: Values, q: str, label: tuple[float, float] | None
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
    x = scale.frame.end + 14
    _add(group, "path", class_="marker", d=f"{marks}M{x} {y:g}{_MARKERS[number]}", fill="#fff")
    _add(group, "path", d=f"M{scale.frame.end} {end:g}L{x - 6} {y:g}", **{"stroke-width": "0.75"})
    _add(group, "text", short(q, scale.frame.label), x=x + 10, y=y + 4.5, fill=colour, stroke="none")


def _marked(places: Sequence[tuple[float, float] | None], number: int) -> Iterator[tuple[float, float]]:
    """The points that have a marker: some, not the same of each line, and those that no line leads to."""
    step = ceil(len(places) / _MAX_MARKERS)
    for at, place in enumerate(places):
        alone = not any((*places[max(0, at - 1) : at], *places[at + 1 : at + 2]))
        if place and (alone or at % step == number % step):
            yield place


def _end(scale: Scale, column: Values) -> float | None:
    """How high the last point of a line is; None where it has none."""
    return next((scale.y(value) for value in reversed(column) if value is not None), None)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: object) -> ET.Element:
    child = ET.SubElement(parent, tag, _attributes(**attributes))
    child.text = _ILLEGAL.sub("", text) or None
    return child


def _attributes(**attributes: object) -> dict[str, str]:
    """Those that are not empty; `class_` is `class`, which Python keeps for itself."""
    return {name.rstrip("_"): f"{value}" for name, value in attributes.items() if value not in ("", None)}
