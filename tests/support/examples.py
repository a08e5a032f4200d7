"""How many examples a property is tried on that builds an index for each of them."""

from __future__ import annotations

from hypothesis import settings

_SHARE = 2

costly = settings(deadline=None, max_examples=max(1, settings().max_examples // _SHARE))
"""Half of what the others are tried on: an index takes some fifty milliseconds, and each run tries other
examples than the one before."""
