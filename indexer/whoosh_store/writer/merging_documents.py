"""The documents of several segments as those of one: what is held of each beside its postings.

Documents keep their order, and are numbered anew without the deleted ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from indexer.ranking.sketches import SKETCH_NUMBERS
from indexer.ranking.weights import GRAMS
from indexer.whoosh_store.segment.arrays import Array, ArraysWriter, Strings, arrays_of, rising_arrays_of
from indexer.whoosh_store.segment.columns import Columns
from indexer.whoosh_store.segment.keys import VALUES, WORD_FIELDS
from indexer.whoosh_store.segment.originals import NO_PIECE, arrays_of_pieces, code_type, pieces_of
from indexer.whoosh_store.segment.sketches import lookup_of
from indexer.whoosh_store.segment.standing import STANDING


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A segment to merge, with the new number of each of its documents; a deleted one has none."""

    columns: Columns
    live: npt.NDArray[np.bool_]
    new: npt.NDArray[np.uint32]

    @property
    def whole(self) -> bool:
        return bool(self.live.all())


def merge_documents(file: ArraysWriter, parts: Sequence[Renumbered]) -> None:
    ids = [one for part in parts for one in _kept(part.columns.ids, part)]
    for name, array in arrays_of(ids).items():
        file.add(f"ids.{name}", array)
    file.add("order", np.array(sorted(range(len(ids)), key=ids.__getitem__), np.uint32))
    for name in (
        "dates",
        "characters",
        "indexed",
        "origins",
        "other_script",
        *(f"{field}.lengths" for field in (*WORD_FIELDS, GRAMS)),
    ):
        pieces = [part.columns.arrays[name] for part in parts]
        file.extend(name, pieces[0].dtype, (p[part.live] for p, part in zip(pieces, parts, strict=True)))
    for name in ("digests", "fingerprints"):
        hashes = (part.columns.arrays[name].reshape(-1, 16)[part.live].ravel() for part in parts)
        file.extend(name, np.uint8, hashes)
    _write_fingerprint_lookup(file, parts)
    rows = [part.columns.arrays["sketches"].reshape(-1, SKETCH_NUMBERS)[part.live] for part in parts]
    for name, array in lookup_of(np.concatenate(rows)):
        file.add(name, array)
    for name in VALUES:
        _merge_values(file, name, parts)
    for name in ("text", "titles", "borders"):
        _merge_slices(file, [name], f"{name}.starts", parts)
    _merge_slices(file, ["blocks.kinds"], "blocks.starts", parts)
    _merge_slices(file, [f"standing.{one}" for one in STANDING], "standing.starts", parts)
    _merge_originals(file, parts)


def _write_fingerprint_lookup(file: ArraysWriter, parts: Sequence[Renumbered]) -> None:
    """The first eight bytes of every fingerprint as a number, rising, and the document of each."""
    whole = [part.columns.arrays["fingerprints"].view("<u8")[::2][part.live] for part in parts]
    keys = np.concatenate(whole)
    order = np.argsort(keys, kind="stable")
    file.add("fingerprints.keys", keys[order])
    file.add("fingerprints.docs", order.astype(np.uint32))


def _kept(strings: Strings, part: Renumbered) -> Iterator[bytes]:
    return (one for one, live in zip(strings, part.live.tolist(), strict=True) if live)


def _merge_values(file: ArraysWriter, name: str, parts: Sequence[Renumbered]) -> None:
    """Values that many documents share: each that is left once, and its number for every document."""
    of = [part.columns.arrays[f"{name}.of"][part.live] for part in parts]
    held = [list(Strings(part.columns.arrays, name)) for part in parts]
    left = {values[n] for values, one in zip(held, of, strict=True) for n in np.unique(one).tolist()}
    number = {value: n for n, value in enumerate(sorted(left))}
    new = [np.array([number.get(value, 0) for value in values], np.uint32) for values in held]
    file.extend(f"{name}.of", np.uint32, (one[was] for one, was in zip(new, of, strict=True)))
    for suffix, array in rising_arrays_of(list(number)).items():
        file.add(f"{name}.{suffix}", array)


def _merge_originals(file: ArraysWriter, parts: Sequence[Renumbered]) -> None:
    """The differences of every document; of the pieces each that is left once, and no piece first."""
    _merge_slices(file, ["originals.gaps"], "originals.starts", parts)
    codes = [_codes(part) for part in parts]
    held = [pieces_of(part.columns.arrays) for part in parts]
    left = {pieces[n] for pieces, one in zip(held, codes, strict=True) for n in np.unique(one).tolist()}
    number = {piece: n for n, piece in enumerate([NO_PIECE, *sorted(left - {NO_PIECE})])}
    new = [np.array([number.get(piece, 0) for piece in pieces], np.uint32) for pieces in held]
    kind = code_type(len(number))
    file.extend("originals.codes", kind, (one[was] for one, was in zip(new, codes, strict=True)))
    for name, array in arrays_of_pieces(number).items():
        file.add(name, array)


def _codes(part: Renumbered) -> Array:
    held = [*_slices(part, "originals.codes", "originals.starts")]
    return np.concatenate(held) if held else part.columns.arrays["originals.codes"][:0]


def _merge_slices(file: ArraysWriter, names: Sequence[str], starts: str, parts: Sequence[Renumbered]) -> None:
    """A piece of each of these arrays for every document, and where each begins, which is the same in all."""
    lengths = [np.diff(part.columns.arrays[starts])[part.live] for part in parts]
    for name in names:
        pieces = chain.from_iterable(_slices(part, name, starts) for part in parts)
        file.extend(name, parts[0].columns.arrays[name].dtype, pieces)
    file.add(starts, np.concatenate([[np.uint64(0)], np.cumsum(np.concatenate(lengths), dtype=np.uint64)]))


def _slices(part: Renumbered, name: str, starts: str) -> Iterator[Array]:
    """What living documents have of an array: one piece for those that stand side by side, never a copy."""
    array = part.columns.arrays[name]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], part.live, [False]])))
    borders = part.columns.arrays[starts][edges].tolist()
    return (array[first:last] for first, last in zip(borders[::2], borders[1::2], strict=True))
