"""The index as tools and resources for language models: the Model Context Protocol, by its official SDK.

    answers.py   what the tools answer, sized for a model
    tools.py     the tools: search, read, contexts, trend, cite, holdings
    server.py    the tools, described to models, and reports as resources
    serving.py   over standard input and output, or over HTTP on this machine

Only the command `jianbao mcp` imports this, and only this folder the SDK: all else works without it.
"""

from __future__ import annotations

from webapp.mcp.server import new_server
from webapp.mcp.serving import over_http, over_stdio

__all__ = ["new_server", "over_http", "over_stdio"]
