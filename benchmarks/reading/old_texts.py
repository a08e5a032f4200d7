"""The same in the formats of Office until 2003, in letters of Outlook and in 7z: made by LibreOffice where it
is installed, and by libraries. They are no part of the suite, for that takes seconds."""

from __future__ import annotations

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import py7zr
from doc2docx.cfb.directory import ObjectType
from doc2docx.cfb.writer import write_compound_storage

from benchmarks.reading.office_texts import ODF
from benchmarks.reading.programs import convert, is_there
from benchmarks.reading.texts import Hard, Make, repeated

_STYLE = (
    '<office:automatic-styles><style:style style:name="b" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
)
_P = "<text:p>中</text:p>"
_CELL = f'<table:table-cell office:value-type="string">{_P}</table:table-cell>'
_ROW = f"<table:table-row>{_CELL}</table:table-row>"
_TABLE = '<table:table table:name="a">', "</table:table>"
_BOX = f'<draw:frame svg:width="9cm" svg:height="1cm"><draw:text-box>{_P}</draw:text-box></draw:frame>'
_BOLD = '中<text:span text:style-name="b">中</text:span>'
_TEXT, _SHEET, _SLIDES = "text", "spreadsheet", "presentation"
_ENDINGS = {_TEXT: ".fodt", _SHEET: ".fods", _SLIDES: ".fodp"}


def _converted(kind: str, form: str, body: Make) -> Make:
    def make(size: int) -> bytes:
        head = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {ODF} office:version="1.2" '
            f'office:mimetype="application/vnd.oasis.opendocument.{kind}" '
            'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
            'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
            f"{_STYLE}<office:body><office:{kind}>"
        )
        flat = f"{head}{body(size).decode()}</office:{kind}></office:body></office:document>"
        with TemporaryDirectory() as name:
            folder = Path(name)
            source = folder / f"a{_ENDINGS[kind]}"
            source.write_text(flat, encoding="utf-8")
            convert([source], form, folder, folder / "profile")
            return (folder / f"a.{form}").read_bytes()

    return make


def _letter(size: int) -> bytes:
    """A letter with a file for each kilobyte of its text."""
    text = "中" * (size // 2)
    held: dict[str, bytes | None] = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
    }
    for number in range(size // 1000):
        folder = f"__attach_version1.0_#{number:08X}"
        held |= {folder: None, f"{folder}/__properties_version1.0": bytes(8)}
        held[f"{folder}/__substg1.0_3707001F"] = f"{number}.txt".encode("utf-16-le")
        held[f"{folder}/__substg1.0_37010102"] = "中".encode()
    known = {"clsid": bytes(16), "state_bits": 0, "creation_time": 0, "modified_time": 0}
    kinds = {True: ObjectType.STORAGE, False: ObjectType.STREAM}
    entries = [
        (way, SimpleNamespace(object_type=kinds[data is None], **known), data) for way, data in held.items()
    ]
    made: bytes = write_compound_storage(SimpleNamespace(**known), tuple(entries))
    return made


def _seven(size: int) -> bytes:
    """A member for each hundred bytes of the size."""
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as made:
        for number in range(size // 100):
            made.writestr("中", f"{number}.txt")
    return held.getvalue()


_BY_OFFICE = (
    Hard("paragraphs.doc", _converted(_TEXT, "doc", repeated(_P))),
    Hard("runs.doc", _converted(_TEXT, "doc", repeated(_BOLD, "<text:p>", "</text:p>"))),
    Hard("rows.doc", _converted(_TEXT, "doc", repeated(_ROW, *_TABLE))),
    Hard("rows.xls", _converted(_SHEET, "xls", repeated(_ROW, *_TABLE))),
    Hard("slides.ppt", _converted(_SLIDES, "ppt", repeated(f"<draw:page>{_BOX}</draw:page>"))),
    Hard("boxes.ppt", _converted(_SLIDES, "ppt", repeated(_BOX, "<draw:page>", "</draw:page>"))),
)  # fmt: skip
_BY_LIBRARIES = (Hard("files.msg", _letter), Hard("members.7z", _seven))


def old() -> tuple[Hard, ...]:
    """Those that can be made here."""
    return (*_BY_LIBRARIES, *(_BY_OFFICE if is_there("soffice") else ()))
