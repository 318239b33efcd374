"""People sent to customers."""
