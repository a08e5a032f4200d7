"""A trend counts each report once, in its period; periods follow one another; and its files say the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from xml.etree import ElementTree as ET

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import (
    AskedWrongly,
    Choice,
    Filters,
    Line,
    Trend,
    Value,
    as_json,
    trend,
    trend_asked,
    trend_csv,
    value_asked,
)
from indexer.query import parse
from indexer.report import Block, Kind, Report
from indexer.search.marks import count, find
from indexer.search.periods import By
from indexer.store import STRICT
from tests.support.asking import asked
from tests.support.scan_store import ScanStore
from tests.support.strategies import anything, dates, reports
from webapp.charts import chart
from webapp.pages.trend import is_uneven, thinned
from webapp.scales import NARROW, WIDE

held = st.lists(reports, max_size=8, unique_by=lambda report: report.id)
questions = st.lists(st.sampled_from(["港", "经开区 | 一", "A", "-的"]), min_size=1, max_size=5)
LONG = {"year": 4, "month": 7}


def store_of(some: Sequence[Report]) -> ScanStore:
    store = ScanStore()
    store.update(some)
    return store


def dated(*days: str) -> ScanStore:
    return store_of(
        [Report(f"{n}", (Block(Kind.PARAGRAPH, "港口"),), date=day) for n, day in enumerate(days)]
    )


@settings(max_examples=25, deadline=None)
@given(some=held, qs=questions, by=st.sampled_from(["month", "year"]), after=dates, before=dates)
def test_every_report_is_counted_in_its_period_or_as_undated(
    some: list[Report], qs: list[str], by: By, after: str, before: str
) -> None:
    store, filters = store_of(some), Filters(after, before)
    found = asked(store, trend, qs, by, filters)
    for q, line in zip(qs, found.lines, strict=True):
        matches = store.snapshot().matches(parse(q, filters), classes=STRICT)
        days = [match.report.date for match in matches]
        known = [day[: LONG[by]] for day in days if len(day) >= LONG[by]]
        assert line.reports == tuple(map(known.count, found.periods))
        assert (line.total, line.undated) == (len(days), len(days) - len(known))
    admitted = [
        one.date[: LONG[by]] for one in some if filters.admit(one.date, "") and len(one.date) >= LONG[by]
    ]
    assert found.held == tuple(map(admitted.count, found.periods))
    assert set(found.periods) >= set(admitted)


def test_periods_have_no_gap_and_months_go_over_the_end_of_the_year() -> None:
    found = asked(dated("2023-11-02", "2024-02", "2024", ""), trend, ["港口"])
    assert (found.by, found.periods) == ("month", ("2023-11", "2023-12", "2024-01", "2024-02"))
    assert (found.lines[0].reports, found.lines[0].undated, found.held) == ((1, 0, 0, 1), 2, (1, 0, 0, 1))
    assert found.shares(found.lines[0]) == (1000, None, None, 1000)


def test_more_than_five_years_are_seen_by_year() -> None:
    assert asked(dated("2019-01-05", "2023-12-05"), trend, ["港口"]).by == "month"
    found = asked(dated("2019-01-05", "2024-01-05"), trend, ["港口"])
    assert (found.by, found.periods[0], found.periods[-1]) == ("year", "2019", "2024")
    assert asked(dated("2019", "2020"), trend, ["港口"]).by == "year"
    with pytest.raises(AskedWrongly, match="按年"):
        asked(dated("0100-01-01", "2024-01-01"), trend, ["港口"], "month")


def test_what_cannot_be_asked_is_told() -> None:
    for qs in ([], ["港"] * 6):
        with pytest.raises(AskedWrongly, match="1 到 5"):
            asked(dated(), trend, qs)
    for name, value in (("by", "week"), ("from", "24")):
        with pytest.raises(AskedWrongly, match=name):
            trend_asked({name: value})
    for name, value in (("share", "yes"), ("value", "shares")):
        with pytest.raises(AskedWrongly, match=name):
            value_asked({name: value})
    assert [value_asked(one) for one in ({}, {"share": "1"}, {"value": "per_million", "share": "1"})] == [
        None,
        "share",
        "per_million",
    ]
    assert trend_asked({"by": "year", "to": "2024", "source": "报"}) == (
        "year",
        Filters("", "2024", Choice(("报",))),
    )


def test_a_part_of_a_trend_is_what_lies_between_two_periods() -> None:
    found = asked(dated("2023-11-02", "2024-02"), trend, ["港口"])
    part = found.between("2023-12", "2024")
    assert (part.periods, part.held, part.lines[0].reports) == (
        ("2023-12", "2024-01", "2024-02"),
        (0, 0, 1),
        (0, 0, 1),
    )
    assert part.lines[0].total == 2


def test_long_thin_ends_are_not_drawn_unasked() -> None:
    years = tuple(map(str, range(1954, 2027)))
    counts = tuple(1 if year < "2010" else 5000 for year in years)
    found = Trend("year", years, counts, (Line("港", "港", 99, 0, counts),))
    assert thinned(found).periods == tuple(map(str, range(2010, 2027)))
    assert thinned(found).lines[0].total == 99
    even = Trend("year", years, (7,) * len(years), ())
    assert thinned(even) is even
    assert thinned(Trend("year", (), (), ())).periods == ()


@settings(max_examples=10, deadline=None)
@given(some=held, qs=questions, by=st.sampled_from(["month", "year"]))
def test_occurrences_are_counted_where_the_reports_are(some: list[Report], qs: list[str], by: By) -> None:
    store, size = store_of(some), LONG[by]
    found = asked(store, trend, qs, by, value="per_million")
    for q, line in zip(qs, found.lines, strict=True):
        matches = [match.report for match in store.snapshot().matches(parse(q), classes=STRICT)]
        each = [(one.date[:size], count(find(one, parse(q)))) for one in matches]
        assert line.occurrences == tuple(
            sum(many for day, many in each if day == period) for period in found.periods
        )
        assert line.total_occurrences == sum(many for _, many in each)
        rates = zip(line.occurrences, found.characters, strict=True)
        assert found.column(line, "per_million") == tuple(
            round(1_000_000 * many / all_held, 2) if all_held else None for many, all_held in rates
        )
    held_here = [one for one in some if len(one.date) >= size]
    assert found.characters == tuple(
        sum(one.characters for one in held_here if one.date[:size] == period) for period in found.periods
    )
    assert "occurrences" not in as_json(asked(store, trend, qs, by).lines[0])


def test_what_is_held_unevenly_is_told_from_what_is_not() -> None:
    assert is_uneven([100, 120, 0, 90, 3240])
    assert not is_uneven([100, 120, 0, 90, 240])
    assert not is_uneven([])
    assert not is_uneven([0, 0])


def test_a_picture_has_a_title_and_one_for_phones_is_small(app: Flask) -> None:
    found = asked(dated("2023-11-02", "2024-02"), trend, ["港口"], value="occurrences")
    with app.test_request_context():
        wide, narrow = (ET.fromstring(chart(found, "occurrences", frame)) for frame in (WIDE, NARROW))
    title = "港口：2023年11月 – 2024年2月，出现次数"
    for svg in (wide, narrow):
        texts = ["".join(one.itertext()) for one in svg.iter("{http://www.w3.org/2000/svg}text")]
        assert texts[:2] == [title, "出现次数"]
        width = int(svg.attrib["width"])
        assert all(float(one.attrib.get("x", 0)) <= width for one in svg.iter())
    assert (wide.attrib["width"], narrow.attrib["width"]) == ("960", "400")
    years = asked(dated("1990", "2024"), trend, ["港口"], "year")
    with app.test_request_context():
        svg = ET.fromstring(chart(years, "reports", NARROW))
    drawn = list(svg.iter("{http://www.w3.org/2000/svg}text"))
    named = [one.text for one in drawn if one.attrib.get("text-anchor") == "middle"]
    assert named == ["1990", "2000", "2010", "2020"]


numbers = st.integers(0, 10**7)
trends = st.integers(0, 90).flatmap(
    lambda size: st.builds(
        lambda names, counts: Trend(
            "month",
            tuple(f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(size)),
            tuple(map(max, zip(*counts, strict=True))) if size else (),
            tuple(Line(name, name, 1, 0, tuple(one)) for name, one in zip(names, counts, strict=False)),
        ),
        st.lists(anything, min_size=1, max_size=5),
        st.lists(st.lists(numbers, min_size=size, max_size=size), min_size=5, max_size=5),
    )
)


@settings(max_examples=25, deadline=None)
@given(found=trends, value=st.sampled_from(["reports", "share"]))
def test_a_chart_is_well_formed_whatever_the_questions_hold(app: Flask, found: Trend, value: Value) -> None:
    with app.test_request_context():
        svg = ET.fromstring(chart(found, value))
    space = {"": "http://www.w3.org/2000/svg"}
    assert len(svg.findall("g", space)) == len(found.lines)
    heights = [float(one.attrib["y"]) for one in svg.findall("g/text", space)]
    assert all(abs(a - b) >= 12 for n, a in enumerate(heights) for b in heights[:n])
    assert all(0 <= y <= 400 for y in heights)


@settings(max_examples=25, deadline=None)
@given(found=trends)
def test_csv_holds_the_whole_trend(found: Trend) -> None:
    text = "".join(trend_csv(found)).removeprefix("\ufeff")
    head, *rows, undated = csv.reader(StringIO(text, newline=""))
    assert [cell.removeprefix("'") for cell in head[2:]] == [line.q for line in found.lines]
    assert [row[0] for row in rows] == list(found.periods)
    assert [int(row[1]) for row in rows] == list(found.held)
    for number, line in enumerate(found.lines, start=2):
        assert [int(row[number]) for row in rows] == list(line.reports)
        assert int(undated[number]) == line.undated
