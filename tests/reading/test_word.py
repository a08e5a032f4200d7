"""Word processors' files beside .docx: .doc and .wps, templates, and files that their names do not fit."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from pathlib import Path

import pytest

from indexer.errors import Noted, NotRead
from indexer.reading.budget import Exhausted
from indexer.reading.formats import read
from indexer.reading.office import doc
from indexer.reading.source import Source
from indexer.report import Kind, Report
from tests.support.office import FILES, HARBOUR, foreseen, named, outputs, ranks, reason, texts
from tests.support.word import MAIN, paragraph, word_file

OLD = (FILES / "harbour.doc").read_bytes()
HEAD_AT = OLD.index(b"\xec\xa5\x01\x01")
"""Where LibreOffice has the head of the text in it."""


@pytest.mark.parametrize("ending", ["doc", "wps", "dot", "docx"])
def test_an_old_word_file_is_read_like_a_new_one(ending: str, tmp_path: Path) -> None:
    found = outputs(tmp_path / f"a.{ending}", OLD)
    assert named(found) == HARBOUR
    assert ranks(found) == [1, 2, 1, 1]
    assert len(found) == 1


def test_the_text_of_one_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> None:
        raise Exhausted("用了 45 秒")

    monkeypatch.setattr(doc, "convert", endless)
    found = outputs(tmp_path / "a.doc", OLD)
    (note,) = [one for one in found if isinstance(one, Noted)]
    assert "只读出文字" in note.reason
    assert HARBOUR[0][1] in texts(found)


def test_the_text_of_one_whose_form_is_damaged(tmp_path: Path) -> None:
    """The list of where the properties of characters stand has a length that no such list has."""
    at = HEAD_AT + 0x9A + 12 * 8 + 4
    (size,) = struct.unpack_from("<I", OLD, at)
    found = outputs(tmp_path / "a.doc", OLD[:at] + struct.pack("<I", size + 1) + OLD[at + 4 :])
    (note,) = [one for one in found if isinstance(one, Noted)]
    assert "另存为 .docx" in note.reason
    bare = [re.sub(r"^(第.条|（\d）|[一二三](、|\.1))", "", text) for _, text in HARBOUR]
    held = texts(found)
    changed = {"隐藏的字", "被删去的句子"}  # which text that is, its form would say
    missing = [text for text in bare if not any(text in one for one in held)]
    assert [text[:4] for text in missing] == ["滨江码头", "渔港整治", "内左　内"]
    assert all(any(text in one for one in held) for text in changed)
    assert "内部资料注意保存" not in "".join(held)
    assert "批注里的话" not in "".join(held)


def test_the_texts_of_a_drawing_are_read_and_a_picture_parts_no_word(tmp_path: Path) -> None:
    """LibreOffice made it of two boxes in a group, and one that stands in a line."""
    assert texts(outputs(tmp_path / "a.doc", (FILES / "drawing.doc").read_bytes())) == [
        "防汛流程图",
        "流程如下。",
        "接到水情预警",
        "通知各县区值守",
        "图后正文，照此办理。行内之后。",
        "单独的方框文字",
    ]


def test_a_text_box_whose_place_is_not_known_comes_last(tmp_path: Path) -> None:
    at = HEAD_AT + 0x9A + 56 * 8 + 4
    (size,) = struct.unpack_from("<I", OLD, at)
    found = named(outputs(tmp_path / "a.doc", OLD[:at] + struct.pack("<I", size + 1) + OLD[at + 4 :]))
    box = (Kind.PARAGRAPH, "文本框：检修时间每周三上午")
    assert found == [*(one for one in HARBOUR if one != box), box]


def test_a_locked_file_says_so(tmp_path: Path) -> None:
    flags = HEAD_AT + 0x0A
    locked = bytearray(OLD)
    locked[flags + 1] |= 0x01
    assert "取消密码" in reason(outputs(tmp_path / "a.doc", bytes(locked)))


@pytest.mark.parametrize("told", ["Workbook", "PowerPoint Document", "EncryptedPackage"])
def test_what_is_another_programs_file_is_told(told: str, tmp_path: Path) -> None:
    """In the file's own folder the text has another name."""
    name = "WordDocument".encode("utf-16-le").ljust(64, b"\0") + struct.pack(
        "<H", 2 * len("WordDocument") + 2
    )
    other = told.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(told) + 2)
    assert OLD.count(name) == 1
    why = reason(outputs(tmp_path / "a.doc", OLD.replace(name, other)))
    assert {"Workbook": ".xls", "PowerPoint Document": ".ppt", "EncryptedPackage": "密码"}[told] in why


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_truncated_file_is_told(share: float, tmp_path: Path) -> None:
    assert "重新取得" in reason(outputs(tmp_path / "a.doc", OLD[: int(len(OLD) * share)]))


