"""No foreign error crosses the seam: what Whoosh, numpy or the disk raise becomes ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import IndexDamaged, IndexUnusable, JianbaoError
from indexer.message import Message


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Around whatever reads the index's files. There is no end to what a damaged one can raise: a
    zero-byte table of contents TypeError, a truncated one EOFError, a wrong byte anything at all."""
    with using_disk(folder):
        try:
            yield
        except (JianbaoError, OSError) as error:
            if isinstance(error, FileNotFoundError):
                name = Path(error.filename or "").name
                raise IndexDamaged(folder, Message("缺少文件 {name}", name=name)) from error
            raise
        except Exception as error:
            raise IndexDamaged(folder, f"{type(error).__name__}: {error}") from error


@contextmanager
def using_disk(folder: Path) -> Iterator[None]:
    """Around whatever only needs room and permission: what is written there already stays as it is."""
    try:
        yield
    except OSError as error:
        raise IndexUnusable(
            Message(
                "无法使用 {folder} 中的索引：{detail}。请检查磁盘空间和文件夹的权限。",
                folder=folder,
                detail=error.strerror or error,
            )
        ) from error
