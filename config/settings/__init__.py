"""Settings by purpose: base for a developer, demo, production and test."""
