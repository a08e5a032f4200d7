"""How the application is served: its processes, who may ask, and what goes along with every answer.

settings.py     how a server is run: who may ask, how often, for how long
serve.py        the server: bind, print the address, run workers until stopped
freshness.py    what is done once, and after every commit, before anyone asks
ready.py        /readyz: whether the index can be searched
observed.py     answers watched to their last byte
metrics.py      /metrics: figures for Prometheus
requests_log.py one line a request
keys.py         keys, where there are any
limits.py       how often one client may ask
streams.py      how many answers are sent as they are made, at once
protect.py      response headers, hosts that are answered, bounds of size and time
origins.py      which other sites' scripts may read answers
caching.py      what need not be sent again
compression.py  answers made smaller on the wire
timing.py       how long an answer took
"""
