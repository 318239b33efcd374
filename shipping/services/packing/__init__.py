"""Picked goods into boxes."""
