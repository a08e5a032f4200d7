"""An OpenSearch cluster of three nodes on the loopback, for trying and for tests: jianbao does not need it.

    python -m tests.cluster start [--port 9200] [--heap 1g]     a process a node; prints the address
    python -m tests.cluster stop [--port 9200]

It needs a JDK of Java 17 or newer, and Maven. All that it keeps lies in `.cluster/` of the checkout. It has
neither passwords nor TLS: whoever may open a port of this machine may use it.

    pom.xml        what a node is made of
    SHA256SUMS     every jar of it
    Nodes.java     what starts nodes from the jars
    artifacts.py   the jars, fetched and checked, and the launcher, compiled
    jvm.py         a process of nodes: started, killed
    nodes.py       three nodes: their settings, their health
    load.py        readers and a writer, and what they have to complain of
    dying.py       what they see of a node that dies; `python -m tests.cluster.dying` tells it
"""
