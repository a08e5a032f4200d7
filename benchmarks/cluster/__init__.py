"""The same reports on one machine and in an OpenSearch cluster.

tasks.py   what its processes do, each a job of its own
nodes.py   how long the nodes have computed
tables.py  the figures as tables
"""
