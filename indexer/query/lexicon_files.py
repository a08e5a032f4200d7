"""The user's word files, beside the index of the reports: installed by copying, read again when they change.

    dictionary.txt   in the index folder; `jianbao index --dictionary FILE` puts it there
    synonyms.txt     in the index folder or, where it has none, next to that folder

Both are used on the query's side only, so what they say holds at once, for every report.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.durable import make_folder, replace
from indexer.errors import IndexUnusable, PathNotFound
from indexer.query.lexicon import EMPTY, Lexicon

DICTIONARY = "dictionary.txt"
SYNONYMS = "synonyms.txt"

_Stamp = tuple[tuple[str, int, int, int] | None, ...]


class LexiconFiles:
    """The word files of one index folder. Safe to share between threads: reading twice does no harm."""

    NAMES = (DICTIONARY, SYNONYMS)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: tuple[_Stamp, Lexicon] = ((), EMPTY)

    def lexicon(self) -> Lexicon:
        """What the files say now. Bad lines are among its problems, the rest is used."""
        paths = self._paths()
        stamp = tuple(map(_stamp, paths))
        seen, lexicon = self._read
        if stamp != seen:
            lexicon = Lexicon.read(*paths)
            self._read = stamp, lexicon
        return lexicon

    def version(self) -> str:
        """What tells this state of the files from any other. Costs a look at each."""
        return repr([_stamp(path) for path in self._paths()])

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
        within, beside = self._folder / SYNONYMS, self._folder.absolute().parent / SYNONYMS
        return self._folder / DICTIONARY, within if within.exists() else beside


def _stamp(path: Path) -> tuple[str, int, int, int] | None:
    """What tells one state of a file from another; None if it is not there."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return str(path), seen.st_ino, seen.st_size, seen.st_mtime_ns
