"""What a person typed, read: nothing is an error but emptiness and excess, and nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given

from indexer.errors import AskedWrongly
from indexer.query import (
    MAX_CHARACTERS,
    MAX_NESTING,
    All,
    AnyOf,
    Choice,
    Dated,
    Field,
    Filters,
    InField,
    Keyword,
    Literal,
    Near,
    Node,
    Not,
    Pattern,
    Scope,
    parse,
)
from indexer.query.lexicon import Lexicon
from indexer.ranking.order import is_sentence
from indexer.ranking.weights import enough, relaxation, telling
from indexer.text.fold import fold
from tests.support.strategies import composed, queries


def test_one_keyword_is_its_own_root() -> None:
    assert parse("下达到").root == Keyword("下达到", "下达到", ("下", "达到"))


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("镇江\u3000新能源  Battery", "镇江 新能源 Battery"),
        ("经开区 AND 新能源", "经开区 新能源"),
        ("港 港", "港"),
        ("港口 | 码头", "港口 | 码头"),
        ("港口|码头｜渡口", "港口 | 码头 | 渡口"),
        ("港口 OR 码头 建设", "港口 | (码头 建设)"),
        ("(港口 | 码头) 建设", "(港口 | 码头) 建设"),
        ("（港口 | 码头） 建设", "(港口 | 码头) 建设"),
        ("((港口))", "港口"),
        ("港口 -码头", "港口 -码头"),
        ("港口 NOT 码头", "港口 -码头"),
        ("-码头", "-码头"),
        ("NOT NOT 码头", "码头"),
        ("港口 -(码头 渡口)", "港口 -(码头 渡口)"),
        ("港口 -码头 | 渡口", "(港口 -码头) | 渡口"),
        ("港口 /s 码头", "“港口” /s “码头”"),
        ("港口 /S 码头 /s 渡口", "“港口” /s “码头” /s “渡口”"),
        ("港口 /s 码头 /p 渡口", "(“港口” /s “码头”) /p “渡口”"),
        ("港口 /p (码头 | 渡口) 建设", "“港口” /p (“码头” | “渡口”) 建设"),
        ("港口 /s -码头", "“港口” /s -“码头”"),
        ("镇江*区 第?届 第？届", "镇江*区 第?届 第？届"),
        ("title:港口 标题：码头", "title:港口 title:码头"),
        ('来源:新华社 author:"崔宁华"', "source:“新华社” author:“崔宁华”"),
        ("标题:(港口 | 码头) -title:渡口", "(title:港口 | title:码头) -title:渡口"),
        ("date:2023", "date:2023"),
        ("日期:2023年3月5日", "date:2023-03-05"),
        ("date:2023-03..2024/2", "date:2023-03..2024-02"),
        ("after:2023.5 before:2024", "date:2023-05.. date:..2024"),
        ("工作“Open Source”经济", "工作 “Open Source” 经济"),
    ],
)
def test_the_query_language(typed: str, read_as: str) -> None:
    query = parse(typed)
    assert (query.read_as, query.notes) == (read_as, ())
    assert parse(read_as).read_as == read_as


def test_what_the_nodes_are() -> None:
    term = Keyword("港口", "港口", ("港口",))
    exactly = Literal("港口", "港口")
    assert parse("港口 -“港口”").root == All((term, Not(exactly)))
    assert parse("港口 | title:港口").root == AnyOf((term, InField(Field.TITLE, term)))
    assert parse("来源:港口").root == InField(Field.SOURCE, exactly)
    assert parse("港口 /s 港*口").root == Near(
        Scope.SENTENCE, (exactly, Pattern("港*口", ("港", "口"), ((0, 8),)))
    )
    assert parse("第??届*").root == Pattern("第??届*", ("第", "届", ""), ((2, 2), (0, 8)))
    assert parse("after:2023-03").root == Dated("2023-03", "")


def test_a_year_in_other_digits_is_added_and_told() -> None:
    query = parse("2023年 港口")
    assert isinstance(query.root, All)
    assert isinstance(query.root.parts[0], Keyword)
    assert {"二〇二三年", "二零二三年"} <= set(query.root.parts[0].variants)
    assert query.read_as == parse(query.read_as).read_as
    assert "“二〇二三年”" in query.read_as
    assert parse("“2023年”").root == Literal("2023年", "2023年")


def test_synonyms_are_added_and_told_and_own_words_stay_whole() -> None:
    synonyms = {"新能源车": ("新能源汽车",), "新能源汽车": ("新能源车",)}
    lexicon = Lexicon(frozenset({"下达到"}), synonyms, ())
    query = parse("新能源车 企业下达到", lexicon=lexicon)
    assert query.read_as == "(新能源车 | “新能源汽车”) 企业下达到"
    assert query.terms[1] == Keyword("企业下达到", "企业下达到", ("企业",), ("下达到",))


@pytest.mark.parametrize(
    "typed", ['"争先进位"', "“争先进位”", "「争先进位」", "『争先进位』", "＂争先进位＂", "”争先进位”"]
)
def test_quotation_marks_make_a_literal(typed: str) -> None:
    assert parse(typed).root == Literal("争先进位", "争先进位")


@pytest.mark.parametrize(
    "typed",
    [
        *['"', '"abc', "「", "C#", "C++", "(()", "()", "-", "--a", "。", '""', "“”", "😀", "𠮷", "港", "〇"],
        *["OR", "NOT", "AND", "/s", "|", "*", "?", "*ST", "如何？", "title:", "date:明天", "(集团)有限公司"],
        *["港务(集团)有限公司", "2023-03", "a_b", "https://a.cn/b?c=1"],
    ],
)
def test_what_is_no_operator_where_it_stands_is_searched_for_as_text(typed: str) -> None:
    (term,) = parse(typed).terms
    assert isinstance(term, Keyword | Literal | Pattern)
    text = term.typed if isinstance(term, Pattern) else term.text
    assert fold(text) == fold(typed)


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("港口 |", "|"),
        ("| 港口", "|"),
        ("港口 OR", "OR"),
        ("AND 港口", "AND"),
        ("港口 /s", "/s"),
        ("date:2023 /s 港口", "/s"),
        ("date:明天", "date:明天"),
        ("date:2023-13", "date:2023-13"),
        ("(before:)", "before:"),
    ],
)
def test_the_answer_says_what_was_searched_as_text(typed: str, note: str) -> None:
    (told,) = parse(typed).notes
    assert f"“{note}”" in told


@pytest.mark.parametrize("typed", ["", " ", "\u3000\n", "\u200b", "\x00", "“\u200b”", "(\u200b)", "-\u200b"])
def test_nothing_to_search_for(typed: str) -> None:
    with pytest.raises(AskedWrongly, match="空"):
        parse(typed)


def test_far_too_much() -> None:
    parse("港" * MAX_CHARACTERS)
    with pytest.raises(AskedWrongly, match=str(MAX_CHARACTERS)):
        parse("港" * (MAX_CHARACTERS + 1))


def test_far_too_deep() -> None:
    parse("(" * MAX_NESTING + "港" + ")" * MAX_NESTING)
    with pytest.raises(AskedWrongly, match=str(MAX_NESTING)):
        parse("(" * (MAX_NESTING + 1) + "港" + ")" * (MAX_NESTING + 1))


@pytest.mark.parametrize(
    "piece", ["(", ")", '"', "-", "NOT ", "a|", "港 /s ", "title:", "*a", "?", "“港”", "港 "]
)
def test_whatever_is_repeated_is_read_in_no_time(piece: str) -> None:
    began = process_time()
    parse(piece * (MAX_CHARACTERS // len(piece)))
    assert process_time() - began < 2  # a quadratic reader would take minutes


@given(queries | composed)
def test_how_a_query_was_read_means_the_same_when_it_is_typed(typed: str) -> None:
    try:
        query = parse(typed)
    except AskedWrongly:
        return
    again = parse(query.read_as)
    assert _bare(again.root) == _bare(query.root)
    assert again.read_as == query.read_as


@given(queries)
def test_no_visible_character_is_lost(typed: str) -> None:
    try:
        query = parse(typed)
    except AskedWrongly:
        return
    read = fold(query.read_as + "".join(query.notes))
    operators = set('"()|-+/') | {" ", "，"}
    assert set(fold(typed)) - operators <= set(read)


def _bare(node: Node) -> Node:
    """The node without what was typed: quotation marks that have no partner are shown as others."""
    if isinstance(node, All | AnyOf | Near):
        return replace(node, parts=tuple(map(_bare, node.parts)))
    if isinstance(node, Not):
        return Not(_bare(node.part))
    if isinstance(node, InField):
        term = _bare(node.term)
        assert isinstance(term, Literal | Keyword | Pattern)
        return InField(node.field, term)
    return node if isinstance(node, Dated) else replace(node, typed="")


def test_a_relaxation_leaves_out_words_and_nothing_else() -> None:
    loose = relaxation(parse("镇江经开区 港口 “码头” -渡口 date:2023").root)
    assert loose
    assert loose.texts == ("镇江", "经开区", "港口", "码头")
    assert [str(node) for node in loose.required] == ["-渡口", "date:2023"]
    assert relaxation(parse("“港口” “码头” “铁路”").root) is None
    asked = relaxation(parse("镇江是什么样的城市").root)
    assert asked
    assert (asked.texts, asked.aside) == (("镇江", "城市"), ("是", "什么样", "的"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("港口", False),
        ("镇江经开区新能源", False),
        ("港口 铁路 公路 机场 码头", False),
        ("“镇江经开区新能源汽车产业发展”", False),
        ("港口 -镇江经开区新能源汽车产业发展", False),
        ("镇江经开区新能源汽车产业发展", True),
        ("史崇是中国哪一个朝代的人物", True),
        ("河北省人民政府 关于调整全省最低工资标准的通知", True),
    ],
)
def test_a_sentence_is_more_than_a_few_words_in_one_keyword(typed: str, sentence: bool) -> None:
    assert is_sentence(parse(typed).root) is sentence


def test_more_than_half_is_enough_or_a_third_of_what_there_is() -> None:
    kept = {(4, 4): 3, (5, 5): 3, (3, 4): 1, (4, 9): 2, (1, 3): 1, (0, 3): 0}
    assert {one: enough(*one, is_sentence=False) for one in kept} == kept
    assert [enough(*one, is_sentence=True) for one in kept] == [2, 2, 1, 2, 1, 0]


def test_a_rare_name_tells_more_than_two_common_words() -> None:
    assert telling(1, 1000) > 2 * telling(200, 1000) > 0
    assert telling(1000, 1000) == 0


def test_two_words_are_relaxed_and_one_is_not() -> None:
    asked = relaxation(parse("橱柜宽度").root)
    assert asked
    assert asked.texts == ("橱柜", "宽度")
    assert relaxation(parse("港口").root) is None
    assert relaxation(parse("港口 | 码头").root) is None


@pytest.mark.parametrize(
    ("filters", "date", "admitted"),
    [
        (Filters(), "", True),
        (Filters(after="2024"), "2024-01-01", True),
        (Filters(after="2024"), "2023-12-31", False),
        (Filters(before="2024"), "2024-12-31", True),
        (Filters(before="2024-02"), "2024-03-01", False),
        (Filters(after="2024-03-05"), "2024-03", True),
        (Filters(after="2024-03-05", before="2024-03-05"), "2024-03-05", True),
        (Filters(after="2024"), "", False),
    ],
)
def test_date_filters(filters: Filters, date: str, admitted: bool) -> None:
    assert filters.admit(date, "") is admitted


def test_source_filter() -> None:
    assert Filters(source=Choice(("新华社",))).admit("", "新华社")
    assert not Filters(source=Choice(("新华社",))).admit("", "镇江日报")
