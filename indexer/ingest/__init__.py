"""Files -> store: what is new, changed or gone.

build.py     the door: paths -> a run, while nobody else is at work
run.py       one run: walk, read, commit, forget
files.py     folders -> the files in them
intake.py    files -> those that have to be read -> the reports that the store does not have
claims.py    which report came of which file
ledger.py    what is remembered of the files read
remarks.py   what is to be said of them
database.py  the SQLite file in which claims and ledger are kept
run_lock.py  one run at a time
underway.py  how far a run is, told to other processes
holdings.py  what could not be read, as strangers may be told it
originals.py the file that a report was read from, opened again
summary.py   what a run has done, and how far it is
watch.py     folders and an index kept in step
check.py     an index looked through, with what was read for it, and mended
backup.py    an index in one file, and back
"""
