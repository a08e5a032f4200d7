"""A picture -> the lines of text that are recognised in it.

Pictures are read by rapidocr, whose wheel carries its models. It is an extra: without it they are skipped.
Nothing goes over the net: the models are named by their files, and the runtime is told to report nothing.

A vertical line is laid on its side by rapidocr, and its characters are recognised as they lie, if they are
clear. What is not clear, or too short to be laid, is recognised once more with its characters side by side.

What it costs is the width of the lines, which the model sees 48 dots high. Print that is large enough is
squeezed to half of its width first (of its height, where lines run down): the same is recognised in half of
the time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import Skipped, Unreadable
from indexer.reading.print.runs import Glyph
from indexer.reading.print.upright import Picture, cells

MAX_DOTS = 1900
"""Of a picture, at its longer side, that is recognised in one go: memory grows with it."""
_LOCATED_DOTS = 800  # at its longer side: lines are found in a picture made so small, even of 7 points
_SQUEEZED = 0.55  # of its length along the lines
_MIN_SQUEEZED_DOTS = 1200  # along the lines: a smaller picture may hold small print
_SURE_SCORE = 0.5
_CLEAR_SCORE = 0.9  # of a vertical line that is recognised as it lies
_MIN_LAID_ROOM = 3.0  # characters: a shorter vertical line is squeezed so that it is not laid
_RUNS_UP_SHARE = 0.8  # of the score of its characters side by side, that a line has turned the other way
_MARKS_ON_TOP = str.maketrans("’'°", "，，。")  # as marks are seen that stand at the top of their cell
_MIN_SCORE = 0.01  # what has none has no text
_TALL_RATIO = 1.5  # of its height to its width: a line that runs down, or stands on its side
_MISSING = "这是扫描件或图片，需要文字识别。请先安装：pip install 'jianbao[ocr]'"


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line that was recognised, with the corners of its box, and how sure that is, from 0 to 1: what is not
    sure may be anything."""

    glyphs: tuple[Glyph, ...]
    corners: npt.NDArray[np.float64]
    score: float

    @property
    def is_sure(self) -> bool:
        return self.score >= _SURE_SCORE

    @property
    def width(self) -> float:
        return float(np.ptp(self.corners, axis=0)[0])

    @property
    def height(self) -> float:
        return float(np.ptp(self.corners, axis=0)[1])

    @property
    def room(self) -> float:
        """For how many Chinese characters there is room."""
        return self.width / max(1.0, self.height)

    @property
    def is_tall(self) -> bool:
        return self.height > _TALL_RATIO * self.width


def require(place: str) -> None:
    """Raises `Skipped` where the extra is not installed."""
    try:
        engine()
    except ImportError as error:
        raise Skipped(place, _MISSING) from error


def recognised(picture: Picture, place: str, down: bool = False) -> list[SeenLine]:
    """The lines in a picture that is no larger than MAX_DOTS; `down` says that most of them run down. Raises
    `Skipped` without the extra, and `Unreadable`."""
    require(place)
    shares = (1.0, _share(picture.shape[0])) if down else (_share(picture.shape[1]), 1.0)
    try:
        return [_clearest(picture, line) for line in _lines(_squeezed(picture, shares), shares)]
    except MemoryError:
        raise
    except Exception as error:  # its own errors, and those of the libraries below it, have no common root
        told = str(error).strip().rpartition("\n")[2]
        raise Unreadable(place, f"文字识别失败（{told}）。请换一幅清楚些的图片。") from error


def _lines(picture: Picture, shares: tuple[float, float]) -> list[SeenLine]:
    """The lines in a picture that was squeezed so, where they stand in the picture as it was."""
    found = engine()(_blue_first(picture), use_det=True, return_word_box=True, return_single_char_box=True)
    if found.boxes is None:
        return []
    return [
        _line(words, np.asarray(box) / shares, float(score), shares)
        for box, words, score in zip(found.boxes, found.word_results, found.scores, strict=True)
    ]


def _share(dots: int) -> float:
    return _SQUEEZED if dots >= _MIN_SQUEEZED_DOTS else 1.0


def _blue_first(picture: Picture) -> Picture:
    """As OpenCV has it."""
    return np.ascontiguousarray(picture[:, :, ::-1])


def _squeezed(picture: Picture, shares: tuple[float, float]) -> Picture:
    if shares == (1.0, 1.0):
        return picture
    from PIL import Image  # it comes with the extra

    size = round(shares[0] * picture.shape[1]), round(shares[1] * picture.shape[0])
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX))


