"""What strangers send: requests that are mutated or no requests at all, clients that are slow or stop.

    material.py   what requests are made of
    mutations.py  requests made from the routes of the application and its OpenAPI document
    wire.py       requests over sockets of their own, and what came back
    verdicts.py   what may not come back
    run.py        a server over an index made for it, and all that it must bear

`python -m tests.hostile --requests 10000 --seed 1` prints the figures. The suite asks a few hundred.
"""
