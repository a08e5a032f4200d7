"""The program `jianbao`: what it takes, what it prints, how far it is.

main.py      the commands
options.py   the options of the commands
output.py    answers, summaries and reports as text and as JSON
progress.py  how far a run is, on standard error
"""
