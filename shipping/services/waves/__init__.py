"""Several orders picked on one walk."""
