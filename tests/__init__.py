"""Tests: folders as those of the code; what they share is in support/. See CONTRIBUTING.md."""
