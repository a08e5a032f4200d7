"""Web pages: every paragraph of the article, whole and in order, and nothing of what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.errors import Unreadable
from indexer.reading.html import page as html
from indexer.reading.source import Document, Facts, Source
from indexer.report import Kind

TITLE = "镇江经开区书写产业强区高分答卷"
TEXT = [
    "产业项目是提升地区高质量发展质效的基石。镇江经开区作为全市经济建设主战场"
    "，始终把产业项目建设作为经济工作的主旋律。",
    "“开局更拼、起步更快。”",
    "完。",
    "在位于丁卯街道的企业车间里，工人们正在赶制新春第一批订单，机器轰鸣，一派繁忙的景象。",
    "答：",
    "2023年，全区新签约亿元以上项目72个，其中10亿元以上项目12个，累计总投资达200亿元，创历史新高。",
    "QQ",
    "“开局更拼、起步更快。”",
    "打印",
    "下一步，经开区将继续优化营商环境，推动更多项目落地见效。",
]
MENU = ["首页", "时政要闻", "国际新闻", "财经频道", "体育", "登录", "客户端下载"]
LINKS = ["某地召开春季生产会议部署全年工作", "新能源汽车销量再创新高", "多地出台新政支持实体经济发展"]
FOOT = ["版权所有 某某报业集团 未经授权不得转载", "京ICP备00000001号 联系电话：010-12345678"]

NAV = "<div class='top'><ul>" + "".join(f"<li><a href='/{t}'>{t}</a></li>" for t in MENU) + "</ul></div>"
NAV_INLINE = "<div>" + " | ".join(f"<a href='/{t}'>{t}</a>" for t in MENU) + "</div>"
RELATED = (
    "<div class='rel'><h3>相关新闻</h3><ul>"
    + "".join(f"<li><a href='/'>{t}</a></li>" for t in LINKS)
    + "</ul></div>"
)
FOOTER = "<div class='footer'>" + "".join(f"<p>{t}</p>" for t in FOOT) + "</div>"
PARAGRAPHS = "\n".join(f"<p>　　{t}</p>" for t in TEXT)
BREAKS = "<br/>\n<br/>".join(f"　　{t}" for t in TEXT)


def page(body: str, head: str = f"<title>{TITLE}_某某网</title>") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


PAGES = {
    "新闻门户": page(
        f"{NAV}<div class='main'><h1>{TITLE}</h1><div class='info'>"
        f"2023年03月05日 08:15　来源：新华网　作者：张三 李四</div>"
        f"<div class='content'>{PARAGRAPHS}<p>责任编辑：王五</p></div><div class='side'>{RELATED}</div>"
        f"</div>{RELATED}{FOOTER}"
    ),
    "标题不在h1": page(
        f"{NAV}<div class='header'><div class='h-title'>\n{TITLE}\n</div><div class='h-info'>"
        f"<span class='h-time'>2023-03-05 08:15:40"
        f"</span><span>来源：<em id='source'> 新华网</em></span></div></div><div class='main'>"
        f"<div id='p-detail'>{PARAGRAPHS}"
        f"<div class='tadd'><div class='share'><a href='#'>微信</a></div></div></div>{RELATED}"
        f"</div>{FOOTER}",
        f"<title>\n{TITLE}-新华网\n</title>",
    ),
    "政府网站": page(
        f"{NAV}<form id='aspnetForm'><table><tr><td>索引号：</td><td>000-2023-001</td><td>发文日期：</td>"
        f"<td>2023-03-05</td></tr></table>"
        f"<h1>{TITLE}</h1><div class='TRS_Editor'>{PARAGRAPHS}</div></form>{FOOTER}",
        f"<title>{TITLE}_某某市人民政府</title><meta name='ContentSource' content='来源：市发展改革委'>"
        "<meta name='PubDate' content='2023-03-05 08:15'>",
    ),
    "数字报": page(
        f"<table><tr><td>{NAV}</td><td><div id='title'><h3>铆劲干、加速跑、服务拼</h3><h1>{TITLE}</h1><h2>"
        f"——开年第一周走访见闻</h2>"
        f"<h4>□ 本报记者 张三 李四</h4></div><div id='ozoom'><founder-content>{PARAGRAPHS}"
        f"</founder-content></div></td></tr></table>{FOOTER}"
    ),
    "博客": page(
        f"<header>{NAV}</header><main><article><header><h1>{TITLE}</h1><time datetime='2023-03-05'>"
        f"2023-03-05</time></header>"
        f"<div class='post-content'>{PARAGRAPHS}</div></article></main><aside>{RELATED}</aside>"
        f"<footer>{FOOT[0]}</footer>"
    ),
    "公众号文章": page(
        f"<h1 id='activity-name'>\n  {TITLE}\n</h1><div id='js_content' style='visibility: hidden;'>"
        + "".join(
            f"<section><section><span>{t[:3]}</span><strong><span>{t[3:]}</span></strong></section></section>"
            for t in TEXT
        )
        + "</div><script>var a = '脚本里的字';</script>"
    ),
    "只有div": page(
        f"{NAV}<h1>{TITLE}</h1><div><div>{''.join(f'<div>{t}</div>' for t in TEXT)}</div></div>{FOOTER}"
    ),
    "只有br": page(f"{NAV_INLINE}<center><b>{TITLE}</b></center><div><div>{BREAKS}</div></div>{FOOTER}"),
    "老式表格": page(
        f"<table><tr><td colspan=2>{NAV_INLINE}</td></tr><tr><td width=200>{RELATED}</td><td>"
        f"<font size=5>{TITLE}</font><br>"
        f"<font size=3>{PARAGRAPHS}</font></td></tr><tr><td colspan=2>{FOOTER}</td></tr></table>"
    ),
    "正文分两处": page(
        f"{NAV}<div class='box'><h1>{TITLE}</h1>"
        f"<div class='content'>{''.join(f'<p>{t}</p>' for t in TEXT[:4])}</div><div class='ad'>"
        f"<a href='#'>广告</a></div><div class='content'>{''.join(f'<p>{t}</p>' for t in TEXT[4:])}</div>"
        f"</div>{FOOTER}"
    ),
    "XHTML": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    f"<title>{TITLE}</title></head><body>{NAV}<div><h2>{TITLE}</h2>{PARAGRAPHS}</div>{FOOTER}</body>"
    f"</html>",
    "标签不闭合": f"<title>{TITLE}</title>{NAV}<h1>{TITLE}</h1><div>"
    + "".join(f"<p>　　{t}\n" for t in TEXT)
    + f"</div>{FOOTER}",
}

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(content: str | bytes, encoding: str = "", name: str = "a.html") -> Document:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (document,) = html.read(Source.of(path, encoding))
        return document

    return read


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks]


def kind_of(document: Document, text: str) -> Kind:
    return next(block.kind for block in document.blocks if block.text == text)


def stands_in_order(wanted: list[str], found: list[str]) -> bool:
    rest = iter(found)
    return all(one in rest for one in wanted)


# -- the article, the whole article, and nothing but the article


@pytest.mark.parametrize("name", PAGES)
def test_every_paragraph_of_the_article_and_no_menu(read: Read, name: str) -> None:
    document = read(PAGES[name])
    found = texts(document)
    assert stands_in_order([TITLE, *TEXT], found), found
    assert kind_of(document, TITLE) is Kind.TITLE
    assert document.facts.title == TITLE
    whole = "\n".join(found)
    assert [
        one
        for one in (*MENU, *LINKS, *FOOT, "相关新闻", "广告", "微信", "脚本")
        if one in whole.replace(TITLE, "")
    ] == []


def test_the_menu_above_a_very_short_article_stays_out(read: Read) -> None:
    text = f"{TEXT[0]}<br><br>{TEXT[5]}"
    document = read(page(f"{NAV_INLINE}<center><b>{TITLE}</b></center><div><div>{text}</div></div>{FOOTER}"))
    assert texts(document) == [TITLE, TEXT[0], TEXT[5]]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("declared", [True, False])
def test_pages_in_other_encodings(read: Read, encoding: str, declared: bool) -> None:
    text = [t for t in TEXT if t.isascii()] + [
        "產業項目是提升地區發展的基石，全年累計總投資達到二百億元。" * 3,
        "他說：「開局更拼，起步更快。」",
    ] * 3
    content = (
        f"<html><head><title>題</title>{f'<meta charset={encoding}>' if declared else ''}</head>"
        f"<body><h1>產業強區</h1>"
    )
    content += "".join(f"<p>{t}</p>" for t in text) + "</body></html>"
    assert stands_in_order(text, texts(read(content.encode(encoding))))


def test_a_page_that_declares_another_encoding_than_it_has(read: Read) -> None:
    content = page(f"<h1>{TITLE}</h1>{PARAGRAPHS}").replace("utf-8", "gb2312")
    assert stands_in_order(TEXT, texts(read(content)))
    assert stands_in_order(TEXT, texts(read(content.replace("gb2312", "utf-8").encode("gb18030"))))
    assert stands_in_order(TEXT, texts(read(content.encode("gb18030"), encoding="gb18030")))


def test_lines_wrapped_by_hand_are_joined(read: Read) -> None:
    paragraph = (
        "产业项目是提升地区高质量发展质效的基石，镇江经开区作为全市经济建设主战场"
        "，始终把产业项目建设作为经济工作的主旋律" * 3 + "。"
    )
    wrapped = "\n".join(("　　" + paragraph)[i : i + 30] for i in range(0, len(paragraph) + 2, 30))
    found = texts(read(page(f"{NAV}<h1>{TITLE}</h1><pre>{wrapped}\n{wrapped}</pre>{FOOTER}")))
    assert found == [TITLE, paragraph, paragraph]


def test_a_line_end_of_the_source_is_nothing_beside_chinese_and_a_space_between_words(read: Read) -> None:
    document = read(
        page(
            f"<h1>{TITLE}</h1><p>\n  全年新签约\n  项目72个，Hong Kong\n  Science&nbsp;Park签约。\n"
            f"</p>{PARAGRAPHS}"
        )
    )
    assert "全年新签约项目72个，Hong Kong Science\xa0Park签约。" in texts(document)


def test_verse_has_its_lines(read: Read) -> None:
    verse = ["朝辞白帝彩云间，", "千里江陵一日还。", "两岸猿声啼不住，", "轻舟已过万重山。"]
    found = texts(
        read(
            page(
                f"{NAV}<h1>早发白帝城</h1>{''.join(f'<p>{t}</p>' for t in verse)}{FOOTER}",
                "<title>早发白帝城</title>",
            )
        )
    )
    assert found == ["早发白帝城", *verse]


def test_headings_lists_tables_captions_and_quotations(read: Read) -> None:
    document = read(
        page(
            f"{NAV}<article><h1>{TITLE}</h1><figure><img src='a.jpg' alt=''><figcaption>五峰山长江大桥。"
            f"</figcaption></figure>{PARAGRAPHS}"
            "<h2>靠前服务</h2><ul><li>第一项措施</li><li>第二项措施</li></ul><blockquote>引用的话"
            "</blockquote>"
            "<table><tr><th>指标</th><th>2022年</th><th>2023年</th></tr><tr><td>新签约项目</td><td>60</td>"
            "<td>72</td></tr>"
            f"<tr><td colspan=2>累计投资</td><td>200亿元</td></tr></table>{PARAGRAPHS}</article>{FOOTER}"
        )
    )
    assert kind_of(document, "五峰山长江大桥。") is Kind.CAPTION
    assert kind_of(document, "靠前服务") is Kind.HEADING
    rows = [
        "第一项措施",
        "第二项措施",
        "引用的话",
        "指标　2022年　2023年",
        "新签约项目　60　72",
        "累计投资　200亿元",
    ]
    assert stands_in_order(rows, texts(document))
    assert {kind_of(document, row) for row in rows} == {Kind.PARAGRAPH}


def test_the_headings_around_a_headline_are_kickers_and_the_line_of_names_is_a_byline(read: Read) -> None:
    document = read(PAGES["数字报"])
    assert [(block.kind, block.text) for block in document.blocks[:4]] == [
        (Kind.KICKER, "铆劲干、加速跑、服务拼"),
        (Kind.TITLE, TITLE),
        (Kind.KICKER, "——开年第一周走访见闻"),
        (Kind.BYLINE, "□ 本报记者 张三 李四"),
    ]


def test_a_section_right_below_the_headline_is_a_heading(read: Read) -> None:
    text = f"<p>{TEXT[0]}</p>"
    document = read(
        page(f"<article><h1>{TITLE}</h1><h2>项目建设</h2>{text}<h2>营商环境</h2>{text}</article>")
    )
    kinds = [Kind.TITLE, Kind.HEADING, Kind.PARAGRAPH, Kind.HEADING, Kind.PARAGRAPH]
    assert [block.kind for block in document.blocks] == kinds


# -- facts


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        (
            "2023年03月05日 08:15　来源：新华网　作者：张三 李四",
            Facts(date="2023-03-05", source="新华网", authors=("张三", "李四")),
        ),
        (
            "<span>2023-03-05 08:15</span><span>来源：</span><span>人民网</span><span>责任编辑：王五</span>",
            Facts(date="2023-03-05", source="人民网"),
        ),
        (
            "来源：《经济日报》 记者：张 三、李四光 字号：大 中 小",
            Facts(source="经济日报", authors=("张三", "李四光")),
        ),
        ("发布时间：2023/3/5 浏览次数：20230101 次", Facts(date="2023-03-05")),
        (
            "文号：某政发〔2023〕5号 成文日期：二〇二三年三月五日",
            Facts(date="2023-03-05", number="某政发〔2023〕5号"),
        ),
        ("责任编辑：王五 分享到： 打印", Facts()),
        ("2023-02-30", Facts()),
    ],
)
def test_the_line_below_the_headline(read: Read, line: str, facts: Facts) -> None:
    document = read(page(f"{NAV}<h1>{TITLE}</h1><div>{line}</div><div>{PARAGRAPHS}</div>{FOOTER}"))
    assert document.facts == Facts(title=TITLE).over(facts)


def test_data_for_search_engines(read: Read) -> None:
    data = (
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "'
        + TITLE
        + '", "datePublished": "2023-03-05T08:15:00+08:00",'
        '"author": [{"@type": "Person", "name": "张三"}, {"@type": "Person", "name": "李四"}],'
        '"publisher": {"@type": "Organization", "name": "某某日报"}}'
    )
    document = read(
        page(
            f"{NAV}<h2>{TITLE}</h2>{PARAGRAPHS}{FOOTER}",
            f"<script type='application/ld+json'>{data}</script>",
        )
    )
    assert document.facts == Facts(TITLE, "2023-03-05", "某某日报", ("张三", "李四"))


def test_an_article_that_stands_only_in_data_for_search_engines(read: Read) -> None:
    held = "".join(TEXT) * 3
    data = f'"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{TITLE}"'
    data += f', "articleBody": "{held}"'
    document = read(page("<div id='app'></div>", f"<script type='application/ld+json'>{{{data}}}</script>"))
    assert texts(document) == [TITLE, held]


@pytest.mark.parametrize("name", ["104363", "admin", "新华网", "本站编辑"])
def test_who_keeps_the_page_is_no_author(read: Read, name: str) -> None:
    head = (
        f"<title>{TITLE}</title><meta name='author' content='{name}'>"
        f"<meta property='og:site_name' content='新华网'>"
    )
    assert read(page(f"<h1>{TITLE}</h1>{PARAGRAPHS}", head)).facts == Facts(TITLE, source="新华网")


def test_nothing_is_invented(read: Read) -> None:
    """Neither dates of other articles, nor when the page was changed, nor the year of the copyright."""
    head = (
        f"<title>{TITLE}</title><meta property='article:modified_time' content='2024-01-01'>"
        f"<meta http-equiv='last-modified' content='2024-01-01'>"
    )
    side = (
        "<div class='side'><ul><li><a href='/'>另一篇报道的标题在这里</a><time datetime='2020-01-01'>"
        "2020-01-01</time></li></ul></div>"
    )
    text = "".join(f"<p>{t}</p>" for t in TEXT)
    document = read(
        page(
            f"{NAV}<h1>{TITLE}</h1><div>{text}</div>{side}<footer>版权所有 2019-2021 来源：某某公司</footer>",
            head,
        )
    )
    assert document.facts == Facts(TITLE)


# -- what is no article, or no page


def test_a_page_without_any_article_is_read_whole(read: Read) -> None:
    assert texts(
        read(
            "<html><body><ul><li><a href='/'>通知公告</a></li><li><a href='/'>联系我们</a></li></ul>"
            "</body></html>"
        )
    ) == [
        "通知公告",
        "联系我们",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "<html><frameset cols='20%,*'><frame src='a.html'><frame src='b.html'><noframes>请换浏览器"
        "</noframes></frameset></html>",
        "<html><head><title>题</title></head><body><script>var a = 1;</script></body></html>",
        "<!-- 只有注释 -->",
        "<html></html>",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR<",
    ],
)
def test_what_holds_no_text_is_reported(read: Read, content: str | bytes) -> None:
    with pytest.raises(Unreadable) as told:
        read(content)
    assert told.value.reason.endswith("。")


def test_deep_nesting_loses_nothing(read: Read) -> None:
    content = (
        "<html><body>"
        + "<div>" * 600
        + "<p>深处的一段文字。</p>"
        + "</div>" * 600
        + "<p>后面的一段文字。</p></body></html>"
    )
    assert texts(read(content)) == ["深处的一段文字。", "后面的一段文字。"]


def test_a_page_too_deep_or_too_large_for_a_tree_is_its_text(read: Read) -> None:
    deep = "<div>" * 5000 + "深处&amp;<b>其\n中</b><!-- 注释 --><script>alert()</script><p>一段。</p>"
    assert texts(read(f"<title>题</title>{deep}<br>末行 a\nb")) == ["题", "深处&其中", "一段。", "末行 a b"]
    rows = "<tr><th>项目<td>一百万</td></tr>" * 20_000
    found = texts(read(f"<table>{rows}</table>"))
    assert len(found) == 20_000
    assert {*found} == {"项目一百万"}
    cells = "<tr><th>项目</th><td>一百万</td></tr>" * 10_000
    assert {*texts(read(f"<table>{cells}</table>"))} == {"项目\u3000一百万"}


def test_text_without_tags_is_text(read: Read) -> None:
    assert texts(read("关于开会的通知\n\n各部门：\n\n定于3月5日开会。")) == [
        "关于开会的通知",
        "各部门：",
        "定于3月5日开会。",
    ]


def test_a_billion_laughs_are_refused(read: Read) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    content = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "笑">{laughs}]><html><body><h1>{TITLE}'
        f"</h1><p>&l11;</p>{PARAGRAPHS}</body></html>"
    )
    with pytest.raises(Unreadable, match="ENTITY"):
        read(content, name="a.xhtml")


def test_no_file_beside_the_page_is_read(read: Read, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("不该读到的字", encoding="utf-8")
    content = (
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY s SYSTEM "{tmp_path}/secret.txt">]><html><body><p>'
        f"&s;</p>"
        f"<iframe src='secret.txt'></iframe>{PARAGRAPHS}</body></html>"
    )
    assert "不该" not in "".join(texts(read(content, name="a.xhtml")))


def test_pictures_within_the_page_cost_nothing(read: Read) -> None:
    picture = f"<img src='data:image/png;base64,{'QUJD' * 3_000_000}'>"
    assert stands_in_order(TEXT, texts(read(page(f"{NAV}<h1>{TITLE}</h1>{picture}{PARAGRAPHS}"))))


# -- anything at all

TAGS = st.sampled_from(
    ["p", "div", "span", "br", "table", "td", "h1", "ul", "li", "a", "pre", "script", "!--", "/p"]
)
SOUP = st.lists(
    TAGS.map(lambda tag: f"<{tag}>") | st.text(max_size=12) | st.sampled_from(TEXT), max_size=40
).map("".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | SOUP.map(lambda soup: soup.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_as_a_document_or_as_unreadable(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(data)
    try:
        found = list(html.read(Source.of(path)))
    except Unreadable:
        return
    assert all(block.text.strip() for document in found for block in document.blocks)


PARAGRAPH = st.text(alphabet="产业项目建设经济工作强力顶格推进，2023AB ", min_size=1, max_size=60).map(
    lambda t: f"始{t.strip()}终。"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PARAGRAPH, min_size=1, max_size=25), st.sampled_from(["p", "div", "section"]))
def test_the_paragraphs_of_any_article_come_back(tmp_path: Path, paragraphs: list[str], tag: str) -> None:
    path = tmp_path / "a.html"
    body = "".join(f"<{tag}>{text}</{tag}>" for text in paragraphs)
    path.write_text(page(f"{NAV}<h1>{TITLE}</h1><div><p>{TEXT[0]}</p>{body}</div>{FOOTER}"), encoding="utf-8")
    (document,) = html.read(Source.of(path))
    squeezed = [" ".join(text.split()) for text in paragraphs]
    assert [" ".join(text.split()) for text in texts(document)] == [TITLE, TEXT[0], *squeezed]


def test_a_heading_has_the_level_of_its_tag(read: Read) -> None:
    text = "".join(f"<p>{one}</p>" for one in TEXT[:1])
    parts = f"<h1>{TITLE}</h1>{text}<h2>现状如何</h2>{text}<h3>投资多少</h3>{text}"
    levels = {block.text: block.at.level for block in read(f"<article>{parts}</article>").blocks}
    assert [levels[text] for text in (TITLE, "现状如何", "投资多少", TEXT[0])] == [1, 2, 3, 0]
