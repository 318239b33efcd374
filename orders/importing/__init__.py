"""Taking in history from files: opening, reading, judging, staging, writing, accounting and undoing."""
