"""Suggestions: what the index holds for what is being typed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query import parse
from indexer.report import Block, Kind, Report
from indexer.search.parameters import Parameters
from indexer.search.search import search
from indexer.search.suggest import MAX_CHARACTERS, Suggestion, suggest
from indexer.store import Store
from indexer.text.fold import fold
from indexer.whoosh_store import WhooshStore
from tests.support.asking import asked
from tests.support.examples import costly
from tests.support.scan_store import ScanStore
from tests.support.strategies import pieces, queries, reports


def report(
    report_id: str,
    title: str,
    *paragraphs: str,
    date: str = "",
    source: str = "",
    authors: tuple[str, ...] = (),
) -> Report:
    blocks = (Block(Kind.TITLE, title), *(Block(Kind.PARAGRAPH, text) for text in paragraphs))
    return Report(report_id, blocks, date=date, source=source, authors=authors)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = WhooshStore(tmp_path / "index")
    opened.update(
        [
            report(
                "a",
                "镇江经济的新发展",
                "经济与GDP，镇江",
                date="2024-03-05",
                source="镇江日报",
                authors=("崔宁华",),
            ),
            report(
                "b",
                "“一带一路”與經濟",
                "经济，经验",
                date="2024-03-06",
                source="经济日报",
                authors=("谈琪", "崔宁华"),
            ),
            report(
                "c",
                "PAID 与 AI2010",
                "镇江的GDP平减",
                date="2024-03-04",
                source="经济日报",
                authors=("谈 琪",),
            ),
            report("d", "无题", "西安", source="经济日报"),
        ]
    )
    yield opened
    opened.close()


def completions(store: Store, text: str, kind: str, most: int = 10) -> list[tuple[str, int]]:
    return [(one.text, one.reports) for one in store.snapshot().complete(text, most) if one.kind == kind]


def suggested(store: Store, typed: str, kind: str) -> list[str]:
    return [one.text for one in asked(store, suggest, typed) if one.kind == kind]


def test_words_that_begin_so_come_those_of_most_reports_first(store: Store) -> None:
    assert completions(store, "经", "word") == [("经济", 2), ("经验", 1)]
    assert completions(store, "经", "word", most=1) == [("经济", 2)]
    assert completions(store, "gd", "word") == [("gdp", 2)]


def test_single_characters_and_mere_numbers_are_no_words_to_complete(store: Store) -> None:
    assert completions(store, "的", "word") == []
    assert completions(store, "20", "word") == []


def test_titles_that_contain_it_come_newest_first_as_the_report_has_them(store: Store) -> None:
    assert completions(store, "经济", "title") == [("“一带一路”與經濟", 1), ("镇江经济的新发展", 1)]
    assert completions(store, "经济", "title", most=1) == [("“一带一路”與經濟", 1)]


def test_a_title_may_continue_what_is_being_typed_but_not_begin_before_it(store: Store) -> None:
    assert completions(store, "pai", "title") == completions(store, "201", "title") != []
    assert completions(store, "aid", "title") == completions(store, "010", "title") == []


def test_equal_titles_are_one(store: Store) -> None:
    store.update([report("e", "镇江經濟的新发展", date="2025")])
    assert completions(store, "新发", "title") == [("镇江經濟的新发展", 2)]


def test_sources_and_authors_that_contain_it_are_counted(store: Store) -> None:
    assert completions(store, "日报", "source") == [("经济日报", 3), ("镇江日报", 1)]
    assert completions(store, "宁", "author") == [("崔宁华", 2)]
    assert completions(store, "谈", "author") == [("谈 琪", 1), ("谈琪", 1)]


def test_what_is_deleted_completes_nothing(store: Store) -> None:
    store.update([], ["b", "c"])
    assert [store.snapshot().complete(text, 9) for text in ("谈", "经验", "一带")] == [()] * 3
    assert completions(store, "经", "word") == [("经济", 1)]
    assert completions(store, "经济", "source") == [("经济日报", 1)]


def test_nothing_completes_to_nothing(store: Store) -> None:
    snapshot = store.snapshot()
    assert snapshot.complete("", 9) == snapshot.complete("经", 0) == snapshot.complete("龘", 9) == ()


def test_the_last_keyword_is_completed_and_the_others_stay(store: Store) -> None:
    assert asked(store, suggest, " 镇江 经") == (
        Suggestion("经济", "word", 1, "镇江 经济"),
        Suggestion("经济日报", "source", 1, "镇江 source:经济日报"),
        Suggestion("“一带一路”與經濟", "title", 1, "镇江 「“一带一路”與經濟」"),
        Suggestion("镇江经济的新发展", "title", 1, "镇江 “镇江经济的新发展”"),
    )


def test_a_title_leads_to_its_report_the_newest_of_several(store: Store) -> None:
    store.update([report("e", "镇江經濟的新发展", date="2025")])
    with store.snapshot() as snapshot:
        found = suggest(snapshot, "新发", url_of="/reports/{}".format)
    assert [(one.text, one.url) for one in found if one.kind == "title"] == [
        ("镇江經濟的新发展", "/reports/e")
    ]
    assert {one.url for one in found if one.kind != "title"} == {""}


@pytest.mark.parametrize("typed", ["经", "镇江 经", "zhenj", "日报", "新能", "高质"])
def test_the_number_beside_an_offer_is_what_the_search_finds(store: Store, typed: str) -> None:
    texts = ["新能源汽车高质量发展", "新能源汽车的高质量的发展", "高质量发展的新能源"]
    store.update([report(f"n{n}", "新", text) for n, text in enumerate(texts)])
    offered = [one for one in asked(store, suggest, typed) if one.kind != "title"]
    assert offered
    for one in offered:
        assert asked(store, search, Parameters(one.query)).total == one.reports


def test_words_side_by_side_come_before_titles(store: Store) -> None:
    store.update([report(f"n{n}", "新能源的题", "新能源汽车，高质量发展") for n in range(3)])
    assert [one.text for one in asked(store, suggest, "新能源")] == ["新能源汽车", "新能源的题"]
    assert suggested(store, "高质", "word") == ["高质量", "高质量发展"]


def test_latin_letters_are_words_first_and_then_pinyin(store: Store) -> None:
    assert suggested(store, "gd", "word") == ["gdp"]
    assert suggested(store, "zhenj", "pinyin") == ["镇江"]
    assert suggested(store, "xi'a", "pinyin") == ["西安"]
    assert suggested(store, "zj", "pinyin") == ["镇江"]
    assert suggested(store, "镇江gdp", "pinyin") == []
    assert suggested(store, "镇j", "pinyin") == ["镇江"]


def test_words_of_latin_letters_come_behind_pinyin_that_ten_times_as_many_have(store: Store) -> None:
    store.update([report("x", "无", "Houla"), *(report(f"y{n}", "无", "后来") for n in range(9))])
    assert [one.text for one in asked(store, suggest, "houl")] == ["houla", "后来"]
    store.update([report(f"z{n}", "无", "后来") for n in range(2)])
    assert [one.text for one in asked(store, suggest, "houl")] == ["后来", "houla"]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "镇江 ",
        "“镇江",
        "title:镇",
        "(镇",
        "-镇",
        "镇|江",
        "镇*",
        "……",
        "\u200b",
        "镇" * (MAX_CHARACTERS + 1),
    ],
)
def test_what_is_no_plain_keyword_has_no_suggestion(store: Store, typed: str) -> None:
    assert asked(store, suggest, typed) == ()


def test_a_name_that_is_more_than_one_word_is_quoted(store: Store) -> None:
    assert [one.query for one in asked(store, suggest, "谈") if one.kind == "author"] == [
        "author:“谈 琪”",
        "author:谈琪",
    ]


def test_a_title_that_has_every_kind_of_quotation_mark_is_not_suggested(store: Store) -> None:
    store.update([report("e", "“甲”「乙」『丙』")])
    assert completions(store, "丙", "title") == [("“甲”「乙」『丙』", 1)]
    assert asked(store, suggest, "丙") == ()


@costly
@given(
    commits=st.lists(
        st.tuples(st.lists(reports, max_size=5), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=3
    ),
    typed=st.lists(st.text(max_size=3) | pieces.map(lambda text: text[:2]), max_size=4),
)
def test_completions_are_what_a_scan_finds(
    commits: list[tuple[list[Report], list[str]]], typed: list[str]
) -> None:
    scan = ScanStore()
    with tempfile.TemporaryDirectory() as folder:
        whoosh = WhooshStore(Path(folder))
        for added, removed in commits:
            for store in (scan, whoosh):
                store.update(added, removed)
        texts = [block.text[:2] for added, _ in commits for one in added for block in one.blocks]
        for prefix in map(fold, [*typed, *texts]):
            assert whoosh.snapshot().complete(prefix, 9) == scan.snapshot().complete(prefix, 9)
        whoosh.close()


@costly
@given(held=st.lists(reports, max_size=4), typed=queries, most=st.integers(0, 9))
def test_every_suggestion_finds_something(held: list[Report], typed: str, most: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = WhooshStore(Path(folder))
        store.update(held)
        for one in (typed, *(block.text[:3] for report in held for block in report.blocks)):
            found = asked(store, suggest, one, most)
            assert len(found) <= most
            assert found == asked(store, suggest, one, most)
            for suggestion in found:
                (found_by_it,) = store.snapshot().counts([parse(suggestion.query)])
                assert found_by_it.total == suggestion.reports > 0 or suggestion.kind == "title"
        store.close()
