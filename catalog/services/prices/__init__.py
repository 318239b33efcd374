"""Changing the prices of a list: read from what was typed, weighed, asked for, put in force."""
