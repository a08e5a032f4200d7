"""The lexicon: its two files, and what it makes of keywords."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.query.lexicon import EMPTY, MAX_FORM_CHARACTERS, Lexicon
from indexer.text.fold import fold
from indexer.text.words import words
from tests.support.strategies import pieces, texts

listed = st.frozensets(pieces.map(lambda text: fold(text)[:5]).filter(bool), max_size=8)
synonyms = st.dictionaries(
    pieces.map(lambda text: fold(text)[:3]).filter(bool),
    st.lists(st.sampled_from(["镇江", "ai", "10", "开发区"]), min_size=1, max_size=3, unique=True).map(tuple),
    max_size=5,
)


def lexicon(*words: str, **synonyms: str) -> Lexicon:
    return Lexicon(frozenset(words), {form: tuple(rest.split("、")) for form, rest in synonyms.items()}, ())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "词典.txt", tmp_path / "同义词.txt"


def test_absent_files_are_empty(files: tuple[Path, Path]) -> None:
    assert Lexicon.read(*files) == Lexicon.read(None, None) == EMPTY


def test_a_dictionary_has_the_format_of_jieba(files: tuple[Path, Path]) -> None:
    files[0].write_text(
        "\ufeff# 我们的词\n\n镇江經开区 5 ns\n双碳\nＣｈａｔＧＰＴ nz\n专精特新 12\r\n", "utf-8"
    )
    read = Lexicon.read(*files)
    assert read.words == {"镇江经开区", "双碳", "chatgpt", "专精特新"}
    assert read.problems == ()


def test_a_bad_line_costs_that_line_only(files: tuple[Path, Path]) -> None:
    bad = ["经开 区 5 ns", "经开区 多 n", "经开区 五", "\u200b\u200d", "长" * (MAX_FORM_CHARACTERS + 1)]
    files[0].write_bytes(
        "\n".join(["双碳", *bad, "专精特新"]).encode() + b"\n\xff\xfe\xfa\n" + "港口".encode()
    )
    read = Lexicon.read(*files)
    assert read.words == {"双碳", "专精特新", "港口"}
    assert [problem.place for problem in read.problems] == [
        f"{files[0]} 第 {n} 行" for n in (2, 3, 4, 5, 6, 8)
    ]
    assert all("。" in problem.reason for problem in read.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_other_encodings(files: tuple[Path, Path], encoding: str) -> None:
    files[0].write_text("双碳\n镇江经开区 5\nai\n", encoding)
    assert Lexicon.read(*files) == Lexicon(frozenset({"双碳", "镇江经开区", "ai"}), {}, ())


def test_what_is_no_text_or_no_file_is_one_problem(tmp_path: Path) -> None:
    picture = tmp_path / "图.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\n")
    read = Lexicon.read(picture, tmp_path)
    assert [problem.place for problem in read.problems] == [str(picture), str(tmp_path)]


def test_synonyms(files: tuple[Path, Path]) -> None:
    files[1].write_text(
        "# 同义词\n镇江经开区, 镇江新区\n人工智能=AI\n电动车|电动汽车 | 新能源车\n碳达峰、碳中和\n"
        "土豆 马铃薯\nAI\t智能\nOpen Source，开源\n独词\n发展，發展\n",
        "utf-8",
    )
    read = Lexicon.read(*files)
    assert read.synonyms["镇江经开区"] == ("镇江新区",)
    assert read.synonyms["ai"] == ("人工智能", "智能")
    assert read.synonyms["人工智能"] == ("ai",)  # nothing is joined
    assert read.synonyms["电动汽车"] == ("电动车", "新能源车")
    assert read.synonyms["马铃薯"] == ("土豆",)
    assert read.synonyms["开源"] == ("open source",)
    assert [problem.place for problem in read.problems] == [f"{files[1]} 第 {n} 行" for n in (9, 10)]


@pytest.mark.parametrize(
    ("listed", "text", "cut"),
    [
        ([], "经济技术开发区", (["经济", "技术", "开发", "开发区", "技术开发区"], [])),
        (["镇江经开区"], "镇江经开区新能源", (["能源", "新能源"], ["镇江经开区"])),
        (["下达到", "达到企业"], "已经下达到企业", (["已经", "企业"], ["下达到"])),  # leftmost
        (["下达", "下达到"], "下达到", ([], ["下达到"])),  # longest
        (["企业"], "已经下达到企业", (["已经", "下", "达到", "企业"], [])),  # known anyway
        (["ai大", "10亿"], "paid大210亿", (["paid", "210", "大", "亿"], [])),  # would cut a word, a number
        (["达"], "下达到企业", (["下", "达到", "企业"], [])),  # one character
        (["双碳"], "双碳和双碳", (["和"], ["双碳"])),
    ],
)
def test_a_keyword_is_cut_at_the_dictionary(
    listed: list[str], text: str, cut: tuple[list[str], list[str]]
) -> None:
    found, phrases = lexicon(*listed).cut(text)
    assert (list(found), list(phrases)) == cut


@given(texts.map(fold))
def test_an_empty_dictionary_changes_nothing(text: str) -> None:
    assert EMPTY.cut(text) == (tuple(dict.fromkeys(words(text))), ())
    assert EMPTY.synonyms_of(text) == ()


@given(listed, pieces.map(fold))
def test_what_is_cut_stands_in_the_keyword_and_covers_it(listed: frozenset[str], text: str) -> None:
    found, phrases = Lexicon(listed, {}, ()).cut(text)
    assert all(one in text for one in (*found, *phrases))
    assert len(set(found)) == len(found)
    assert len(set(phrases)) == len(phrases)
    assert set(phrases) <= listed
    left = set(text) - set("".join((*found, *phrases)))
    assert not any(char.isalnum() for char in left)


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("电动车", ["电动汽车", "新能源车"]),
        ("电动车补贴", ["电动汽车补贴", "新能源车补贴"]),
        ("ai", ["人工智能"]),
        ("ai电动车", ["人工智能电动汽车", "人工智能新能源车", "ai电动汽车", "ai新能源车", "人工智能电动车"]),
        ("paid", []),
        ("港", ["香港"]),
        ("港口", []),  # a form of one character stands for itself only
    ],
)
def test_synonyms_stand_for_each_other_anywhere(text: str, others: list[str]) -> None:
    own = lexicon(电动车="电动汽车、新能源车", ai="人工智能", 港="香港")
    assert list(own.synonyms_of(text)) == others


@given(synonyms, pieces.map(fold), st.integers(1, 10))
def test_synonyms_are_bounded(synonyms: dict[str, tuple[str, ...]], text: str, most: int) -> None:
    own = Lexicon(frozenset(), {form: tuple(set(rest) - {form}) for form, rest in synonyms.items()}, ())
    found = own.synonyms_of(text, most)
    assert len(set(found)) == len(found) <= most
    assert text not in found
    assert own.synonyms_of(text, most) == found


def test_a_big_dictionary_is_fast(files: tuple[Path, Path]) -> None:
    han = "经济技术开发区新能源电池镇江港口企业发展改革创新服务平台建设项目"
    count = len(han)
    every = (
        han[n % count] + han[n // count % count] + han[n // count**2 % count] + "长" for n in range(count**3)
    )
    files[0].write_text("\n".join(f"{word}{n} 3 n" for n, word in enumerate(every)), "utf-8")
    start = time.process_time()
    read = Lexicon.read(*files)
    assert len(read.words) == count**3
    assert time.process_time() - start < 5
    read.cut("镇江经开区新能源电池企业发展改革创新服务")
