"""The benchmark of layout: its scores on texts so small that they are known, and the texts it makes."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.layout import __main__ as layout
from benchmarks.layout.clean import Kept, kept
from benchmarks.layout.columns import page_header
from benchmarks.layout.imitation import STYLES, imitations
from benchmarks.layout.score import Score, by_blank_lines, by_sentence_ends, score
from benchmarks.layout.setting import CLOSERS, OPENERS, rows, width
from benchmarks.layout.truth import Printed, load, squeezed
from indexer.reading.layout.lines import is_page_line, is_page_number

Json = dict[str, Any]

SENTENCES = (
    "据统计，今年1-2月，经开区新签约亿元以上项目10个，累计总投资32亿元。",
    "“我们招引来的项目都是紧紧围绕‘四群八链’，”徐升华说，“还将乘风而上。”",
    "尽管春寒料峭，生产车间里却是热火朝天的景象，新订单已经下达到企业。",
    "近年来，各部门聚焦企业急难愁盼问题，拿出硬核政策、创新举措，零距离服务企业。",
    "该公司于2006年成立，目前已是全国最大的疫苗瓶供应商之一，产品通过Hong Kong口岸出口。",
)
PRINTED = Printed(
    name="small",
    style="flowed",
    text="大桥通车\n\n经开区的产业项目建设作为经济工作主旋律、生命线，强力顶\n\n格推进。\n\n完。",
    blocks=("大桥通车", "经开区的产业项目建设作为经济工作主旋律、生命线，强力顶格推进。", "完。"),
    paragraphs=("经开区的产业项目建设作为经济工作主旋律、生命线，强力顶格推进。", "完。"),
    cuts=(31,),
)


def record(number: int) -> Json:
    random = Random(number)
    paragraphs = ["".join(random.choices(SENTENCES, k=random.randint(2, 5))) for _ in range(8)]
    return {"id": f"r{number}", "title": "经开区书写产业强区高分答卷", "paragraphs": paragraphs}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of one printed text with its truth, and a file of articles."""
    (tmp_path / "layout").mkdir()
    (tmp_path / "layout" / "small.txt").write_text(PRINTED.text, encoding="utf-8")
    truth = {
        "style": PRINTED.style,
        "emitted": [
            {"text": text, "para": para} for text, para in zip(PRINTED.blocks, (None, 0, 1), strict=True)
        ],
        "paragraphs": PRINTED.paragraphs,
        "breaks": [{"para": 0, "offset": 27}],
    }
    (tmp_path / "layout" / "small.json").write_text(json.dumps(truth), encoding="utf-8")
    (tmp_path / "layout" / "index.json").write_text("[]", encoding="utf-8")
    lines = (json.dumps(record(number)) + "\n" for number in range(12))
    (tmp_path / "news.jsonl").write_text("".join(lines), encoding="utf-8")
    return tmp_path


def test_the_truth_is_read_from_its_file(data: Path) -> None:
    assert list(load(data / "layout")) == [PRINTED]


def test_the_scores_of_systems_whose_mistakes_are_known() -> None:
    every = Score(right=2, healed=1, cuts=1, whole=2, paragraphs=2, texts=1)
    assert score(lambda text: PRINTED.blocks, [PRINTED]) == every
    assert score(by_blank_lines, [PRINTED]) == Score(2, 1, 0, 0, 1, 1, 2, 1)
    assert score(by_sentence_ends, [PRINTED]) == every
    assert score(lambda text: [text], [PRINTED]) == Score(0, 0, 2, 1, 1, 0, 2, 1)
    assert score(lambda text: [text[1:]], [PRINTED]) == Score(
        missed=2, cuts=1, paragraphs=2, texts=1, changed=1
    )
    assert score(lambda text: [*PRINTED.blocks[:2], "完．"], [PRINTED]).changed == 1
    assert score(by_blank_lines, [PRINTED, PRINTED]).f1 == pytest.approx(4 / 5)
    assert score(by_blank_lines, []).f1 == 0


