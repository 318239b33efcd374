"""What lies where, for whom it is set aside, and every movement in double entry."""
