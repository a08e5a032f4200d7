"""The commands about files: what they print, and what they exit with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_cli import found
from tests.support.processes import children, last_words, until
from tests.support.program import ROOT, jianbao, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good text and one that is none."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("港口建设。", encoding="utf-8")
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01")
    return tmp_path / "in"


def test_the_quarantine_is_listed_until_the_file_is_mended(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert jianbao("index", folder, index=index).returncode == 3
    listed = jianbao("stats", "--quarantine", index=index)
    assert listed.returncode == 0
    assert listed.stdout.startswith(f"{folder}/bad.txt：")
    (bad,) = told(jianbao("stats", "--json", index=index))["quarantined"]
    assert (bad["place"], bool(bad["reason"])) == (f"{folder}/bad.txt", True)
    (folder / "bad.txt").write_text("码头建设。", encoding="utf-8")
    assert jianbao("index", folder, index=index).returncode == 0
    assert "没有" in jianbao("stats", "--quarantine", index=index).stdout


def test_an_encoding_that_is_named_is_used(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").unlink()
    (folder / "short.txt").write_bytes("碼頭".encode("big5"))
    index = tmp_path / "index"
    told(jianbao("index", folder / "short.txt", "--encoding", "big5", "--json", index=index))
    assert found(index, "码头") == 1
    (one,) = told(jianbao("read", folder / "short.txt", "--encoding", "BIG5", "--json"))["blocks"]
    assert one["text"] == "碼頭"
    done = jianbao("index", folder, "--encoding", "klingon", index=index)
    assert (done.returncode, "klingon" in done.stderr) == (2, True)


@pytest.mark.slow
def test_what_is_known_about_a_report_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "通知.md"
    path.write_text(
        "---\ntitle: 关于节水的通知\ndate: 2024年3月5日\nsource: 水利局\nauthors: 崔、谈\n"
        "number: 水发〔2024〕5号\npage: A03\n---\n各单位：请节约用水。\n",
        encoding="utf-8",
    )
    report = told(jianbao("read", path, "--json"))
    blocks = report.pop("blocks")
    assert report == {
        "title": "关于节水的通知", "date": "2024-03-05", "source": "水利局", "authors": ["崔", "谈"],
        "number": "水发〔2024〕5号", "page": "A03",
    }  # fmt: skip
    assert [block["kind"] for block in blocks] == ["title", "paragraph"]
    assert "[number] 水发〔2024〕5号" in jianbao("read", path).stdout


def test_check_reads_all_of_the_index(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    jianbao("index", folder, index=index)
    done = jianbao("check", index=index)
    assert (done.returncode, done.stdout) == (0, "索引完好：1 篇报告\n")
    (columns,) = index.glob("*.columns")
    data = bytearray(columns.read_bytes())
    data[64] ^= 1
    columns.write_bytes(data)
    done = jianbao("check", index=index)
    assert (done.returncode, "已损坏" in done.stderr) == (1, True)


def test_a_report_that_is_removed_is_not_found(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    jianbao("index", folder, index=index)
    (hit,) = told(jianbao("search", "港口", "--json", index=index))["hits"]
    assert jianbao("remove", hit["id"], index=index).returncode == 0
    assert found(index, "港口") == 0
    done = jianbao("remove", hit["id"], index=index)
    assert (done.returncode, hit["id"] in done.stderr) == (1, True)


def test_pruning_forgets_a_folder_that_is_gone(folder: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    jianbao("index", folder, index=index)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert jianbao("index", folder, index=index).returncode == 1
    assert told(jianbao("index", folder, "--prune", "--json", index=index))["removed"] == 1


@pytest.mark.slow
def test_watching_prints_what_it_does_until_it_is_interrupted(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").unlink()
    command = [sys.executable, "-m", "indexer", "watch", str(folder), "--json"]
    environment = {**os.environ, "JIANBAO_INDEX": str(tmp_path / "index")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=pipe, stderr=pipe) as process:
        assert process.stdout
        try:
            assert json.loads(process.stdout.readline())["added"] == 1
            (folder / "new.txt").write_text("码头建设。", encoding="utf-8")
            assert json.loads(process.stdout.readline())["added"] == 1
        finally:
            process.send_signal(signal.SIGINT)
            last = last_words(process)
    assert (process.returncode, last) == (0, ("", ""))
    assert found(tmp_path / "index", "码头") == 1


@pytest.mark.slow
def test_an_interrupted_run_leaves_no_process_and_can_be_run_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(40):
        (tmp_path / "in" / f"{n}.html").write_text(f"<p>第{n}篇的正文在这里。</p>" * 1000, encoding="utf-8")
    index = tmp_path / "index"
    command = [sys.executable, "-m", "indexer", "index", str(tmp_path / "in"), "--index", str(index)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, start_new_session=True) as process:
        until(lambda: any(map(children, children(process.pid))))  # workers are reading
        os.killpg(process.pid, signal.SIGINT)
        last_words(process)
    assert told(jianbao("index", tmp_path / "in", "--json", index=index))["quarantined"] == []
    assert found(index, "正文") == 40
