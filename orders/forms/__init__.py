"""What is typed about an order."""
