"""A mistake of ours in a reader is told as one, and never as something that is wrong with the file."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from indexer.errors import GivenUp, Mishandled, Noted, Skipped, Unreadable
from indexer.ingest.build import build
from indexer.ingest.holdings import Loss, losses
from indexer.ingest.ledger import Ledger
from indexer.reading.blame import ours, told
from indexer.report import Report
from tests.support.office import FILES, outputs
from tests.support.scan_store import ScanStore
from tests.support.word import paragraph, word_file

TEXTS = {
    "a.txt": "港口开通。".encode(),
    "a.md": "港口开通。".encode(),
    "a.html": "<p>港口开通。</p>".encode(),
    "a.docx": word_file(paragraph("港口开通。")),
    "a.jsonl": '{"title":"港口"}'.encode(),
    "a.csv": "指标,数\n港口,1\n".encode(),
    "a.eml": b"Subject: x\r\n\r\nport\r\n",
}
WAYS = {
    **{f"a.{ending}": FILES / f"harbour.{ending}" for ending in ("doc", "rtf", "odt", "fodt")},
    **{f"a.{ending}": FILES / f"table.{ending}" for ending in ("xlsx", "xls", "ods")},
    **{f"a.{ending}": FILES / f"flood.{ending}" for ending in ("pptx", "odp")},
    "a.epub": FILES / "levees.epub",
    "a.7z": FILES / "packed.7z",
}
BROKEN_AT = {
    "a.txt": "indexer.reading.text.blocks",
    "a.md": "indexer.reading.markdown.split_front_matter",
    "a.html": "indexer.reading.html.page.decoded",
    "a.docx": "indexer.reading.docx.reader.lines",
    "a.jsonl": "indexer.reading.records.by_field",
    "a.csv": "indexer.reading.records.row_texts",
    "a.eml": "indexer.reading.mail.mime.parsed",
    "a.rtf": "indexer.reading.rtf.reader.RichText",
    "a.odt": "indexer.reading.odt.reader.styles",
    "a.fodt": "indexer.reading.odt.reader.styles",
    "a.xlsx": "indexer.reading.office.sheets.xlsx._cells",
    "a.xls": "indexer.reading.office.sheets.xls.shown_text",
    "a.ods": "indexer.reading.office.sheets.ods.text_of",
    "a.pptx": "indexer.reading.office.slides.pptx.row_texts",
    "a.odp": "indexer.reading.office.slides.odp.text_of",
    "a.epub": "indexer.reading.epub.page_lines",
    "a.7z": "indexer.reading.archive.unpacking.refusal",
}


def failing(error: type[Exception]) -> Callable[..., NoReturn]:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error("of our own")

    return fail


@pytest.mark.parametrize("error", [TypeError, ValueError, KeyError])
@pytest.mark.parametrize("name", BROKEN_AT)
def test_a_mistake_of_ours_is_told_as_ours_in_every_format(
    name: str, error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs(tmp_path / name, TEXTS.get(name) or WAYS[name].read_bytes())
    monkeypatch.setattr(BROKEN_AT[name], failing(error))
    found = outputs(tmp_path / name)
    (one,) = [one for one in found if isinstance(one, Unreadable)]
    assert isinstance(one, Mishandled)
    kind = Path(name).suffix
    assert [said in one.reason for said in ("检报自己的差错", kind, error.__name__, "of our own")] == [
        True
    ] * 4
    assert "损坏" not in "".join(str(one) for one in found if isinstance(one, Unreadable | Noted))


def test_of_an_old_word_file_the_bare_text_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.reading.docx.reader.lines", failing(TypeError))
    report, failed = outputs(tmp_path / "a.doc", WAYS["a.doc"].read_bytes())
    assert isinstance(report, Report)
    assert any("泊位十二个" in block.text for block in report.blocks)
    assert isinstance(failed, Mishandled)
    assert "损坏" not in failed.reason


def test_a_library_that_is_not_there_is_told_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("indexer.reading.office.sheets")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlrd", None)
    (one,) = outputs(tmp_path / "a.xls", WAYS["a.xls"].read_bytes())
    assert isinstance(one, Mishandled)
    assert "缺少程序库 xlrd" in one.reason
    assert "pip install" in one.reason
    assert "损坏" not in one.reason


def test_one_that_an_extra_brings_is_told_with_that_extra() -> None:
    missing = told("/a.png", ModuleNotFoundError("No module named 'PIL'", name="PIL.Image"), "已损坏。")
    assert isinstance(missing, Skipped)
    assert "pip install 'jianbao[ocr]'" in missing.reason


def test_what_libraries_say_of_broken_files_is_the_files_fault(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK")
    for broken in (
        lambda: zipfile.ZipFile(tmp_path / "a.zip"),
        lambda: b"\xff".decode(),
        lambda: int("", 99),
    ):
        with pytest.raises((zipfile.BadZipFile, ValueError)) as raised:
            broken()
        is_ours = raised.type is ValueError  # only the last: it is Python's own, of our own code
        assert bool(ours("/a.zip", raised.value)) is is_ours


def test_the_next_run_tries_again_and_meanwhile_it_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, index = tmp_path / "报告", tmp_path / "index"
    folder.mkdir()
    index.mkdir()
    (folder / "a.txt").write_text("港口开通。", encoding="utf-8")
    store, ledger = ScanStore(), Ledger(index)
    with monkeypatch.context() as patched:
        patched.setattr("indexer.reading.text.blocks", failing(TypeError))
        first = build(store, [folder], ledger)
    assert [type(one) for one in first.quarantined] == [Mishandled]
    (shown,) = losses(index)
    assert (shown.file, shown.loss) == ("报告/a.txt", Loss.UNREAD)
    assert "检报自己的差错" in shown.reason
    assert build(store, [folder], ledger).added == 1
    assert losses(index) == ()
    assert not issubclass(Mishandled, GivenUp)
    ledger.close()
