"""A page of a PDF as a picture: what is asked for is marked, and a bad file harms nobody."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from indexer.errors import PageNotDrawn
from indexer.reading import page_picture
from indexer.reading.print.picture_worker import Picture, drawn, png
from tests.support.printing import pages, written

TEXT = "BT /F 24 Tf 72 700 Td (Port 10 opened in 2010) Tj 0 -60 Td (The PORT) Tj ET"


@pytest.fixture
def pdf(tmp_path: Path) -> bytes:
    return written(tmp_path / "a.pdf", *pages(2, TEXT)).read_bytes()


def marked(held: Picture) -> list[int]:
    """How many columns of pixels are tinted in each run of tinted rows."""
    tinted = (held[:, :, 2] == 138) & (held[:, :, 0] == 255)
    rows = np.flatnonzero(tinted.any(axis=1))
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if rows.size else []
    return [int(tinted[run].any(axis=0).sum()) for run in runs]


def test_what_is_asked_for_is_marked_wherever_it_stands_whole(pdf: bytes) -> None:
    assert marked(drawn(pdf, 1, [])) == []
    assert len(marked(drawn(pdf, 2, ["port"]))) == 2
    (ten,), (year,) = marked(drawn(pdf, 1, ["10"])), marked(drawn(pdf, 1, ["2010"]))
    assert ten < year < 2.5 * ten
    assert drawn(pdf, 1, []).shape[1] == 1000


def test_a_page_that_lies_on_its_side_is_marked_in_its_place(tmp_path: Path) -> None:
    turned = [one.replace("/Type/Page/", "/Type/Page/Rotate 90/") for one in pages(1, TEXT)]
    held = drawn(written(tmp_path / "a.pdf", *turned).read_bytes(), 1, ["2010"])
    assert held.shape[1] > held.shape[0]
    tinted = np.argwhere((held[:, :, 2] == 138) & (held[:, :, 0] == 255))
    down, across = np.ptp(tinted, axis=0)
    assert down > across


def test_png_is_what_others_read(pdf: bytes) -> None:
    held = drawn(pdf, 1, ["Port"])
    assert (np.asarray(Image.open(io.BytesIO(png(held)))) == held).all()


@pytest.mark.slow
def test_a_process_of_its_own_draws_it(pdf: bytes) -> None:
    found = Image.open(io.BytesIO(page_picture(io.BytesIO(pdf), 2, ["port"])))
    assert (np.asarray(found) == drawn(pdf, 2, ["port"])).all()
    for bad, page in (pdf, 3), (pdf[:200], 1), (b"", 1):
        with pytest.raises(PageNotDrawn, match=f"第 {page} 页"):
            page_picture(io.BytesIO(bad), page, [])


@pytest.mark.slow
def test_a_page_without_end_is_given_up(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.print.picture._MAX_SECONDS", 0.01)
    with pytest.raises(PageNotDrawn):
        page_picture(io.BytesIO(pdf), 1, [])


def test_a_file_larger_than_any_report_is_not_drawn(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.reading.print.picture.MAX_BYTES", len(pdf) - 1)
    with pytest.raises(PageNotDrawn):
        page_picture(io.BytesIO(pdf), 1, [])
