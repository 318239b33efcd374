"""What the order page tells from the order itself."""
