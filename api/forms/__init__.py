"""What comes in: the body of a request, and how it is read as people's forms are."""
