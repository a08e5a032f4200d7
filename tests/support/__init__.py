"""What tests share.

Texts and files:

strategies.py  texts, reports and queries for property tests
archive.py     a small archive for tests of the pages
harbour.py     a dated one: 10,800 times one word, in four years
mixed.py       a folder as people have it, with files made to do harm
word.py        Word files written by hand
sheets.py      spreadsheets
slides.py      slides
ofd.py         OFD files written by hand
office.py      files that office programs made
outlook.py     letters as Outlook keeps them, written by hand
printing.py    printed matter: set by a browser, pictures, PDFs written by hand
typeset.py     pages set by hand, line by line
data.py        what is neither in the repository nor installed

Stores:

stores.py      the stores that the contract is tried on
scan_store.py  the reference that every store is held against: a scan of all reports
scan_order.py  the order of relevance by hand
turning.py     a store in which somebody else commits meanwhile, and what is asked is counted
cluster.py     an OpenSearch cluster for tests
asking.py      one question, answered from a snapshot of its own

Processes and measures:

program.py     the program jianbao, in this process or in one of its own
processes.py   programs under test: what they have started, how they end
slow.py        which tests are slow
work.py        how much work something is, counted and not timed
examples.py    how many examples a property is tried on
axe.py         what is hard to use about a page
blocks.py      what the documentation tells people to copy
"""
