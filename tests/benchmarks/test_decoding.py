"""The benchmark of encodings, on a corpus that is generated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import decoding
from benchmarks.data import data
from benchmarks.decoding import LENGTHS, draw
from benchmarks.generate import generated
from indexer.reading.decoding import decode
from tests.support.data import needs

NEWS = data("news_10k.jsonl.xz")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generated(tmp_path_factory.mktemp("corpus"), 20)


def test_every_encoding_and_length_has_its_figures(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = corpus.with_name("out.json")
    decoding.main([str(corpus), "--texts", "5", "--json", str(out)])
    found: list[dict[str, Any]] = json.loads(out.read_text(encoding="utf-8"))["found"]
    assert len({(one["encoding"], one["length"]) for one in found}) == len(found) == 5 * len(LENGTHS)
    assert all(0 <= one["theirs"] <= 1 and 0 <= one["ours"] <= 1 and one["our_ms"] > 0 for one in found)
    assert [one["ours"] for one in found if one["length"] >= 50] == [1.0] * 10
    assert "charset-normalizer" in capsys.readouterr().out


def test_pieces_are_as_long_as_they_should_be_and_always_the_same() -> None:
    reports = ["镇江经开区新能源电池项目投产" * 10, "短"]
    pieces = draw(reports, "gb18030", 20, 30)
    assert [len(piece.decode("gb18030")) for piece in pieces] == [20] * 30
    assert pieces == draw(reports, "gb18030", 20, 30)
    assert {piece.decode("big5hkscs") for piece in draw(["发展"], "big5hkscs", 2, 3)} == {"發展"}
    assert draw(["短"], "utf-8", 20, 3) == []


def test_without_a_corpus_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decoding.main([str(tmp_path / "none.jsonl")])
    assert "Name a corpus" in capsys.readouterr().out


@needs(NEWS.name)
@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "utf-8", "utf-16-le", "utf-16-be"])
def test_twenty_characters_of_news_tell_the_encoding(encoding: str) -> None:
    """What is promised, on a sample: at least 995 of 1,000."""
    reports = decoding.read_reports(NEWS, 1000)
    pieces = draw(reports, encoding, 20, 1000)
    right = sum(decoding.is_right(data, encoding, lambda one: decode(one, "").text) for data in pieces)
    assert right >= 995
