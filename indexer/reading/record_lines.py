"""The lines of a file of records, in bounded memory: packed by xz or gzip or not, whatever their encoding."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import IO, TYPE_CHECKING, AnyStr, TypeVar

from indexer.errors import Unreadable
from indexer.reading.decoding import MAX_BAD_SHARE, Decoded, decode, encoding_of, strictly
from indexer.reading.guess import UTF8
from indexer.reading.source import MAX_BYTES, Source, Working

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Found = TypeVar("Found")

MAX_BLANK_LINES = 1_000_000
"""One after the other: what has more is no file of records."""
MAX_RATIO = 200
"""What unpacks to more times its size, and to more than `MAX_BYTES`, is a bomb: news unpacks to six times."""
MAX_XZ_BYTES = 256 << 20
"""Memory for unpacking: `xz -9` needs 65 MiB."""
_DOS_END = "\x1a\0"
"""What old programs end a text with."""
_CHUNK_BYTES = 1 << 16
_FAR_BYTES = 1 << 16
"""Between two notes of how far it is: a small file has none."""
_PACKING_ERRORS = (lzma.LZMAError, zlib.error, gzip.BadGzipFile, EOFError)


class Far:
    """How many bytes of a file have been read."""

    def __init__(self) -> None:
        self._bytes = 0

    def note(self, read: int) -> None:
        self._bytes = read

    def telling(self, found: Iterable[Found]) -> Iterator[Found | Working]:
        """What is found there, and between how far reading is."""
        told = 0
        for one in found:
            yield one
            if self._bytes != told:
                told = self._bytes
                yield Working(bytes=told)


def lines(source: Source, mended: Callable[[Decoded], None], far: Callable[[int], None]) -> Iterator[str]:
    """The lines, each with its end. `mended` is told of each of which a few bytes were no text. In one that
    has more of them they are half surrogates, as Python's `surrogateescape` makes them: one bad line harms
    no other. `far` is told now and then how many bytes of the file have been read. Raises OSError and
    `Unreadable`, also for a line of more than `MAX_BYTES`."""
    with source.open() as file:
        most = max(MAX_BYTES, MAX_RATIO * file.seek(0, io.SEEK_END))
        file.seek(0)
        try:
            stream = _unpacked(file, source.path.name.lower())
            if wide := _wide(source, stream.peek(_CHUNK_BYTES)):
                text = io.TextIOWrapper(stream, wide, errors="replace", newline="\n")
                found = map(partial(_mended, mended), _bounded(text.readline, source.place, most))
            else:
                decoding = _Decoding(source, stream, mended)
                found = map(decoding.text, _bounded(stream.readline, source.place, most))
            told = 0
            for line in found:
                if file.tell() >= told + _FAR_BYTES:
                    far(told := file.tell())
                if bare := line.removeprefix("\ufeff").rstrip(_DOS_END):
                    yield bare
        except _PACKING_ERRORS as error:
            raise Unreadable(source.place, _packing_reason(error)) from error


def _bounded(read: Callable[[int], AnyStr], place: str, most: int) -> Iterator[AnyStr]:
    """The lines as they are read, unless they are too long, too many for what was packed, or all blank."""
    number = blanks = total = 0
    try:
        while line := read(MAX_BYTES + 1):
            number, total = number + 1, total + len(line)
            blanks = blanks + 1 if line.isspace() else 0
            if len(line) > MAX_BYTES:
                reason = f"这一行超过 {MAX_BYTES >> 20} MiB，单篇报告不会这样大；其余未读。"
                raise Unreadable(f"{place}:{number}", reason)
            if blanks > MAX_BLANK_LINES:
                raise Unreadable(
                    f"{place}:{number}", f"连续 {MAX_BLANK_LINES:,} 行空白，其余未读。请核对文件内容。"
                )
            if total > most:
                reason = f"解压后超过原文件的 {MAX_RATIO} 倍，不像报告；其余未读。请解压后再收录。"
                raise Unreadable(f"{place}:{number}", reason)
            yield line
    except UnicodeError as error:
        reason = f"此处起不是 {getattr(error, 'encoding', '')} 编码，其余未读。请另存为 UTF-8 文本。"
        raise Unreadable(f"{place}:{number + 1}", reason) from error


def _mended(mended: Callable[[Decoded], None], line: str) -> str:
    """A line of which bytes may have been no text in an encoding of units of several bytes."""
    if not (bad := line.count("\ufffd")):
        return line
    if bad > MAX_BAD_SHARE * len(line):
        return line.replace("\ufffd", "\udcff")
    mended(Decoded(line, bad))
    return line.removesuffix("\ufffd")  # of the last line, where the file breaks off within its end


class _Decoding:
    """Bytes of lines -> text. The encoding is found where the first character beyond ASCII stands."""

    def __init__(self, source: Source, stream: io.BufferedReader, mended: Callable[[Decoded], None]) -> None:
        self._mended = mended
        self._place, self._named, self._stream = source.place, source.encoding, stream
        self._encoding = source.encoding

    def text(self, line: bytes) -> str:
        try:
            if not self._encoding and not line.isascii():
                self._encoding = self._found(line + self._ahead())
            if self._encoding in ("", UTF8):
                return line.decode()
            return strictly(line, self._place, self._encoding)
        except (UnicodeDecodeError, Unreadable):
            return self._other(line)

    def _other(self, line: bytes) -> str:
        """Files of two encodings are put together into one, and then some lines are in the other."""
        if not self._named:
            with suppress(Unreadable):
                return strictly(line, self._place, self._found(line))
        with suppress(Unreadable):
            decoded = decode(line, self._place, self._encoding or UTF8)
            self._mended(decoded)
            return decoded.text
        return line.decode("ascii", "surrogateescape")

    def _found(self, data: bytes) -> str:
        if (found := encoding_of(data, self._place)).startswith("utf-16"):
            raise Unreadable(self._place, "行尾不是 UTF-16 的。")
        return found

    def _ahead(self) -> bytes:
        with suppress(*_PACKING_ERRORS):  # the next line will raise it again
            return self._stream.peek(_CHUNK_BYTES)
        return b""


def _wide(source: Source, head: bytes) -> str:
    """The encoding, if its line ends are not the byte that they are in ASCII: UTF-16, and what is like it."""
    if source.encoding:
        strictly(b"", source.place, source.encoding)  # there may be none of that name
        return "" if "\n".encode(source.encoding) == b"\n" else source.encoding
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head:
        found = encoding_of(head, source.place)
        return found if found.startswith("utf-16") else ""
    return ""


def _unpacked(file: io.BufferedReader, name: str) -> io.BufferedReader:
    if name.endswith(".gz"):
        packed = gzip.GzipFile(fileobj=file)
        return io.BufferedReader(_Unpacked(iter(partial(packed.read1, _CHUNK_BYTES), b"")), _CHUNK_BYTES)
    return io.BufferedReader(_Unpacked(_xz_chunks(file)), _CHUNK_BYTES) if name.endswith(".xz") else file


class _Unpacked(io.RawIOBase):
    """What comes in chunks, to be read as a file. All that came before an error is given first."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._chunk = chunks, memoryview(b"")
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._chunk:
            if (chunk := self._next()) is None:
                return 0
            self._chunk = memoryview(chunk)
        room = memoryview(buffer)
        size = min(len(room), len(self._chunk))
        room[:size], self._chunk = self._chunk[:size], self._chunk[size:]
        return size

    def _next(self) -> bytes | None:
        if self._error is None:
            try:
                return next(self._chunks, None)
            except _PACKING_ERRORS as error:
                self._error = error
        raise self._error


def _xz_chunks(file: IO[bytes]) -> Iterator[bytes]:
    """As `lzma.open` reads it, but with a limit to the memory that it takes, and not silent about what
    follows the first stream and is none."""
    stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_XZ_BYTES)
    while packed := file.read(_CHUNK_BYTES):
        while packed:
            if stream.eof:
                if not (packed := packed.lstrip(b"\0")):  # zeros may stand between two streams
                    break
                stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_XZ_BYTES)
            yield stream.decompress(packed, _CHUNK_BYTES)
            while not (stream.eof or stream.needs_input):
                yield stream.decompress(b"", _CHUNK_BYTES)
            packed = stream.unused_data
    if not stream.eof:
        raise EOFError("the file ends too early")


def _packing_reason(error: Exception) -> str:
    if isinstance(error, lzma.LZMAError) and "limit" in str(error):
        return f"解压它需要的内存超过 {MAX_XZ_BYTES >> 20} MiB。请用 xz -9 或更低的级别重新压缩。"
    return f"压缩数据不完整（{error}）。请重新取得该文件。"
