"""How a derivation file cites the definition of a notion: ``by=definition(KL)``."""

from __future__ import annotations

from typing import Any


def definition(notion: Any) -> str:
    """The citation of the definition of a notion, given as the function that writes it.

    Examples:
        >>> from symkl import KL
        >>> definition(KL)
        'definition of KL'
    """
    return f"definition of {getattr(notion, '__name__', str(notion))}"
