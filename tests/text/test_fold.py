"""The normal form: what it makes one, what it keeps apart, and the map back."""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.characters import KEPT, TABLE, UNUSUAL
from indexer.text.fold import (
    _TIGHT,
    Folded,
    _composed,
    _joins,
    _parts,
    fold,
    has_other_script,
    keeping_script,
)
from tests.support.strategies import anything, meeting, texts

texts = texts | meeting

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


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
        ("１，２３４", "1234"),
        ("1，500元，3，261,027条", "1500元，3261027条"),
        ("2023，100人，1，2，345，12，34", "2023，100人，1，2，345，12，34"),
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
        ("乾幹干", "干干干"),
        ("瞭解憑藉妳", "了解凭借你"),
        ("著名 看著", "著名看著"),  # 著 is simplified as well
        ("⻓江⼤桥的⻋", "长江大桥的车"),  # radicals, as some PDFs have them
        ("〇○零", "〇〇零"),
        ("⸺⋯…″′", "--......\"'"),
        ("½ ㏒ ﬁ", "1/2 log fi"),
        ("STRASSE straße ΣΑΣ σας", "strasse strasse σασ σασ"),
        ("\u1100\u1161\u11a8", "각"),
        ("a\u3164b\u034fc\u2800d", "abc d"),
        ("12,345,678.90元，1,2345", "12345678.90元，1，2345"),
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
def test_a_place_of_the_original_is_found_in_the_normal_form(text: str) -> None:
    folded = Folded.of(text)
    starts = folded.starts.tolist()
    for place in range(len(text) + 1):
        assert folded.behind(place) == sum(start < place for start in starts)
    for i in range(len(starts)):
        assert folded.span(i, i + 1) == (folded.starts[i], folded.ends[i])


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
    pieces = [TABLE[char] for char in source]
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
    spaced = "".join(text[at] for at in kept)
    numbers = re.finditer(r"(?<![0-9])(?<![0-9][.，])[0-9]{1,3}(?:，[0-9]{3})+(?![0-9]|，[0-9])", spaced)
    commas = {at for number in numbers for at in range(*number.span()) if spaced[at] == "，"}
    kept = [at for n, at in enumerate(kept) if n not in commas]
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
    usual = UNUSUAL.sub("", "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(usual) > 3700
    assert all(TABLE[char] == char for char in usual)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("發展", "發展"),
        ("发展", "发展"),
        ("「發展」\nＡＩ，後 1,260億", '"發展" ai，後1260億'),
        ("⻑", "長"),
        ("後后", "後后"),
    ],
)
def test_the_script_may_be_kept(text: str, kept: str) -> None:
    assert keeping_script(text) == kept


@given(texts)
def test_a_form_that_keeps_its_script_folds_alike_and_stands_in_the_same_places(text: str) -> None:
    kept = keeping_script(text)
    assert fold(kept) == fold(text)
    assert keeping_script(kept) == kept
    assert len(kept) == len(fold(text))
    assert has_other_script(text) is (kept != fold(text))


def test_every_character_keeps_the_laws() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        if unicodedata.category(char) in ("Cn", "Co", "Cs"):  # what Unicode has not assigned
            continue
        folded, kept = TABLE[char], KEPT[char]
        assert "".join(TABLE[one] for one in folded) == folded
        assert "".join(KEPT[one] for one in kept) == kept
        assert "".join(TABLE[one] for one in kept) == folded
        assert len(folded) == len(kept)
        assert has_other_script(char) is (folded != kept)
        assert fold(unicodedata.normalize("NFD", char)) == fold(char)


GREEK_IOTA = re.compile("[\u0345\u1f80-\u1ffc]")
OLD_OR_DOTLESS = "ıᲀᲁᲂᲃᲄᲅᲆᲇᲈ"


def test_capitals_and_small_letters_are_one() -> None:
    for char in map(chr, range(0xFFFF)):
        if char not in OLD_OR_DOTLESS and not GREEK_IOTA.match(char):
            assert fold(char.upper()) == fold(char.lower()) == fold(char)


def test_what_composes_with_the_character_before_it_is_known() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        parts = unicodedata.decomposition(char).split()
        if len(parts) == 2 and "<" not in parts[0] and unicodedata.is_normalized("NFC", char):
            assert _joins(chr(int(parts[1], 16)))
    syllables = unicodedata.normalize("NFD", "".join(map(chr, range(0xAC00, 0xD7A4))))
    assert {char for char in syllables if not _joins(char)} == set(map(chr, range(0x1100, 0x1113)))


@given(texts)
def test_composed_or_not_is_one(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


@given(texts, texts)
def test_texts_beside_a_full_stop_fold_on_their_own(before: str, after: str) -> None:
    assert fold(f"{before}。{after}") == f"{fold(before)}。{fold(after)}"


def may_be_cut(text: str, at: int) -> bool:
    """False inside a number with separators, before a mark, or inside a Korean syllable."""
    before, after = text[:at], text[at:]
    left, right = ("".join(_parts(one)) for one in (before, after))
    if (number := re.search(r"[0-9.，]+$", left)) and (rest := re.match(r"[0-9.，]+", right)):
        return "，" not in number[0] + rest[0]
    shown = "".join(TABLE[char] for char in after[:40])  # what is invisible stands between no letters
    return not (shown and _joins(shown[0]))


@given(texts, st.integers(min_value=0), st.integers(min_value=0))
def test_a_piece_folds_to_a_piece(text: str, one: int, other: int) -> None:
    start, end = sorted((one % (len(text) + 1), other % (len(text) + 1)))
    if may_be_cut(text, start) and may_be_cut(text, end):
        assert fold(text[start:end]) in fold(text)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("1,234", "1,23"),
        ("12345,678", "345,678"),
        ("1,2345", "1,234"),
        ("e\u0301", "e"),
        ("\u1100\u1161", "\u1100"),
    ],
)
def test_the_pieces_that_do_not(text: str, piece: str) -> None:
    assert piece in text
    assert fold(piece) not in fold(text)
