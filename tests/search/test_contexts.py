"""Keyword in context: every occurrence once, as a true piece of its block, in the order asked for."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import (
    MAX_CONTEXTS,
    AskedWrongly,
    ContextOrder,
    Parameters,
    as_json,
    beside_asked,
    contexts,
    contexts_asked,
    contexts_csv,
    parse,
)
from indexer.deadline import deadline
from indexer.errors import OutOfTime
from indexer.report import Block, Kind, Report
from indexer.search.contexts import Context
from indexer.search.line_order import sound
from indexer.search.marks import count, find
from indexer.store import STRICT
from indexer.text.fold import Folded
from tests.support.asking import asked
from tests.support.scan_store import ScanStore
from tests.support.strategies import composed, reports

held = st.lists(reports, max_size=6, unique_by=lambda report: report.id)
MANY = 1000


def store_of(some: list[Report]) -> ScanStore:
    store = ScanStore()
    store.update(some)
    return store


def text_at(report: Report, paragraph: int) -> list[str]:
    if paragraph:
        return [report.paragraphs[paragraph - 1].text]
    return [block.text for block in report.blocks if block.kind is Kind.TITLE]


@settings(max_examples=25, deadline=None)
@given(some=held, q=composed.filter(lambda q: q.strip()), order=st.sampled_from(ContextOrder))
def test_each_line_is_a_piece_of_its_block_and_each_occurrence_has_one(
    some: list[Report], q: str, order: ContextOrder
) -> None:
    store, by_id = store_of(some), {report.id: report for report in some}
    try:
        query = parse(q)
    except AskedWrongly:
        return  # nothing visible is asked for
    matches = list(store.snapshot().matches(query, classes=STRICT))
    found = asked(store, contexts, Parameters(q, limit=MANY), order=order)
    assert (found.reports, found.complete, found.total) == (len(matches), True, len(found.lines))
    assert len(found.lines) == sum(count(find(match.report, query)) for match in matches)
    for line in found.lines:
        start, end = line.start - len(line.left), line.start + len(line.keyword) + len(line.right)
        pieces = [text[start:end] for text in text_at(by_id[line.id], line.paragraph)]
        assert line.left + line.keyword + line.right in pieces
        assert line.keyword


@settings(max_examples=25, deadline=None)
@given(
    some=held,
    q=st.sampled_from(["港", "经开区", "一 | 10", "的"]),
    sizes=st.lists(st.integers(1, 4), max_size=4),
    order=st.sampled_from(ContextOrder),
)
def test_pages_are_pieces_of_one_order(
    some: list[Report], q: str, sizes: list[int], order: ContextOrder
) -> None:
    store = store_of(some)
    whole = asked(store, contexts, Parameters(q, limit=MANY), order=order).lines
    offset = 0
    for size in sizes:
        page = asked(store, contexts, Parameters(q, limit=size, offset=offset), order=order)
        assert page.lines == whole[offset : offset + size]
        assert (page.next_offset is not None) == (offset + size < len(whole))
        assert not page.complete or page.total == len(whole)
        offset += size


@settings(max_examples=25, deadline=None)
@given(some=held, q=st.sampled_from(["港", "经开区", "一"]))
def test_sides_are_sorted_away_from_the_keyword(some: list[Report], q: str) -> None:
    store, by_id = store_of(some), {report.id: report for report in some}
    lines = {
        order: asked(store, contexts, Parameters(q, limit=MANY), order=order).lines for order in ContextOrder
    }

    def beside(line: Context) -> tuple[str, str]:
        """What of the block's normal form decides."""
        start, end = line.start - len(line.left), line.start + len(line.keyword)
        texts = text_at(by_id[line.id], line.paragraph)
        text = next(one for one in texts if one[start:end] == line.left + line.keyword)
        folded = Folded.of(text)
        left, right = folded.text[: folded.behind(line.start)], folded.text[folded.behind(end) :]
        return left[-40:][::-1].strip(), right[:40].strip()

    lefts = [beside(line)[0] for line in lines[ContextOrder.LEFT]]
    rights = [beside(line)[1] for line in lines[ContextOrder.RIGHT]]
    for sides in (lefts, rights):
        kinds = [0 if side[:1].isalnum() else 1 if side else 2 for side in sides]
        assert kinds == sorted(kinds)
        assert all(
            (sound(a[:12]), a) <= (sound(b[:12]), b)
            for (kind, a), (next_kind, b) in pairwise(zip(kinds, sides, strict=True))
            if kind == next_kind
        )
    dates = [line.date for line in lines[ContextOrder.OLDEST] if line.date]
    assert dates == sorted(dates)
    assert all(set(one) == set(lines[ContextOrder.FOUND]) for one in lines.values())


def lines_of(order: ContextOrder, *texts: str) -> list[str]:
    report = Report("甲", tuple(Block(Kind.PARAGRAPH, text) for text in texts))
    return [line.right for line in asked(store_of([report]), contexts, Parameters("港口"), order=order).lines]


