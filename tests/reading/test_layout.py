"""Newspaper layout: the paragraphs of print come back whole, and clean text comes through as it was."""

from __future__ import annotations

import json
import lzma
import re
import time
import unicodedata
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.data import data
from indexer.reading.layout.blocks import blocks
from indexer.report import Kind
from tests.support.data import needs

SEEDS = Path(__file__).parents[2] / "seeds"
LAYOUT, NEWS = data("layout"), data("news_10k.jsonl.xz")
K, P, H, T, C, B = Kind.KICKER, Kind.PARAGRAPH, Kind.HEADING, Kind.TITLE, Kind.CAPTION, Kind.BYLINE

# Every block of the seeds: its kind, its opening words, its closing words.
SEED_000 = [
    (K, "铆劲“干”、加速“跑”、服务“拼”", "服务“拼”"),
    (T, "镇江经开区书写产业强区高分答卷", "高分答卷"),
    (C, "五峰山长江大桥", "五峰山长江大桥"),
    (P, "产业项目是提升地区高质量发展质效的基石。", "强力顶格推进，精准有效发力。"),
    (P, "尽管春寒料峭，在经开区金港大道上，", "每月产能将提升至1.2万台。"),
    (P, "在位于丁卯街道的双峰格雷斯海姆", "生物疫苗企业提供疫苗瓶。"),
    (P, "开局更拼、起步更快、马力更足，", "重点企业复工复产率已达100%。"),
    (P, "全年新签约亿元以上项目 72个，", "招商中心相关负责人表示。"),
    (P, "“年后我们马不停蹄辗转多地拜访客商、", "徐升华带领团队招来的。"),
    (P, "“我们招引来的项目都是紧紧围绕", "落地成功率。”徐升华说。"),
    (P, "除了这一含金量十足的招引奖之外，", "镇江市“十佳招商能手”。"),
    (P, "人勤春来早，“跑”出加速度。", "累计总投资32亿元。"),
    (P, "“这些是单位纯土地首次登记", "“多跑路”“跑弯路”。"),
    (P, "2023 年，经开区不动产登记交易中心", "助力企业发展“加速跑”。"),
    (P, "“现在办理企业迁移不用迁出地", "成功办理了，他大为欣喜。"),
    (P, "作为国家级开发区，政务服务水平", "零距离服务企业。"),
    (P, "去年以来，经开区三级政务体系", "群众满意率达99%以上。"),
    (H, "开局铆劲“干”产业项目红红火火", "红红火火"),
    (H, "“跑”出加速度项目招商走在前", "走在前"),
    (H, "靠前“拼”服务营造一流营商环境", "营商环境"),
    (P, "2023年，镇江经济技术开发区（以下简称经开区）", "产业强区高分答卷。"),
    (P, "经开区党工委书记路月中表示，", "“拼”出来的。"),
    (P, "2月21日，经开区高质量发展暨产业强区推进大会", "春天的“奋进曲”。"),
]
SEED_004 = [
    (K, "丹徒高新园", "丹徒高新园"),
    (K, "战胜一个个挑战 打赢一场场硬仗", "打赢一场场硬仗"),
    (T, "在高质量发展中争先进位展作为", "争先进位展作为"),
    (P, "“项目工地上机器轰鸣,人来车往;", "高质量发展的热潮。"),
    (P, "2023年是全面贯彻党的二十大精神开局之年,", "“年终答卷”。"),
    (H, "实干破局,高质量发展成色更足", "成色更足"),
    (P, "2023年10月31日,丹徒高新园9个项目", "总投资额4.5亿元。"),
    (P, "抓项目就是抓发展,谋项目就是谋未来。", "新增有效招商资源25家。"),
    (P, "营商环境好不好,企业家的感受", "高质量发展的“强支撑”。"),
    (P, "理念是行动的先导,在高新园这片土地上,", "科技创新实力进一步增强。"),
    (P, "高水平安全和保护是高质量发展的应有之义,", "加速筑牢企业发展底线。"),
    (H, "笃行致远,扛起“走在前”新使命", "新使命"),
    (P, "2024年是中华人民共和国成立75周年,", "使命担当。"),
    (P, "以更高效率推进经济质效并进。", "深度融合的发展模式。"),
    (P, "以更实举措强化招商引资力度。", "筑牢项目支撑。"),
    (P, "以更强担当推动环境质量跃升。", "安全稳定美丽的发展环境。"),
    (B, "(崔宁华 谈琪 邵畅)", "邵畅)"),
]
WITHIN_ONE_BLOCK = {
    "000": [
        "2023年底启用的新厂房建成四条新生产线",
        "化“被动”求助为“主动”帮扶",
        "困难解决“三上门”",
        "8000个新订单已经下达到企业生产车间",
    ],
    "004": [
        "最终要体现在项目建设上",
        "人才支持、园区建设",
        "国家级人才项目12个",
        "全力保障预排项目上半年应开尽开",
        "精准开展高端装备制造",
        "新建丹泉路",
    ],
}


