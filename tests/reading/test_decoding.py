"""Bytes -> text: every encoding, found or named, and a reason for what is no text."""

from __future__ import annotations

import codecs
import random
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from indexer.errors import Noted, Unreadable
from indexer.reading import Source, decoding
from indexer.reading.decoding import Decoded, is_encoding
from indexer.reading.formats import read
from indexer.report import Report

PLAIN = "镇江经开区新能源电池项目投产，2023年产值增长5.2%。"  # 27 characters
traditional = OpenCC("s2tw").convert
TRADITIONAL = traditional(PLAIN)
WORDS = re.findall("..", "经济发展我们中国问题工作社会记者政府报告人民城市企业可以没有进行国家通过提高表示")
UNMARKED = ["utf-8", "gb18030", "gbk", "utf-16-le", "utf-16-be"]

passages = st.lists(st.sampled_from(WORDS), min_size=10, unique=True).map("".join)
"""At least 20 characters of common Chinese."""


def decode(data: bytes, place: str, encoding: str = "") -> str:
    return decoding.decode(data, place, encoding).text


def reason(data: bytes, encoding: str = "") -> str:
    with pytest.raises(Unreadable) as raised:
        decode(data, "某处/x.txt", encoding)
    assert raised.value.place == "某处/x.txt"
    return raised.value.reason


@pytest.mark.parametrize("encoding", [*UNMARKED, "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode(PLAIN.encode(encoding), "p") == PLAIN


@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs", "gbk", *UNMARKED])
def test_traditional_text(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding), "p") == TRADITIONAL


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_a_mark_is_believed_and_is_no_text(mark: bytes) -> None:
    encoding = {b"\xef": "utf-8", b"\xff": "utf-16-le", b"\xfe": "utf-16-be"}[mark[:1]]
    assert decode(mark + "中".encode(encoding), "p") == "中"
    assert decode(mark, "p") == ""


@given(passages, st.sampled_from(UNMARKED))
def test_what_was_encoded_is_decoded(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "p") == text


@given(passages)
def test_what_was_encoded_as_big5_is_decoded(text: str) -> None:
    assert decode(traditional(text).encode("big5"), "p") == traditional(text)


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00\xd8")
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    with suppress(Unreadable):
        decode(data, "p").encode()


@given(
    st.binary(max_size=60),
    st.sampled_from(["gbk", "big5", "utf-16", "latin-1", "utf-7", "idna", "hex", "没有"]),
)
def test_any_bytes_are_text_or_unreadable_in_any_encoding(data: bytes, encoding: str) -> None:
    with suppress(Unreadable):
        decode(data, "p", encoding).encode()


@pytest.mark.parametrize("text", ["镇", "镇江", "AI", "C", "5.2%", "", "\n", "联通", "a\tb\r\nc\x0cd\x1b"])
def test_a_few_characters(text: str) -> None:
    assert decode(text.encode(), "p") == text
    assert decode(text.encode("gb18030"), "p") == text


@pytest.mark.parametrize("text", ["café", "naïve façade", "Привет, мир", "1 · 2", "Ω≈10", "ÄÖÜ äöü"])
def test_letters_that_are_not_chinese_stay_what_they_are(text: str) -> None:
    assert decode(text.encode(), "p") == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("head", ["<p>" * 3000, "id,title\n" + "1,a\n" * 5000])
def test_chinese_far_behind_ascii_is_found(head: str, encoding: str) -> None:
    assert decode((head + PLAIN).encode(encoding), "p") == head + PLAIN


def test_a_few_chinese_words_in_a_long_latin_text() -> None:
    text = "The quick brown fox. " * 200 + "張先生" + " jumps over the lazy dog." * 200 + "臺灣大學"
    for encoding in ("big5", "gbk", "utf-8", "utf-16-le"):
        assert decode(text.encode(encoding), "p") == text


def test_big5_has_the_characters_of_hong_kong_and_the_symbols_of_windows() -> None:
    hong_kong = "我哋喺香港嘅街市買餸，佢話啲嘢好平，〇七年開張。"
    assert decode(hong_kong.encode("big5hkscs"), "p") == hong_kong
    windows = "史蒂芬‧金寫的書在歐洲賣￥３００～￡４００，很受歡迎。"
    assert decode(windows.encode("cp950"), "p") == windows
    euro = "這本書在歐洲的書店裡賣€３０，在臺灣的書店裡買不到。"
    assert decode(euro.encode("cp950"), "p") == euro


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\x00\x01",
        b"\xff\xfe\x00\xd8",
        b"\x80\x81\xff",
        random.Random(1).randbytes(5000),
        bytes(byte | 0x80 for byte in random.Random(1).randbytes(5000)),
        "Правительство объявило о новом плане".encode("koi8-r"),
        PLAIN.encode() + b"\x00\x01\x02",
    ],
)
def test_what_is_no_text_has_a_reason(data: bytes, tmp_path: Path) -> None:
    assert "UTF-8" in reason(data)
    (tmp_path / "x.txt").write_bytes(data)
    (found,) = read(Source.of(tmp_path / "x.txt"), tmp_path / "scratch")
    assert isinstance(found, Unreadable)
    assert "x.txt" in str(found)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("named", [True, False])
