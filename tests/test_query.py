"""What a person typed, read: nothing is an error but emptiness and excess, and nothing is dropped."""

from __future__ import annotations

import pytest
from hypothesis import given

from indexer.errors import AskedWrongly
from indexer.query import MAX_CHARACTERS, All, Filters, Keyword, Literal, parse
from indexer.text.fold import fold
from tests.strategies import queries


def test_one_keyword_is_its_own_root() -> None:
    assert parse("下达到").root == Keyword("下达到", "下达到", ("下", "达到"))


def test_white_space_parts_keywords_and_all_must_match() -> None:
    query = parse("镇江\u3000新能源  Battery")
    assert isinstance(query.root, All)
    assert [term.text for term in query.terms] == ["镇江", "新能源", "battery"]


@pytest.mark.parametrize(
    "typed", ['"争先进位"', "“争先进位”", "「争先进位」", "『争先进位』", "＂争先进位＂", "”争先进位”"]
)
def test_quotation_marks_make_a_literal(typed: str) -> None:
    assert parse(typed).root == Literal("争先进位", "争先进位")


def test_a_literal_keeps_its_spaces_and_its_neighbours() -> None:
    query = parse('工作"Open Source"经济')
    assert [type(term) for term in query.terms] == [Keyword, Literal, Keyword]
    assert query.read_as == "工作 “Open Source” 经济"


@pytest.mark.parametrize(
    "typed", ['"', '"abc', "C#", "C++", "(()", "-", "。", '""', "“”", "😀", "𠮷", "港", "a | b", "〇"]
)
def test_everything_visible_is_searched_for(typed: str) -> None:
    assert "".join(term.text for term in parse(typed).terms) == fold(typed).replace(" ", "")


def test_a_keyword_twice_is_one() -> None:
    assert parse("港 港").root == parse("港").root


@pytest.mark.parametrize("typed", ["", " ", "\u3000\n", "\u200b", "\x00"])
def test_nothing_to_search_for(typed: str) -> None:
    with pytest.raises(AskedWrongly, match="空"):
        parse(typed)


def test_far_too_much() -> None:
    parse("港" * MAX_CHARACTERS)
    with pytest.raises(AskedWrongly, match=str(MAX_CHARACTERS)):
        parse("港" * (MAX_CHARACTERS + 1))


@given(queries)
def test_no_visible_character_is_lost(typed: str) -> None:
    try:
        query = parse(typed)
    except AskedWrongly:
        assert fold(typed) == ""
        return
    marks = str.maketrans(dict.fromkeys('"', ""))
    read = "".join(dict.fromkeys(fold(term.typed).translate(marks).replace(" ", "") for term in query.terms))
    typed_again = "".join(
        dict.fromkeys(
            fold(term.typed).translate(marks).replace(" ", "") for term in parse(query.read_as).terms
        )
    )
    assert set(read) == set(fold(typed).translate(marks).replace(" ", "")) - {"，"} | set(read) & {"，"}
    assert read == typed_again


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
    assert Filters(source="新华社").admit("", "新华社")
    assert not Filters(source="新华社").admit("", "镇江日报")
