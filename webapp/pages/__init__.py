"""The pages for people, and what only they need.

results.py    the search page, with reprints folded; the help page
hits.py       the hits of a page: reprints folded, marked texts as HTML
histogram.py  how the reports found lie in time, as bars
links.py      the ways on from a page of results: other pages, other filters
tree.py       folders as a tree
narrower.py   what a search may be narrowed to: facets and bars, with their links
reports.py    the page of one report, where its marks are, and the file that it was read from
originals.py  the file that a report was read from, and its pages as pictures
trend.py      how often something is reported
contexts.py   every occurrence on a line of its own
holdings.py   what is held, and what could not be read
feeds.py      searches as Atom feeds, and as a search box of the browser
"""

from __future__ import annotations

from flask import Flask

from webapp.pages import contexts, feeds, holdings, originals, reports, results, trend

__all__ = ["register"]


def register(app: Flask) -> None:
    results.register(app)
    for one in (trend, contexts, feeds, holdings, originals, reports):
        app.register_blueprint(one.blueprint)
