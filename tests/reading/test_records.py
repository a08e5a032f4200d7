"""Files of records -> reports: JSON Lines, packed or not, and CSV; and a reason for whatever is no record."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import Unreadable
from indexer.reading import Source, record_lines
from indexer.reading.formats import FileOutput, read
from indexer.report import Block, Kind, Report

PACKED: dict[str, Callable[[bytes], bytes]] = {".xz": lzma.compress, ".gz": gzip.compress}
SOME = [{"title": f"第{n}篇报告的标题"} for n in range(5000)]


def found(path: Path, encoding: str = "") -> list[FileOutput]:
    return list(read(Source.of(path, encoding), path.parent / "scratch"))


def one(path: Path, encoding: str = "") -> Report:
    (report,) = found(path, encoding)
    assert isinstance(report, Report), report
    return report


def titles(path: Path, encoding: str = "") -> list[str]:
    """The titles, and the reasons for what is none."""
    return [one.title if isinstance(one, Report) else str(one) for one in found(path, encoding)]


def lines(records: Iterable[Any]) -> str:
    return "".join(
        one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) + "\n" for one in records
    )


def written(path: Path, *records: Any, encoding: str = "utf-8") -> Path:
    data = lines(records).encode(encoding, "surrogatepass")
    path.write_bytes(PACKED[path.suffix](data) if path.suffix in PACKED else data)
    return path


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.xz", "r.jsonl.gz", "R.JSONL"])
def test_records(name: str, tmp_path: Path) -> None:
    record = {"id": "r/1", "title": "标题", "date": "2024-03-05", "source": "报", "authors": ["崔"]}
    known = {"number": "国发〔2024〕5号", "page": "A03"}
    path = written(tmp_path / name, {**record, **known, "paragraphs": ["一", " ", "二"]}, "\n")
    blocks = (Block(Kind.TITLE, "标题"), Block(Kind.PARAGRAPH, "一"), Block(Kind.PARAGRAPH, "二"))
    assert one(path) == Report(
        "r/1", blocks, "2024-03-05", "报", ("崔",), "国发〔2024〕5号", "A03", str(path)
    )


def test_a_record_needs_only_a_title_or_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text(
        '{"title": "题"}\n{"paragraphs": ["段"]}\n{"id": 7, "title": "\\ud83d"}\n', encoding="utf-8"
    )
    titled, untitled, numbered = found(path)
    assert isinstance(titled, Report)
    assert isinstance(untitled, Report)
    assert isinstance(numbered, Report)
    assert (titled.title, untitled.title) == ("题", "")
    assert titled.id != untitled.id
    assert (numbered.id, numbered.title) == ("7", "\ufffd")


def test_a_bad_record_names_its_line_and_harms_no_other(tmp_path: Path) -> None:
    good = {"title": "好"}
    bad = [
        "not json\n",
        "[]\n",
        {"title": ""},
        {"title": 1},
        {"title": "a", "paragraphs": "b"},
        {"title": "a", "paragraphs": [1]},
        {"title": "a", "date": "2024-13-01"},
        {"title": "a", "page": 3},
        {"title": "a", "id": "x" * 501},
        {"title": "a", "id": 10**600},
        '{"title": ' + "[" * 100_000 + "\n",
        '{"title": "\udcff"}\n',
        '{"title": "\\ud83d"\n',
    ]
    path = written(tmp_path / "r.jsonl", good, *bad, good)
    all_ = found(path)
    assert [isinstance(one, Report) for one in all_] == [True, *[False] * len(bad), True]
    assert [f"r.jsonl:{n}" in str(all_[n - 1]) for n in range(2, len(bad) + 2)] == [True] * len(bad)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.gz"])
def test_records_in_other_encodings(name: str, encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path / name, {"id": "ascii", "title": "A"}, *SOME[:3], encoding=encoding)
    assert titles(path) == ["A", *(one["title"] for one in SOME[:3])]
    assert titles(path, encoding) == titles(path)


def test_records_of_few_characters_are_in_the_encoding_of_the_others(tmp_path: Path) -> None:
    names = ["耶稣", "一个十分普通的公司，在这里做了很多年", "联通", "移动"]
    path = written(tmp_path / "r.jsonl", *({"title": name} for name in names), encoding="gbk")
    assert titles(path) == names


def test_two_files_of_two_encodings_put_together(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", *SOME[:2])
    path.write_bytes(path.read_bytes() + lines(SOME[2:4]).encode("gbk") + b"\xef\xbb\xbf" + path.read_bytes())
    assert titles(path) == [SOME[n]["title"] for n in (0, 1, 2, 3, 0, 1)]


def test_a_named_encoding_is_used(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", {"title": "été"}, {"title": "ça"}, encoding="latin-1")
    assert titles(path, "latin-1") == ["été", "ça"]
    assert ["这一行" in one for one in titles(path, "utf-8")] == [True, True]
    assert ["没有名为“utf-9”的编码" in one for one in titles(path, "utf-9")] == [True]


def test_two_packed_files_put_together_are_both_read(tmp_path: Path) -> None:
    for ending in PACKED:
        path = written(tmp_path / f"r.jsonl{ending}", SOME[0])
        data = path.read_bytes()
        path.write_bytes(data + (b"\0" * 8 if ending == ".xz" else b"") + data)
        assert titles(path) == [SOME[0]["title"]] * 2
        path.write_bytes(data + b"rubbish")
        assert titles(path)[:1] == [SOME[0]["title"]]
        assert ["压缩数据" in one for one in titles(path)[1:]] == [True]


@pytest.mark.parametrize("ending", PACKED)
def test_a_truncated_file_gives_what_it_holds_and_a_reason(ending: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"r.jsonl{ending}", *SOME)
    path.write_bytes(path.read_bytes()[:-100])
    *held, reason = titles(path)
    assert "压缩数据" in reason
    assert held == [one["title"] for one in SOME[: len(held)]]
    assert len(held) > (1000 if ending == ".gz" else -1)  # xz has it all in one block


@pytest.mark.parametrize("ending", PACKED)
@given(data=st.data())
def test_a_damaged_file_gives_what_it_holds_and_a_reason(
    ending: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.mktemp("packed") / f"r.jsonl{ending}", *SOME[:50])
    whole = path.read_bytes()
    at = data.draw(st.integers(12, len(whole) - 1))
    cut = data.draw(st.booleans())
    path.write_bytes(whole[:at] if cut else whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    *_, last = found(path)
    assert isinstance(last, Unreadable)


def test_a_packed_file_that_wants_much_memory_is_not_given_it(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl.xz"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}]
    path.write_bytes(lzma.compress(lines(SOME[:1]).encode(), filters=filters))
    assert ["内存" in one for one in titles(path)] == [True]
    path.write_bytes(lzma.compress(lines(SOME[:1]).encode(), preset=9))
    assert titles(path) == [SOME[0]["title"]]


@pytest.mark.parametrize("ending", PACKED)
@pytest.mark.parametrize("unit", [b" ", b"\n", b'{"title": "a"}\n', b"[]\n"])
def test_a_bomb_ends_soon(unit: bytes, ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_lines, "MAX_BYTES", 1 << 18)
    path = tmp_path / f"r.jsonl{ending}"
    path.write_bytes(PACKED[ending](unit * ((2 << 20) // len(unit))))
    *rest, reason = found(path)
    assert isinstance(reason, Unreadable)
    assert "未读" in reason.reason
    assert len(rest) <= (1000 if unit == b"[]\n" else 100_000)


def test_a_line_that_is_too_long_ends_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_lines, "MAX_BYTES", 1000)
    path = written(tmp_path / "r.jsonl", {"title": "好"}, {"title": "长" * 1000}, {"title": "其余"})
    first, second = titles(path)
    assert first == "好"
    assert "r.jsonl:2" in second
    wide = written(tmp_path / "w.jsonl", {"title": "好"}, {"title": "长" * 1000}, encoding="utf-16")
    assert "w.jsonl:2" in titles(wide)[1]


def test_utf_16_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", *SOME[:1000], encoding="utf-16")
    path.write_bytes(path.read_bytes()[:-1])
    *held, reason = titles(path)
    assert held == [one["title"] for one in SOME[: len(held)]]
    assert len(held) > 500
    assert "编码" in reason


CSV = '标题,"第一段\n第二段",2024,崔、谈,国发〔2024〕5号,A03\n'
HEAD = "title,paragraphs,date,authors,number,page\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv(end: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes((HEAD + CSV).replace("\n", end).encode(encoding))
    report = one(path)
    assert [block.text for block in report.blocks] == ["标题", "第一段", "第二段"]
    assert (report.date, report.authors, report.number, report.page) == (
        "2024",
        ("崔", "谈"),
        "国发〔2024〕5号",
        "A03",
    )
    assert one(path, encoding) == report


def test_a_bad_row_names_its_line_and_harms_no_other(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    good = "标题,正文,,,,\n".encode()
    path.write_bytes(HEAD.encode() + good + "题,,坏日期,,,\n少列\n".encode() + b"\xff\xfe,,,,,\n" + good)
    first, date, columns, damaged, last = titles(path)
    assert (first, last) == ("标题", "标题")
    assert "r.csv:3" in date
    assert "日期" in date
    assert "列数" in columns
    assert "r.csv:5" in damaged
    assert "编码" in damaged


def test_a_cell_holds_a_whole_report(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"title,paragraphs\n长,{'正文' * 500_000}\n", encoding="gbk")
    assert one(path).characters == 1_000_001


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("标题\n正文\n", "首行"),
        ("", "首行"),
        ("title,title\n甲,乙\n", "重复"),
        ('title\n"没有结束', "CSV"),
        ("title\n" + ",\n" * 2000, "1,000"),
    ],
)
def test_a_csv_that_is_none(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert told in titles(tmp_path / "r.csv")[-1]


@given(data=st.binary(max_size=300), ending=st.sampled_from([".jsonl", ".csv", ".jsonl.gz", ".jsonl.xz"]))
def test_any_bytes_give_reports_or_reasons(
    data: bytes, ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    for content in (data, b'{"title": "' + data + b'"}\n', b"title\n" + data):
        path.write_bytes(content)
        for report in found(path):
            assert isinstance(report, Report | Unreadable)
            assert "读取时出错" not in str(report)  # what no one has thought of
