"""Files of orders, taken in and taken back."""
