"""symkl: mathematical derivations, checked step by step."""
