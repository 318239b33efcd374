"""The way of goods that left: what carriers say, trouble, and the proof that they arrived."""
