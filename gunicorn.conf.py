"""What every gunicorn started in this folder does: none of its lines tells a token (docs/production.md)."""

logger_class = "core.weblog.DiscreetLog"
