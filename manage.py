#!/usr/bin/env python
"""Django's command line for Gendan: demo settings with GENDAN_DEMO=1, base settings otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

DEFAULT = "config.settings.demo" if os.environ.get("GENDAN_DEMO") == "1" else "config.settings.base"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEFAULT)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
