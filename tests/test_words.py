"""Words: jieba's search mode over Chinese, everything else whole."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import jieba
import pytest
import rjieba
from hypothesis import given

from indexer.text.fold import HAN, fold
from indexer.text.words import spans, words
from tests.strategies import texts

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


def test_chinese_in_search_mode() -> None:
    assert words("经济技术开发区") == ["经济", "技术", "开发", "开发区", "技术开发区"]
    assert words("已经下达到企业") == ["已经", "下", "达到", "企业"]


@pytest.mark.parametrize(
    "whole", ["5.18", "12%", "c#", "c++", "v2.0", "pd1728_a_1", "chenkai168", "it", "us", "2023"]
)
def test_latin_and_numbers_stay_whole(whole: str) -> None:
    assert words(f"用{whole}写") == ["用", whole, "写"]


def test_rare_characters_are_words_one_by_one() -> None:
    assert words("𠮷〇") == ["𠮷", "〇"]
    assert words("，。！") == []


@given(texts.map(fold))
def test_every_letter_digit_and_chinese_character_is_in_a_word(text: str) -> None:
    covered = set()
    for word in spans(text):
        assert word.text == text[word.start : word.end] != ""
        covered |= set(range(word.start, word.end))
    assert all(at in covered for at, char in enumerate(text) if char.isalnum())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_both_implementations_cut_alike(seed: Path, tmp_path: Path) -> None:
    jieba.setLogLevel(logging.WARNING)
    jieba.dt.tmp_dir = str(tmp_path)
    text = fold(seed.read_text(encoding="utf-8"))
    runs = re.findall(f"[{HAN}]+", text)
    assert runs
    for run in runs:
        assert list(rjieba.tokenize(run, "search")) == list(jieba.tokenize(run, mode="search"))
