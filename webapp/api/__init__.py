"""The API for programs: what it takes, what it answers, and the OpenAPI document made from both.

endpoint.py    an address, what it takes and answers, and the view behind it
parameters.py  every parameter: its name, its bounds, what it means
search.py      /api/v1/search, /api/v1/suggest
reports.py     /api/v1/reports/{id}, how to cite it, and what is similar to it
trend.py       /api/v1/trend
contexts.py    /api/v1/contexts, /api/v1/occurrences, /api/v1/collocates
survey.py      /api/v1/survey
bundle.py      /api/v1/bundle: chosen reports as one file
headers.py     the heads of tables, for programs or in the language of the page
holdings.py    /api/v1/holdings
files.py       answers that are files to keep; /api/v1/export
document.py    /openapi.json, made of them all; /healthz
page.py        /api and /llms.txt: the document as a page, and for models

The library's own readers check what is given, and its answers say what their fields mean: of both the
document is made.
"""

from __future__ import annotations

from flask_openapi3.openapi import OpenAPI

from webapp.api import bundle, contexts, document, files, holdings, page, reports, search, survey, trend
from webapp.api.document import new_app
from webapp.api.endpoint import DOCUMENT, PAGE

__all__ = ["DOCUMENT", "PAGE", "new_app", "register"]

_ENDPOINTS = (search, reports, trend, contexts, survey, files, holdings, bundle)
"""In the order in which the document has them."""


def register(app: OpenAPI) -> None:
    for one in _ENDPOINTS:
        app.register_api(one.blueprint)
    app.register_api(document.health)
    app.register_blueprint(document.blueprint)
    app.register_blueprint(page.blueprint)
