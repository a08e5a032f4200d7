"""A server under load for a while, and a writer beside it.

clients.py  connections that ask again as soon as they are answered
kinds.py    what is asked, and what of an answer must be right
tasks.py    the writer, and what it keeps true
watch.py    what the server holds over time
"""
