"""The zip that a file of an office program is, opened unless it is none or would fill the memory."""

from __future__ import annotations

import io
import zipfile

from indexer.errors import Unreadable

_MAX_UNPACKED_BYTES = 512 * 2**20
MAX_PART_BYTES = 96 * 2**20  # a book's text takes a few; its tree in memory takes ten times as much
_MAX_RATIO = 200  # XML of long tables packs a hundred times smaller; what packs far smaller is a bomb
_ANY_RATIO_BYTES = 16 * 2**20  # what is no larger may have any ratio


def opened(data: bytes, place: str, broken: str) -> zipfile.ZipFile:
    """The zip. Raises `Unreadable`, which names `place`; `broken` is what is said where it is none. The sizes
    that a zip declares can be trusted: zipfile reads no more than them from a part, whatever is packed
    there."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(place, broken) from error
    parts = package.infolist()
    total = sum(part.file_size for part in parts)
    largest = max((part.file_size for part in parts), default=0)
    if total > _MAX_UNPACKED_BYTES or largest > MAX_PART_BYTES or any(map(is_bomb, parts)):
        raise Unreadable(
            place, f"解压后有 {total >> 20} MiB，远超一份报告应有的大小，没有打开。请核对文件来源。"
        )
    return package


def is_bomb(part: zipfile.ZipInfo) -> bool:
    """True of a part that would unpack to far more than text ever does."""
    return part.file_size > _ANY_RATIO_BYTES and part.file_size > _MAX_RATIO * part.compress_size
