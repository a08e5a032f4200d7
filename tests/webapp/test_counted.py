"""How many were found: a number for each manner of matching, and none that mixes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from indexer.search.answer import Totals
from tests.webapp.test_results import EMPTY
from webapp.pages.counted import counted

if TYPE_CHECKING:
    from flask import Flask


@pytest.mark.parametrize(
    ("total", "totals", "classes", "told"),
    [
        (0, (0, 0, 0), (), "没有找到报告"),
        (2, (2, 0, None), (), "共 2 篇报告"),
        (2, (2, 0, 9), (), "共 2 篇报告"),  # those apart are counted apart
        (256, (2, 254, None), (), "原文出现 2 篇；另有 254 篇分别含有各词"),
        (254, (0, 254, 9), (), "没有原文出现的报告；254 篇分别含有各词"),
        (0, (0, 0, 1203), (), "没有完全符合的报告；1,203 篇含有其中部分词"),
        (1459, (2, 254, 1203), (), "原文出现 2 篇；另有 254 篇分别含有各词；1,203 篇含有其中部分词"),
        (1205, (2, 0, 1203), (), "原文出现 2 篇；1,203 篇含有其中部分词"),
        (2, (2, 254, None), ("literal",), "共 2 篇报告"),
        (254, (2, 254, None), ("words",), "254 篇分别含有各词"),
        (1203, (2, 254, 1203), ("relaxed",), "1,203 篇含有其中部分词"),
    ],
)
def test_each_manner_of_matching_has_its_number(
    app: Flask, total: int, totals: tuple[int, int, int | None], classes: tuple[str, ...], told: str
) -> None:
    question = replace(EMPTY.query, relaxed="relaxed" in classes or not (totals[0] or totals[1]))
    answer = replace(EMPTY, query=question, total=total, totals=Totals(*totals))
    with app.test_request_context("/?lang=zh-Hans"):
        assert counted(answer, classes).striptags() == told
