"""Whether a report has what was typed in the script that was typed."""

from __future__ import annotations

from indexer.query import parse
from indexer.ranking.scripts import Scripts
from indexer.text.fold import fold

BLOCKS = ["臺北的天氣", "台灣和臺灣", "高雄的天氣"]
NORMAL = [fold(block) for block in BLOCKS]


def test_a_report_is_exact_if_it_has_in_the_script_that_was_typed_whatever_it_has_of_the_query() -> None:
    def exact(typed: str) -> bool:
        return Scripts(parse(typed)).exact(NORMAL, BLOCKS.__getitem__)

    assert all(map(exact, ["臺灣", "台灣", "臺灣 高雄", "臺灣 | 新北"]))
    assert not any(map(exact, ["台湾", "臺灣 天气"]))


def test_only_blocks_that_hold_something_of_the_query_are_read_as_they_are_written() -> None:
    read = []

    def written(block: int) -> str:
        read.append(block)
        return BLOCKS[block]

    assert Scripts(parse("臺灣 新北")).exact(NORMAL, written)
    assert read == [1]
