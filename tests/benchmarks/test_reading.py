"""The benchmark of reading: folders, and files that are made to be hard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading import tables
from benchmarks.reading.__main__ import main
from benchmarks.reading.hard import EVERY
from benchmarks.reading.quoting import Cost, Quoted, draw, folder_read
from indexer.reading import FORMATS

TEXT = "滨江码头建于一九五八年，现有泊位十二个。\n吊机已无法取得备件，详见附录，航道疏浚之后再行验收。\n"


def test_every_hard_file_has_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    main(["--hard", "page numbers", "fences.md", "--bytes", "2000", "--json", str(out)])
    costs = json.loads(out.read_text(encoding="utf-8"))["costs"]
    assert [one["name"] for one in costs] == [
        "page numbers.txt",
        "fences.md",
        "page numbers.md",
        "page numbers.docx",
    ]
    assert all(one["seconds"] > 0 for one in costs)
    assert "CPU s/MB" in capsys.readouterr().out


def test_formats_that_anybody_can_write_have_hard_files() -> None:
    """What only programs of offices write has hostile files among its own tests."""
    formats = {
        ".csv",
        ".docx",
        ".html",
        ".jsonl",
        ".jsonl.gz",
        ".md",
        ".pdf",
        ".txt",
        ".zip",
        ".rtf",
        ".odt",
        ".ods",
    }
    formats |= {".odp", ".xlsx", ".pptx", ".epub", ".eml", ".mht", ".tar.gz"}
    assert formats <= {*FORMATS}
    assert {one for one in FORMATS if any(hard.name.endswith(one) for hard in EVERY)} == formats


def test_strings_are_chinese_characters_of_one_line_and_the_same_each_time() -> None:
    lines = ["短句。", "这一行有十二个汉字在一起", "a这里也有足够多的汉字b，还有"]
    drawn = draw(lines, 30, "甲.txt")
    assert drawn == draw(lines, 30, "甲.txt")
    assert len(drawn) == 7 + 5
    assert all(6 <= len(one) <= 12 and any(one in line for line in lines) for one in drawn)
    assert draw(["短句。"], 30, "甲.txt") == []


def test_what_is_in_a_folder_is_looked_for_in_quotation_marks(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXT, encoding="gb18030")
    (tmp_path / "乙.txt").write_text(TEXT.replace("码头", "机场"), encoding="utf-16")
    (tmp_path / "空.txt").write_bytes(b"")
    first, second, empty = sorted(folder_read(tmp_path, 30), key=lambda one: -one.strings)
    assert (first.name, first.strings, first.missed, first.told) == ("乙.txt", 17, (), "")
    assert (second.name, second.strings, second.missed) == ("甲.txt", 17, ())
    assert first.cost.characters == len(TEXT.strip()) - 1
    assert (empty.strings, empty.cost) == (0, Cost())
    assert empty.told


def test_what_is_not_found_is_told_by_file_and_string() -> None:
    whole = Quoted("甲.pdf", ".pdf", 9, Cost(0.5, 2, 100), "pdftotext", 30, ())
    torn = Quoted("乙.pdf", ".pdf", 9, Cost(0.5, 1, 50), "pdftotext", 10, ("撕开的一段话",))
    unread = Quoted("丙.ofd", ".ofd", 9, Cost(), "", 0, (), "已损坏。")
    found = tables.json_of([whole, torn, unread])
    assert found["totals"] == [
        {**dict.fromkeys(("seconds", "characters", "strings", "found"), 0), "form": ".ofd", "files": 1}
        | {"unread": 1, "alone": 1, "share": None},
        {"form": ".pdf", "files": 2, "unread": 0, "alone": 0, "seconds": 1.0, "characters": 150}
        | {"strings": 40, "found": 39, "share": 0.975},
        {"form": "all", "files": 3, "unread": 1, "alone": 1, "seconds": 1.0, "characters": 150}
        | {"strings": 40, "found": 39, "share": 0.975},
    ]
    files, formats, missed = tables.of_folder([whole, torn, unread])
    assert files.rows[0] == ("甲.pdf", "0.500", "2", "100", "30/30", "pdftotext")
    assert formats.notes == ("丙.ofd: 已损坏。",)
    assert missed.rows == (("乙.pdf", "撕开的一段话"),)


def test_a_folder_is_made_by_what_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    record = {"title": "码头改造", "paragraphs": [TEXT * 40]}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    main([str(corpus), "--make", str(tmp_path / "made")])
    told = capsys.readouterr().out
    assert [one in told for one in ("pandoc is not", "soffice is not", "chromium is not")] == [True] * 3
    made = {one.name for one in (tmp_path / "made").iterdir()}
    assert {"文本_utf-16.txt", "版面_28.txt", "网页档案.mht", "信.eml", "记录.tsv", "包.7z"} <= made
    assert not any(name.endswith((".docx", ".pdf")) for name in made)
