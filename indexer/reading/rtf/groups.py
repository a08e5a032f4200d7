"""What a group of the format is, and what its words stand for."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.reading.docx.styles import named, ranked
from indexer.reading.rtf.flow import Flow
from indexer.report import Kind

NOTHING = frozenset(
    "colortbl header headerl headerr headerf footer footerl footerr footerf pict objdata shprslt "
    "nonshppict nonesttables xe tc tcn rxe revtbl pntxta pntxtb sp filetbl private bkmkstart bkmkend "
    "themedata colorschememapping latentstyles datastore xmlnstbl listtable listoverridetable rsidtbl "
    "generator author operator company manager keywords comment doccomm hlinkbase subject category userprops "
    "creatim revtim printim buptim upr annotation atnid atnauthor atnref template".split()
)
"""Groups that begin with these hold no text of the document."""

KNOWN = frozenset(
    "shpinst shptxt dptxbxtext do fldinst footnote nesttableprops listtext pntext cs ds ts".split()
)
"""Groups with the mark that only those who know them should read them, and that are read."""

SIGNS = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "lquote": "‘",
    "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003",
    "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\"}
"""What a backslash makes of the sign behind it."""


@dataclass(slots=True)
class Group:
    """What holds inside of a group. `flow` is where its text goes, `part` what it is if no text; `ends` is
    what begins with the group and is done where it ends; `tables` is in how many it stands."""

    flow: Flow | None
    part: str = ""
    ends: str = ""
    is_new: bool = True
    is_marked: bool = False
    fallback: int = 1
    font: int = -1
    is_hidden: bool = False
    is_deleted: bool = False
    style: int = 0
    level: str = ""
    tables: int = 0


@dataclass(slots=True)
class Style:
    """A style, by which its paragraphs are headings or not."""

    name: str = ""
    level: str = ""

    @property
    def kind(self) -> tuple[Kind | None, int]:
        """With the level of a heading."""
        kind, rank = named(self.name.rstrip("; "))
        return (kind, rank) if kind else ranked(self.level)
