"""/openapi.json, made from the endpoints; /api, the same as a page, with examples that open; /healthz."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import quote, urlencode, urljoin

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask_babel import gettext
from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.openapi import OpenAPI
from flask_openapi3.types import SecuritySchemesDict

from indexer import JianbaoError, Message, Parameters, says, search
from webapp.addresses import Given, rooted
from webapp.api.endpoint import DOCUMENT, PAGE, Endpoints, model_of
from webapp.api.parameters import QUESTION
from webapp.problems import Problem
from webapp.state import lexicon, snapshot, store

# — the document, and what of it holds for all endpoints —

_TITLE = "检报 jianbao"
_VERSION = "1"
ABOUT = (
    Message("位置和长度都按 Unicode 码位数。以后可能增加字段，不会改名或删去。"),
    Message("没有的参数、给了两次的参数、越界的值都是 400，说明里写着哪里不对、该怎么做。"),
    Message("翻页照答复里的 next，或 Link 头的 first、prev、next。要取完所有命中，用游标或导出。"),
    Message("答复带弱 ETag：下次用 If-None-Match 带上，索引没有变就答 304，不再检索。"),
    Message("按 Accept-Encoding 以 zstd 或 gzip 压缩；各地址也都答 HEAD；用时见 Server-Timing。"),
)
"""What holds for every endpoint."""

_KEY: SecuritySchemesDict = {"key": SecurityScheme(type="http", scheme="bearer")}

blueprint = Blueprint("api_page", __name__)


def new_app(name: str, *, by_key: bool) -> OpenAPI:
    """An app that gathers the document of its endpoints, without the library's own pages. `by_key`: whoever
    asks must show a key."""
    info = Info(title=_TITLE, version=_VERSION, description="\n\n".join(ABOUT))
    return OpenAPI(
        name,
        info=info,
        doc_ui=False,
        security_schemes=_KEY if by_key else {},
        openapi_extensions={"security": [{name: []} for name in _KEY]} if by_key else {},
        validation_error_status=400,  # every endpoint describes its own, so none is added
        validation_error_model=model_of(Problem),
    )


def document() -> dict[str, Any]:
    """The document of the app that is answering."""
    return cast(OpenAPI, current_app).api_doc


@blueprint.get(DOCUMENT)
def openapi() -> Response:
    return jsonify(document())


# — /healthz —


health = Endpoints("health")


@dataclass(frozen=True, slots=True)
class Health:
    """That it searches."""

    status: str = field(metadata=says("ok：可以检索。"))
    reports: int = field(metadata=says("收录了多少篇报告。"))


@health.answers("/healthz", Message("状态"), Message("能不能检索，收录了多少篇报告。"), answer=Health)
def status(given: Given) -> Response:
    return jsonify(Health("ok", store().stats().reports))


Schema = Mapping[str, Any]

_JSON = "application/json"
_TYPES = {
    "string": Message("文字"),
    "integer": Message("整数"),
    "number": Message("数"),
    "boolean": Message("true 或 false"),
    "null": "null",
    "object": Message("对象"),
}


@dataclass(frozen=True, slots=True)
class Documented:
    """A parameter or a field of an answer."""

    name: str
    kind: str
    says: str
    required: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One on the page. `texts` are media types; `example` is an address that answers, None where the
    index holds nothing to give one."""

    name: str
    path: str
    title: str
    says: str
    takes: tuple[Documented, ...]
    fields: tuple[Documented, ...]
    texts: tuple[str, ...]
    example: str | None
    curl: str


@blueprint.get(PAGE)
def page() -> str:
    """Shown though the index be missing: only examples that need a report of it are not."""
    whole = document()
    schemas = whole["components"]["schemas"]
    operations = {path: item["get"] for path, item in whole["paths"].items()}
    return render_template(
        "api.html",
        endpoints=[_endpoint(path, one, schemas) for path, one in operations.items()],
        failures=sorted({one for operation in operations.values() for one in _failures(operation)}),
        about=ABOUT,
        problem=tuple(_fields(schemas["Problem"], schemas)),
        document=rooted(DOCUMENT),
    )


def _endpoint(path: str, operation: Mapping[str, Any], schemas: Schema) -> Endpoint:
    parameters = operation["parameters"]
    content = operation["responses"]["200"]["content"]
    answer = content[_JSON]["schema"] if _JSON in content else {}
    given = [(one["name"], one["example"]) for one in parameters if "example" in one]
    address = _place(path)
    return Endpoint(
        name=operation["operationId"],
        path=path,
        title=_in_words(operation["summary"]),
        says=_in_words(operation["description"]),
        takes=tuple(map(_taken, parameters)),
        fields=tuple(_fields(_resolved(answer, schemas), schemas)),
        texts=tuple(one for one in content if one != _JSON),
        example=f"{address}?{urlencode(given)}" if address and given else address,
        curl=_curl(address or rooted(path), given),
    )


def _failures(operation: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The statuses that are no good answer, and when they come."""
    for status, response in operation["responses"].items():
        if status != "200":
            yield status, _in_words(response["description"])


def _taken(parameter: Mapping[str, Any]) -> Documented:
    schema = parameter["schema"]
    says, default = _in_words(parameter["description"]), str(schema.get("default", ""))
    return Documented(parameter["name"], _kind(schema), says, parameter["required"], default)


def _fields(schema: Schema, schemas: Schema, within: str = "") -> Iterator[Documented]:
    """The fields of an answer, and behind each those that it is made of: hits[].title.text."""
    for name, one in schema.get("properties", {}).items():
        items = _resolved(one.get("items", {}), schemas)
        made_of = items if "items" in one else _resolved(one, schemas)
        path = f"{within}{name}[]" if "properties" in items else f"{within}{name}"
        yield Documented(
            path, _kind(made_of if "$ref" in one else one), _in_words(one.get("description", ""))
        )
        yield from _fields(made_of, schemas, f"{path}.")


def _kind(schema: Schema) -> str:
    """What a value is, in words."""
    if values := schema.get("enum") or schema.get("items", {}).get("enum"):
        return " ".join(values)
    if "maximum" in schema:
        return f"{int(schema['minimum'])}–{schema['maximum']}"
    if "anyOf" in schema:
        return " / ".join(map(_kind, schema["anyOf"]))
    if "prefixItems" in schema:
        return f"[{', '.join(map(_kind, schema['prefixItems']))}]"
    if "items" in schema:
        return f"[{_kind(schema['items'])}, …]"
    return _in_words(_TYPES[schema.get("type", "object")])


def _in_words(text: str) -> str:
    """A text of the document in the language of the page."""
    return str(gettext(text)) if text else ""


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    found: Schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _place(path: str) -> str | None:
    """The path, with some report of the index where it asks for one; None where there is none."""
    if "{id}" not in path:
        return rooted(path)
    report = _some_report()
    return None if report is None else rooted(path.replace("{id}", quote(report, safe="")))


def _some_report() -> str | None:
    try:
        found = search(snapshot(), Parameters(str(QUESTION.example), limit=1, passages=0), lexicon())
    except JianbaoError:
        return None
    return next((hit.id for hit in found.hits), None)


def _curl(address: str, given: Sequence[tuple[str, str]]) -> str:
    """The example as a command, its values to be read and changed."""
    values = [f"--data-urlencode '{name}={value}'" for name, value in given]
    return " ".join(["curl", *(["-G"] if values else []), f"'{urljoin(request.host_url, address)}'", *values])
