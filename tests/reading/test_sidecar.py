"""`metadata.csv`: what it tells about the files beside it, and what is told about its faults."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.metadata.sidecar import NAME, read
from indexer.reading.source import Facts

FULL = (
    "文件,标题,日期,来源,作者,文号,版面\n"
    "一.txt,标题,2023年3月5日,镇江日报,崔宁华、谈琪,镇政发〔2023〕5号,A03\n"
)
FACTS = Facts("标题", "2023-03-05", "镇江日报", ("崔宁华", "谈琪"), "镇政发〔2023〕5号", "A03")


def table(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / NAME
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def told(folder: Path, text: str | bytes) -> dict[str, Facts]:
    found, bad = read(table(folder, text))
    assert bad == ()
    return found


def faults(folder: Path, text: str | bytes) -> list[str]:
    return [f"{bad.place.rpartition('/')[2]} {bad.reason}" for bad in read(table(folder, text))[1]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_tables_as_spreadsheets_write_them(mark: str, encoding: str, tmp_path: Path) -> None:
    text = FULL.replace(",", mark).replace("\n", "\r\n")
    assert told(tmp_path, text.encode(encoding)) == {"一.txt": FACTS}


def test_columns_in_any_order_in_either_language_and_only_some(tmp_path: Path) -> None:
    text = "Date,FILE,authors\n2023/3/5,b/二.docx,张三; 李四\n,c.txt,\n"
    found = told(tmp_path, text)
    assert found == {"b/二.docx": Facts(date="2023-03-05", authors=("张三", "李四")), "c.txt": Facts()}


def test_paths_may_be_written_as_on_windows_and_rows_may_be_blank(tmp_path: Path) -> None:
    assert [*told(tmp_path, "文件名,标题\n,\n甲\\一.txt,题\n./乙.txt,题\n\n")] == ["甲/一.txt", "乙.txt"]


def test_a_cell_may_hold_marks_and_lines(tmp_path: Path) -> None:
    found = told(tmp_path, '文件,标题\n一.txt,"新,旧\n""两""题"\n')
    assert found["一.txt"].title == '新,旧\n"两"题'


@pytest.mark.parametrize(
    ("text", "place", "reason", "files"),
    [
        (
            "文件,日期,标题\n一.txt,昨天,题\n二.txt,2023,\n",
            f"{NAME}:2",
            "日期“昨天”无效",
            ["一.txt", "二.txt"],
        ),
        ("文件,标题\n,题\n二.txt,题\n", f"{NAME}:2", "没有写文件名", ["二.txt"]),
        ("文件,标题\n一.txt,题\n一.txt,另一题\n", f"{NAME}:3", "前面已有一行", ["一.txt"]),
        ("文件,备注\n一.txt,好\n", f"{NAME}:1", "不认识的列“备注”", ["一.txt"]),
        ("文件,标题,title\n一.txt,甲,乙\n", f"{NAME}:1", "出现了两次", ["一.txt"]),
        ("文件,标题\n一.txt,甲,乙\n二.txt,题\n", f"{NAME}:2", "列比首行多", ["二.txt"]),
        ("标题,日期\n题,2023\n", f"{NAME}:1", "须有“文件”一列", []),
        ("", f"{NAME}:1", "须有“文件”一列", []),
        ('文件,标题\n一.txt,题\n"二', f"{NAME}:3", "不是完整的 CSV", ["一.txt"]),
    ],
)
def test_a_fault_is_told_with_its_line_and_the_rest_is_used(
    text: str, place: str, reason: str, files: list[str], tmp_path: Path
) -> None:
    found, _ = read(table(tmp_path, text))
    (fault,) = faults(tmp_path, text)
    assert [*found] == files
    assert fault.startswith(place + " ")
    assert reason in fault


def test_a_row_with_a_bad_date_tells_the_rest_and_the_first_of_two_columns_wins(tmp_path: Path) -> None:
    bad_date, _ = read(table(tmp_path, "文件,日期,标题\n一.txt,昨天,题\n"))
    assert bad_date["一.txt"] == Facts(title="题")
    twice, _ = read(table(tmp_path, "文件,标题,title\n一.txt,甲,乙\n"))
    assert twice["一.txt"].title == "甲"


def test_what_cannot_be_read_at_all_is_told(tmp_path: Path) -> None:
    assert "不是文本" in faults(tmp_path, b"\x89PNG\r\n\x1a\n\x00\x00")[0]
    (tmp_path / "folder").mkdir()
    found, (bad,) = read(tmp_path / "folder")
    assert found == {}
    assert "无法读取" in bad.reason


@given(st.binary(max_size=60) | st.text('文件,;\t"\n一a标题', max_size=40).map(str.encode))
def test_any_bytes_are_a_table_or_faults(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = table(tmp_path_factory.mktemp("any"), data)
    found, bad = read(path)
    assert found or bad or b"\n" not in data.strip()
    assert all(one.place.startswith(str(path)) for one in bad)
