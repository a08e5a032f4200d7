"""Words: jieba's search mode over Chinese, everything else whole."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import jieba
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import words as words_file
from indexer.text.fold import HAN, fold
from indexer.text.literal import LATIN, occurs
from indexer.text.words import _MANY, cut, inner_words, is_whole, spans, wholes, words, words_of
from tests.support.strategies import texts

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.txt"))


def test_chinese_in_search_mode() -> None:
    assert words("经济技术开发区") == ["经济", "技术", "开发", "开发区", "技术开发区"]
    assert words("已经下达到企业") == ["已经", "下", "达到", "企业"]


@pytest.mark.parametrize(
    "whole", ["5.18", "12%", "c#", "c++", "v2.0", "pd1728_a_1", "chenkai168", "it", "us", "2023"]
)
def test_latin_and_numbers_stay_whole(whole: str) -> None:
    assert sorted(words(f"用{whole}写")) == sorted(["用", whole, "写"])


@given(st.text(st.sampled_from("经济技术开发区的2a.%，"), min_size=1, max_size=9))
def test_the_words_of_a_keyword_are_those_of_a_long_text(text: str) -> None:
    assert words(text) == words_of(cut(text))


@pytest.mark.parametrize("keyword", ["技术开发区", "2023", "v2.0"])
def test_a_keyword_of_one_run_is_not_cut_as_long_texts_are(
    keyword: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(words_file, "cut")
    assert keyword in words(keyword)


_RUNS = st.text(st.sampled_from("12.a_'%#+é中，"), min_size=1, max_size=9)


@given(_RUNS, _RUNS)
def test_a_latin_run_or_number_stands_in_a_text_where_it_stands_in_a_word(text: str, literal: str) -> None:
    if is_whole(literal):
        assert occurs(text, literal) == any(occurs(word, literal) for word in words(text))


@given(_RUNS, _RUNS, _RUNS)
def test_where_a_literal_stands_its_numbers_stand(before: str, literal: str, behind: str) -> None:
    if occurs(text := before + literal + behind, literal):
        assert all(is_whole(one) and occurs(text, one) for one in wholes(literal))


def test_numbers_of_a_literal_beside_a_full_stop_may_be_pieces() -> None:
    assert list(wholes("v2.0版5月.7，12.")) == ["v2.0", "5"]


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


def run_by_run(text: str) -> list[str]:
    """The definition: every Chinese run a call of its own, and what stands between them in its place."""
    found = []
    for run in re.finditer(
        r"(?P<chinese>[\u4e00-\u9fd5]+)"
        rf"|[{LATIN}0-9]+(?:[._'][{LATIN}0-9]+)*(?:[%#]|\++)?"
        rf"|[{HAN}]|[^\W_]",
        text,
    ):
        if run["chinese"] is None:
            found.append(run[0])
        else:
            found += [word for word, _, _ in rjieba.tokenize(run[0], "search")]
    return found


@given(texts.map(fold) | st.lists(texts.map(fold)).map("\n".join))
def test_what_does_not_overlap_stands_where_it_is_said_to(text: str) -> None:
    found = cut(text)
    names = [*found.names]
    held = [names[number] for number in found.numbers.tolist()]
    spanned = {(word.text, word.start) for word in spans(text)}
    ends = [0]
    for start, size, word in sorted(zip(found.starts.tolist(), found.sizes.tolist(), held, strict=True)):
        assert text[start : start + size] == word
        assert (word, start) in spanned
        assert start >= ends[-1]
        ends.append(start + size)
    inner = [each for word in held for each in inner_words(word)]
    assert sorted([*held, *inner]) == sorted(word.text for word in spans(text))


def test_many_words_are_cut_as_few_are() -> None:
    few = "\n".join(fold(seed.read_text(encoding="utf-8")) for seed in SEEDS)
    many = "\n".join([few] * (_MANY // len(cut(few).numbers) + 1))
    found = cut(many)
    names = [*found.names]
    assert len(found.numbers) >= _MANY > len(cut(few).numbers)
    for number, start, size in zip(
        found.numbers.tolist(), found.starts.tolist(), found.sizes.tolist(), strict=True
    ):
        assert names[number] == many[start : start + size]
    assert {*names} == {*cut(few).names}


@given(texts | texts.map(fold))
def test_words_are_those_of_every_run_in_order(text: str) -> None:
    assert sorted(words(text)) == sorted(word.text for word in spans(text)) == sorted(run_by_run(text))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem[:3])
def test_words_of_reports_are_those_of_every_run_in_order(seed: Path) -> None:
    text = fold(seed.read_text(encoding="utf-8"))
    assert sorted(words(text)) == sorted(word.text for word in spans(text)) == sorted(run_by_run(text))


WITHOUT_RJIEBA = """
import json, sys
from pathlib import Path

sys.modules["rjieba"] = None
from indexer.text.words import cache_in, spans, words

cache_in(Path(sys.argv[1]))
texts = json.loads(sys.stdin.buffer.read())
print(json.dumps([[sorted(words(text)), sorted(word.text for word in spans(text))] for text in texts]))
"""


@pytest.mark.slow
def test_without_rjieba_the_words_are_the_same(tmp_path: Path) -> None:
    texts = [fold(seed.read_text(encoding="utf-8")) for seed in SEEDS]
    texts += ["", "\n", "，", "用c#写\n2023年，𠮷〇", "经济技术开发区"]
    command = [sys.executable, "-c", WITHOUT_RJIEBA, str(tmp_path)]
    done = subprocess.run(command, input=json.dumps(texts).encode(), stdout=subprocess.PIPE, check=True)
    assert json.loads(done.stdout) == [[sorted(words(text))] * 2 for text in texts]
    assert any(tmp_path.iterdir())  # the original was at work
