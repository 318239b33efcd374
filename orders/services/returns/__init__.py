"""Goods that come back: asking, deciding, the facts others report, settling, and the end."""
