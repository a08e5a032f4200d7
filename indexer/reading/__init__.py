"""A file -> Reports. One file or folder a format; a format is chosen by the file's name.

facts.py            what is known about a report beside its text
source.py           what a reader is given and what it yields
decoding.py         bytes -> text
decoding_guess.py   which encoding bytes are in
layout.py           newspaper columns -> blocks (pure)
layout_*.py         its parts (pure)
guessing/           what is known about a report from its text alone (pure)
document.py         a document as its format has it -> the report that is indexed
sidecar.py          what a metadata.csv tells about the files beside it
front_matter.py     what a text tells about itself, above its first line
text.py             .txt
markdown.py         .md
html/               .html
table_rows.py       a row of a table -> its text
docx_text.py        what is visible in a Word file
docx.py             .docx
pages/              .pdf, .png, .jpg and .tif
record_lines.py     the lines of a file of records, packed or not
records.py          .jsonl, .jsonl.xz, .jsonl.gz and .csv of records
archive_members.py  what the members of a .zip are called, and which are refused
archive.py          .zip of all these
formats.py          the table of formats; one file read
original.py         the file that a report was read from, opened again
worker.py           one worker process that reads files
guarded.py          many files, each read by a worker within limits
"""

from __future__ import annotations

from indexer.reading.decoding import is_encoding
from indexer.reading.facts import Facts
from indexer.reading.formats import FORMATS, format_of, is_left_behind, unknown
from indexer.reading.guarded import read_all
from indexer.reading.original import Original, has_original, open_original
from indexer.reading.sidecar import NAME as SIDECAR
from indexer.reading.sidecar import read as read_sidecar
from indexer.reading.source import Source, place_of

__all__ = [
    "FORMATS",
    "SIDECAR",
    "Facts",
    "Original",
    "Source",
    "format_of",
    "has_original",
    "is_encoding",
    "is_left_behind",
    "open_original",
    "place_of",
    "read_all",
    "read_sidecar",
    "unknown",
]
