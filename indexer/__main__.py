"""`python -m indexer` is the program `jianbao`."""

from indexer.cli import main

main()
