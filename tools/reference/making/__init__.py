"""Makers of Ballast's own vectors: fixed seeds, the same bytes every time."""
