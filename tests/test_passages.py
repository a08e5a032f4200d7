"""Marks and passages: all that was found is marked, nothing else, and nothing is cut through."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.answer import Passage
from indexer.errors import AskedWrongly
from indexer.marks import find, mark_report
from indexer.passages import WIDTH, cut_passages
from indexer.query import Query, parse
from indexer.report import Block, Kind, Report
from indexer.text.fold import Folded, fold
from indexer.text.words import spans
from tests.scan_store import stands_at, stands_in
from tests.strategies import pieces

LONG = "这一句离检索词很远，只是为了把段落拉长。" * 30


def report(*paragraphs: str, title: str = "标题") -> Report:
    return Report("a", (Block(Kind.TITLE, title), *(Block(Kind.PARAGRAPH, text) for text in paragraphs)))


def passages(held: Report, query: Query, most: int = 3) -> tuple[Passage, ...]:
    return cut_passages(held, find(held, query), most)


def marked(held: Report, typed: str) -> list[list[str]]:
    return [[text.text[a:b] for a, b in text.marks] for text in mark_report(held, parse(typed))]


def test_every_literal_occurrence_is_marked_in_the_original() -> None:
    held = report("争先进位，爭先\n进位。", "第１０个，2010年，10%", title="争先")
    assert marked(held, "争先进位") == [[], ["争先进位", "爭先\n进位"], []]
    assert marked(held, "10") == [[], [], ["１０", "10"]]


def test_a_literal_match_leaves_words_unmarked_and_words_are_marked_without_one() -> None:
    held = report("企业生产车间。企业很多。")
    assert marked(held, "企业生产车间") == [[], ["企业生产车间"]]
    assert marked(held, "车间企业") == [[], ["企业", "车间", "企业"]]


def test_neighbouring_marks_stay_two_and_overlapping_become_one() -> None:
    assert marked(report("港港"), "港")[1] == ["港", "港"]
    assert marked(report("人人人"), "人人")[1] == ["人人人"]


def test_a_passage_knows_its_place() -> None:
    held = report("第一段。", LONG + "这里写着争先进位四个字。" + LONG)
    (passage,) = passages(held, parse("争先进位"))
    assert passage.paragraph == 2
    assert held.paragraphs[1].text[passage.start :].startswith(passage.text.text)
    assert (passage.before, passage.after) == (True, True)
    assert len(passage.text.text) <= WIDTH
    assert passage.text.text.endswith("。")


def test_a_match_deep_in_a_long_report_is_shown_like_an_early_one() -> None:
    (passage,) = passages(report("甲" * 40_000 + "。争先进位。"), parse("争先进位"))
    assert [passage.text.text[a:b] for a, b in passage.text.marks] == ["争先进位"]


def test_passages_cover_the_keywords_before_they_repeat_one() -> None:
    held = report("港口。", "港口。", "港口。", "铁路。", "公路。")
    shown = passages(held, parse("港口 铁路 公路"))
    assert [passage.paragraph for passage in shown] == [1, 4, 5]


def test_one_paragraph_may_give_several_passages_that_do_not_overlap() -> None:
    held = report(f"港口在前。{LONG}铁路在中。{LONG}公路在后。")
    shown = passages(held, parse("港口 铁路 公路"))
    assert [len(passage.text.marks) for passage in shown] == [1, 1, 1]
    assert all(a.start + len(a.text.text) <= b.start for a, b in pairwise(shown))


def test_no_passages_where_only_the_title_matches_or_none_are_wanted() -> None:
    assert passages(report("正文", title="争先进位"), parse("争先进位")) == ()
    assert passages(report("争先进位"), parse("争先进位"), most=0) == ()


@pytest.mark.parametrize("number", ["1,234,567.89", "ABCDEFGHIJ0123456789" * 3])
def test_numbers_and_latin_words_are_never_cut(number: str) -> None:
    held = report(number + f"，{number}" * 20 + "港" + f"，{number}" * 20)
    for passage in passages(held, parse("港")):
        text = held.paragraphs[0].text
        for at in (passage.start, passage.start + len(passage.text.text)):
            around = text[max(0, at - 1) : at + 1]
            assert not re.fullmatch(r"[0-9A-Z.,][0-9A-Z]|[0-9A-Z],[0-9]", around), around


@given(st.lists(pieces, min_size=1, max_size=4), st.data())
def test_the_laws_of_marks(paragraphs: list[str], data: st.DataObject) -> None:
    long = [text * data.draw(st.integers(1, 8)) for text in paragraphs]
    held = report(*long)
    source = data.draw(st.sampled_from(long))
    start = data.draw(st.integers(0, len(source)))
    typed = source[start : start + data.draw(st.integers(1, 8))]
    try:
        query = parse(typed)
    except AskedWrongly:
        assume(False)
    literals = [
        term.text
        for term in query.terms
        if any(stands_in(fold(block.text), term.text) for block in held.blocks)
    ]
    words = {word for term in query.terms if term.text not in literals for word in getattr(term, "words", ())}
    for passage in passages(held, query, most=data.draw(st.integers(1, 20))):
        text, marks = passage.text.text, passage.text.marks
        original = held.paragraphs[passage.paragraph - 1].text
        assert original[passage.start : passage.start + len(text)] == text
        assert marks, "every passage shows something that was found"
        assert all(a < b for a, b in marks)
        assert all(end <= start for (_, end), (start, _) in pairwise(marks))
        _nothing_else_is_marked(original, passage, literals, words)


def _nothing_else_is_marked(original: str, passage: Passage, literals: list[str], words: set[str]) -> None:
    """The marks cover what stands literally, and the words of terms that do not, exactly."""
    folded = Folded.of(original)
    found = [word[1:] for word in spans(folded.text) if word.text in words]
    found += [
        (at, at + len(literal))
        for literal in literals
        for at in range(len(folded.text))
        if stands_at(folded.text, literal, at)
    ]
    end = passage.start + len(passage.text.text)
    covered = {
        place
        for a, b in (folded.span(*one) for one in found)
        if passage.start <= a and b <= end
        for place in range(a, b)
    }
    shown = {passage.start + place for a, b in passage.text.marks for place in range(a, b)}
    assert shown == covered
