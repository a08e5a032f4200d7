"""Slides: those that LibreOffice made of a text of our own (flood.odp, .pptx and .ppt of flood.fodp, each by
`soffice --headless --convert-to`), and those written by hand, in which any part can be what a test wants it
to be."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.support.sheets import relations, zipped

_NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Relations = Mapping[str, tuple[str, str]]


def box(*paragraphs: str, at: tuple[int, int, int, int] | None = None, holder: str = "") -> str:
    """A shape with text at (left, top, width, height); `holder` are the attributes of its placeholder."""
    ph = f"<p:ph {holder}/>" if holder else ""
    place = place_of(at) if at else ""
    texts = "".join(
        f"<a:p>{one if '<' in one else f'<a:r><a:t>{one}</a:t></a:r>'}</a:p>" for one in paragraphs
    )
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{ph}</p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>"
        f"<p:txBody>{texts}</p:txBody></p:sp>"
    )


def place_of(at: tuple[int, int, int, int], inner: str = "") -> str:
    left, top, width, height = at
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>{inner}</a:xfrm>'


def table(*rows: Sequence[str], at: tuple[int, int, int, int]) -> str:
    """A table; an empty cell is merged with the one before it."""
    held = "".join(f"<a:tr>{''.join(map(_cell, row))}</a:tr>" for row in rows)
    place = place_of(at).replace("a:xfrm", "p:xfrm")
    return f"<p:graphicFrame>{place}<a:graphic><a:tbl>{held}</a:tbl></a:graphic></p:graphicFrame>"


def _cell(text: str) -> str:
    merged = "" if text else ' hMerge="1"'
    return f"<a:tc{merged}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


def power_point(
    *slides: str | tuple[str, Relations], extra: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A file of slides, each the XML of its shapes, with its relations if it has any."""
    listed = "".join(f'<p:sldId id="{256 + n}" r:id="s{n}"/>' for n in range(len(slides)))
    named = {f"s{n}": ("slide", f"slides/slide{n}.xml") for n in range(len(slides))}
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(b=("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {_NAMES}><p:sldIdLst>{listed}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(**named),
    }
    for n, one in enumerate(slides):
        shapes, own = one if isinstance(one, tuple) else (one, {})
        parts[f"ppt/slides/slide{n}.xml"] = tree("sld", shapes)
        parts[f"ppt/slides/_rels/slide{n}.xml.rels"] = relations(**own)
    return zipped({**parts, **(extra or {})})


def tree(kind: str, shapes: str) -> str:
    """A slide, layout (sldLayout) or page of notes."""
    return f"<p:{kind} {_NAMES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:{kind}>"


# — files of PowerPoint until 2003 —


def record(kind: int, content: bytes = b"", instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(content)) + content


def words(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


class OldSlides:
    """The stream of such a file: records are put at its end, as a program does that saves quickly."""

    def __init__(self) -> None:
        self._data = b""
        self._edit = 0
        self._at: dict[int, int] = {}

    def put(self, number: int, one: bytes) -> None:
        """A record of this number in the directory; one that had it is outdated."""
        self._at[number] = len(self._data)
        self._data += one

    def save(self, document: int) -> None:
        """Put down where the records are that were put since it was saved last."""
        directory = len(self._data)
        entries = b"".join(words(number | 1 << 20, at) for number, at in self._at.items())
        self._data += record(6002, entries)
        edit = len(self._data)
        self._data += record(4085, words(0, 0, self._edit, directory, document, 0, 0))
        self._edit, self._at = edit, {}

    def file(self, token: int = 0xE391C05F, edit: int = 0) -> bytes:
        """The file; `edit` is where it is wrongly told to have been saved last."""
        user = record(4086, words(20, token, edit or self._edit, 0, 0))
        return compound({"Current User": user, "PowerPoint Document": self._data})


def old_slide(*shapes: bytes, notes: int = 0) -> bytes:
    """A slide of shapes; `notes` is the name of its notes."""
    atom = record(1007, words(0, 0, 0, 0, notes, 0))
    group = record(0xF003, record(0xF004) + b"".join(shapes))
    return record(1006, atom + record(1036, record(0xF002, group)))


def old_box(*held: bytes, top: int = 0, left: int = 0) -> bytes:
    anchor = record(0xF010, struct.pack("<hhhh", top, left, left + 100, top + 50))
    return record(0xF004, anchor + record(0xF00D, b"".join(held)))


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file of several streams, as Office wrote them until 2007; each is filled up with zeros."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    held = {
        name: one + bytes(max(4096, -(-len(one) // sector) * sector) - len(one))
        for name, one in streams.items()
    }
    chains: list[int] = [0xFFFFFFFD, end]  # the table of sectors, and the directory
    entries = [_entry("Root Entry", 5, 1, end, 0)]
    for n, (name, one) in enumerate(held.items(), start=1):
        count, first = len(one) // sector, len(chains)
        chains += [*range(first + 1, first + count), end]
        following = n + 1 if n < len(held) else free
        entries.append(_entry(name, 2, free, first, len(one), following))
    table = words(*chains, *[free] * (sector // 4 - len(chains)))
    head = struct.pack(
        "<8s16sHHHHH6xIII4xIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 62, 3, 0xFFFE, 9, 6,
        0, 1, 1, 4096, end, 0, end, 0,
    )  # fmt: skip
    return (
        head
        + words(0, *[free] * 108)
        + table
        + b"".join(entries).ljust(sector, b"\0")
        + b"".join(held.values())
    )


def _entry(name: str, kind: int, child: int, first: int, size: int, following: int = 0xFFFFFFFF) -> bytes:
    bare = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIQ", bare, len(bare) + 2, kind, 1, 0xFFFFFFFF, following, child, first, size
    )
