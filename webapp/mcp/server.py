"""The tools, described to models, and reports as resources."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver import ResourceSecurity
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations

from indexer import (
    JianbaoError,
    LexiconFiles,
    Report,
    ReportNotFound,
    Store,
    as_json,
    cite,
    deadline,
)
from webapp.mcp.tools import Tools

Given = ParamSpec("Given")

BUDGET_SECONDS = 10.0
"""A model waits longer than a person, and is not helped by half an answer."""
_MAX_RESOURCE_CHARACTERS = 100_000
_REPORT = "jianbao://reports/{id}"
_INSTRUCTIONS = (
    "检报：中文报告全文检索，凡是原文里有的都找得到，总数准确。"
    "先用 search 找到报告和段落，再用 read 读那一段前后，最后用 cite 取得引文。"
    "每条 statement 都带报告编号 id、段号 paragraph 和引文 citation：转述时请一并写出。"
)
_DESCRIPTIONS = {
    "search": "检索报告，最相关的在前：每篇给出命中的片段、段号和引文。total 是准确的篇数。",
    "read": "读一篇报告某段前后的原文，字数有限；next 是接着读的地方。",
    "contexts": "检索词的每一处出现，连同左右的原文；可按左边或右边的文字排序。",
    "trend": "各检索式逐年或逐月命中多少篇报告，held 是同期共收录多少篇。",
    "cite": "引用一篇报告或其中一段：GB/T 7714（text）、bibtex、ris、markdown。",
    "holdings": "收录了什么，哪些没有收录、原因何在，正在进行的收录进度如何。",
}
_LOOKS_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)


def new_server(store: Store, address: Path) -> MCPServer[Any]:
    """A server over the store, whose word files lie at this address."""
    tools = Tools(store, LexiconFiles(address), address)
    server: MCPServer[Any] = MCPServer("jianbao", instructions=_INSTRUCTIONS, log_level="ERROR")
    for name, says in _DESCRIPTIONS.items():
        # Text alone: structured content beside it would say all of it twice to the model.
        server.add_tool(
            _told(getattr(tools, name)),
            description=says,
            annotations=_LOOKS_ONLY,
            structured_output=False,
        )
    server.resource(
        _REPORT,
        title="报告",
        description="一篇报告的全文，各段带段号；id 见 search，按百分号编码。",
        mime_type="text/markdown",
        security=ResourceSecurity(exempt_params={"id"}),  # it is looked up in the index, and opens no file
    )(_resource(tools))
    return server


def _told(tool: Callable[Given, object]) -> Callable[Given, str]:
    """The tool, whose answer is compact JSON and whose errors say to the model what to do."""

    @wraps(tool)
    def told(*args: Given.args, **given: Given.kwargs) -> str:
        try:
            with deadline(BUDGET_SECONDS):
                answer = tool(*args, **given)
        except JianbaoError as error:
            raise ToolError(error.public) from error
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=as_json)

    return told


def _resource(tools: Tools) -> Callable[[str], str]:
    def report(id: str) -> str:
        try:
            return _markdown(tools.whole(id))
        except ReportNotFound as error:
            raise ResourceNotFoundError(error.public) from error
        except JianbaoError as error:
            raise ResourceError(error.public) from error

    return report


def _markdown(report: Report) -> str:
    """The report with its citation, each paragraph behind its number."""
    lines = [f"# {report.title}", cite(report, None, "text", "", date.today())]
    room = _MAX_RESOURCE_CHARACTERS
    for number, block in enumerate(report.paragraphs, start=1):
        room -= len(block.text)
        if room < 0:
            lines.append(f"（后面还有，请用 read 从第 {number} 段读起。）")
            break
        lines.append(f"[{number}] {block.text}")
    return "\n\n".join(lines)