def test_a_damaged_character_does_not_spoil_a_text(encoding: str, named: bool) -> None:
    bad = b"\x00\xd8" if encoding == "utf-16-le" else b"\xff"
    damaged = bad.join([PLAIN.encode(encoding)] * 3)
    found = decoding.decode(damaged, "p", encoding if named else "")
    assert found == Decoded("\ufffd".join([PLAIN] * 3), 2)
    assert "2 个字符" in found.note


def test_a_character_cut_within_a_text_leaves_the_rest() -> None:
    damaged = f"<p>{PLAIN}港".encode("gbk")[:-1] + f"</p>{PLAIN}".encode("gbk")
    assert decode(damaged, "p") == f"<p>{PLAIN}\ufffd</p>{PLAIN}"
    copyright_sign = PLAIN.encode("gbk") + b" \xa9 2024 " + PLAIN.encode("gbk")
    assert decode(copyright_sign, "p") == f"{PLAIN} \ufffd 2024 {PLAIN}"


def test_what_was_written_as_unreadable_is_not_counted() -> None:
    assert decoding.decode(f"\ufffd{PLAIN}".encode(), "p").note == ""
    assert decoding.decode(f"\ufffd{PLAIN}".encode() + b"\xff" + PLAIN.encode(), "p").replaced == 1


@pytest.mark.parametrize("control", ["\b", "\0", "\x1a", "\x03"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_control_character_is_left_out(control: str, encoding: str) -> None:
    found = decoding.decode(f"{PLAIN}{control}{PLAIN}".encode(encoding), "p")
    assert found == Decoded(PLAIN * 2, 0, 1)
    assert "1 个控制字符" in found.note


def test_the_end_mark_of_dos_is_no_text() -> None:
    assert decoding.decode(PLAIN.encode("gbk") + b"\r\n" + b"\x1a" * 20, "p") == Decoded(PLAIN + "\r\n")


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
def test_what_was_replaced_is_told_with_the_file(name: str, tmp_path: Path) -> None:
    text = f"<p>{PLAIN}</p><p>{PLAIN}</p>".encode()
    (tmp_path / name).write_bytes(text.replace("投产".encode(), "投产".encode()[:-1], 1))
    report, noted = read(Source.of(tmp_path / name), tmp_path / "scratch")
    assert isinstance(report, Report)
    assert any("投\ufffd" in block.text for block in report.blocks)
    assert isinstance(noted, Noted)
    assert name in str(noted)


def test_bytes_that_are_likelier_in_another_encoding_are_not_read_in_the_named_one() -> None:
    assert "gb18030" in reason((PLAIN + "。").encode() * 3, "gbk")
    assert "gb18030" in reason("\n".join(WORDS).encode(), "gbk")


@pytest.mark.parametrize("encoding", [*UNMARKED, "big5"])
def test_half_a_character_at_the_end_is_seen(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else PLAIN
    data = (text + "國").encode(encoding)
    assert decode(data[:-1], "p") == text + "\ufffd"
    assert decode(data[:-1], "p", encoding) == text + "\ufffd"


def test_a_named_encoding_is_used_strictly() -> None:
    assert decode("été".encode("latin-1"), "p", "latin-1") == "été"
    assert decode("陛陛".encode("big5"), "p", "big5") == "陛陛"
    assert decode("\ufeff中".encode(), "p", "utf-8") == "中"
    assert "第 3 个字节起不是 utf-8" in reason(b"ab\xff\xff", "utf-8")
    assert "第 3 个字节起不是 gb18030" in reason(b"ab\xff\xff", "gbk")


def test_a_named_encoding_is_what_its_users_mean() -> None:
    assert decode("朱镕基，€1".encode("gb18030"), "p", "gb2312") == "朱镕基，€1"
    assert decode("恒，裏".encode("cp950"), "p", "big5") == "恒，裏"


def test_an_unknown_encoding_is_told() -> None:
    assert "没有名为“utf-9”的编码" in reason(b"abc", "utf-9")
    known = ["utf-8", "UTF8", "gbk", "cp936", "GB18030", "big5", "Shift_JIS", "utf_16"]
    assert [name for name in known if not is_encoding(name)] == []
    unknown = ["", "utf-9", "hex", "zip", "rot13", "undefined", "a\0b", "编码", "../x"]
    assert [name for name in unknown if is_encoding(name)] == []
