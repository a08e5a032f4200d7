"""The lines of `contexts` as a table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from indexer.search.answer import BETWEEN_HEADINGS, Where
from indexer.search.contexts import Context, Contexts
from indexer.search.escaping import csv_lines
from indexer.search.json_form import json_keys


def contexts_csv(found: Contexts) -> Iterator[str]:
    """The lines as pieces of a CSV file, under the names that they have in JSON; where a line stands in its
    file has a column for each of its keys."""
    *names, _, _ = json_keys(Context)
    places = json_keys(Where)
    held = ([getattr(line, name) for name in names] for line in found.lines)
    stands = ([getattr(line.at, name) or "" for name in places] for line in found.lines)
    under = (BETWEEN_HEADINGS.join(line.headings) for line in found.lines)
    rows = ([*own, *at, path] for own, at, path in zip(held, stands, under, strict=True))
    return csv_lines(chain([[*names, *places, "headings"]], rows))
