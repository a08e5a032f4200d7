"""Marks and passages: all that was found is marked, nothing else, and nothing is cut through."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import (
    All,
    Dated,
    Field,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Query,
    Scope,
    parse,
)
from indexer.report import Block, Kind, Report
from indexer.search.answer import Passage
from indexer.search.cutting import PASSAGE_CHARACTERS
from indexer.search.marks import find, mark_report
from indexer.search.passages import cut_passages
from indexer.search.weights import Weights
from indexer.text.fold import Folded, fold
from indexer.text.words import has_word, spans, words
from tests.support.scan_store import ScanMatch, stands_at
from tests.support.strategies import pieces
from tests.text.test_pattern import brute_force

LONG = "这一句离检索词很远，只是为了把段落拉长。" * 30


def report(*paragraphs: str, title: str = "标题") -> Report:
    return Report("a", (Block(Kind.TITLE, title), *(Block(Kind.PARAGRAPH, text) for text in paragraphs)))


def passages(held: Report, query: Query, most: int = 3) -> tuple[Passage, ...]:
    return cut_passages(ScanMatch(held, "literal"), find(held, query), most, Weights())


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
    assert held.paragraphs[1].text[passage.start :].startswith(passage.text)
    assert (passage.before, passage.after) == (True, True)
    assert len(passage.text) <= PASSAGE_CHARACTERS
    assert passage.text.endswith("。")


def test_a_match_deep_in_a_long_report_is_shown_like_an_early_one() -> None:
    (passage,) = passages(report("甲" * 40_000 + "。争先进位。"), parse("争先进位"))
    assert [passage.text[a:b] for a, b in passage.marks] == ["争先进位"]


def test_passages_cover_the_keywords_before_they_repeat_one() -> None:
    held = report("港口。", "港口。", "港口。", "铁路。", "公路。")
    shown = passages(held, parse("港口 铁路 公路"))
    assert [passage.paragraph for passage in shown] == [1, 4, 5]


def test_one_paragraph_may_give_several_passages_that_do_not_overlap() -> None:
    held = report(f"港口在前。{LONG}铁路在中。{LONG}公路在后。")
    shown = passages(held, parse("港口 铁路 公路"))
    assert [len(passage.marks) for passage in shown] == [1, 1, 1]
    assert all(a.start + len(a.text) <= b.start for a, b in pairwise(shown))


def test_no_passages_where_only_the_title_matches_or_none_are_wanted() -> None:
    assert passages(report("正文", title="争先进位"), parse("争先进位")) == ()
    assert passages(report("争先进位"), parse("争先进位"), most=0) == ()


@pytest.mark.parametrize("number", ["1,234,567.89", "ABCDEFGHIJ0123456789" * 3])
def test_numbers_and_latin_words_are_never_cut(number: str) -> None:
    held = report(number + f"，{number}" * 20 + "港" + f"，{number}" * 20)
    for passage in passages(held, parse("港")):
        text = held.paragraphs[0].text
        for at in (passage.start, passage.start + len(passage.text)):
            around = text[max(0, at - 1) : at + 1]
            assert not re.fullmatch(r"[0-9A-Z.,][0-9A-Z]|[0-9A-Z],[0-9]", around), around


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("168", "chenkai168"),
        ("%", "12.5%"),
        (".", "12.5%"),
        ("168" + "一" * PASSAGE_CHARACTERS, "chenkai168" + "一" * PASSAGE_CHARACTERS),
        ("一" * PASSAGE_CHARACTERS + "chenkai", "一" * PASSAGE_CHARACTERS + "chenkai168"),
        ("%" + "一" * PASSAGE_CHARACTERS, "12.5%" + "一" * PASSAGE_CHARACTERS),
    ],
)
def test_a_mark_inside_of_a_word_or_number_does_not_cut_it(typed: str, text: str) -> None:
    (passage,) = passages(report(f"{LONG}二二{text}二二{LONG}"), wanting(Literal(typed, typed)))
    assert text in passage.text


def test_a_mark_that_goes_on_over_the_end_of_a_sentence_is_not_cut_there() -> None:
    held = report("港口城市" + "一" * (PASSAGE_CHARACTERS - 6) + "甲。乙" + LONG)
    query = wanting(Literal("港口城市", "港口城市"), Literal("甲。乙", "甲。乙"))
    assert [len(passage.marks) for passage in passages(held, query, most=1)] == [1]
    assert [len(passage.marks) for passage in passages(held, query)] == [1, 1]


def test_occurrences_far_apart_in_one_sentence_are_shown_in_two_passages() -> None:
    shown = passages(report("港口" + "一" * PASSAGE_CHARACTERS * 3 + "港口"), parse("港口"))
    assert [len(passage.marks) for passage in shown] == [1, 1]
    assert all(len(passage.text) <= PASSAGE_CHARACTERS for passage in shown)


def test_white_space_at_the_ends_is_left_out_unless_it_is_marked() -> None:
    (passage,) = passages(report("　　AI tools "), parse("tools"))
    assert (passage.start, passage.text, passage.marks) == (2, "AI tools", ((3, 8),))
    pattern = Pattern("*", ("a" * PASSAGE_CHARACTERS, ""), ((1, 1),))
    (passage,) = passages(report("A" * PASSAGE_CHARACTERS + " b" * PASSAGE_CHARACTERS), wanting(pattern))
    assert (passage.text, passage.marks) == (
        "A" * PASSAGE_CHARACTERS + " ",
        ((0, PASSAGE_CHARACTERS + 1),),
    )


def test_what_stands_before_a_passage_can_still_be_shown() -> None:
    held = report(f"港口。{LONG}铁路和公路。{LONG}机场。")
    shown = passages(held, parse("港口 铁路 公路 机场"), most=2)
    assert [[passage.text[a:b] for a, b in passage.marks] for passage in shown] == [
        ["港口"],
        ["铁路", "公路"],
    ]


def test_what_is_shown_already_does_not_count() -> None:
    held = report("港口、机场、码头、车站。", "港口和铁路。公路。", "铁路和公路。")
    shown = passages(held, parse("港口 机场 码头 车站 铁路 公路"), most=2)
    assert [passage.paragraph for passage in shown] == [1, 3]


def test_what_is_longer_than_a_passage_is_cut() -> None:
    (passage,) = passages(report("港" + "A1" * 20_000 + "港"), wanting(Literal("1港", "1港")))
    assert (passage.text, passage.marks) == ("1港", ((0, 2),))


def test_what_was_pasted_and_is_longer_than_a_passage_is_shown_whole_beside_other_keywords() -> None:
    pasted = "港口的吞吐量连年增长" * 20
    (passage,) = passages(report(pasted + "。铁路。"), parse(f"{pasted} 铁路"), most=1)
    assert passage.marks[0] == (0, len(pasted))


def test_keywords_in_one_sentence_are_shown_before_those_in_two() -> None:
    held = report("港口。", "港口在前。铁路在后。", "港口和铁路。" + LONG, "铁路。")
    (passage,) = passages(held, parse("港口 铁路"), most=1)
    assert passage.paragraph == 3
    (passage,) = passages(report(*(text.text for text in held.paragraphs[:2])), parse("港口 铁路"), most=1)
    assert passage.paragraph == 2


def test_passages_come_from_different_paragraphs_if_they_can() -> None:
    held = report(f"港口。{LONG}港口。{LONG}港口。", "港口。", "港口。")
    assert [passage.paragraph for passage in passages(held, parse("港口"))] == [1, 2, 3]
    assert [passage.paragraph for passage in passages(held, parse("港口"), most=4)] == [1, 1, 2, 3]


def test_single_characters_do_not_decide_which_paragraph_is_shown() -> None:
    query = wanting(Keyword("在的是了车间", "在的是了车间", ("在", "的", "是", "了", "车间")))
    (passage,) = passages(report("他在。的。是。了。", "是的，车间。"), query, most=1)
    assert passage.paragraph == 2


def test_all_variants_of_a_keyword_are_one() -> None:
    query = wanting(Keyword("2023年", "2023年", ("2023", "年"), (), ("二〇二三年", "二零二三年")), port)
    held = report("2023年。", "二〇二三年。", "二零二三年。", "港口。")
    assert {what for block in find(held, query).values() for _, _, what in block} == {"2023年", "港口"}
    assert marked_by(held, query) == [[], ["2023年"], ["二〇二三年"], ["二零二三年"], ["港口"]]
    assert [passage.paragraph for passage in passages(held, query, most=2)] == [1, 4]


def test_only_what_is_wanted_is_marked_and_only_where_it_is_wanted() -> None:
    held = report("港口和铁路，镇江新区。", title="港口和铁路")
    assert marked_by(held, wanting(port, Not(rail))) == [["港口"], ["港口"]]
    assert marked_by(held, wanting(InField(Field.TITLE, port), rail)) == [["港口", "铁路"], ["铁路"]]
    assert marked_by(held, wanting(InField(Field.SOURCE, port), Dated("2023", ""))) == [[], []]
    assert marked_by(held, wanting(Near(Scope.SENTENCE, (port, zone)))) == [["港口"], ["港口", "镇江新区"]]
    plan = Keyword("铁路港口", "铁路港口", ("铁路", "港口"))
    assert marked_by(held, wanting(InField(Field.TITLE, plan))) == [["港口", "铁路"], []]


def test_phrases_of_a_keyword_are_marked_as_literals_where_it_is_matched_by_its_words() -> None:
    keyword = Keyword("检报检索", "检报检索", ("检索",), ("检报",))
    assert marked_by(report("用检报来检索。"), wanting(keyword)) == [[], ["检报", "检索"]]
    assert marked_by(report("检报检索，检报。"), wanting(keyword)) == [[], ["检报检索"]]


port, rail = Literal("港口", "港口"), Literal("铁路", "铁路")
zone = Pattern("镇江*区", ("镇江", "区"), ((0, 8),))


def wanting(*parts: Node) -> Query:
    return Query("", All(parts))


def marked_by(held: Report, query: Query) -> list[list[str]]:
    return [[text.text[a:b] for a, b in text.marks] for text in mark_report(held, query)]


Span = tuple[int, int]
Expected = dict[str, list[list[Span]]]
"""By term or word: where it must be marked in each block, in the original."""


def expected(held: Report, query: Query) -> Expected:
    """The definition of what is marked, by looking everywhere."""
    blocks = [(block.kind is Kind.TITLE, Folded.of(block.text)) for block in held.blocks]
    found: Expected = {}
    for term in query.wanted:
        if isinstance(term, InField):
            if term.field is not Field.TITLE:
                continue
            sought, within = term.term, [is_title for is_title, _ in blocks]
        elif isinstance(term, Dated):
            continue
        else:
            sought, within = term, [True for _ in blocks]
        texts = [folded.text if inside else "" for inside, (_, folded) in zip(within, blocks, strict=True)]
        for what, spans_in in looked_for(sought, texts):
            rows = found.setdefault(what, [[] for _ in blocks])
            for row, text, (_, folded) in zip(rows, texts, blocks, strict=True):
                row += [folded.span(*one) for one in spans_in(text)]
    return found


def looked_for(
    term: Literal | Keyword | Pattern, texts: list[str]
) -> Iterator[tuple[str, Callable[[str], list[Span]]]]:
    if isinstance(term, Pattern):
        yield str(term), partial(brute_force, pieces=term.pieces, gaps=term.gaps)
    elif isinstance(term, Literal):
        yield term.text, partial(places, literal=term.text)
    elif any(places(text, one) for one in term.texts for text in texts):
        yield from ((term.text, partial(places, literal=one)) for one in term.texts)
    else:
        yield from ((phrase, partial(places, literal=phrase)) for phrase in term.phrases)
        for word in term.words:
            yield word, partial(as_word, word=word)
            if not has_word(word) and not any(as_word(text, word) for text in texts):
                yield from ((piece, partial(places, literal=piece)) for piece in longest(word, texts))


def longest(word: str, texts: list[str]) -> Iterator[str]:
    """The longest pieces of a Chinese word that stand in a text, from left to right; single characters tell
    nothing. Any other word is whole."""
    if not re.fullmatch("[\u4e00-\u9fff]+", word):
        yield from [word] if len(word) > 1 else []
        return
    at = 0
    while at < len(word):
        ends = range(len(word), at + 1, -1)
        end = next((one for one in ends if any(word[at:one] in text for text in texts)), at + 1)
        if end > at + 1:
            yield word[at:end]
        at = end


def places(text: str, literal: str) -> list[Span]:
    at = [found.start() for found in re.finditer(f"(?={re.escape(literal)})", text)]
    return [(one, one + len(literal)) for one in at if stands_at(text, literal, one)]


def as_word(text: str, word: str) -> list[Span]:
    return [(start, end) for one, start, end in words_of(text) if one == word] if word in text else []


words_of = lru_cache(maxsize=1000)(lambda text: list(spans(text)))


def check(held: Report, shown: tuple[Passage, ...], awaited: Expected) -> set[str]:
    """The laws of any number of passages; returns which terms and words they show."""
    ends = [(one.paragraph, one.start + len(one.text)) for one in shown]
    assert all(end <= (one.paragraph, one.start) for end, one in zip(ends, shown[1:], strict=False))
    rows = [number for number, block in enumerate(held.blocks) if block.kind is not Kind.TITLE]
    seen = set()
    for passage, (number, end) in zip(shown, ends, strict=True):
        start, marks, original = passage.start, passage.marks, held.paragraphs[number - 1].text
        assert original[start:end] == passage.text
        assert (passage.before, passage.after) == (start > 0, end < len(original))
        assert marks, "every passage shows something that was found"
        assert all(a < b for a, b in marks)
        assert all(a <= b for (_, a), (b, _) in pairwise(marks))
        inside = [
            (what, range(a, b))
            for what, spans_of in awaited.items()
            for a, b in spans_of[rows[number - 1]]
            if start <= a and b <= end
        ]
        seen |= {what for what, _ in inside}
        awaited_places = {place for _, span in inside for place in span}
        assert {start + place for a, b in marks for place in range(a, b)} == awaited_places
        for place in (start, end):
            assert not any(a < place < b for a, b in whole(original)), original[max(0, place - 9) : place + 9]
    return seen


LETTER, DIGIT = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ÿ", "0-9０-９"
NUMBER = re.compile(
    rf"(?<![{DIGIT}])(?<![{DIGIT}][.,])[{DIGIT}]{{1,3}}(?:,[{DIGIT}]{{3}})+(?![{DIGIT}]|,[{DIGIT}])"
    rf"(?:\.[{DIGIT}]+)?[%％]?|[{DIGIT}]+(?:[.．][{DIGIT}]+)*[%％]?"
)
LATIN_WORD = re.compile(f"[{LETTER}{DIGIT}]+")


ENDLESS = re.compile(rf"[{LETTER}{DIGIT}._',．＿%\u200b]{{{PASSAGE_CHARACTERS},}}")


def whole(text: str) -> list[Span]:
    """The numbers and Latin words of an original, which no passage may cut unless they go on for ever."""
    short = ENDLESS.sub(lambda one: "。" * len(one[0]), text)
    return [one.span() for pattern in (NUMBER, LATIN_WORD) for one in pattern.finditer(short)]


@st.composite
def terms(draw: st.DrawFn, source: str) -> Literal | Keyword | Pattern:
    """One that may well stand in the source, a normal form."""

    def cutting(most: int) -> str:
        start = draw(st.integers(0, max(0, len(source) - 1)))
        return source[start : start + draw(st.integers(1, most))].strip() or "港"

    text = cutting(8)
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return Literal(text, text)
    if kind == 1:
        piece = draw(st.sampled_from(["", cutting(2)]))
        return Pattern(
            f"{text}*{piece}", (text, piece), ((draw(st.integers(0, 2)), draw(st.integers(2, 8))),)
        )
    if kind == 2:
        text += cutting(3)  # what does not stand literally, perhaps
    variants = tuple(cutting(4) for _ in range(draw(st.integers(0, 2))))
    return Keyword(text, text, tuple(dict.fromkeys(words(text))), (), variants)


@given(st.lists(pieces, min_size=1, max_size=4), st.data())
def test_the_laws_of_marks_and_passages(paragraphs: list[str], data: st.DataObject) -> None:
    long = [text * data.draw(st.integers(1, 8)) for text in paragraphs]
    held = report(*long, title=data.draw(pieces))
    parts: list[Node] = []
    for _ in range(data.draw(st.integers(1, 3))):
        term = data.draw(terms(fold(data.draw(st.sampled_from(long)))))
        parts.append(data.draw(st.sampled_from([term, term, InField(Field.TITLE, term), Not(term)])))
    query = wanting(*parts)
    awaited = expected(held, query)
    for number, text in enumerate(mark_report(held, query)):
        marked = {place for a, b in text.marks for place in range(a, b)}
        assert marked == {
            place for rows in awaited.values() for a, b in rows[number] for place in range(a, b)
        }
    there = {what for what, rows in awaited.items() if any(rows[1:])}
    most = data.draw(st.integers(1, 20))
    seen = check(held, passages(held, query, most), awaited)
    assert seen <= there
    assert len(seen) >= min(most, len(there)), "each passage shows something new as long as there is any"
