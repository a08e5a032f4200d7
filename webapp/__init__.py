"""The web face of jianbao: pages for people, an API for programs, both over one store.

    app.py         the WSGI app over an index
    pages/         the pages for people
    api/           /api/v1/…, /healthz, /openapi.json, and the page that explains them
    mcp/           the index as tools for language models
    middleware/    what goes along with every answer
    addresses.py   what an address asks for, and addresses that keep it
    state.py       the store of a running app, one snapshot of it a request, the word files
    keys.py        keys with names and rights, in a file of their hashes
    holdings.py    what an index holds, as its page and its endpoint tell it
    settings.py    how a server is run: who may ask, how often, for how long
    server.py      the server: bind, print the address, run workers until stopped
    alone.py       the server where processes cannot be copied
    warming.py     what a worker does so that nobody waits for it
    workers.py     worker processes: each has a listener, and a successor when it dies
    language.py    the language of a page; sentences translated into it, and its dates
    templating.py  templates, compiled for each language by itself
    charts.py      a trend as a line chart in SVG
    scales.py      how a chart is laid out
    citing.py      how the reports of a request are cited
    problems.py    every error, as a page or as application/problem+json
    templates/ static/ translations/    Jinja; style sheets and scripts as they are sent; catalogues

It knows the library only by the names that `indexer` itself exports.
"""
