"""What strangers send: requests that are mutated or no requests at all, clients that are slow or stop;
and files that they broke.

    material.py   what requests are made of
    mutations.py  requests made from the routes of the application and its OpenAPI document
    wire.py       requests over sockets of their own, and what came back
    verdicts.py   what may not come back
    run.py        a server over an index made for it, and all that it must bear
    files.py      a small good file of each format that is more than text
    damage.py     a good file -> one that somebody broke
    reading.py    damaged files, read one after the other, and what may not come of it

`python -m tests.hostile --requests 10000 --seed 1` prints the figures. The suite asks a few hundred.
`python -m tests.hostile --files 100` reads a hundred damaged files of each format; the suite four.
"""
