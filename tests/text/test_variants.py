"""Variants: what means the same, what does not, and numerals read and written."""

from __future__ import annotations

import json
import lzma
import re
from datetime import date
from decimal import Decimal
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.data import data
from indexer.text.fold import fold
from indexer.text.numerals import NUMBER_LIMIT, spell, value
from indexer.text.variants import rewritten, variants
from tests.support.data import needs
from tests.support.strategies import texts

NEWS = data("news_10k.jsonl.xz")

_numbers = [
    *("0", "2", "5", "10", "12", "14", "20", "30", "80", "98", "100", "2023", "3000", "12000", "1.2", "5.2"),
    *("一", "二", "两", "三", "五", "十二", "十四", "三十", "一百", "三千", "五点二", "二〇二三"),
]
_names = [
    *("年", "月", "5日", "%", "万", "亿", "元", "个", "人", "多", "余", "届", "号", "季度", "世纪", "年代"),
    *("第", "百分之", ".", "-", "/", "到", "着", "著", "增长", "规划"),
]
numeric = st.lists(st.sampled_from(_numbers + _names), max_size=10).map("".join).map(fold)
"""Keywords dense with numbers, dates and what stands beside them."""

wholes = (
    st.integers(0, NUMBER_LIMIT - 1) | st.integers(0, 10**5) | st.integers(0, 999).map(lambda n: n * 10**6)
)
decimals = st.decimals(0, 10**6, places=2)


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        ("0", "零"),
        ("10", "十"),
        ("12", "十二"),
        ("20", "二十"),
        ("112", "一百一十二"),
        ("1005", "一千零五"),
        ("1050", "一千零五十"),
        ("20000", "二万"),
        ("100500", "十万零五百"),
        ("105000", "十万五千"),
        ("126000000", "一亿二千六百万"),
        ("1200000000000", "一万二千亿"),
        ("5.2", "五点二"),
        ("0.05", "零点零五"),
        ("12.30", "十二点三零"),
    ],
)
def test_numerals(number: str, numeral: str) -> None:
    assert spell(Decimal(number)) == numeral
    assert value(numeral) == Decimal(number)
    assert str(value(numeral)) == number


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("两千零五", 2005), ("一百十二", 112), ("一千〇五", 1005), ("两亿两千万", 220000000)],
)
def test_other_ways_to_write_a_numeral(numeral: str, number: int) -> None:
    assert value(numeral) == number


@pytest.mark.parametrize(
    "word",
    [
        "",
        "十四五",
        "三五",
        "万一",
        "千万",
        "百",
        "二百五",
        "一万五",
        "两十",
        "十两",
        "亿万",
        "点",
        "五点",
        "点五",
        "一亿亿",
        "零五",
        "三点十",
    ],
)
def test_what_is_no_numeral(word: str) -> None:
    assert value(word) is None


@given(wholes | decimals)
def test_a_numeral_reads_as_the_number_that_was_spelled(number: Decimal | int) -> None:
    assert value(spell(number)) == number


@given(st.text("〇零一二两三四五六七八九十百千万亿点", max_size=12))
def test_a_numeral_is_read_as_one_number_or_none(text: str) -> None:
    number = value(text)
    if number is not None:
        plain = str.maketrans("〇两", "零二")
        assert spell(number).translate(plain).replace("一十", "十") == text.translate(plain).replace(
            "一十", "十"
        )


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("1993年工作报告", ["一九九三年工作报告"]),
        ("2013年工作报告", [f"二{zero}一三年工作报告" for zero in "〇零0oο"]),
        ("二零二三年", ["2023年", *(f"二{zero}二三年" for zero in "〇0oο")]),
        ("二o二三年", ["2023年", *(f"二{zero}二三年" for zero in "〇零0ο")]),
        ("1998年", ["一九九八年"]),
        (
            "2023年3月",
            ["二〇二三年三月", "二零二三年三月", "2023年03月", *(f"二{zero}二三年三月" for zero in "0oο")],
        ),
        (
            "2023年3月5日",
            [
                *("二〇二三年三月五日", "2023-03-05", "2023.3.5", "2023/3/5", "二零二三年三月五日"),
                *("2023/03/05", "2023.03.05", "2023年03月05日"),
                *(f"二{zero}二三年三月五日" for zero in "0oο"),
            ],
        ),
        ("3月5日", ["3月5号", "三月五日", "03月05日"]),
        ("1月5日", ["1月5号", "01月05日"]),  # 一月五日 ends 十一月五日
        ("自1月5日", ["自1月5号", "自一月五日", "自01月05日"]),
        ("2023年13月", [f"二{zero}二三年13月" for zero in "〇零0oο"]),  # no such month
        ("5.2%", ["百分之五点二"]),
        ("百分之五点二", ["5.2%"]),
        ("百分之五", ["5%"]),
        ("5%", []),  # 百分之五 begins 百分之五十
        ("5%以上", ["百分之五以上"]),
        ("百分之百", ["100%"]),
        ("千分之三", ["3‰"]),
        ("投资30亿元", ["投资三十亿元"]),
        ("30亿元", []),  # 三十亿元 ends 一百三十亿元
        ("三十亿元", ["30亿元"]),
        ("三千万", ["3000万", "0.3亿"]),
        ("收入1.2万元", ["收入12000元", "收入一万二千元", "收入一点二万元"]),
        ("12000元", ["1.2万元"]),
        ("新增2万人", ["新增20000人", "新增两万人", "新增二万人"]),
        ("两万", ["2万"]),
        ("超30多亿元", ["超三十多亿元"]),
        ("十多年", ["10多年"]),
        ("新增12个", ["新增十二个"]),
        ("有2人", ["有两人"]),
        ("第14届", ["第十四届"]),
        ("第十四届", ["第14届"]),
        ("第二次", ["第2次"]),
        ("一季度", ["1季度"]),
        ("中央一号文件", ["中央1号文件"]),
        ("20世纪80年代", ["二十世纪八十年代", "20世纪八十年代", "二十世纪80年代"]),
        ("11世纪", []),  # 十一世纪 ends 二十一世纪
        ("近五年", ["近5年"]),
        ("看著", ["看着"]),
        ("着力", ["著力"]),
    ],
)
def test_what_means_the_same(text: str, others: list[str]) -> None:
    assert list(variants(text)) == others