def seed(number: str) -> str:
    return next(SEEDS.glob(f"{number}_*.txt")).read_text(encoding="utf-8")


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def squeezed(text: str) -> str:
    """The text without white space, control characters and byte order marks: what no reading may change."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) != "Cc" and c != "\ufeff")


# -- the seeds, word for word


@pytest.mark.parametrize(("number", "truth"), [("000", SEED_000), ("004", SEED_004)])
def test_every_block_of_a_seed(number: str, truth: list[tuple[Kind, str, str]]) -> None:
    found = blocks(seed(number))
    assert len(found) == len(truth)
    for block, (kind, opening, closing) in zip(found, truth, strict=True):
        assert block.kind is kind, block.text
        assert block.text.startswith(opening)
        assert block.text.endswith(closing)


@pytest.mark.parametrize(("number", "phrase"), [(n, p) for n, ps in WITHIN_ONE_BLOCK.items() for p in ps])
def test_what_the_print_divided_is_whole(number: str, phrase: str) -> None:
    assert sum(phrase in text for text in texts(seed(number))) == 1


@pytest.mark.parametrize("number", ["000", "004"])
@pytest.mark.parametrize("ending", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_any_system_read_alike(number: str, ending: str) -> None:
    text = seed(number)
    assert blocks("\ufeff" + text.replace("\n", ending)) == blocks(text)


# -- print


COLUMN = """
五峰山大桥通车一周年

产业项目是提升地区高质量
发展质效的基石。镇江经开区作
为全市经济建设主战场的EXPA
NSION计划，始终把产业项目建
设作为经济工作的主旋律，今年
1-2月和Hong Kong Science
Park签约项目累计总投资达20
24亿元，强力顶格推进。

{foot}

