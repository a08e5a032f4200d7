"""Text from which indents and blank lines are gone: only the lengths of its lines tell its paragraphs."""

from __future__ import annotations

from benchmarks.layout.setting import rows
from indexer.reading.layout.blocks import blocks
from indexer.reading.layout.lines import is_entry

SHORT = [
    "码头上的新泊位上周建成，第一艘货轮昨天靠港。",
    "港务公司说，泊位的设备都是国内造的，一小时能卸一千吨。从前货轮要在锚地等两天，现在当天就能靠上码头。",
    "铁路支线也修到了码头边，矿石从船上直接装进车厢，不再用汽车转运。调度室的人算过，每一列车比从前少用两个半小时。",
    "今年还要再建两个泊位，其中一个专门停靠集装箱船。",
    "附近三个县的工厂听到消息，都来商量能不能少交一些装卸的费用，公司答应一个月里给他们答复。",
    "渔民也很高兴，因为航道挖深以后，他们的船在退潮的时候也能回港。",
]


def set_solid(paragraphs: list[str], measure: int, gap_after: int = 0) -> str:
    """The lines of paragraphs whose indents are lost; a column ends, with a blank line, after so many."""
    lines = [line for text in paragraphs for line in rows(text, measure, 4)]
    if gap_after:
        lines[gap_after:gap_after] = [""]
    return "\n".join(lines)


def test_short_paragraphs_are_parted_by_the_indents_that_they_lost() -> None:
    for measure in (26, 28, 40):
        text = set_solid(SHORT * 3, measure)
        assert [block.text for block in blocks(f"新泊位投产\n\n{text}")][1:] == SHORT * 3, measure


def test_a_column_may_end_with_the_first_line_of_a_paragraph() -> None:
    count = len(rows(SHORT[0], 28, 4)) + len(rows(SHORT[1], 28, 4)) + 1
    text = set_solid(SHORT * 2, 28, gap_after=count)
    assert [block.text for block in blocks(f"新泊位投产\n\n{text}")][1:] == SHORT * 2


def test_a_line_that_ends_with_dots_and_a_year_is_no_entry_of_contents() -> None:
    assert not is_entry("去年是三百万吨，前年是二百万吨……2021")
    assert is_entry("第二章 泊位………………21")
    assert is_entry("第二章 泊位 …… 21")
    assert is_entry("第二章 泊位----------------- - 21 -")
    assert is_entry("第二章 泊位" + ". " * 120 + "21")
    assert not is_entry("…………21")
