"""The order of what matches: relevance cases as data, each a query and texts from the first to the last."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Block, Kind, Order, Parameters, Report, Store, open_store, search
from indexer.errors import AskedWrongly
from indexer.query import parse
from indexer.ranking.order import EXAMINED_REPORTS
from indexer.store import CLASSES, STRICT, Class, Page
from indexer.whoosh_store import WhooshStore
from tests.support.asking import asked
from tests.support.scan_store import ScanStore
from tests.support.strategies import composed, pieces, queries, reports

OTHERS = 10
"""Reports beside those of a case that have nothing to do with it: in a few reports nothing is rare."""
FILLER = "这一段与检索词毫不相干，写的是天气、收成和邻里之间的小事。" * 6

CASES = {
    "a literal, then all words, then some of them": (
        "下达到企业车间",
        [
            "订单下达到企业车间。",
            "企业和车间都说，山上、山下均已达到。下、达到。",
            "企业的车间，企业的车间。",
            "企业达到了。",
        ],
    ),
    "the script that was typed, simplified": ("头发", ["她的头发。", "她的頭髮。"]),
    "the script that was typed, traditional": ("頭髮", ["她的頭髮。", "她的头发。"]),
    "the script that was typed, of one of two": ("頭髮|鐵路", ["她的頭髮。", "她的头发。"]),
    "the script of what is lacked tells nothing": ("头发|铁路", ["頭上的头发，头发。", "她的头发。"]),
    "one of two traditional forms": ("出發", ["大家出發了。", "大家出髮了。"]),
    "后 and 後 are both found": ("皇后", ["皇后在後面。", "皇後在后面。"]),
    "a word before two that meet": ("市长", ["市长来了，见过大桥。", "南京市长江大桥，来了。"]),
    "the title counts more": ("港口", ["标题：港口|这里写的是别处。", "标题：别处|这里写的是港口。"]),
    "words that stand together": (
        "港口 铁路",
        [f"港口有铁路。{FILLER}{FILLER}", f"港口在此。{FILLER}{FILLER}铁路在彼。"],
    ),
    "more often": ("港口", ["港口，港口，还是港口。", "港口，码头，还是渡口。"]),
    "a rare word before a common one, where none has both": (
        "榅桲开花的时间",
        ["榅桲是果树。", "会议的时间。", "会议时间，时间，时间。"],
    ),
    "of a sentence what is about it, before a long report that has all its words by chance": (
        "城市道路停车收费的主要规定",
        [
            "城市道路停车怎样收费：城市道路停车收费每小时五元。规定如下。",
            f"主要目标。{FILLER}城市道路。{FILLER}停车。{FILLER}收费。{FILLER}的规定。",
        ],
    ),
    "of a sentence what is about it, before a report that cites it": (
        "关于调整全省最低工资标准的通知",
        [
            "全省最低工资标准调整如下。最低工资标准一类每月2200元，最低工资标准二类每月2000元，"
            "用人单位不得低于最低工资标准支付工资。",
            f"{FILLER}{FILLER}见《关于调整全省最低工资标准的通知》。{FILLER}{FILLER}",
        ],
    ),
    "the report with the rare name, though it lacks the rest and another lacks nothing": (
        "天王星是中国哪一个朝代的人物发现的",
        ["天王星是中国的一个人物发现的，什么朝代？", "天王星离太阳很远。"],
    ),
    "two words, where none has both": ("橱柜宽度", ["橱柜有多宽？做橱柜。", "宽度不够。"]),
    "a long report by its best passage": (
        "船舶压载水排放如何处罚",
        [
            f"{FILLER * 20}船舶排放压载水的，处罚款。{FILLER * 20}",
            f"{FILLER * 10}船舶。{FILLER * 10}排放。{FILLER * 10}压载水。{FILLER * 10}处罚款。",
        ],
    ),
    "a long report by its best passage, though another has each word more often": (
        "船舶压载水排放处罚标准",
        [
            f"{FILLER * 14}船舶的压载水，排放的处罚标准。{FILLER * 14}",
            f"{FILLER * 5}船舶，船舶。{FILLER * 5}排放，排放。{FILLER * 5}压载水，压载水。{FILLER * 5}"
            f"处罚，处罚。{FILLER * 8}标准，标准。",
        ],
    ),
    "of a question what is said most, wherever": (
        "港口何时通航",
        [f"{FILLER}{FILLER}港口通航，通航。", f"港口通航。{FILLER}{FILLER}"],
    ),
    "of what is no question what the opening says": (
        "港口通航的通知",
        [f"港口通航。{FILLER}{FILLER}", f"{FILLER}{FILLER}港口通航，港口通航。"],
    ),
    "a name that was taken for one word with what follows it": ("王沈是哪里人", ["王沈，太原晋阳人。"]),
    "a headline with a bar": (
        "瞭望台｜远洋货轮首航北极，航线为何越走越宽？",
        ["远洋货轮经北极航线首航，越走越宽。"],
    ),
    "what is said at the opening": (
        "港口",
        [f"港口通航。{FILLER}{FILLER}", f"{FILLER}{FILLER}港口通航。"],
    ),
    "what a year is called otherwise comes later": (
        "2023年",
        ["这是2023年的事。", "这是二〇二三年的事。"],
    ),
}


@pytest.fixture(params=["whoosh", "scan"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = ScanStore() if request.param == "scan" else open_store(tmp_path / "index")
    opened.update(report(f"other {n}", f"{FILLER}中国的人物，一个个朝代。") for n in range(OTHERS))
    yield opened
    opened.close()


@pytest.mark.parametrize(("typed", "texts"), CASES.values(), ids=CASES)
def test_the_order_of_relevance(store: Store, typed: str, texts: list[str]) -> None:
    # The ids run against the order that is wanted, so that a tie fails.
    store.update([report(str(len(texts) - n), text) for n, text in enumerate(texts)])
    answer = asked(store, search, Parameters(typed, limit=len(texts) * 2))
    found = [hit.report.id for hit in (*answer.hits, *answer.apart)]
    assert found == [str(len(texts) - n) for n in range(len(texts))]
    assert len(found) == len(texts)


def test_pages_are_pieces_of_one_order_beyond_what_is_looked_at_closely(tmp_path: Path) -> None:
    store = open_store(tmp_path / "index")
    texts = [f"港口{'，' + FILLER * (n % 5)}铁路" + "港口" * (n % 7) for n in range(EXAMINED_REPORTS * 2)]
    store.update([report(f"{n:03}", text) for n, text in enumerate(texts)])
    q = "港口 铁路"
    whole = [hit.report.id for hit in asked(store, search, Parameters(q, limit=1000, passages=0)).hits]
    assert len(whole) == len(texts)
    pages = [
        asked(store, search, Parameters(q, limit=7, offset=at, passages=0)).hits
        for at in range(0, len(texts), 7)
    ]
    assert [hit.report.id for page in pages for hit in page] == whole
    scores = [hit.score for hit in asked(store, search, Parameters(q, limit=1000, passages=0)).hits]
    assert scores == sorted(scores, reverse=True)
    newest = [
        hit.report.id
        for hit in asked(store, search, Parameters(q, limit=1000, order=Order.NEWEST, passages=0)).hits
    ]
    assert newest == sorted(newest)
    store.close()


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.lists(reports, max_size=5), min_size=1, max_size=3),
    st.lists(queries | pieces | composed, min_size=1, max_size=4),
    st.sampled_from([(), STRICT, CLASSES]),
)
def test_every_store_has_the_order_of_the_rule(
    commits: list[list[Report]], typed_ones: list[str], classes: tuple[Class, ...]
) -> None:
    scan = ScanStore()
    with tempfile.TemporaryDirectory() as folder:
        whoosh = WhooshStore(Path(folder))
        for added in commits:
            scan.update(added)
            whoosh.update(added)
        for typed in [*typed_ones, *(block.text for one in commits[0] for block in one.blocks[:1])]:
            try:
                query = parse(typed)
            except AskedWrongly:
                continue
            page = Page(100, classes=classes)
            one, other = (store.snapshot().search(query, page) for store in (whoosh, scan))
            for mine, right in ((one.hits, other.hits), (one.apart, other.apart)):
                assert [hit.id for hit in mine] == [hit.id for hit in right]
                assert [hit.score for hit in mine] == pytest.approx([hit.score for hit in right], abs=1e-7)
            assert (one.total, one.totals, one.rest) == (other.total, other.totals, other.rest)
        whoosh.close()


@pytest.mark.parametrize("typed", ["船舶排放压载水如何处罚", "船舶压载水排放处罚规定", "船舶 处罚"])
def test_long_reports_have_the_scores_of_the_rule(tmp_path: Path, typed: str) -> None:
    texts = [f"{FILLER * n}船舶排放压载水的，处罚款。{FILLER * (25 - n)}船舶的规定" for n in (0, 9, 24)]
    scan, whoosh = ScanStore(), WhooshStore(tmp_path)
    for one in (scan, whoosh):
        one.update([report(str(n), text) for n, text in enumerate([*texts, FILLER])])
    found = [
        {hit.id: hit.score for hit in one.snapshot().search(parse(typed), Page(9)).hits}
        for one in (whoosh, scan)
    ]
    assert found[0] == pytest.approx(found[1], abs=1e-7)
    assert len(found[0]) == len(texts)
    whoosh.close()


@pytest.mark.parametrize(
    ("typed", "lacks"),
    [
        ("太原的煤炭储量是多少", {"储量"}),
        ("太原有多少煤炭储量", {"储量"}),
        ("太原的煤炭为什么储量", {"储量"}),
        ("谁是太原煤炭的储量", {"储量"}),
        ("什么是太原煤炭的储量吗", {"储量"}),
    ],
)
def test_words_that_only_make_a_question_are_not_named_as_lacking(
    store: Store, typed: str, lacks: set[str]
) -> None:
    store.update([report("a", "太原的煤炭很多。")])
    answer = asked(store, search, Parameters(typed))
    (hit,) = (*answer.hits, *answer.apart)
    assert (hit.match, {*hit.lacks}) == ("relaxed", lacks)


def test_what_relaxed_matches_lack_is_told_of_pieces(store: Store) -> None:
    store.update([report("a", "王沈，太原晋阳人。")])
    answer = asked(store, search, Parameters("王沈是太原人吗", passages=1))
    (hit,) = answer.hits
    assert (hit.match, hit.lacks) == ("relaxed", ())
    marked = [p.text[a:b] for p in hit.passages for a, b in p.marks]
    assert marked == ["王沈", "太原"]


def test_a_sentence_finds_one_list_whose_total_counts_all_of_it(store: Store) -> None:
    texts = ["新能源汽车产业发展的规划和主要目标。", "新能源汽车产业的规划。", "新能源汽车，主要目标。"]
    store.update([report(str(n), text) for n, text in enumerate(texts)])
    q = "新能源汽车产业发展规划的主要目标"
    answer = asked(store, search, Parameters(q, limit=2))
    assert (answer.total, answer.totals.literal, answer.totals.words, answer.totals.relaxed) == (3, 0, 1, 2)
    assert (len(answer.hits), answer.apart, answer.next_offset, answer.query.relaxed) == (2, (), 2, False)
    rest = asked(store, search, Parameters(q, limit=2, offset=2))
    assert sorted(hit.report.id for hit in (*answer.hits, *rest.hits)) == ["0", "1", "2"]
    newest = asked(store, search, Parameters(q, order=Order.NEWEST))
    assert ([hit.report.id for hit in newest.hits], newest.total, len(newest.apart)) == (["0"], 1, 2)


def report(report_id: str, text: str) -> Report:
    title, _, rest = text.rpartition("|")
    blocks = [Block(Kind.TITLE, title.removeprefix("标题："))] if title else []
    return Report(report_id, (*blocks, Block(Kind.PARAGRAPH, rest)))
