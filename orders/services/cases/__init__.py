"""After-sales cases: opened with a limit, answered, closed, and what time alone does to them."""
