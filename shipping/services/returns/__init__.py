"""Returned goods taken in, inspected and put away."""
