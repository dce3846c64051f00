"""Reading with few looks for garbage: nearly all that is made while a document is read stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 50, 1_000)  # the youngest at times, and the whole of a long document never


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage less often than Python does by itself.

    Examples:
        >>> before = gc.get_threshold()
        >>> with collecting_seldom():
        ...     assert gc.get_threshold() == SELDOM
        >>> gc.get_threshold() == before
        True
    """
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
