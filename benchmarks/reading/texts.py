"""Files made to be hard to read: one piece over and over, or one thing within another, in every format."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

Make = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Hard:
    """A file of this name, of about so many bytes as `make` is given: unpacked, where it is packed."""

    name: str
    make: Make


def repeated(piece: str, before: str = "", after: str = "", encoding: str = "utf-8") -> Make:
    """The piece as often as the size asks."""
    one = piece.encode(encoding)
    return lambda size: before.encode(encoding) + one * ceil(size / max(1, len(one))) + after.encode(encoding)


def nested(opening: str, closing: str, inside: str = "中") -> Make:
    """One thing in another, properly closed."""

    def make(size: int) -> bytes:
        depth = size // len((opening + closing).encode())
        return (opening * depth + inside + closing * depth).encode()

    return make


def _lists(size: int) -> bytes:
    """A list in a list, each two spaces further in."""
    depth = int(size**0.5)
    return "".join(f"{'  ' * n}- 中\n" for n in range(depth)).encode()


# — text —

_SENTENCE = "全市经济运行稳中有进，主要指标好于预期。"
_CLAUSES = "全市经济运行总体平稳，工业生产稳步回升，消费市场持续恢复，固定资产投资较快增长，外贸进出口"
_LINES = {
    "one character": "中\n",
    "one character, blank": "中\n\n",
    "page numbers": "— 3 —\n",
    "page heads": "A03 要闻 2023年3月5日 星期日\n",
    "bare numbers": "12\n",
    "bare numbers, blank": "12\n\n",
    "headings": "一、指导思想\n",
    "headings, blank": "一、指导思想\n\n",
    "by-lines": "（记者 王芳）\n",
    "captions": "图为会场 王芳摄\n",
    "sentences": f"{_SENTENCE}\n",
    "sentences, blank": f"{_SENTENCE}\n\n",
    "halves, blank": f"{_CLAUSES}\n\n",
    "full lines": "这一行字正好排满一栏的宽度而后另起\n",
    "full lines, blank": "这一行字正好排满一栏的宽度而后另起\n\n",
    "indented": "　　这一行缩进\n这一行没有缩进\n",
    "opening quotes": "“\n",
    "opening brackets": "（\n",
    "labels": "来源：\n",
    "dates": "2023年3月5日\n",
    "Latin words": "a b c d\n",
    "returns": "中\r",
    "spaces between": f"中{' ' * 400}中\n",
    "fences": "---\n",
}
_LONG = {
    "character": "中",
    "digits": "12345",
    "Latin letters": "a",
    "spaces": " ",
    "wide spaces": "　",
    "columns": "中\t",
    "opening quotes": "“",
    "opening brackets": "（",
    "closing brackets": "）",
    "dashes": "—",
    "marks": "，",
    "dates": "2023年3月5日",
    "labels": "来源：",
    "roles": "记者王芳、",
    "numbers of documents": "国发〔2024〕5号",
    "combining accents": "a\u0301\u0302",
    "emoji": "\U0001f600",
}

# — Markdown —

_MARKDOWN = {
    "links opened": "[a](",
    "brackets": "[",
    "brackets closed": "]",
    "images": "![",
    "images closed": "![a](b)",
    "stars": "*a ",
    "stars alone": "*",
    "strong": "**a",
    "mixed emphasis": "*a _b **c __d ",
    "underscores": "_a",
    "tildes": "~~a",
    "back ticks": "`",
    "back ticks, growing": "`a``b```c````d",
    "tags": "<b>",
    "tags opened": "<a ",
    "comments opened": "<!-- ",
    "declarations": "<!A ",
    "processing": "<? ",
    "escapes": "\\[",
    "entities": "&amp;",
    "links, good": "[a](b) ",
    "autolinks": "<http://a> ",
    "line breaks": "中  \n",
    "fences": "~~~\n",
    "headings": "# 中\n",
    "underlined": "中\n===\n",
    "table": "| a | b |\n",
    "references": "[a]: b\n",
    "references used": "[a][a] ",
    "numbers": "1. a\n",
    "items": "- a\n",
    "quotations": "> a\n",
    "quotations, blank": "> a\n\n",
    "HTML blocks": "<div>\n\n",
    "HTML lines": "<p>中\n",
    "page numbers": "— 3 —\n\n",
}
_TABLE = "|a|b|\n|-|-|\n"

# — web pages —

_HTML = {
    "crossed": "<b><i>中<p>",
    "blocks": "<div>中",
    "blocks, empty": "<div>",
    "paragraphs": "<p>中",
    "bold": "<b>中",
    "spans": "<span>中",
    "fonts": "<font>中",
    "lists": "<ul><li>中",
    "items": "<li>中",
    "tables": "<table><tr><td>中",
    "rows": "<tr><td>中</td></tr>",
    "cells": "<td>中",
    "links": "<a href=x>中</a>",
    "links in paragraphs": "<p><a href=x>中</a></p>",
    "links opened": "<a href=x>中",
    "breaks": "中<br>",
    "headings": "<h1>中</h1>",
    "headings opened": "<h1>中",
    "titles": "<title>中</title>",
    "metadata": "<meta name=author content=王芳>",
    "data": '<script type="application/ld+json">{"a":1}</script>',
    "scripts opened": "<script>a",
    "comments": "<!--a-->",
    "comments opened": "<!--",
    "tags opened": "<a ",
    "angles": "<",
    "entities": "&nbsp;",
    "sentences": f"<p>{_SENTENCE}</p>",
    "captions": "<figure><figcaption>中</figcaption></figure>",
    "quotations": "<blockquote>中",
    "preformatted": "<pre>中\n",
    "forms": "<form><input>中",
    "closings": "</div>",
    "sources": "<div>来源：中</div>",
}

# — Word —

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{}</Types>'
)
_STYLES_TYPE = (
    '<Override PartName="/word/styles.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATED = (
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"'
    ' Target="{}"/>'
)


def _docx(body: Make, styles: Make | None = None) -> Make:
    """A Word file with this body, and these styles."""

    def make(size: int) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
            made.writestr("[Content_Types].xml", _TYPES.format(_STYLES_TYPE if styles else ""))
            made.writestr(
                "_rels/.rels", _RELATIONS.format(_RELATED.format("officeDocument", "word/document.xml"))
            )
            made.writestr(
                "word/document.xml",
                b"".join(
                    (f"<w:document {_W} {_MC}><w:body>".encode(), body(size), b"</w:body></w:document>")
                ),
            )
            if styles:
                made.writestr(
                    "word/_rels/document.xml.rels", _RELATIONS.format(_RELATED.format("styles", "styles.xml"))
                )
                made.writestr("word/styles.xml", f"<w:styles {_W}>".encode() + styles(size) + b"</w:styles>")
        return held.getvalue()

    return make


def _chained_styles(size: int) -> bytes:
    """Styles, each based on the one before it."""
    names = range(max(1, size // 75))
    return "".join(
        f'<w:style w:styleId="s{n}"><w:name w:val="s"/><w:basedOn w:val="s{n + 1}"/></w:style>' for n in names
    ).encode()


_P = "<w:p><w:r><w:t>中</w:t></w:r></w:p>"
_CELL = f"<w:tc>{_P}</w:tc>"
_DOCX = {
    "paragraphs": repeated(_P),
    "paragraphs, empty": repeated("<w:p/>"),
    "runs": repeated("<w:r><w:t>中</w:t></w:r>", "<w:p>", "</w:p>"),
    "page numbers": repeated("<w:p><w:r><w:t>— 3 —</w:t></w:r></w:p>"),
    "rows": repeated(f"<w:tr>{_CELL}</w:tr>", "<w:tbl>", "</w:tbl>"),
    "cells": repeated(_CELL, "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "tables": nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", _P),
    "controls": nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", _P),
    "insertions": nested("<w:ins>", "</w:ins>", _P),
    "runs in runs": lambda size: b"<w:p>" + nested("<w:r>", "</w:r>", "<w:t>中</w:t>")(size) + b"</w:p>",
    "boxes": nested("<w:p><w:r><w:txbxContent>", "</w:txbxContent></w:r></w:p>", _P),
    "choices": nested("<mc:AlternateContent><mc:Choice>", "</mc:Choice></mc:AlternateContent>", _P),
    "choices in a paragraph": lambda size: (
        b"<w:p>"
        + nested(
            "<mc:AlternateContent><mc:Choice>",
            "</mc:Choice></mc:AlternateContent>",
            "<w:r><w:t>中</w:t></w:r>",
        )(size)
        + b"</w:p>"
    ),
}

# — records —


def _json_line(text: str) -> Make:
    return lambda size: json.dumps(
        {"paragraphs": [text * (size // len(text.encode()))]}, ensure_ascii=False
    ).encode()


def _json_texts(size: int) -> bytes:
    return json.dumps({"paragraphs": ["中"] * (size // 7)}, ensure_ascii=False).encode()


_RECORDS = {
    "giant.jsonl": _json_line("中"),
    "texts.jsonl": _json_texts,
    "records.jsonl": repeated('{"title":"中"}\n'),
    "blank lines.jsonl": repeated("\n"),
    "arrays.jsonl": nested("[", "]"),
    "objects.jsonl": nested('{"a":', "}", "1"),
    "no records.jsonl": repeated("中\n"),
    "escapes.jsonl": lambda size: b'{"title":"' + b"\\u4e2d" * (size // 6) + b'"}',
    "records.jsonl.gz": lambda size: gzip.compress(repeated('{"title":"中"}\n')(size)),
    "giant row.csv": lambda size: b"title\n" + repeated("中")(size),
    "giant cell.csv": lambda size: b'title\n"' + repeated("中\n")(size) + b'"',
    "columns.csv": repeated("中,"),
    "columns of a row.csv": lambda size: b"title\n" + repeated("中,")(size),
    "rows.csv": lambda size: b"title\n" + repeated("中\n")(size),
    "quotes.csv": lambda size: b'title\n"' + repeated('""')(size) + b'"',
    "paragraphs.csv": lambda size: b'title,paragraphs\n1,"' + repeated("中\n")(size) + b'"',
}

# — PDF —


def _pdf(pages: int, content: bytes = b"") -> bytes:
    """Pages that all have this content, and are told apart by their numbers alone."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + pages))
    page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>" if content else b"<</Type/Page/Parent 2 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Count %d/Kids[%b]>>"
        % (pages, kids),
        font,
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        *([page] * pages),
    ]
    return _of_objects(objects)


