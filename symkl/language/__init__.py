"""What derivations are written in: SymPy expressions that stay as their author wrote them."""
