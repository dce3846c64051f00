"""Benchmarks: the kernel, the models, the whole command, and SymPy on the same steps."""
