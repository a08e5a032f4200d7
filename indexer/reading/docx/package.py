"""The bytes of a .docx file -> the document as python-docx has it, unless it is locked or far too large."""

from __future__ import annotations

import io
import re
import zipfile

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part, PartFactory
from docx.oxml.document import CT_Document
from docx.package import Package
from docx.parts.document import DocumentPart
from docx.parts.image import ImagePart

from indexer.reading.office import bombs

_BROKEN = "不是 Word 文档，或文件不完整。请重新取得该文件，或在 Word、WPS 中另存为 .docx。"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/([A-Za-z]+)")
"""A name in Strict Open XML; the one that all other files have differs by nothing but its form."""


def opened(data: bytes, place: str) -> WordDocument:
    """The document. Raises `Unreadable`, naming `place`, and whatever python-docx raises on broken files."""
    bombs.opened(data, place, _BROKEN).close()
    word = Package.open(io.BytesIO(_transitional(data)))
    if not isinstance(main := word.main_document_part, DocumentPart):
        raise zipfile.BadZipFile(f"it holds {main.content_type}")
    document: WordDocument = main.document
    if not isinstance(document.element, CT_Document) or document.element.body is None:
        raise zipfile.BadZipFile("正文部分不是 Word 的正文")
    return document


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
