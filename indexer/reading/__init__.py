"""A file -> Reports. One file or folder a format; a format is chosen by the file's name.

source.py        what a reader is given and what it yields
below.py         a file opened through no link below the folder that was named
guess.py         bytes -> the encoding that they are likely in
decoding.py      bytes -> text
layout/          newspaper columns -> blocks
metadata/        what is known about a report beside its text
document.py      a document as its format has it -> the report that is indexed
text.py          .txt, and the facts above a text
markdown.py      .md
html/            .html
docx/            .docx
rtf/             .rtf
odt/             .odt
office/          other files of office programs: .doc, .wps, tables, slides
print/           .pdf, .png, .jpg and .tif
ofd/            .ofd
record_fields.py what the fields of records are called
record_lines.py  the lines of a file of records, packed or not
record_report.py one record -> a report
records.py       .jsonl, .jsonl.xz, .jsonl.gz and .csv of records
epub.py          .epub
mail/            .eml, .msg, .mht
archive/         .zip, .7z and .tar of all these
blame.py         whose fault it is that a file cannot be read
unread.py        formats that are known and not read: what to do with such a file
formats.py       the table of formats; one file read
original.py      the file that a report was read from, opened again
budget.py        how much time one file may take
worker.py        one worker process that reads files
pool.py          many files, each read by a worker within limits
"""

from __future__ import annotations

from indexer.reading.below import open_below
from indexer.reading.decoding import is_encoding
from indexer.reading.formats import FORMATS, format_of, is_left_behind, unknown
from indexer.reading.metadata.sidecar import NAME as SIDECAR
from indexer.reading.metadata.sidecar import read as read_sidecar
from indexer.reading.original import Original, has_original, open_original
from indexer.reading.pool import read_all
from indexer.reading.print.picture import picture as page_picture
from indexer.reading.record_fields import FIELDS, Columns, field_of
from indexer.reading.source import Facts, Source, Working, folder_below, paths_of, place_of

__all__ = [
    "FIELDS",
    "FORMATS",
    "SIDECAR",
    "Columns",
    "Facts",
    "Original",
    "Source",
    "Working",
    "field_of",
    "folder_below",
    "format_of",
    "has_original",
    "is_encoding",
    "is_left_behind",
    "open_below",
    "open_original",
    "page_picture",
    "paths_of",
    "place_of",
    "read_all",
    "read_sidecar",
    "unknown",
]
