"""Provisions, concepts and mappings as one graph."""
