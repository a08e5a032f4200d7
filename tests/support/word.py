"""Word files written by hand: a zip of XML, in which any part can be what a test wants it to be."""

from __future__ import annotations

import io
import zipfile

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = f"{_TYPES}.document.main+xml"


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_file(body: str, numbering: str = "", styles: str = "", **chunks: tuple[str, str, bytes]) -> bytes:
    """A Word file with this body. A chunk is embedded under its name as (file name, content type, bytes)."""
    parts = {"word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()}
    types = [("word/document.xml", MAIN)]
    relations = ""
    for name, xml in (("numbering", numbering), ("styles", styles)):
        if xml:
            parts[f"word/{name}.xml"] = f"<w:{name} {NAMES}>{xml}</w:{name}>".encode()
            types.append((f"word/{name}.xml", f"{_TYPES}.{name}+xml"))
            relations += _relation(name, name, f"{name}.xml")
    for name, (file, content_type, data) in chunks.items():
        parts[f"word/{file}"] = data
        types.append((f"word/{file}", content_type))
        relations += _relation(name, "aFChunk", file)
    parts["word/_rels/document.xml.rels"] = _relations(relations)
    parts["_rels/.rels"] = _relations(_relation("d", "officeDocument", "word/document.xml"))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in types)
    relations_type = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = f'<Default Extension="rels" ContentType="{relations_type}"/>'
    listed = f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
    return _zip({"[Content_Types].xml": listed.encode(), **parts})


def strict(word: bytes) -> bytes:
    """The same in Strict Open XML."""
    with zipfile.ZipFile(io.BytesIO(word)) as old:
        return _zip({name: _strict(old.read(name)) for name in old.namelist()})


def _strict(xml: bytes) -> bytes:
    for name in ("officeDocument/2006/relationships", "wordprocessingml/2006/main", "drawingml/2006/main"):
        new = f"http://purl.oclc.org/ooxml/{name.replace('/2006', '')}"
        xml = xml.replace(f"http://schemas.openxmlformats.org/{name}".encode(), new.encode())
    return xml


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(held: str) -> bytes:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{held}</Relationships>'.encode()


def _zip(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return held.getvalue()
