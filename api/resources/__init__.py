"""How things of the house are told to systems."""
