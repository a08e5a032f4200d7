"""A question -> what a face shows: the same for the command line, the pages and the API.

answer.py       what a search answers, and its JSON
json_form.py    dataclasses that answer as JSON
report_answer.py  one report, whole, as an answer
parameters.py   what may be asked beside the words, checked
place.py        where a block stands: in its file, and under which headings
marks.py        where a report matches a query
cutting.py      where a paragraph may be cut
passages.py     what was found -> the passages to show
asking.py       what people typed -> the queries that are asked
advice.py       what to ask instead: what was meant, what to leave out
edits.py        a text -> what undoes a slip in it
slips.py        a keyword -> what was probably meant by it
operators.py    operators that were typed as words
suggest.py      what may be meant while it is typed
search.py       parse, ask, cut passages
escaping.py     texts as Markdown, rows as CSV: nothing in them is markup or a formula
citation.py     a report as it is cited: text, BibTeX, Markdown
export.py       all hits of a search as one file
contexts.py     every occurrence on a line of its own
contexts_csv.py  the same as a table
trend.py        how often something is reported, by month or year
"""
