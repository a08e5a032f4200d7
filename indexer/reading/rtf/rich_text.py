"""Rich text -> its lines: paragraphs, tables and text boxes in their order, notes at the end.

What a group says of its text holds until the group ends. Pictures, page headings, remarks, what was struck
out and what is hidden are left out, as of a Word file.
"""

from __future__ import annotations

import re
from copy import copy

from indexer.errors import Unreadable
from indexer.reading.decoding import Decoded
from indexer.reading.docx.fields import BEGIN, END, SHOWS
from indexer.reading.docx.styles import ranked
from indexer.reading.docx.text import WordLine
from indexer.reading.rtf.encodings import of_charset, of_code_page, text_of
from indexer.reading.rtf.flow import Flow
from indexer.reading.rtf.groups import KNOWN, NOTHING, SIGNS, SYMBOLS, Group, Style

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n\\]",
    re.S,
)
_OF_PARAGRAPH = {"par", "sect", "cell", "nestcell", "row", "nestrow"}
_OF_GROUP = set("f uc plain v deleted ftnalt pard s outlinelevel intbl itap".split())
_OF_DOCUMENT = {"ansicpg", "mac", "pc", "pca", "deff"}
CUT = "文件在中途断了，后面的内容缺失。请重新取得该文件。"
_MAX_DEPTH = 10_000
"""Of groups; a few dozen are usual."""
_MAX_TABLES = 20


