"""Predict how two provisions relate."""
