"""The index as tools for language models, asked by the SDK's own client."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import TextContent, TextResourceContents

from indexer import Block, Kind, Report, open_store
from tests.support.processes import last_words
from tests.support.program import jianbao
from webapp.holdings import Holdings
from webapp.mcp import new_server

Asked = TypeVar("Asked")
SENTENCE = "港口今年的吞吐量又有增长，新能源货轮第一次靠港，码头上的集装箱由铁路运往内地各省。"
LONG = "2024-03/长,报告.txt"


def report(number: int) -> Report:
    paragraphs = [Block(Kind.PARAGRAPH, f"第{one}个月，{SENTENCE * 3}") for one in range(1, 41)]
    return Report(
        f"r{number:02}",
        (Block(Kind.TITLE, f"港口第{number}期"), *paragraphs),
        date=f"20{number:02}-03-05",
        source="江海日报",
        page="A03",
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mcp") / "index"
    with closing(open_store(folder)) as store:
        blocks = (Block(Kind.TITLE, "长报告"), *(Block(Kind.PARAGRAPH, f"第{n}段。") for n in range(9)))
        store.update([*map(report, range(10, 24)), Report(LONG, blocks), Report("空", ())])
    return folder


@pytest.fixture
def ask(index: Path) -> Iterator[Callable[[Callable[[Client], Awaitable[Any]]], Any]]:
    """Runs what is done with a client of a server in this very process."""
    with closing(open_store(index)) as store:
        server = new_server(store, index)

        def asked(doing: Callable[[Client], Awaitable[Asked]]) -> Asked:
            async def within() -> Asked:
                async with Client(server) as client:
                    return await doing(client)

            return anyio.run(within)

        yield asked


Ask = Callable[[Callable[[Client], Awaitable[Any]]], Any]


async def text_of(client: Client, tool: str, **given: Any) -> str:
    answer = await client.call_tool(tool, given)
    assert answer.structured_content is None  # a model would read all of it twice
    (content,) = answer.content
    assert isinstance(content, TextContent)
    assert not answer.is_error, content.text
    return content.text


async def refusal(client: Client, tool: str, **given: Any) -> str:
    answer = await client.call_tool(tool, given)
    (content,) = answer.content
    assert answer.is_error
    assert isinstance(content, TextContent)
    return content.text


def tokens(text: str) -> float:
    """No tokenizer of a current model takes more: a Chinese character is one or two, and of the rest two or
    three characters are one."""
    return sum(1.4 if ord(char) > 0x2E80 else 0.45 for char in text)


def answer(ask: Ask, tool: str, **given: Any) -> Any:
    return json.loads(ask(lambda client: text_of(client, tool, **given)))


def test_three_calls_find_read_and_cite_and_take_little_room(ask: Ask) -> None:
    async def three(client: Client) -> list[str]:
        found = await text_of(client, "search", q="新能源货轮")
        first = json.loads(found)["statements"][0]
        place = {"id": first["id"], "paragraph": first["paragraph"]}
        read = await text_of(client, "read", **place)
        return [found, read, await text_of(client, "cite", **place)]

    texts = ask(three)
    found, read, cited = map(json.loads, texts)
    assert found["total"] == 14
    (number,) = {one["paragraph"] for one in found["statements"]}
    first = found["statements"][0]
    assert len(found["statements"]) == 5
    assert [one["paragraph"] for one in read["statements"]] == [number, number + 1]
    assert first["text"] in read["statements"][0]["text"]
    assert cited["citation"] == first["citation"] == read["statements"][0]["citation"]
    assert cited["citation"].endswith("-03-05(A03): 第1段.")
    assert cited["quote"].startswith("第1个月，港口")
    assert sum(map(tokens, texts)) < 4000


def test_every_statement_can_be_cited(ask: Ask) -> None:
    for tool, given in (
        ("search", {"q": "新能源货轮", "passages": 3}),
        ("search", {"q": "title:港口第12期"}),
        ("contexts", {"q": "吞吐量", "sort": "right"}),
        ("read", {"id": "r12", "paragraph": 3}),
    ):
        statements = answer(ask, tool, **given)["statements"]
        assert statements
        for one in statements:
            assert list(one) == ["id", "paragraph", "text", "citation"]
            place = f": 第{one['paragraph']}段." if one["paragraph"] else "(A03)."
            assert one["citation"].endswith(place)


def test_reading_goes_on_where_it_ended(ask: Ask) -> None:
    text, place = "", {"paragraph": 1, "start": 0}
    while place:
        read = answer(ask, "read", id=LONG, around=2, characters=100, **place)
        text += "".join(one["text"] for one in read["statements"] if one["paragraph"] >= place["paragraph"])
        place = read["next"]
    assert text == "".join(f"第{n}段。" for n in range(9))


def test_lines_trends_and_holdings_have_no_empty_rows(ask: Ask) -> None:
    lines = answer(ask, "contexts", q="吞吐量", limit=3)
    assert (lines["reports"], lines["next"]) == (14, 3)
    assert [one["text"].count("【吞吐量】") for one in lines["statements"]] == [1, 1, 1]
    trends = answer(ask, "trend", q=["港口", "长报告", "没有这个词"], by="year", after="2012")
    assert [one["total"] for one in trends["courses"]] == [12, 0, 0]
    assert trends["courses"][0]["periods"] == {f"20{n}": 1 for n in range(12, 24)} == trends["held"]
    held = answer(ask, "holdings")
    assert (held["reports"], held["sources"], held["more"]) == (16, [["江海日报", 14]], {})
    assert [*held] == [*(one.name for one in fields(Holdings)), "more"]
    assert len(held["latest"]) == 5
    assert {one["source"] for one in held["latest"]} <= {"江海日报", ""}


def test_what_is_wrong_is_said_to_the_model(ask: Ask) -> None:
    async def wrong(client: Client) -> list[str]:
        return [
            await refusal(client, "search", q="  "),
            await refusal(client, "search", q="港口", after="2024年"),
            await refusal(client, "read", id="nobody"),
            await refusal(client, "read", id="空"),
            await refusal(client, "read", id=LONG, paragraph=10),
            await refusal(client, "cite", id="r12", paragraph=99),
            await refusal(client, "search", q="港口", limit=1000),
        ]

    empty, date, nobody, nothing, paragraph, cited, limit = ask(wrong)
    assert "检索词" in empty
    assert "2024-03" in date
    assert "nobody" in nobody
    assert "共 0 段" in nothing
    assert "共 9 段" in paragraph
    assert "共 40 段" in cited
    assert "limit" in limit


def test_an_index_that_is_not_there_is_told_without_its_place(tmp_path: Path) -> None:
    async def asked() -> str:
        async with Client(new_server(store, tmp_path)) as client:
            return await refusal(client, "search", q="港口")

    with closing(open_store(tmp_path / "nowhere")) as store:
        assert str(tmp_path) not in anyio.run(asked)


@pytest.mark.parametrize("name", ["r12", LONG])
def test_a_report_is_a_resource(ask: Ask, name: str) -> None:
    async def read(client: Client) -> str:
        templates = await client.list_resource_templates()
        assert [one.uri_template for one in templates.resource_templates] == ["jianbao://reports/{id}"]
        found = await client.read_resource(f"jianbao://reports/{quote(name, safe='')}")
        (content,) = found.contents
        assert isinstance(content, TextResourceContents)
        return content.text

    text = ask(read)
    assert text.startswith(
        "# 长报告\n\n长报告[R].\n\n[1] 第0段。" if name == LONG else "# 港口第12期\n\n港口第12期[N]."
    )


def test_a_report_that_is_not_there_is_no_resource(ask: Ask) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match="nobody"):
            await client.read_resource("jianbao://reports/nobody")

    ask(read)


@pytest.mark.slow
def test_the_program_speaks_over_standard_input_and_over_http(index: Path) -> None:
    program = ["-m", "indexer", "mcp", "--index", str(index)]

    async def asked(server: StdioServerParameters | str) -> list[str]:
        async with Client(server) as client:
            assert json.loads(await text_of(client, "holdings"))["reports"] == 16
            return [tool.name for tool in (await client.list_tools()).tools]

    names = ["search", "read", "contexts", "trend", "cite", "holdings"]
    assert anyio.run(asked, StdioServerParameters(command=sys.executable, args=program)) == names
    command = [sys.executable, *program, "--http", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        try:
            assert anyio.run(asked, address) == names
        finally:
            process.terminate()
            last_words(process)


def test_without_the_sdk_it_says_what_to_install(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        one for one in sys.modules if one.partition(".")[0] == "mcp" or one.startswith("webapp.mcp")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    done = jianbao("mcp", "--index", index)
    assert (done.returncode, done.stdout) == (1, "")
    assert 'pip install "jianbao[mcp]"' in done.stderr
