"""Text that was extracted from pages: running heads and page numbers go, and paragraphs run on overleaf."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.layout.extracted import extracted, joined
from indexer.reading.layout.blocks import blocks
from indexer.reading.layout.furniture import without_furniture
from indexer.reading.source import Document, Source
from indexer.reading.text import read

SENTENCES = [
    "本年度港口完成货物吞吐量12,345.67万吨，比上年增长8.9%，其中外贸3,210万吨。",
    "公司与3家航运企业签订了为期5年的合作协议，每周增开2班到东南亚的集装箱航线。",
    "堆场自动化改造投入运行以后，每条船在港时间从31小时减少到22小时，差错也少了。",
    "董事会认为，铁路支线的通车为公司在内地争取货源创造了条件。",
]
PARAGRAPHS = ["".join(SENTENCES[(k + i) % 4] for i in range(1 + k % 4)) for k in range(160)]
HEADS = {
    "name above, number below": (["港务公司年度报告"], ["{} / 12"]),
    "number below": ([], ["- {} -"]),
    "both above": (["港务公司年度报告", "第{}页"], []),
    "both below": ([], ["港务公司年度报告 {}", "第 {} 页 共 12 页"]),
    "fed": (["\f港务公司年度报告"], []),
}


def paged(lines: Sequence[str], above: Sequence[str], below: Sequence[str]) -> str:
    found: list[str] = []
    for page, start in enumerate(range(0, len(lines), 20), 1):
        found += [one.format(page) for one in above]
        found += lines[start : start + 20]
        found += [one.format(page) for one in below]
    return "\n".join(found)


@pytest.mark.parametrize(("above", "below"), HEADS.values(), ids=HEADS)
def test_running_heads_and_page_numbers_go_but_for_the_first(above: list[str], below: list[str]) -> None:
    lines = [f"这一页上的第{chr(0x4E00 + k)}行文字" for k in range(240)]
    text, count = without_furniture(paged(lines, above, below))
    named = sum("年度报告" in one for one in (*above, *below))
    kept = [line for line in text.splitlines() if "年度报告" not in line]
    assert kept == lines
    assert text.count("年度报告") == named
    assert count == 12 * (len(above) + len(below)) - named


def test_a_table_and_a_list_are_none() -> None:
    rows = "\n".join(
        f"营业收入 {k},{k + 300}.52 {k}.25%\n第{k}条\n{k}\n净利润 {k} {k + 1}" for k in range(1, 60)
    )
    assert without_furniture(rows) == (rows, 0)


@given(
    st.lists(
        st.sampled_from(["", "12", "13", "- 3 -", "报告", "\f", "第4页", "正文。"]), min_size=1, max_size=60
    )
)
def test_what_is_left_stands_in_its_order(lines: list[str]) -> None:
    text, count = without_furniture("\n".join(lines))
    left = iter(line.replace("\f", "") for line in lines)
    assert all(line in left for line in text.replace("\f", "").split("\n"))
    assert count <= len(lines)


def test_a_paragraph_runs_on_overleaf_and_it_is_said_what_was_left_out(tmp_path: Path) -> None:
    one = extracted(PARAGRAPHS, 12, 35, 0.556, "overleaf")
    path = tmp_path / "report.txt"
    path.write_text(one.text, encoding="utf-8")
    (document,) = (found for found in read(Source.of(path)) if isinstance(found, Document))
    assert re.search("有 [0-9]+ 行重复的页眉和页码没有收录", document.note)
    got = joined(one)
    assert got.made >= 0.98 * got.needed
    assert got.needed > 150


def test_rows_of_figures_are_no_part_of_a_paragraph() -> None:
    text = f"{SENTENCES[0]}\n营业收入 1,234.50 8.2%\n净利润 (321.00) -3.1%\n{SENTENCES[2]}"
    assert [block.text for block in blocks(text)] == text.splitlines()
