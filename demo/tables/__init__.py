"""Literal tables of the demo company; data only."""
