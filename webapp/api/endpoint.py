"""`Endpoints`: an address of the API, what it takes and answers, and the view behind it, told once.

From what is told there come the route, the strict reading of its parameters, and its part of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from indexer import FIRST, LEFT_OUT, Message
from webapp.addresses import Given, changed, given_strictly, rooted
from webapp.api.parameters import REPORT_ID, Parameter
from webapp.problems import Problem

DOCUMENT = "/openapi.json"
PAGE = "/api"

View = Callable[..., Response]
"""Called with the parameters as given and, where the address names a report, with its id."""

_OF_REPORT = "<id:id>"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
_FAILURES = {
    HTTPStatus.BAD_REQUEST: Message("参数有误，说明里写着哪个参数、可以给什么。"),
    HTTPStatus.UNAUTHORIZED: Message("服务器设了密钥，请求里没有或不对。"),
    HTTPStatus.FORBIDDEN: Message("密钥没有这项权限。"),
    HTTPStatus.NOT_FOUND: Message("没有这个编号的报告。"),
    HTTPStatus.TOO_MANY_REQUESTS: Message("请求太频繁，请按 Retry-After 的秒数等一等。"),
    HTTPStatus.SERVICE_UNAVAILABLE: Message("没有索引、索引损坏，或检索超时；请按 Retry-After 重试。"),
}


class Endpoints(APIBlueprint):
    """Some endpoints of one subject, which `says` what it is."""

    def __init__(self, name: str, says: Message) -> None:
        super().__init__(f"api_{name}", __name__, abp_tags=[Tag(name=name, description=says)])
        self.after_request(_described)

    def answers(
        self,
        path: str,
        title: Message,
        says: Message,
        *,
        takes: Sequence[Parameter] = (),
        answer: type[Any] | None = None,
        texts: Sequence[str] = (),
        name: str,
    ) -> Callable[[View], View]:
        """The view answers GET and HEAD there: JSON of the dataclass, or text of one of the media types.
        `name` is what programs call the operation: generators of clients make functions of it.

        Whatever the API does not describe is refused before the view is called.
        """
        names = tuple(one.name for one in takes)
        many = tuple(one.name for one in takes if one.many)

        def add(view: View) -> View:
            def read() -> Response:
                within_path = (request.view_args or {}).values()
                return view(given_strictly(request.args, names, many), *within_path)

            self.get(
                path,
                endpoint=view.__name__,
                operation_id=name,
                summary=title,
                description=says,
                openapi_extensions={"parameters": _parameters(path, takes)},
                responses=_failures(path, names) | {HTTPStatus.OK: _good(answer, texts)},
            )(read)
            return view

        return add


def linked(response: Response, **addresses: str | None) -> Response:
    """The response with links to those of the addresses that there are, by their relation (RFC 8288)."""
    for relation, address in addresses.items():
        if address is not None:
            response.headers.add("Link", f'<{address}>; rel="{relation.replace("_", "-")}"')
    return response


def paged(response: Response, given: Given, offset: int, limit: int, following: str | None) -> Response:
    """The response with links to the first page, the one before, and the one that follows."""
    cursor = FIRST if given.get("cursor") else None
    before = max(offset - limit, 0)
    return linked(
        response,
        first=changed(request.path, given, offset=None, cursor=cursor),
        prev=changed(request.path, given, offset=before or None) if offset and limit else None,
        next=following,
    )


def _described(response: Response) -> Response:
    """Whoever has an answer finds the way to what describes it."""
    return linked(response, service_desc=rooted(DOCUMENT), service_doc=rooted(PAGE))


def _parameters(path: str, takes: Sequence[Parameter]) -> list[dict[str, Any]]:
    within = [REPORT_ID.described("path")] if _OF_REPORT in path else []
    return [*within, *(one.described() for one in takes)]


def _good(answer: type[Any] | None, texts: Sequence[str]) -> Any:
    content = {one: {"schema": {"type": "string"}} for one in texts}
    if answer is None:
        return {"description": HTTPStatus.OK.phrase, "content": content}
    return model_of(answer, content)


def _failures(path: str, names: Sequence[str]) -> dict[str | int | HTTPStatus, Any]:
    """Only what names a report may name one that is not there."""
    return {
        status: {"description": says, "content": _PROBLEM}
        for status, says in _FAILURES.items()
        if status != HTTPStatus.NOT_FOUND or _OF_REPORT in path or REPORT_ID.name in names
    }


# — schemas —


class _Schema(GenerateJsonSchema):
    """Without what readers have no use for: titles that repeat names, docstrings of ours, defaults."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])

    def generate(self, schema: Any, mode: Any = "serialization") -> dict[str, Any]:
        written = super().generate(schema, mode)
        for one in (written, *written.get("$defs", {}).values()):
            one.pop("description", None)
        return written

    def field_is_required(self, field: Any, *others: Any, **known: Any) -> bool:
        return field["schema"].get("default") is not LEFT_OUT


def model_of(answer: type[Any], content: Mapping[str, Any] | None = None) -> type[BaseModel]:
    """The dataclass as flask-openapi3 takes it, along with what else is answered there besides its JSON."""

    def schema(_: type[BaseModel], /, *, ref_template: str, **others: Any) -> dict[str, Any]:
        return TypeAdapter(answer).json_schema(
            ref_template=ref_template, schema_generator=_Schema, mode="serialization"
        )

    extra = {"openapi_extra": {"content": content}} if content else {}
    members = {"model_config": extra, "model_json_schema": classmethod(schema), "__module__": __name__}
    return type(answer.__name__, (BaseModel,), members)
