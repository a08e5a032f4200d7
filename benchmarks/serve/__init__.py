"""Searches over HTTP.

servers.py    the servers that are measured, started and stopped
addresses.py  what they are asked: one list of questions
faces.py      what is asked of each, and how its answers are read
load.py       load by wrk, and what came of it
tasks.py      what its processes do beside the servers, each a job of its own
tables.py     the figures as tables

load.lua tells wrk which addresses to ask.
"""
