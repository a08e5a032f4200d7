"""What is known about a report from its text and its file's name, and which of two that tell it wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.dates import is_date
from indexer.reading.document import guess, report_of, titled
from indexer.reading.layout.blocks import blocks as laid_out
from indexer.reading.metadata.byline import authors
from indexer.reading.metadata.names import people
from indexer.reading.metadata.office import office_of
from indexer.reading.source import Document, Facts, Source
from indexer.report import Block, Kind
from indexer.text.fold import fold

TEXT = "新建的码头昨日投入使用，首批货物当天装船。这座码头年吞吐量可达三百万吨。"


def known(*texts: str, name: str = "") -> Facts:
    """What is guessed of a title, paragraphs and a file's name."""
    found = [Block(Kind.TITLE, "新码头投入使用"), *(Block(Kind.PARAGRAPH, text) for text in texts)]
    return guess(found, name)


# dates


@pytest.mark.parametrize(
    "line",
    [
        *["2023年3月5日", "二〇二三年三月五日", "（2023年3月5日）", "2023-03-05 08:15", "2023 年 3 月 5 日"],
        *[
            "发布时间：2023-03-05 08:15",
            "来源：镇江日报　发布日期：2023年3月5日　作者：王芳",
            "日期：2023/3/5",
            *("发布时间：23-03-05", "发布时间：23-03-05 08:15"),
        ],
        *["时间：2023-03-05 08:15:00　来源：镇江日报　浏览：12", "成文日期：2023年03月05日"],
        *["A03 要闻 2023年3月5日 星期日", "2023年3月5日 星期日 第3版", "镇江日报 2023年3月5日 第二版"],
        *["镇江市人民政府2023年3月5日", "某某科技股份有限公司董事会 2023年3月5日"],
        *["《镇江日报》（2023年3月5日第03版）", "《镇江日报》2023年03月05日A03版"],
    ],
)
def test_a_line_that_is_a_date_is_the_date(line: str) -> None:
    assert known(TEXT, TEXT, line).date == "2023-03-05"
    assert known(line, TEXT, TEXT).date == "2023-03-05"


@pytest.mark.parametrize(
    "name",
    [
        *[
            "20230305",
            "2023-03-05",
            "2023_3_5 码头",
            "2023年3月5日码头",
            "镇江日报20230305第3版",
            "20230305081500",
        ],
        *["A03-2023.03.05", "码头（２０２３年３月５日）"],
    ],
)
def test_the_date_in_a_files_name(name: str) -> None:
    assert known(TEXT, name=name).date == "2023-03-05"


@pytest.mark.parametrize(
    "name", ["20231305", "2023", "1202303051", "20230305-20230311", "2023年3月", "第3版", "3月5日"]
)
def test_a_name_that_tells_no_day(name: str) -> None:
    assert known(TEXT, name=name).date == ""


@pytest.mark.parametrize(
    "line",
    [
        *[
            "本报讯（记者 王芳）3月5日电 " + TEXT,
            "新华社北京3月5日电（记者王芳）" + TEXT,
            "据新华社南京3月5日电 " + TEXT,
        ],
        *[
            "中新网3月5日电 " + TEXT,
            "本报镇江3月5日讯 " + TEXT,
            "镇江新闻网3月5日消息：" + TEXT,
            "3月5日 星期日",
        ],
    ],
)
def test_a_day_without_a_year_takes_that_of_the_files_name(line: str) -> None:
    assert known(line, TEXT, name="2023年").date == "2023-03-05"
    assert known(line, TEXT, name="报道-2023-12").date == "2023-03-05"
    assert known(line, TEXT).date == ""


def test_a_dispatch_takes_the_year_of_a_day_shortly_before_it() -> None:
    sent = "新华社南京3月5日电 " + TEXT
    assert known(sent, "2023年3月4日，首批货物装船。").date == "2023-03-05"
    assert known("新华社南京2023年3月5日电 " + TEXT).date == "2023-03-05"


@pytest.mark.parametrize(
    "text",
    [
        *["2023年，吞吐量增长一成。", "2019年3月4日奠基，2023年建成。", "2023年2月4日，码头建成。"],
        *["2020年3月4日是建港三周年。", "2023年3月7日将举行仪式。", "2023年2月30日"],
    ],
)
def test_the_year_of_a_dispatch_is_not_that_of_just_any_day(text: str) -> None:
    assert known("新华社南京3月5日电 " + TEXT, text).date == ""


