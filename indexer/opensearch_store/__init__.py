"""The store in a cluster of OpenSearch: for what has outgrown one machine.

address.py     where an index is, and how one makes oneself known there
connection.py  the way to the cluster, and patience
client.py      what is asked of the cluster, whole or not at all
bulk.py        documents as the requests that write them
failures.py    what goes wrong, as sentences
mapping.py     the fields that are indexed
units.py       characters with the rule of whole words and numbers in them
kept.py        what is read of a report, packed
documents.py   a report as the document that is indexed, and back
queries.py     the queries that everything is made of; literals
intervals.py   patterns; what stands in one sentence or paragraph
nodes.py       a query as the cluster is asked for it
commits.py     what counts in which commit, and who may write
writing.py     reports -> the next commit
session.py     one commit, as it is asked
scoring.py     what a report scores
listing.py     matches in order, piece by piece or all
relaxing.py    what matches only in part
searching.py   one query: what matches, how many, a page
likeness.py    reprints, and reports about the same
vocabulary.py  what begins with a text, or is spelt like it
snapshot.py    one commit, as the seam has it
store.py       the store
"""
