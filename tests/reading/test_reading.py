"""Files -> reports: what holds for every format, and the text file, which has none of its own."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import pytest

from indexer.errors import Skipped, Unreadable
from indexer.reading import Source
from indexer.reading.formats import FileOutput, read
from indexer.reading.metadata.byline import authors
from indexer.reading.source import MAX_BYTES, Facts
from indexer.report import Block, Kind, Report


def found(path: Path, encoding: str = "", facts: Facts | None = None) -> list[FileOutput]:
    return list(read(Source.of(path, encoding, facts), path.parent / "scratch"))


def one(path: Path, encoding: str = "", facts: Facts | None = None) -> Report:
    (report,) = found(path, encoding, facts)
    assert isinstance(report, Report), report
    return report


def test_a_seed_is_one_report_with_its_authors(seeds: Path) -> None:
    held = one(seeds / "004_6979781712ec9f34.txt")
    assert held.title == "在高质量发展中争先进位展作为"
    assert held.authors == ("崔宁华", "谈琪", "邵畅")
    assert held.id.startswith("004_6979781712ec9f34-")
    assert held.place == str(seeds / "004_6979781712ec9f34.txt")


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


@pytest.mark.parametrize("name", ["none.txt", "folder.txt", "empty.txt", "blank.txt", "no archive.zip"])
def test_nothing_to_read_has_a_reason(name: str, tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_text(" \n\u3000\n", encoding="utf-8")
    (tmp_path / "no archive.zip").write_bytes(b"")
    (reason,) = found(tmp_path / name)
    assert isinstance(reason, Unreadable)
    assert reason.place == str(tmp_path / name)


def test_an_unknown_format_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "table.dbf").write_bytes(b"\xd0\xcf")
    (skipped,) = found(tmp_path / "table.dbf")
    assert isinstance(skipped, Skipped)


def test_a_text_of_gigabytes_is_told_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(2 << 30)
    (reason,) = found(path)
    assert isinstance(reason, Unreadable)
    assert f"{MAX_BYTES >> 20} MiB" in reason.reason


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8"])
def test_a_text_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "鎮江經開區新能源電池專案投產，今年產值增長百分之五。"
    path.write_text(text, encoding=encoding)
    assert [block.text for block in one(path).blocks] == [text]


def test_the_encoding_that_was_named_is_used(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("中文", encoding="utf-16-be")
    assert one(path, "utf-16-be").blocks[0].text == "中文"
    (reason,) = found(path, "utf-8")
    assert isinstance(reason, Unreadable)
    assert "utf-8" in reason.reason


def test_the_facts_above_a_text_are_no_text_and_those_beside_the_file_win(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\n标题: 题\n来源: 镇江日报\n日期: 2023-03-05\n---\n正文在此。\n", encoding="utf-8")
    report = one(path, facts=Facts(source="新华社"))
    assert (report.title, report.source, report.date) == ("题", "新华社", "2023-03-05")
    assert [block.text for block in report.blocks if block.kind is not Kind.TITLE] == ["正文在此。"]


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


def test_a_file_that_grows_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "r.jsonl"
    path.write_text('{"title": "甲"}\n' * 3, encoding="utf-8")
    reading = read(Source.of(path), tmp_path / "scratch")
    assert isinstance(next(reading), Report)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"title": "乙"}\n')
    *_, last = reading
    assert isinstance(last, Unreadable)
    assert "改动" in last.reason


def test_a_document_that_changes_while_it_is_read_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("这一行没有写完\n" * 30_000, encoding="utf-8")
    stop = threading.Event()

    def write() -> None:
        with path.open("a", encoding="utf-8") as file:
            while not stop.wait(0.01):
                file.write("又一行\n")
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        (only,) = found(path)
    finally:
        stop.set()
        writer.join()
    assert isinstance(only, Unreadable)
    assert "改动" in only.reason


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.csv", "empty.zip"])
def test_a_file_without_any_report_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith("zip"):
        with zipfile.ZipFile(path, "w"):
            pass
    else:
        path.write_text("title\n" if name.endswith("csv") else "\n", encoding="utf-8")
    (only,) = found(path)
    assert isinstance(only, Unreadable)
    assert "没有报告" in only.reason
