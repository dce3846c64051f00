"""Models of a context: exact rational instances in which both sides of a claim are evaluated."""
