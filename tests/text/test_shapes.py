"""Characters that look alike."""

from __future__ import annotations

import pytest

from indexer.text.shapes import lookalikes


@pytest.mark.parametrize("pair", ["境镜", "环坏", "未末", "己已", "竞竟", "拔拨", "崇祟", "辨辩"])
def test_what_people_mistake_for_one_another_looks_alike(pair: str) -> None:
    one, other = pair[0], pair[1]
    for char, alike in ((one, lookalikes(other)), (other, lookalikes(one))):
        assert (char in alike.near) != (char in alike.far)


def test_a_part_that_many_have_makes_them_less_alike() -> None:
    assert "汪" in lookalikes("江").far
    assert "缸" in lookalikes("江").near


@pytest.mark.parametrize("char", ["a", "，", "𠮷", ""])
def test_what_is_not_in_use_looks_like_nothing(char: str) -> None:
    assert lookalikes(char).near == lookalikes(char).far == ""