def test_neighbours_are_sorted_as_they_sound_or_by_how_many_have_them() -> None:
    """By code points 一 stands first, 安 behind it, and 船 behind that."""
    texts = ["港口一号", "港口船舶进港", "港口安全", "港口船舶出港", "港口A区", "港口。"]
    by_sound = ["A区", "安全", "船舶出港", "船舶进港", "一号", "。"]
    assert lines_of(ContextOrder.RIGHT, *texts) == by_sound
    assert lines_of(ContextOrder.RIGHT_COUNT, *texts) == ["船舶出港", "船舶进港", "A区", "安全", "一号", "。"]


@pytest.mark.parametrize(("held", "total"), [(MAX_CONTEXTS, MAX_CONTEXTS), (MAX_CONTEXTS + 1, None)])
def test_how_many_lines_there_are_is_said_or_that_it_is_not_known(held: int, total: int | None) -> None:
    store = store_of([Report("甲", (Block(Kind.PARAGRAPH, "港口" * held),))])
    for offset, following in ((0, 2), (MAX_CONTEXTS - 2, None)):
        page = asked(store, contexts, Parameters("港口", limit=2, offset=offset))
        assert (page.total, page.complete, page.next_offset) == (total, total is not None, following)
    assert json.loads(json.dumps(page, default=as_json))["total"] == total


def test_lines_can_be_those_with_a_neighbour() -> None:
    texts = ["港口安全生产", "安全的港口", "港口。安全", "港口的码头的安全", "港口"]
    store = store_of([Report(str(n), (Block(Kind.PARAGRAPH, text),)) for n, text in enumerate(texts)])

    def found(**given: str) -> set[str]:
        beside = beside_asked({"beside": "安全", **given})
        page = asked(store, contexts, Parameters("港口"), beside=beside)
        assert page.reports == page.total == len(page.lines)
        return {line.id for line in page.lines}

    assert found() == {"0", "1", "3"}
    assert found(right="1") == {"0", "1"}
    assert found(right="1", left="0") == {"0"}
    assert found(left="2", right="0") == {"1"}
    assert found(beside="全", unit="character", right="2", left="0") == {"0"}
    assert beside_asked({"left": "2"}) is None


def test_a_line_shows_forty_characters_of_either_side_and_counts_from_the_block() -> None:
    text = "前" * 50 + "港口" + "後" * 50
    report = Report("甲", (Block(Kind.TITLE, "港口"), Block(Kind.PARAGRAPH, text)))
    title, line = asked(store_of([report]), contexts, Parameters("港口")).lines
    assert (title.paragraph, title.start, title.left, title.right) == (0, 0, "", "")
    assert (line.paragraph, line.start, line.left, line.right) == (1, 50, "前" * 40, "後" * 40)


def test_what_stands_in_no_block_has_no_line() -> None:
    report = Report("甲", (Block(Kind.PARAGRAPH, "港口"),), date="2024-01-01", source="江海报")
    for q in ("date:2024", "source:江海", "-码头"):
        found = asked(store_of([report]), contexts, Parameters(q))
        assert (found.reports, found.lines, found.complete) == (1, (), True)


def test_time_is_bounded() -> None:
    report = Report("甲", (Block(Kind.PARAGRAPH, "港口"),))
    with deadline(-1), pytest.raises(OutOfTime):
        asked(store_of([report]), contexts, Parameters("港口"))


def _flat(line: dict[str, Any]) -> dict[str, object]:
    """A line with a column for each thing that tells where it stands."""
    at = {name: as_json(line["at"]).get(name, "") for name in ("page", "slide", "row")}
    own = {name: value for name, value in line.items() if name not in ("at", "headings")}
    return {**own, **at, "headings": " › ".join(line["headings"])}


@settings(max_examples=25, deadline=None)
@given(some=held, q=st.sampled_from(["港", "一", "A"]))
def test_csv_holds_what_json_does(some: list[Report], q: str) -> None:
    found = asked(store_of(some), contexts, Parameters(q, limit=MANY))
    text = "".join(contexts_csv(found))
    head, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    lines = [_flat(as_json(line)) for line in found.lines]
    assert [head] * len(lines) == [list(line) for line in lines]
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == [
        [str(value) for value in line.values()] for line in lines
    ]
    assert text.startswith("\ufeff")
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in rows for cell in row)


@pytest.mark.parametrize(
    ("name", "value"), [("sort", "up"), ("limit", "10001"), ("offset", "x"), ("from", "24")]
)
def test_parameters_are_checked(name: str, value: str) -> None:
    with pytest.raises(AskedWrongly, match=name):
        contexts_asked({"q": "港口", name: value})
    assert contexts_asked({"q": "港口", "sort": "left", "limit": "10000"})[1] is ContextOrder.LEFT
