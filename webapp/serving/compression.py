"""Answers made smaller on the wire: zstd where the client takes it, gzip where it does not."""

from __future__ import annotations

from flask import Flask
from flask_compress import Compress

TYPES = (
    "application/atom+xml",
    "application/json",
    "application/jsonl",
    "application/opensearchdescription+xml",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/markdown",
    "text/plain",
)
_SMALL = 1024
"""Bytes that fit into one packet anyhow."""
_ZSTD, _GZIP = 3, 5
"""Levels."""


def register(app: Flask) -> None:
    """To be called before whatever else looks at responses: the first to register sees them last.

    A stream stays one: what is compressed goes out whenever there is a block of it (128 kB of text).
    """
    algorithms = ["zstd", "gzip"]
    app.config.from_mapping(
        COMPRESS_ALGORITHM=algorithms,
        COMPRESS_ALGORITHM_STREAMING=algorithms,
        COMPRESS_MIMETYPES=list(TYPES),
        COMPRESS_MIN_SIZE=_SMALL,
        COMPRESS_LEVEL=_GZIP,
        COMPRESS_ZSTD_LEVEL=_ZSTD,
    )
    Compress(app)
