"""The addresses of the API, and the pages where its keys are made."""
