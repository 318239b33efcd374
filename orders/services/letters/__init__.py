"""What is written to the customer about an order."""
