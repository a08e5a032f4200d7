"""Printed matter for tests: reports set by a real browser, pictures of pages, and PDFs written by hand."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser

from indexer.report import Block, Kind

_STYLE = """
@page { size: %(size)s; margin: 22mm 18mm }
body { margin: 0; font: %(points)spt/1.55 "Noto Serif CJK SC" }
h1 { margin: 0 0 4mm; text-align: center; font: bold 24pt/1.3 "Noto Sans CJK SC" }
h2 { margin: 1em 0; text-align: left; text-indent: 0; font: bold 1.1em/1.4 "Noto Sans CJK SC" }
p { margin: 0; text-indent: 2em; text-align: justify }
p.line { text-indent: 0; text-align: left; margin: .4em 0 }
.text { columns: %(columns)s; column-gap: %(gap)sem; column-fill: auto }
"""


def sheet(
    blocks: Sequence[Block], columns: int = 1, size: str = "A4", points: float = 10.5, gap: float = 1.8
) -> str:
    """A page of HTML: the title across all columns, below it everything else."""
    style = _STYLE % {"size": size, "points": points, "columns": columns, "gap": gap}
    title = "".join(f"<h1>{html.escape(b.text)}</h1>" for b in blocks if b.kind is Kind.TITLE)
    text = "".join(_element(block) for block in blocks if block.kind is not Kind.TITLE)
    return f'<!doctype html><meta charset="utf-8"><style>{style}</style>{title}<div class="text">{text}</div>'


def _element(block: Block) -> str:
    text = html.escape(block.text)
    if block.kind is Kind.HEADING:
        return f"<h2>{text}</h2>"
    return f"<p>{text}</p>" if block.kind is Kind.PARAGRAPH else f'<p class="line">{text}</p>'


def pdf_of(browser: Browser, markup: str, header: str = "", footer: str = "") -> bytes:
    """The PDF that the browser prints. In the footer `#` stands for the number of the page."""
    page = browser.new_page()
    try:
        page.set_content(markup)
        if not header and not footer:
            return page.pdf(prefer_css_page_size=True)
        number = '<span class="pageNumber"></span>'
        frame = '<div style="font: 9px Noto Sans CJK SC; width: 100%%; margin: 0 18mm">%s</div>'
        return page.pdf(
            prefer_css_page_size=True,
            display_header_footer=True,
            header_template=frame % html.escape(header),
            footer_template=frame % html.escape(footer).replace("#", number),
        )
    finally:
        page.close()


def pictures_of(data: bytes, dots: int = 200) -> list[Image.Image]:
    """The pages of a PDF as a scanner sees them, with so many dots an inch."""
    with pdfium.PdfDocument(data) as document:
        return [_picture(document, number, dots) for number in range(len(document))]


def _picture(document: pdfium.PdfDocument, number: int, dots: int) -> Image.Image:
    page = document[number]
    bitmap = page.render(scale=dots / 72)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    bitmap.close()
    page.close()
    return picture


def scanned(pictures: Sequence[Image.Image]) -> bytes:
    """A PDF that holds nothing but pictures."""
    file = io.BytesIO()
    pictures[0].save(file, "PDF", resolution=200, save_all=True, append_images=list(pictures[1:]))
    return file.getvalue()


def joined(*parts: bytes) -> bytes:
    """One PDF of all the pages of several."""
    file = io.BytesIO()
    with pdfium.PdfDocument.new() as whole:
        for part in parts:
            with pdfium.PdfDocument(part) as document:
                whole.import_pages(document)
        whole.save(file)
    return file.getvalue()


def written(path: Path, *objects: str, trailer: str = "") -> Path:
    """A PDF written by hand: its objects, counted from 1, the first of which is the catalogue."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<</Root 1 0 R /Size {count} {trailer}>>\n"
    path.write_bytes(data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode("latin-1"))
    return path


def pages(count: int, content: str = "") -> list[str]:
    """The objects of a PDF of so many pages that all have this content."""
    page = f"<</Type/Page/Parent 2 0 R{'/Contents 4 0 R' if content else ''}>>"
    return [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/MediaBox[0 0 595 842]/Count {count}/Kids[{'5 0 R ' * count}]"
        "/Resources<</Font<</F 3 0 R>>>>>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        page,
    ]


FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def drawn(*lines: str, size: int = 32, width: int = 1000) -> Image.Image:
    """A picture of lines of text, without a browser."""
    assert FONT.is_file(), "找不到思源黑体。请安装 Debian 软件包：apt-get install fonts-noto-cjk"
    picture = Image.new("RGB", (width, size * 2 * (len(lines) + 1)), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, size)
    for number, line in enumerate(lines):
        pen.text((size, size * (1 + 2 * number)), line, fill="black", font=font)
    return picture