@pytest.mark.parametrize(
    "text",
    [
        *[
            "2023年10月31日，高新园9个项目集中签约。",
            "本报讯（记者 王芳）3月5日，码头投入使用。",
            "据某某社3月5日报道，",
        ],
        *[
            "会议时间：2023年3月5日",
            "报到时间：2023年3月5日（周日）10:00",
            "截止日期：2023年3月5日",
            "2023年",
            "2023年3月版",
        ],
        *["国发〔2023〕5号", "（记者 王芳 2023年3月5日 镇江报道过此事，并且多次前往码头现场核实情况。）"],
    ],
)
def test_a_day_that_a_text_names_is_not_its_own(text: str) -> None:
    assert known(TEXT, text, TEXT, name="2023年度总结").date == ""


def test_the_days_of_a_chronicle_are_not_its_own() -> None:
    assert known("2023年3月5日", TEXT, "2023年3月6日", TEXT).date == ""
    assert known("3月5日", TEXT, "3月6日", TEXT, name="2023").date == ""


def test_a_month_below_the_text_will_do_and_above_it_will_not() -> None:
    assert known(TEXT, TEXT, "二〇二三年十二月").date == "2023-12"
    assert known("2023年12月", TEXT, TEXT, TEXT).date == ""


# sources


@pytest.mark.parametrize(
    ("line", "source"),
    [
        *[
            ("新华社北京3月5日电（记者王芳）", "新华社"),
            ("据新华社南京12月1日电 ", "新华社"),
            ("中新社曼谷3月5日电 ", "中新社"),
        ],
        *[
            ("央视网消息（新闻联播）：", "央视网"),
            ("人民网北京3月5日电 ", "人民网"),
            ("新华網香港3月5日電 ", "新华網"),
        ],
        *[
            ("本报讯（记者 王芳）", "本报"),
            ("本报镇江3月5日电 ", "本报"),
            ("镇江日报讯 ", "镇江日报"),
            ("中新网台州3月5日电 ", "中新网"),
        ],
        *[
            ("某某县融媒体中心通讯 ", ""),
            ("据某某社3月5日报道，", ""),
            ("国家电网电力供应充足。", ""),
            ("记者从新华社获悉消息，", ""),
        ],
    ],
)
def test_the_sender_in_a_dateline(line: str, source: str) -> None:
    assert known(line + TEXT).source == source


@pytest.mark.parametrize(
    ("line", "source"),
    [
        *[
            ("来源：镇江日报", "镇江日报"),
            ("2023-03-05 08:15　来源：新华社　作者：王芳", "新华社"),
            ("稿源：ABC新闻网", "ABC新闻网"),
        ],
        *[
            ("（来源：“镇江发布”微信公众号）", "“镇江发布”微信公众号"),
            ("来源：《镇江日报》 2023年3月5日", "镇江日报"),
        ],
        *[("（镇江日报）", "镇江日报"), ("（新京报记者 王芳）", "新京报"), ("（本报记者 王芳）", "本报")],
        *[("《镇江日报》（2023年3月5日第3版）", "镇江日报"), ("来源：镇 江 日 报", "镇江日报")],
        *[
            ("数据来源：市统计局", ""),
            ("来源：自筹资金三百万元", ""),
            ("（点击观看）", ""),
            ("各地人士来自江苏", ""),
        ],
        *[("（王芳解放军报）", ""), ("（政府工作报告）", ""), ("工作日报 2023年3月5日 第3版", "")],
    ],
)
def test_a_source_that_is_told_at_the_end(line: str, source: str) -> None:
    assert known(TEXT, line).source == source


def test_own_paper_is_called_by_its_name_where_that_is_known() -> None:
    assert known("本报讯 " + TEXT, name="人民日报20230305第3版").source == "人民日报"
    assert known("A03 要闻 镇江日报 2023年3月5日", "本报讯 " + TEXT).source == "镇江日报"
    assert known("新华社北京3月5日电 " + TEXT, name="人民日报20230305第3版").source == "新华社"
    assert known(TEXT, name="20230305工作日报").source == ""


# authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        *[
            ("（记者 崔宁华 谈琪）", ("崔宁华", "谈琪")),
            ("（崔宁华 谈琪 邵畅）", ("崔宁华", "谈琪", "邵畅")),
            ("（王芳）", ("王芳",)),
        ],
        *[
            ("（本报记者 王 伟 特约记者 李晓明）", ("王伟", "李晓明")),
            ("（新京报见习记者王伟李晓明）", ("王伟", "李晓明")),
        ],
        *[
            ("（记者：王芳 通讯员：李晓明 实习生 赵敏）", ("王芳", "李晓明", "赵敏")),
            ("文/王芳 图/李晓明", ("王芳", "李晓明")),
        ],
        *[
            ("本报全媒体记者 欧阳晓晨、阿依古丽·买买提", ("欧阳晓晨", "阿依古丽·买买提")),
            ("作者：刘文", ("刘文",)),
        ],
        *[
            ("【环球日报记者 王芳】", ("王芳",)),
            ("（镇江日报驻南京记者王芳）", ("王芳",)),
            ("記者 陳芳", ("陳芳",)),
        ],
        *[
            ("（记者 王芳 编辑 李晓明 校对 赵敏）", ("王芳",)),
            ("责任编辑：李晓明", ()),
            ("（视频编辑：李晓明）", ()),
        ],
        *[
            ("（文中王芳、李敏均为化名）", ()),
            ("（完）", ()),
            ("（江苏 安徽）", ()),
            ("（作者系南京大学教授）", ()),
        ],
        *[
            ("（金山区 高新区）", ()),
            ("【王芳局势】", ()),
            ("记者了解到，码头已经投入使用。", ()),
            ("（图片由受访者提供）", ()),
        ],
        *[
            ("王芳主持召开会议", ()),
            ("作者单位：王芳工作室", ()),
            ("（记者注：王芳后来说）", ()),
            ("（张三丰等）", ()),
        ],
    ],
)
def test_names_at_the_end(line: str, names: tuple[str, ...]) -> None:
    assert known(TEXT, line).authors == names
    if line.startswith(("（", "【")):
        assert known(TEXT, TEXT + line).authors == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        *[
            ("本报讯（记者 王芳 通讯员 李晓明）", ("王芳", "李晓明")),
            ("中新社镇江3月5日电（王芳李晓明）", ("王芳", "李晓明")),
        ],
        *[
            ("镇江新闻网讯（记者 王芳 摄影报道）", ("王芳",)),
            ("本报记者王芳报道：", ("王芳",)),
            ("本报讯 ", ()),
        ],
        *[("央视网消息（新闻联播）：", ()), ("新华社南京3月5日电（综合报道）", ())],
    ],
)
def test_names_behind_a_dateline(line: str, names: tuple[str, ...]) -> None:
    assert known(line + TEXT).authors == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        *[
            ("王建国李强", ["王建国", "李强"]),
            ("胡耀杰张孝鹏", ["胡耀杰", "张孝鹏"]),
            ("欧阳晓晨", ["欧阳晓晨"]),
        ],
        *[
            ("上官云", ["上官云"]),
            ("王芳", ["王芳"]),
            ("王", []),
            ("王芳了", []),
            ("安徽", []),
            ("一二三四五", []),
        ],
    ],
)
def test_names_that_run_together(text: str, names: list[str]) -> None:
    assert people(text) == names


def test_names_that_could_be_cut_in_two_ways_are_left_alone() -> None:
    assert people("王林李陈杨") == []


# number and page


@pytest.mark.parametrize(
    "line",
    [
        *[
            "国发〔2024〕5号",
            "国发［2024］5号",
            "国发[2024] 5 号",
            "国发（2024）第５号",
            "发文字号：国发〔2024〕5号",
        ],
        "国务院关于推进码头建设的意见（国发〔2024〕5号）",
    ],
)
def test_the_number_of_an_official_document(line: str) -> None:
    assert known(line, TEXT).number == "国发〔2024〕5号"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        *[
            ("苏政办发〔2023〕12号", "苏政办发〔2023〕12号"),
            ("中华人民共和国国务院令 第621号", "中华人民共和国国务院令第621号"),
        ],
        *[("证券代码：600000 公告编号：2024-012", "2024-012"), ("公告编号：临2024-012", "临2024-012")],
        *[
            ("根据国发〔2024〕5号文件，码头将扩建。", ""),
            ("关于印发国发〔2024〕5号的通知", ""),
            ("（2023）苏01民终123号", ""),
        ],
        *[("转发国发〔2024〕5号", ""), ("第5号码头", "")],
    ],
)
def test_numbers_of_other_kinds_and_of_others(line: str, number: str) -> None:
    assert known(line, TEXT).number == number


