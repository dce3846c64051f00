"""Untrusted search for certificates; whatever it finds, the kernel checks."""