def test_word_95_is_told_with_the_way_out(tmp_path: Path) -> None:
    old = OLD[:HEAD_AT] + b"\xdc\xa5\x68\0" + OLD[HEAD_AT + 4 :]
    assert "另存为 .docx" in reason(outputs(tmp_path / "a.doc", old))


def test_word_2_is_told_too(tmp_path: Path) -> None:
    """It is no file of streams yet."""
    assert "Word 95 或更早" in reason(outputs(tmp_path / "a.doc", b"\xdb\xa5\x2d\x00" + bytes(900)))


def test_hardly_any_damage_keeps_the_text_out(tmp_path: Path) -> None:
    """One to three bytes anywhere: nothing ends but in a report or a reason, and in a report as a rule."""
    path, chance, kept = tmp_path / "a.doc", random.Random(7), 0
    for _ in range(10):
        data = bytearray(OLD)
        for _ in range(chance.randrange(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        for one in read(Source.of(path), tmp_path / "into"):
            assert isinstance(one, Report | NotRead)
            assert foreseen(one)
            kept += isinstance(one, Report) and any("砂石占三成" in block.text for block in one.blocks)
    assert kept >= 9


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    ],
)
def test_templates_and_files_with_macros(kind: str, tmp_path: Path) -> None:
    data = word_file(paragraph("港口吞吐量统计办法自发布之日起施行。"))
    path = tmp_path / "a.docm"
    made = _with_type(data, kind)
    assert made != data
    assert texts(outputs(path, made)) == ["港口吞吐量统计办法自发布之日起施行。"]


def _with_type(data: bytes, kind: str) -> bytes:
    """The same, of another type."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(MAIN.encode(), kind.encode()))
    return held.getvalue()


PAGE = "<html><title>防汛通知</title><body><h1>防汛通知</h1><p>各县区连夜加固江堤。</p></body></html>"
NOT_WORD = {
    "a web page": (
        PAGE.encode("gb18030"),
        [(Kind.TITLE, "防汛通知"), (Kind.PARAGRAPH, "各县区连夜加固江堤。")],
    ),
    "text": (
        "各县区连夜加固江堤，确保安全度汛。".encode("gb18030"),
        [(Kind.PARAGRAPH, "各县区连夜加固江堤，确保安全度汛。")],
    ),
    "an open document": ((FILES / "harbour.odt").read_bytes(), [*HARBOUR]),
    "rich text": (b"{\\rtf1 harbours}", [(Kind.PARAGRAPH, "harbours")]),
    "a new Word file": (word_file(paragraph("连夜加固。")), [(Kind.PARAGRAPH, "连夜加固。")]),
}


@pytest.mark.parametrize("what", NOT_WORD)
def test_a_file_is_read_as_what_it_is(what: str, tmp_path: Path) -> None:
    data, blocks = NOT_WORD[what]
    assert [text for _, text in named(outputs(tmp_path / "a.doc", data))][:9] == [text for _, text in blocks][
        :9
    ]


@pytest.mark.parametrize("data", [b"", bytes(3000), bytes(range(256)) * 8])
def test_what_is_no_document_at_all_is_told(data: bytes, tmp_path: Path) -> None:
    assert "另存为 .docx" in reason(outputs(tmp_path / "a.doc", data))


def test_the_reader_of_old_files_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    path = tmp_path / "a.doc"
    path.write_bytes(OLD)
    assert len(list(doc.read(Source.of(path)))) == 1
    assert list((tmp_path / "temporary").iterdir()) == []
