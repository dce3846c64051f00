"""Entropies and divergences of SciPy, PyTorch and scikit-learn held against symkl's formulas."""
