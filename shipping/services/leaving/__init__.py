"""The check at the door, the departure, and what the customer hears of it."""
