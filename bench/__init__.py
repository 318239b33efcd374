"""Measurements of the house: run by hand, never timed in a test."""
