"""No foreign error crosses the seam: what the disk raises, and what a damaged index makes Whoosh or numpy
raise, becomes ours. What is neither is a mistake in the program, and is passed on as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import IndexDamaged, IndexOutdated, IndexUnusable, JianbaoError
from indexer.message import Message
from indexer.whoosh_store.segment.arrays import DamagedArrays, OutdatedArrays


@dataclass(frozen=True, slots=True)
class Guard:
    """Around whatever reads the index at this place, as often as one likes, by any number of threads.

    There is no end to what a wrong byte can make the code raise, and a mistake in the code raises the same.
    So an error that nobody foresaw has `verify` compare the checksums of what was read: it raises
    `DamagedArrays` or OSError where they differ, and only then is the index said to be damaged.
    """

    place: str
    verify: Callable[[], None]

    def __enter__(self) -> None:
        """Nothing is to be got ready."""

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, OSError | DamagedArrays):
            raise _ours(self.place, error) from error
        if isinstance(error, Exception) and not isinstance(error, JianbaoError):
            try:
                self.verify()
            except (OSError, DamagedArrays) as damage:
                raise _ours(self.place, damage) from error


@contextmanager
def using_disk(place: str) -> Iterator[None]:
    """Around whatever only needs room and permission: what is written there already stays as it is."""
    try:
        yield
    except OSError as error:
        raise _no_use(place, error) from error


def _ours(place: str, error: OSError | DamagedArrays) -> IndexUnusable:
    if isinstance(error, OutdatedArrays):
        return IndexOutdated(place)
    if isinstance(error, DamagedArrays):
        return IndexDamaged(place, str(error))
    if isinstance(error, FileNotFoundError):
        return IndexDamaged(place, Message("缺少文件 {name}", name=Path(error.filename or "").name))
    return _no_use(place, error)


def _no_use(place: str, error: OSError) -> IndexUnusable:
    return IndexUnusable(
        Message(
            "无法使用 {folder} 中的索引：{detail}。请检查磁盘空间和文件夹的权限。",
            folder=place,
            detail=error.strerror or error,
        )
    )
