"""Reports about the same thing as one report (`ranking.similarity`), and reports whose text is nearly the
same (`ranking.resemblance`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from indexer.deadline import check
from indexer.errors import ReportNotFound
from indexer.opensearch_store.documents import ClusterMatch, reports_of
from indexer.opensearch_store.mapping import READ, WORDS
from indexer.opensearch_store.queries import EVERYTHING, NOTHING, any_of, but, term, terms, weighing
from indexer.opensearch_store.scoring import Scoring
from indexer.opensearch_store.session import Session, total
from indexer.ranking.resemblance import MOST_REPRINTS, REPRINT, Hashes, distinct, share
from indexer.ranking.similarity import LEAST_SHARE, READ_CHARACTERS, telling, weights_of
from indexer.ranking.sketches import least_shared
from indexer.ranking.weights import Weights, idf
from indexer.store import Reprints
from indexer.text.fold import fingerprint
from indexer.text.normal import code_points
from indexer.text.words import words

Json = dict[str, Any]

EXAMINED_REPORTS = 50
"""So many more than are asked for are looked at: of a bulletin that reads the same every day all may be
reprints of one another."""

_NONE = Reprints((), 0)
_OF_NOTHING = fingerprint([]).hex()
"""Reports without a text are no reprints of one another."""


def similar(session: Session, report_id: str, most: int) -> tuple[ClusterMatch, ...]:
    """See `Snapshot.similar`."""
    if not (found := session.documents([report_id])):
        raise ReportNotFound(report_id)
    asked = found[0]
    told = _telling(session, asked)
    scoring = Scoring(session, Weights(told, {}))
    (answer,) = session.searches([_scored(session, scoring, term("id", report_id), 1)])
    own = sum(hit["_score"] for hit in answer["hits"]["hits"])
    if not own:
        return ()
    with_any = any_of(term(WORDS, word) for word in told)
    body = _scored(session, scoring, with_any, most + EXAMINED_REPORTS)
    (answer,) = session.searches([{**body, "min_score": LEAST_SHARE * own}])
    near = list(reports_of(answer))
    for one in near:
        one.match, one.score = "words", round(one.score / own, 9)
    return tuple(islice(_others(near, asked), most))


def _scored(session: Session, scoring: Scoring, query: Json, most: int) -> Json:
    return {
        "query": scoring.scored(session.counted(query)),
        "sort": [{"_score": "desc"}, {"day": "desc"}, {"id": "asc"}],
        "size": most,
        **READ,
    }


def _telling(session: Session, asked: ClusterMatch) -> dict[str, float]:
    """The words that tell a report from others, with the weight of each."""
    normal = asked.normal
    titles = [block for block, is_title in zip(normal.blocks, normal.is_title, strict=True) if is_title]
    weights = weights_of(words(normal.whole[:READ_CHARACTERS]), frozenset(words("\n".join(titles))))
    counts = zip(weights, session.count([term(WORDS, word) for word in weights]), strict=True)
    # What no other has tells nothing of others.
    return telling(weights, {word: idf(n, session.commit.reports) for word, n in counts if n > 1})


def _others(near: Sequence[ClusterMatch], asked: ClusterMatch) -> Iterator[ClusterMatch]:
    """Those that are no reprints of the report."""
    own, text = _print(asked), _shingles(asked)
    for one in near:
        if _print(one) != own and share(text, _shingles(one)) < REPRINT:
            yield one


# — reprints —


def reprints(session: Session, ids: Sequence[str]) -> tuple[Reprints, ...]:
    """See `Snapshot.reprints`: found by their fingerprints or else by their sketches, then compared.

    All are asked about at once, as most have none. Where many are near one it is asked about by itself: only
    the likeliest are compared.
    """
    held = {one.id: one for one in session.documents(ids)}
    asked = [one for one in held.values() if _print(one) != _OF_NOTHING]
    near = _near(session, asked) if asked else {}
    told = {one.id: _of_near(one, near[one.id]) for one in asked if one.id in near}
    crowded = [one for one in asked if one.id not in near]
    found = session.together(
        same=[_same(session, one) for one in crowded], likely=[_likely(session, one) for one in crowded]
    )
    both = zip(crowded, found["same"], found["likely"], strict=True)
    told |= {one.id: _reprints(one, reports_of(same), reports_of(likely)) for one, same, likely in both}
    return tuple(told.get(one, _NONE) for one in ids)


def _near(session: Session, asked: Sequence[ClusterMatch]) -> dict[str, list[ClusterMatch]]:
    """What may be a reprint of each report; nothing for those that have too many. Which is near which is seen
    here: to name it the cluster would look every number up again."""
    near_any = any_of(any_of([_print_of(one), _alike(_shared(one))]) for one in asked)
    others = but(session.counted(near_any), terms("id", [one.id for one in asked]))
    body = {"query": others, "sort": ["_doc"], "size": MOST_REPRINTS * len(asked), **READ}
    (answer,) = session.searches([body])
    if len(answer["hits"]["hits"]) < total(answer):
        return {}
    found = [*asked, *reports_of(answer)]
    near = {one.id: [other for other in found if other is not one and _are_near(other, one)] for one in asked}
    return {name: few for name, few in near.items() if len(few) <= MOST_REPRINTS}


def _are_near(one: ClusterMatch, asked: ClusterMatch) -> bool:
    numbers = asked.kept.numbers
    return _print(one) == _print(asked) or len(one.kept.numbers & numbers) >= _least(len(numbers))


def _of_near(asked: ClusterMatch, near: Sequence[ClusterMatch]) -> Reprints:
    own = _print(asked)
    same = sorted((one for one in near if _print(one) == own), key=lambda one: one.id.encode())
    return _reprints(asked, same, [one for one in near if _print(one) != own])


def _same(session: Session, one: ClusterMatch) -> Json:
    query = but(_print_of(one), term("id", one.id))
    return {**session.sampling(query, MOST_REPRINTS), "sort": [{"id": "asc"}]}


def _likely(session: Session, one: ClusterMatch) -> Json:
    """What shares enough numbers of the sketch, the most first."""
    likely = _alike([weighing(number, 1) for number in _shared(one)])
    others = but(session.counted(EVERYTHING), term("id", one.id), _print_of(one))
    return {
        "query": {"bool": {"must": [likely], "filter": [others]}},
        "sort": [{"_score": "desc"}, {"id": "asc"}],
        "size": MOST_REPRINTS,
        **READ,
    }


def _print_of(one: ClusterMatch) -> Json:
    return term("fingerprint", _print(one))


def _shared(one: ClusterMatch) -> list[Json]:
    """What has each of the numbers of a sketch."""
    return [term("sketch", str(number)) for number in one.kept.numbers]


def _alike(shared: Sequence[Json]) -> Json:
    """What shares enough of them; a text that is too short has none, and is like nothing."""
    return {"bool": {"should": shared, "minimum_should_match": _least(len(shared))}} if shared else NOTHING


def _least(numbers: int) -> int:
    """How many numbers of a sketch must be shared; no text is near for having none."""
    return max(1, int(least_shared(np.array(numbers))))


def _reprints(asked: ClusterMatch, same: Sequence[ClusterMatch], likely: Sequence[ClusterMatch]) -> Reprints:
    text = _shingles(asked)
    alike = [(share(text, _shingles(other)), other.id) for other in likely]
    alike.sort(key=lambda one: (-one[0], one[1]))
    ids = (*(one.id for one in same), *(name for found, name in alike if found >= REPRINT))
    return Reprints(ids[:MOST_REPRINTS], min(len(same), MOST_REPRINTS))


def _print(one: ClusterMatch) -> str:
    return one.kept.fingerprint


def _shingles(one: ClusterMatch) -> Hashes:
    """What `share` compares."""
    check()
    return distinct(code_points(one.normal.whole))