{head}
"""


def test_a_latin_word_cut_by_a_column_is_whole_and_a_space_between_words_stays() -> None:
    paragraph = texts(COLUMN.format(foot="", head=""))[1]
    assert "的EXPANSION计划" in paragraph
    assert "Hong Kong Science Park签约" in paragraph
    assert "2024亿元" in paragraph


def test_an_indented_column_says_whether_a_full_line_ended_its_paragraph() -> None:
    foot = "尽管春寒料峭，在经开区金\n港大道上，江苏奥特帕斯新能源\n车间里却是热火朝天的繁忙景象。"
    opens = "近日，新春里第一批新订单\n已经下达到企业生产车间，生产\n订单已经排满。"
    goes_on = "近日，新春里的第一批新订单已\n经下达到企业的生产车间，生产\n订单已经排满。"
    assert len(texts(COLUMN.format(foot=foot, head=opens))) == 4
    assert len(texts(COLUMN.format(foot=foot, head=goes_on))) == 3


def test_a_heading_between_columns_stays_by_itself() -> None:
    foot = "尽管春寒料峭，在经开区金\n港大道上，江苏奥特帕斯新能源\n车间里却是热火朝天的繁忙景象。"
    found = blocks(COLUMN.format(foot=foot, head="车间里热火朝天\n\n近日，新春里第一批新订单\n已经下达。"))
    assert (found[3].kind, found[3].text) == (Kind.HEADING, "车间里热火朝天")
    assert found[4].text == "近日，新春里第一批新订单已经下达。"


def test_a_title_set_on_two_lines_is_one() -> None:
    found = blocks(
        "二十国集团领导人峰会闭幕\n强调多边合作与共同发展\n\n当地时间23日，峰会闭幕。\n\n会议通过宣言。"
    )
    assert (found[0].kind, found[0].text) == (Kind.TITLE, "二十国集团领导人峰会闭幕强调多边合作与共同发展")
    assert len(found) == 3


def test_the_number_of_an_official_document_is_no_part_of_its_title() -> None:
    found = blocks("关于印发节水行动方案的通知\n水发〔2024〕5号\n\n各单位：\n请节约用水。")
    assert [(one.kind, one.text) for one in found[:2]] == [
        (Kind.TITLE, "关于印发节水行动方案的通知"),
        (Kind.HEADING, "水发〔2024〕5号"),
    ]


def test_bylines_and_captions() -> None:
    text = seed("004") + "\n\n本报记者 张三 李四\n\n图为新建的丹泉路。\n\n施工现场（资料图）"
    assert [block.kind for block in blocks(text)][-3:] == [Kind.BYLINE, Kind.CAPTION, Kind.CAPTION]


# -- text that is no newspaper's


def test_a_memo_keeps_its_lines() -> None:
    memo = [
        "关于召开会议的通知",
        "各部门：",
        "定于3月5日下午两点在三楼会议室召开会议。请准时参加。",
        "一、会议内容",
        "二、参会人员",
        "（一）部门负责人",
        "（二）业务骨干",
        "1. 带笔记本",
        "2. 带材料",
        "办公室",
        "2024年3月5日",
    ]
    for gap in ("\n", "\n\n", "\n　　"):
        assert texts(gap.join(memo)) == memo
        assert blocks(gap.join(memo))[0].kind is Kind.TITLE


def test_verse_keeps_its_lines() -> None:
    verse = [
        "早发白帝城",
        *["朝辞白帝彩云间，", "千里江陵一日还。", "两岸猿声啼不住，", "轻舟已过万重山。"] * 5,
    ]
    assert texts("\n".join(verse)) == verse


@pytest.mark.parametrize("indent", ["", "    ", "　　"])
def test_wrapped_english_is_joined_with_spaces(indent: str) -> None:
    first = (
        "It was a bright cold day in April, and the clocks were striking thirteen. Winston\n"
        "Smith, his chin nuzzled into his breast in an effort to escape the vile wind,\n"
        "slipped quickly through the glass doors of Victory Mansions, though not quickly\n"
        "enough to prevent a swirl of gritty dust and much else besides that was well-\nknown from entering."
    )
    second = (
        "The hallway smelt of boiled cabbage and old rag mats. At one end of it a\n"
        "coloured poster, too large for indoor display, had been tacked to the wall. It\n"
        "depicted simply an enormous face, more than a metre wide."
    )
    found = blocks(f"The Long Road\n\n{indent}{first}\n\n{indent}{second}\n")
    joined = [part.replace("-\n", "-").replace("\n", " ") for part in (first, second)]
    assert [block.text for block in found] == ["The Long Road", *joined]
    assert found[0].kind is Kind.TITLE


def test_paragraphs_wrapped_wide_with_an_indent_and_no_blank_line() -> None:
    text = (
        "工作报告\n"
        "　　各位代表：现在，我代表市人民政府向大会报告工作，请予审议，并请\n"
        "市政协各位委员提出意见。过去一年，面对复杂严峻的形势，全市上下团结\n"
        "一心，取得了来之不易的成绩。\n"
        "　　一是经济稳中有进。地区生产总值增长百分之七，财政收入增长百分之\n"
        "五，城乡居民收入稳步提高。\n"
        "　　二是改革不断深化。行政审批事项减少三成，营商环境明显改善。"
    )
    found = texts(text)
    assert [t[:4] for t in found] == ["工作报告", "各位代表", "一是经济", "二是改革"]
    assert found[2].endswith("财政收入增长百分之五，城乡居民收入稳步提高。")


# -- laws, for any string

WORDS = [
    "产业项目是提升地区高质量",
    "发展质效的基石。",
    "“被动”求助，",
    "EXPA",
    "NSION",
    "20",
    "word ",
    "——",
    "：",
]
MARKS = [
    "（完）",
    "一、",
    "(记者 张三)",
    " ",
    "\u3000\u3000",
    "\n",
    "\n\n",
    "\r\n",
    "\u2028",
    "\x0c",
    "\x85",
    "\x00",
]
PIECES = st.sampled_from([*WORDS, *MARKS, "\x1f", "\ufeff"])
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=80).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_nothing_is_lost_or_moved(text: str) -> None:
    found = blocks(text)
    assert squeezed("".join(block.text for block in found)) == squeezed(text)
    for block in found:
        assert block.text
        assert block.text == block.text.strip()
        assert block.text.splitlines() == [block.text]
    assert found == blocks(text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(alphabet="甲乙丙，。“”ab1 ", min_size=1, max_size=30), max_size=40), st.integers(4, 40)
)
def test_columns_of_any_width_keep_every_character(paragraphs: list[str], measure: int) -> None:
    wrapped = [re.sub(f"(.{{{measure}}})", r"\1\n", p) for p in paragraphs]
    text = "\n\n".join(wrapped)
    assert squeezed("".join(texts(text))) == squeezed(text)


@pytest.mark.parametrize("nothing", ["", " ", "\n", "\r\n\r\n", "\u3000\n\t\u2028", "\ufeff", "\x00\x01"])
def test_a_text_of_nothing_has_no_blocks(nothing: str) -> None:
    assert blocks(nothing) == ()


HOSTILE = {
    "one line": "产业项目，",
    "brackets": "（",
    "quotes": "”",
    "numbers": "1.",
    "names": "张三 ",
    "blank": "\n",
    "spaces": " ",
    "short lines": "短行\n",
    "paragraphs": "产业项目是提升地区高质量发展，质效的基石，有一些\n\n",
    "columns": "产业项目是提升地区高质量发展\n" * 9 + "完。\n\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_length_and_no_faster(name: str) -> None:
    small = HOSTILE[name] * (50_000 // len(HOSTILE[name]))
    started = time.process_time()
    blocks(small)
    once = time.process_time() - started
    started = time.process_time()
    blocks("（" + small * 10)
    assert time.process_time() - started < 40 * once + 0.5


# -- measured, where the data is


@needs(LAYOUT.name)
def test_score_on_texts_in_newspaper_layout() -> None:
    right = wrong = missed = healed = cuts = whole = paragraphs = 0
    for path in sorted(LAYOUT.glob("*.txt")):
        truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        found = texts(path.read_text(encoding="utf-8"))
        ours, theirs = ends(found), ends([block["text"] for block in truth["emitted"]])
        right, wrong, missed = (
            right + len(ours & theirs),
            wrong + len(ours - theirs),
            missed + len(theirs - ours),
        )
        inside = cut_places(truth)
        healed, cuts = healed + len(inside - ours), cuts + len(inside)
        known = {squeezed(text) for text in found}
        whole += sum(squeezed(text) in known for text in truth["paragraphs"])
        paragraphs += len(truth["paragraphs"])
    assert 2 * right / (2 * right + wrong + missed) >= 0.985
    assert healed >= 0.98 * cuts
    assert whole >= 0.95 * paragraphs


def ends(found: list[str]) -> set[int]:
    """Where blocks end, counted in characters that are not white space; the end of the text aside."""
    places, at = [], 0
    for text in found:
        at += len(squeezed(text))
        places.append(at)
    return set(places[:-1])


def cut_places(truth: dict[str, Any]) -> set[int]:
    """Where the print cut a paragraph."""
    starts, at = {}, 0
    for block in truth["emitted"]:
        if block["para"] is not None:
            starts[block["para"]] = at
        at += len(squeezed(block["text"]))
    cuts = ((b["para"], truth["paragraphs"][b["para"]][: b["offset"]]) for b in truth["breaks"])
    return {starts[para] + len(squeezed(above)) for para, above in cuts}


@needs(NEWS.name)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["a line each", "blank lines between"])
def test_clean_articles_come_through_unchanged(gap: str) -> None:
    same = paragraphs = 0
    with lzma.open(NEWS, "rt", encoding="utf-8") as articles:
        for line in islice(articles, 0, 10_000, 8):
            article = json.loads(line)
            found = set(texts(gap.join([article["title"], *article["paragraphs"]])))
            same += sum(paragraph in found for paragraph in article["paragraphs"])
            paragraphs += len(article["paragraphs"])
    assert same >= 0.995 * paragraphs
