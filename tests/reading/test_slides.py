"""Slides: the title of each is a heading, what stands on it follows in the order in which it is read."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from indexer.errors import GivenUp, Noted, NotRead, Unreadable
from indexer.reading import Source
from indexer.reading.budget import Exhausted
from indexer.reading.office.packages import Package
from indexer.reading.office.slides import pptx, reader
from indexer.reading.office.slides.shapes import Slide
from indexer.reading.source import Document
from indexer.report import At, Block, Kind, Report
from tests.support.sheets import FILES, blocks, found, texts, zipped
from tests.support.slides import (
    OldSlides,
    box,
    compound,
    old_box,
    old_slide,
    place_of,
    power_point,
    record,
    table,
    tree,
    words,
)

T, H, P = Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH
FLOOD = [
    (T, "滨河新区防汛工作汇报", 1),
    (P, "临川县水务站", 1),
    (P, "2024年3月", 1),
    (H, "一、险情排查", 2),
    (P, "共排查水库十二座", 2),
    (P, "发现隐患二十一处", 2),
    (P, "这里强调桥头水库。", 2),
    (H, "二、物资储备", 3),
    (P, "左边的说明：编织袋两万条。", 3),
    (P, "右边的说明：沙袋另有三千条。", 3),
    (P, "物资　数量　存放", 3),
    (P, "编织袋　20000　桥头仓库", 3),
    (P, "组内第一行", 3),
    (P, "组内第二行", 3),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.pptx"


@pytest.mark.parametrize(
    "name", ["flood.pptx", "flood.odp", "flood.fodp", "汇报.dps", "汇报.PPSX", "汇报.potm"]
)
def test_a_real_file_is_read_in_its_order(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes((FILES / (name if name.startswith("flood") else "flood.pptx")).read_bytes())
    assert [(one.kind, one.text, one.at.slide) for one in blocks(path)] == FLOOD


@pytest.mark.parametrize("name", ["flood.ppt", "汇报.dps", "汇报.pps"])
def test_a_real_file_of_the_old_kind_is_read_in_its_order(name: str, tmp_path: Path) -> None:
    """LibreOffice writes down that only the first title is one."""
    path = tmp_path / name
    path.write_bytes(lzma.decompress((FILES / "flood.ppt.xz").read_bytes()))
    found = blocks(path)
    assert [(one.text, one.at.slide) for one in found] == [(text, slide) for _, text, slide in FLOOD]
    assert [one.kind for one in found[:2]] == [T, P]


def test_titles_are_headings_with_their_level(path: Path) -> None:
    title = box("<a:r><a:t>防汛</a:t></a:r><a:br/><a:r><a:t>汇报</a:t></a:r>", holder='type="ctrTitle"')
    path.write_bytes(power_point(title, box("二、储备", holder='type="title"') + box("沙袋三千条")))
    assert blocks(path) == (
        Block(T, "防汛汇报", At(slide=1)),
        Block(H, "二、储备", At(slide=2, level=1)),
        Block(P, "沙袋三千条", At(slide=2)),
    )


def test_shapes_are_read_from_the_top_and_from_the_left(path: Path) -> None:
    inner = '<a:chOff x="0" y="0"/><a:chExt cx="10" cy="10"/>'
    frame = place_of((300, 100, 100, 100), inner)
    group = f"<p:grpSp><p:grpSpPr>{frame}</p:grpSpPr>{box('组内', at=(0, 0, 10, 5))}</p:grpSp>"
    holder = 'type="body" idx="1"'
    shapes = [
        box("末尾", holder=holder),
        group,
        box("右", at=(200, 110, 90, 50)),
        table(("名", "数"), ("沙袋", ""), at=(0, 200, 90, 50)),
        box("左", at=(0, 100, 90, 50)),
        box("顶", at=(400, 0, 90, 50)),
    ]
    layout = tree("sldLayout", box(at=(0, 900, 90, 50), holder=holder))
    own = {"l": ("slideLayout", "../slideLayouts/l.xml")}
    path.write_bytes(power_point(("".join(shapes), own), extra={"ppt/slideLayouts/l.xml": layout}))
    assert texts(path) == ["顶", "左", "右", "组内", "名　数", "沙袋", "末尾"]


def test_what_stands_on_every_slide_is_left_out(path: Path) -> None:
    running = "".join(box("第3张", holder=f'type="{kind}"') for kind in ("sldNum", "dt", "ftr"))
    number = '<a:r><a:t>见</a:t></a:r><a:fld type="slidenum"><a:t>3</a:t></a:fld>'
    path.write_bytes(power_point(running + box(number)))
    assert texts(path) == ["见"]


def test_notes_comments_charts_and_diagrams_are_read(path: Path) -> None:
    notes = tree("notes", box("缩图", holder='type="sldImg"') + box("强调桥头。", holder='type="body"'))
    comments = "<c><cm><text>请核对数字</text></cm></c>"
    cache = "<strCache><pt><v>一季度</v></pt><pt><v>二季度</v></pt></strCache>"
    chart = f"<chart><p><r><t>降雨量</t></r></p>{cache}{cache}</chart>"
    diagram = "<d><pt><p><r><t>巡查</t></r></p></pt><pt><p><r><t>上报</t></r></p></pt></d>"
    drawn = "".join(
        f"<p:graphicFrame>{one}</p:graphicFrame>" for one in ('<c:chart r:id="c"/>', '<c:relIds r:dm="d"/>')
    )
    own = {
        "c": ("chart", "../charts/c.xml"),
        "d": ("diagramData", "/ppt/d.xml"),
        "n": ("notesSlide", "../n.xml"),
        "m": ("comments", "../m.xml"),
    }
    parts = {"ppt/charts/c.xml": chart, "ppt/d.xml": diagram, "ppt/n.xml": notes, "ppt/m.xml": comments}
    path.write_bytes(power_point((box("雨情") + drawn, own), extra=parts))
    assert texts(path) == ["雨情", "降雨量", "一季度　二季度", "巡查", "上报", "强调桥头。", "请核对数字"]


def test_of_several_forms_of_one_thing_one_is_read(path: Path) -> None:
    forms = f"<mc:Choice>{box('流量')}</mc:Choice><mc:Fallback>{box('流量')}</mc:Fallback>"
    path.write_bytes(power_point(f"<mc:AlternateContent>{forms}</mc:AlternateContent>"))
    assert texts(path) == ["流量"]


# — files of PowerPoint until 2003 —


def characters(text: str) -> bytes:
    return record(4000, text.encode("utf-16-le"))


def listed(reference: int, name: int, *texts: bytes) -> bytes:
    return record(1011, words(reference, 0, 0, name, 0)) + b"".join(texts)


@pytest.fixture
def old() -> OldSlides:
    """Two slides, the second of which was changed later, with notes on the first."""
    title, body = record(3999, words(0)), record(3999, words(1))
    outline = listed(2, 256, title, characters("防汛汇报"), body, characters("排查十二座\r隐患二十一处"))
    notes = record(4080, listed(4, 900), instance=2)
    slides = OldSlides()
    slides.put(1, record(1000, record(4080, outline + listed(3, 257)) + notes))
    references = [record(3998, words(n)) for n in (1, 0)]
    slides.put(2, old_slide(old_box(references[0], top=90), old_box(references[1]), notes=900))
    slides.put(3, old_slide(old_box(characters("旧的"))))
    slides.put(4, old_slide(old_box(record(3999, words(2)), characters("讲稿"))))
    slides.save(1)
    slides.put(3, old_slide(old_box(record(4008, b"new")), old_box(characters("*"), top=90)))
    slides.save(1)
    return slides


@pytest.mark.parametrize("edit", [0, 8, 4000, 10**9])
def test_the_text_of_the_outline_and_the_last_state_of_each_slide_are_read(
    edit: int, old: OldSlides, tmp_path: Path
) -> None:
    """Also where it is told wrongly where the file was saved last."""
    path = tmp_path / "a.ppt"
    path.write_bytes(old.file(edit=edit))
    assert [(one.kind, one.text) for one in blocks(path)] == [
        (T, "防汛汇报"),
        (P, "排查十二座"),
        (P, "隐患二十一处"),
        (P, "讲稿"),
        (P, "new"),
    ]


# — what cannot be read —


def told(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    (one,) = found(path)
    assert isinstance(one, NotRead)
    return one.reason


def test_a_password_is_told(old: OldSlides, tmp_path: Path) -> None:
    assert "取消密码" in told(tmp_path / "a.ppt", old.file(0xF3D1C4DF))
    assert "取消密码" in told(tmp_path / "a.pptx", compound({"EncryptedPackage": b"x"}))
    manifest = '<m xmlns:m="urn:m"><m:encryption-data/></m>'
    parts: dict[str, str | bytes] = {"content.xml": b"\1", "META-INF/manifest.xml": manifest}
    assert "取消密码" in told(tmp_path / "a.odp", zipped(parts))


@pytest.mark.parametrize("name", ["a.pptx", "a.ppt", "a.odp", "a.dps"])
def test_what_is_damaged_or_no_file_of_slides_is_told(name: str, tmp_path: Path, old: OldSlides) -> None:
    path = tmp_path / name
    whole = power_point(box("字"))
    cut = old.file()[:1500]
    for data in (
        b"",
        b"PK\3\4",
        whole[: len(whole) // 2],
        cut,
        b"not at all",
        compound({"WordDocument": b""}),
    ):
        assert "损坏" in told(path, data), data[:9]
    assert "没有文字" in told(path, power_point(""))


def test_a_slide_that_is_damaged_is_named_and_costs_no_other(path: Path) -> None:
    path.write_bytes(power_point(box("一"), "<p:sp", box("三")))
    report, left = found(path)
    assert isinstance(report, Report)
    assert [(one.text, one.at.slide) for one in report.blocks] == [("一", 1), ("三", 3)]
    assert isinstance(left, Noted)
    assert left.place == f"{path}：第 2 张"


def test_slides_read_before_the_time_was_up_are_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slide = pptx.slide

    def until_second(package: Package, name: str) -> Slide:
        if "slide1" in name:
            raise Exhausted("时间用完了")
        return slide(package, name)

    monkeypatch.setattr(pptx, "slide", until_second)
    path.write_bytes(power_point(box("一"), box("二")))
    document, left = reader.read(Source.of(path))
    assert isinstance(document, Document)
    assert [one.text for one in document.blocks] == ["一"]
    assert isinstance(left, GivenUp)
    assert left.place == f"{path}：第 2 张起"


def test_groups_within_groups_without_end_end(path: Path) -> None:
    depth = 200
    path.write_bytes(power_point(box("外") + "<p:grpSp>" * depth + box("里") + "</p:grpSp>" * depth))
    assert texts(path) == ["外"]


def test_records_that_hold_themselves_end(tmp_path: Path) -> None:
    slides = OldSlides()
    slides.put(1, record(1000, record(4080, listed(2, 256))))
    deep = b""
    for _ in range(60):
        deep = record(0xF003, record(0xF004) + deep)
    slides.put(2, record(1006, record(1036, record(0xF002, deep))))
    slides.save(1)
    assert "没有文字" in told(tmp_path / "a.ppt", slides.file())


def test_relations_to_nothing_are_left_out(path: Path) -> None:
    own = {"n": ("notesSlide", "../n.xml"), "c": ("chart", "c.xml")}
    path.write_bytes(power_point((box("字") + '<p:graphicFrame><c:chart r:id="c"/></p:graphicFrame>', own)))
    assert texts(path) == ["字"]


def test_slides_whose_document_is_lost_are_no_mistake_of_ours(tmp_path: Path) -> None:
    lost = OldSlides()
    lost.put(1, record(1000))
    lost.save(9)
    (tmp_path / "a.ppt").write_bytes(lost.file())
    (told,) = found(tmp_path / "a.ppt")
    assert type(told) is Unreadable
