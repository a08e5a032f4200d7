"""The API for programs: /api/v1/search, /api/v1/reports/{id}, /healthz."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from indexer import SEARCH_PATH, Parameters, answer_json, next_url, report_json, report_url, search
from webapp.addresses import given_strictly
from webapp.held import store

blueprint = Blueprint("api", __name__)


@blueprint.get(SEARCH_PATH)
def find() -> Response:
    given = given_strictly(request.args)
    answer = search(store(), Parameters.read(given))
    return jsonify(answer_json(answer, next_url(given, answer.next_offset)))


@blueprint.get("/api/v1/reports/<id:report_id>")
def report(report_id: str) -> Response:
    found = store().get(report_id)
    return jsonify({"id": found.id, "url": report_url(found.id), **report_json(found)})


@blueprint.get("/healthz")
def health() -> Response:
    return jsonify(status="ok", reports=store().stats().reports)
