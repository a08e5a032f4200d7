"""What is kept of a report beside what is indexed: one short text, that is read for every answer.

Of each block it has the original and beside it, where they differ, the normal form; and what is known of the
report, what tells its reprints, and where its words end: nothing of it is worked out again. It is compressed
here. A node would unpack its neighbours with it, and send twice as much.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from indexer.report import KINDS, NOWHERE, At, Block, Kind, Known, Report
from indexer.text.fold import Folded, has_other_script
from indexer.text.normal import END_OF_BLOCK, Normal

_LEVEL = 6
"""Of compressing: the highest takes no less room."""
_CODING = "gb18030"
"""It has all characters, and two bytes for most of ours where UTF-8 has three: so little text, compressed,
takes a seventh less."""


@dataclass(frozen=True)
class Kept:
    """`fingerprint` is that of the text, in hexadecimal; `sketch` is what shows its reprints
    (`ranking.sketches`), and `borders` a bit for each character of the normal form, both in base64.
    `is_other` tells whether something is not in the script of normal forms. Of each of the `blocks` there is
    its kind, its original, its normal form or None where it is the same, whether it folds evenly, and where
    it stands, if anywhere."""

    known: list[Any]
    digest: str
    fingerprint: str
    sketch: str
    is_other: bool
    borders: str
    blocks: list[list[Any]]

    @classmethod
    def of(
        cls,
        report: Report,
        folded: Sequence[Folded],
        fingerprint: str,
        sketch: Sequence[int],
        borders: npt.NDArray[np.bool_],
    ) -> Self:
        return cls(
            known=[getattr(report.known, one.name) for one in fields(Known)],
            digest=report.digest,
            fingerprint=fingerprint,
            sketch=b64encode(np.array(sketch, np.uint32).tobytes()).decode(),
            is_other=any(has_other_script(block.text) for block in report.blocks),
            borders=b64encode(np.packbits(borders).tobytes()).decode(),
            blocks=[*map(_laid, report.blocks, folded)],
        )

    def packed(self) -> str:
        told = [getattr(self, one.name) for one in fields(self)]
        return b64encode(zlib.compress(json.dumps(told, ensure_ascii=False).encode(_CODING), _LEVEL)).decode()

    @classmethod
    def unpacked(cls, packed: str) -> Self:
        """From what `packed` gave, or the same without the padding at its end: so a node gives it back."""
        return cls(*json.loads(zlib.decompress(b64decode(f"{packed}==")).decode(_CODING)))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """Those of the sketch."""
        return frozenset(np.frombuffer(b64decode(self.sketch), np.uint32).tolist())

    @cached_property
    def about(self) -> Known:
        report_id, date, source, authors, *others = self.known
        return Known(report_id, date, source, tuple(authors), *others)

    @cached_property
    def normal(self) -> Normal:
        whole = "".join(
            (text if normal is None else normal) + END_OF_BLOCK for _, text, normal, *_ in self.blocks
        )
        borders = np.unpackbits(np.frombuffer(b64decode(self.borders), np.uint8))
        return Normal(
            whole,
            borders[: len(whole)].tobytes(),
            bytes(is_even for _, _, _, is_even, *_ in self.blocks),
            bytes(kind == Kind.TITLE for kind, *_ in self.blocks),
        )

    @cached_property
    def report(self) -> Report:
        blocks = (
            Block(KINDS[kind], text, self.at(number)) for number, (kind, text, *_) in enumerate(self.blocks)
        )
        return Report.of(self.about, blocks)

    def original(self, block: int) -> str:
        text: str = self.blocks[block][1]
        return text

    def at(self, block: int) -> At:
        at = self.blocks[block][4:]
        return At(*at) if at else NOWHERE

    @property
    def headings(self) -> list[int]:
        return [number for number, (kind, *_) in enumerate(self.blocks) if kind == Kind.HEADING]


def _laid(block: Block, folded: Folded) -> list[Any]:
    normal = None if folded.text == block.text else folded.text
    at = () if block.at == NOWHERE else block.at
    return [str(block.kind), block.text, normal, folded.is_even, *at]
