"""A picture -> the lines of text that are recognised in it.

Pictures are read by rapidocr, whose wheel carries its models. It is an extra: without it they are skipped.
Nothing goes over the net: the models are named by their files, and the runtime is told to report nothing.

What it costs is the width of the lines, which the model sees 48 dots high. Print that is large enough is
squeezed to half of its width first: the same is recognised in half of the time.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.errors import Skipped, Unreadable
from indexer.reading.print.runs import Glyph

Picture = npt.NDArray[np.uint8]
"""Height by width by red, green and blue."""

MAX_DOTS = 1900
"""Of a picture, at its longer side, that is recognised in one go: memory grows with it."""
_LOCATED_DOTS = 800  # at its longer side: lines are found in a picture made so small, even of 7 points
_SQUEEZED = 0.55  # of its width
_MIN_SQUEEZED_DOTS = 1200  # wide: a smaller picture may hold small print
_SURE_SCORE = 0.5
_MIN_SCORE = 0.01  # what has none has no text
_TALL_RATIO = 1.5  # of its height to its width: a line that stands on its side
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
    def room(self) -> float:
        """For how many Chinese characters there is room."""
        width, height = np.ptp(self.corners, axis=0)
        return float(width / max(1.0, height))

    @property
    def is_tall(self) -> bool:
        width, height = np.ptp(self.corners, axis=0)
        return bool(height > _TALL_RATIO * width)


def require(place: str) -> None:
    """Raises `Skipped` where the extra is not installed."""
    try:
        engine()
    except ImportError as error:
        raise Skipped(place, _MISSING) from error


def recognised(picture: Picture, place: str) -> list[SeenLine]:
    """The lines in a picture that is no larger than MAX_DOTS. Raises `Skipped` without the extra, and
    `Unreadable`."""
    require(place)
    share = _SQUEEZED if picture.shape[1] >= _MIN_SQUEEZED_DOTS else 1.0
    blue_first = np.ascontiguousarray(_squeezed(picture, share)[:, :, ::-1])  # as OpenCV has it
    try:
        found = engine()(blue_first, return_word_box=True, return_single_char_box=True)
    except MemoryError:
        raise
    except Exception as error:  # its own errors, and those of the libraries below it, have no common root
        told = str(error).strip().rpartition("\n")[2]
        raise Unreadable(place, f"文字识别失败（{told}）。请换一幅清楚些的图片。") from error
    if found.boxes is None:
        return []
    return [
        SeenLine(tuple(_glyphs(line, box, share)), np.asarray(box) / (share, 1.0), float(score))
        for box, line, score in zip(found.boxes, found.word_results, found.scores, strict=True)
    ]


def _squeezed(picture: Picture, share: float) -> Picture:
    if share == 1.0:
        return picture
    from PIL import Image  # it comes with the extra

    size = round(share * picture.shape[1]), picture.shape[0]
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX))


def _glyphs(line: Sequence[Any], box: Any, share: float) -> list[Glyph]:
    height = float(np.linalg.norm(box[3] - box[0]))
    found = []
    for text, _, corners in line:
        xs, ys = [x / share for x, _ in corners], [y for _, y in corners]
        middle = sum(ys) / len(ys)
        found.append(Glyph(text, min(xs), middle - height / 2, max(xs), middle + height / 2))
    return [*map(_stretched, found, found[1:]), *found[-1:]]


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
