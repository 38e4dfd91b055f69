"""Turns findings into pages and files; computes none."""
