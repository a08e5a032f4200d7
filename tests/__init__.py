"""Tests. `scan_store.py` is the reference that stores are held against, `strategies.py` what they are fed."""
