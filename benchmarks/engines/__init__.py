"""jianbao beside other engines.

tasks.py   what its processes do, each a job of its own
tables.py  the figures as tables
"""
