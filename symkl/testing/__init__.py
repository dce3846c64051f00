"""Implementations held against formulas: regression tests for the code that computes them.

* :func:`assert_formula` raises AssertionError where a NumPy, SciPy, PyTorch, JAX or plain Python
  function is not the formula; :func:`compare` returns a :class:`Report` instead, with an
  :class:`Outcome` for each model: what was returned, the enclosure of the formula, the error in
  ulps.  ``Report.worst``, ``Report.simplest``, ``Report.causes`` and ``Report.text()`` say more.
* :func:`pmfs`, :func:`joints` and :func:`spd_matrices` are Hypothesis strategies.

The pytest plugin that collects derivations is not in here: installing symkl registers it.

Nothing is imported before it is used.

Examples:
    >>> import numpy as np
    >>> from symkl import FiniteSpace, H
    >>> from symkl.testing import assert_formula
    >>> P = FiniteSpace("X", size="n").pmf("P", support="any")
    >>> assert_formula(lambda p: -np.sum(p[p > 0] * np.log(p[p > 0])), H(P), atol=1e-15)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symkl.testing.calling import Outcome
    from symkl.testing.comparing import Report, assert_formula, compare
    from symkl.testing.strategies import joints, pmfs, spd_matrices

_HOMES = {
    "Outcome": "calling",
    "Report": "comparing",
    "assert_formula": "comparing",
    "compare": "comparing",
    "joints": "strategies",
    "pmfs": "strategies",
    "spd_matrices": "strategies",
}

__all__ = ["Outcome", "Report", "assert_formula", "compare", "joints", "pmfs", "spd_matrices"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'symkl.testing' has no attribute {name!r}")
    return getattr(import_module(f"symkl.testing.{_HOMES[name]}"), name)
