"""What the program says when jianbao itself is mistaken, and what it leaves to click."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from indexer.cli import main as cli
from tests.support.program import ROOT

OURS = "这是检报自己的差错，您的文件和索引都没有问题"


def ended_with(error: BaseException, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Result:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("indexer.cli.opening.open_store", fail)
    return CliRunner().invoke(cli.main, ["stats", "--index", str(tmp_path)])


def test_a_mistake_of_ours_says_so_and_where_to_report_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = ended_with(RuntimeError("a wrong turn"), monkeypatch, tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    *traceback, sentence = done.stderr.splitlines()
    assert traceback[0].startswith("Traceback")
    assert traceback[-1] == "RuntimeError: a wrong turn"
    assert sentence.startswith(f"jianbao: {OURS}")
    assert "“报告错误”" in sentence
    assert "## 报告错误\n" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (click.ClickException("told"), 1),
        (click.UsageError("told"), 2),
        (click.Abort(), 1),
        (click.exceptions.Exit(3), 3),
        (SystemExit(4), 4),
        (KeyboardInterrupt(), 1),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_ends_the_program_on_purpose_is_no_mistake(
    error: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = ended_with(error, monkeypatch, tmp_path)
    assert done.exit_code == status
    assert "Traceback" not in done.stderr
    assert OURS not in done.stderr
