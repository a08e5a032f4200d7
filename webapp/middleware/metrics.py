"""GET /metrics, for Prometheus; GET /readyz; and the time that an answer took, in its Server-Timing.

The figures are how long answers take by route, how many are on their way, and what the index is.

A route is its rule (`/reports/<id:report_id>`), never the address that was asked for, and a method one of
HTTP's own: what a client writes makes no new figure. The worker processes of a server count in files of one
folder, which the server names in `FOLDER`, and any of them adds up what all have counted. The files are named
by the workers' numbers: who follows one that died goes on counting where it left off.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request

from indexer import IndexUnusable, Store
from webapp.middleware.requests_log import Ended, Observed
from webapp.state import store

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.core import Metric

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
_BUCKETS_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_ROUTE = "jianbao.route"
_COUNTED = "jianbao.counted"

blueprint = Blueprint("metrics", __name__)


class RequestFigures:
    """Counts answers: how long each took from its request to its last byte, and how many have not ended."""

    def __init__(self, counted: CollectorRegistry) -> None:
        from prometheus_client import Gauge, Histogram  # here: it looks for FOLDER when it is loaded

        self._took = Histogram(
            "jianbao_request_seconds",
            "Seconds from a request to the end of its answer.",
            ("route", "method", "status"),
            registry=counted,
            buckets=_BUCKETS_SECONDS,
        )
        self._running = Gauge(
            "jianbao_requests_in_progress",
            "Requests whose answer has not ended.",
            registry=counted,
            multiprocess_mode="livesum",
        )

    def begun(self) -> None:
        self._running.inc()

    def ended(self, answer: Ended) -> None:
        self._running.dec()
        route, status = answer.environ.get(_ROUTE, "none"), f"{answer.status // 100}xx"
        self._took.labels(route, answer.method, status).observe(answer.seconds)


class IndexFigures:
    """What is in the index, asked of it when figures are collected. Without an index it is 0 reports."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

        try:
            stats = self._store.stats()
            reports, generation, ready = stats.reports, stats.generation, 1
        except IndexUnusable:
            reports = generation = ready = 0
        yield GaugeMetricFamily("jianbao_index_ready", "Whether the index can be searched.", ready)
        yield GaugeMetricFamily("jianbao_index_reports", "Reports in the index.", reports)
        yield GaugeMetricFamily("jianbao_index_generation", "Rises with every commit.", generation)
        yield InfoMetricFamily("jianbao", "The program.", {"version": version("jianbao")})


def register(app: Flask) -> None:
    """To be called first: what is refused before it reaches its view is measured too."""
    from prometheus_client import CollectorRegistry

    counted = CollectorRegistry()
    app.before_request(_note_route)
    measured = RequestFigures(counted)
    app.wsgi_app = Observed(app.wsgi_app, measured.ended, measured.begun)  # type: ignore[method-assign]
    app.extensions[_COUNTED] = counted
    app.register_blueprint(blueprint)


@blueprint.get("/metrics")
def metrics() -> Response:
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    held = CollectorRegistry()
    held.register(IndexFigures(store()))
    counted = current_app.extensions[_COUNTED]
    if FOLDER in os.environ:
        MultiProcessCollector(counted := CollectorRegistry())  # type: ignore[no-untyped-call]
    return Response(generate_latest(counted) + generate_latest(held), content_type=CONTENT_TYPE_LATEST)


def count_as(worker: int) -> None:
    """To be called before the application is made, in a worker process of this number. What the one before it
    was answering when it died is on its way no more."""
    from prometheus_client import values
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker)  # type: ignore[no-untyped-call]
    values.ValueClass = values.MultiProcessValue(lambda: worker)  # type: ignore[no-untyped-call]


def _note_route() -> None:
    if request.url_rule:
        request.environ[_ROUTE] = request.url_rule.rule


# — readiness —


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether the index can be searched. Raises `IndexUnusable`: the 503 of any request says why not."""
    return jsonify(status="ready", reports=store().stats().reports)


# — Server-Timing, for whoever looks at the network —


_BEGAN = "began"


def register_timing(app: Flask) -> None:
    app.before_request(lambda: setattr(g, _BEGAN, perf_counter()))
    app.after_request(_total)


def timed(response: Response, search_ms: float) -> Response:
    """The response, which says how long its search took."""
    response.headers.add("Server-Timing", f"search;dur={search_ms}")
    return response


def _total(response: Response) -> Response:
    """How long the answer took up to its first byte: what is streamed takes as long as its reader likes."""
    if _BEGAN in g:
        response.headers.add("Server-Timing", f"total;dur={(perf_counter() - g.began) * 1000:.2f}")
    return response
