"""Where each report comes from, as a checksum: its digest tells nothing of that, for a file that only moves
need not be indexed again.

    origins   uint32   of each document
"""

from __future__ import annotations

import zlib

from indexer.report import Report


def origin(report: Report) -> int:
    """A checksum of where its file stands and when it was indexed."""
    return zlib.crc32(f"{report.place}\0{report.folder}\0{report.indexed}".encode())
