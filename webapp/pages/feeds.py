"""What other programs of a person's take in: searches as Atom feeds, a search box for the browser."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

from flask import Blueprint, Response, jsonify, request

from indexer import FILTERS, FIRST, Answer, Hit, Order, Parameters, search, suggest
from webapp.addresses import Given, changed, given_loosely
from webapp.language import page_language
from webapp.pages.results import only
from webapp.state import lexicon, snapshot
from webapp.templating import rendered

blueprint = Blueprint("feeds", __name__)

_NAMESPACE = UUID("3f1c5a50-6c1e-5d0b-9a44-0d6a3a0f7e25")
"""Makes ids of our own: a report keeps its id whichever host it is read from, and so does a feed."""

_UNDATED = "1970-01-01T00:00:00Z"
"""Atom demands a time of everything. One that never changes keeps a report of which nobody knows when it was
indexed from coming up as new again and again."""

_PAGED = {"newest": {"cursor": FIRST}, "oldest": {"cursor": FIRST}}
"""What makes pages of a feed (RFC 5005), by its order. A page holds no more than one of results does: whoever
wants a longer list at once says so, and whoever wants all of it goes on to the next page."""
_ABOUT = ("q", "sort", "limit", *FILTERS, "match", "passages")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, not even escaped."""


@blueprint.get("/feed.atom")
def feed() -> Response:
    given = given_loosely(request.args)
    asked = {"sort": Order.ADDED.value, **only(given, *_ABOUT)}
    page = {**_PAGED.get(asked["sort"], {}), **only(given, "cursor", "offset")}
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
        page=changed("/", given, cursor=None, offset=None),
        published_of=_published,
        following=_following(answer, given, asked["sort"]),
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
    text = rendered(template, site=request.host_url.rstrip("/"), lang=page_language(), **values)
    return Response(_ILLEGAL.sub("", text), content_type=f"{media_type}; charset=utf-8")


def _id(*parts: str) -> str:
    return uuid5(_NAMESPACE, "\0".join(parts)).urn


def _following(answer: Answer, given: Given, sort: str) -> str:
    """The next page; "" behind the last, and of a feed by relevance, which has one."""
    if answer.cursor:
        return changed("/feed.atom", given, cursor=answer.cursor)
    if sort == Order.ADDED and answer.next_offset:
        return changed("/feed.atom", given, offset=answer.next_offset)
    return ""


def _updated(hit: Hit) -> str:
    """When it was indexed: what is new here comes up as new, however old it is."""
    return hit.indexed or _UNDATED


def _published(hit: Hit) -> str:
    """Noon of its day, which is that day nearly everywhere; of a month or year its first."""
    return f"{hit.date}{'-01-01'[len(hit.date) - 4 :]}T12:00:00Z" if hit.date else ""
