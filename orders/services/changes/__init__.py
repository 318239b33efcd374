"""Requests to change what binds already."""
