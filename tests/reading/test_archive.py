"""Archives -> the files in them: what can be read, a reason for the rest, and nothing outside the folder."""

from __future__ import annotations

import random
import shutil
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from indexer.errors import Skipped, Unreadable
from indexer.reading import Source, open_original
from indexer.reading.archive import unpacking, zip_file
from indexer.reading.archive.unpacking import unpack
from indexer.reading.formats import read
from indexer.reading.source import Facts
from tests.support.office import foreseen

TEXT = "镇江经开区新能源电池项目投产。".encode()


def packed(folder: Path, *files: str | tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with these files; one without a content has a text."""
    path = folder / "包.zip"
    with zipfile.ZipFile(path, "w", method) as made:
        for one in files:
            made.writestr(*(one if isinstance(one, tuple) else (one, TEXT)))
    return path


def by_hand(names: list[bytes], flags: int = 0) -> bytes:
    """An archive of empty files, whose names are bytes, without a word on their encoding: as Windows does."""
    local = central = b""
    for name in names:
        common = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 33, 0, 0, 0, len(name), 0)
        central += b"PK\1\2\x14\0" + common + struct.pack("<HHHII", 0, 0, 0, 0, len(local)) + name
        local += b"PK\3\4" + common + name
    end = struct.pack("<HHHHIIH", 0, 0, len(names), len(names), len(central), len(local), 0)
    return local + central + b"PK\5\6" + end


def found(path: Path) -> dict[str, Source | str]:
    """By its path in the archive what came of each file: itself, or why it did not."""
    shutil.rmtree(path.parent / "into", ignore_errors=True)
    result: dict[str, Source | str] = {}
    for one in unpack(Source.of(path), path.parent / "into"):
        key = one.place.removeprefix(f"{path}/")
        result[key] = one if isinstance(one, Source) else one.reason
    return result


def contents(path: Path) -> dict[str, bytes]:
    return {key: one.path.read_bytes() for key, one in found(path).items() if isinstance(one, Source)}


def reasons(path: Path) -> dict[str, str]:
    return {key: one for key, one in found(path).items() if isinstance(one, str)}


def error(path: Path) -> str:
    with pytest.raises(Unreadable) as raised:
        list(unpack(Source.of(path), path.parent / "into"))
    assert raised.value.place == str(path)
    return raised.value.reason


def test_the_files_are_unpacked_under_numbers(tmp_path: Path) -> None:
    path = packed(tmp_path, "一/二/三.txt", ("r.JSONL.gz", b"\x1f\x8b"), "空格 与 #?*.md", "文件夹/")
    files = [one for one in found(path).values() if isinstance(one, Source)]
    assert [one.path.name for one in files] == ["000001.txt", "000002.jsonl.gz", "000003.md"]
    assert [one.place for one in files] == [
        f"{path}/{n}" for n in ("一/二/三.txt", "r.JSONL.gz", "空格 与 #?*.md")
    ]
    assert files[0].path.read_bytes() == TEXT
    assert files[0].report_id.startswith("三-")
    assert {one.path.parent for one in files} == {tmp_path / "into"}


def test_the_encoding_that_was_named_is_for_the_files_too(tmp_path: Path) -> None:
    path = packed(tmp_path, "a.txt")
    (one,) = unpack(Source.of(path, "gbk"), tmp_path / "into")
    assert isinstance(one, Source)
    assert one.encoding == "gbk"


@pytest.mark.parametrize("encoding", ["gbk", "big5", "utf-8"])
def test_names_without_the_mark_of_utf_8(encoding: str, tmp_path: Path) -> None:
    names = ["年度工作报告/二〇二三年一季度.txt", "年度工作报告/镇江市政府.txt"]
    if encoding == "big5":
        names = [OpenCC("s2tw").convert(name).replace("〇", "零") for name in names]
    path = tmp_path / "包.zip"
    path.write_bytes(by_hand([name.encode(encoding) for name in names]))
    assert list(contents(path)) == names


def test_names_that_are_said_to_be_in_utf_8_and_are_not(tmp_path: Path) -> None:
    names = ["年度工作报告/港口统计.txt", "年度工作报告/镇江市政府.txt"]
    path = tmp_path / "包.zip"
    for own in ("gbk", "utf-8"):  # as all are, and beside one that is what it is said to be
        path.write_bytes(by_hand([names[0].encode("gbk"), names[1].encode(own)], zip_file.NAME_IS_UTF8))
        assert list(contents(path)) == names
        copy = open_original(f"{path}/{names[0]}", str(path))
        assert copy.size == 0
        copy.file.close()


def test_what_leads_outside_is_told_and_what_only_looks_so_is_read(tmp_path: Path) -> None:
    outside = ["../a.txt", "b/../../../c.txt", "..\\d.txt", "C:..\\e.txt"]
    path = packed(tmp_path, *outside, "/etc/f.txt", "C:\\文件\\g.txt", "./h/./i.txt", "\\\\服务器\\j.txt")
    assert set(contents(path)) == {"etc/f.txt", "文件/g.txt", "h/i.txt", "服务器/j.txt"}
    assert ["指向压缩包之外" in one for one in reasons(path).values()] == [True] * len(outside)


@given(
    names=st.lists(
        st.text(st.sampled_from("./\\:a~$\0\n文\x1b"), min_size=1, max_size=12)
        | st.sampled_from(["../x.txt", "/x.txt", "x.txt", "metadata.csv", "a" * 300 + ".txt"]),
        max_size=6,
    ),
    ending=st.sampled_from(["", ".txt", ".csv"]),
)
def test_nothing_is_ever_written_outside(
    names: list[str], ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("outer")
    path = folder / "包.zip"
    path.write_bytes(by_hand([(name + ending).encode() for name in names]))
    for one in unpack(Source.of(path), folder / "into"):
        assert not isinstance(one, Source) or one.path.parent == folder / "into"
    assert {one.name for one in folder.iterdir()} <= {"包.zip", "into"}
    assert all(one.is_file() for one in (folder / "into").iterdir())


def test_what_systems_leave_behind_is_left_out(tmp_path: Path) -> None:
    junk = ["__MACOSX/._a.txt", ".DS_Store", "甲/Thumbs.db", ".git/a.txt", "甲/~$报告.docx", "._a.txt", "甲/"]
    assert list(found(packed(tmp_path, *junk, "甲/a.txt"))) == ["甲/a.txt"]


def test_an_unknown_format_is_skipped(tmp_path: Path) -> None:
    path = packed(tmp_path, "a.exe", "b.txt", "c")
    first, second, third = unpack(Source.of(path), tmp_path / "into")
    assert isinstance(first, Skipped)
    assert isinstance(second, Source)
    assert isinstance(third, Skipped)
    assert first.place == f"{path}/a.exe"


@pytest.mark.parametrize("name", ["b.zip", "b.rar", "b.7z", "b.tar.gz", "B.ZIP"])
def test_an_archive_in_an_archive_is_told(name: str, tmp_path: Path) -> None:
    told = reasons(packed(tmp_path, name, "a.txt"))
    assert list(told) == [name]
    assert "压缩包中的压缩包" in told[name]


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_a_link_or_device_is_told(kind: int, tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    with zipfile.ZipFile(path, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, (kind | 0o777) << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("a.txt", TEXT)
    assert "链接" in reasons(path)["link.txt"]
    assert contents(path) == {"a.txt": TEXT}


def test_files_of_one_name_are_told(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(tmp_path, ("a.txt", b"1"), ("a.txt", b"2"), "./b.txt", ("b.txt", b"3"))
    one = list(unpack(Source.of(path), tmp_path / "into"))
    assert [isinstance(each, Unreadable) for each in one] == [True, False, True, False]
    assert [each.path.read_bytes() for each in one if isinstance(each, Source)] == [b"2", b"3"]


def test_an_encrypted_file_is_told(tmp_path: Path) -> None:
    path = packed(tmp_path, "a.txt")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    assert "加密" in reasons(path)["a.txt"]


def test_uncommon_methods_are_told(tmp_path: Path) -> None:
    assert "压缩方法" in reasons(packed(tmp_path, "a.txt", method=zipfile.ZIP_LZMA))["a.txt"]
    (tmp_path / "b").mkdir()
    assert contents(packed(tmp_path / "b", "a.txt", method=zipfile.ZIP_BZIP2)) == {"a.txt": TEXT}
    (tmp_path / "s").mkdir()
    assert contents(packed(tmp_path / "s", "a.txt", method=zipfile.ZIP_STORED)) == {"a.txt": TEXT}


def test_a_damaged_file_harms_no_other_and_leaves_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path, "a.txt", "b.txt", "c.txt", method=zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(TEXT, data.index(b"b.txt")) + 3] ^= 1
    path.write_bytes(data)
    assert "已损坏" in reasons(path)["b.txt"]
    assert contents(path) == {"a.txt": TEXT, "c.txt": TEXT}
    assert len(list((tmp_path / "into").iterdir())) == 2


def test_files_that_overlap_are_told(tmp_path: Path) -> None:
    """Two entries of the list that lead to one content, as bombs have them by the thousand."""
    names = [b"a.txt", b"b.txt"]
    data = by_hand(names)
    second = data.rindex(b"PK\1\2")
    first = data.index(b"PK\1\2")
    path = tmp_path / "包.zip"
    path.write_bytes(data[: second + 42] + data[first + 42 : first + 46] + data[second + 46 :])
    assert "重叠" in reasons(path)["a.txt"]


@pytest.mark.parametrize("cut", [10, 60, 200])
def test_a_truncated_archive_is_told(cut: int, tmp_path: Path) -> None:
    path = packed(tmp_path, *(f"{n}.txt" for n in range(20)))
    path.write_bytes(path.read_bytes()[:-cut])
    assert "ZIP" in error(path)


@given(seed=st.integers(0, 2**32), flips=st.integers(0, 8), cut=st.booleans())
def test_any_damage_ends_in_a_reason(
    seed: int, flips: int, cut: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, chance = tmp_path_factory.mktemp("damaged"), random.Random(seed)
    path = packed(folder, *(f"{n}.txt" for n in range(5)))
    data = bytearray(path.read_bytes())
    for _ in range(flips):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(data[: chance.randrange(len(data))] if cut else data)
    for one in read(Source.of(path), folder / "into"):
        assert isinstance(one, Source | Unreadable | Skipped)
        assert foreseen(one)  # what no one has thought of
        assert not isinstance(one, Source) or one.path.stat().st_size < 1 << 20


def test_a_bomb_is_given_up(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a.txt", bytes(40 << 20)), "b.txt")
    assert "200 倍" in reasons(path)["a.txt"]
    assert sum(one.stat().st_size for one in (tmp_path / "into").iterdir()) == len(TEXT)


def test_a_bomb_that_states_a_small_size_is_given_up(tmp_path: Path) -> None:
    path = packed(tmp_path, ("a.txt", bytes(40 << 20)), "b.txt")
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", 40 << 20), struct.pack("<I", 1000)))
    assert "已损坏" in reasons(path)["a.txt"]
    assert [one.stat().st_size for one in (tmp_path / "into").iterdir()] == [len(TEXT)]


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(1).randbytes(3 << 20)
    path = packed(tmp_path, *((f"{n}.txt", noise) for n in range(5)))
    monkeypatch.setattr(unpacking, "MAX_TOTAL_BYTES", 7 << 20)
    *some, last = read(Source.of(path), tmp_path / "total")
    assert [isinstance(one, Source) for one in some] == [True, True, False]
    assert "其余未读" in str(last)
    monkeypatch.setattr(unpacking, "MAX_MEMBER_BYTES", 2 << 20)
    assert all("MiB" in one for one in reasons(path).values())
    monkeypatch.setattr(unpacking, "MAX_MEMBERS", 4)
    assert "5 个文件" in error(path)
    monkeypatch.setattr(zip_file, "MAX_DIRECTORY_BYTES", 100)
    assert "ZIP" in error(path)


def test_a_table_in_the_archive_tells_about_its_files(tmp_path: Path) -> None:
    path = packed(
        tmp_path,
        "甲/a.txt",
        ("甲/metadata.csv", "文件,来源,日期\na.txt,镇江日报,2023-03-05\n\n坏行,,坏日期\n".encode("gbk")),
        ("metadata.csv", "文件,来源,作者\n甲/a.txt,别的报,崔宁华\nb.txt,新华社,\n".encode()),
        "b.txt",
    )
    one = found(path)
    a, b = one["甲/a.txt"], one["b.txt"]
    assert isinstance(a, Source)
    assert isinstance(b, Source)
    assert a.facts == Facts(date="2023-03-05", source="镇江日报", authors=("崔宁华",))
    assert b.facts == Facts(source="新华社")
    assert list(one.keys() - {"甲/a.txt", "b.txt"}) == ["甲/metadata.csv:4"]


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    for content in (b"", b"PK", TEXT, b"PK\5\6" + bytes(18)):
        path.write_bytes(content)
        if content.startswith(b"PK\5"):
            assert found(path) == {}
        else:
            assert "ZIP" in error(path)
