"""The file of an archive, as its library is given it, which believes too much of what archives say."""

from __future__ import annotations

import io
import struct
from zipfile import BadZipFile

MAX_DIRECTORY_BYTES = 32 << 20
"""What the list of the members may take: each needs 46 bytes and its name."""
NAME_IS_UTF8 = 0x800
_LISTED, _LISTED_BYTES = b"PK\1\2", 46
"""How a member stands in the list: what it begins with, and how much there is before its name."""
_MEMBER, _MEMBER_BYTES = b"PK\3\4", 30
"""The same where its content is."""


class ArchiveFile(io.FileIO):
    """The library reads the list of members at once, however long it is said to be. And to it all of an
    archive is nothing where one name is said to be UTF-8 and is not: so here that is not said."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise BadZipFile("the list of files is too long")
        data = super().read(size) or b""
        if data.startswith(_LISTED):
            return _believable_list(data)
        if len(data) == _MEMBER_BYTES and data.startswith(_MEMBER):
            return self._believable_member(data)
        return data

    def _believable_member(self, header: bytes) -> bytes:
        (length,) = struct.unpack_from("<H", header, 26)
        here = self.tell()
        name = super().read(length) or b""
        self.seek(here)
        return _believable(header, 6, name)


def _believable_list(listed: bytes) -> bytes:
    mended, at = [], 0
    while listed.startswith(_LISTED, at) and at + _LISTED_BYTES <= len(listed):
        lengths = struct.unpack_from("<HHH", listed, at + 28)
        start, end = at + _LISTED_BYTES, at + _LISTED_BYTES + sum(lengths)
        mended.append(_believable(listed[at:end], 8, listed[start : start + lengths[0]]))
        at = end
    return b"".join([*mended, listed[at:]])


def _believable(header: bytes, at: int, name: bytes) -> bytes:
    """The header, whose flags stand there, no longer saying of a name that it is UTF-8 where it is not."""
    (flags,) = struct.unpack_from("<H", header, at)
    if not flags & NAME_IS_UTF8 or _is_utf8(name):
        return header
    return header[:at] + struct.pack("<H", flags & ~NAME_IS_UTF8) + header[at + 2 :]


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True
