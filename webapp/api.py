"""The API for programs: /api/v1/search, /api/v1/suggest, /api/v1/reports/{id}, /healthz."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify, request

from indexer import (
    PARAMETERS,
    SEARCH_PATH,
    Parameters,
    answer_json,
    next_url,
    report_json,
    report_url,
    search,
    suggest,
)
from webapp.addresses import given_strictly
from webapp.held import lexicon, store

blueprint = Blueprint("api", __name__)


@blueprint.get(SEARCH_PATH)
def find() -> Response:
    given = given_strictly(request.args, PARAMETERS)
    answer = search(store(), Parameters.read(given), lexicon())
    return jsonify(answer_json(answer, next_url(given, answer.next_offset)))


@blueprint.get("/api/v1/suggest")
def complete() -> Response:
    given = given_strictly(request.args, ("q",))
    typed = given.get("q", "")
    return jsonify(q=typed, suggestions=[asdict(one) for one in suggest(store(), typed)])


@blueprint.get("/api/v1/reports/<id:report_id>")
def report(report_id: str) -> Response:
    found = store().get(report_id)
    (reprints,) = store().reprints([found.id])
    known = {"id": found.id, "url": report_url(found.id), **report_json(found)}
    return jsonify({**known, "files": found.files, "reprints": reprints})


@blueprint.get("/healthz")
def health() -> Response:
    return jsonify(status="ok", reports=store().stats().reports)
