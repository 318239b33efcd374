"""What is asked and offered before there is an order."""
