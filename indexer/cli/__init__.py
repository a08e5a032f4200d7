"""The program `jianbao`: what it takes, what it prints, how far it is.

main.py      the program, which finds its commands
filling.py   the commands that fill an index
asking.py    the commands that ask one
starting.py  the command that does both, and opens the browser
keys.py      who may ask a server, and for what
upkeep.py    the commands that keep one in order
opening.py   the index that a command is about
options.py   the options of the commands
output.py    answers, summaries and reports as text and as JSON
progress.py  how far a run is, on standard error
"""
