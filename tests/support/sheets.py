"""Spreadsheets: those that LibreOffice made of a text of our own (table.ods, and of it table.xlsx and
table.xls, each by `soffice --headless --convert-to`), and those written by hand, in which any part can be
what a test wants it to be."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from indexer.reading import Columns, Source
from indexer.reading.formats import FileOutput, read
from indexer.report import Block, Report

FILES = Path(__file__).parents[1] / "reading" / "files"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def found(path: Path, columns: Columns = ()) -> list[FileOutput]:
    return list(read(Source.of(path, columns=columns), path.parent / "scratch"))


def reports(path: Path, columns: Columns = ()) -> tuple[list[Report], list[str]]:
    """The reports, and what is told beside them."""
    all_ = found(path, columns)
    return [one for one in all_ if isinstance(one, Report)], [
        str(one) for one in all_ if not isinstance(one, Report)
    ]


def blocks(path: Path) -> tuple[Block, ...]:
    """Those of the one report in a file of which nothing else is told."""
    (report,), told = reports(path)
    assert told == []
    return report.blocks


def texts(path: Path) -> list[str]:
    return [block.text for block in blocks(path)]


def row(*cells: str, **also: str) -> str:
    """A row of cells, which are XML, or text as it stands."""
    named = "".join(f' {name}="{value}"' for name, value in also.items())
    return f"<row{named}>{''.join(one if one.startswith('<c') else text(one) for one in cells)}</row>"


def text(value: str, place: str = "") -> str:
    at = f' r="{place}"' if place else ""
    return f'<c{at} t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else f"<c{at}/>"


def number(value: object, style: int = 0, kind: str = "n") -> str:
    return f'<c t="{kind}" s="{style}"><v>{value}</v></c>'


def excel(
    *sheets: str, formats: tuple[str, ...] = (), extra: Mapping[str, str] | None = None, book: str = ""
) -> bytes:
    """A workbook of sheets, each the XML that stands in it, mostly rows in <sheetData>. A cell of style n has
    the n-th of the formats, counted from 1. `extra` are further parts; `book` stands in the workbook."""
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="s{n}"/>' for n in range(1, len(sheets) + 1))
    codes = "".join(f'<numFmt numFmtId="{n}" formatCode="{escape(c)}"/>' for n, c in enumerate(formats, 200))
    styles = "".join(f'<xf numFmtId="{n}"/>' for n in (0, *range(200, 200 + len(formats))))
    relations = [(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    parts = {
        "_rels/.rels": _relations(("b", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": _relations(*relations, ("st", "styles", "styles.xml")),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><cellXfs>{styles}</cellXfs>'
        "</styleSheet>",
    }
    for n, one in enumerate(sheets, 1):
        held = one if "<sheetData" in one else f"<sheetData>{one}</sheetData>"
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{_MAIN}">{held}</worksheet>'
    return zipped({**parts, **(extra or {})})


def relations(**named: tuple[str, str]) -> str:
    """Relations by their names: (kind, target)."""
    return _relations(*((name, kind, target) for name, (kind, target) in named.items()))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return held.getvalue()


def _relations(*held: tuple[str, str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in held
    )
    return f'<Relationships xmlns="{_PACKAGE}">{listed}</Relationships>'


# — binary workbooks —


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def record(kind: int, data: bytes = b"") -> bytes:
    named = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size, length = len(data), b""
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return named + length + bytes([size]) + data


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<II", column, style) + value)


def binary(
    *sheets: bytes, formats: tuple[str, ...] = (), shared: tuple[str, ...] = (), hidden: tuple[int, ...] = ()
) -> bytes:
    """A binary workbook of sheets, each the records that stand in it. A cell of style n has the n-th of the
    formats, counted from 1. Those of the numbers in `hidden`, from 1, are not shown."""
    numbers = range(1, len(sheets) + 1)
    book = b"".join(
        record(156, struct.pack("<II", n in hidden, n) + wide(f"s{n}") + wide(f"表{n}")) for n in numbers
    )
    codes = b"".join(record(44, struct.pack("<H", n) + wide(c)) for n, c in enumerate(formats, 200))
    styles = b"".join(record(47, struct.pack("<HH", 0, n)) for n in (0, *range(200, 200 + len(formats))))
    beside = ("st", "styles", "styles.bin"), ("sh", "sharedStrings", "shared.bin")
    return zipped(
        {
            "_rels/.rels": _relations(("b", "officeDocument", "xl/workbook.bin")),
            "xl/workbook.bin": record(153, bytes(4)) + book,
            "xl/_rels/workbook.bin.rels": _relations(
                *((f"s{n}", "worksheet", f"sheet{n}.bin") for n in numbers), *beside
            ),
            "xl/styles.bin": codes + record(47, bytes(4)) + record(617) + styles + record(618),
            "xl/shared.bin": b"".join(record(19, b"\0" + wide(one)) for one in shared),
            **{f"xl/sheet{n}.bin": one for n, one in enumerate(sheets, 1)},
            "xl/_rels/sheet1.bin.rels": _relations(("c", "comments", "comments1.bin")),
            "xl/comments1.bin": record(635, struct.pack("<5I", 0, 1, 1, 0, 0))
            + record(637, b"\0" + wide("待核")),
        }
    )
