"""Walking over folders: every file once, nothing outside, and whatever is no file is told."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from indexer.errors import PathNotFound
from indexer.ingest.files import Walk, walk
from indexer.reading import Facts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports, one deeper, in a folder with another folder beside it."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for name in ("in/b.txt", "in/deep/a.txt", "out/secret.txt"):
        (tmp_path / name).write_text("报告。", encoding="utf-8")
    return tmp_path / "in"


def names(found: Walk, folder: Path) -> list[str]:
    return [str(file.path.relative_to(folder)) for file in found.files]


def reasons(found: Walk) -> dict[str, str]:
    return {Path(bad.place).name: bad.reason for bad in found.quarantined}


def test_every_file_is_found_once_in_a_fixed_order(folder: Path) -> None:
    assert names(walk([folder]), folder) == ["b.txt", "deep/a.txt"]
    found = walk([folder / "deep", folder, folder / "b.txt"])
    assert names(found, folder) == ["deep/a.txt", "b.txt"]


def test_what_is_hidden_is_left_out_without_a_word(folder: Path) -> None:
    (folder / ".git").mkdir()
    for name in (".hidden.txt", "~$report.docx", ".git/x.txt"):
        (folder / name).write_text("x", encoding="utf-8")
    found = walk([folder])
    assert names(found, folder) == ["b.txt", "deep/a.txt"]
    assert (found.skipped, found.quarantined) == ([], [])


def test_the_index_is_kept_out_of(folder: Path) -> None:
    (folder / "index").mkdir()
    (folder / "index" / "dictionary.txt").write_text("词", encoding="utf-8")
    assert len(list(walk([folder]).files)) == 3
    assert names(walk([folder], keep_out=folder / "index"), folder) == ["b.txt", "deep/a.txt"]


def test_no_link_leads_out_or_round(folder: Path) -> None:
    links = {
        "out.txt": folder.parent / "out" / "secret.txt",
        "outside": folder.parent / "out",
        "loop": folder,
        "ring": folder / "ring",
        "nowhere.txt": folder / "nowhere",
        "twin.txt": folder / "b.txt",
        "twins": folder / "deep",
    }
    for name, target in links.items():
        (folder / name).symlink_to(target)
    found = walk([folder])
    assert names(found, folder) == ["b.txt", "deep/a.txt"]
    told = reasons(found)
    assert set(told) == {"out.txt", "outside", "loop", "ring", "nowhere.txt"}
    assert "之外" in told["out.txt"]
    assert "之外" in told["outside"]
    assert "绕" in told["loop"]
    assert "绕" in told["ring"]
    assert {Path(one.place).name for one in found.skipped} == {"twin.txt", "twins"}


def test_what_tells_about_files_is_no_link(folder: Path) -> None:
    (folder.parent / "out" / "table").write_text("file,title\nb.txt,题\n", encoding="utf-8")
    (folder / "metadata.csv").symlink_to(folder.parent / "out" / "table")
    found = walk([folder])
    assert [file.facts for file in found.files] == [Facts(), Facts()]
    assert "指向文件夹之外" in reasons(found)["metadata.csv"]


def test_a_link_that_is_named_is_followed(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    found = walk([folder.parent / "link"])
    assert [file.path.name for file in found.files] == ["b.txt", "a.txt"]


def test_devices_pipes_and_sockets_are_told_and_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(folder / "socket.txt"))
        found = walk([folder, Path("/dev/null")])
    assert names(found, folder) == ["b.txt", "deep/a.txt"]
    assert set(reasons(found)) == {"pipe.txt", "socket.txt", "null"}


def test_a_strange_name_is_a_name(folder: Path) -> None:
    strange = ["换\n行.txt", "空 格　.txt", "100%.txt", "-x.txt", os.fsdecode(b"\xff\xfe.txt"), "*?[a].txt"]
    for name in strange:
        (folder / name).write_text("报告。", encoding="utf-8")
    found = walk([folder])
    assert set(strange) < set(names(found, folder))
    for file in found.files:
        file.place.encode()


def test_names_that_are_no_text_are_told_apart(folder: Path) -> None:
    for name in b"\xff.txt", b"\xfe.txt":
        (folder / os.fsdecode(name)).write_text("报告。", encoding="utf-8")
    assert [Path(file.place).name for file in walk([folder]).files] == [
        "b.txt",
        "\\xfe.txt",
        "\\xff.txt",
        "a.txt",
    ]


def test_other_formats_are_skipped_with_a_reason(folder: Path) -> None:
    for name in ("x.exe", "Makefile", "论文.CAJ"):
        (folder / name).write_bytes(b"x")
    found = walk([folder])
    assert names(found, folder) == ["b.txt", "deep/a.txt"]
    told = [one.reason for one in found.skipped]
    assert ["扩展名" in told[0], "“.exe”" in told[1], "在 CAJViewer 中另存为 PDF" in told[2]] == [True] * 3
    assert all(".docx" in one for one in told[:2])


def test_what_a_file_beside_it_tells_goes_with_a_file(folder: Path) -> None:
    (folder / "metadata.csv").write_text(
        "file,date,source\nb.txt,2024-03-05,\ndeep/a.txt,2024,日报\nx.txt,后天,\n", encoding="utf-8"
    )
    (folder / "deep" / "metadata.csv").write_text("file,date\na.txt,2023-01-02\n", encoding="utf-8")
    found = walk([folder])
    assert [file.facts for file in found.files] == [
        Facts(date="2024-03-05"),
        Facts(date="2023-01-02", source="日报"),
    ]
    assert len(found.quarantined) == 1, "a date that is none"
    assert [file.facts for file in walk([folder / "b.txt"]).files] == [Facts(date="2024-03-05")]


def test_a_name_taken_apart_by_another_system_is_the_same_name(folder: Path) -> None:
    (folder / "re\u0301sume\u0301.txt").write_text("报告。", encoding="utf-8")
    (folder / "metadata.csv").write_text("file,date\nr\u00e9sum\u00e9.txt,2024\n", encoding="utf-8")
    assert [file.facts.date for file in walk([folder]).files] == ["", "2024", ""]


def test_a_path_that_is_not_there_is_a_mistake_unless_it_may_be_gone(folder: Path) -> None:
    with pytest.raises(PathNotFound, match="nowhere"):
        walk([folder, folder / "nowhere"])
    assert names(walk([folder, folder / "nowhere"], may_be_gone=True), folder) == ["b.txt", "deep/a.txt"]


def test_a_thousand_folders_deep_is_not_too_deep(tmp_path: Path) -> None:
    deep = os.open(tmp_path, os.O_RDONLY)
    for _ in range(500):
        os.mkdir("d", dir_fd=deep)
        deeper = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = deeper
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=deep))
    os.close(deep)
    assert len(list(walk([tmp_path]).files)) == 1
