"""From typed rows to a saved draft."""
