"""`python -m indexer` is the program `jianbao`."""

from indexer.cli.main import main

if __name__ == "__main__":  # worker processes import this file too
    main()
