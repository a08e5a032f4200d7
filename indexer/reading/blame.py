"""Whose fault it is that a file cannot be read: its own, or that of jianbao.

Libraries fail in more ways on broken files than they document, so readers catch whatever they raise. What our
own code raises there is a mistake of ours, and never says anything against the file.
"""

from __future__ import annotations

import os
import sysconfig
from pathlib import Path, PurePath
from traceback import extract_tb

from indexer.errors import Mishandled, Skipped, Unreadable

_OWN = str(Path(__file__).parents[1]) + os.sep
_PLACES = ("stdlib", "platstdlib", "purelib", "platlib")
_LIBRARIES = tuple({sysconfig.get_path(one) + os.sep for one in _PLACES})
_OF_DATA = (UnicodeError, EOFError, RecursionError)
"""Errors of Python's own that say what data are like, whoever raises them."""
_OCR = {"rapidocr", "onnxruntime", "PIL", "cv2", "shapely", "pyclipper", "omegaconf"}


def told(place: str, error: Exception, damaged: str) -> Unreadable | Skipped:
    """What is to be said of a file when reading it raised this: `damaged` where that is the file's fault."""
    return ours(place, error) or Unreadable(place, damaged)


def ours(place: str, error: Exception) -> Mishandled | Skipped | None:
    """What is to be said where it is not the file's fault; None where it is."""
    if isinstance(error, Mishandled | Skipped):
        return error
    if isinstance(error, ImportError):
        return _missing(place, error)
    return Mishandled(place, _mistake(place, error)) if _is_ours(error) else None


def _is_ours(error: Exception) -> bool:
    """Whether an error came of our own code: it is one of Python's own, and no library raised it. The errors
    that libraries bring along are about data."""
    if type(error).__module__ != "builtins" or isinstance(error, _OF_DATA):
        return False
    frames = extract_tb(error.__traceback__)
    return not frames or not _is_of_library(frames[-1].filename)


def _is_of_library(file: str) -> bool:
    """Whether a file of code is a library's. Compiled ones give names that are no paths; and when jianbao is
    installed it lies among the libraries."""
    return not file.startswith(_OWN) and (not os.path.isabs(file) or file.startswith(_LIBRARIES))


def _missing(place: str, error: ImportError) -> Mishandled | Skipped:
    name = (error.name or "").partition(".")[0]
    if name in _OCR:
        return Skipped(place, f"没有安装读它所用的程序库 {name}。请先安装：pip install 'jianbao[ocr]'")
    if not name or name == __name__.partition(".")[0]:
        return Mishandled(place, _mistake(place, error))
    again = "请重新安装：pip install --force-reinstall jianbao；下次收录时会再试。"
    return Mishandled(place, f"检报没有装全，缺少程序库 {name}（{error}），所以没有读它。{again}")


def _mistake(place: str, error: Exception) -> str:
    frames = [one for one in extract_tb(error.__traceback__) if one.filename.startswith(_OWN)]
    at = f"，{frames[-1].filename.removeprefix(_OWN)}:{frames[-1].lineno}" if frames else ""
    said = " ".join(str(error).split())[:200]
    kind = PurePath(place).suffix or "没有扩展名"
    return (
        f"这是检报自己的差错，不是文件的（{kind}，{type(error).__name__}：{said}{at}）。文件没有读。"
        "请把括号里的话报告给我们，最好附上这个文件（见 README“报告错误”）；下次收录时会再试。"
    )