@pytest.mark.parametrize(
    "line",
    [
        "冀政办〔2012〕5号　各设区市人民政府，省政府各部门：",
        "冀政办〔2012〕5号 关于加快港口建设的意见",
        "河北省人民政府办公厅文件　冀政办〔2012〕5号",
        "冀政办〔2012〕5号关于加快港口建设的意见　各设区市人民政府：" + TEXT * 5,
    ],
)
def test_a_number_that_opens_a_line_which_goes_on(line: str) -> None:
    assert known(line, TEXT).number == "冀政办〔2012〕5号"
    assert known(line, TEXT).source == "河北省人民政府办公厅"


@pytest.mark.parametrize(
    "more", ["文件明确，码头将扩建。", "要求各地建设码头。", "、国发〔2024〕6号同时废止。"]
)
def test_a_number_that_a_sentence_cites_first_is_not_its_own(more: str) -> None:
    assert known(f"国发〔2024〕5号{more}", TEXT).number == ""


@pytest.mark.parametrize(
    "foot",
    [
        ["某某市交通运输局", "2023年3月5日"],
        ["某某市交通运输局", "二〇二三年三月五日", "（此件公开发布）"],
        ["某某市交通运输局 2023年3月5日"],
        [f"{TEXT}某某市交通运输局二OO九年三月五日"],
        [f"{TEXT}　　某某市交通运输局　2023年3月5日（此件公开发布）"],
        [f"{TEXT}某某市交通运输局2023年3月5日主题词：交通　港口　通知"],
    ],
)
def test_who_signed_an_official_document_is_its_source(foot: list[str]) -> None:
    facts = known("某交发〔2023〕5号", TEXT, *foot)
    assert facts.source == "某某市交通运输局"
    assert facts.date == ("2009-03-05" if "OO" in foot[0] else "2023-03-05")


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (["国办发〔2024〕5号"], "国务院办公厅"),
        (["国函〔2024〕5号"], "国务院"),
        (["粤政〔2024〕5号"], "广东省人民政府"),
        (["某水〔2024〕5号", "某某省水利厅关于码头建设的通知"], "某某省水利厅"),
        (["某某县人民政府文件", "某政〔2024〕5号"], "某某县人民政府"),
        (["某水〔2024〕5号"], ""),
        (["来源：镇江日报", "国办发〔2024〕5号"], "镇江日报"),
        (["某某省水利厅关于码头建设的通知"], ""),
    ],
)
def test_the_office_of_an_official_document(lines: list[str], source: str) -> None:
    assert known(*lines, TEXT, TEXT).source == source


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("国发〔2024〕5号 关于码头", "国发〔2024〕5号"),
        ("关于码头的意见（国发〔2024〕5号）", "国发〔2024〕5号"),
        ("国发〔2024〕5号文件解读", ""),
    ],
)
def test_the_number_in_a_files_name(name: str, number: str) -> None:
    assert known(TEXT, name=name).number == number


@pytest.mark.parametrize(
    ("line", "page"),
    [
        *[
            ("A03 要闻 2023年3月5日 星期日", "A03"),
            ("第3版 要闻", "3"),
            ("03版：要闻", "03"),
            ("版次：A03", "A03"),
            ("A03版", "A03"),
        ],
        *[
            ("《镇江日报》（2023年3月5日第17版）", "17"),
            ("镇江日报 1998年1月1日 第四版", "4"),
            ("a03 综合", "A03"),
        ],
        *[
            ("《码头工程》第3版", ""),
            ("第3版本", ""),
            ("A03 型号的起重机", ""),
            ("2023年3月5日", ""),
            ("第3次出版", ""),
        ],
    ],
)
def test_the_page(line: str, page: str) -> None:
    assert known(line, TEXT).page == page


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("人民日报20230305第3版", "3"),
        ("2023-03-05_A03", "A03"),
        ("20230305-03版-码头", "03"),
        ("附件_A03", ""),
        ("第3版", "3"),
    ],
)
def test_the_page_in_a_files_name(name: str, page: str) -> None:
    assert known(TEXT, name=name).page == page


# who wins


def read_as(facts: Facts, told: Facts, *found: Block, name: str = "人民日报20230305第3版.txt") -> object:
    return report_of(Source(Path(name), f"/a/{name}", "r", facts=facts), Document(found, told))


