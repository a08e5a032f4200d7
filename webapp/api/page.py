"""/api and /llms.txt: the document as a page, with examples that open, and for models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urljoin

from flask import Blueprint, Response, request

from indexer import JianbaoError, Message, Parameters, search
from webapp.addresses import rooted
from webapp.api.document import ABOUT, document
from webapp.api.endpoint import DOCUMENT, PAGE
from webapp.api.parameters import QUESTION, REPORT_ID
from webapp.language import plain_text
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("api_page", __name__)

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
    schemas, operations = document()["components"]["schemas"], _operations()
    return rendered(
        "api.html",
        endpoints=list(_endpoints()),
        failures=sorted({one for operation in operations.values() for one in _failures(operation)}),
        about=ABOUT,
        problem=tuple(_fields(schemas["Problem"], schemas)),
        document=rooted(DOCUMENT),
    )


@blueprint.get("/llms.txt")
def for_models() -> Response:
    """What a language model should know of the site, as https://llmstxt.org proposes it."""
    site = request.host_url.rstrip("/")
    text = rendered("llms.txt", endpoints=list(_endpoints()), about=ABOUT, site=site, document=DOCUMENT)
    return Response(text, content_type="text/plain; charset=utf-8")


def _operations() -> Mapping[str, Mapping[str, Any]]:
    return {path: item["get"] for path, item in document()["paths"].items()}


def _endpoints() -> Iterator[Endpoint]:
    schemas = document()["components"]["schemas"]
    return (_endpoint(path, one, schemas) for path, one in _operations().items())


def _endpoint(path: str, operation: Mapping[str, Any], schemas: Schema) -> Endpoint:
    parameters = operation["parameters"]
    content = operation["responses"]["200"]["content"]
    answer = content[_JSON]["schema"] if _JSON in content else {}
    address, given = _place(path), list(_examples(parameters))
    if any(example is None for _, example in given):
        address = None
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


def _examples(parameters: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str | None]]:
    """What the example gives; None where it takes a report, and the index holds none."""
    for one in parameters:
        if one["name"] == REPORT_ID.name and one["in"] == "query":
            yield one["name"], _some_report()
        elif "example" in one:
            yield one["name"], one["example"]


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
    return plain_text(text) if text else ""


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


def _curl(address: str, given: Sequence[tuple[str, str | None]]) -> str:
    """The example as a command, its values to be read and changed."""
    values = [f"--data-urlencode '{name}={value}'" for name, value in given if value]
    return " ".join(["curl", *(["-G"] if values else []), f"'{urljoin(request.host_url, address)}'", *values])
