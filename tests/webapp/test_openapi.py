"""The OpenAPI document: true of the running server, whatever is asked of it, and shown as a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

import webapp
from indexer import PARAMETERS
from tests.support.axe import faults
from webapp.app import create_app
from webapp.settings import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from playwright.sync_api import Page

    from tests.conftest import Ask

DOCUMENT: dict[str, Any] = create_app(Path("no index")).test_client().get("/openapi.json").get_json()
STATIC = Path(webapp.__file__).parent / "static"
OPERATIONS: list[Any] = [
    one.ok()  # type: ignore[union-attr]
    for one in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
]
RANDOM = settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: str(one.path))
def test_whatever_may_be_asked_is_answered_as_described(
    operation: Any, address: str, session: requests.Session
) -> None:
    @RANDOM
    @given(case=operation.as_strategy())
    def asked(case: Case[Any]) -> None:
        # What no schema says, such as that a cursor needs an order by date, is refused all the same.
        case.call_and_validate(address, session, excluded_checks=[positive_data_acceptance])

    asked()


@pytest.mark.parametrize(
    "operation",
    [one for one in OPERATIONS if one.definition.raw.get("parameters") and "{id}" not in one.path],
    ids=lambda one: str(one.path),
)
def test_whatever_may_not_be_asked_is_refused_as_described(
    operation: Any, address: str, session: requests.Session
) -> None:
    @RANDOM
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def asked(case: Case[Any]) -> None:
        empty = any(value in ("", [], [""]) for value in case.query.values())  # which is to give nothing
        case.call_and_validate(address, session, excluded_checks=[negative_data_rejection] if empty else [])

    asked()


ANSWERS = [
    ("/api/v1/search?q=经济&facets=year,month,source&passages=20", "Answer"),
    ("/api/v1/search?q=镇江经开区量子计算机", "Answer"),  # relaxed
    ("/api/v1/search?q=经开曲&match=literal", "Answer"),
    ("/api/v1/search?q=的&limit=1&sort=newest&cursor=*", "Answer"),
    ("/api/v1/search?q=a /s", "Answer"),  # with a note
    ("/api/v1/suggest?q=镇", "Suggestions"),
    ("/api/v1/trend?q=经济&q=发展&by=month", "Trend"),
    ("/api/v1/contexts?q=的&limit=3", "Contexts"),
    ("/api/v1/holdings", "Holdings"),
    ("/api/v1/occurrences?q=的", "Occurrences"),
    ("/api/v1/collocates?q=的&limit=3", "Collocates"),
    ("/api/v1/survey?q=的&q=经济", "Survey"),
    ("/api/v1/contexts?q=的&beside=发展&sort=right-count&limit=3", "Contexts"),
    ("/healthz", "Health"),
    ("/api/v1/search?limt=3", "Problem"),
    ("/api/v1/reports/nobody/similar", "Problem"),
]
SCHEMAS = {
    name: {**one, "additionalProperties": False} if one.get("type") == "object" else one
    for name, one in DOCUMENT["components"]["schemas"].items()
}


def check(answer: Any, name: str) -> None:
    """That it has the keys that are described, in their order, and no others."""
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    jsonschema_rs.validate(whole, answer)
    assert list(answer) == [one for one in SCHEMAS[name]["properties"] if one in answer]


def address_of(path: str) -> str:
    return quote(path, safe="/?=&,*")


@pytest.mark.parametrize(("path", "name"), ANSWERS, ids=[path for path, _ in ANSWERS])
def test_an_answer_has_the_fields_that_are_described_and_no_others(ask: Ask, path: str, name: str) -> None:
    check(ask(address_of(path)).json, name)


def test_every_field_says_what_it_means() -> None:
    for name, one in SCHEMAS.items():
        assert "description" not in one, name  # which would be a docstring of ours
        for field, schema in one.get("properties", {}).items():
            assert schema["description"], (name, field)
            assert "title" not in schema


def test_a_report_and_what_is_similar_are_as_described(ask: Ask) -> None:
    hits = ask(address_of("/api/v1/search?q=的")).json["hits"]
    assert hits
    for hit in hits:
        place = f"/api/v1/reports/{quote(hit['id'], safe='')}"
        check(ask(place).json, "ReportAnswer")
        check(ask(f"{place}?paragraphs=1&around=1").json, "ReportAnswer")
        check(ask(f"{place}/similar").json, "Similar")
        check(ask(f"{place}/cite?paragraph=1").json, "Citation")


def test_generators_of_clients_can_name_what_they_make() -> None:
    """A package after the title, modules after the tags, functions after the operations."""
    assert re.fullmatch("[a-z]+", DOCUMENT["info"]["title"])
    assert DOCUMENT["servers"] == [{"url": "/"}]
    operations = [one["get"] for one in DOCUMENT["paths"].values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("search|suggest|[a-z]+(_[a-z]+)+", name) for name in names)
    described = {tag["name"] for tag in DOCUMENT["tags"] if tag["description"]}
    assert {tag for one in operations for tag in one["tags"]} == described
    assert all(one["tags"] for one in operations)


def test_models_find_every_endpoint_in_one_text(client: FlaskClient) -> None:
    told = client.get("/llms.txt", headers={"Accept-Language": "en"})
    assert told.content_type == "text/plain; charset=utf-8"
    assert told.text.startswith("# jianbao\n\n> ")
    for one in DOCUMENT["paths"].values():
        assert f"- [{one['get']['operationId']}](http://localhost/" in told.text
    addresses = re.findall(r"\]\(http://localhost(\S+)\)", told.text)
    assert [client.get(one, buffered=True).status_code for one in addresses] == [200] * len(addresses)
    assert "&amp;" not in told.text


def parameters(path: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in DOCUMENT["paths"][path]["get"]["parameters"]}


def test_the_parameters_described_are_those_that_are_read() -> None:
    assert tuple(parameters("/api/v1/search")) == PARAMETERS


NUMBERS = [
    (path, name, one["schema"])
    for path in DOCUMENT["paths"]
    for name, one in parameters(path).items()
    if "maximum" in one["schema"]
]


@pytest.mark.parametrize(("path", "name", "schema"), NUMBERS)
def test_the_bounds_described_are_those_in_force(
    client: FlaskClient, path: str, name: str, schema: dict[str, Any]
) -> None:
    (report, *_) = client.get("/api/v1/search?q=的").get_json()["hits"]
    place, needed = path.replace("{id}", report["id"]), {"q": "的"} if "q" in parameters(path) else {}

    def status(value: int) -> int:
        return client.get(place, query_string={**needed, name: str(value)}, buffered=True).status_code

    assert [status(int(schema["minimum"])), status(schema["maximum"])] == [200, 200]
    assert status(schema["maximum"] + 1) == 400


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/contexts"])
def test_the_defaults_described_are_those_in_force(client: FlaskClient, path: str) -> None:
    answer = client.get(path, query_string={"q": "的"}).get_json()
    for name in ("limit", "offset"):
        assert answer[name] == parameters(path)[name]["schema"]["default"]


def test_the_document_is_openapi_3_1_and_the_only_one(client: FlaskClient) -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    for path in ("/openapi", "/openapi/", "/openapi/openapi.json", "/openapi/swagger", "/openapi/redoc"):
        assert client.get(path).status_code == 404


def test_where_a_key_is_asked_for_the_document_says_so(index: Path) -> None:
    app, shown = create_app(index, Settings(keys=("k" * 20,))), {"Authorization": f"Bearer {'k' * 20}"}
    document = app.test_client().get("/openapi.json", headers=shown).get_json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert document["security"] == [{"key": []}]
    assert "security" not in DOCUMENT


def test_every_endpoint_says_how_it_fails() -> None:
    for path, item in DOCUMENT["paths"].items():
        failures = {code: one for code, one in item["get"]["responses"].items() if code != "200"}
        assert {"400", "401", "403", "429", "503"} | ({"404"} if "id" in parameters(path) else set()) == set(
            failures
        )
        for one in failures.values():
            assert list(one["content"]) == ["application/problem+json"]


def test_the_page_has_every_endpoint_parameter_and_field(client: FlaskClient) -> None:
    page = client.get("/api").text
    for path, item in DOCUMENT["paths"].items():
        assert f"GET {path}<" in page
        for name in (one["name"] for one in item["get"]["parameters"]):
            assert f"<code>{name}</code>" in page
    for field in ("hits[].passages[].marks", "query.terms[].matched", "totals.relaxed", "lines[].keyword"):
        assert f"<code>{field}</code>" in page
    assert "$ref" not in page


def test_every_example_on_the_page_opens(client: FlaskClient) -> None:
    links = re.findall(r'<p><a href="([^"]+)">打开', client.get("/api").text)
    assert len(links) == len(DOCUMENT["paths"])
    for link in links:
        assert client.get(unescape(link), buffered=True).status_code == 200


def test_the_page_is_small_and_needs_no_index(tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    page = client.get("/api")
    assert page.status_code == 200
    linked = set(re.findall(r'(?:href|src)="/static/([^"?]+)', page.text))
    assert len(page.data) + sum((STATIC / name).stat().st_size for name in linked) < 100_000


def test_the_page_is_usable_by_all_and_on_a_narrow_screen(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/api")
    page.locator("summary").first.click()
    page.get_by_text("hits[].passages[].marks").scroll_into_view_if_needed()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
