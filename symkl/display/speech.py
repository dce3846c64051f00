"""The language of what shows itself: English, until another one is spoken.

Translations stand in a layer above; here is only where they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Speech = Callable[[str], str]


def _as_it_is(text: str) -> str:
    return text


# Of all threads, unless one speaks otherwise for a while.
_usual: list[Speech] = [_as_it_is]
_now: ContextVar[Speech | None] = ContextVar("speech", default=None)


def say(text: str) -> str:
    """A text of ours in the language that is spoken.

    >>> with spoken(str.upper):
    ...     say("proved")
    'PROVED'
    >>> say("proved")
    'proved'
    """
    return (_now.get() or _usual[0])(text)


def speak(speech: Speech | None) -> None:
    """Speak another language from now on; None for English."""
    _usual[0] = speech or _as_it_is


@contextmanager
def spoken(speech: Speech | None) -> Iterator[None]:
    """Speak another language for a while."""
    before = _now.set(speech or _as_it_is)
    try:
        yield
    finally:
        _now.reset(before)
