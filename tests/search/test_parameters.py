"""What an address says of filters, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import AskedWrongly, Choice, Filters, Parameters, choice, filters_written, written_choice

names = st.text("|-\\ab", min_size=1, max_size=4) | st.text(min_size=1, max_size=5)
values = st.lists(names, max_size=3, unique=True).map(tuple)


@given(values, values)
def test_what_is_written_of_a_choice_is_read_again(
    wanted: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    chosen = Choice(wanted, unwanted)
    assert choice(written_choice(chosen)) == chosen


@given(st.text("|-\\ab", max_size=8))
def test_whatever_is_written_means_something(written: str) -> None:
    chosen = choice(written)
    assert choice(written_choice(chosen)) == chosen


def test_filters_are_read_and_written() -> None:
    given = {
        "from": "2023",
        "to": "2024-05",
        "source": "新华社|-晚报",
        "folder": "档案/2023",
        "year": "-2022",
    }
    filters = Parameters.read({"q": "港口", **given}).filters
    source = Choice(("新华社",), ("晚报",))
    assert filters == Filters("2023", "2024-05", source, Choice(("档案/2023",)), Choice((), ("2022",)))
    assert filters_written(filters) == given


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"year": "23"}, "year=23"),
        ({"year": "2023|x"}, "year=x"),
        ({"from": "2024", "to": "2023-05"}, "从 2024 到 2023-05"),
        ({"sort": "added", "cursor": "*"}, "cursor"),
    ],
)
def test_what_means_nothing_is_refused(given: dict[str, str], told: str) -> None:
    with pytest.raises(AskedWrongly, match=told):
        Parameters.read({"q": "港口", **given})


@pytest.mark.parametrize(("first", "last"), [("2024", "2024-05"), ("2024-05", "2024"), ("2024", "2024")])
def test_a_span_within_its_own_year_is_none_turned_round(first: str, last: str) -> None:
    assert Parameters.read({"q": "港口", "from": first, "to": last}).filters == Filters(first, last)
