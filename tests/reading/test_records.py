"""Files of records -> reports: JSON Lines, packed or not, and CSV; and a reason for whatever is no record."""

from __future__ import annotations

import codecs
import gzip
import json
import lzma
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import Noted, Unreadable
from indexer.reading import Columns, Source, Working, record_lines
from indexer.reading.formats import FileOutput, read
from indexer.report import Block, Kind, Report
from tests.support.office import foreseen

PACKED: dict[str, Callable[[bytes], bytes]] = {".xz": lzma.compress, ".gz": gzip.compress}
SOME = [{"title": f"第{n}篇报告的标题"} for n in range(5000)]


def found(path: Path, encoding: str = "", columns: Columns = ()) -> list[FileOutput]:
    """All that the file gives, but for how far reading is."""
    every = read(Source.of(path, encoding, columns=columns), path.parent / "scratch")
    return [one for one in every if not isinstance(one, Working)]


def reports(path: Path, columns: Columns = ()) -> tuple[list[Report], list[str]]:
    """The reports, and what is told of the file."""
    all_ = found(path, columns=columns)
    told = [one for one in all_ if not isinstance(one, Report)]
    assert all(isinstance(one, Noted) for one in told), told
    return [one for one in all_ if isinstance(one, Report)], list(map(str, told))


def texts(report: Report) -> list[str]:
    return [block.text for block in report.blocks]


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
        {"title": "a", "paragraphs": [1]},
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


@pytest.mark.parametrize(("cut", "whole"), [(1, 1000), (9, 999)])
def test_utf_16_that_breaks_off_gives_what_came_before(cut: int, whole: int, tmp_path: Path) -> None:
    """Within the end of the last line, or within its text."""
    path = written(tmp_path / "r.jsonl", *SOME[:1000], encoding="utf-16")
    path.write_bytes(path.read_bytes()[:-cut])
    *held, told = titles(path)
    assert held[:whole] == [one["title"] for one in SOME[:whole]]
    assert [f"{path}:1000" in one for one in held[whole:]] == [True] * (1000 - whole)
    assert "有 1 个字符不能辨认" in told


