"""The user's word files, beside the index of the reports: installed by copying, read again when they change.

    dictionary.txt   in the index folder; `jianbao index --dictionary FILE` puts it there
    synonyms.txt     in the index folder or, where it has none, next to that folder

Both are used on the query's side only, so what they say holds at once, for every report.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from indexer.durable import make_folder, replace
from indexer.errors import IndexUnusable, PathNotFound
from indexer.query.lexicon import EMPTY, Lexicon

DICTIONARY = "dictionary.txt"
SYNONYMS = "synonyms.txt"

_Stamp = tuple[tuple[int, int, int] | None, ...]


class LexiconFiles:
    """The word files of one index folder. Safe to share between threads: reading twice does no harm."""

    NAMES = (DICTIONARY, SYNONYMS)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._dictionary, self._within = folder / DICTIONARY, folder / SYNONYMS
        self._beside = folder.absolute().parent / SYNONYMS
        self._read: tuple[_Stamp, Lexicon] = ((), EMPTY)

    def lexicon(self) -> Lexicon:
        """What the files say now. Bad lines are among its problems, the rest is used."""
        stamp = self._stamp()
        seen, lexicon = self._read
        if stamp != seen:
            lexicon = Lexicon.read(*self._paths())
            self._read = stamp, lexicon
        return lexicon

    def version(self) -> str:
        """What tells this state of the files from any other. Costs a look at each."""
        return repr(self._stamp())

    def files(self) -> dict[str, Path]:
        """Those that are there, by the names that they have in the index folder."""
        return {name: path for name, path in zip(self.NAMES, self._paths(), strict=True) if path.is_file()}

    def install(self, dictionary: Path) -> Lexicon:
        """Make this file the dictionary. Raises `PathNotFound`, `IndexUnusable`."""
        if not dictionary.is_file():
            raise PathNotFound(dictionary)
        target = self._folder / DICTIONARY
        try:
            make_folder(self._folder)
            shutil.copyfile(dictionary, target.with_suffix(".new"))
            replace(target.with_suffix(".new"), target)
        except OSError as error:
            raise IndexUnusable(
                f"词典无法写入 {target}：{error.strerror or error}。请检查磁盘和权限。"
            ) from error
        return Lexicon.read(dictionary, None)

    def _paths(self) -> tuple[Path, Path]:
        return self._dictionary, self._within if self._within.exists() else self._beside

    def _stamp(self) -> _Stamp:
        """Of every place where one may be. Each request looks twice: the paths are not made anew for it."""
        return _stamp(self._dictionary), _stamp(self._within), _stamp(self._beside)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from another; None if it is not there."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    return seen.st_ino, seen.st_size, seen.st_mtime_ns
