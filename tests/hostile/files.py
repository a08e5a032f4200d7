"""A small good file of each format that is more than text."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import py7zr

from tests.support import ofd, sheets, word
from tests.support.office import FILES
from tests.support.outlook import S, outlook, properties
from tests.support.typeset import lines, typeset

_TEXT = "先行更换三号、五号吊机，所需资金列入下年度预算。"
_SAMPLES = (
    *("drawing.doc", "harbour.doc", "harbour.odt", "harbour.rtf", "flood.odp", "flood.pptx"),
    *("levees.epub", "table.ods", "table.xls", "table.xlsx"),
)


def good_files(folder: Path) -> Mapping[str, bytes]:
    """By their names. Something is written into the folder."""
    return {name: (FILES / name).read_bytes() for name in _SAMPLES} | {
        "flood.ppt": lzma.decompress((FILES / "flood.ppt.xz").read_bytes()),
        "word.docx": word.word_file(word.paragraph(_TEXT) * 3),
        "print.ofd": _print(),
        "print.pdf": typeset(folder / "print.pdf", lines([_TEXT] * 3, 60, 700)).read_bytes(),
        "binary.xlsb": sheets.binary(_binary_rows(), formats=("0.0%",), shared=(_TEXT,)),
        "letter.eml": _letter(),
        "page.mht": _archived_page(),
        "letter.msg": _outlook(),
        "packed.7z": _seven(),
        "packed.tar": _tar(""),
        "packed.tar.gz": _tar("gz"),
        "packed.zip": _zip(),
    }


def _print() -> bytes:
    """Two pages, over a template, with a graphic and an annotation."""
    drawn = '<ofd:CompositeObject ID="8" Boundary="10 10 50 50" ResourceID="7"/>'
    pages = [ofd.page(ofd.lines([_TEXT] * 3), drawn, template="1") for _ in range(2)]
    note = f'<ofd:Annot Type="Stamp"><ofd:Appearance>{ofd.text("批注", 20, 200)}</ofd:Appearance></ofd:Annot>'
    behind = {"1": ofd.page(ofd.text("红头", 20, 10))}
    return ofd.ofd(*pages, templates=behind, notes=note, resources=ofd.unit(ofd.text("图", 0, 0) + drawn))


def _binary_rows() -> bytes:
    rows = (sheets.record(0, number.to_bytes(4, "little")) for number in range(3))
    return b"".join(one + sheets.cell(6, 0, sheets.wide(_TEXT)) for one in rows)


def _letter() -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = "报送清单", "王建国 <wang@example.com>"
    made.set_content(_TEXT)
    made.add_attachment(f"<p>{_TEXT}".encode(), "text", "html", filename="页.html")
    return made.as_bytes()


def _archived_page() -> bytes:
    made = EmailMessage()
    made["Subject"] = "页"
    made.set_content(f"<html><body><h1>公告</h1><p>{_TEXT}</p></body></html>", subtype="html")
    return made.as_bytes()


def _outlook() -> bytes:
    told: dict[str, str | bytes] = {
        "__properties_version1.0": properties(32),
        f"{S}0037001F": "清单",
        f"{S}1000001F": _TEXT,
    }
    held: dict[str, str | bytes] = {
        "__attach_version1.0_#00000000/__properties_version1.0": properties(8, **{"37050003": 1}),
        f"__attach_version1.0_#00000000/{S}3707001F": "附件.txt",
        f"__attach_version1.0_#00000000/{S}37010102": _TEXT.encode(),
    }
    return outlook({**told, **held})


def _seven() -> bytes:
    """Its list of members is not packed, so that what is damaged in it is seen."""
    held = io.BytesIO()
    with py7zr.SevenZipFile(held, "w") as made:
        made.set_encoded_header_mode(False)
        for name in ("甲.txt", "乙/丙.txt"):
            made.writestr(_TEXT, name)
    return held.getvalue()


def _tar(packing: str) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=f"w:{packing}") as made:  # type: ignore[call-overload]
        for name in ("甲.txt", "乙/丙.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(_TEXT.encode())
            made.addfile(info, io.BytesIO(_TEXT.encode()))
    return held.getvalue()


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name in ("甲.txt", "乙/丙.txt"):
            made.writestr(name, _TEXT)
    return held.getvalue()
