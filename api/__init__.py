"""What other systems do in the house, each in the name of a person who gave it a key."""
