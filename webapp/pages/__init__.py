"""The pages for people, and what only they need.

results.py    the search page, with reprints folded; the help page
counted.py    how many were found, as a sentence
hits.py       the hits of a page: reprints folded, marked texts as HTML
histogram.py  how the reports found lie in time, as bars
links.py      the ways on from a page of results: other pages, other filters
parts.py      small parts of which a page has many, as HTML
tree.py       folders as a tree
narrower.py   what a search may be narrowed to: facets and bars, with their links
reports.py    the page of one report, where its marks are, and the file that it was read from
originals.py  the file that a report was read from, and its pages as pictures
trend.py      how often something is reported
contexts.py   every occurrence on a line of its own
holdings.py   what is held, and what could not be read
neighbours.py what stands beside a keyword
survey.py     a list of questions as one table
basket.py     ticked reports, to be taken away together
feeds.py      searches as Atom feeds, and as a search box of the browser
"""

from __future__ import annotations

from flask import Flask

from webapp.pages import (
    basket,
    contexts,
    feeds,
    holdings,
    neighbours,
    originals,
    reports,
    results,
    survey,
    trend,
)

__all__ = ["register"]


def register(app: Flask) -> None:
    results.register(app)
    for one in (trend, contexts, neighbours, survey, basket, feeds, holdings, originals, reports):
        app.register_blueprint(one.blueprint)
