"""The file that office programs wrote until 2007, a small file system of streams: which program's it is, and
whether it is locked."""

from __future__ import annotations

import olefile

from indexer.errors import Unreadable

MAGIC = olefile.MAGIC
LOCKED = "文件有密码，打不开。请先在 Word、WPS 中取消密码，另存后再收录。"
_BROKEN = "文件不完整，或已损坏。请重新取得该文件，或在 Word、WPS 中打开后另存为 .docx。"
_OTHERS = {
    "Workbook": "里面是 Excel 表格，不是文字。请把扩展名改为 .xls。",
    "Book": "里面是 Excel 表格，不是文字。请把扩展名改为 .xls。",
    "PowerPoint Document": "里面是演示文稿，不是文字。请把扩展名改为 .ppt。",
    "__properties_version1.0": "里面是一封邮件。请把扩展名改为 .msg。",
    "MatOST": "是 Microsoft Works 的文档。请在 Works 或 LibreOffice 中另存为 .docx。",
}


def opened(data: bytes, place: str) -> olefile.OleFileIO:
    """The file. Raises `Unreadable` where it is damaged, or locked as a whole."""
    try:
        ole = olefile.OleFileIO(data)
    except Exception as error:  # its own, and those of struct and of lists too short, of a broken file
        raise Unreadable(place, _BROKEN) from error
    if ole.exists("EncryptedPackage"):
        raise Unreadable(place, LOCKED)
    return ole


def stream(ole: olefile.OleFileIO, name: str, place: str) -> bytes:
    """What is in the stream of that name, as far as the file has it. Raises `Unreadable`, which says what the
    file is where it has no such stream."""
    if not ole.exists(name):
        told = next((told for other, told in _OTHERS.items() if ole.exists(other)), _BROKEN)
        raise Unreadable(place, told)
    try:
        return bytes(ole.openstream(name).read())
    except Exception as error:
        raise Unreadable(place, _BROKEN) from error
