"""Who is told what, through which channel, once."""
