"""Files -> store: what is new, changed or gone.

files.py     folders -> the files in them
ledger.py    what is remembered of the files read
holdings.py  which report has which text
summary.py   what a run has done, and how far it is
run.py       one run: files -> the reports that the store does not have
build.py     a run, batch by batch, committed
watch.py     folders and an index kept in step
"""
