"""A question -> what a face shows: the same for the command line, the pages and the API.

answer.py       what a search answers, and its JSON
parameters.py   what may be asked beside the words, checked
marks.py        where a report matches a query
cutting.py      where a paragraph may be cut
passages.py     what was found -> the passages to show
spelling.py     what was probably meant, and what to ask instead
suggest.py      what may be meant while it is typed
search.py       parse, ask, cut passages
markdown.py     texts -> Markdown that shows them unchanged
citation.py     a report as it is cited: text, BibTeX, Markdown
spreadsheet.py  rows -> CSV that spreadsheets open as they should
export.py       all hits of a search as one file
contexts.py     every occurrence on a line of its own
trend.py        how often something is reported, by month or year
"""