def _of_objects(objects: list[bytes]) -> bytes:
    held, offsets = [b"%PDF-1.7\n"], []
    end = len(held[0])
    for number, one in enumerate(objects, start=1):
        offsets.append(end)
        held.append(b"%d 0 obj\n%b\nendobj\n" % (number, one))
        end += len(held[-1])
    held.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    held += [b"%010d 00000 n \n" % offset for offset in offsets]
    held.append(b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, end))
    return b"".join(held)


def _drawn(each: Callable[[int], str]) -> Make:
    """One page on which something is drawn again and again."""

    def make(size: int) -> bytes:
        count = size // len(each(100))
        return _pdf(1, b"BT /F 10 Tf\n" + b"".join(each(n).encode() + b"\n" for n in range(count)) + b"ET")

    return make


_PRINT = {
    "empty pages.pdf": lambda size: _pdf(size // 100),
    "pages of a letter.pdf": lambda size: _pdf(size // 110, b"BT /F 10 Tf 99 500 Td (abcdefgh) Tj ET"),
    "letters in one place.pdf": _drawn(lambda n: "1 0 0 1 99 500 Tm (a) Tj"),
    "letters in a row.pdf": _drawn(lambda n: f"1 0 0 1 {n / 100:.2f} 500 Tm (a) Tj"),
    "letters in a column.pdf": _drawn(lambda n: f"1 0 0 1 99 {n / 100:.2f} Tm (a) Tj"),
    "letters on a diagonal.pdf": _drawn(lambda n: f"1 0 0 1 {n % 55 * 10} {n // 55 % 80 * 10} Tm (a) Tj"),
    "letters turned.pdf": _drawn(lambda n: f"0 1 -1 0 {n % 55 * 10} {n // 55 % 80 * 10} Tm (a) Tj"),
    "one long line.pdf": lambda size: _pdf(1, b"BT /F 10 Tf 0 500 Td (" + b"a" * size + b") Tj ET"),
}

# — archives —


def _zip(name: Callable[[int], str], content: bytes = b"") -> Make:
    """An archive of many members; each takes about a hundred bytes of the size."""

    def make(size: int) -> bytes:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as made:
            for number in range(size // 100):
                made.writestr(zipfile.ZipInfo(name(number)), content)
        return held.getvalue()

    return make


_ARCHIVES = {
    "members.zip": _zip(lambda n: f"{n}.txt", "中".encode()),
    "folders.zip": _zip(lambda n: f"{'a/' * 50}{n}.txt"),
    "unknown.zip": _zip(lambda n: f"{n}.xyz"),
}


def named(ending: str, pieces: dict[str, str], make: Callable[[str], Make] = repeated) -> list[Hard]:
    return [Hard(f"{name}.{ending}", make(piece)) for name, piece in pieces.items()]


HARD: tuple[Hard, ...] = (
    *named("txt", _LINES),
    *(Hard(f"one line of {name}.txt", repeated(piece)) for name, piece in _LONG.items()),
    Hard("one line between spaces.txt", lambda size: b"\xe4\xb8\xad" + b" " * size + b"\xe4\xb8\xad"),
    Hard("sentences in GB 18030.txt", repeated(f"{_SENTENCE}\n", encoding="gb18030")),
    Hard("lines in UTF-16.txt", repeated("中\n\n", encoding="utf-16-le")),
    Hard(
        "facts nested.txt",
        lambda size: b"---\ntitle: " + b"[" * min(size, 60_000) + b"\n---\n" + b"\xe4\xb8\xad" * 9,
    ),
    *named("md", _MARKDOWN),
    Hard("table of rows.md", repeated("|中|中|\n", _TABLE)),
    Hard(
        "table of columns.md",
        lambda size: b"|a" * (size // 6) + b"|\n" + b"|-" * (size // 6) + b"|\n" + b"|a" * (size // 6),
    ),
    Hard("lists in lists.md", _lists),
    Hard("quotations in quotations.md", lambda size: b"> " * (size // 2) + "中".encode()),
    Hard("items in items.md", lambda size: b"- " * (size // 2) + "中".encode()),
    Hard("brackets in brackets.md", nested("[", "]")),
    Hard("links in links.md", nested("[", "](a)")),
    Hard("images in images.md", nested("![", "](a)")),
    Hard("emphasis in emphasis.md", nested("*a **b", "b** a*")),
    *named("html", _HTML),
    *(Hard(f"{name}.docx", _docx(body)) for name, body in _DOCX.items()),
    Hard("styles in a chain.docx", _docx(repeated(_P, "", ""), _chained_styles)),
    *(Hard(name, make) for name, make in (_RECORDS | _PRINT | _ARCHIVES).items()),
)
