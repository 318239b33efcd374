"""What the pages of shipping show, put together from few queries."""