def test_a_table_beside_the_file_wins_over_the_format_and_that_over_guesses() -> None:
    found = (Block(Kind.TITLE, "题"), Block(Kind.PARAGRAPH, "本报讯（记者 王芳）" + TEXT))
    guessed = report_of(Source(Path("x"), "/a/人民日报20230305第3版.txt", "r"), Document(found))
    assert (guessed.date, guessed.source, guessed.authors, guessed.page) == (
        "2023-03-05",
        "人民日报",
        ("王芳",),
        "3",
    )
    told = Facts(date="2022", source="格式", authors=("李敏",))
    source = Source(Path("x"), "/a/人民日报20230305第3版.txt", "r", facts=Facts(date="2021-01"))
    report = report_of(source, Document(found, told))
    assert (report.date, report.source, report.authors, report.page) == ("2021-01", "格式", ("李敏",), "3")
    assert (report.id, report.place, report.title) == ("r", source.place, "题")


def kinds(*found: Block) -> list[tuple[str, str]]:
    return [(str(block.kind), block.text) for block in found]


def test_a_title_that_is_told_is_the_block_that_says_it() -> None:
    found = (Block(Kind.TITLE, "甲"), Block(Kind.HEADING, "乙 丙"), Block(Kind.PARAGRAPH, "丁"))
    assert kinds(*titled(found, "乙丙")) == [("kicker", "甲"), ("title", "乙 丙"), ("paragraph", "丁")]
    below = (Block(Kind.KICKER, "乙"), Block(Kind.TITLE, "甲"), Block(Kind.PARAGRAPH, "丁"))
    assert kinds(*titled(below, "乙")) == [("title", "乙"), ("heading", "甲"), ("paragraph", "丁")]
    assert titled(found, "甲") == found
    assert titled(found, " ") == found


def test_a_title_that_no_block_says_is_put_first() -> None:
    found = (Block(Kind.TITLE, "甲"), Block(Kind.PARAGRAPH, "丁"))
    assert kinds(*titled(found, "戊")) == [("title", "戊"), ("heading", "甲"), ("paragraph", "丁")]


@given(
    st.lists(st.builds(Block, st.sampled_from(Kind), st.text(max_size=5)), max_size=4), st.text(max_size=5)
)
def test_no_text_is_lost_by_a_title(found: list[Block], title: str) -> None:
    texts = [block.text for block in titled(tuple(found), title)]
    assert [block.text for block in found] in (texts, texts[1:])


# the seeds, and any text


def test_the_seeds_have_no_date_and_no_source(seeds: Path) -> None:
    names = {"000": (), "004": ("崔宁华", "谈琪", "邵畅")}
    for path in seeds.iterdir():
        found = guess(laid_out(path.read_text(encoding="utf-8")), path.stem)
        assert found == Facts(authors=names[path.name[:3]])


_PIECES = [
    *[
        "本报讯",
        "新华社",
        "北京",
        "3月5日",
        "2023年",
        "电",
        "（",
        "）",
        "记者",
        " ",
        "王芳",
        "李晓明",
        "通讯员",
        "：",
        "来源",
    ],
    *[
        "国发〔2024〕5号",
        "第3版",
        "A03",
        "《镇江日报》",
        "星期日",
        "二〇二三年三月五日",
        "2023-03-05",
        "20230305",
        "令第5号",
    ],
    *[
        "，",
        "。",
        "陳",
        "作者",
        "编辑",
        "发布时间",
        "报",
        "网",
        "·",
        "/",
        "2月30日",
        "\n",
        "公告编号：2024-012",
        "日",
        "某某市水利局",
        "关于",
        "粤政办〔2024〕5号",
    ],
]
_texts = st.lists(st.sampled_from(_PIECES), max_size=12).map("".join) | st.text(max_size=30)
_reports = st.lists(st.builds(Block, st.sampled_from(Kind), _texts), max_size=6)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


@given(_reports, _texts)
def test_nothing_is_invented(found: list[Block], name: str) -> None:
    facts = guess(found, name)
    said = _letters("".join(block.text for block in found)) + "|" + _letters(name)
    source = "" if facts.source == office_of(facts.number) else facts.source  # which the number spells out
    for one in (source, facts.page, facts.number, *facts.authors):
        assert _letters(one).replace("〔", "").replace("〕", "") in said.replace("第5号", "5号").replace(
            "令5", "令第5"
        )
    assert facts.date == "" or is_date(facts.date)
    digits = fold(said).translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))
    assert facts.date[:4] in digits
    assert authors(found) == facts.authors
