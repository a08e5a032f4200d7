"""Parts of reports: ranges of paragraphs, and as much around one as there is room for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import AskedWrongly, Block, Kind, Report, excerpt, range_asked, within

TEXTS = [f"第{number}段，{'港' * number}。" for number in range(1, 10)]
REPORT = Report("a", (Block(Kind.TITLE, "题"), *(Block(Kind.PARAGRAPH, text) for text in TEXTS)))


@pytest.mark.parametrize(
    ("paragraphs", "around", "expected"),
    [
        ("3-5", "", (3, 5)),
        ("3", "", (3, 3)),
        ("3", "2", (1, 5)),
        ("1", "3", (1, 4)),
        ("8-", "", (8, 9)),
        ("8-700", "1", (7, 9)),
        ("", "", None),
    ],
)
def test_a_range_is_of_paragraphs_that_there_are(
    paragraphs: str, around: str, expected: tuple[int, int] | None
) -> None:
    assert range_asked({"paragraphs": paragraphs, "around": around}, 9) == expected


@pytest.mark.parametrize("paragraphs", ["0", "10", "5-3", "a", "-3", "3-5-7", "１", "3,4", "1" * 12])
def test_what_is_no_range_is_said(paragraphs: str) -> None:
    with pytest.raises(AskedWrongly):
        range_asked({"paragraphs": paragraphs}, 9)


@given(st.integers(1, 9), st.integers(0, 9), st.integers(0, 12), st.integers(1, 80))
def test_an_excerpt_is_the_text_within_its_bounds(middle: int, around: int, start: int, most: int) -> None:
    found = excerpt(REPORT, within(middle, middle, around, len(TEXTS)), middle, start, most)
    assert sum(len(one.text) for one in found.pieces) <= most
    numbers = [one.paragraph for one in found.pieces]
    assert numbers == list(range(numbers[0], numbers[-1] + 1))
    assert middle in numbers
    assert all(abs(number - middle) <= around for number in numbers)
    for one in found.pieces:
        assert TEXTS[one.paragraph - 1][one.start :].startswith(one.text)
        assert one.paragraph == middle or one.text == TEXTS[one.paragraph - 1]


def test_going_on_from_the_rest_reads_all_of_it() -> None:
    read, at, start = "", 1, 0
    while True:
        found = excerpt(REPORT, within(at, at, 2, len(TEXTS)), at, start, 7)
        read += "".join(one.text for one in found.pieces if one.paragraph >= at)
        if found.rest is None:
            break
        at, start = found.rest.paragraph, found.rest.start
    assert read == "".join(TEXTS)
