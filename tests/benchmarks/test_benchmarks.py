"""The benchmarks run on a small corpus and say what they promise. Their figures are not judged here."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks import report
from benchmarks.asked import KINDS
from benchmarks.corpus import lines, sample
from benchmarks.engines import __main__ as engines
from benchmarks.generate import generated, records
from benchmarks.grown import grown, made
from benchmarks.library import __main__ as library
from benchmarks.measure import Spread
from benchmarks.memory import of_process
from benchmarks.peers import PEERS
from benchmarks.prepare import prepared
from benchmarks.questions import check, draw
from benchmarks.tables import Table, figure
from indexer.reading import Source, read_all
from indexer.report import Packed, Report
from indexer.text.fold import fold
from indexer.text.words import words

REPORTS = 30
FEW = ["--queries", "3", "--starts", "1"]

Json = dict[str, Any]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated corpus of a few reports."""
    return generated(tmp_path_factory.mktemp("corpus"), REPORTS)


@pytest.fixture(scope="module")
def beside(processes: None, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of one run of `benchmarks.engines`."""
    out = tmp_path_factory.mktemp("engines") / "engines.json"
    engines.main([str(corpus), *FEW, "--json", str(out)])
    return out


@pytest.fixture(scope="module")
def alone(processes: None, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The JSON of one run of `benchmarks.library`."""
    out = tmp_path_factory.mktemp("library") / "library.json"
    library.main([str(corpus), "--sizes", "10", "--grown", "40", *FEW, "--json", str(out)])
    return out


def read(corpus: Path) -> list[Report]:
    return [one.unpacked() for _, one in read_all([Source.of(corpus)]) if isinstance(one, Packed)]


def test_the_generated_corpus_is_always_the_same() -> None:
    once, again = list(records(REPORTS)), list(islice(records(2 * REPORTS), REPORTS))
    assert once == again
    assert len({record["id"] for record in once}) == REPORTS


def test_the_generated_corpus_can_be_read_whole(corpus: Path) -> None:
    held = read(corpus)
    assert [type(one) for one in held] == [Report] * REPORTS


def test_a_grown_corpus_holds_the_real_one_and_others_made_of_its_parts(corpus: Path, tmp_path: Path) -> None:
    found = [json.loads(line) for line in lines(grown(corpus, 90, tmp_path))]
    real = [json.loads(line) for line in lines(corpus)]
    assert found[:REPORTS] == real
    assert list(made(real, 60)) == found[REPORTS:]
    assert len({one["id"] for one in found}) == 90
    told = {(one["date"], one["source"], len(one["paragraphs"])) for one in real}
    clauses = {clause for one in real for text in one["paragraphs"] for clause in re.split("[，。]", text)}
    for one in found[REPORTS:]:
        *texts, name = one["paragraphs"]
        assert (one["date"], one["source"], len(texts)) in told
        assert re.fullmatch("（记者 .{3}）", name)
        assert clauses & {*re.split("[，。]", "".join(texts))}


def test_a_larger_sample_holds_the_smaller_in_the_corpus_order(corpus: Path, tmp_path: Path) -> None:
    small, large, all_lines = (list(lines(sample(corpus, size, tmp_path))) for size in (5, 20, 99))
    assert (len(small), len(large), len(all_lines)) == (5, 20, REPORTS)
    assert [line for line in large if line in small] == small
    assert [line for line in all_lines if line in large] == large


@pytest.mark.slow
def test_peers_are_fed_the_words_that_jianbao_indexes(corpus: Path) -> None:
    for one, report_ in zip(prepared(corpus), read(corpus), strict=True):
        assert isinstance(report_, Report)
        normal = [fold(block.text) for block in report_.blocks]
        assert one.text == "\n".join(normal)
        assert sorted(one.words.split(" ")) == sorted(word for text in normal for word in words(text))
        assert (one.id, one.characters) == (report_.id, report_.characters)


@pytest.mark.slow
def test_questions_are_always_the_same_and_have_an_answer(corpus: Path) -> None:
    held = list(prepared(corpus))
    drawn = draw(held, 3)
    assert drawn == draw(held, 3)
    assert tuple(drawn) == KINDS
    for asked in check(held, drawn):
        assert min(asked.totals["words or literal"]) > 0


def test_engines_measures_every_engine_that_is_installed(beside: Path) -> None:
    result = json.loads(beside.read_text(encoding="utf-8"))
    assert {"machine", "corpus", "count", "preparation", "engines"} <= {*result}
    assert result["corpus"]["reports"] == REPORTS
    for peer in PEERS:
        one = result["engines"][peer.key]
        if not peer.installed:
            assert "not installed" in one["status"]
            continue
        assert one["status"] == "ok"
        assert {"seconds", "bytes", "peak_private", "peak_total"} <= {*one["index"]}
        assert (one["fill"] is not None) == peer.fed
        assert (one["questions"] is not None) == peer.asked


def test_jianbao_finds_every_report_that_a_scan_finds(beside: Path) -> None:
    asked = json.loads(beside.read_text(encoding="utf-8"))["engines"]["jianbao"]["questions"]
    for kind in KINDS:
        if asked[kind]:  # None: the query value cannot say it
            assert asked[kind]["right"] == asked[kind]["checked"]


def test_library_measures_every_size(alone: Path) -> None:
    result = json.loads(alone.read_text(encoding="utf-8"))
    assert {"machine", "corpus", "count", "sizes", "growth"} <= {*result}
    assert [one["index"]["reports"] for one in result["sizes"]] == [10, 40]
    for one in result["sizes"]:
        assert {"index", "whole", "literals", "memory", "first", "add"} <= {*one}
        assert {"seconds", "bytes", "text_bytes", "peak_private", "peak_total"} <= {*one["index"]}
        assert one["whole"]["p50"] <= one["whole"]["p95"] <= one["whole"]["p99"]
        assert min(one["index"]["commits"]) > 0
    assert result["growth"]["reports"] == 4


def test_the_page_holds_the_tables_of_both(
    beside: Path, alone: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.main([str(beside), str(alone)])
    page = capsys.readouterr().out
    assert page.startswith("# Performance")
    assert "## Beside other engines" in page
    assert "## jianbao alone" in page


def test_percentiles_are_values_that_were_measured() -> None:
    assert Spread.of([3.0, 1.0, 2.0]) == Spread(2.0, 3.0, 3.0, 3)
    assert Spread.of(range(1, 101)) == Spread(50, 95, 99, 100)
    with pytest.raises(ValueError, match="no values"):
        Spread.of([])


def test_memory_of_this_process_is_seen() -> None:
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system has no /proc/self/smaps_rollup")
    assert of_process("self").private > 1_000_000


def test_a_table_is_aligned() -> None:
    table = Table("T", ("name", "figure"), (("one", figure(1234.5)), ("three", figure(0.0123))))
    assert table.plain().splitlines()[1:] == [
        "name   figure",
        "-------------",
        "one     1,234",
        "three   0.012",
    ]
    assert "| three | 0.012 |" in table.markdown()
