"""An article as what programs make files of: flat OpenDocument, HTML, Markdown, a letter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from benchmarks.layout.setting import rows as broken
from benchmarks.reading.material import Article

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("presentation", "presentation"),
    )
)
_FACE = 'style:font-name="Noto Serif CJK SC" style:font-name-asian="Noto Serif CJK SC"'
_PARAGRAPHS_A_SLIDE = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How a page is set: `width` and `height` are in centimetres, `points` is the size of the type."""

    name: str
    width: float = 21.0
    height: float = 29.7
    points: float = 10.5
    columns: int = 1
    is_table: bool = False


LAYOUTS = (
    Layout("一栏"),
    Layout("两栏", columns=2),
    Layout("表格", is_table=True),
    Layout("小开本", 14.8, 21.0, 9),
    Layout("大字", points=16),
    Layout("小字两栏", points=7.5, columns=2),
)


# — flat OpenDocument —


def text_file(article: Article, layout: Layout) -> str:
    """A text for a word processor."""
    body = _table(article) if layout.is_table else "".join(map(_paragraph, article.paragraphs))
    section = f'<text:section text:style-name="S" text:name="S">{body}</text:section>'
    title = f'<text:h text:style-name="H" text:outline-level="1">{escape(article.title)}</text:h>'
    return _flat("text", _text_styles(layout), f"<office:text>{title}{section}</office:text>")


def _text_styles(layout: Layout) -> str:
    columns = f'<style:columns fo:column-count="{layout.columns}" fo:column-gap="0.8cm"/>'
    size = f'fo:font-size="{layout.points}pt" style:font-size-asian="{layout.points}pt"'
    return (
        f'<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties'
        f' fo:page-width="{layout.width}cm" fo:page-height="{layout.height}cm" fo:margin="2cm"/>'
        '</style:page-layout><style:style style:name="S" style:family="section"><style:section-properties>'
        f"{columns}</style:section-properties></style:style>"
        '<style:style style:name="P" style:family="paragraph"><style:paragraph-properties'
        f' fo:text-indent="0.8cm" fo:text-align="justify"/><style:text-properties {_FACE} {size}/>'
        '</style:style><style:style style:name="H" style:family="paragraph"><style:text-properties'
        f' {_FACE} style:font-size-asian="22pt"/></style:style></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"/>'
        "</office:master-styles>"
    )


def _paragraph(text: str) -> str:
    return f'<text:p text:style-name="P">{escape(text)}</text:p>'


def _table(article: Article) -> str:
    return _named_table("T", article.rows, "P")


def _named_table(name: str, rows: Sequence[Sequence[str]], style: str = "") -> str:
    columns = f'<table:table-column table:number-columns-repeated="{max(map(len, rows))}"/>'
    return f'<table:table table:name="{name}">{columns}{_rows(rows, style)}</table:table>'


def _rows(rows: Sequence[Sequence[str]], style: str) -> str:
    named = f' text:style-name="{style}"' if style else ""
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p{named}>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        for row in rows
    )
    return "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)


def sheet_file(articles: Sequence[Article]) -> str:
    """A workbook, a sheet for each article."""
    sheets = "".join(
        _named_table(f"第{n}张", [(one.title,), *one.rows]) for n, one in enumerate(articles, start=1)
    )
    return _flat("spreadsheet", "", f"<office:spreadsheet>{sheets}</office:spreadsheet>")


def slide_file(article: Article) -> str:
    """A presentation: a few paragraphs on each slide."""
    starts = range(0, len(article.paragraphs), _PARAGRAPHS_A_SLIDE)
    pages = "".join(
        f'<draw:page draw:name="p{start}" draw:master-page-name="M">{_frame(1, 2, [article.title], "title")}'
        f"{_frame(4, 12, article.paragraphs[start : start + _PARAGRAPHS_A_SLIDE], 'outline')}</draw:page>"
        for start in starts
    )
    master = (
        '<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties'
        ' fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/>'
        "</office:master-styles>"
    )
    return _flat("presentation", master, f"<office:presentation>{pages}</office:presentation>")


def _frame(top: int, height: int, texts: Sequence[str], kind: str) -> str:
    inside = "".join(f"<text:p>{escape(text)}</text:p>" for text in texts)
    return (
        f'<draw:frame presentation:class="{kind}" svg:x="1cm" svg:y="{top}cm" svg:width="26cm"'
        f' svg:height="{height}cm"><draw:text-box>{inside}</draw:text-box></draw:frame>'
    )


def _flat(kind: str, styles: str, body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMES} office:version="1.2"'
        f' office:mimetype="application/vnd.oasis.opendocument.{kind}">{styles}'
        f"<office:body>{body}</office:body></office:document>"
    )


# — the web, plain text, letters —


def page(article: Article, layout: Layout) -> str:
    """A web page, which is printed in that layout."""
    body = "".join(f"<p>{escape(one)}</p>" for one in article.paragraphs)
    if layout.is_table:
        rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in article.rows)
        body = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(article.title)}</title><style>'
        f"@page {{ size: {layout.width}cm {layout.height}cm; margin: 2cm }}"
        f'body {{ margin: 0; font: {layout.points}pt/1.6 "Noto Serif CJK SC" }}'
        f"h1 {{ font-size: 1.8em; text-align: center }} p {{ margin: 0; text-indent: 2em }}"
        f".text {{ columns: {layout.columns}; column-gap: 2em; text-align: justify }}"
        "table { border-collapse: collapse } td { border: 1px solid; padding: 3px }</style></head><body>"
        f'<article><h1>{escape(article.title)}</h1><div class="text">{body}</div></article></body></html>'
    )


def plain(article: Article, measure: int = 0) -> str:
    """The text, a paragraph a line; or broken into lines of so many half characters, as print is."""
    if not measure:
        return "\n".join((article.title, *article.paragraphs, ""))
    lines = [line for one in article.paragraphs for line in broken(f"　　{one}", measure)]
    return "\n".join((article.title, "", *lines, ""))


def markdown(article: Article) -> str:
    return "\n\n".join((f"# {article.title}", *article.paragraphs, ""))


def letter(article: Article, attached: bytes = b"") -> bytes:
    made = EmailMessage()
    made["Subject"], made["From"] = article.title, "办公室 <office@example.org>"
    made.set_content(plain(article), charset="gb18030", cte="base64")
    if attached:
        made.add_attachment(attached, "application", "octet-stream", filename="附件.docx")
    return made.as_bytes()


def archived_page(article: Article) -> bytes:
    """A web page as browsers store it in one file (.mht)."""
    made = EmailMessage()
    made["Subject"] = article.title
    made.set_content(page(article, LAYOUTS[0]), subtype="html", charset="utf-8", cte="quoted-printable")
    return made.as_bytes()
