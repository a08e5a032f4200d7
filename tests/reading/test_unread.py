"""Formats that are known and not read: each is told with what to do."""

from __future__ import annotations

import pytest

from indexer.reading import FORMATS
from indexer.reading.unread import way_out


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("论文.CAJ", "CAJViewer"),
        ("论文.kdh", "CAJViewer"),
        ("论文.nh", "CAJViewer"),
        ("公文.ceb", "Apabi"),
        ("公文.gd", "书生"),
        ("旧.rar", ".zip"),
        ("讲话.mp3", ".docx"),
        ("信箱.pst", ".eml"),
        ("稿.pages", "导出"),
        ("没有扩展名", ".docx"),
        ("a.unheard-of", ".docx"),
    ],
)
def test_each_is_told_with_the_way_out(name: str, told: str) -> None:
    assert told in way_out(name)


def test_no_format_that_is_read_is_said_not_to_be() -> None:
    assert [
        ending for ending in FORMATS if "不认识的格式" not in way_out(f"a{ending}") and ending.count(".") == 1
    ] == []
