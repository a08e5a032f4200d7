"""GET /readyz: whether the index can be searched. Where not, the 503 of any request says why."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webapp.held import store

blueprint = Blueprint("ready", __name__)


@blueprint.get("/readyz")
def ready() -> Response:
    """Raises `IndexUnusable`."""
    return jsonify(status="ready", reports=store().stats().reports)
