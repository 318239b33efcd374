"""The verbs of an order's life, and the facts told to it."""
