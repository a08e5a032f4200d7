"""Numbers as their cells show them. LibreOffice shows the same, but for what it does not know of Excel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.office.sheets.shown import day, shown, shown_text

DAY = 45356  # 2024-03-05
ACCOUNT = '_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "right"),
    [
        (1 / 3, "General", "0.333333333"),
        (0.1 + 0.2, "General", "0.3"),
        (-1234.5, "General", "-1234.5"),
        (123456789012, "General", "123456789012"),
        (1e20, "General", "1E+20"),
        (0.000012345, "General", "1.2345E-05"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, "#,##0", "1,234,567"),
        (0.125, "0.00", "0.13"),
        (1.005, "0.00", "1.01"),
        (-0.4, "0", "0"),
        (0.1317, "0.0%", "13.2%"),
        (-0.0124, "0.00%;[Red]-0.00%", "-1.24%"),
        (-5, "0;[红色](0)", "(5)"),
        (0, '0;-0;"零"', "零"),
        (3, "000", "003"),
        (1, "0.###", "1."),
        (13812345678, "000-0000-0000", "138-1234-5678"),
        (123456, '0!.0,"万"', "12.3万"),
        (1234.5, ACCOUNT, "¥1,234.50"),
        (0, ACCOUNT, "¥-"),
        (9.5, "[$$-409]#,##0.00", "$9.50"),
        (59, '[<60]"不及格";[>=60]"及格"', "不及格"),
        (12000, '[>=10000]0.0,"千";0', "12.0千"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (0.999999, "0.00E+00", "1.00E+00"),
        (12345, "##0.0E+0", "12.3E+3"),
        (2.5, "# ?/?", "2 1/2"),
        (0.3, "0/8", "2/8"),
        (10203, "[DBNum1][$-804]General", "一万〇二百〇三"),
        (1234567, '[DBNum2][$-804]General"元"', "壹佰贰拾叁万肆仟伍佰陆拾柒元"),
        (2.5, "[DBNum1]0.0", "二.五"),
        (7, 'General"台"', "7台"),
        (7, "@", "7"),
        (float("inf"), "0.00", "inf"),
        (1e300, "0", f"{10**300}"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, right: str) -> None:
    assert shown(value, code).strip().replace("¥   ", "¥") == right


@pytest.mark.parametrize(
    ("value", "code", "right"),
    [
        (DAY, "yyyy/m/d", "2024/3/5"),
        (DAY, 'yyyy"年"m"月"d"日"', "2024年3月5日"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二四年三月五日"),
        (DAY, "[$-F800]dddd, mmmm dd, yyyy", "2024年3月5日"),
        (DAY, "d-mmm-yy", "5-Mar-24"),
        (DAY, "aaaa", "星期二"),
        (DAY + 0.75, "yyyy-mm-dd hh:mm:ss", "2024-03-05 18:00:00"),
        (DAY + 0.4, '上午/下午h"时"mm"分"', "上午9时36分"),
        (DAY + 0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm:ss", "36:00:00"),
        (0.999999, "[h]:mm:ss", "24:00:00"),
        (0.0001234, "mm:ss.0", "00:10.7"),
        (-3, "yyyy/m/d", "-3"),
        (1e15, "yyyy/m/d", "1E+15"),
    ],
)
def test_a_day_or_time_is_shown_by_its_format(value: float, code: str, right: str) -> None:
    assert shown(value, code) == right


def test_days_may_be_counted_from_1904() -> None:
    assert shown(43894, "yyyy/m/d", is_1904=True) == "2024/3/5"


def test_the_day_is_known_whatever_of_it_is_shown() -> None:
    assert day(DAY + 0.5, 'm"月"d"日"') == "2024-03-05"
    assert [day(DAY, code) for code in ("h:mm", "0", "General")] == ["", "", ""]


def test_a_format_may_put_something_around_a_text() -> None:
    assert shown_text("三", '"第"@"号"') == "第三号"
    assert shown_text("三", "0.00") == "三"


@given(st.floats(), st.text('0#?.,%/E+-"年[];@ymdhs:_*\\!<>=1DBNumGeneral', max_size=12))
def test_any_number_has_some_text_in_any_format(value: float, code: str) -> None:
    assert isinstance(shown(value, code) + day(value, code), str)
