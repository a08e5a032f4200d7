"""What holds files, opened by the library of its format. Which that is, its content says before its name."""

from __future__ import annotations

import importlib
import os

from indexer.reading.archive.member import Container, Told
from indexer.reading.unread import way_out

_ZIP, _SEVEN, _TAR = "archive.zipped:Zip", "archive.seven:Seven", "archive.tarred:Tar"
_BY_MARK = {b"PK": _ZIP, b"7z\xbc\xaf": _SEVEN, b"\x1f\x8b": _TAR, b"BZh": _TAR, b"\xfd7zXZ": _TAR}
_MAIL = "mail.attachments:Attachments"
_BY_NAME = {".zip": _ZIP, ".7z": _SEVEN, ".eml": _MAIL, ".msg": _MAIL}
_TAR_MARK, _TAR_MARK_AT = b"ustar", 257


def opened(descriptor: int, name: str) -> Container:
    """The archive or letter behind a descriptor, which is closed with it. Raises `Broken`."""
    mark = os.read(descriptor, _TAR_MARK_AT + len(_TAR_MARK))
    os.lseek(descriptor, 0, os.SEEK_SET)
    if mark.startswith(b"Rar!"):
        os.close(descriptor)
        raise Told(way_out(".rar"))
    named = next((one for ending, one in _BY_NAME.items() if name.lower().endswith(ending)), _TAR)
    marked = next((one for start, one in _BY_MARK.items() if mark.startswith(start)), named)
    module, kind = (_TAR if mark.endswith(_TAR_MARK) else marked).split(":")
    container: Container = getattr(importlib.import_module(f"indexer.reading.{module}"), kind)(descriptor)
    return container
