"""What of a query counts: without what only asks, with pieces of what stands nowhere."""

from __future__ import annotations

import pytest

from indexer.query import parse
from indexer.ranking.pieces import pieces
from indexer.ranking.weights import relaxation, weigh


@pytest.mark.parametrize(
    ("word", "held", "found"),
    [
        ("王沈是", "王沈", ("王沈", "是")),
        ("白岳峰现", "白岳峰", ("白岳峰", "现")),
        ("技术开发区", "技术、开发区", ("技术", "开发区")),
        ("王沈是", "王沈是", ("王沈是",)),
        ("王沈是", "王，沈，是", ("王沈是",)),
        ("abcd", "abc", ("abcd",)),
        ("王沈", "王", ("王沈",)),
    ],
)
def test_the_longest_pieces_that_stand(word: str, held: str, found: tuple[str, ...]) -> None:
    assert pieces(word, held.__contains__) == found


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("王沈是哪里人", {"王沈", "人"}),
        ("谁是第一棒火炬手", {"第一", "棒", "火炬", "火炬手"}),
        ("协定包括哪一些国家", {"协定", "包括", "国家"}),
        ("几何学是什么", {"几何", "几何学"}),
        ("现在几点", {"现在", "点"}),
        ("该港拥有多少泊位", {"该港", "拥有", "泊位"}),
        ("什么是什么", {"什么", "是"}),
    ],
)
def test_what_only_asks_weighs_nothing_beside_what_it_is_about(typed: str, words: set[str]) -> None:
    assert {*weigh(parse(typed).wanted).words} == words


def test_what_a_number_is_called_otherwise_weighs_half_of_the_number() -> None:
    query = parse("第三艘航母的名字")
    weights = weigh(query.wanted).words
    assert sum(weights[one] for one in ("第", "3", "艘")) == pytest.approx(
        sum(weights[one] for one in ("第三", "三艘", "第三艘")) / 2
    )


def test_a_word_in_pieces_is_relaxed_by_these_and_its_single_characters_are_put_aside() -> None:
    asked = relaxation(parse("王沈是哪里人").root)
    assert asked
    assert asked.texts == ("王沈是",)
    found = asked.in_pieces("王沈，太原晋阳人。".__contains__)
    assert (found.texts, {*found.aside}) == (("王沈",), {"是", "哪里", "人"})


def test_what_stands_in_quotation_marks_stays_whole() -> None:
    asked = relaxation(parse("“王沈是” 太原 晋阳").root)
    assert asked
    assert asked.in_pieces("王沈，太原晋阳人。".__contains__).texts == ("王沈是", "太原", "晋阳")


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("港口 | 码头", None),
        ("港口建设 | 码头", ("港口", "建设", "码头")),
        ("瞭望台｜“货轮”首航，航线越走越宽", ("了望台", "货轮", "首航", "航线", "越", "走", "宽")),
        ("港口建设 | 来源:日报", None),
        ("港口建设 | 码头 -铁路", None),
    ],
)
def test_alternatives_that_are_mere_text_are_relaxed_together(
    typed: str, texts: tuple[str, ...] | None
) -> None:
    asked = relaxation(parse(typed).root)
    assert (asked and {*asked.texts}) == (texts and {*texts})
