"""How derivations and results show themselves at a prompt and in a notebook."""
