"""Rank pairs of provisions that may be counterparts."""
