"""Binary workbooks: read as they show themselves, whatever stands in them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.support.sheets import binary, cell, record, reports, texts, wide

RK, ERROR, BOOL, REAL, TEXT, SHARED, OF_FORMULA = 2, 3, 4, 5, 6, 7, 9
MERGED = 176


def row(number: int, *cells: bytes) -> bytes:
    return record(0, struct.pack("<I", number)) + b"".join(cells)


def rk(number: int) -> bytes:
    return struct.pack("<i", number << 2 | 2)


def real(number: float) -> bytes:
    return struct.pack("<d", number)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsb"


def test_cells_are_read_as_they_are_shown(path: Path) -> None:
    sheet = (
        row(
            0, cell(TEXT, 0, wide("乡镇")), cell(SHARED, 1, struct.pack("<I", 1)), cell(TEXT, 2, wide("占比"))
        )
        + row(1, cell(TEXT, 0, wide("桥头镇")), cell(RK, 1, rk(18230), 1), cell(REAL, 2, real(0.132), 2))
        + row(2, cell(OF_FORMULA, 0, real(45356), 3), cell(BOOL, 1, b"\1"), cell(ERROR, 2, b"\x07"))
        + row(3, cell(RK, 0, struct.pack("<i", 1250 << 2 | 3)), cell(RK, 1, struct.pack("<i", 0x3FF00000)))
    )
    formats = ("#,##0", "0.0%", 'yyyy"年"m"月"d"日"')
    path.write_bytes(binary(sheet, formats=formats, shared=("无", "产量")))
    assert texts(path) == [
        "表1",
        "乡镇　产量　占比",
        "桥头镇　18,230　13.2%",
        "待核",
        "2024年3月5日　TRUE　#DIV/0!",
        "12.5　1",
    ]


def test_what_is_merged_is_read_once_and_what_is_hidden_is_told(path: Path) -> None:
    sheet = row(0, cell(TEXT, 0, wide("甲")), cell(TEXT, 1, wide("盖住了"))) + record(
        MERGED, struct.pack("<4I", 0, 0, 0, 1)
    )
    path.write_bytes(binary(sheet, row(0, cell(TEXT, 0, wide("藏着"))), hidden=(2,)))
    (report,), told = reports(path)
    assert [block.text for block in report.blocks] == ["表1", "甲", "待核"]
    assert "表2" in told[0]


def test_names_of_fields_make_records(path: Path) -> None:
    sheet = row(0, cell(TEXT, 0, wide("标题")), cell(TEXT, 1, wide("正文"))) + row(
        1, cell(TEXT, 0, wide("秋粮开镰")), cell(TEXT, 1, wide("全县秋粮开镰。"))
    )
    path.write_bytes(binary(sheet))
    (report,), _ = reports(path)
    assert (report.title, report.paragraphs[0].text) == ("秋粮开镰", "全县秋粮开镰。")


@pytest.mark.parametrize(
    "damage",
    [
        record(6, b"\0" * 9)[:-1],  # cut within a record
        b"\x06",  # within its head
        b"\x06\xff\xff\xff\x7f",  # said to be of 256 MiB
        record(6, b"\0\0\0"),  # with less than a cell has
    ],
)
def test_what_stands_before_the_damage_is_read_and_the_rest_is_told(damage: bytes, path: Path) -> None:
    path.write_bytes(
        binary(row(0, cell(TEXT, 0, wide("先有的一行"))) + row(1, cell(TEXT, 0, wide("再有"))) + damage)
    )
    (report,), told = reports(path)
    assert report.blocks[1].text == "先有的一行"
    assert "已损坏" in told[0]
