"""The words of one field, as they rise."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.text.normal import END_OF_BLOCK, Units, units
from indexer.whoosh_store.segment.arrays import RisingStrings

_LAST_LATIN = "\u1eff"


class Lines(NamedTuple):
    """The first words of a vocabulary as one text, a line each, and where each of the lines ends."""

    text: Units
    ends: npt.NDArray[np.intp]


class Vocabulary(RisingStrings):
    """Those of a segment are some hundreds of thousands, and a tenth of them Latin runs and numbers."""

    @cached_property
    def latin(self) -> Lines:
        """The words that begin with a Latin letter or a digit, and what sorts between these."""
        words = [self[number].decode() for number in range(self.beginning_with(_LAST_LATIN.encode())[1])]
        text = units(END_OF_BLOCK.join([*words, ""]) or END_OF_BLOCK)
        return Lines(text, np.flatnonzero(text == ord(END_OF_BLOCK)) + 1)