def _line(
    words: Sequence[Any], corners: npt.NDArray[np.float64], score: float, shares: tuple[float, float]
) -> SeenLine:
    places = [(text, np.asarray(box, float) / shares) for text, _, box in words]
    bare = SeenLine((), corners, score)
    glyphs = _down(places, bare) if bare.is_tall and len(places) > 1 else _across(places, bare)
    return SeenLine(tuple(glyphs), corners, score)


def _across(places: Sequence[tuple[str, npt.NDArray[np.float64]]], line: SeenLine) -> list[Glyph]:
    height = float(np.linalg.norm(line.corners[3] - line.corners[0]))
    found = []
    for text, box in places:
        (left, _), (right, _), middle = box.min(axis=0), box.max(axis=0), float(box[:, 1].mean())
        found.append(Glyph(text, float(left), middle - height / 2, float(right), middle + height / 2))
    return [*map(_stretched, found, found[1:]), *found[-1:]]


def _down(places: Sequence[tuple[str, npt.NDArray[np.float64]]], line: SeenLine) -> Iterator[Glyph]:
    """The characters of a line that runs down, each as wide as the line."""
    for text, box in places:
        middle, (top, bottom) = float(box[:, 0].mean()), (float(box[:, 1].min()), float(box[:, 1].max()))
        half = line.width / 2
        yield Glyph(text.translate(_MARKS_ON_TOP), middle - half, top, middle + half, bottom)


def _clearest(picture: Picture, line: SeenLine) -> SeenLine:
    """A vertical line that is not clear as it lies may be so with its characters side by side. So is one that
    runs up, from its end on: it is clear when it is turned the other way."""
    is_laid = len(line.glyphs) == 1 or line.height >= _MIN_LAID_ROOM * line.width
    if not line.is_tall or (line.score >= _CLEAR_SCORE and is_laid):
        return line
    upright = side_by_side(picture, line)
    if upright.score <= line.score:
        return line
    runs_up = _told(np.rot90(_box(picture, line), 3)).scores[0] >= _RUNS_UP_SHARE * upright.score
    return line if runs_up else upright


def side_by_side(picture: Picture, line: SeenLine) -> SeenLine:
    """A vertical line as it is recognised with its characters side by side."""
    (left, top), (right, _) = line.corners.min(axis=0), line.corners.max(axis=0)
    cut = cells(_box(picture, line))
    found = _told(cut.row)
    words = found.word_results[0]
    glyphs = []
    for text, at in zip(chain(*words.words), chain(*words.word_cols), strict=True):
        above, below = cut.at((at + 0.5) / max(1.0, words.line_txt_len))
        glyphs.append(Glyph(text.translate(_MARKS_ON_TOP), left, top + above, right, top + below))
    return SeenLine(tuple(glyphs), line.corners, float(found.scores[0]))


def _box(picture: Picture, line: SeenLine) -> Picture:
    (left, top), (right, bottom) = line.corners.min(axis=0), line.corners.max(axis=0)
    return picture[max(0, round(top)) : round(bottom), max(0, round(left)) : round(right)]


def _told(line: Picture) -> Any:
    """What the model says of a picture of one line."""
    return engine()(_blue_first(line), use_det=False, return_word_box=True)


def _stretched(one: Glyph, following: Glyph) -> Glyph:
    """A character, as wide as its cell: where it begins is known better than where it ends, and within a line
    there is no white beside Chinese that is narrower than a character."""
    is_word = one.text.isascii() and following.text.isascii()
    wide = following.left - one.right >= one.size
    return one if is_word or wide else one._replace(right=max(one.right, following.left))


@cache
def engine() -> Any:
    """The recogniser. Raises ImportError without the extra.

    The runtime that it calculates with sends its maker what it is used for, and keeps an identifier of the
    machine in the home folder, unless it is told before it starts (`Privacy.md` in its wheel). It has one
    thread: a second one takes as much time waiting as working. Lines are recognised one by one: together,
    all would be as wide as the widest.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR  # takes a second and a half, and most PDFs need none

    models = Path(str(resources.files("rapidocr"))) / "models"
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": MAX_DOTS,
            "Global.text_score": _MIN_SCORE,
            "Global.use_cls": False,
            "Det.model_path": _model(models, "det"),
            "Det.limit_type": "max",  # by itself it blows up what is flat: a strip of a page to 40 megapixels
            "Det.limit_side_len": _LOCATED_DOTS,
            "Rec.model_path": _model(models, "rec"),
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _model(folder: Path, task: str) -> str:
    """The file of a model. Named, it is used as it is; the library looks on the net for none."""
    found = next(folder.glob(f"*_{task}_*.onnx"), None)
    if found is None:
        raise ImportError(f"rapidocr carries no model for {task}")
    return str(found)
