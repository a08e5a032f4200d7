"""Texts, reports and queries for property tests: small alphabets, so that things meet."""

from __future__ import annotations

from hypothesis import strategies as st

from indexer.query import MAX_CHARACTERS, Choice
from indexer.report import NOWHERE, At, Block, Kind, Report

# Words that jieba joins and cuts, both scripts, all widths, digits, letters, and what stands between.
_PIECES = [
    *"镇江经开区已下达到企业港元亿的一发發髮后後台臺𠮷〇○，。、；：“”「」'\"·…—-.,%#+ /_()",
    *"0123456789０１２ABCabcＡａé①㎡℃",
    *[
        "\u3000",
        "\n",
        "\u200b",
        "e\u0301",
        "经开区",
        "下达到",
        "1,260.58",
        "30亿元",
        "2010年",
        "5.18",
        "AI",
        "PAID",
    ],
]

pieces = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)
"""Text as reports hold it, dense with everything that folding and literals turn on."""

anything = st.text(max_size=40)
"""Any text that Python can hold and UTF-8 can store."""

meeting = st.lists(
    st.sampled_from(
        [*"年1,， .。a\u0301\u0323\u200b\u3000\nアか\u3099\u1100\u1161\u11a8\u0ccb´¨①發着𠮷", "12,345", "각"]
    ),
    max_size=25,
).map("".join)
"""Text dense with what folds by its neighbours: separators, marks, Korean letters, white space."""

texts = pieces | anything
ats = st.just(NOWHERE) | st.builds(At, *[st.sampled_from([0, 1, 2, 70_000])] * len(NOWHERE))
blocks = st.builds(Block, st.sampled_from(Kind), texts, ats)
dates = st.sampled_from(["", "2023", "2023-11", "2024-01-31", "2024-02", "2024-02-29", "2024-03-05"])
sources = st.sampled_from(["", "镇江日报", "新华社"])
folders = st.sampled_from(["", "档案", "档案/2023", "档案/2023/一季度", "档案2", "-档案"])
_names = st.lists(st.sampled_from(["新华社", "档案", "档案/2023", "-档案"]), max_size=2, unique=True)
choices = st.builds(Choice, _names.map(tuple), _names.map(tuple))
reports = st.builds(
    Report,
    id=st.sampled_from("甲乙丙丁abc") | st.text(min_size=1, max_size=5),
    blocks=st.lists(blocks, min_size=1, max_size=4).map(tuple),
    date=dates,
    source=sources,
    authors=st.lists(st.sampled_from(["崔宁华", "谈琪"]), max_size=2).map(tuple),
    place=st.just("memory"),
    folder=folders,
    indexed=st.sampled_from([0, 1_700_000_000, 1_800_000_000]),
)
queries = st.text(max_size=MAX_CHARACTERS // 100) | pieces

_ATOMS = [
    *["港", "经开区", "下达到", "开区已下", "AI", "10", "5.18", "的", "。", "一的后", "经开区亿元"],
    *['"后台"', "「达到」", "經*區", "经?区", "下*港", "A*", "*港", "的??一"],
    *["title:港", "标题:经开区", 'title:"一"', "source:日报", "来源：新华", "作者:崔", "author:谈?"],
    *["date:2024", "date:..2023-12", "after:2024-02-29", "日期:2023年"],
]
composed = st.recursive(
    st.sampled_from(_ATOMS) | pieces.map(lambda text: text[:6]),
    lambda inner: (
        st.tuples(inner, st.sampled_from([" ", " | ", " OR ", " /s ", " /p ", " -", " NOT "]), inner).map(
            "".join
        )
        | inner.map(lambda one: f"({one})")
        | inner.map(lambda one: f"-{one}")
    ),
    max_leaves=5,
)
"""Queries with operators, as a person might type them, and worse."""
