"""The demo company: its tables, and the life of its orders."""