CSV = '标题,"第一段\n第二段",2024,崔、谈,国发〔2024〕5号,A03\n'
HEAD = "title,paragraphs,date,authors,number,page\n"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_bad_unit_in_utf_16_costs_itself_and_a_bad_line_costs_that_line(
    encoding: str, tmp_path: Path
) -> None:
    """Half of a pair stands alone."""
    lines = [f'{{"title": "{title}"}}\n' for title in ("甲，" + "好" * 30 + "\ud800", "乙\ud800" * 40, "丙")]
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16" else codecs.BOM_UTF16_BE
    bare = "utf-16-le" if encoding == "utf-16" else encoding
    path = tmp_path / "r.jsonl"
    path.write_bytes(mark + "".join(lines).encode(bare, "surrogatepass"))
    told = found(path)
    assert [report.title[:1] for report in told if isinstance(report, Report)] == ["甲", "丙"]
    assert [one.place for one in told if isinstance(one, Unreadable)] == [f"{path}:2"]
    assert ["有 1 个字符不能辨认" in one.reason for one in told if isinstance(one, Noted)] == [True]


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
    path.write_bytes(HEAD.encode() + good + "少列\n".encode() + b"\xff\xfe,,,,,\n" + good)
    first, columns, damaged, last = titles(path)
    assert (first, last) == ("标题", "标题")
    assert "r.csv:3" in columns
    assert "列数" in columns
    assert "r.csv:4" in damaged
    assert "编码" in damaged


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("标题,日期,来源,正文,作者", "投产,2024/3/5,江城日报,码头启用。,李敏"),
        ("title;pub_time;source;content;author", "投产;2024-03-05 10:30:00;江城日报;码头启用。;李敏"),
        ("標題\t發布時間\t媒體\t內容\t記者", "投产\t2024年3月5日\t江城日报\t码头启用。\t李敏"),
        ("Headline, PubDate ,Media,Body,Author", "投产,20240305,江城日报,码头启用。,李敏"),
        ("文章标题,刊发日期,报纸名称,文章内容,作者姓名,,", "投产,2024-3-5,江城日报,码头启用。,李敏,,"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_columns_are_known_by_many_names(head: str, row: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(f"{head}\r\n{row}\r\n".encode(encoding))
    ((report,), told) = reports(path)
    assert texts(report) == ["投产", "码头启用。"]
    assert (report.date, report.source, report.authors) == ("2024-03-05", "江城日报", ("李敏",))
    assert told == []


def test_keys_are_known_by_many_names_and_what_is_not_known_is_told(tmp_path: Path) -> None:
    record = {"title": "投产", "content": "码头启用。\n\n货轮靠泊。", "year": 2024, "views": 17, "链接": ""}
    path = written(tmp_path / "r.jsonl", record, {"text": ["一", "二"], "点击": "3"})
    ((first, second), (told,)) = reports(path)
    assert (texts(first), first.date) == (["投产", "码头启用。", "货轮靠泊。"], "2024")
    assert texts(second) == ["一", "二"]
    assert "views、点击" in told
    assert "链接" not in told
    assert "--columns" in told


def test_columns_mean_what_they_are_said_to_mean(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl", {"title": "栏目", "简报题": "投产", "简报": "码头启用。"})
    ((report,), told) = reports(path, (("简报题", "title"), ("简报", "paragraphs")))
    assert (texts(report), told) == (["投产", "码头启用。"], [])


def test_texts_of_several_names_are_all_read_and_none_twice(tmp_path: Path) -> None:
    record = {"text": "导语。", "paragraphs": ["甲", "乙"], "body": "导语。", "content": ["甲", "乙"]}
    ((report,), _) = reports(written(tmp_path / "r.jsonl", record))
    assert texts(report) == ["甲", "乙", "导语。"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_without_texts_is_one_report(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "各市产值.csv"
    rows = [["指标", "2022年", "2023年"], ["港口吞吐量（万吨）", "501.7", "526.4"], ["泊位（个）", "", "12"]]
    path.write_text("".join(mark.join(row) + "\n" for row in rows), encoding="gb18030")
    ((report,), (told,)) = reports(path)
    assert len(report.blocks) == 3
    for row, block in zip(rows, report.blocks, strict=True):
        assert block.text.split() == [cell for cell in row if cell]
    assert "一行一段" in told


def test_a_date_that_is_none_does_not_keep_a_record_out(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.jsonl", {"title": "甲", "date": "3天前"}, {"title": "乙", "date": "2024-13-01"}
    )
    (found_, (told,)) = reports(path)
    assert [(one.title, one.date) for one in found_] == [("甲", ""), ("乙", "")]
    assert "2 条" in told
    assert "3天前" in told


@pytest.mark.parametrize("name", ["r.csv", "r.jsonl"])
def test_a_damaged_character_does_not_keep_a_record_out(name: str, tmp_path: Path) -> None:
    text = "码头泊位建成投产，货物吞吐量稳步增长，第一批货轮今日靠泊。"
    data = ("title\n" + text if name.endswith("csv") else lines([{"title": text}])).encode()
    (tmp_path / name).write_bytes(data.replace("靠".encode(), b"\xff").rstrip() + b"\n\x1a\x1a")
    ((report,), (told,)) = reports(tmp_path / name)
    assert report.title == text.replace("靠", "\ufffd")
    assert "1 个字符" in told


def test_a_cell_holds_a_whole_report(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(f"title,paragraphs\n长,{'正文' * 500_000}\n", encoding="gbk")
    assert one(path).characters == 1_000_001


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有文字"),
        ("title,title\n甲,乙\n", "重复"),
        ('title\n"没有结束', "CSV"),
        ("title\n" + "甲,乙\n" * 2000, "1,000"),
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
            assert isinstance(report, Report | Unreadable | Noted)
            assert foreseen(report)  # what no one has thought of
