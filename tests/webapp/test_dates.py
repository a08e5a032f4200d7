"""Dates on pages: whole or cut short, each language in its own way."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from webapp.language import readable_span, written


@pytest.mark.parametrize(
    ("day", "language", "reads"),
    [
        ("2024-03-05", "zh-Hans", "2024年3月5日"),
        ("2024-03", "zh-Hans", "2024年3月"),
        ("2024", "zh-Hant", "2024年"),
        ("2024-12-31", "zh-Hant", "2024年12月31日"),
        ("2024-03-05", "en", "5 March 2024"),
        ("2024-03", "en", "March 2024"),
        ("2024", "en", "2024"),
        ("", "en", ""),
    ],
)
def test_a_date_is_written_as_its_language_does(day: str, language: str, reads: str) -> None:
    assert written(day, language) == reads


@given(st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["zh-Hans", "zh-Hant", "en"]))
def test_what_is_known_of_a_date_is_said_and_no_more(day: date, known: int, language: str) -> None:
    text = written(day.isoformat()[:known], language)
    numbers = "".join(one if one.isdigit() else " " for one in text).split()
    assert str(day.year) in numbers
    assert len(numbers) == (known - 1) // 3 - (language == "en" and known > 4)


@pytest.mark.parametrize(
    ("first", "last", "reads"),
    [
        ("2023", "2023", "2023年"),
        ("2023-03", "2024-02", "2023年3月 – 2024年2月"),
        ("2023-03", "", "2023年3月起"),
        ("", "2024", "截至2024年"),
    ],
)
def test_a_span_may_be_open_at_either_end(app: Flask, first: str, last: str, reads: str) -> None:
    with app.test_request_context("/"):
        assert readable_span(first, last) == reads
