"""A date as people write it -> ISO."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import is_date
from indexer.reading.metadata.dates import iso_date
from indexer.text.numerals import spell, spell_digits

days = st.dates(date(1800, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *["2023年3月5日", "2023年03月05号", "2023 年 3 月 5 日", "２０２３年３月５日", "二〇二三年三月五日"],
        *[
            "二○二三年三月五日",
            "二零二三年三月五日",
            *("二O二三年三月五日", "二Ο二三年三月五日", "二ο二三年三月五日", "二0二三年三月五日"),
            "二O二三年三月五日",
            "2023-03-05",
            "2023/3/5",
            "2023.3.5",
        ],
        *["2023—03—05", "20230305", "2023_03_05", "2023年3月5日 星期日", "2023年3月5日（星期日）"],
        *["2023-03-05 08:15", "2023-03-05T08:15:00+08:00", "2023-03-05T08:15:30.123Z", "2023年3月5日08:15"],
        *["2023年3月5日 上午8时15分", "2023/3/5 8:15:00", " 2023-03-05\n", "2023年3月5日 8:15 星期日"],
    ],
)
def test_a_day(text: str) -> None:
    assert iso_date(text) == "2023-03-05"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *[("2023年", "2023"), ("2023", "2023"), ("二〇二三年", "2023"), ("一九九八年", "1998")],
        *[("2023年12月", "2023-12"), ("2023-12", "2023-12"), ("2023/3", "2023-03")],
        *[("二○二三年十二月", "2023-12"), ("二〇二三年十月", "2023-10")],
        ("二〇二三年三月三十一日", "2023-03-31"),
    ],
)
def test_a_month_or_year(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        *["", "3月5日", "星期日", "今年", "2023年2月29日", "2023年13月", "2023-3-32", "20231305", "230305"],
        *["202303", "12345678", "2023年3月5日讯", "2023-03-05至2023-03-07", "2023-03/05", "12023-03-05"],
        *["3023年3月5日", "二〇二三年三月十十日", "2023年度", "2023-0-5", "第2023年", "2023年3月5日8"],
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert iso_date(text) == ""


@given(days)
def test_every_day_is_read_however_it_is_written(day: date) -> None:
    chinese = f"{spell_digits(str(day.year), '〇')}年{spell(day.month)}月{spell(day.day)}日"
    written = [f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", chinese]
    assert {iso_date(text) for text in written} == {day.isoformat()}


@given(st.text(max_size=20) | st.text("0123456789年月日-/.〇一二三十 :", max_size=14))
def test_any_text_gives_a_date_or_nothing(text: str) -> None:
    assert iso_date(text) == "" or is_date(iso_date(text))
