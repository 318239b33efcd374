"""The sales order: what it is, which moves are legal, and where it stands."""
