"""Embedded PostgreSQL and Valkey for a bare machine: found, started, watched and stopped from here."""
