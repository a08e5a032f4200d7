"""Spelling: what stands in the index, and what is offered instead of a query that finds nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import AskedWrongly
from indexer.query import Literal, Query, parse
from indexer.report import Block, Kind, Report
from indexer.search.advice import advice
from indexer.store import Page, Snapshot, Spelling, Store
from indexer.text.fold import fold
from indexer.text.literal import occurs
from indexer.text.pinyin import homophones
from indexer.whoosh_store import WhooshStore
from indexer.whoosh_store.vocabulary.lattice import texts
from tests.support.asking import asked
from tests.support.examples import costly
from tests.support.strategies import queries, reports


def report(report_id: str, *paragraphs: str) -> Report:
    return Report(report_id, tuple(Block(Kind.PARAGRAPH, text) for text in paragraphs))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = WhooshStore(tmp_path / "index")
    opened.update(
        [
            report("a", "镇江经开区新能源产业高质量发展", "GDP 增长，time 是时间"),
            report("b", "镇江经开区的营商环境", "人工智能"),
            report("c", "西安的先进技术", "一带一路，背景"),
            *(report(f"e{n}", "北京的经济与人工智能") for n in range(10)),
            report("d", "beijing 的英文"),
        ]
    )
    yield opened
    opened.close()


def literally(store: Store, text: str) -> int:
    (count,) = store.snapshot().counts([Query("", Literal(text, text))])
    return count.total


def offer(store: Store, typed: str) -> str | None:
    return asked(store, meant, parse(typed))


def meant(snapshot: Snapshot, query: Query) -> str | None:
    terms = snapshot.search(query, Page(limit=0)).terms
    return advice(snapshot, query, terms, fewer=False).did_you_mean


def spelt(store: Store, choices: Sequence[Collection[str]], most: int) -> list[tuple[str, int]]:
    (found,) = store.snapshot().spell([Spelling(tuple(choices), most)])
    return [(one.text, one.reports) for one in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zhenjiang", "镇江"),
        ("ZhenJiang", "镇江"),
        ("xian", "西安"),
        ("xinnengyuan", "新能源"),
        ("gaozhiliangfz", "高质量发展"),
        ("zjjkq", "镇江经开区"),
        ("beijing", "北京"),
        ("经开取", "经开区"),
        ("镇江经开取新能源", "镇江经开区新能源"),
        ("新能园", "新能源"),
        ("营商环竟", "营商环境"),
        ("人工只能", "人工智能"),
        ("一待一路", "一带一路"),
        ("一待一录", "一带一路"),
        ("zhenjiang 新能源", "镇江 新能源"),
        ("新能园\u3000GDP  zjjkq", "新能源\u3000GDP  镇江经开区"),
    ],
)
def test_what_was_meant_is_offered(store: Store, typed: str, meant: str) -> None:
    assert offer(store, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "镇江",
        "GDP",
        "gdp time",
        "“经开取”",
        "经开取 | 新能园",
        "-经开取 镇江",
        "qqqqqqqq",
        "it",
        "c#",
        "龘靐齉爨",
        "取",
        "经开取" * 5,
        " ".join(f"经开取 {number}" for number in range(9)),
        "经开取 新能园 营商环竟 人工只能",
        "镇江人工",
    ],
)
def test_what_is_right_or_unknown_gets_no_offer(store: Store, typed: str) -> None:
    assert offer(store, typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("营商环镜", "营商环境"),  # looks and sounds alike
        ("营商坏境", "营商环境"),
        ("人二智能", "人工智能"),
        ("营商境环", "营商环境"),
        ("京北", "北京"),
        ("营环境", "营商环境"),
        ("人工智", "人工智能"),
        ("营商商环境", "营商环境"),
        ("人工的智能", "人工智能"),
        ("商环境", "营商环境"),  # stands there, but only within longer words
        ("GDP 先近技术", "GDP 先进技术"),
    ],
)
def test_a_slip_of_the_finger_is_mended(store: Store, typed: str, meant: str) -> None:
    assert offer(store, typed) == meant


def test_what_stands_somewhere_by_chance_is_a_slip_beside_what_stands_a_hundred_times_as_often(
    tmp_path: Path,
) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "除境的人"), *(report(f"b{n}", "出境的人") for n in range(99))])
    assert offer(store, "除境") is None
    store.update([report("c", "出境的人")])
    assert offer(store, "除境") == "出境"
    store.update([report("d", "除境的人")])
    assert offer(store, "除境") is None


def test_what_stands_only_as_the_piece_of_one_word_was_not_typed_to_its_end(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report(f"a{n}", "分阶段推进") for n in range(9)])
    store.update([report(f"b{n}", "分解任务") for n in range(40)])
    assert offer(store, "分阶") == "分阶段"


def test_what_was_cut_as_a_word_in_few_of_the_reports_that_have_it_is_a_piece(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report(f"a{n}", "总统阿齐兹来访") for n in range(9)])
    store.update([report("b", "阿齐，在此")])
    assert offer(store, "阿齐") == "阿齐兹"


def test_what_stands_only_as_a_piece_may_lack_a_character_within_it_too(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report(f"a{n}", "回归国际社会") for n in range(3)])
    store.update([report(f"b{n}", "回归祖国") for n in range(9)])
    assert offer(store, "回归国") == "回归祖国"


def test_what_stands_by_chance_lacks_a_character_that_ten_times_as_many_have(tmp_path: Path) -> None:
    """A hundred times, if it had no word of one character."""
    store = WhooshStore(tmp_path)
    store.update([report("a", "正，风纪"), report("b", "正风纪")])
    store.update([report(f"c{n}", "正风肃纪") for n in range(9)])
    assert offer(store, "正风纪") is None
    store.update([report("d", "正风肃纪")])
    assert offer(store, "正风纪") == "正风肃纪"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("农业现代化", "农业现代"),
        ("全力以赴", "全力以"),
        ("集中力量", "中力量"),
        ("壮大集体经济", "壮大集体经"),
        ("医疗卫生服务", "疗卫生服务"),
        ("发展新质", "展新质"),
    ],
)
def test_what_looks_right_or_is_long_is_a_slip_where_no_report_has_it_as_words(
    tmp_path: Path, text: str, typed: str
) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", f"要“{typed}”。"), *(report(f"b{n}", f"要{text}。") for n in range(9))])
    assert offer(store, typed) is None
    store.update([], ["a"])
    assert offer(store, typed) == text


def test_what_lacks_a_character_between_words_is_a_slip_whatever_its_length(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report(f"a{n}", "重大项目建设，多重项目建设者") for n in range(9)])
    assert offer(store, "重项目建设") == "重大项目建设"


def test_no_little_word_more_is_offered(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "深入交换意见"), *(report(f"b{n}", "深入交换了") for n in range(9))])
    assert offer(store, "深入交换") is None


def test_a_missing_end_is_read_where_the_rest_stands_however_rare_its_word(tmp_path: Path) -> None:
    usual = (
        "国家 大家 专家 作家 画家 厂家 商家 赢家 行家 人家 科学家 艺术家 思想家 企业家 政治家 革命家 银行家"
    )
    store = WhooshStore(tmp_path)
    store.update([report("a", "农家书屋"), *(report(f"b{n}", usual.replace(" ", "，")) for n in range(9))])
    assert offer(store, "家书屋") == "农家书屋"


def test_how_often_a_text_stands_is_told_though_most_that_have_its_pairs_have_them_apart(
    tmp_path: Path,
) -> None:
    apart, together = "国家。家进。进行", "国家进行"
    store = WhooshStore(tmp_path)
    held = [together if n in range(1, 22) and n != 13 else apart for n in range(220)]
    store.update([report(f"{n:03}", text) for n, text in enumerate(held)])
    ((text, reports),) = spelt(store, together, 1)
    assert text == together
    assert reports == pytest.approx(20, rel=0.5)


def test_initials_are_typed_one_for_each_character(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "资源的整合优化"), *(report(f"b{n}", "专业化的队伍") for n in range(5))])
    assert offer(store, "zhyh") == "整合优化"
    store.update([], ["a"])
    assert offer(store, "zhyh") == "专业化"


def test_in_how_many_documents_words_stand_together_is_estimated_at_their_seam(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    held = ["学习党史", "学习党史", "学习。习惯。党史", "学习。政党。党史", "复习"]
    store.update([report(str(n), text) for n, text in enumerate(held)])
    (leaf,) = store.snapshot()._leaves.each
    found = dict(texts(leaf.columns, [np.array([ord(char)]) for char in "学习党史"], 5))
    # 学习 in 4, 习党 in 2, words that end in 习 in 5 (复习), 党史 in 4, words that begin with 党 in 4
    assert max(found.values()) == pytest.approx(4 * 2 / 5 * 4 / 4)


def test_no_piece_across_words_is_offered(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report(f"a{n}", "研究领域的瓶颈问题") for n in range(9)])
    assert offer(store, "jiulingyu") is None
    assert offer(store, "究领城") is None
    assert offer(store, "研究领城") == "研究领域"


def test_letters_that_occur_are_pinyin_only_where_far_more_reports_have_the_characters(store: Store) -> None:
    assert offer(store, "beijing") == "北京"
    store.update([report("f", "beijing")])
    assert offer(store, "beijing") is None


def test_fewer_changes_come_before_more_reports(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "公事公办"), *(report(f"b{n}", "公式工办") for n in range(9))])
    assert offer(store, "公式公办") == "公式工办"
    assert offer(store, "公是公办") == "公事公办"


def test_what_stands_beside_chinese_characters_stays(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "GDP增长", "5G网络")])
    assert offer(store, "gdp增常") == "gdp增长"
    assert offer(store, "5g网洛") == "5g网络"


def test_two_slips_are_looked_for_only_where_they_leave_nothing_usual(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "经济形势"), *(report(f"b{n}", "形式") for n in range(100))])
    assert offer(store, "经记形式") == "经济形势"
    store.update([report("c", "形式")])
    assert offer(store, "经记形式") is None


def test_a_slip_is_found_though_the_words_are(store: Store) -> None:
    store.update([report("f", "人工的只能")])
    assert store.snapshot().search(parse("人工只能"), Page(limit=0)).terms[0].matched == "words"
    assert offer(store, "人工只能") == "人工智能"


def test_no_offer_is_made_where_more_reports_have_the_words(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "人工智能"), *(report(f"b{n}", "人工的只能") for n in range(2))])
    assert offer(store, "人工只能") is None


def test_a_word_comes_before_characters_that_only_meet(tmp_path: Path) -> None:
    store = WhooshStore(tmp_path)
    store.update([report("a", "经济"), *(report(f"b{n}", "已经记住") for n in range(3))])
    assert offer(store, "jingji") == "经济"


def test_nothing_is_spelt_from_nothing(store: Store) -> None:
    assert spelt(store, [], 5) == spelt(store, ["镇", ""], 5) == spelt(store, ["镇"], 0) == []
    assert spelt(store, ["龘", "靐"], 5) == spelt(store, ["龘"], 5) == []


def test_what_most_reports_have_comes_first(store: Store) -> None:
    assert spelt(store, ["北背镇", "京景江"], 5) == [
        ("北京", 10),
        ("镇江", 2),
        ("背景", 1),
    ]
    assert spelt(store, ["北背镇", "京景江"], 1) == [("北京", 10)]


def test_without_a_choice_it_is_only_counted(store: Store) -> None:
    assert spelt(store, "北京", 1) == [("北京", 10)]
    assert spelt(store, ["新", "能能", "源"], 1) == [("新能源", 1)]
    assert spelt(store, "京北", 1) == []


def test_what_stays_is_in_every_text(store: Store) -> None:
    assert spelt(store, ["镇", "江", "经", "开", "区取"], 5) == [("镇江经开区", 2)]
    assert spelt(store, ["北", "京", "的", "环还", "境"], 5) == []


def test_words_that_are_rare_are_found_behind_and_before_others(tmp_path: Path) -> None:
    """Forty beginnings are more frequent, and none of them goes on so."""
    usual = (
        "经济 社会 科技 教育 文化 体育 卫生 农业 工业 商业 交通 能源 环境 安全 法律 政策 市场 企业 学校 医院 "
    )
    usual += (
        "城市 农村 人口 就业 收入 消费 投资 贸易 金融 银行 保险 证券 税收 财政 预算 价格 土地 水利 气象 海洋"
    )
    store = WhooshStore(tmp_path)
    store.update([report("a", "作风优良"), *(report(f"b{n}", usual.replace(" ", "，")) for n in range(3))])
    choices = [f"{''.join(word[at] for word in usual.split())}{'作风'[at]}" for at in range(2)]
    assert spelt(store, [*choices, "优", "良"], 5) == [("作风优良", 1)]


def test_what_is_deleted_is_not_counted(store: Store) -> None:
    store.update([], ["a"])
    assert spelt(store, ["镇", "江"], 5) == [("镇江", 1)]
    assert spelt(store, ["新", "能", "源"], 5) == []


@costly
@given(
    commits=st.lists(
        st.tuples(st.lists(reports, max_size=5), st.lists(st.sampled_from("甲乙丙a"))), min_size=1, max_size=3
    ),
    data=st.data(),
)
def test_what_is_spelt_stands_in_so_many_reports_at_least(
    commits: list[tuple[list[Report], list[str]]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = WhooshStore(Path(folder))
        for added, removed in commits:
            store.update(added, removed)
        texts = [fold(block.text) for added, _ in commits for one in added for block in one.blocks]
        piece = _piece(data, data.draw(st.sampled_from(texts or ["镇江"])))
        choices = [
            {char, *data.draw(st.sets(st.sampled_from("镇江经开区1a。"), max_size=3))} for char in piece
        ]
        found = spelt(store, choices, 1000)
        for text, count in found:
            assert all(char in choice for char, choice in zip(text, choices, strict=True))
            assert literally(store, text) >= count > 0
        store.close()


@costly
@given(held=st.lists(reports, max_size=4), typed=queries, data=st.data())
def test_an_offer_always_finds_something(held: list[Report], typed: str, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = WhooshStore(Path(folder))
        store.update(held)
        texts = [fold(block.text) for one in held for block in one.blocks]
        piece = _piece(data, data.draw(st.sampled_from(texts or ["镇江"])))
        slip = [data.draw(st.sampled_from(sorted(choice))) for choice in homophones(piece)]
        for question in (typed, "".join(slip)):
            try:
                query = parse(question)
            except AskedWrongly:
                continue
            if better := asked(store, meant, query):
                changed = set(better.split()) - set(question.split())
                assert changed
                assert all(any(occurs(text, fold(one)) for text in texts) for one in changed)
        store.close()


def _piece(data: st.DataObject, text: str) -> str:
    start = data.draw(st.integers(0, len(text)))
    return text[start : start + data.draw(st.integers(1, 5))]
