"""The API for programs: what it takes, what it answers, and the OpenAPI document made from both.

endpoint.py    an address, what it takes and answers, and the view behind it
parameters.py  every parameter: its name, its bounds, what it means
search.py      /api/v1/search, /api/v1/suggest
reports.py     /api/v1/reports/{id} and what is similar to it
trend.py       /api/v1/trend
contexts.py    /api/v1/contexts
holdings.py    /api/v1/holdings
files.py       answers that are files to keep; /api/v1/export
page.py        /openapi.json and /api: the document, and the same as a page; /healthz

The library's own readers check what is given, and its answers say what their fields mean: of both the
document is made.
"""

from __future__ import annotations

from flask_openapi3.openapi import OpenAPI

from webapp.api import contexts, files, holdings, page, reports, search, trend
from webapp.api.endpoint import DOCUMENT, PAGE
from webapp.api.page import new_app

__all__ = ["DOCUMENT", "PAGE", "new_app", "register"]

_ENDPOINTS = (search, reports, trend, contexts, files, holdings)
"""In the order in which the document has them."""


def register(app: OpenAPI) -> None:
    for one in _ENDPOINTS:
        app.register_api(one.blueprint)
    app.register_api(page.health)
    app.register_blueprint(page.blueprint)
