"""Pinyin: how letters are cut into syllables, and which characters each may stand for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.pinyin import homophones, readings

SYLLABLES = [
    "zhen",
    "jiang",
    "jing",
    "kai",
    "qu",
    "xin",
    "neng",
    "yuan",
    "gao",
    "zhi",
    "liang",
    "fa",
    "zhan",
    "lv",
    "you",
    "an",
    "e",
    "shi",
    "xi",
]


def cuts(typed: str, prefix: bool = False) -> list[str]:
    return [" ".join(reading.parts) for reading in readings(typed, prefix)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zhenjiang", "zhen jiang"),
        ("ZhenJiang", "zhen jiang"),
        ("xi'an", "xi an"),
        ("xi’an", "xi an"),
        ("xinnengyuan", "xin neng yuan"),
        ("lüyou", "lv you"),
        ("zhenj", "zhen j"),
        ("zjiang", "z jiang"),
        ("zjjkq", "z j j k q"),
        ("zhgj", "zh g j"),
        ("eluosi", "e luo si"),
    ],
)
def test_letters_are_cut_into_syllables_or_their_beginnings(typed: str, first: str) -> None:
    assert cuts(typed)[0] == first


def test_what_can_be_cut_in_several_ways_is() -> None:
    assert cuts("xian") == ["xian", "xi an"]
    assert set(cuts("fangan")) == {"fang an", "fan gan"}


def test_letters_among_syllables_are_read_only_where_whole_ones_are_not() -> None:
    assert all(reading.whole for reading in readings("zhenjiang"))
    assert not any(reading.whole for reading in readings("zhenj"))


@pytest.mark.parametrize("typed", ["", "'", "it", "uv", "gdp2", "c#", "镇江", "zh en", "bcdfghjkl", "国guo"])
def test_what_is_no_pinyin_has_no_reading(typed: str) -> None:
    assert readings(typed) == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("zhenjiang", "镇江"),
        ("chongqing", "重庆"),
        ("yinhang", "银行"),
        ("nvxing", "女性"),
        ("nuxing", "女性"),
        ("lvyou", "旅游"),
        ("luyou", "旅游"),
        ("zhanlue", "战略"),
        ("zhanlve", "战略"),
        ("kuaiji", "会计"),
        ("zgrm", "中国人民"),
        ("shzy", "社会主义"),
        ("eyjs", "二氧技术"),
    ],
)
def test_the_characters_of_a_word_are_among_the_choices(typed: str, text: str) -> None:
    assert any(stands(text, reading.choices) for reading in readings(typed))


def test_a_reading_that_hardly_any_phrase_has_is_none() -> None:
    (reading,) = readings("taili")
    assert not stands("能力", reading.choices)


def test_the_last_syllable_may_be_unfinished() -> None:
    assert any(stands("经济", reading.choices) for reading in readings("jingj", prefix=True))
    assert any(stands("镇江", reading.choices) for reading in readings("zhenjia", prefix=True))
    assert not any(stands("镇江", reading.choices) for reading in readings("zhenjia"))


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=6))
def test_an_apostrophe_parts_any_syllables(syllables: list[str]) -> None:
    whole = [" ".join(syllables)]
    assert set(syllables) == {"e"} or [cut for cut in cuts("'".join(syllables)) if cut in whole] == whole


@given(st.text("zhenjiagkqux'", max_size=14), st.booleans())
def test_every_reading_is_what_was_typed(typed: str, prefix: bool) -> None:
    for reading in readings(typed, prefix):
        assert "".join(reading.parts) == typed.replace("'", "")
        assert len(reading.choices) == len(reading.parts)
        assert all(reading.choices)


@given(st.text("镇江经开区取了A1〇", max_size=6))
def test_every_character_sounds_like_itself(text: str) -> None:
    alike = homophones(text)
    assert len(alike) == len(text)
    assert all(
        char in choice and (len(choice) == 1 or char in "镇江经开区取了")
        for char, choice in zip(text, alike, strict=True)
    )


def test_characters_that_share_one_reading_sound_alike() -> None:
    (choice,) = homophones("区")
    assert {"区", "取", "曲"} <= set(choice)
    assert not set("镇江") & set(choice)


@pytest.mark.slow
def test_what_pypinyin_knows_is_read_only_when_it_is_needed() -> None:
    asked = "import sys, indexer.text.pinyin; print('pypinyin' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True).strip() == "False"


def stands(text: str, choices: tuple[str, ...]) -> bool:
    return len(text) == len(choices) and all(map(str.__contains__, choices, text))
