"""What other programs of a person's take in: searches as Atom feeds, a search box for the browser."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from flask import Blueprint, Response, jsonify, render_template, request

from indexer import FILTERS, FIRST, Hit, Parameters, search, suggest
from webapp.addresses import changed, given_loosely
from webapp.language import page_language
from webapp.pages.results import only
from webapp.state import lexicon, snapshot

blueprint = Blueprint("feeds", __name__)

_NAMESPACE = UUID("3f1c5a50-6c1e-5d0b-9a44-0d6a3a0f7e25")
"""Makes ids of our own: a report keeps its id whichever host it is read from, and so does a feed."""

_UNDATED = "1970-01-01T00:00:00Z"
"""Atom demands a time of everything. One that never changes keeps a report of unknown date from coming up as
new again and again, and no reader takes it for a date that the report has."""

_PAGED = {"newest": {"cursor": FIRST}, "oldest": {"cursor": FIRST}}
"""What makes pages of a feed (RFC 5005), by its order. A page holds no more than one of results does: whoever
wants a longer list at once says so, and whoever wants all of it goes on to the next page."""
_ABOUT = ("q", "sort", "limit", *FILTERS, "match", "passages")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even escaped."""


@blueprint.get("/feed.atom")
def feed() -> Response:
    given = given_loosely(request.args)
    asked = {"sort": "newest", **only(given, *_ABOUT)}
    page = {**_PAGED.get(asked["sort"], {}), **only(given, "cursor")}
    answer = search(snapshot(), Parameters.read(asked | page), lexicon())
    return _xml(
        "feed.xml",
        "application/atom+xml",
        answer=answer,
        given=given,
        id=_id("feed", *(f"{name}={value}" for name, value in sorted(asked.items()))),
        id_of=lambda hit: _id("report", hit.id),
        updated=max(map(_updated, answer.hits), default=_UNDATED),
        updated_of=_updated,
        page=changed("/", given, cursor=None),
        following=changed("/feed.atom", given, cursor=answer.cursor) if answer.cursor else "",
    )


@blueprint.get("/opensearch.xml")
def description() -> Response:
    return _xml("opensearch.xml", "application/opensearchdescription+xml")


@blueprint.get("/suggest.json")
def suggestions() -> Response:
    """As the description promises: what was typed, and what it may become."""
    typed = request.args.get("q", "")
    response = jsonify([typed, [one.text for one in suggest(snapshot(), typed, lexicon=lexicon())]])
    response.content_type = "application/x-suggestions+json"
    return response


def _xml(template: str, media_type: str, **values: object) -> Response:
    text = render_template(template, site=request.host_url.rstrip("/"), lang=page_language(), **values)
    return Response(_ILLEGAL.sub("", text), content_type=f"{media_type}; charset=utf-8")


def _id(*parts: str) -> str:
    return uuid5(_NAMESPACE, "\0".join(parts)).urn


def _updated(hit: Hit) -> str:
    """Noon of its day, which is that day nearly everywhere; of a month or year its first."""
    date = hit.date
    return f"{date}{'-01-01'[len(date) - 4 :]}T12:00:00Z" if date else _UNDATED
