"""Agreements: written, matched, called off."""
