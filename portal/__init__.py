"""What customers do themselves, through links of their own."""