def test_only_what_came_back_to_the_letter_is_kept() -> None:
    records = [record(1), {"title": "", "paragraphs": ["一。", " "]}]
    assert kept(str.splitlines, records, "a paragraph a line") == Kept(9, 9)
    assert kept(lambda text: [text], records, "blank lines between").share == 0
    assert kept(str.splitlines, [], "a paragraph a line").share == 1


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1).map("".join), st.integers(9, 30), st.sampled_from((0, 4))
)
def test_lines_are_set_as_full_as_they_can_be(text: str, characters: int, opening: int) -> None:
    measure = 2 * characters
    lines = rows(text, measure, opening)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for number, line in enumerate(lines):
        assert width(line.rstrip(CLOSERS)) + (0 if number else opening) <= measure
        assert line[0] not in CLOSERS
        assert line[-1] not in OPENERS
    for number, (line, following) in enumerate(pairwise(lines)):
        piece = re.match(rf"[{OPENERS}]*(?:[A-Za-z0-9]+|.)", following)
        assert piece
        assert width(line) + (0 if number else opening) + width(piece[0]) >= measure - 8


@pytest.mark.parametrize("style", STYLES)
def test_a_text_that_is_made_is_its_truth_and_always_the_same(style: str) -> None:
    records = [record(number) for number in range(20)]
    made = list(imitations(records, style, "s"))
    assert made == list(imitations(records, style, "s"))
    assert made != list(imitations(records, style, "t"))
    assert len(made) == 20
    for one in made:
        assert squeezed(one.text) == squeezed("".join(one.blocks))
        assert set(map(squeezed, one.paragraphs)) <= set(map(squeezed, one.blocks))
        assert not one.ends & set(one.cuts)
        assert set(one.cuts) <= {
            len(squeezed(one.text[: found.start()])) for found in re.finditer(r"\n\s*\n", one.text)
        }
    assert any(one.cuts for one in made)


def test_short_articles_are_not_printed() -> None:
    short = {"id": "r", "title": "短讯", "paragraphs": ["一。", "二。", "三。", "四。"]}
    assert not list(imitations([short, {"id": "none"}], "wrapped", "s"))


def test_headers_of_pages_are_those_that_are_recognised() -> None:
    random = Random(1)
    headers = [page_header(random) for _ in range(300)]
    missed = [line for line in headers if not is_page_line(line) and not is_page_number(line)]
    assert not [line for line in missed if not re.fullmatch(r"\d\d .{2,4}", line)]


def test_the_whole_command_prints_all_its_figures(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = data / "out.json"
    arguments = ["--layout", data / "layout", "--news", data / "news.jsonl", "--texts", 3, "--json", out]
    layout.main([str(one) for one in arguments])
    result = json.loads(out.read_text(encoding="utf-8"))
    assert [one["name"] for one in result["sets"]] == ["as given", *(f"made, {style}" for style in STYLES)]
    assert result["sets"][0]["scores"]["jianbao"]["texts"] == 1
    assert {one["scores"]["jianbao"]["texts"] for one in result["sets"][1:]} == {3}
    assert result["clean"]["a paragraph a line"]["share"] == 1
    printed = capsys.readouterr().out
    for line in ("as given", "made, worn", "a blank line ends a paragraph", "blank lines between"):
        assert line in printed


def test_a_reader_that_loses_a_character_is_found_out(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(layout.SYSTEMS, "jianbao", lambda text: by_blank_lines(text[:-1]))
    layout.main(["--layout", str(data / "layout"), "--news", str(data / "nowhere")])
    printed = capsys.readouterr().out
    assert "as given: 1 texts have other characters after jianbao" in printed
    assert f"No articles at {data / 'nowhere'}" in printed


def test_absent_data_is_told_and_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout.main(["--layout", str(tmp_path / "a"), "--news", str(tmp_path / "b")])
    printed = capsys.readouterr().out
    assert f"No texts with their truth in {tmp_path / 'a'}" in printed
    assert f"No articles at {tmp_path / 'b'}" in printed
