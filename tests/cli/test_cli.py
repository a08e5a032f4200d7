"""The program: what it prints, how it fails, what it exits with."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer.whoosh_store.writer.runs import RUN_CHARACTERS
from tests.support.program import ROOT, jianbao, started, told

# Each stands in a seed only if its lines were joined rightly: Ctrl-F over what was printed misses them.
ACROSS_LINES = [
    "2023年底启用的新厂房建成四条新生产线",
    "化“被动”求助为“主动”帮扶",
    "困难解决“三上门”",
    "最终要体现在项目建设上",
    "人才支持、园区建设",
    "国家级人才项目12个",
    "全力保障预排项目上半年应开尽开",
    "精准开展高端装备制造",
    "新建丹泉路",
]


def test_a_commit_takes_as_many_reports_as_it_is_told_to(seeds: Path, tmp_path: Path) -> None:
    for batch, commits in (1, 2), (2, 1):
        told(jianbao("index", seeds, "--index", tmp_path / str(batch), "--batch", str(batch), "--json"))
        assert told(jianbao("stats", "--json", index=tmp_path / str(batch)))["generation"] == commits
    refused = jianbao("index", seeds, "--index", tmp_path / "none", "--batch", "0")
    assert (refused.returncode, "--batch" in refused.stderr) == (2, True)


def found(index: Path, typed: str) -> int:
    total = told(jianbao("search", "--json", "--index", index, "--", typed))["total"]
    assert isinstance(total, int)
    return total


@pytest.mark.slow
def test_search_answers_with_the_json_of_the_endpoint(index: Path) -> None:
    answer = told(started("search", "“下达到”", "--json", index=index))
    keys = {"query", "total", "totals", "took_ms", "offset", "limit", "next", "hits", "apart", "facets"}
    assert set(answer) == keys
    term = {"text": "下达到", "matched": "literal", "reports": 1, "unwanted": False}
    assert answer["query"]["terms"] == [term]
    (hit,) = answer["hits"]
    (passage,) = hit["passages"]
    assert [passage["text"][a:b] for a, b in passage["marks"]] == ["下达到"]


@pytest.mark.parametrize("typed", ["下达到", '"争先进位"', "港", "30亿元", "5.18"])
def test_what_ctrl_f_finds_is_found(index: Path, typed: str) -> None:
    assert found(index, typed)


@pytest.mark.parametrize("typed", ['"0亿"', '"023"', '"5.1"', '"18亿元"'])
def test_a_piece_of_a_number_is_not(index: Path, typed: str) -> None:
    assert found(index, typed) == 0


@pytest.mark.parametrize("typed", ACROSS_LINES)
def test_what_was_cut_across_lines_and_columns_is_found(index: Path, typed: str) -> None:
    assert found(index, f"“{typed}”" if "“" not in typed else typed) == 1


def test_read_prints_the_report_as_it_is_indexed(seeds: Path) -> None:
    report = told(jianbao("read", seeds / "004_6979781712ec9f34.txt", "--json"))
    assert list(report) == ["title", "date", "source", "authors", "number", "page", "blocks"]
    assert report["title"] == "在高质量发展中争先进位展作为"
    assert report["authors"] == ["崔宁华", "谈琪", "邵畅"]
    assert [block["kind"] for block in report["blocks"]][:3] == ["kicker", "kicker", "title"]
    for one in ACROSS_LINES[3:]:
        assert sum(one in block["text"] for block in report["blocks"]) == 1


@pytest.mark.slow
def test_index_tells_what_it_did_and_exits_3_where_something_was_unreadable(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "good.txt").write_text("港口建设。", encoding="utf-8")
    index = tmp_path / "index"
    summary = told(jianbao("index", tmp_path / "in", "--index", index, "--json"))
    assert {**summary, "seconds": 0} == {
        "added": 1, "updated": 0, "unchanged": 0, "removed": 0, "duplicates": 0, "skipped": [],
        "quarantined": [], "noted": [], "characters": 5, "seconds": 0,
    }  # fmt: skip
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01")
    done = started("index", tmp_path / "in", "--json", index=index)
    (quarantined,) = json.loads(done.stdout)["quarantined"]
    assert (done.returncode, Path(quarantined["place"]).name) == (3, "bad.txt")
    assert found(index, "港口") == 1


def test_what_was_replaced_in_a_file_is_told_by_each_run_and_by_stats(tmp_path: Path) -> None:
    index, file = tmp_path / "index", tmp_path / "damaged.txt"
    file.write_bytes("港口建设稳步推进，码头泊位".encode() + b"\xff" + "今日建成投产。".encode())
    for _ in range(2):
        (noted,) = told(jianbao("index", file, "--index", index, "--json"))["noted"]
        assert (Path(noted["place"]).name, "1 个字符" in noted["reason"]) == ("damaged.txt", True)
    assert found(index, "今日建成投产") == 1
    assert told(jianbao("stats", "--json", index=index))["noted"] == [noted]
    assert "1 个字符" in jianbao("stats", "--quarantine", index=index).stdout
    assert "有 1 处" in jianbao("stats", index=index).stdout


@pytest.mark.slow
def test_what_is_not_read_is_told_with_the_way_out_by_each_run_and_by_stats(tmp_path: Path) -> None:
    index, folder = tmp_path / "index", tmp_path / "in"
    folder.mkdir()
    for name in ("论文.caj", "又一篇.caj", "公文.ceb", "x.exe"):
        (folder / name).write_bytes(b"x")
    with zipfile.ZipFile(folder / "包.zip", "w") as package:
        package.writestr("a.txt", "港口建设。")
        package.writestr("里面.nh", "x")
    for _ in range(2):
        skipped = told(jianbao("index", folder, "--index", index, "--json"))["skipped"]
        said = {Path(one["place"]).name: one["reason"] for one in skipped}
        assert said.keys() == {"论文.caj", "又一篇.caj", "公文.ceb", "x.exe", "里面.nh"}
        assert "在 CAJViewer 中另存为 PDF" in said["里面.nh"]
    by_place = sorted(skipped, key=lambda one: one["place"])
    kept = told(jianbao("stats", "--json", index=index))["skipped"]
    assert sorted(kept, key=lambda one: one["place"]) == by_place
    assert "没有读的有 3 个" in (text := jianbao("stats", index=index).stdout)
    assert "Apabi" in text
    assert "又一篇.caj" in jianbao("stats", "--quarantine", index=index).stdout
    (folder / "论文.caj").unlink()
    jianbao("index", folder, "--prune", "--index", index)
    assert "没有读的有 2 个" in jianbao("stats", index=index).stdout


def test_columns_are_what_they_are_said_to_be(tmp_path: Path) -> None:
    index, file = tmp_path / "index", tmp_path / "records.csv"
    file.write_text("标题,简报\n投产,码头今日启用。\n", encoding="utf-8")
    (noted,) = told(jianbao("index", file, "--index", index, "--json"))["noted"]
    assert ("简报" in noted["reason"], found(index, "今日启用")) == (True, 0)
    said = jianbao("index", file, "--columns", "简报=正文", "--index", index, "--json")
    assert (told(said)["noted"], found(index, "今日启用")) == ([], 1)
    wrong = jianbao("index", file, "--columns", "简报=栏目", "--index", index)
    assert (wrong.returncode, "paragraphs" in wrong.stderr) == (2, True)


@pytest.mark.slow
def test_what_is_large_is_indexed_by_worker_processes(tmp_path: Path) -> None:
    """More than one run's worth of text, by `python -m`: the workers import the program's own file too."""
    records = [{"id": str(n), "title": f"港口{n}", "paragraphs": ["。" * RUN_CHARACTERS]} for n in range(2)]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    (tmp_path / "large.jsonl").write_text(lines, encoding="utf-8")
    summary = told(started("index", tmp_path / "large.jsonl", "--json", index=tmp_path / "index"))
    assert (summary["added"], summary["characters"]) == (2, 2 * (RUN_CHARACTERS + 3))
    assert found(tmp_path / "index", "港口1") == 1
    assert found(tmp_path / "index", "港口") == 2


def test_stats(index: Path) -> None:
    stats = told(jianbao("stats", "--json", index=index))
    assert stats["reports"] == 2
    assert stats["characters"] > 4000
    assert "2 篇报告" in jianbao("stats", index=index).stdout


def test_people_read_results_with_their_places(index: Path) -> None:
    done = jianbao("search", "下达到", index=index)
    assert done.returncode == 0
    assert "1. 镇江经开区书写产业强区高分答卷" in done.stdout
    assert "8000个新订单已经下达到企业生产车间" in done.stdout


def test_next_is_where_the_next_page_is(index: Path) -> None:
    answer = told(jianbao("search", "高质量发展", "--limit", "1", "--json", index=index))
    assert (answer["total"], answer["next"]) == (
        2,
        f"/api/v1/search?q={quote('高质量发展')}&limit=1&offset=1",
    )


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["search", ""], 2, "空"),
        (["search", "港", "--limit", "-1"], 2, "limit=-1"),
        (["search", "港", "--limit", "1e9"], 2, "limit=1e9"),
        (["search", "港", "--from", "2024-13"], 2, "from=2024-13"),
        (["search", "港", "--sort", "best"], 2, "newest"),
        (["search", "港", "--facets", "colour"], 2, "month"),
        (["search", "x" * 2001], 2, "2000"),
        (["search", "港", "--index", "nowhere"], 1, "jianbao index"),
        (["stats", "--index", "nowhere"], 1, "jianbao index"),
        (["index", "nowhere"], 1, "nowhere"),
        (["watch", "nowhere"], 1, "nowhere"),
        (["watch"], 2, "PATH"),
        (["check", "--index", "nowhere"], 1, "jianbao index"),
        (["remove", "x", "--index", "nowhere"], 1, "jianbao index"),
        (["index", "."], 1, ".txt"),
        (["read", "nowhere.txt"], 1, "nowhere.txt"),
        (["serve", "--port", "99999"], 2, "99999"),
        (["unknown"], 2, "unknown"),
    ],
)
def test_bad_input_ends_with_a_sentence(
    arguments: list[str], status: int, words: str, index: Path, tmp_path: Path
) -> None:
    done = jianbao(*arguments, cwd=tmp_path, index=index)
    assert (done.returncode, done.stdout) == (status, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_index_ends_with_a_sentence(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "manifest").write_bytes(b"")
    for arguments in (["search", "港"], ["stats"], ["index", ROOT / "seeds"]):
        done = jianbao(*arguments, index=folder)
        assert done.returncode == 1
        assert "已损坏" in done.stderr
        assert "Traceback" not in done.stderr


def test_search_tells_people_what_it_read_what_it_found_and_what_to_ask_instead(index: Path) -> None:
    done = jianbao("search", "2023年 火星 date:明天", index=index)
    assert done.returncode == 0
    assert "没有完全符合的" in done.stdout
    assert "按此理解：(2023年 | “二〇二三年” | “二零二三年” | " in done.stdout
    assert ") 火星 date:明天" in done.stdout
    assert "按文字检索" in done.stdout
    assert "您要找的是不是：镇江" in jianbao("search", "zhenjiang", index=index).stdout
    assert "去掉 火星，有 2 篇：镇江" in jianbao("search", "镇江 火星", index=index).stdout
    apart = jianbao("search", "镇江 经济 产业 项目 企业 下达到", index=index).stdout
    assert apart.startswith("1 篇")
    assert "另有 1 篇含有其中部分词" in apart
    assert "缺：" in apart.split("另有")[1]
