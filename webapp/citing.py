"""How the reports of a request are cited: the day of today, and links that lead somewhere for others, too."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import request

from indexer import Citation, Report, citation
from webapp.addresses import report_page


def cited(report: Report, paragraph: int | None = None) -> Citation:
    """The report, or a paragraph of it, in every style. Raises `AskedWrongly` for one it does not have."""
    return citation(report, paragraph, noted_url(report.id, paragraph), date.today())


def noted_url(report_id: str, paragraph: int | None = None) -> str:
    """Where readers of a note find the report, or a paragraph of it; empty where only this machine does."""
    if _is_this_machine(urlsplit(request.host_url).hostname or ""):
        return ""
    return request.host_url.rstrip("/") + report_page(report_id, {}, paragraph)


def _is_this_machine(host: str) -> bool:
    """By its name or number alone: a name that a client sends is looked up nowhere."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")
