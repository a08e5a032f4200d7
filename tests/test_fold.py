"""The normal form: what it makes one, what it keeps apart, and the map back."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from indexer.text.fold import _TABLE, _TIGHT, _UNUSUAL, Folded, _composed, _without_separators, fold
from tests.strategies import anything, texts

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


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


def slowly(source: str) -> tuple[str, list[int], list[int]]:
    """The definition: a look into the table for every character, and every rule asked every time."""
    pieces = [_TABLE[char] for char in _without_separators(source)]
    text = "".join(pieces)
    starts = np.repeat(np.arange(len(pieces), dtype=np.int32), [len(piece) for piece in pieces])
    ends = starts + np.int32(1)
    if not unicodedata.is_normalized("NFC", text):
        text, starts, ends = _composed(text, starts, ends)
    dropped = {
        at
        for space in re.finditer(rf"^ +| +$|(?<=[{_TIGHT}]) +| +(?=[{_TIGHT}])|(?<= ) +", text)
        for at in range(*space.span())
    }
    kept = [at for at in range(len(text)) if at not in dropped]
    return "".join(text[at] for at in kept), starts[kept].tolist(), ends[kept].tolist()


def agrees(source: str) -> bool:
    folded = Folded.of(source)
    both = folded.text, folded.starts.tolist(), folded.ends.tolist()
    return both == slowly(source) and fold(source) == folded.text


@given(texts | texts.map(" ".join) | anything.map("经,1,234 ".join))
def test_agrees_with_the_definition(text: str) -> None:
    assert agrees(text)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_agrees_with_the_definition_on_reports(seed: Path) -> None:
    text = seed.read_text(encoding="utf-8")
    assert agrees(text)
    assert all(map(agrees, text.splitlines()))


def test_characters_that_are_passed_over_fold_to_themselves() -> None:
    usual = _UNUSUAL.sub("", "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(usual) > 3700
    assert all(_TABLE[char] == char for char in usual)
