"""Punctuation as people paste it, and operators that were typed as words: what is asked, and what is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Answer, Block, Kind, Parameters, Report, Store, contexts, search, trend
from indexer.query import AnyOf, Keyword, Pattern, parse
from indexer.search.export import export
from indexer.whoosh_store import WhooshStore
from tests.support.asking import asked
from tests.support.scan_store import ScanStore

TEXTS = {
    "a": "口头遗嘱有效吗？临终遗言能否作为遗嘱？",
    "b": "第五届港口大会：码头谁来建？",
    "c": "老人走了?房子归谁，法院这样判。",
    "d": "镇江的码头",
}


def report(report_id: str, text: str) -> Report:
    return Report(report_id, (Block(Kind.PARAGRAPH, text),))


@pytest.fixture(params=["scan", "whoosh"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = ScanStore() if request.param == "scan" else WhooshStore(tmp_path)
    opened.update([report(name, text) for name, text in TEXTS.items()])
    yield opened
    opened.close()


def ask(store: Store, q: str) -> Answer:
    return asked(store, search, Parameters(q))


@pytest.mark.parametrize(
    "typed",
    [
        "口头遗嘱有效吗？临终遗言能否作为遗嘱？",
        "口头遗嘱有效吗?临终遗言能否作为遗嘱",
        "老人走了？房子归谁",
        "房价跌了？跌了？",
        "关于*的通知，第?届",
        "通知：第?届",
        "https://a.cn/b?c=1",
    ],
)
def test_between_clauses_question_marks_and_asterisks_are_text(typed: str) -> None:
    assert isinstance(parse(typed).root, Keyword)


@pytest.mark.parametrize("typed", ["第?届", "第？届", "镇江*区", "王？明", "如何*发展", "中国？大学"])
def test_inside_a_keyword_they_are_wildcards(typed: str) -> None:
    assert isinstance(parse(typed).root, Pattern)


def test_a_full_width_comma_separates_thousands(store: Store) -> None:
    store.update([report("e", "投资1，500万元"), report("f", "投资1500万元"), report("g", "第1，50页")])
    for typed in ("1500", "1，500", "1,500"):
        assert [hit.id for hit in ask(store, typed).hits] == ["e", "f"]
    assert [hit.id for hit in ask(store, "500").hits] == []


def test_a_question_of_two_clauses_finds_its_report(store: Store) -> None:
    assert ask(store, "口头遗嘱有效吗？临终遗言能否作为遗嘱？").totals.literal == 1


def test_a_pattern_that_finds_nothing_is_tried_as_text_and_says_so(store: Store) -> None:
    found = ask(store, "房子?老人")
    assert ([hit.id for hit in found.hits], found.totals.words) == (["c"], 1)
    assert found.query.notes == ("“房子?老人”按通配符没有找到，改按文字检索。",)
    assert asked(store, trend, ["房子?老人"]).lines[0].total == 1
    assert asked(store, contexts, Parameters("房子?老人")).reports == 1
    exported = export(store.snapshot(), Parameters("房子?老人"), form="jsonl", url_of=str)
    assert len([*exported]) == 1


def test_a_pattern_that_finds_something_stays_one(store: Store) -> None:
    found = ask(store, "第?届 title:火*星")
    assert isinstance(parse("第?届").root, Pattern)
    assert found.query.terms[0].reports == 1
    assert found.query.notes == ("“火*星”按通配符没有找到，改按文字检索。",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("港口 or 码头", "港口 | 码头"),
        ("港口 and 码头", "港口 码头"),
        ("镇江 or 码头 and 港口", "镇江 | 码头 港口"),
        ("码头 not  港口", "码头 -港口"),
    ],
)
def test_small_letters_between_keywords_are_offered_as_operators(
    store: Store, typed: str, meant: str
) -> None:
    told = ask(store, typed).query
    assert (told.did_you_mean, told.left_out) == (meant, ())
    assert ask(store, meant).total > 0


@pytest.mark.parametrize(
    "typed", ["rock and roll", "“港口 or 码头”", "港口 or", "or 港口", "火星 or 水星", "港口 AND 码头"]
)
def test_elsewhere_they_are_text(store: Store, typed: str) -> None:
    assert ask(store, typed).query.did_you_mean is None


def test_the_advice_makes_no_and_of_an_or(store: Store) -> None:
    assert ask(store, "火星 or 码头").query.left_out == ()
    ((keywords, rest, _),) = [
        (one.keywords, one.q, one.total) for one in ask(store, "(港口 OR 镇江) 火星 码头").query.left_out
    ]
    assert (keywords, rest) == (("火星",), "(港口 | 镇江) 码头")
    assert isinstance(parse("(港口 | 镇江)").root, AnyOf)
