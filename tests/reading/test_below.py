"""Files are opened below what was named, and no link leads away from there, whenever it was put there."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from indexer.errors import OriginalNotFound, Unreadable
from indexer.ingest.files import walk
from indexer.ingest.intake import Intake
from indexer.ingest.ledger import Ledger
from indexer.reading import Source
from indexer.reading.below import open_below
from indexer.reading.formats import FORMATS, read
from indexer.reading.original import open_original


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in a folder, each with a report, and beside both a secret of the same name."""
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for name, text in ("in/deep/a.txt", "公开。"), ("in/b.txt", "公开。"), ("out/a.txt", "机密。"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "in" / "deep" / "c.zip", "w") as archive:
        archive.writestr("a.txt", "公开。")
    with zipfile.ZipFile(tmp_path / "out" / "c.zip", "w") as archive:
        archive.writestr("a.txt", "机密。")
    return tmp_path / "in"


def swap(folder: Path) -> None:
    """What anybody who may write there can do at any time."""
    (folder / "deep").rename(folder.parent / "gone")
    (folder / "deep").symlink_to(folder.parent / "out")


def content(root: Path, path: Path) -> bytes:
    with open(open_below(root, path), "rb") as file:
        return file.read()


def text_of(place: str, root: str) -> str:
    original = open_original(place, root)
    with original.file:
        return original.file.read().decode()


def test_a_file_is_opened_below_its_folder_and_through_links_above_it(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    linked = folder.parent / "link"
    assert content(linked, linked / "deep" / "a.txt") == "公开。".encode()
    (folder / "named.txt").symlink_to(folder / "b.txt")
    assert content(folder / "named.txt", folder / "named.txt") == "公开。".encode()
    with pytest.raises(OSError, match="符号链接"):
        content(folder, folder / "named.txt")


def test_no_descriptor_is_left_open(folder: Path) -> None:
    before = os.listdir("/proc/self/fd")
    swap(folder)
    for path in (folder / "deep" / "a.txt", folder / "b.txt" / "a.txt", folder / "none" / "a.txt", folder):
        with pytest.raises(OSError):  # noqa: PT011 (each has its own)
            open_below(folder, path)
    assert os.listdir("/proc/self/fd") == before


@pytest.mark.parametrize("name", ["deep/a.txt", "deep/c.zip/a.txt"])
def test_no_original_is_handed_out_through_a_folder_that_became_a_link(folder: Path, name: str) -> None:
    place = f"{folder}/{name}"
    assert text_of(place, str(folder)) == text_of(place, "/") == "公开。"
    swap(folder)
    for root in str(folder), "/":
        with pytest.raises(OriginalNotFound):
            open_original(place, root)


def test_an_original_is_found_through_links_above_what_was_indexed(folder: Path) -> None:
    (folder.parent / "link").symlink_to(folder)
    place = f"{folder.parent}/link/deep/a.txt"
    assert text_of(place, f"{folder.parent}/link") == "公开。"
    with pytest.raises(OriginalNotFound):
        open_original(place, str(folder.parent))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_folder_that_became_a_link_after_the_walk_is_not_read_through(folder: Path, ending: str) -> None:
    """In every format: each of its readers opens the file in its own way."""
    for name in "in/deep", "out":
        (folder.parent / name / f"x{ending}").write_bytes(b"%PDF-1.7 <p>\xe6\x9c\xba\xe5\xaf\x86</p>")
    (file,) = (one for one in walk([folder]).files if one.path.name == f"x{ending}")
    swap(folder)
    (told,) = read(Source.of(file.path, root=file.root), folder.parent / "scratch")
    assert isinstance(told, Unreadable)
    assert "符号链接" in told.reason


@pytest.mark.slow
def test_what_became_a_link_in_a_run_is_in_quarantine_and_tried_again(folder: Path) -> None:
    intake = Intake(ledger := Ledger(), walk([folder]))
    files = intake.in_hand()
    swap(folder)
    reports = list(intake.reports(files, lambda now: None))
    assert [report.place for report in reports] == [f"{folder}/b.txt"]
    assert all("符号链接" in bad.reason for bad in intake.summary.quarantined)
    assert ledger.seen(f"{folder}/deep/a.txt") is None
