"""Patterns: every place where the pieces stand in their order within a sentence, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.text.fold import fold
from indexer.text.literal import pattern_occurs, pattern_spans
from indexer.text.sentences import ends, sentences, stretch
from indexer.text.words import Word, spans
from tests.support.strategies import pieces as texts
from tests.support.strategies import texts as any_texts

ANY, ONE = (0, 8), (1, 1)
Gaps = tuple[tuple[int, int], ...]
LATIN, DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"


@pytest.mark.parametrize(
    ("text", "pieces", "gaps", "found"),
    [
        ("镇江经开区和镇江新区", ("镇江", "区"), (ANY,), ["镇江经开区", "镇江新区"]),
        ("镇江镇江区", ("镇江", "区"), (ANY,), ["镇江镇江区", "镇江区"]),
        ("第3届、第12届", ("第", "届"), (ONE,), ["第3届"]),
        ("第3届、第12届", ("第", "届"), ((2, 2),), ["第12届"]),
        ("镇江。区", ("镇江", "区"), (ANY,), []),
        ("镇江;区", ("镇江", "区"), (ANY,), []),
        ("镇江!区", ("镇江!", "区"), (ANY,), ["镇江!区"]),
        ("镇江一二三四五六七八区", ("镇江", "区"), (ANY,), ["镇江一二三四五六七八区"]),
        ("镇江一二三四五六七八九区", ("镇江", "区"), (ANY,), []),
        ("人人人人", ("人", "人"), (ONE,), ["人人人", "人人人"]),
        ("第一届", ("第", ""), (ONE,), ["第一"]),
        ("第一届", ("第", ""), (ANY,), ["第"]),
        ("第。", ("第", ""), (ONE,), []),
        ("第", ("第", ""), (ONE,), []),
        ("10亿", ("0", "亿"), (ANY,), []),
        ("10亿", ("1", "亿"), (ONE,), ["10亿"]),
        ("在2010年", ("在2", ""), (ONE,), ["在20"]),
        ("在2010年", ("在", "01"), (ANY,), []),
        ("5.18元", ("5", "18"), (ONE,), ["5.18"]),
        ("15.18元", ("5", "元"), (ANY,), []),
        ("in paid", ("in", "ai"), (ANY,), []),
        ("a b c", ("a", "c"), (ANY,), ["a b c"]),
        ("一甲乙丙二乙丙三", ("甲", "乙", "三"), (ANY, ANY), ["甲乙丙二乙丙三"]),
        ("亿元", ("亿元",), (), ["亿元"]),
    ],
)
def test_where_a_pattern_stands(text: str, pieces: tuple[str, ...], gaps: Gaps, found: list[str]) -> None:
    assert [text[start:end] for start, end in pattern_spans(text, pieces, gaps)] == found
    assert pattern_occurs(text, pieces, gaps) is bool(found)


def matches(text: str, at: int, pieces: tuple[str, ...], gaps: Gaps) -> Iterator[int]:
    """The definition: all ends of the pattern from this place on, by trying every length of every gap."""
    if not text.startswith(pieces[0], at):
        return
    behind = at + len(pieces[0])
    if len(pieces) == 1:
        if not pieces[0] or not continues(text, behind):
            yield behind
        return
    for length in range(gaps[0][0], gaps[0][1] + 1):
        gap = text[behind : behind + length]
        if len(gap) == length and not set(gap) & set("。!?;"):
            yield from matches(text, behind + length, pieces[1:], gaps[1:])


def continues(text: str, end: int) -> bool:
    """Does the word or number that ends here go on?"""
    last, rest = text[end - 1], text[end:]
    if last in DIGITS:
        return rest[:1] in set(DIGITS) or (rest[:1] == "." and rest[1:2] in set(DIGITS))
    return is_latin(last) and is_latin(rest[:1])


def continued(text: str, at: int) -> bool:
    """Does the word or number that begins here begin earlier?"""
    first, before = text[at], text[:at]
    if first in DIGITS:
        return before[-1:] in set(DIGITS) or (before[-1:] == "." and before[-2:-1] in set(DIGITS))
    return is_latin(first) and is_latin(before[-1:])


def is_latin(char: str) -> bool:
    return char in set(LATIN) or ("ß" <= char <= "ɏ" and char != "÷") or "Ḁ" <= char <= "ỿ"


def brute_force(text: str, pieces: tuple[str, ...], gaps: Gaps) -> list[tuple[int, int]]:
    return [
        (at, min(found))
        for at in range(len(text))
        if not continued(text, at) and (found := list(matches(text, at, pieces, gaps)))
    ]


dense = st.text("甲乙a1.。;", max_size=20)
some_gaps = st.tuples(st.integers(0, 3), st.integers(0, 5)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def patterns(draw: st.DrawFn, text: str) -> tuple[tuple[str, ...], Gaps]:
    """Pieces cut from the text, mostly; the last may be empty."""
    number = draw(st.integers(1, 4))
    starts = sorted(draw(st.integers(0, max(0, len(text) - 1))) for _ in range(number))
    pieces = [text[at : at + draw(st.integers(1, 3))] or "甲" for at in starts]
    if number > 1 and draw(st.integers(0, 4)) == 0:
        pieces[-1] = ""
    return tuple(pieces), tuple(draw(some_gaps) for _ in range(number - 1))


@given(dense | texts.map(fold), st.data())
def test_agrees_with_trying_everything(text: str, data: st.DataObject) -> None:
    pieces, gaps = data.draw(patterns(text))
    found = list(pattern_spans(text, pieces, gaps))
    assert found == brute_force(text, pieces, gaps)
    assert pattern_occurs(text, pieces, gaps) is bool(found)


@pytest.mark.parametrize("last", ["人", "", "天"])
def test_no_pattern_takes_long(last: str) -> None:
    text, pieces, gaps = "人" * 2000, ("人",) * 20 + (last,), ((0, 8),) * 20
    assert pattern_occurs(text, pieces, gaps) is (last != "天")
    began = process_time()
    found = list(pattern_spans(text + "天。", pieces, gaps))
    assert process_time() - began < 0.25  # 27 ms, measured; backtracking would take for ever
    assert len(found) == (161 if last == "天" else 2000 - len("".join(pieces)) + 1)


@pytest.mark.parametrize(
    "parts",
    [
        ["镇江。", "南京!?", "苏州"],
        ['他说:"好。"', '她说:"不好!"', '"真的?"', "走了。", '"是,"他说。'],
        ["(见附件。)", "占5.18%;", "共10.2亿元。"],
        ["《怎么办?》", "完了。"],
        ["。", "。"][:1],
    ],
)
def test_a_sentence_ends_with_its_marks_and_what_closes_behind_them(parts: list[str]) -> None:
    assert list(sentences("".join(parts))) == parts


@given(any_texts.map(fold))
@example("")
def test_the_sentences_are_the_text(text: str) -> None:
    found = list(sentences(text))
    assert "".join(found) == text
    assert all(found)
    assert all(set(one) & set("。!?;") for one in found[:-1])
    assert len(list(ends(text))) == len(found)


@given(any_texts.map(fold) | st.text("中华人民共和国c+#.'_%1，。- ·"))
def test_the_words_of_a_stretch_are_those_of_the_text(text: str) -> None:
    found = list(spans(text))
    for one in found:
        start, end = stretch(text, one.start, one.end)
        there = [Word(text, start + a, start + b) for text, a, b in spans(text[start:end])]
        assert there == [other for other in found if start <= other.start < end]
