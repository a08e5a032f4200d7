"""Files of office programs, letters, books and archives made to be hard: see texts.py."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

from benchmarks.reading.texts import Hard, Make, named, nested, repeated

ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("presentation", "presentation"),
    )
)  # fmt: skip
_EXCEL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SLIDES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{_OFFICE}"'
)


def _zip(parts: Mapping[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return held.getvalue()


def _relations(*related: tuple[str, str, str]) -> bytes:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in related
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'.encode()


# — rich text —

_RTF = {
    "paragraphs": "\\u20013?\\par ",
    "groups opened": "{",
    "groups": "{\\b a}",
    "words": "\\b\\i ",
    "bytes": "\\'d6\\'d0",
    "characters": "\\u20013?",
    "rows": "\\trowd\\cellx9 a\\cell\\row ",
    "notes": "{\\footnote a}",
    "tables in tables": "\\itap9\\intbl a\\nestcell ",
    "binary": "{\\bin9999999 a}",
}


def _rtf(piece: str) -> Make:
    return repeated(piece, "{\\rtf1\\ansi\\ansicpg936 ", "}")


# — OpenDocument —


def _odf(kind: str, body: Make) -> Make:
    def make(size: int) -> bytes:
        head = f'<office:document-content {ODF} office:version="1.2"><office:body><office:{kind}>'.encode()
        end = f"</office:{kind}></office:body></office:document-content>".encode()
        return _zip({"content.xml": b"".join((head, body(size), end))})

    return make


_P = "<text:p>中</text:p>"
_CELL = f"<table:table-cell>{_P}</table:table-cell>"
_ODT = {
    "paragraphs": repeated(_P),
    "spans": repeated("<text:span>中</text:span>", "<text:p>", "</text:p>"),
    "spaces": repeated('<text:p>中<text:s text:c="999999999"/>中</text:p>'),
    "sections": nested("<text:section>", "</text:section>", _P),
    "lists": nested("<text:list><text:list-item>", "</text:list-item></text:list>", _P),
    "tables": nested("<table:table><table:table-row><table:table-cell>",
                     "</table:table-cell></table:table-row></table:table>", _P),
    "cells": repeated(_CELL, "<table:table><table:table-row>", "</table:table-row></table:table>"),
    "boxes": nested("<text:p><draw:frame><draw:text-box>", "</draw:text-box></draw:frame></text:p>", _P),
}  # fmt: skip
_ROW = f"<table:table-row>{_CELL}</table:table-row>"
_ODS = {
    "rows": repeated(_ROW, "<table:table>", "</table:table>"),
    "rows again": repeated(
        f'<table:table-row table:number-rows-repeated="9999999">{_CELL}</table:table-row>',
        "<table:table>",
        "</table:table>",
    ),
    "cells again": repeated(
        f'<table:table-cell table:number-columns-repeated="99999">{_P}</table:table-cell>',
        "<table:table><table:table-row>",
        "</table:table-row></table:table>",
    ),
    "sheets": repeated(f"<table:table>{_ROW}</table:table>"),
}
_FRAME = f"<draw:frame><draw:text-box>{_P}</draw:text-box></draw:frame>"
_ODP = {
    "slides": repeated(f"<draw:page>{_FRAME}</draw:page>"),
    "frames": repeated(_FRAME, "<draw:page>", "</draw:page>"),
    "groups": lambda size: b"<draw:page>" + nested("<draw:g>", "</draw:g>", _FRAME)(size) + b"</draw:page>",
}

# — what Office writes —


def _excel(sheet: Make, shared: Make = lambda size: b"") -> Make:
    def make(size: int) -> bytes:
        return _zip(
            {
                "_rels/.rels": _relations(("b", "officeDocument", "xl/workbook.xml")),
                "xl/workbook.xml": f'<workbook xmlns="{_EXCEL}" xmlns:r="{_OFFICE}"><sheets>'
                '<sheet name="a" sheetId="1" r:id="s"/></sheets></workbook>'.encode(),
                "xl/_rels/workbook.xml.rels": _relations(
                    ("s", "worksheet", "a.xml"), ("t", "sharedStrings", "t.xml")
                ),
                "xl/a.xml": f'<worksheet xmlns="{_EXCEL}">'.encode() + sheet(size) + b"</worksheet>",
                "xl/t.xml": f'<sst xmlns="{_EXCEL}">'.encode() + shared(size) + b"</sst>",
            }
        )

    return make


_TEXT = '<c t="inlineStr"><is><t>中</t></is></c>'


def _merged(size: int) -> bytes:
    """As many ranges as rows, each over all rows and one column."""
    count = size // 80
    rows = "".join(f'<row r="{n}">{_TEXT}</row>' for n in range(1, count + 1))
    ranges = "".join(f'<mergeCell ref="B1:B{count + n}"/>' for n in range(count))
    return f"<sheetData>{rows}</sheetData><mergeCells>{ranges}</mergeCells>".encode()


_XLSX = {
    "rows": _excel(repeated(f"<row>{_TEXT}</row>", "<sheetData>", "</sheetData>")),
    "cells": _excel(repeated(_TEXT, "<sheetData><row>", "</row></sheetData>")),
    "merged": _excel(_merged),
    "shared": _excel(repeated("<row/>"), repeated("<si><t>中</t></si>")),
}


def _power_point(shapes: Make) -> Make:
    def make(size: int) -> bytes:
        return _zip(
            {
                "_rels/.rels": _relations(("b", "officeDocument", "ppt/presentation.xml")),
                "ppt/presentation.xml": f'<p:presentation {_SLIDES}><p:sldIdLst><p:sldId r:id="s"/>'
                "</p:sldIdLst></p:presentation>".encode(),
                "ppt/_rels/presentation.xml.rels": _relations(("s", "slide", "a.xml")),
                "ppt/a.xml": f"<p:sld {_SLIDES}><p:cSld><p:spTree>".encode()
                + shapes(size)
                + b"</p:spTree></p:cSld></p:sld>",
            }
        )

    return make


_SHAPE = "<p:sp><p:txBody><a:p><a:r><a:t>中</a:t></a:r></a:p></p:txBody></p:sp>"
_PPTX = {
    "shapes": repeated(_SHAPE),
    "paragraphs": repeated("<a:p><a:r><a:t>中</a:t></a:r></a:p>", "<p:sp><p:txBody>", "</p:txBody></p:sp>"),
    "groups": nested("<p:grpSp>", "</p:grpSp>", _SHAPE),
}

# — books, letters, archives —


def _book(size: int) -> bytes:
    """A page for each hundred bytes of the size."""
    count = max(1, size // 100)
    items = "".join(f'<item id="i{n}" href="{n}.xhtml"/>' for n in range(count))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(count))
    root = '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    pages = {f"{n}.xhtml": "<p>中</p>".encode() for n in range(count)}
    package = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"
    return _zip({"META-INF/container.xml": root.encode(), "a.opf": package.encode(), **pages})


_HEAD = "Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
_PART = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n中\r\n"


def _letters_in_letters(size: int) -> bytes:
    one = "Content-Type: message/rfc822\r\n\r\n"
    return ("Subject: a\r\n" + one * (size // len(one)) + "Subject: b\r\n\r\na").encode()


_LETTERS = {
    "heads": repeated("X-A: =?utf-8?B?5Lit?=\r\n", "Subject: a\r\n", "\r\na"),
    "words of a subject": repeated("=?utf-8?B?5Lit?= ", "Subject: ", "\r\n\r\na"),
    "parts": repeated(_PART, _HEAD, "--b--\r\n"),
    "parts opened": repeated("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n", _HEAD),
    "letters in letters": _letters_in_letters,
}


def _tar(size: int) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as made:
        for number in range(size // 100):
            info = tarfile.TarInfo(f"{number}.txt")
            info.size = 3
            made.addfile(info, io.BytesIO("中".encode()))
    return held.getvalue()


OFFICE: tuple[Hard, ...] = (
    *named("rtf", _RTF, _rtf),
    *(Hard(f"{name}.odt", _odf("text", body)) for name, body in _ODT.items()),
    *(Hard(f"{name}.ods", _odf("spreadsheet", body)) for name, body in _ODS.items()),
    *(Hard(f"{name}.odp", _odf("presentation", body)) for name, body in _ODP.items()),
    *(Hard(f"{name}.xlsx", make) for name, make in _XLSX.items()),
    *(Hard(f"{name}.pptx", _power_point(shapes)) for name, shapes in _PPTX.items()),
    Hard("pages.epub", _book),
    *(Hard(f"{name}.eml", make) for name, make in _LETTERS.items()),
    Hard("parts.mht", _LETTERS["parts"]),
    Hard("members.tar.gz", _tar),
)
