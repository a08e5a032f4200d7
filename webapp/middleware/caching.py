"""What need not be sent again, and what is made smaller on the wire.

ETags of the index are compared before any search; static files hold for a year.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

from flask import Flask, Response, current_app, g, request
from flask_compress import Compress

from indexer import JianbaoError
from webapp.addresses import PROBES, ROOT, changed
from webapp.language import page_language
from webapp.state import version

_STATIC = "static"
_TAG = "tag"
_ASK_AGAIN = "private, no-cache"
"""The browser alone keeps it, and asks each time whether it still holds."""
_FOR_A_YEAR = "public, max-age=31536000, immutable"


def register(app: Flask) -> None:
    """To be called behind whatever turns requests away: to say 304 is to answer."""
    app.before_request(_unchanged)
    app.after_request(_kept)
    app.add_template_global(static)


def _unchanged() -> Response | None:
    """304 to who has this very answer already, without a search."""
    if request.method not in ("GET", "HEAD") or request.endpoint == _STATIC or request.path in PROBES:
        return None
    try:
        g.tag = _tag()  # before the answer is made: should a commit come between, it is only sent once more
    except JianbaoError:
        return None  # whoever answers will meet the same error, and say it
    known = request.if_none_match
    return Response(status=304) if not known.star_tag and known.contains_weak(g.tag) else None


def _kept(response: Response) -> Response:
    if response.status_code not in (200, 206, 304) or request.path in PROBES:
        response.headers.setdefault("Cache-Control", "no-store")
    elif request.endpoint == _STATIC:
        response.headers["Cache-Control"] = _FOR_A_YEAR if _names_its_content() else "no-cache"
    else:
        response.headers.setdefault("Cache-Control", _ASK_AGAIN)
        if _TAG in g and not response.direct_passthrough:  # a file is not of the index: it has its own tag
            response.headers.setdefault("ETag", f'W/"{g.tag}"')
    return response


def _tag() -> str:
    """Of what is held, the program, the address and the language. Weak, as how long it took differs."""
    site = f"{request.scheme}://{request.host}{request.script_root}"  # `request.url` decodes all of it
    today = date.today().isoformat()  # which citations name
    parts = (version(), _program(), site + request.full_path, page_language(), today)
    return blake2b("\0".join(parts).encode(errors="surrogatepass"), digest_size=12).hexdigest()


@cache
def _program() -> str:
    """What tells this program from the one that ran before it was changed."""
    above = Path(__file__).parents[2]
    paths = (path for folder in ("indexer", "webapp") for path in (above / folder).rglob("*"))
    sources = (path for path in paths if path.is_file() and "__pycache__" not in path.parts)
    return str(max(path.stat().st_mtime_ns for path in sources))


def static(name: str) -> str:
    """The address of a static file has a hash of its content: another content, another address. It is made
    without a look at the request, for every page needs it, and one that tells of a bad request does too."""
    return _address(current_app.static_folder or "", name, ROOT.get())


@lru_cache(maxsize=256)
def _address(folder: str, name: str, root: str) -> str:
    """Once a process: where a file has changed since, who asks for it is told not to keep it."""
    return changed(f"/static/{name}", {}, v=_content(name))


def _names_its_content() -> bool:
    given = request.args.get("v")
    return given is not None and given == _content((request.view_args or {})["filename"])


def _content(name: str) -> str | None:
    path = os.path.join(current_app.static_folder or "", name)
    try:
        return _hash(path, os.stat(path).st_mtime_ns)
    except OSError:  # it is not there, or is no file
        return None


@lru_cache(maxsize=256)
def _hash(path: str, changed: int) -> str:
    return blake2b(Path(path).read_bytes(), digest_size=6).hexdigest()


# — compression —


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
_MIN_BYTES = 1024
"""Less fits into one packet anyhow."""
_ZSTD_LEVEL = 3
_GZIP_LEVEL = 3
"""A page of results (53 kB) takes 0.13 ms, and 0.42 ms at level 5, which makes it smaller by a twentieth."""


def register_compression(app: Flask) -> None:
    """By zstd where the client takes it, by gzip where it does not. To be called before whatever else looks
    at responses: the first to register sees them last.

    A stream stays one: what is compressed goes out whenever there is a block of it (128 kB of text).
    """
    algorithms = ["zstd", "gzip"]
    app.config.from_mapping(
        COMPRESS_ALGORITHM=algorithms,
        COMPRESS_ALGORITHM_STREAMING=algorithms,
        COMPRESS_MIMETYPES=list(TYPES),
        COMPRESS_MIN_SIZE=_MIN_BYTES,
        COMPRESS_LEVEL=_GZIP_LEVEL,
        COMPRESS_ZSTD_LEVEL=_ZSTD_LEVEL,
    )
    Compress(app)
