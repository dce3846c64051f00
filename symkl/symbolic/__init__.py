"""SymPy's opinion on equations that have no proof: it may support a step, and prove none."""
