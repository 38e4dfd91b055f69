"""Lay two policy documents side by side and prove where they meet with the words themselves."""

__version__ = "0.1.0"
