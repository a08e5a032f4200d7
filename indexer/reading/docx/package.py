"""The bytes of a .docx file -> the document as python-docx has it, unless it is locked or far too large."""

from __future__ import annotations

import io
import re
import zipfile

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, PartFactory
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.image import ImagePart

from indexer.errors import Unreadable

_MAX_UNPACKED_BYTES = 512 * 2**20
_MAX_PART_BYTES = 96 * 2**20  # a book's text takes a few; its tree in memory takes ten times as much
_MAX_RATIO = 200  # XML of long tables packs a hundred times smaller; what packs far smaller is a bomb
_ANY_RATIO_BYTES = 16 * 2**20  # what is no larger may have any ratio
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/([A-Za-z]+)")
"""A name in Strict Open XML; the one that all other files have differs by nothing but its form."""


def opened(data: bytes, place: str) -> WordDocument:
    """The document. Raises `Unreadable`, naming `place`, and whatever python-docx raises on broken files."""
    _check(data, place)
    package = Package.open(io.BytesIO(_transitional(data)))
    if not isinstance(main := package.main_document_part, DocumentPart):
        raise ValueError(f"it holds {main.content_type}")
    document: WordDocument = main.document
    return document


def _check(data: bytes, place: str) -> None:
    """Refuses what would not open or would fill the memory. The sizes that a zip declares can be trusted:
    zipfile reads no more than them from a part, whatever is packed there."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(
            place, "不是 Word 文档，或文件不完整。请重新取得该文件，或在 Word、WPS 中另存为 .docx。"
        ) from error
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    if total > _MAX_UNPACKED_BYTES or largest > _MAX_PART_BYTES or any(map(_is_bomb, parts)):
        raise Unreadable(
            place, f"解压后有 {total >> 20} MiB，远超一份报告应有的大小，没有打开。请核对文件来源。"
        )


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _ANY_RATIO_BYTES and part.file_size > _MAX_RATIO * part.compress_size


def _transitional(data: bytes) -> bytes:
    """A file of Strict Open XML with the names of the usual one, which alone the library knows."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        if "_rels/.rels" not in old.namelist() or not _STRICT.search(old.read("_rels/.rels")):
            return data
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name in dict.fromkeys(old.namelist()):
                new.writestr(name, _renamed(name, old.read(name)))
    return held.getvalue()


def _renamed(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", part)


def _class_of(content_type: str, relation: str) -> type[Part] | None:
    """As the library has it; but it would read a Word file that a document embeds as if that were its XML."""
    if relation == RELATIONSHIP_TYPE.A_F_CHUNK:
        return Part
    return ImagePart if relation == RELATIONSHIP_TYPE.IMAGE else None


PartFactory.part_class_selector = _class_of
for _type in (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",  # .dotx
    "application/vnd.ms-word.document.macroEnabled.main+xml",  # .docm
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",  # .dotm
):
    PartFactory.part_type_for[_type] = DocumentPart
