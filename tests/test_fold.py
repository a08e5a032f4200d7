"""The normal form: what it makes one, what it keeps apart, and the map back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from indexer.text.fold import Folded, fold
from tests.strategies import anything, texts


@pytest.mark.parametrize(
    ("variant", "plain"),
    [
        ("２０２３年", "2023年"),
        ("ＡＩ", "ai"),
        ("新簽約億元", "新签约亿元"),
        ("發髮后後", "发发后后"),
        ("“争先”「进位」『展』", '"争先""进位""展"'),
        ("二○二三", "二〇二三"),
        ("——", "--"),
        ("1,260.58亿元", "1260.58亿元"),
        ("１，２３４", "1，234"),  # a full-width comma separates items, not thousands
        ("2023,100人", "2023，100人"),
        ("12,345,比上年", "12345，比上年"),
        ("30 亿元、 9 个", "30亿元、9个"),
        ("经\u3000开\n区", "经开区"),
        ("Open  \t Source\nWeek", "open source week"),
        ("  港  ", "港"),
        ("40℃ 5㎡ ①", "40°c 5m2 1"),
        ("e\u0301\u200b é", "é é"),
        ("ｶﾞ", "ガ"),
        ("卡纳卡・赫拉特", "卡纳卡·赫拉特"),
        ("龍\ufe00\U000e0100", "龙"),
        ("\x00\x7f\ufeff\u00ad", ""),
        ("\ud83d", "\ufffd"),
        ("𠮷𠮷", "𠮷𠮷"),
    ],
)
def test_normal_form(variant: str, plain: str) -> None:
    assert fold(variant) == plain


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_a_normal_form_can_be_stored_and_stays_on_its_line(text: str) -> None:
    normal = fold(text)
    normal.encode()
    assert len(normal.splitlines()) <= 1
    assert normal == normal.strip(" ")


@given(texts)
def test_the_map_belongs_to_the_normal_form(text: str) -> None:
    folded = Folded.of(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert np.all(folded.starts < folded.ends)
    assert np.all(np.diff(folded.starts) >= 0)
    assert np.all(np.diff(folded.ends) >= 0)
    assert not len(folded.text) or (folded.starts[0] >= 0 and folded.ends[-1] <= len(text))


@given(texts)
def test_every_character_comes_from_where_the_map_says(text: str) -> None:
    folded = Folded.of(text)
    for i, char in enumerate(folded.text):
        start, end = folded.span(i, i + 1)
        assert char == " " or char in fold("x" + text[start:end]) or char in fold(text[start:end])


@given(anything, anything)
def test_what_is_found_in_the_normal_form_folds_from_its_span(before: str, after: str) -> None:
    text = f"{before}。下达到企业。{after}"
    folded = Folded.of(text)
    at = folded.text.index("下达到企业")
    assert "下达到企业" in fold(text[slice(*folded.span(at, at + 5))])