@pytest.mark.parametrize(
    "word",
    [
        *(
            "",
            "镇江经开区",
            "万一",
            "一般",
            "三明",
            "十分",
            "百年",
            "千方百计",
            "五四",
            "五四运动",
            "一带一路",
            "一下",
            "第一",
        ),
        *(
            "十四五规划",
            "二十大",
            "20大",
            "三五个",
            "十几个",
            "一个",
            "一家人",
            "一次性",
            "二次供水",
            "千家万户",
            "三百亿亿元",
            "三元",
            "公安部三所",
        ),
        *(
            "2023",
            "12000",
            "10086",
            "007号",
            "3-5%",
            "3%-5%",
            "v2.0",
            "ai2",
            "1，2",
            "98年",
            "98年以来",
            "显著",
            "著名",
            "5.18.3",
        ),
    ],
)
def test_what_is_left_alone(word: str) -> None:
    assert variants(word) == ()


@given(texts.map(fold) | numeric, st.integers(1, 10))
def test_variants_are_normal_forms_bounded_and_none_is_the_text(text: str, most: int) -> None:
    found = variants(text, most)
    assert len(found) <= most
    assert len(set(found)) == len(found)
    assert text not in found
    assert all(fold(one) == one for one in found)
    assert variants(text, most) == found


def amount(written: str) -> Decimal:
    """What an amount is worth, read in another way than the variants are made."""
    found = re.fullmatch("([0-9.]+|.+点[^万亿]+)(万亿|亿|万)?", written)
    unit = found[2] if found else None
    count = found[1] if found else written
    number = Decimal(count) if count[0] in "0123456789" else value(count)
    assert number is not None
    return number * {None: 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}[unit]


@given(
    st.sampled_from(["", "约"]), wholes | decimals, st.sampled_from(["", "万", "亿", "万亿"]), st.booleans()
)
def test_every_variant_is_worth_the_same(
    before: str, number: Decimal | int, unit: str, spelled: bool
) -> None:
    written = spell(number) if spelled and not unit else format(Decimal(number).normalize(), "f") + unit
    for one in variants(f"{before}{written}元"):
        assert one.startswith(before)
        assert one.endswith("元")
        assert amount(one.removeprefix(before)[:-1]) == amount(written)


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_every_form_of_a_day_has_the_same_others(day: date) -> None:
    family = {f"{day:%Y年%m月%d日}", *variants(f"{day:%Y年%m月%d日}", 99)}
    assert all({one, *variants(one, 99)} == family for one in family)


def test_combinations_are_cut() -> None:
    assert len(variants("2020年和" * 30)) == 12
    assert rewritten("甲乙", [(0, 1, ["a", "b"]), (1, 2, ["c"])], 8) == ("ac", "bc", "甲c", "a乙", "b乙")
    assert rewritten("甲乙", [(0, 1, ["a", "b"]), (1, 2, ["c"])], 2) == ("ac", "bc")


@needs(NEWS.name)
def test_in_news_most_keywords_have_no_variants() -> None:
    with lzma.open(NEWS, "rt", encoding="utf-8") as lines:
        titles = [fold(json.loads(line)["title"]) for line in islice(lines, 500)]
    words = [title[at : at + 4] for title in titles for at in range(0, len(title) - 3, 4)]
    assert sum(bool(variants(word)) for word in words) < len(words) / 20
