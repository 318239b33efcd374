"""Reads across the whole house: what I have to do today, where orders stand, what was found."""
