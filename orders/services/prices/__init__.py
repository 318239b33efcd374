"""Where a price comes from, and who may set it."""
