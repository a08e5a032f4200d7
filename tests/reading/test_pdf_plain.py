"""Whatever is wrong with our reading of a layout, the text is there: line by line, and it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import Mishandled, Noted
from indexer.reading.formats import read
from indexer.reading.layout import blocks as layout
from indexer.reading.ofd.document import OfdFile
from indexer.reading.print import blocks, pdf, text
from indexer.reading.source import Source
from indexer.report import Report
from tests.support.ofd import ofd
from tests.support.ofd import page as ofd_page
from tests.support.ofd import text as ofd_text
from tests.support.typeset import Setting, lines, typeset

PAGES = [
    [
        "\u3000\u3000排涝泵站的三台机组都在四月里",
        "检修过，备件也已经运到，值班的人",
        "从本月起每两个小时记一次水位，夜",
        "里也不间断。",
    ],
    [
        "\u3000\u3000圩堤上新设了七处观察哨，每处",
        "两个人，日夜轮流值守，发现渗漏要",
        "在一刻钟以内报到镇里，再由镇里报",
        "到县防汛办。",
    ],
    [
        "\u3000\u3000物资仓库清点完毕，编织袋比去",
        "年多存了一万两千条，桩木也够用，",
        "只是冲锋舟的油料还差两百升，月底",
        "以前补齐。",
    ],
]
WHOLE = ["".join(one).strip() for one in PAGES]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return typeset(tmp_path / "page.pdf", *(lines(one, 70, 700) for one in PAGES))


def outcomes(path: Path) -> tuple[Report, list[Noted]]:
    found = list(read(Source.of(path), path.parent / "scratch"))
    (report,) = (one for one in found if isinstance(one, Report))
    return report, [one for one in found if isinstance(one, Noted)]


def failing(module: Any, step: str, call: int) -> Callable[..., Any]:
    """The step of a module, but for its call of this number, counted from 1; 0 stands for every one."""
    calls, works = 0, getattr(module, step)

    def run(*given: Any) -> Any:
        nonlocal calls
        calls += 1
        if call in (0, calls):
            raise IndexError("list index out of range")
        return works(*given)

    return run


@pytest.mark.parametrize("step", ["runs", "with_tables", "columns", "without_notes", "em"])
def test_a_page_that_is_not_understood_costs_no_other(
    step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text, step, failing(text, step, 2))
    report, (note,) = outcomes(path)
    assert [block.text for block in report.blocks] == WHOLE
    assert [block.at.page for block in report.blocks] == [1, 2, 3]
    assert note.place == f"{path}：第 2 页"
    assert "版面没有读懂（IndexError：list index out of range）" in note.reason


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (text, "without_margins"),
        (text, "Places"),
        (blocks, "whole"),
        (blocks, "_headline"),
        (blocks, "_titled"),
    ],
)
def test_so_it_is_where_the_step_over_all_pages_fails(
    module: Any, step: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, step, failing(module, step, 1))
    report, (note,) = outcomes(path)
    assert [block.text for block in report.blocks] == WHOLE
    assert [block.at.page for block in report.blocks] == [1, 2, 3]
    assert note.place == f"{path}：第 1–3 页"


def test_where_nothing_of_it_works_every_line_stands_by_itself(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, step in ((text, "runs"), (blocks, "whole"), (layout, "blocks")):
        monkeypatch.setattr(module, step, failing(module, step, 0))
    report, _ = outcomes(path)
    assert [block.text for block in report.blocks] == [line.strip() for page in PAGES for line in page]


def test_a_mistake_of_ours_on_a_page_costs_that_page_and_is_said_of_us(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "printed_once", failing(pdf, "printed_once", 2))
    report, (note,) = outcomes(path)
    assert [block.at.page for block in report.blocks] == [1, 3]
    assert note.place == f"{path}：第 2 页"
    assert "这是检报自己的差错" in note.reason


def test_a_mistake_of_ours_in_an_ofd_file_says_nothing_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(ofd(ofd_page(ofd_text("圩堤观察哨名单", 20, 40))))
    monkeypatch.setattr(OfdFile, "pages", failing(OfdFile, "pages", 0))
    (told,) = read(Source.of(path), tmp_path / "scratch")
    assert isinstance(told, Mishandled)
    assert "这是检报自己的差错" in told.reason


def test_what_is_set_in_another_direction_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sideways = Setting(500, 600, 12, "圩堤观察哨名单", down=True)
    path = typeset(tmp_path / "page.pdf", [*lines(PAGES[0], 70, 700), sideways])
    monkeypatch.setattr(text, "_asides", failing(text, "_asides", 1))
    report, _ = outcomes(path)
    assert WHOLE[0] in [block.text for block in report.blocks]
    assert "圩堤观察哨名单" in [block.text for block in report.blocks]


def test_it_is_so_in_ofd_and_words_stay_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.ofd"
    path.write_bytes(
        ofd(
            ofd_page(
                ofd_text("泵站3号机", 20, 30),
                ofd_text("Pump", 60, 30, steps="2 2 2"),
                ofd_text("检修", 20, 80),
            )
        )
    )
    monkeypatch.setattr(text, "columns", failing(text, "columns", 1))
    report, (note,) = outcomes(path)
    assert [block.text for block in report.blocks] == ["泵站3号机 Pump", "检修"]
    assert "第 1 页" in note.place


def test_memory_that_is_used_up_is_no_layout_that_is_not_understood(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def used_up(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(text, "columns", used_up)
    with pytest.raises(MemoryError):
        outcomes(path)
