"""What is held against what: a library function, the formula it should compute, its arguments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One library function and the formula that it should compute.

    ``inputs`` are the names of the formula in the order of the function's parameters; ``arrays``
    and ``between`` are those of ``symkl.testing.compare``.
    """

    library: str
    name: str
    formula: Any
    function: Callable[..., Any]
    inputs: Sequence[Any] | None = None
    arrays: str = "numpy"
    between: Mapping[Any, Any] = field(default_factory=dict)
    max_size: int = 8
