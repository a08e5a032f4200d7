"""The benchmark of files that are made to be hard."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.reading.__main__ import main
from benchmarks.reading.texts import HARD
from indexer.reading import FORMATS


def test_every_file_has_its_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["page numbers", "fences.md", "--bytes", "2000", "--json", str(tmp_path / "out.json")])
    costs = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["costs"]
    assert [one["name"] for one in costs] == [
        "page numbers.txt",
        "fences.md",
        "page numbers.md",
        "page numbers.docx",
    ]
    assert all(one["seconds"] > 0 for one in costs)
    assert "CPU s/MB" in capsys.readouterr().out


def test_formats_that_anybody_can_write_have_hard_files() -> None:
    """What programs of offices write has hostile files among its own tests."""
    formats = {".csv", ".docx", ".html", ".jsonl", ".jsonl.gz", ".md", ".pdf", ".txt", ".zip"}
    assert formats <= {*FORMATS}
    assert {one for one in FORMATS if any(hard.name.endswith(one) for hard in HARD)} == formats
