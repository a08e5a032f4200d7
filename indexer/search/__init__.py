"""A question -> what a face shows: the same for the command line, the pages and the API.

answer.py       what a search answers, and its JSON
json_form.py    dataclasses that answer as JSON
report_answer.py  one report, whole, as an answer
excerpt.py      a part of a report: some of its paragraphs
parameters.py   what may be asked beside the words, checked
standing.py     where a block stands: in its file, and under which headings
marks.py        where a report matches a query
cutting.py      where a paragraph may be cut
weights.py      what counts for how much in a passage
passages.py     what was found -> the passages to show
asking.py       what people typed -> the queries that are asked
advice.py       what to ask instead: what was meant, what to leave out
edits.py        a text -> what undoes a slip in it
likeliest.py    what is likeliest to be meant
slips.py        a keyword -> what was probably meant by it
standing_slips.py  the same of one that stands somewhere, but as a piece of longer words
operators.py    operators that were typed as words
examples.py     what to try in an index that one does not know
suggest.py      what may be meant while it is typed
search.py       parse, ask, cut passages
escaping.py     texts as Markdown, rows as CSV: nothing in them is markup or a formula
citation.py     a report as it is cited: text, BibTeX, Markdown
bundle.py       chosen reports as one file: full texts, citations, a table
word_file.py    reports as a Word file
export.py       all hits of a search as one file
occurrences.py  how often something stands in all reports
places.py       every occurrence, and what stands beside it
line_order.py   the order of lines: as neighbours sound, or by how many have them
contexts.py     every occurrence on a line of its own
contexts_csv.py  the same as a table
collocates.py   what stands beside a keyword, and how much more often than chance
frequencies.py  how often words stand in texts
survey.py       a list of questions -> one table
periods.py      months and years
trend_answer.py a trend as an answer
trend.py        how often something is reported, by month or year
"""
