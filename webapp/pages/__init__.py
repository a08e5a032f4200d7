"""The pages for people, and what only they need.

results.py      the search page
histogram.py    how the reports found lie in time, as bars
folding.py      reprints on a page of hits, folded under the first of them
paging.py       the pages of a result
narrowing.py    what a search was narrowed to, and how to undo it
help.py         what may be typed, and which keys there are
reports.py      the page of one report
occurrences.py  where in a report its marks are
marks.py        a marked text as plain and marked segments
original.py     the file that a report was read from
looking.py      the trend and the contexts: pages to look at
thinning.py     the part of a trend that is drawn unasked
feeds.py        searches as Atom feeds, and as a search box of the browser
"""

from __future__ import annotations

from flask import Flask

from webapp.pages import feeds, help, looking, original, reports, results

__all__ = ["register"]


def register(app: Flask) -> None:
    results.register(app)
    for one in (help, looking, feeds, reports, original):
        app.register_blueprint(one.blueprint)