class RichText:
    """One document, read token by token with the groups that are open. `replaced` says how many characters
    could not be read, `is_cut` that its end is missing, and `note` both to people."""

    def __init__(self, data: bytes, place: str) -> None:
        """Raises `Unreadable`, which names `place`."""
        self.replaced = 0
        self._text, self._title = Flow(), Flow()
        self._notes: list[WordLine] = []
        self._endnotes: list[WordLine] = []
        self._data, self._place = data, place
        self._group, self._above = Group(self._text), list[Group]()
        self._encoding, self._font = "", -1
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, Style] = {}
        self._bytes = bytearray()
        self._skip = 0
        self._read()
        self.is_cut = bool(self._above)
        self.note = Decoded("", self.replaced).note + (CUT if self.is_cut else "")
        self.lines = [*self._text.end(), *self._notes, *self._endnotes]
        self.title = " ".join(line.text for line in self._title.end())

    def _read(self) -> None:
        at = 0
        while token := _TOKEN.match(self._data, at):
            at = token.end()
            word, number, byte, symbol, brace, run = token.groups()
            if run or byte:
                self._take(run or bytes.fromhex(byte.decode()))
            elif word == b"bin":
                at += max(0, int(number or 0))
            elif word:
                self._flush()
                self._word(word.decode(), int(number) if number else None)
            elif symbol:
                self._flush()
                self._symbol(symbol)
            elif brace == b"{":
                self._open()
            elif brace and self._close():
                break
        self._flush()

    # — groups —

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._above) > _MAX_DEPTH:
            raise Unreadable(
                self._place, "文件里的括号一层套一层，没有再往里读。请在 Word 中打开后另存为 .docx。"
            )
        self._above.append(self._group)
        self._group = copy(self._group)
        self._group.is_new, self._group.is_marked, self._group.ends = True, False, ""

    def _close(self) -> bool:
        """End a group; whether it is the document."""
        self._flush()
        self._skip = 0
        ended = self._group
        if self._above:
            self._group = self._above.pop()
        if ended.flow is None:
            return not self._above
        if ended.ends == "note":
            self._notes += ended.flow.end()
        elif ended.ends == "endnote":
            self._endnotes += ended.flow.end()
        elif ended.ends == "box" and self._group.flow:
            self._group.flow.boxes += ended.flow.end()
        elif ended.ends == "field":
            ended.flow.text.append(END)
        return not self._above

    def _begin(self, name: str) -> bool:
        """The first word of a group, which may tell what the group is; whether it does."""
        group = self._group
        group.is_new = False
        if name in NOTHING or (group.is_marked and name not in KNOWN):
            group.flow, group.part = None, "nothing"
        elif name in ("fonttbl", "stylesheet", "info"):
            group.flow, group.part = None, name
        elif name == "title" and group.part == "info":
            group.flow, group.part = self._title, ""
        elif name in ("footnote", "shptxt", "dptxbxtext"):
            group.flow, group.ends = Flow(), "note" if name == "footnote" else "box"
            group.tables, group.style, group.level = 0, 0, ""
        elif name in ("listtext", "pntext"):
            group.part = "number"
        elif name == "field":
            group.ends = name
        elif name in ("fldinst", "fldrslt") and group.flow:
            group.flow.text.append(BEGIN if name == "fldinst" else SHOWS)
        else:
            return False
        return True

    # — words —

    def _word(self, name: str, number: int | None) -> None:
        group = self._group
        if group.part == "nothing" or (group.is_new and self._begin(name)):
            return
        if name in SIGNS:
            self._sign(SIGNS[name])
        elif name == "u":
            self._write(_character(number or 0))
            self._skip = group.fallback
        elif name in _OF_PARAGRAPH and group.flow:
            self._paragraph(name, group.flow)
        elif name in _OF_GROUP:
            self._set(name, number)
        elif name in _OF_DOCUMENT or group.part in ("fonttbl", "stylesheet"):
            self._learn(name, number or 0)

    def _paragraph(self, name: str, flow: Flow) -> None:
        """The end of a paragraph, a cell or a row."""
        group = self._group
        style = self._styles.get(group.style, Style())
        kind = ranked(group.level) if group.level else style.kind
        within = max(2, group.tables) if name.startswith("nest") else 1
        if name in ("par", "sect"):
            flow.end_paragraph(kind, group.tables)
        elif name.endswith("cell"):
            flow.end_cell(kind, within)
        else:
            flow.end_row(within)

    def _set(self, name: str, number: int | None) -> None:
        """What holds from here on, until the group ends."""
        group = self._group
        match name:
            case "f":
                group.font = number or 0
            case "uc":
                group.fallback = min(max(0, number or 0), 9)
            case "plain":
                group.font, group.is_hidden, group.is_deleted = self._font, False, False
            case "v":
                group.is_hidden = number != 0
            case "deleted":
                group.is_deleted = number != 0
            case "ftnalt":
                group.ends = "endnote"
            case "pard":
                group.style, group.level, group.tables = 0, "", 0
            case "s":
                group.style = number or 0
            case "outlinelevel":
                group.level = str(number or 0)
            case "intbl":
                group.tables = max(1, group.tables)
            case "itap":
                group.tables = min(max(0, number or 0), _MAX_TABLES)

    def _learn(self, name: str, number: int) -> None:
        """What is said of the whole document, its fonts and its styles."""
        group = self._group
        match name:
            case "ansicpg":
                self._encoding = of_code_page(number)
            case "mac" | "pc" | "pca":
                self._encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
            case "deff":
                self._font = group.font = number
            case "fcharset":
                self._fonts.setdefault(group.font, of_charset(number))
            case "cpg":
                self._fonts[group.font] = of_code_page(number)
            case "cs" | "ds" | "ts":
                group.style = -1

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group.is_marked = True
        elif symbol in b"\r\n":
            self._word("par", None)
        elif symbol in SYMBOLS:
            self._sign(SYMBOLS[symbol])

    # — text —

    def _take(self, run: bytes) -> None:
        self._group.is_new = False
        passed = min(self._skip, len(run))
        self._skip -= passed
        self._bytes += run[passed:]

    def _flush(self) -> None:
        if self._bytes:
            run = bytes(self._bytes)
            self._bytes.clear()
            if self._group.flow or self._group.part == "stylesheet":
                self._write(text_of(run, self._fonts.get(self._group.font, ""), self._encoding))

    def _sign(self, sign: str) -> None:
        """One of the signs that have names: it may be the other form of a character that was read."""
        if self._skip:
            self._skip -= 1
        else:
            self._write(sign)

    def _write(self, text: str) -> None:
        group = self._group
        if group.part == "stylesheet":
            style = self._styles.setdefault(group.style, Style(level=group.level))
            style.name += text
        elif group.flow and not (group.is_hidden or group.is_deleted):
            (group.flow.number if group.part == "number" else group.flow.text).append(text)
            self.replaced += text.count("\ufffd")


def _character(number: int) -> str:
    """That of this number, which as a rule is one of 16 bits with a sign: then half of a rare one's."""
    return chr(number if 0xFFFF < number <= 0x10FFFF else number & 0xFFFF)
