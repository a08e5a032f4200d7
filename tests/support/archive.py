"""A small archive for tests of the pages: a year of months, nine sources, reprints, several pages."""

from __future__ import annotations

import json
from pathlib import Path

SOURCES = ("甲报", "乙报", "丙报", "丁报", "戊报", "己报", "庚报", "辛报", "壬报")

RECORDS = [
    {
        "id": f"n{i}",
        "title": f"港口建设第{i}号",
        "date": f"2023-{i % 12 + 1:02}-05" if i < 30 else f"2023-{i % 5 + 1:02}",
        "source": SOURCES[i % 9 if i < 18 else i % 3],
        "paragraphs": [
            f"第{i}个港口的码头已经开工，泊位{i}个。",
            f"航道浚深{i}米，岸线延长，货物吞吐量稳步增长。",
        ],
    }
    for i in range(36)
]
"""All of them are found by 港口."""

_STORY = (
    "这一篇转载一字不差，说的是沿江各县修堤防汛的旧事。那年入夏以来连降大雨，江水一日数涨，"
    "两岸百姓昼夜巡堤，运土的车队从城里排到堤脚。老人说，水退之后种下的柳树如今都已成荫，"
    "树下立着一块石碑，刻着当年出工的每一个村名，至今字迹清楚。"
)
_REPRINTS = [
    {
        "id": f"r{i}",
        "title": f"修堤旧事{i}",
        "date": f"2022-0{i + 1}-01",
        "source": "沿江报",
        "paragraphs": [_STORY + end],
    }
    for i, end in enumerate(("", "（转载）", "（本报转载）"))
]


def write_archive(folder: Path) -> Path:
    """The archive as a file of records in this folder."""
    file = folder / "archive.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in (*RECORDS, *_REPRINTS)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file
