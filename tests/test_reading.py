"""Files -> reports: every format, and a reason for whatever cannot be read."""

from __future__ import annotations

import json
import lzma
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import Unreadable
from indexer.reading import read
from indexer.reading.byline import authors
from indexer.reading.decoding import decode
from indexer.report import Block, Kind, Report


def one(path: Path) -> Report:
    (found,) = read(path)
    assert isinstance(found, Report), found
    return found


def reasons(path: Path) -> list[str]:
    return [str(found) for found in read(path) if isinstance(found, Unreadable)]


def written(path: Path, *records: Any) -> Path:
    text = "".join(record if isinstance(record, str) else json.dumps(record) + "\n" for record in records)
    if path.suffix == ".xz":
        path.write_bytes(lzma.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def test_a_seed_is_one_report_with_its_authors(seeds: Path) -> None:
    held = one(seeds / "004_6979781712ec9f34.txt")
    assert held.title == "在高质量发展中争先进位展作为"
    assert held.authors == ("崔宁华", "谈琪", "邵畅")
    assert held.id.startswith("004_6979781712ec9f34-")
    assert (held.date, held.source) == ("", "")


def test_files_of_one_name_are_two_reports_and_a_file_is_one_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.txt").write_text("正文在此。", encoding="utf-8")
    first, second = (one(tmp_path / name / "report.txt") for name in ("a", "b"))
    assert first.id != second.id
    monkeypatch.chdir(tmp_path / "a")
    assert one(Path("report.txt")).id == first.id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_encodings(encoding: str) -> None:
    bom = "\ufeff" if encoding == "utf-16-le" else ""
    assert decode((bom + "镇江经开区").encode(encoding), "p") == "镇江经开区"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\x00\x01", b"\xff\xfe\x00\xd8", b"\x80\x81\xff"]
)
def test_what_is_no_text_has_a_reason(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(data)
    (reason,) = reasons(tmp_path / "x.txt")
    assert "x.txt" in reason
    assert "UTF-8" in reason


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    with suppress(Unreadable):
        decode(data, "p").encode()


@pytest.mark.parametrize("name", ["none.txt", "folder.txt", "empty.txt", "blank.txt", "picture.png"])
def test_nothing_to_read_has_a_reason(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"")
    assert [name in reason for reason in reasons(tmp_path / name)] == [True]


@pytest.mark.parametrize("name", ["r.jsonl", "r.jsonl.xz", "R.JSONL"])
def test_records(name: str, tmp_path: Path) -> None:
    record = {"id": "r/1", "title": "标题", "date": "2024-03-05", "source": "报", "authors": ["崔"]}
    path = written(tmp_path / name, {**record, "paragraphs": ["一", " ", "二"]}, "\n")
    blocks = (Block(Kind.TITLE, "标题"), Block(Kind.PARAGRAPH, "一"), Block(Kind.PARAGRAPH, "二"))
    assert one(path) == Report("r/1", blocks, "2024-03-05", "报", ("崔",), str(path))


def test_a_record_needs_only_a_title_or_paragraphs(tmp_path: Path) -> None:
    path = written(
        tmp_path / "r.jsonl", {"title": "题"}, {"paragraphs": ["段"]}, {"id": 7, "title": "\ud83d"}
    )
    titled, untitled, numbered = read(path)
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
        {"title": "a", "id": "x" * 501},
        '{"title": ' + "[" * 100_000 + "\n",
        '{"title": "\\ud83d"\n',
    ]
    path = written(tmp_path / "r.jsonl", good, *bad, good)
    found = list(read(path))
    assert [isinstance(one, Report) for one in found] == [True, *[False] * len(bad), True]
    assert [f"r.jsonl:{n}" in str(found[n - 1]) for n in range(2, len(bad) + 2)] == [True] * len(bad)


def test_a_truncated_archive_gives_what_it_holds_and_a_reason(tmp_path: Path) -> None:
    path = written(tmp_path / "r.jsonl.xz", *({"title": f"第{n}篇"} for n in range(5000)))
    path.write_bytes(path.read_bytes()[:-100])
    assert ["压缩数据不完整" in reason for reason in reasons(path)] == [True]


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text(
        '\ufefftitle,date,authors,paragraphs\n标题,2024,崔、谈,"第一段\n第二段"\n题,坏日期,,\n少列\n',
        encoding="utf-8",
    )
    good, *bad = read(path)
    assert isinstance(good, Report)
    assert [block.text for block in good.blocks] == ["标题", "第一段", "第二段"]
    assert (good.date, good.authors) == ("2024", ("崔", "谈"))
    assert ["日期" in str(one) or "列数" in str(one) for one in bad] == [True, True]


@pytest.mark.parametrize(
    ("text", "told"), [("标题\n正文\n", "首行"), ("", "首行"), ('title\n"没有结束', "CSV")]
)
def test_a_csv_that_is_none(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert [told in reason for reason in reasons(tmp_path / "r.csv")] == [True]


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("(崔宁华 谈琪 邵畅)", ("崔宁华", "谈琪", "邵畅")),
        ("（本报记者 王恺悌 通讯员：李红荣）", ("王恺悌", "李红荣")),
        ("记者 张三、李四", ("张三", "李四")),
        ("文/张三 图/李四", ("张三", "李四")),
        ("（）", ()),
    ],
)
def test_authors(byline: str, names: tuple[str, ...]) -> None:
    assert authors([Block(Kind.PARAGRAPH, "（不是署名）"), Block(Kind.BYLINE, byline)]) == names
