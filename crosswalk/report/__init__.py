"""Findings into pages and files; nothing here computes a finding."""
