"""Archives other than .zip: 7-Zip's and tar's, each as careful as those."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import py7zr
import pytest

from indexer.errors import NotRead, Unreadable
from indexer.reading import Source, open_original
from indexer.reading.archive.unpacking import unpack
from indexer.reading.formats import read
from tests.support.office import FILES, foreseen, outputs, reason

TEXT = "港口吞吐量统计办法自发布之日起施行。".encode()
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "tar": bytes,
    "tar.gz": gzip.compress,
    "tgz": gzip.compress,
    "tar.bz2": bz2.compress,
    "tar.xz": partial(lzma.compress, preset=0),
}
KINDS = [*PACKERS, "7z"]


def tarred(*files: str | tuple[str, bytes] | tarfile.TarInfo, encoding: str = "utf-8") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as made:
        for one in files:
            name, data = (one, TEXT) if isinstance(one, str) else one if isinstance(one, tuple) else ("", b"")
            info = one if isinstance(one, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return held.getvalue()


def seven(*files: str | tuple[str, bytes], password: str | None = None) -> bytes:
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w", password=password) as made:
        for one in files:
            name, data = (one, TEXT) if isinstance(one, str) else one
            made.writestr(data, name)
    return held.getvalue()


def packed(kind: str, *files: str | tuple[str, bytes]) -> bytes:
    return seven(*files) if kind == "7z" else PACKERS[kind](tarred(*files))


def found(path: Path, data: bytes) -> dict[str, bytes | str]:
    """By its path in the archive what came of each file: its content, or why it is not unpacked."""
    path.write_bytes(data)
    result: dict[str, bytes | str] = {}
    for one in unpack(Source.of(path), path.parent / "into"):
        key = one.place.removeprefix(f"{path}/")
        result[key] = one.path.read_bytes() if isinstance(one, Source) else one.reason
    return result


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_are_unpacked(kind: str, tmp_path: Path) -> None:
    data = packed(kind, "一/二.txt", ("c.txt", b""), "x.exe", ".git/d.txt", "e.zip")
    files = found(tmp_path / f"a.{kind}", data)
    assert files.pop("一/二.txt") == TEXT
    assert files.pop("c.txt") == b""
    assert "另存为" in str(files.pop("x.exe"))
    assert "不再打开" in str(files.pop("e.zip"))
    assert files == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_tells_about_the_files_wherever_it_stands(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(packed(kind, "甲/a.txt", ("甲/metadata.csv", "文件,来源\na.txt,镇江日报\n".encode())))
    (one,) = unpack(Source.of(path), tmp_path / "into")
    assert isinstance(one, Source)
    assert one.facts.source == "镇江日报"


@pytest.mark.parametrize("kind", KINDS)
def test_an_original_comes_out_of_its_archive(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(packed(kind, "甲/a.txt", ("b.txt", b"other")))
    original = open_original(f"{path}/甲/a.txt", str(path))
    with original.file:
        assert (original.name, original.file.read()) == ("a.txt", TEXT)


@pytest.mark.parametrize("kind", KINDS)
def test_what_an_archive_is_its_content_says(kind: str, tmp_path: Path) -> None:
    assert found(tmp_path / "a.zip", packed(kind, "a.txt" * 40)) == {"a.txt" * 40: TEXT}


@pytest.mark.parametrize("kind", KINDS)
def test_any_damage_ends_in_a_reason(kind: str, tmp_path: Path) -> None:
    data = packed(kind, *(f"{i}.txt" for i in range(5)))
    path, chance = tmp_path / f"a.{kind}", random.Random(3)
    for turn in range(12):
        bad = bytearray(data[: chance.randrange(len(data))] if turn % 3 == 0 else data)
        for _ in range(chance.randrange(1, 6)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        path.write_bytes(bad)
        for one in read(Source.of(path), tmp_path / f"into{turn}"):
            assert isinstance(one, Source | NotRead)
            assert foreseen(one)


@pytest.mark.parametrize("kind", KINDS)
def test_an_archive_that_breaks_off_is_told(kind: str, tmp_path: Path) -> None:
    noise = random.Random(5).randbytes(20_000)
    path = tmp_path / f"a.{kind}"
    path.write_bytes(packed(kind, "a.txt", ("b.txt", noise), "c.txt")[:-12_000])
    told = [one.reason for one in read(Source.of(path), tmp_path / "into") if isinstance(one, Unreadable)]
    assert told
    assert all("重新取得" in one for one in told)


@pytest.mark.parametrize("kind", KINDS)
def test_a_bomb_is_given_up(kind: str, tmp_path: Path) -> None:
    data = packed(kind, ("a.txt", bytes(17 << 20)))
    if kind == "tar":
        return  # it is as large as what it holds
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    for one in read(Source.of(path), tmp_path / "into"):
        assert isinstance(one, Unreadable)
    assert sum(one.stat().st_size for one in (tmp_path / "into").glob("*")) == 0


def test_names_that_are_not_in_utf_8(tmp_path: Path) -> None:
    names = ["年度工作报告/港口统计.txt", "年度工作报告/镇江市政府.txt"]
    assert list(found(tmp_path / "a.tar", tarred(*names, encoding="gbk"))) == names


def test_what_leads_outside_is_told(tmp_path: Path) -> None:
    files = found(tmp_path / "a.tar", tarred("b/../../c.txt", "/etc/a.txt"))
    assert "指向压缩包之外" in str(files.pop("b/../../c.txt"))
    assert files == {"etc/a.txt": TEXT}


def test_links_and_devices_are_told(tmp_path: Path) -> None:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.GNUTYPE_SPARSE)
    links = []
    for kind in kinds[:4]:
        info = tarfile.TarInfo(f"{kind.decode()}.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        links.append(info)
    files = found(tmp_path / "a.tar", tarred(*links, "a.txt"))
    assert files.pop("a.txt") == TEXT
    assert len(files) == 4
    assert all("链接" in str(one) for one in files.values())


def test_of_files_of_one_name_the_last_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    path.write_bytes(tarred(("a.txt", b"1"), ("a.txt", b"2")))
    told, last = unpack(Source.of(path), tmp_path / "into")
    assert isinstance(told, Unreadable)
    assert isinstance(last, Source)
    assert last.path.read_bytes() == b"2"


def test_a_header_that_states_a_long_name_is_not_believed(tmp_path: Path) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 5 << 30
    data = info.tobuf(tarfile.GNU_FORMAT) + b"x" * 2000
    assert "损坏" in reason(outputs(tmp_path / "a.tar", tarred("a.txt")[:1024] + data)[1:])


def test_locked_archives_say_so(tmp_path: Path) -> None:
    locked = (FILES / "locked.7z").read_bytes(), seven("a.txt", password="x")
    for data in locked:
        assert "密码" in reason(outputs(tmp_path / "a.7z", data))


def test_what_7_zip_wrote(tmp_path: Path) -> None:
    files = found(tmp_path / "a.7z", (FILES / "packed.7z").read_bytes())
    assert files.pop("报告/一.txt") == "港口吞吐量统计。\n".encode()
    assert files.pop("二.txt") == "码头改造方案。\n".encode()
    assert list(files) == ["x.exe"]


@pytest.mark.parametrize("name", ["a.rar", "a.zip", "a.7z"])
def test_a_rar_is_told_with_the_way_out(name: str, tmp_path: Path) -> None:
    assert ".zip" in reason(outputs(tmp_path / name, b"Rar!\x1a\x07\x01\x00" + bytes(100)))
