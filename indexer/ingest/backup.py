"""An index in one file: made while others write and serve, refused where a byte of it is wrong.

A ZIP archive, not compressed, so that any program opens it: the files of one commit, the ledger, the word
files, and `backup.json`, which has the length and the SHA-256 of each:

    {"format": 1, "version": …, "files": {name: {"bytes": …, "sha256": …}}}

The ledger may be of another commit than the store. That is so after many a crash, too, and the next run sees
to it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import disk_usage
from time import localtime
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from indexer.durable import force, is_full, replace
from indexer.errors import (
    BackupNotWritten,
    BackupUnusable,
    IndexDamaged,
    IndexFull,
    IndexPresent,
    IndexUnusable,
    PathNotFound,
)
from indexer.file_store import FileStore
from indexer.ingest.ledger import NAME as LEDGER
from indexer.ingest.ledger import Ledger
from indexer.query.lexicon_files import LexiconFiles
from indexer.reading.archive.zipped import BROKEN
from indexer.scratch import scratch_folder

FORMAT = 1
CONTENTS = "backup.json"
_CHUNK_BYTES = 1 << 20
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
"""Of a file in the index folder itself: no name leads out of it."""


def backup(store: FileStore, ledger: Ledger, words: LexiconFiles, file: Path) -> int:
    """Write the newest commit to a file, and return its size in bytes. What is there stays until the new one
    is whole. Raises `BackupNotWritten`, and `IndexDamaged`: what is damaged is not backed up."""
    new = file.with_name(f"{file.name}.new")
    with _held(store, ledger, words) as (version, files):
        try:
            _write(new, version, files)
            replace(new, file)
            return file.stat().st_size
        except OSError as error:
            raise BackupNotWritten(file, error.strerror or str(error)) from error
        finally:
            new.unlink(missing_ok=True)


@contextmanager
def _held(store: FileStore, ledger: Ledger, words: LexiconFiles) -> Iterator[tuple[str, dict[str, BinaryIO]]]:
    """What belongs to an index, as it is at one moment."""
    with store.backup() as held, scratch_folder("jianbao-backup-") as scratch, ExitStack() as stack:
        ledger.copy(scratch / LEDGER)
        beside = {LEDGER: scratch / LEDGER, **words.files()}
        opened = {name: stack.enter_context(path.open("rb")) for name, path in beside.items()}
        yield held.version, {**held.files, **opened}


def _write(path: Path, version: str, files: Mapping[str, BinaryIO]) -> None:
    told, now = {}, localtime()[:6]
    with ZipFile(path, "w") as archive:
        for name, file in files.items():
            with archive.open(ZipInfo(name, now), "w", force_zip64=True) as into:
                told[name] = _copied(file, into)
        contents = {"format": FORMAT, "version": version, "files": told}
        archive.writestr(CONTENTS, json.dumps(contents, indent=1))


def _copied(file: Any, into: Any) -> dict[str, int | str]:
    """The length and the hash of what was copied."""
    size, digest = 0, hashlib.sha256()
    while chunk := file.read(_CHUNK_BYTES):
        into.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return {"bytes": size, "sha256": digest.hexdigest()}


# — restore —


def restore(store: FileStore, ledger: Ledger, folder: Path, file: Path) -> None:
    """Have the index that was backed up to the file, in a folder that has none.

    Raises `IndexPresent`, `BackupUnusable` and `PathNotFound` before anything is changed, and `IndexFull`.
    """
    if not file.is_file():
        raise PathNotFound(file)
    with ledger.running():
        if _is_there(store):
            raise IndexPresent(str(folder))
        with scratch_folder("restore-", folder) as scratch:
            beside = _unpacked(file, scratch, folder)
            ledger.discard()
            for name in beside:
                force(scratch / name)
                os.replace(scratch / name, folder / name)
            try:
                store.restore(scratch)
            except IndexDamaged as error:
                raise BackupUnusable(file, str(error)) from error


def _is_there(store: FileStore) -> bool:
    try:
        return bool(store.version())
    except IndexUnusable:  # in whatever state it is
        return True


def _unpacked(file: Path, into: Path, folder: Path) -> list[str]:
    """The names of the ledger and the word files, after all has been unpacked."""
    try:
        with ZipFile(file) as archive:
            told = json.loads(archive.read(CONTENTS))
            if told["format"] != FORMAT:
                raise BackupUnusable(file, f"它是格式 {told['format']}，这一版只认识格式 {FORMAT}")
            for name, expected in told["files"].items():
                _unpack(archive, name, expected, into)
            return [name for name in told["files"] if name in (LEDGER, *LexiconFiles.NAMES)]
    except OSError as error:
        if is_full(error):
            raise IndexFull(str(folder), file.stat().st_size, disk_usage(folder).free) from error
        raise BackupUnusable(file, error.strerror or str(error)) from error
    except (*BROKEN, KeyError, TypeError, AttributeError) as error:  # its contents may say anything
        raise BackupUnusable(file, f"已损坏（{error}）") from error


def _unpack(archive: ZipFile, name: str, expected: object, into: Path) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    with archive.open(name) as packed, (into / name).open("xb") as unpacked:
        if _copied(packed, unpacked) != expected:
            raise BadZipFile(name)
