"""What goes along with every answer.

access.py        keys, how often one client may ask, other sites' scripts
proxy.py         a proxy in front: by whom, and under which address it was asked
protect.py       response headers, hosts that are answered, bounds of size and time
turns.py         one answer at a time in a worker, in the order of the requests
caching.py       what need not be sent again, and what is made smaller on the wire
requests_log.py  one line a request; answers watched to their last byte
metrics.py       /metrics, /readyz, and how long an answer took
"""
