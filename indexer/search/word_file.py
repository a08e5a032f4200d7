"""Reports as a Word file: their titles, what is known of them, how they are cited, and all of their text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Pt

from indexer.deadline import check
from indexer.report import Kind, Report
from indexer.search.citation import UNTITLED, cite

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""
_FACE = "SimSun"
"""The face of Chinese text that every Word has."""
_STYLES = {Kind.HEADING: "Heading 2", Kind.KICKER: "Subtitle", Kind.CAPTION: "Caption"}
"""How blocks are set; all others as usual."""


def word_file(reports: Iterable[Report], today: date) -> bytes:
    """One file, each report on a page of its own. Raises `OutOfTime`."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    styles = {
        kind: document.styles[name] for kind, name in _STYLES.items()
    }  # each by name takes a millisecond
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FACE)
    for number, report in enumerate(reports):
        check()
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.add_heading(_told(report.title) or UNTITLED, level=1)
        document.add_paragraph(_told(cite(report, None, "text", "", today)), style="Intense Quote")
        for block in report.paragraphs:
            check()
            paragraph = document.add_paragraph(_told(block.text))
            if style := styles.get(block.kind):
                paragraph.style = style
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _told(text: str) -> str:
    return _ILLEGAL.sub("", text)
