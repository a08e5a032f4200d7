"""/healthz: whether it searches, in a word."""

from __future__ import annotations

from flask import Response, jsonify

from indexer import Said
from webapp.addresses import Given
from webapp.api.answers import Health
from webapp.api.endpoint import Endpoints
from webapp.held import store

blueprint = Endpoints("health")


@blueprint.answers("/healthz", Said("状态"), Said("能不能检索，收录了多少篇报告。"), model=Health)
def health(given: Given) -> Response:
    return jsonify(status="ok", reports=store().stats().reports)
