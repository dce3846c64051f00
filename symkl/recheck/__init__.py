"""Counterexamples as short scripts that need mpmath alone."""

from symkl.recheck.script import script

__all__ = ["script"]
